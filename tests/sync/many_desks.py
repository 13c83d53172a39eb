# SPDX-License-Identifier: Apache-2.0
"""Several desks at one hub and everything that can happen to them, as a state machine of Hypothesis.

The model knows who wrote what on top of what; what became of it is read from the hub's own history in the end.
"""

import shutil
import tempfile
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from desktop.commands import clients, deals, documents, history, money, moves, touches
from desktop.domain.deal import Deal
from desktop.domain.payment import Confirmation, Payment, confirmation_id
from desktop.domain.people import Contact
from desktop.domain.pipeline import Pipeline, Stage
from desktop.errors import UserError
from desktop.storage import database
from desktop.sync.hub.desk_side import HubAway
from desktop.values.drafts.deal import LineDraft
from desktop.values.drafts.touch import TouchDraft
from tests.sync.hub_desks import Office
from tests.sync.same_everywhere import Edit, Promises
from tests.sync.shaky_desks import NAMES, Died, Future, ShakyDesk

HOUR = timedelta(hours=1)
LINE = LineDraft(title="Cards", quantity=100, unit_price=Decimal(1), amount=10_000)
MOST_DESKS = 5
JOBS = (
    "contact", "rename", "rename", "rename", "retitle", "deal", "move", "move", "comment", "pay", "pay", "confirm",
    "confirm_and_say", "undo", "bill",
)  # fmt: skip
THEN = (
    "sync", "sync", "sync", "all sync", "all sync", "all rename one", "the line breaks", "the line breaks",
    "the program ends", "the program ends", "the network goes or comes back", "the clock steps",
    "a desks file is kept", "a desk is put back", "a desk is copied", "the hub is backed up", "the hub is put back",
    "a right is taken or given back", "a newer program writes",
)  # fmt: skip
AT_ONCE = ("the line breaks", "the program ends")
"""What happens to a desk while it has something to send."""

BREAKS = ("before push", "after push", "in pull", "after fork")
DEATHS = (*BREAKS, "in a commit", "after a commit")
MEMORY = Path("/dev/shm")


class ManyDesks(Promises, RuleBasedStateMachine):
    """What people, lines, clocks, disks and admins do."""

    office: Office
    seen: ClassVar[Counter[str]] = Counter()

    @initialize()
    def begin(self):
        place = MEMORY if MEMORY.is_dir() else None
        self.folder = Path(tempfile.mkdtemp(prefix="many-desks-", dir=place))
        self.hub = self.office.open()
        self.desks: list[ShakyDesk] = [self.office.desk(name, self.folder) for name in NAMES]
        self.edits: dict[str, Edit] = {}
        self.comments: set[str] = set()
        self.joint: dict[str, UUID] = {}
        self.payments: dict[UUID, int] = {}
        self.unsure: set[UUID] = set()
        self.files = dict(enumerate(self.office.files[name] for name in NAMES))
        self.future = Future(self.hub, self.office)
        self.dump = self.hub.dump()
        self.n = count(1)
        self.went_back = False
        self.pipeline = self.desks[0].read(
            lambda r: r.connection.scalar(
                select(Pipeline.id).where(~Pipeline.for_leads).order_by(Pipeline.position)
            )
        )
        self.stages = self.desks[0].read(
            lambda r: r.connection.scalars(
                select(Stage.id).where(Stage.pipeline_id == self.pipeline).order_by(Stage.position)
            ).all()
        )
        self.seen["runs"] += 1
        self.a_right_is_taken_or_given_back(len(NAMES) - 1, 0)

    def at(self, which) -> ShakyDesk:
        return self.desks[which % len(self.desks)]

    @rule(
        at=st.integers(0, MOST_DESKS - 1),
        jobs=st.lists(
            st.tuples(st.sampled_from(JOBS), st.integers(0, 40), st.integers(0, 9)), min_size=2, max_size=8
        ),
        then=st.sampled_from(THEN),
        where=st.integers(0, MOST_DESKS - 1),
        how=st.integers(0, 40),
    )  # fmt: skip
    def turn(self, at, jobs, then, where, how):
        """A while at one desk, then something happens. One rule, because Hypothesis leaves out rules of many."""
        desk = self.at(at)
        for job, which, much in jobs:
            desk.clock.advance(seconds=1)
            self._try(getattr(self, f"_{job}"), desk, which, much)
        if then in AT_ONCE:
            where = at
        getattr(self, then.replace(" ", "_"))(where % len(self.desks), how)

    # What people do

    def _try(self, work, desk, which, how):
        try:
            work(desk, which, how)
        except (UserError, NothingThere):
            return

    def all_rename_one(self, first, how):
        """The same client, by several who do not see one another's."""
        for at in range(first, first + 3):
            self._try(self._rename, self.at(at), how % 3, 0)

    def _contact(self, desk, _which, _how):
        name = self._fresh()
        key = desk.do(lambda uow: clients.add_contact(uow, name=name))
        self.edits[name] = Edit(name, "", key)

    def _rename(self, desk, which, how):
        contact = pick(desk, Contact, which)
        seen = {contact: value(desk, Contact.stamp, contact)}
        self._edit(
            desk, Contact.name, contact, how,
            lambda uow, name: clients.change_contact(uow, contact_id=contact, name=name, seen=seen),
        )  # fmt: skip

    def _retitle(self, desk, which, how):
        deal = pick(desk, Deal, which)
        seen = {deal: value(desk, Deal.stamp, deal)}
        self._edit(
            desk, Deal.title, deal, how,
            lambda uow, title: deals.change_deal(uow, deal_id=deal, fields={"title": title}, seen=seen),
        )  # fmt: skip

    def _edit(self, desk, column, key, how, write):
        on, typed = value(desk, column, key), self._fresh()
        if how > 6:
            self._round(desk)  # the form stays open while the world goes on
            if value(desk, column, key) is None:
                raise NothingThere
        desk.do(lambda uow: write(uow, typed))
        self.edits[typed] = Edit(typed, on, key)

    def _deal(self, desk, which, _how):
        contact = pick(desk, Contact, which)
        touch = TouchDraft(due_at=desk.clock.now() + HOUR, goal="Ask", kind="call")
        title = self._fresh()
        key = desk.do(
            lambda uow: deals.new_deal(
                uow,
                title=title,
                pipeline_id=self.pipeline,
                contact_id=contact,
                touch=touch,
                lines=(LINE,),
            )
        )
        self.edits[title] = Edit(title, "", key)

    def _move(self, desk, which, how):
        stage = self.stages[how % len(self.stages)]
        desk.do(lambda uow: moves.move_card(uow, card_id=pick(desk, Deal, which), stage_id=stage))

    def _comment(self, desk, which, _how):
        said = self._fresh()
        desk.do(lambda uow: touches.comment(uow, card_id=pick(desk, Deal, which), text=said))
        self.comments.add(said)

    def _pay(self, desk, which, how):
        card, today, amount = pick(desk, Deal, which), desk.clock.now().date(), which * 10 + how + 1
        payment = desk.do(
            lambda uow: money.record_transfer(uow, deal_id=card, amount=amount, paid_on=today)
        )
        self.payments[payment] = amount

    def _confirm(self, desk, which, _how):
        payment = pick(desk, Payment, which)
        desk.do(lambda uow: money.confirm_payment(uow, payment_id=payment))

    def _confirm_and_say(self, desk, which, _how):
        """One group: where the hub does not let the confirmation through, nothing of it stands."""
        payment, said = pick(desk, Payment, which), self._fresh()

        def both(uow):
            if uow.find(Confirmation, confirmation_id(payment)) is not None:
                raise NothingThere
            money.confirm_payment(uow, payment_id=payment)
            touches.comment(uow, card_id=uow.get(Payment, payment).deal_id, text=said)

        desk.do(both)
        self.joint[said] = payment

    def _bill(self, desk, which, _how):
        """An invoice's number comes from the hub, whenever that is reached."""
        desk.do(lambda uow: documents.issue_invoice(uow, deal_id=pick(desk, Deal, which)))

    def _undo(self, desk, _which, _how):
        before = names(desk)
        desk.do(history.undo)
        after = names(desk)
        self.unsure |= {key for key in before if after.get(key) != before[key]}

    def _fresh(self):
        return f"text {next(self.n):04}"

    # What happens to them

    def sync(self, at, _how):
        self._round(self.at(at))

    def all_sync(self, at, _how):
        for one in range(at, at + len(self.desks)):
            self._round(self.at(one))

    def the_line_breaks(self, at, how):
        desk = self.at(at)
        desk.connection.plan(BREAKS[how % len(BREAKS)], HubAway)
        self._round(desk)
        desk.connection.at = ""

    def the_program_ends(self, at, how):
        desk, point = self.at(at), DEATHS[how % len(DEATHS)]
        if desk.is_away:
            return
        if point in BREAKS:
            desk.connection.plan(point, Died)
        else:
            desk.dies_at, desk.dies_in = point, 1 + how // len(DEATHS) % 4
        try:
            self._round(desk)
        except Died:
            self.seen["deaths"] += 1
        desk.start_anew()

    def the_network_goes_or_comes_back(self, at, _how):
        desk = self.at(at)
        desk.is_away = not desk.is_away

    def the_clock_steps(self, at, how):
        self.at(at).clock.step((how - 20) ** 3 * HOUR)

    def a_desks_file_is_kept(self, at, _how):
        self.files[at] = self.at(at).file()

    def a_desk_is_put_back(self, at, _how):
        """What was not yet sent at the time would be lost with the disk; what was sent comes back from the hub."""
        if at not in self.files:
            return
        desk = self.at(at)
        self._settle(desk)
        desk.put_back(self.files[at])
        desk.sit_down_anew()
        desk.was_put_back = True
        self.dump = self.hub.dump()  # nobody could give an older one again what was on that disk
        self.seen["desks put back"] += 1

    def a_desk_is_copied(self, at, _how):
        if len(self.desks) == MOST_DESKS:
            return
        desk = self.at(at)
        self.desks.append(desk.at(self.folder, f"copy {len(self.desks)}", desk.file()))
        self.desks[-1].was_put_back = desk.was_put_back
        self.seen["desks copied"] += 1

    def the_hub_is_backed_up(self, _at, _how):
        self.dump = self.hub.dump()

    def the_hub_is_put_back(self, _at, _how):
        self.hub.restore(self.dump)
        # Who may not any more write what the hub had let through cannot give it again: those who read it keep it alone.
        self.hub.sql(
            "UPDATE crm.employee SET caps = ARRAY(SELECT DISTINCT capability FROM crm.role_right)"
        )
        self.went_back = True
        self.seen["hubs put back"] += 1

    def a_right_is_taken_or_given_back(self, at, _how):
        """The admin's doing, which the desk learns only by what is refused."""
        if self.went_back:
            return
        self.hub.sql(
            "UPDATE crm.employee SET caps = CASE WHEN 'confirm_payments' = ANY (caps) "
            "THEN array_remove(caps, 'confirm_payments') ELSE caps || 'confirm_payments'::text END "
            "WHERE role_name = %s",
            self.at(at).seat.login,
        )

    def a_newer_program_writes(self, _at, how):
        """A field and a kind that no desk here knows."""
        found = self.hub.sql("SELECT id FROM crm.state WHERE entity = 'contact' ORDER BY id")
        if found:
            self.future.write(found[how % len(found)][0], how)

    def _round(self, desk):
        if desk.is_away:
            return
        try:
            desk.sync()
        except HubAway:
            self.seen["breaks"] += 1

    def _settle(self, desk):
        desk.is_away = False
        desk.dies_in, desk.connection.at = 0, ""
        desk.sync()

    # In the end

    def teardown(self):
        if not hasattr(self, "desks"):
            return
        try:
            self.future.settle()
            for _turn in range(3):
                for desk in self.desks:
                    self._settle(desk)
            self._check()
        finally:
            for desk in self.desks:
                desk.close()
            self.future.close()
            shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def quick_disk():
    """Nothing has to reach a disk where no process is killed."""
    usual = database.PRAGMAS
    database.PRAGMAS = tuple(line.replace("FULL", "OFF") for line in usual)
    try:
        yield
    finally:
        database.PRAGMAS = usual


def play(number, runs, steps=30):
    """Runs of the machine by a seed, by which they are played again; returns what happened, counted."""
    ManyDesks.seen.clear()
    run_state_machine_as_test(
        seed(number)(ManyDesks),
        settings=settings(
            max_examples=runs, stateful_step_count=steps, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck), print_blob=True, database=None,
        ),
        _min_steps=steps,
    )  # fmt: skip
    return ManyDesks.seen


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


def names(desk):
    """What every client and deal is called at this desk."""
    return {
        key: text
        for cls, column in ((Contact, Contact.name), (Deal, Deal.title))
        for key, text in desk.read(
            lambda r, c=cls, t=column: r.connection.execute(select(c.id, t)).all()
        )
    }
