# SPDX-License-Identifier: Apache-2.0
"""The keystroke budgets of the counter, typed without a pause through the real window over a real shop."""

from desktop.commands import orders
from desktop.domain.deal import Deal, DealLine
from desktop.domain.document import DocumentVersion
from desktop.domain.payment import Payment
from desktop.domain.people import Contact, ContactPhone
from desktop.values.states import StageKind


def payments(desk) -> list[Payment]:
    return sorted(desk.rows(Payment), key=lambda one: one.at)


def test_a_repeat_order_prepaid_with_ticket_takes_11_keys(desk):
    """Covers: A2."""
    desk.an_order()
    desk.shop.an_open_shift()
    desk.open()
    desk.press("F2")
    desk.write("0342")
    desk.press("Enter", "Alt+1", "F9")
    desk.write("50")
    desk.press("F12")
    assert desk.keys == 11
    deal = desk.placed(2)
    assert (deal.amount, deal.paid, deal.channel) == (11900, 5000, "repeat")
    assert [one.method for one in payments(desk)] == ["card"]
    assert len(desk.rows(Contact)) == 1
    desk.wait(lambda: desk.rows(DocumentVersion, DocumentVersion.card_id == deal.id), "a ticket")
    desk.wait(lambda: any(".pdf" in said for said in desk.told))
    assert f"{deal.number}.pdf" in desk.told[-1]
    assert (desk.shop.folder / "tickets" / f"{deal.number}.pdf").is_file()
    assert desk.page.client.phone.hasFocus()


def test_the_same_paid_in_full_by_card_takes_10_keys(desk):
    """Covers: A2."""
    desk.an_order()
    desk.shop.an_open_shift()
    desk.open()
    desk.press("F2")
    desk.write("0342")
    desk.press("Enter", "Alt+1", "F9", "Enter", "F12")
    assert desk.keys == 10
    deal = desk.placed(2)
    assert (deal.amount, deal.paid) == (11900, 11900)


def test_a_new_client_with_one_product_takes_30_keys(desk):
    """Covers: A2."""
    desk.shop.an_open_shift()
    desk.open()
    desk.press("F2")
    desk.write("07700900999")
    desk.press("Enter")
    desk.write("Priya")
    desk.press("Enter", "1", "Enter")
    desk.write("500")
    desk.press("Enter", "Enter", "Enter", "F9", "Enter", "F12")
    assert desk.keys == 30
    deal = desk.placed()
    assert (deal.amount, deal.paid, deal.title) == (11900, 11900, "Business cards 500 pcs 4+4")
    (contact,), (phone,) = desk.rows(Contact), desk.rows(ContactPhone)
    assert (contact.name, phone.digits) == ("Priya", "447700900999")
    (line,) = desk.rows(DealLine)
    assert line.quantity == 500


def test_a_handover_by_scan_takes_2_keys(desk):
    """Covers: J2."""
    desk.shop.an_open_shift()
    order_id = desk.an_order(pays_in_full=True)
    desk.shop.run(lambda uow: orders.mark_ready(uow, order_id=order_id, shelf="B12"))
    code = desk.shop.row(Deal, order_id).code
    desk.open()
    desk.scan(code)
    desk.press("Enter")
    assert desk.keys == 2
    desk.wait(lambda: desk.row(Deal, order_id).stage_kind == StageKind.WON, "handed over")
    assert desk.row(Deal, order_id).handed_over_to == "Priya Hartwell"


def test_a_handover_by_number_takes_7_keys_and_the_rest_is_paid_in_it(desk):
    """Covers: H3."""
    desk.shop.an_open_shift()
    order_id = desk.an_order(prepayment=5000)
    number = desk.shop.row(Deal, order_id).number.rpartition("-")[2]
    assert len(number) == 4
    desk.open()
    desk.press("F8")
    desk.write(number)
    desk.press("Enter", "Enter")
    assert desk.keys == 7
    desk.wait(lambda: desk.row(Deal, order_id).stage_kind == StageKind.WON, "handed over")
    assert [one.amount for one in payments(desk)] == [5000, 6900]
