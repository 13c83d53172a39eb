# SPDX-License-Identifier: Apache-2.0
"""What a ticket says: every sum, whose it is, when it is ready, and that it is no fiscal receipt."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from desktop import i18n
from desktop.documents.slips import shift_report
from desktop.values.rows.counter import OrderLineRow, ShiftRow
from tests.documents.slip_examples import LONDON, a_slip, an_order


def test_a_ticket_adds_up_and_says_what_is_to_pay():
    """Covers: A2, H3, J2."""
    slip = a_slip()
    assert slip.sums == (
        ("Total", "£113.05"), ("Prepaid, cash", "£50.00"), ("Change", "£10.00"),
    )  # fmt: skip
    assert slip.to_pay == ("To pay on collection", "£63.05")
    assert (slip.ready, slip.due) == ("Ready Mon 19 Oct, 12:00", "Mon 19, 12:00")
    assert slip.foot == (
        "Rook Lane Print, 3 Rook Lane · 020\xa07946\xa00118 · Mon–Sat\xa09–19",
        "Not a fiscal receipt. Receipt 000123",
    )
    assert (slip.client, slip.contact) == ("Priya Hartwell", "07700 900 342 · Oak & Lime Bakery")
    assert [mark.text for mark in slip.marks] == ["£63.05 due", "SMS"]


def test_a_paid_order_owes_nothing_and_a_copy_says_which():
    """Covers: J2."""
    slip = a_slip(copy=2, paid=11305, is_express=True)
    assert slip.caption == "Express order, copy 2"
    assert slip.to_pay[1] == "£0.00"
    assert slip.marks[0].text == "paid"


def test_an_invoiced_order_is_paid_by_invoice():
    slip = a_slip(paid=0, payments=(), invoiced=11305)
    assert slip.sums == (("Total", "£113.05"), ("By invoice", "£113.05"))
    assert slip.to_pay[1] == "£0.00"
    assert slip.marks[0].text == "£113.05 due"


def test_several_lines_have_their_sums_and_nobody_has_a_name():
    lines = (
        an_order().lines[0],
        OrderLineRow("Posters A2", "", 6, "pcs", 5700, sets=2),
    )
    slip = a_slip(lines=lines, client="", digits="", company="", note="Ring first")
    assert slip.made[1] == "Posters A2, 3 pcs, 2 kinds — £57.00"
    assert (slip.client, slip.contact) == ("Without a name", "")
    assert slip.work[-1] == "Note: Ring first"


def test_a_ticket_speaks_russian():
    """Covers: M2."""
    i18n.switch("ru")
    slip = a_slip(currency="RUB", amount=541500, paid=250000)
    assert slip.to_pay == ("К оплате при выдаче", "2\u00a0915,00\u00a0₽")
    assert slip.ready == "Готово пн, 19 окт, 12:00"


@pytest.mark.parametrize(("counted", "rows", "why"), [(None, 6, ""), (15000, 8, "gave 5 back")])
def test_a_cash_report_has_the_book_and_what_was_counted(counted, rows, why):
    """Covers: H3."""
    opened = datetime(2026, 10, 15, 8, 58, tzinfo=UTC)
    shift = ShiftRow(
        UUID(int=1), opened, "Rhea Kestler", "GBP", 10000, 15500, 6000, 500, 7000, 0, 5
    )
    report = shift_report(shift, desk="K7", zone=LONDON, now=opened, counted=counted, comment=why)
    found = {label: value for label, value, _strong in report.rows}
    assert len(report.rows) == rows
    assert found["Cash by the book"] == "£155.00"
    assert found["Given back in cash"] == "−£5.00"
    if counted is not None:
        assert found["Difference"] == "−£5.00"
    said = ("Why it differs: gave 5 back",) if why else ()
    assert report.foot == (*said, "Not a fiscal document")
