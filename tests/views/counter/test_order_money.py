# SPDX-License-Identifier: Apache-2.0
"""What is paid at the counter: cash and its change, an invoice, and the shift it goes through."""

from datetime import timedelta

import pytest

from desktop.commands import money
from desktop.domain.deal import Deal
from desktop.domain.invoice import InvoiceIssue
from desktop.domain.payment import Payment, Shift
from desktop.views.counter.till import CloseShiftDialog, OpenShiftDialog
from tests.counter_desk import fill


def slip(desk):
    found = desk.page.side.ticket.slip()
    assert found is not None
    return found


def test_cash_asks_what_was_given_and_says_the_change(desk):
    """Covers: A2, H3."""
    desk.shop.an_open_shift()
    desk.open().at_counter()
    fill(desk)
    desk.press("F9")
    desk.write("50")
    desk.press("Alt+h")
    assert desk.page.due.given.hasFocus()
    desk.write("60")
    assert ("Change", "£10.00") in slip(desk).sums
    desk.press("F12")
    assert desk.placed().paid == 5000
    (payment,) = desk.rows(Payment)
    assert (payment.method, payment.given) == ("cash", 6000)


@pytest.mark.parametrize(("prepaid", "given"), [("500", ""), ("50", "40"), ("12x", ""), ("-3", "")])
def test_money_that_cannot_be_right_is_not_taken(desk, prepaid, given):
    """Covers: N8."""
    desk.shop.an_open_shift()
    desk.open().at_counter()
    fill(desk)
    desk.press("F9")
    desk.page.due.prepayment.setText(prepaid)
    desk.page.due.prepayment.textEdited.emit(prepaid)
    if given:
        desk.press("Alt+h")
        desk.write(given)
    desk.press("F12")
    desk.settle()
    assert desk.rows(Deal) == []
    assert desk.page.due.problems() or desk.page.form.problems()


def test_an_invoice_takes_no_money_now(desk):
    """Covers: A2."""
    desk.open().at_counter()
    fill(desk)
    desk.press("Alt+i", "F12")
    deal = desk.placed()
    assert (deal.amount, deal.paid) == (11900, 0)
    assert len(desk.rows(InvoiceIssue)) == 1
    desk.wait(lambda: any("Invoice" in said for said in desk.told))


def test_money_without_a_shift_opens_the_till_and_goes_on(desk):
    """Covers: H3."""
    desk.open().at_counter()
    fill(desk)
    desk.press("F9", "Enter", "F12")
    desk.dialog(OpenShiftDialog)
    desk.write("100")
    desk.press("Enter", "Enter")  # as hands do that are not sure
    deal = desk.placed()
    assert (deal.paid, [one.opening_cash for one in desk.rows(Shift)]) == (11900, [10000])
    assert desk.errors == []


def test_the_till_is_closed_by_counting_and_a_difference_wants_a_word(desk):
    """Covers: H3."""
    desk.shop.an_open_shift(opening_cash=10000)
    desk.open().at_counter()
    desk.page.till.close_shift()
    dialog = desk.dialog(CloseShiftDialog)
    desk.write("99")
    desk.press("Ctrl+Enter")
    desk.wait(dialog.comment_field.error)
    assert dialog.comment.hasFocus()
    desk.write("a pound fell behind the drawer")
    desk.press("Enter", "Enter")
    desk.wait(lambda: desk.rows(Shift)[0].closed_at is not None)
    assert desk.rows(Shift)[0].counted_cash == 9900
    desk.wait(lambda: any("Cash-report" in said for said in desk.told))


def test_the_day_counts_what_was_taken(desk):
    desk.open().at_counter()
    fill(desk)
    desk.press("F12")
    desk.placed()
    desk.wait(lambda: desk.page.feed.day.orders == 1)
    assert desk.page.feed.day.sum.minor == 11900


def test_the_shift_knows_what_went_through_it(desk):
    """Covers: H3."""
    desk.shop.an_open_shift(opening_cash=10000)
    order = desk.an_order(
        prepayment=5000, method="cash", due_at=desk.clock.now() + timedelta(days=2)
    )
    payment = desk.shop.rows(Payment)[0]
    desk.shop.run(
        lambda uow: money.refund(uow, payment_id=payment.id, amount=1000, reason="A spot")
    )
    desk.open().at_counter()
    shift = desk.page.till.shift
    assert order
    assert (shift.cash, shift.cash_in, shift.cash_out) == (14000, 5000, 1000)
