# SPDX-License-Identifier: Apache-2.0
"""An order is typed: the client found or made, priced, paid, parked, cleared and had back; nothing typed is lost."""

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from desktop import i18n
from desktop import settings as declared
from desktop.commands import drafts, money
from desktop.domain.deal import Deal, DealLine
from desktop.domain.document import Attachment
from desktop.domain.invoice import InvoiceIssue
from desktop.domain.payment import Payment, Shift
from desktop.domain.people import Contact
from desktop.storage import blobs
from desktop.storage import drafts as kept
from desktop.values.drafts.order import OrderDraft
from desktop.values.numbers import OrderNumber
from desktop.views.counter.discount import DiscountPopover
from desktop.views.counter.till import CloseShiftDialog, OpenShiftDialog
from tests.counter_desk import CounterDesk


@pytest.fixture
def desk(qtbot, tmp_path):
    made = CounterDesk(tmp_path)
    yield made
    made.close()


def fill(desk, *, client="07700900999", name="Priya", quantity="500"):
    """A new client and so many business cards, the cursor in the quantity."""
    desk.press("F2")
    desk.write(client)
    desk.press("Enter")
    desk.write(name)
    desk.press("Enter", "1", "Enter")
    desk.write(quantity)
    desk.settle()


def slip(desk):
    found = desk.page.side.ticket.slip()
    assert found is not None
    return found


# The client


def test_digits_names_and_the_wrong_layout_find_the_client_as_one_types(desk):
    """Covers: A2, M3."""
    desk.shop.a_contact("Priya Hartwell", "447700900342", discount_percent=5)
    desk.shop.a_contact("Marlow Finch", "447700900777")
    desk.open().at_counter()
    for typed in ("0342", "+44 7700 900 342", "hartw", "Зкшнф"):
        desk.press("F2")
        desk.write(typed)
        desk.wait(desk.page.client.list.rows, typed)
        assert desk.page.client.list.rows()[0].title == "Priya Hartwell", typed
        desk.page.client.phone.clear()
        desk.page.client.phone.textEdited.emit("")
    desk.write("0342")
    desk.press("Enter")
    desk.settle()
    assert desk.page.form.client.name == "Priya Hartwell"
    assert desk.page.product.tiles.have_focus
    assert desk.page.form.line.discount == 5


def test_a_number_one_digit_away_from_a_clients_is_somebody_new(desk):
    """Covers: A2."""
    desk.shop.a_contact("Priya Hartwell", "447700900342")
    desk.open().at_counter()
    desk.write("07700900341")
    desk.press("Enter")
    desk.settle()
    assert desk.page.form.client is None
    assert desk.page.client.name.hasFocus()


def test_what_is_no_phone_is_said_at_the_field_and_a_name_alone_is_enough(desk):
    """Covers: A2, N8."""
    desk.open().at_counter()
    desk.write("123456")
    desk.press("Enter")
    desk.settle()
    assert "10–15 digits" in desk.page.client.phone.accessibleDescription()
    desk.page.client.phone.clear()
    desk.write("Zoë Marsh")
    desk.press("Enter")
    desk.settle()
    assert desk.page.form.draft.name == "Zoë Marsh"
    desk.press("Enter")
    assert desk.page.product.tiles.have_focus


def test_an_order_without_a_name_is_one_key(desk):
    """Covers: A2, C2."""
    desk.open().at_counter()
    desk.press("Alt+0", "2", "Enter")
    desk.write("40")
    desk.press("F12")
    deal = desk.placed()
    assert (deal.contact_id, deal.amount) == (None, 400)
    assert desk.rows(Contact) == []


def test_an_order_without_a_name_can_be_pressed_with_the_mouse(desk):
    """Covers: C2."""
    desk.open().at_counter()
    desk.page.client.anonymous.click()
    desk.settle()
    assert desk.page.form.draft.is_anonymous
    assert desk.page.product.tiles.have_focus


def test_f4_opens_the_clients_page(desk):
    contact = desk.shop.a_contact("Priya Hartwell", "447700900342")
    desk.open().at_counter()
    desk.write("0342")
    desk.press("Enter", "F4")
    desk.wait(lambda: desk.went)
    assert desk.went == [("contact", contact)]


# Product and price


def test_the_ticket_follows_every_key(desk):
    """Covers: A2, J1, J2."""
    desk.open().at_counter()
    fill(desk)
    assert slip(desk).made == ("Business cards 90 × 50, 500 pcs, 4+4, matt lamination",)
    assert slip(desk).to_pay == ("To pay on collection", "£119.00")
    assert slip(desk).ready == "Ready Mon 19 Oct, 12:00"
    desk.press("Alt+Up")
    assert desk.page.form.line.quantity == 1000
    assert slip(desk).to_pay[1] == "£156.05"
    desk.press("Alt+X")
    assert slip(desk).caption == "Express order"
    assert slip(desk).ready == "Ready Fri 16 Oct, 16:00"
    assert slip(desk).to_pay[1] == "£176.05"
    desk.press("Alt+X", "F9")
    desk.write("50")
    assert slip(desk).sums[1] == ("Prepaid, card", "£50.00")


def test_a_product_is_found_by_its_name_and_several_make_one_order(desk):
    """Covers: A2, C3."""
    desk.open().at_counter()
    fill(desk)
    desk.press("Ctrl++")
    desk.write("fly")
    desk.press("Enter")
    assert desk.page.product.fields.quantity.hasFocus()
    desk.write("250")
    assert desk.page.form.sums.total.minor == 11900 + 6000
    assert len(slip(desk).made) == 2
    desk.press("F12")
    deal = desk.placed()
    lines = sorted(desk.rows(DealLine, DealLine.deal_id == deal.id), key=lambda one: one.position)
    assert [(one.title, one.quantity) for one in lines] == [
        ("Business cards 90 × 50", 500), ("Flyers, leaflets A5", 250),
    ]  # fmt: skip
    assert deal.title == "Business cards 500 pcs 4+4 and 1 more"


def test_an_option_is_chosen_by_its_letter_and_priced_at_once(desk):
    """Covers: J1."""
    desk.open().at_counter()
    fill(desk)
    desk.press("Enter", "Enter")
    desk.write("k")
    stock = desk.page.product.fields.focusWidget()
    assert stock.currentText() == "Kraft 280 gsm"
    desk.press("Enter")
    stock.activated.emit(stock.currentIndex())
    assert desk.page.form.line.options == {"stock": "kraft"}
    assert desk.page.form.sums.total.minor == 13900


@pytest.mark.parametrize("typed", ["0", "-5", "1.5", "1000000000", "9" * 40, "😀", "five"])
def test_a_quantity_that_cannot_be_is_said_under_it(desk, typed):
    """Covers: N8."""
    desk.open().at_counter()
    fill(desk, quantity="")
    desk.page.product.fields.quantity.setText(typed)
    desk.page.product.fields.quantity.textEdited.emit(typed)
    desk.press("F12")
    desk.settle()
    error = desk.page.product.fields.quantity_field.error()
    assert "whole number from 1" in error or "Check the quantity" in error
    assert desk.rows(Deal) == []


@pytest.mark.parametrize("wrong", ["101", "-1", "x"])
def test_a_discount_is_given_to_the_whole_order(desk, wrong):
    """Covers: C3, N8."""
    desk.open().at_counter()
    fill(desk)
    desk.press("Alt+d")
    popover = desk.page.findChild(DiscountPopover)
    popover.field.setText(wrong)
    desk.press("Enter")
    assert "between 0 and 100" in popover._labelled.error()
    popover.field.setText("10 %")
    desk.press("Enter")
    assert slip(desk).to_pay[1] == "£107.10"
    desk.press("F12")
    assert desk.placed().amount == 10710


# Due and payment


@pytest.mark.parametrize(
    ("day", "time", "due"),
    [
        ("fri", "", "2026-10-16T12:00:00+01:00"),
        ("+3", "1430", "2026-10-20T14:30:00+01:00"),
        ("tomorrow 9:30", "", "2026-10-16T09:30:00+01:00"),
    ],
)
def test_the_due_time_is_written_as_people_say_it(desk, day, time, due):
    """Covers: A2, E5."""
    desk.open().at_counter()
    fill(desk)
    desk.page.due.due.setFocus()
    desk.page.due.due.setText(day)
    desk.press("Enter")
    if time:
        desk.page.due.time.setText(time)
        desk.press("Enter")
    assert desk.page.form.draft.due_at.isoformat() == due
    desk.page.form.change_line(quantity=100)
    assert desk.page.form.draft.due_at.isoformat() == due


def test_what_is_no_time_stops_the_order_at_its_field(desk):
    """Covers: N8."""
    desk.open().at_counter()
    fill(desk)
    desk.page.due.due.setFocus()
    desk.page.due.due.setText("whenever")
    desk.press("F12")
    desk.settle()
    assert "not clear" in desk.page.due.due.accessibleDescription()
    assert desk.rows(Deal) == []


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
    desk.press("Enter")
    deal = desk.placed()
    assert (deal.paid, desk.rows(Shift)[0].opening_cash) == (11900, 10000)


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
    desk.press("Ctrl+Enter")
    desk.wait(lambda: desk.rows(Shift)[0].closed_at is not None)
    assert desk.rows(Shift)[0].counted_cash == 9900
    desk.wait(lambda: any("Cash-report" in said for said in desk.told))


# Nothing is lost


def test_parked_orders_wait_at_the_top_and_are_taken_up_again(desk):
    """Covers: A2."""
    desk.open().at_counter()
    fill(desk)
    desk.press("Alt+p")
    desk.wait(desk.page.parked.isVisible, "one is parked")
    assert desk.page.form.draft.is_empty
    assert "Parked 1" in desk.page.parked.text()
    fill(desk, client="07700900998", name="Tomas", quantity="100")
    desk.press("F2")
    desk.wait(lambda: "Parked 2" in desk.page.parked.text())
    desk.page.take_up(desk.page.keeper.parked[-1])
    desk.settle()
    assert desk.page.form.draft.name == "Priya"
    assert desk.page.form.line.quantity == 500
    desk.press("F12")
    assert desk.placed().amount == 11900
    desk.wait(lambda: "Parked 1" in desk.page.parked.text())


def test_a_colleagues_order_is_somebodys_at_every_moment_while_it_is_taken_up(desk):
    """Covers: A2, N1. A program that is ended in between loses it to nobody."""
    desk.open().at_counter()
    tom = desk.shop.a_user(["operator"])
    left = OrderDraft(contact_id=desk.shop.a_contact("Priya"), note="cut by hand")
    body = left.kept(is_parked=True, client="Priya")
    desk.tasks.run(
        lambda uow: drafts.save_draft(uow, kind="order", key=str(left.id), body=body, user_id=tom),
        then=lambda _none: desk.page.keeper.look(),
    )
    desk.wait(desk.page.parked.isVisible, "it is offered")
    may_read = threading.Event()
    desk.tasks.fetch("wait", lambda _reader: may_read.wait(30), then=lambda _none: None)
    desk.page.take_up(desk.page.keeper.parked[0])

    def owners():
        found = []
        desk.tasks.run(
            lambda uow: [row.user_id for row in kept.drafts(uow.connection, kind="order")],
            then=found.append,
        )
        desk.wait(lambda: found, "the writer has done what was asked")
        return found[0]

    assert owners() == [tom]
    may_read.set()
    desk.wait(lambda: desk.page.form.draft.note == "cut by hand", "it is in the form")
    assert owners() == [desk.shop.me]


def test_in_a_small_window_the_parked_orders_are_a_number_that_is_told_in_words(desk):
    """Covers: A2, M4."""
    desk.open().at_counter()
    desk.window.resize(640, 360)
    fill(desk)
    desk.press("Alt+p")
    desk.wait(desk.page.parked.isVisible, "one is parked")
    assert desk.page.parked.text() == "1"
    assert desk.page.parked.accessibleName() == desk.page.parked.toolTip() == "Parked 1"


def test_escape_twice_clears_and_undo_brings_everything_back(desk):
    """Covers: A2."""
    desk.open().at_counter()
    fill(desk)
    desk.press("Esc")
    assert not desk.page.form.draft.is_empty
    desk.press("Esc")
    assert desk.page.form.draft.is_empty
    assert desk.page.client.phone.hasFocus()
    desk.press("Ctrl+z")
    desk.settle()
    assert (desk.page.form.draft.name, desk.page.form.line.quantity) == ("Priya", 500)


def test_an_order_is_taken_back_by_undo(desk):
    """Covers: A2."""
    desk.open().at_counter()
    fill(desk)
    desk.press("F12")
    deal = desk.placed()
    desk.press("Ctrl+z")
    desk.wait(lambda: desk.row(Deal, deal.id).archived_at is not None)


def test_files_dropped_on_the_form_go_with_the_order(desk, tmp_path):
    """Covers: A2."""
    desk.open().at_counter()
    fill(desk)
    file = tmp_path / "cards.pdf"
    for text in (b"%PDF-1.7 first", b"%PDF-1.7 second"):
        file.write_bytes(text)
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(file))])
        event = QDropEvent(
            QPointF(10, 10), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        known = desk.page.form.draft.files
        desk.page.dropEvent(event)
        desk.wait(lambda: desk.page.form.draft.files != known)  # noqa: B023 - waited for at once
    desk.press("F12")
    deal = desk.placed()
    (kept,) = desk.rows(Attachment, Attachment.card_id == deal.id)
    assert (kept.file_name, kept.version) == ("cards.pdf", 2)
    assert blobs.read(desk.shop.folder, kept.blob) == b"%PDF-1.7 second"


def test_a_folder_is_no_file_and_the_order_is_as_it_was(desk, tmp_path):
    """Covers: N8."""
    desk.open().at_counter()
    fill(desk)
    desk.page.ready.take_files([tmp_path, Path("/nowhere/at/all.pdf")])
    desk.wait(lambda: len(desk.told) == 2)
    assert all("is no file" in said for said in desk.told)
    assert desk.page.form.draft.files == ()


def test_an_order_is_stored_without_a_ticket(desk):
    """Covers: A2, J2."""
    desk.open().at_counter()
    fill(desk)
    desk.press("Ctrl+s")
    desk.placed()
    assert not (desk.shop.folder / "tickets").exists()
    desk.settings.set(declared.TICKET_AT_ONCE, False)
    desk.page.hide()
    desk.page.show()
    assert "Save the order" in desk.page.side.place.text()
    fill(desk, client="07700900998")
    desk.press("F12")
    desk.placed(2)
    assert not (desk.shop.folder / "tickets").exists()


@pytest.mark.logs("Counter Zebra is not there")
def test_a_printer_that_does_not_answer_leaves_the_order_stored(desk):
    """Covers: J2, N8."""
    desk.settings.set(declared.TICKET_PRINTER, "Counter Zebra")
    desk.open().at_counter()
    fill(desk)
    desk.press("F12")
    deal = desk.placed()
    desk.wait(lambda: desk.errors)
    assert "The order is saved, print it later with Ctrl P" in desk.errors[0].sentence
    desk.settings.set(declared.TICKET_PRINTER, "")
    desk.press("Ctrl+p")
    desk.wait(lambda: any(f"{deal.number}.pdf" in said for said in desk.told))


def test_a_price_list_changed_meanwhile_is_told_before_anything_is_stored(desk):
    """Covers: A2."""
    desk.open().at_counter()
    fill(desk)
    form = desk.page.form
    cheap = replace(
        form.desk.products[0].table.breaks[0], unit=form.desk.products[0].table.unit(5000)
    )
    table = replace(form.desk.products[0].table, breaks=(cheap,))
    products = (replace(form.desk.products[0], table=table), *form.desk.products[1:])
    form.desk = replace(form.desk, products=products)
    desk.press("F12")
    desk.wait(lambda: desk.told)
    assert "now costs £119.00" in desk.told[0]
    assert desk.rows(Deal) == []


# How it looks


def test_everything_is_said_in_russian_while_an_order_is_typed(desk):
    """Covers: M2."""
    desk.open().at_counter()
    fill(desk)
    i18n.switch("ru")
    for widget in (desk.window, *desk.window.findChildren(type(desk.page))):
        widget.retranslate() if widget is desk.page else None
    assert slip(desk).to_pay[0] == "К оплате при выдаче"


def test_a_narrow_window_has_the_ticket_as_a_strip_below(desk):
    """Covers: M4."""
    desk._size = (1093, 614)
    desk.open().at_counter()
    assert desk.page.side.strip.isVisible()
    assert not desk.page.side.ticket.isVisible()
    assert desk.page.side.strip.height() == 96
    desk.window.resize(1440, 900)
    QTest.qWait(20)
    assert desk.page.side.ticket.isVisible()


def test_what_is_typed_stays_in_sight_in_the_smallest_window(desk):
    """Covers: M4."""
    desk.open().at_counter()
    fill(desk)
    desk.window.resize(640, 360)
    QTest.qWait(50)
    quantity, view = desk.page.product.fields.quantity, desk.page._scroll.viewport()
    assert quantity.hasFocus()
    top = quantity.mapTo(view, quantity.rect().topLeft()).y()
    assert 0 <= top <= view.height() - quantity.height()


def test_the_number_shown_is_the_number_given_and_the_next_one_follows(desk):
    """Covers: H6."""
    desk.open().at_counter()
    shown = desk.page.form.desk.next_number
    fill(desk)
    desk.press("F12")
    deal = desk.placed()
    assert deal.number == str(shown)
    assert desk.page.form.desk.next_number == OrderNumber(shown.desk, shown.n + 1)


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
