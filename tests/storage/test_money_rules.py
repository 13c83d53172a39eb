# SPDX-License-Identifier: Apache-2.0
"""What the book says of money cannot be bent by any command, undo or redo."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from desktop.commands import deals, history, money
from desktop.domain.bookkeeping import Finding
from desktop.domain.deal import Deal
from desktop.domain.payment import Payment, Shift
from desktop.errors import UserError
from desktop.queries import payments
from desktop.storage.unit_of_work import Actor
from desktop.values.changes import Origin
from desktop.values.drafts.deal import LineDraft
from desktop.values.money import LARGEST
from tests.shop import open_shop

TODAY = date(2026, 10, 15)


class Till:
    """A shop with a deal over £100, an operator, a colleague of theirs and an accountant."""

    def __init__(self, shop):
        self.shop = shop
        self.deal = shop.a_deal(amount=10000)
        self.operator = shop.a_user(["operator", "manager"], "Olive")
        self.colleague = shop.a_user("operator", "Tom")
        self.accountant = shop.a_user("accountant", "Ada")
        self.shift = self.run(money.open_shift, opening_cash=5000)

    def run(self, command, by=None, **named):
        return self.shop.run(lambda uow: command(uow, **named), by=by or self.operator)

    def take(self, amount=10000, method="cash", by=None):
        return self.run(money.take_payment, by, deal_id=self.deal, amount=amount, method=method)

    def give_back(self, payment, amount, by=None):
        return self.run(money.refund, by, payment_id=payment, amount=amount, reason="A misprint")

    def reverse(self, payment):
        self.run(money.reverse_payment, self.accountant, payment_id=payment, reason="A slip")

    def transfer(self):
        return self.run(money.record_transfer, deal_id=self.deal, amount=10000, paid_on=TODAY)

    def confirm(self, payment):
        self.run(money.confirm_payment, self.accountant, payment_id=payment)

    def close(self, counted, by=None):
        self.run(money.close_shift, by, counted_cash=counted)

    def undo(self, by=None):
        self.shop.run(history.undo, by=by or self.operator, origin=Origin.UNDO)

    def redo(self, by=None):
        self.shop.run(history.redo, by=by or self.operator, origin=Origin.REDO)

    @property
    def paid(self):
        return self.shop.row(Deal, self.deal).paid


@pytest.fixture
def till(tmp_path):
    shop = open_shop(tmp_path)
    yield Till(shop)
    shop.close()


# Given back


def test_what_was_given_back_by_mistake_can_be_given_back_again(till):
    """Covers: H3."""
    payment = till.take()
    till.give_back(payment, 10000)
    till.undo()
    till.give_back(payment, 10000)
    assert till.paid == 0


def test_money_that_was_taken_back_or_reversed_is_not_given_back(till):
    """Covers: H3."""
    undone = till.take()
    till.undo()
    with pytest.raises(UserError, match="No more can go back"):
        till.give_back(undone, 1)
    reversed_ = till.take()
    till.reverse(reversed_)
    with pytest.raises(UserError, match="No more can go back"):
        till.give_back(reversed_, 1)
    assert till.paid == 0


def test_a_payment_that_was_partly_given_back_stands_until_that_is_reversed(till):
    """Covers: H3."""
    payment = till.take()
    back = till.give_back(payment, 4000, by=till.colleague)
    with pytest.raises(UserError, match="Part of this payment was given back"):
        till.undo()
    with pytest.raises(UserError, match="Part of this payment was given back"):
        till.reverse(payment)
    assert till.paid == 6000
    till.reverse(back)
    assert till.paid == 10000
    till.reverse(payment)
    assert till.paid == 0


def test_a_bank_payment_is_not_given_back_at_the_till(till):
    """Covers: H3."""
    payment = till.transfer()
    till.confirm(payment)
    with pytest.raises(UserError, match="through the bank"):
        till.give_back(payment, 100)
    assert till.paid == 10000


@pytest.mark.parametrize("origin", [Origin.PERSON, Origin.IMPORT, Origin.ROBOT])
@pytest.mark.parametrize("amount", [0, -500, LARGEST + 1])
def test_no_path_records_money_below_zero_or_beyond_measure(till, origin, amount):
    """Covers: H3, C3."""

    def add(uow):
        uow.add(
            Payment(
                deal_id=till.deal, amount=amount, currency="GBP", method="cash", at=uow.now,
                shift_id=till.shift,
            )
        )  # fmt: skip

    with pytest.raises(UserError, match=r"Enter the sum|too large"):
        till.shop.run(add, origin=origin)
    with pytest.raises(UserError, match=r"Enter the sum|too large"):
        till.take(amount)
    assert till.paid == 0


def test_a_line_beyond_measure_is_told_and_nothing_is_stored(till):
    """Covers: C3, N8."""
    for amount, said in ((LARGEST + 1, "too large"), (10**30, "too many digits")):
        line = LineDraft(title="Cards", quantity=1, unit_price=Decimal(1), amount=amount)
        with pytest.raises(UserError, match=said):
            till.run(deals.change_lines, deal_id=till.deal, lines=[line])
    assert till.shop.row(Deal, till.deal).amount == 10000


# Shifts


def test_neither_undo_nor_redo_changes_the_money_of_a_closed_shift(till):
    """Covers: H3."""
    till.take()
    undone = till.take(300)
    till.undo()
    till.close(15000, by=till.colleague)
    with pytest.raises(UserError, match="shift of this payment is closed"):
        till.undo()
    with pytest.raises(UserError, match="shift of this payment is closed"):
        till.redo()
    assert till.paid == 10000
    assert undone


def test_an_accountant_may_reverse_a_payment_of_a_closed_shift_and_the_count_stays_as_it_was(till):
    """Covers: H3."""
    slip, payment = till.take(200), till.take()
    till.reverse(slip)
    till.close(15000)
    till.shop.clock.advance(timedelta(minutes=5))
    till.reverse(payment)
    assert till.paid == 0
    assert [one.difference for one in till.shop.read(payments.desk).shifts] == [0]


def test_a_shift_that_money_went_through_is_not_unopened(till):
    """Covers: H3."""
    till.take(by=till.colleague)
    with pytest.raises(UserError, match="Money went through this shift"):
        till.undo()
    assert till.shop.row(Shift, till.shift).archived_at is None


def test_a_confirmed_shift_is_not_opened_again_and_keeps_its_first_confirmer(till):
    """Covers: H3."""
    till.close(5000)
    till.run(money.confirm_shift, till.accountant, shift_id=till.shift)
    till.run(money.confirm_shift, till.shop.me, shift_id=till.shift)
    with pytest.raises(UserError, match="has confirmed this shift"):
        till.undo()
    assert till.shop.row(Shift, till.shift).confirmed_by == till.accountant


def test_a_till_has_one_open_shift(till):
    """Covers: H3."""
    till.close(5000)
    till.run(money.open_shift, till.colleague, opening_cash=5000)
    with pytest.raises(UserError, match="Another shift of this till is open"):
        till.undo()


def test_no_less_than_nothing_is_counted(till):
    """Covers: H3."""
    with pytest.raises(UserError, match="less than nothing"):
        till.run(money.close_shift, counted_cash=-1, comment="I miscounted")


# Confirmed and reversed


def test_what_was_taken_back_or_reversed_is_not_confirmed(till):
    """Covers: H2."""
    undone = till.transfer()
    till.undo()
    reversed_ = till.transfer()
    till.reverse(reversed_)
    for payment in (undone, reversed_):
        with pytest.raises(UserError, match="was taken back"):
            till.confirm(payment)
    assert till.paid == 0


def test_a_transfer_that_an_accountant_confirmed_is_not_undone_by_whoever_noted_it(till):
    """Covers: H2."""
    till.confirm(till.transfer())
    with pytest.raises(UserError, match="Reverse the payment instead"):
        till.undo()
    assert till.paid == 10000


def test_a_payment_is_reversed_anew_after_its_reversal_was_undone(till):
    """Covers: H2."""
    payment = till.take()
    for _again in range(3):
        till.reverse(payment)
        till.reverse(payment)  # a double press
        assert till.paid == 0
        till.undo(by=till.accountant)
        assert till.paid == 10000
    till.reverse(payment)
    assert till.paid == 0


def test_what_was_taken_back_is_not_reversed_on_top(till):
    """Covers: H2."""
    payment = till.take()
    till.undo()
    with pytest.raises(UserError, match="taken back already"):
        till.reverse(payment)


def test_a_merge_that_gives_back_too_much_is_applied_and_found(till):
    """Two desks gave the same money back while the line was down. Covers: N3, H3."""
    payment = till.take()
    till.give_back(payment, 8000)

    def merged(uow):
        uow.add(
            Payment(
                deal_id=till.deal, amount=-8000, currency="GBP", method="cash", at=uow.now,
                shift_id=till.shift, refund_of=payment,
            )
        )  # fmt: skip

    till.shop.run(merged, by=Actor(), origin=Origin.SYNC)
    assert till.paid == -6000
    assert [(one.rule, one.card_id) for one in till.shop.rows(Finding)] == [("refund", till.deal)]
