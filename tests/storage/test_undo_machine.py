# SPDX-License-Identifier: Apache-2.0
"""Random commands of two people, and their undo: it gives back the start, redo gives back the end."""

import tempfile
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from desktop.commands import deals, handover, history, lead_conversion, leads, moves, touches
from desktop.domain.bookkeeping import Voided
from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.payment import Payment
from desktop.domain.schema import CLASSES
from desktop.errors import UserError
from desktop.storage import caches, undo_plan
from desktop.values.changes import Origin
from desktop.values.drafts.deal import LineDraft
from desktop.values.drafts.lead import ConversionDraft
from desktop.values.drafts.refusal import Refusal
from desktop.values.drafts.touch import TouchDraft
from desktop.values.states import BlockReason, Outcome
from tests.fakes import FakeClock
from tests.lead_shop import LEADS, a_lead, finish_script
from tests.shop import open_shop

WORDS = st.text("abc ё«»1", min_size=3, max_size=8).filter(lambda text: len(text.strip()) >= 3)
STAGES = st.sampled_from(
    ["Brief & calculation", "Quote sent", "Contract & invoice", "Awaiting payment", "Won"]
)
FUNNEL = st.sampled_from(["Contact received", "Holder assigned", "Order asked for", "Converted"])
HOURS = st.integers(1, 400)


def snapshot(shop):
    """Everything that counts: what is not archived, and facts that are not switched off."""
    with shop.database.reader.connect() as connection:
        off = connection.exec_driver_sql(
            "SELECT fact_id FROM voided WHERE is_on AND archived_at IS NULL"
        ).scalars()
        off = set(off)
        found = {}
        for cls in CLASSES:
            if cls is Voided:
                continue
            for row in connection.exec_driver_sql(f'SELECT * FROM "{cls.entity()}"').mappings():
                if row["archived_at"] is None and row["id"] not in off:
                    found[row["id"]] = {k: v for k, v in row.items() if k not in {"n", "stamp"}}
        return found


def the_same(left, right):
    """Two snapshots compared so that a difference is readable."""
    different = {key for key in left.keys() | right.keys() if left.get(key) != right.get(key)}
    told = {key.hex(): (left.get(key), right.get(key)) for key in different}
    assert not told, told


class OnePerson(RuleBasedStateMachine):
    """After every undo the shop is as it was before that step, after every redo as it was after it."""

    def __init__(self):
        super().__init__()
        self.home = tempfile.TemporaryDirectory()
        self.shop = open_shop(Path(self.home.name), FakeClock())
        self.ids = []
        self.before = []  # snapshots, one for each step that stands, and the present one on top
        self.undone = []

    @initialize()
    def begin(self):
        self.ids = [self.shop.a_deal("Quote sent", title=f"Order {n}") for n in range(2)]
        self.colleague = self.shop.a_user("manager")
        self.leads = [
            a_lead(self.shop, title=f"Lead {n}", phone=f"+44 7700 90066{n}", holder_id=holder)
            for n, holder in enumerate((self.shop.me, None))
        ]
        self.shift = self.shop.an_open_shift()
        self.now = snapshot(self.shop)

    def do(self, command):
        """Run a command that may be refused: then nothing has changed."""
        self.shop.clock.advance(minutes=7)
        try:
            self.shop.run(command)
        except UserError:
            the_same(self.now, snapshot(self.shop))
            return
        if self.shop.last_changes:
            self.before.append(self.now)
            self.undone.clear()
        self.now = snapshot(self.shop)

    def deal(self, n):
        return self.ids[n % len(self.ids)]

    @rule(n=st.integers(0, 5), stage=STAGES)
    def move(self, n, stage):
        target = self.shop.stage(stage)
        self.do(lambda uow: moves.move_card(uow, card_id=self.deal(n), stage_id=target))

    @rule(stage=STAGES)
    def move_all(self, stage):
        target = self.shop.stage(stage)
        self.do(lambda uow: moves.move_cards(uow, card_ids=self.ids, stage_id=target))

    @rule(n=st.integers(0, 5), comment=st.one_of(st.just(""), WORDS))
    def refuse(self, n, comment):
        reason = self.shop.a_reason()
        self.do(
            lambda uow: moves.refuse_card(uow, card_id=self.deal(n), why=Refusal(reason, comment))
        )

    @rule(n=st.integers(0, 5), title=WORDS, heat=st.sampled_from(["", "hot", "cold"]))
    def change(self, n, title, heat):
        fields = {"title": title, "heat": heat}
        self.do(lambda uow: deals.change_deal(uow, deal_id=self.deal(n), fields=fields))

    @rule(n=st.integers(0, 5), reason=st.sampled_from(list(BlockReason)))
    def block(self, n, reason):
        self.do(lambda uow: deals.block_deal(uow, deal_id=self.deal(n), reason=reason.value))

    @rule(n=st.integers(0, 5), amounts=st.lists(st.integers(1, 10**6), max_size=3))
    def change_lines(self, n, amounts):
        lines = [
            LineDraft(title=f"Line {amount}", quantity=1, unit_price=Decimal(amount) / 100, amount=amount)
            for amount in amounts
        ]  # fmt: skip
        self.do(lambda uow: deals.change_lines(uow, deal_id=self.deal(n), lines=lines))

    @rule(n=st.integers(0, 5), words=WORDS, hours=st.one_of(st.none(), HOURS))
    def finish_touch(self, n, words, hours):
        deal = self.deal(n)
        if not self.shop.row(Deal, deal).is_open:
            return
        task, following = self.shop.next_touch(deal), None
        if hours is not None:
            due = self.shop.clock.now() + timedelta(hours=hours)
            following = TouchDraft(goal=words, due_at=due)
        self.do(
            lambda uow: touches.finish_touch(
                uow,
                task_id=task,
                outcome=Outcome.AGREED.value,
                comment=words,
                next_touch=following,
            )
        )

    @rule(n=st.integers(0, 5), words=WORDS)
    def say(self, n, words):
        self.do(lambda uow: touches.comment(uow, card_id=self.deal(n), text=words))

    @rule(n=st.integers(0, 5), words=st.one_of(st.just(" "), WORDS))
    def call(self, n, words):
        self.do(
            lambda uow: touches.log_call(
                uow, card_id=self.deal(n), outcome="no_answer", comment=words
            )
        )

    @rule(n=st.integers(0, 5), amount=st.integers(1, 20000), method=st.sampled_from(["cash", "transfer"]))  # fmt: skip
    def take_money(self, n, amount, method):
        fields = {"deal_id": self.deal(n), "amount": amount, "method": method, "currency": "GBP"}

        def take(uow):
            uow.begin("Take money", None, None)
            uow.add(Payment(at=uow.now, shift_id=self.shift, **fields))

        self.do(take)

    @rule(words=WORDS, hours=HOURS)
    def new_deal(self, words, hours):
        contact = self.shop.row(Deal, self.ids[0]).contact_id
        pipeline = self.shop.pipeline()
        touch = TouchDraft(goal="First talk", due_at=self.shop.clock.now() + timedelta(hours=hours))

        self.do(
            lambda uow: deals.new_deal(
                uow, title=words, pipeline_id=pipeline, contact_id=contact, touch=touch
            )
        )

    @rule(n=st.integers(0, 1), stage=FUNNEL)
    def move_lead(self, n, stage):
        target = self.shop.stage(stage, LEADS)
        self.do(lambda uow: moves.move_card(uow, card_id=self.leads[n], stage_id=target))

    @rule(n=st.integers(0, 1), does=st.sampled_from(["take", "heat", "buys", "ask", "refuse"]))
    def do_with_lead(self, n, does):
        lead, reason = self.leads[n], self.shop.a_reason("Volume too small")
        ways = {
            "take": partial(leads.take_lead, lead_id=lead),
            "heat": partial(leads.set_heat, lead_id=lead, heat="hot"),
            "buys": partial(leads.say_whether_they_buy, lead_id=lead, buys="yes"),
            "ask": partial(leads.ask_head, lead_id=lead, comment="No reason fits."),
            "refuse": partial(
                moves.refuse_card, card_id=lead, why=Refusal(reason, "Far too little.")
            ),
        }
        self.do(ways[does])

    @rule(n=st.integers(0, 1))
    def convert(self, n):
        lead, draft = self.leads[n], ConversionDraft(pipeline_id=self.shop.pipeline())
        self.do(lambda uow: finish_script(uow, lead))
        self.do(lambda uow: lead_conversion.convert_lead(uow, lead_id=lead, draft=draft))

    @rule(
        n=st.integers(0, 5),
        words=WORDS,
        days=st.none() | st.integers(1, 9),
        with_leads=st.booleans(),
    )
    def hand_over(self, n, words, days, with_leads):
        ids = [self.deal(n), *(self.leads if with_leads else ())]
        back = self.shop.clock.now().date() + timedelta(days=days) if days else None
        self.do(
            lambda uow: handover.hand_over(
                uow, card_ids=ids, to=self.colleague, comment=words, back_on=back
            )
        )

    @rule(n=st.integers(0, 5))
    def put_into_the_queue(self, n):
        ids = [self.deal(n), *self.leads]
        self.do(lambda uow: handover.hand_over(uow, card_ids=ids, to=None))

    @invariant()
    def a_converted_lead_names_a_deal_that_is_there(self):
        if self.ids:
            for lead in self.shop.rows(Lead, Lead.deal_id.is_not(None)):
                assert self.shop.row(Deal, lead.deal_id).archived_at is None

    @precondition(lambda self: self.before)
    @rule()
    def undo(self):
        self.shop.run(history.undo, origin=Origin.UNDO)
        self.undone.append(self.now)
        self.now = self.before.pop()
        the_same(self.now, snapshot(self.shop))

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self):
        self.shop.run(history.redo, origin=Origin.REDO)
        self.before.append(self.now)
        self.now = self.undone.pop()
        the_same(self.now, snapshot(self.shop))

    @invariant()
    def caches_are_true(self):
        assert self.shop.read(lambda reader: caches.wrong(reader.connection)) == []

    def teardown(self):
        end = self.now if self.ids else None
        steps = len(self.before)
        assert steps < undo_plan.DEPTH
        for _step in range(steps):
            self.undo()
        for _step in range(steps):
            self.redo()
        if end is not None:
            the_same(end, snapshot(self.shop))
        self.shop.close()
        self.home.cleanup()


WRITES = st.lists(
    st.tuples(st.booleans(), st.integers(0, 1), st.sampled_from(["note", "title", "source"])),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25)
@given(writes=WRITES)
def test_undoing_all_my_steps_leaves_what_a_colleague_wrote_last(tmp_path_factory, writes):
    """Covers: N2, M3. Two people write fields in any order; nothing of the colleague's is lost."""
    shop = open_shop(tmp_path_factory.mktemp("two"), FakeClock())
    ids = [shop.a_deal(note="0", source="0", title="0") for _n in range(2)]
    tom = shop.a_user("manager")
    expected = {(one, field): "0" for one in ids for field in ("note", "title", "source")}
    hidden, mine = set(), 0
    for value, (is_mine, n, field) in enumerate(writes, start=1):
        change = {field: str(value)}
        work = partial(deals.change_deal, deal_id=ids[n], fields=change)
        shop.run(work, by=None if is_mine else tom)
        if is_mine:
            mine += 1
            continue
        expected[ids[n], field] = str(value)
        hidden |= {spot for spot in my_spots(ids, writes[: value - 1]) if spot == (ids[n], field)}
    left = set()
    for _step in range(mine):
        undone = shop.run(history.undo, origin=Origin.UNDO)
        left |= {(one, field) for _kind, one, field in undone.left}
    found = {(one, field): getattr(shop.row(Deal, one), field) for one, field in expected}
    shop.close()
    assert found == expected
    assert left == hidden


def my_spots(ids, writes):
    """The fields I wrote in these writes."""
    return {(ids[n], field) for is_mine, n, field in writes if is_mine}


TestOnePerson = OnePerson.TestCase
TestOnePerson.settings = settings(max_examples=15, stateful_step_count=20)
