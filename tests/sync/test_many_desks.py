# SPDX-License-Identifier: Apache-2.0
"""Several desks at one hub, whatever happens to them: at the end all have the same and nothing typed is lost."""

import shutil
import tempfile
from datetime import timedelta
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from desktop.commands import clients, deals, history, money, touches
from desktop.domain.deal import Deal
from desktop.domain.payment import Payment
from desktop.domain.people import Contact
from desktop.domain.pipeline import Pipeline, Stage
from desktop.domain.touch import Comment
from desktop.errors import UserError
from desktop.storage import outgoing
from desktop.storage.tables import FILE_NAME, outbox
from desktop.sync.hub.desk_side import Hub, HubAway
from desktop.values.drafts.touch import TouchDraft
from tests.shop import open_shop
from tests.sync.conftest import EVERY_ROLE
from tests.sync.hub_desks import Desk, TestHub

HOUR = timedelta(hours=1)
NAMES = ("anna", "ben", "clara")
JOBS = ("contact", "rename", "rename", "deal", "move", "move", "comment", "comment", "pay", "undo")
_hubs = count(1)


class Cut(Exception):
    """The line broke, or the program ended, at a named point."""


class Shaky(Hub):
    """A connection that breaks before or after the next push, if it is told to."""

    breaks = ""

    def push(self, device, ops):
        point, self.breaks = self.breaks, ""
        if point == "before":
            raise HubAway("cut before it was sent")
        answer = super().push(device, ops)
        if point == "after":
            raise HubAway("cut before the answer came")
        return answer


class ManyDesks(RuleBasedStateMachine):
    """What people, lines, clocks and disks do."""

    server = None

    @initialize()
    def three_desks(self):
        self.folder = Path(tempfile.mkdtemp(prefix="many-desks-"))
        self.hub = TestHub(self.server, f"many{next(_hubs)}")
        shop = open_shop(self.folder, folder=NAMES[0])
        colleagues = {name: shop.a_user(EVERY_ROLE, name) for name in NAMES[1:]}
        shop.close()
        first = Desk(self.folder, self.hub, NAMES[0], EVERY_ROLE, user_id=shop.me, brings=True)
        first.sync()
        others = [
            Desk(self.folder, self.hub, name, EVERY_ROLE, user_id=user)
            for name, user in colleagues.items()
        ]
        self.desks = [first, *others]
        for desk in self.desks:
            desk.sync()
            desk.connection.close()
            desk.connection = Shaky(desk.address(), desk.seat.password)
        self.comments, self.payments, self.undone = set(), {}, set()
        self.copies = {}
        self.pipeline = first.read(
            lambda r: r.connection.scalar(select(Pipeline.id).order_by(Pipeline.position))
        )
        self.stages = first.read(
            lambda r: r.connection.scalars(
                select(Stage.id).where(Stage.pipeline_id == self.pipeline).order_by(Stage.position)
            ).all()
        )

    desk = st.integers(0, len(NAMES) - 1)

    # What people do

    @rule(
        at=desk,
        jobs=st.lists(
            st.tuples(st.sampled_from(JOBS), st.integers(0, 40), st.integers(0, 9)),
            min_size=4,
            max_size=12,
        ),
    )
    def work(self, at, jobs):
        """A while at one desk: what is picked depends on what this desk has."""
        for job, which, how in jobs:
            self._try(
                self.desks[at],
                lambda desk, j=job, w=which, h=how: getattr(self, f"_{j}")(desk, w, h),
            )

    def _contact(self, desk, which, how):
        desk.do(lambda uow: clients.add_contact(uow, name=f"Client {which}{how}"))

    def _rename(self, desk, which, how):
        contact = pick(desk, Contact, which)
        seen = {contact: value(desk, Contact.stamp, contact)}
        if how > 6:
            self._sync(desk)  # the form stays open while the world goes on
        desk.do(
            lambda uow: clients.change_contact(
                uow, contact_id=contact, name=f"N{which}{how}", seen=seen
            )
        )

    def _deal(self, desk, which, how):
        contact = pick(desk, Contact, which)
        touch = TouchDraft(due_at=desk.clock.now() + HOUR, goal="Ask", kind="call")
        desk.do(
            lambda uow: deals.new_deal(
                uow,
                title=f"Labels {how}",
                pipeline_id=self.pipeline,
                contact_id=contact,
                touch=touch,
            )
        )

    def _move(self, desk, which, how):
        stage = self.stages[how % len(self.stages)]
        desk.do(lambda uow: deals.move_deal(uow, deal_id=pick(desk, Deal, which), stage_id=stage))

    def _comment(self, desk, which, how):
        said = f"said {len(self.comments)} {which} {how}"
        desk.do(lambda uow: touches.comment(uow, deal_id=pick(desk, Deal, which), text=said))
        self.comments.add(said)

    def _pay(self, desk, which, how):
        card, today, amount = pick(desk, Deal, which), desk.clock.now().date(), which * 10 + how + 1
        payment = desk.do(
            lambda uow: money.record_transfer(uow, deal_id=card, amount=amount, paid_on=today)
        )
        self.payments[payment] = amount

    def _undo(self, desk, _which, _how):
        desk.do(history.undo)

    # What happens to them

    @rule(at=desk)
    def sync(self, at):
        self._sync(self.desks[at])

    @rule(at=desk, point=st.sampled_from(["before", "after"]))
    def the_line_breaks(self, at, point):
        self.desks[at].connection.breaks = point
        self._sync(self.desks[at])

    @rule(at=desk, hours=st.integers(-20_000, 20_000))
    def the_clock_steps(self, at, hours):
        self.desks[at].clock.advance(minutes=hours * 60)

    @rule(at=desk)
    def a_backup_is_made(self, at):
        desk = self.desks[at]
        desk.database.close()
        self.copies[at] = (desk.folder / FILE_NAME).read_bytes()
        desk.open_again()

    @rule(at=desk)
    def a_backup_is_restored(self, at):
        """What was not yet sent at the time is lost with the disk; what was sent comes back from the hub."""
        desk = self.desks[at]
        if at not in self.copies:
            return
        self._settle(desk)
        desk.database.close()
        for path in desk.folder.glob(f"{FILE_NAME}*"):
            path.unlink()
        (desk.folder / FILE_NAME).write_bytes(self.copies[at])
        desk.open_again()

    # In the end

    def teardown(self):
        if not hasattr(self, "desks"):
            return
        try:
            for _turn in range(3):
                for desk in self.desks:
                    self._settle(desk)
            self._check()
        finally:
            for desk in self.desks:
                desk.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def _check(self):
        first = self.desks[0].documents()
        hub = self.hub.digest()
        for desk in self.desks:
            assert desk.read(lambda r: outgoing.waits(r.connection)) == 0
            assert desk.documents() == first
            assert {key: doc for key, doc in first.items() if hub.get(key) != doc} == {}
        texts = self.desks[0].read(lambda r: set(r.connection.scalars(select(Comment.text))))
        assert self.comments <= texts
        paid = self.desks[0].read(
            lambda r: r.connection.scalar(select(func.coalesce(func.sum(Payment.amount), 0)))
        )
        assert paid == sum(self.payments.values())
        for desk in self.desks:
            assert (
                desk.read(lambda r: r.connection.scalar(select(func.count()).select_from(outbox)))
                == 0
            )

    def _settle(self, desk):
        desk.connection.breaks = ""
        desk.sync()

    def _sync(self, desk):
        try:
            desk.sync()
        except HubAway:
            return

    def _try(self, desk, work):
        try:
            work(desk)
        except (UserError, NothingThere):
            return


class NothingThere(Exception):
    """This desk has no such record yet."""


def pick(desk, cls, which):
    """One of the records this desk has."""
    found = desk.read(
        lambda r: r.connection.scalars(
            select(cls.id).where(cls.archived_at.is_(None)).order_by(cls.id)
        ).all()
    )
    if not found:
        raise NothingThere
    return found[which % len(found)]


def value(desk, column, key):
    """One field of one record."""
    return desk.read(lambda r: r.connection.scalar(select(column).where(column.class_.id == key)))


def test_desks_come_to_the_same_whatever_happens(server):
    """Covers: N2, N3."""
    ManyDesks.server = server
    run_state_machine_as_test(
        ManyDesks,
        settings=settings(
            max_examples=6, stateful_step_count=24, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck), print_blob=True,
        ),
    )  # fmt: skip
