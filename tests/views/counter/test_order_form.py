# SPDX-License-Identifier: Apache-2.0
"""An order is typed: the client found or made, the products priced, the day set, and all of it shown."""

from dataclasses import replace

import pytest
from PySide6.QtTest import QTest

from desktop import i18n
from desktop.domain.deal import Deal, DealLine
from desktop.domain.people import Contact
from desktop.values.numbers import OrderNumber
from desktop.views.counter.discount import DiscountPopover
from tests.counter_desk import fill


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


def test_a_new_name_like_a_known_one_is_said_quietly_and_may_be_taken(desk):
    """Covers: A2, A5."""
    desk.shop.a_contact("Priya Hartwell", "447700900342")
    desk.open().at_counter()
    desk.write("07700900777")
    desk.press("Enter")
    desk.write("Pria Hartwell")
    alike = desk.page.client.alike
    desk.wait(lambda: not alike.isHidden(), "the hint")
    assert alike.text() == "Or is it Priya Hartwell? similar name only"
    assert desk.page.client.name.hasFocus(), "the keys go on"
    alike.click()
    desk.wait(lambda: desk.page.form.client is not None, "it is theirs")
    assert desk.page.form.client.name == "Priya Hartwell"
    assert alike.isHidden()


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
