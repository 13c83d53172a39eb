# SPDX-License-Identifier: Apache-2.0
"""What a card says of its sum and its money is what its lines and payments say."""

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from desktop.commands import history
from desktop.domain.deal import Deal, DealLine
from desktop.domain.payment import Confirmation, Payment, Reversal
from desktop.errors import UserError
from desktop.storage import caches
from desktop.values.changes import Origin
from desktop.values.ids import derived_id
from tests.fakes import FakeClock
from tests.shop import open_shop

ORIGINS = st.sampled_from([Origin.PERSON, Origin.IMPORT, Origin.ROBOT, Origin.SYNC])
SUMS = st.integers(-5000, 50_000)


class Money(RuleBasedStateMachine):
    """Lines and payments come, change and go by every path; the sums are counted by hand beside them."""

    def __init__(self):
        super().__init__()
        self.home = tempfile.TemporaryDirectory()
        self.shop = open_shop(Path(self.home.name), FakeClock())

    @initialize()
    def begin(self):
        self.deal = self.shop.a_deal(lines=[])
        self.shift = self.shop.an_open_shift()

    def do(self, work, origin):
        """What the rules of money refuse has not happened; the sums stay true either way."""
        try:
            self.shop.run(lambda uow: (uow.begin("x", None, None), work(uow))[1], origin=origin)
        except UserError:
            return

    @rule(amount=SUMS, origin=ORIGINS)
    def add_a_line(self, amount, origin):
        line = {"deal_id": self.deal, "position": 0, "title": "x", "quantity": 1, "unit_price": 1}
        self.do(lambda uow: uow.add(DealLine(**line, amount=amount)), origin)

    @rule(amounts=st.lists(SUMS, max_size=4), origin=ORIGINS)
    def add_many_lines(self, amounts, origin):
        line = {"deal_id": self.deal, "position": 0, "title": "x", "quantity": 1, "unit_price": 1}
        rows = [{**line, "amount": amount} for amount in amounts]
        self.do(lambda uow: uow.add_many(DealLine, rows), origin)

    @rule(amount=SUMS, origin=ORIGINS, archive=st.booleans())
    def change_a_line(self, amount, origin, archive):
        def work(uow):
            line = uow.one(select(DealLine).where(DealLine.archived_at.is_(None)))
            if line is not None:
                line.amount = amount
                line.archived_at = uow.now if archive else None

        self.do(work, origin)

    @rule(amount=SUMS, method=st.sampled_from(["cash", "card", "transfer"]), origin=ORIGINS)
    def pay(self, amount, method, origin):
        fields = {"deal_id": self.deal, "amount": amount, "currency": "GBP", "method": method}
        self.do(lambda uow: uow.add(Payment(**fields, at=uow.now, shift_id=self.shift)), origin)

    @rule(share=st.integers(1, 120), origin=ORIGINS)
    def give_back(self, share, origin):
        def work(uow):
            payment = uow.one(select(Payment).where(Payment.amount > 0, Payment.method == "cash"))
            if payment is not None:
                fields = {"deal_id": self.deal, "currency": "GBP", "method": "cash"}
                amount = -max(1, payment.amount * share // 100)
                back = Payment(
                    **fields, amount=amount, at=uow.now, shift_id=self.shift, refund_of=payment.id
                )
                uow.add(back)

        self.do(work, origin)

    @rule(origin=ORIGINS)
    def confirm(self, origin):
        def work(uow):
            open_ones = select(Payment).where(
                Payment.method == "transfer",
                ~select(Confirmation.id).where(Confirmation.payment_id == Payment.id).exists(),
            )
            payment = uow.one(open_ones)
            if payment is not None:
                key = derived_id(payment.id, "confirmation")
                uow.add(Confirmation(id=key, payment_id=payment.id, at=uow.now))

        self.do(work, origin)

    @rule(origin=ORIGINS)
    def reverse(self, origin):
        def work(uow):
            payment = uow.one(
                select(Payment).where(
                    ~select(Reversal.id).where(Reversal.payment_id == Payment.id).exists()
                )
            )
            if payment is not None:
                uow.add(Reversal(payment_id=payment.id, reason="A slip", at=uow.now))

        self.do(work, origin)

    @rule()
    def undo(self):
        try:
            self.shop.run(history.undo, origin=Origin.UNDO)
        except UserError:
            return

    @rule()
    def redo(self):
        try:
            self.shop.run(history.redo, origin=Origin.REDO)
        except UserError:
            return

    @invariant()
    def sums_are_true(self):
        if not hasattr(self, "deal"):
            return
        with self.shop.database.reader.connect() as connection:
            rows = connection.exec_driver_sql
            off = {
                fact for (fact,) in rows("SELECT fact_id FROM voided WHERE is_on AND archived_at IS NULL")
            }  # fmt: skip
            amount = sum(
                value for (value,) in rows("SELECT amount FROM deal_line WHERE archived_at IS NULL")
            )
            confirmed = {
                p for f, p in rows("SELECT id, payment_id FROM confirmation") if f not in off
            }
            reversed_ = {p for f, p in rows("SELECT id, payment_id FROM reversal") if f not in off}
            paid = sum(
                value
                for payment, value, method in rows("SELECT id, amount, method FROM payment")
                if payment not in off
                and payment not in reversed_
                and (method != "transfer" or payment in confirmed)
            )
            wrong = caches.wrong(connection)
        found = self.shop.row(Deal, self.deal)
        assert (found.amount, found.paid) == (amount, paid)
        assert wrong == []

    def teardown(self):
        self.shop.close()
        self.home.cleanup()


TestMoney = Money.TestCase
TestMoney.settings = settings(max_examples=12, stateful_step_count=18)


def test_a_wrong_cache_is_found(shop):
    """What `check` reports."""
    deal = shop.a_deal(amount=500)
    shop.a_payment(deal, 200)
    with shop.database.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE deal SET amount = 1, paid = 2")
    assert shop.read(lambda reader: caches.wrong(reader.connection)) == [(deal, 500, 200)]


def test_caches_are_neither_journalled_nor_do_they_stamp_the_card(shop):
    """Architecture, decision 4: they are this desk's own."""
    deal = shop.a_deal(amount=500)
    before = shop.row(Deal, deal).stamp
    shop.a_payment(deal, 200)
    assert shop.row(Deal, deal).stamp == before
    assert "deal" not in shop.last_changes.kinds
