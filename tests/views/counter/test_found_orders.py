# SPDX-License-Identifier: Apache-2.0
"""An order is found and does its next step by keys: ready with its shelf, handed over and paid, printed again."""

from datetime import timedelta

import pytest

from desktop.domain.deal import Deal
from desktop.domain.payment import Payment
from desktop.domain.people import Contact
from desktop.values.numbers import OrderNumber, order_numbers
from desktop.values.rows.hits import REPEAT_ORDER, Hit, HitGroup
from desktop.views.counter.order_dialog import OrderDialog
from desktop.views.counter.order_facts import OrderFacts
from desktop.views.counter.order_steps import HandOverStep, ReadyStep, SettledStep
from desktop.views.counter.refund_dialog import RefundDialog
from desktop.views.counter.till import OpenShiftDialog
from desktop.views.widgets.dialog import open_over
from tests.counter_desk import CounterDesk


def ready(desk, order, shelf="B4"):
    from desktop.commands import orders

    desk.shop.run(lambda uow: orders.mark_ready(uow, order_id=order, shelf=shelf))


def number(desk, order):
    return desk.shop.row(Deal, order).number


def paper_code(desk, order):
    return order_numbers(number(desk, order))[0].paper_code


def shown(desk):
    """The panel, once it shows an order."""
    dialog = desk.dialog(OrderDialog)
    desk.wait(lambda: dialog.step is not None, "the order is shown")
    return dialog


def nothing_over(desk):
    desk.wait(lambda: open_over(desk.window) is None, "the panel is closed")


# Finding


@pytest.mark.parametrize("typed", ["{number}", "{n}", "0342", "hartwell", "07700 900 342"])
def test_an_order_is_found_by_whatever_the_client_knows(desk, typed):
    """Covers: A2, H6."""
    order = desk.an_order()
    desk.an_order(phone="07700900777", name="Marlow Finch")
    told = number(desk, order)
    desk.open().at_counter()
    desk.press("F3")
    desk.write(typed.format(number=told, n=order_numbers(told)[0].n).lower())
    desk.press("Enter")
    assert shown(desk).order.number == told
    assert isinstance(desk.dialog(OrderDialog).step, ReadyStep)


def test_what_nobody_ordered_is_said_and_the_digits_stay(desk):
    """Covers: N8."""
    desk.an_order()
    desk.open().at_counter()
    desk.press("F3")
    desk.write("K9-9999")
    desk.press("Enter")
    desk.settle()
    dialog = desk.dialog(OrderDialog)
    assert "No order is found" in dialog._said.text()
    assert dialog.field.text() == "K9-9999"
    desk.press("Esc")
    nothing_over(desk)


def test_f8_offers_what_lies_on_the_shelf_and_arrows_choose(desk):
    """Covers: A2."""
    first = desk.an_order(due_at=desk.clock.now() + timedelta(days=2))
    second = desk.an_order(phone="07700900777", name="Marlow Finch")
    desk.an_order(phone="07700900778", name="Not Ready")
    ready(desk, first)
    ready(desk, second, "C1")
    desk.open().at_counter()
    desk.press("F8")
    dialog = desk.dialog(OrderDialog)
    desk.wait(lambda: len(dialog.list.rows()) == 2)
    wanted = dialog.list.rows()[1].title
    desk.press("Down", "Enter")
    assert shown(desk).order.number == wanted
    desk.press("Esc")
    nothing_over(desk)


def test_a_code_scanned_over_the_panel_shows_that_order(desk):
    """Covers: H6, J2."""
    order = desk.an_order()
    code = paper_code(desk, order)
    desk.open().at_counter()
    desk.press("F3")
    desk.dialog(OrderDialog)
    desk.scan(code)
    assert shown(desk).order.id == order


def test_a_code_of_another_shop_is_told(desk):
    """Covers: N8."""
    desk.open().at_counter()
    desk.scan(OrderNumber("K9", 9999).paper_code)
    desk.wait(lambda: desk.told)
    assert "K9-9999 is not in this shop" in desk.told[0]
    assert open_over(desk.window) is None


def test_who_takes_no_orders_gets_the_card_of_a_scanned_ticket(desk):
    """Covers: H6, J2."""
    order = desk.an_order()
    desk.person = type(desk.person)(desk.person.id, desk.person.name, frozenset({"produce"}))
    desk.open()
    desk.scan(paper_code(desk, order))
    desk.wait(lambda: desk.went)
    desk.scan(OrderNumber("K9", 9999).paper_code)
    desk.wait(lambda: desk.told)
    assert desk.went == [("deal", order)]
    assert "K9-9999 is not in this shop" in desk.told[0]


def test_an_order_is_begun_for_the_client_whom_the_search_found(desk):
    """Covers: A2."""
    contact = desk.shop.a_contact("Priya Hartwell", "447700900342")
    desk.open()
    hit = Hit(HitGroup.CLIENTS, "contact", "Priya", "user", client_id=contact)
    desk.window.finder.order_wanted.emit(hit)
    desk.wait(lambda: desk.page.form.client is not None)
    assert desk.page.form.draft.contact_id == contact
    desk.wait(lambda: desk.page.product.tiles.have_focus)


def test_the_last_order_of_the_client_whom_the_search_found_is_repeated(desk):
    """Covers: A2."""
    order = desk.an_order()
    contact = desk.row(Deal, order).contact_id
    desk.open()
    desk.window.finder.order_wanted.emit(
        Hit(HitGroup.DO, REPEAT_ORDER, "Repeat", "repeat", client_id=contact)
    )
    desk.wait(lambda: desk.page.form.draft.repeat_of == order)
    assert desk.page.form.draft.contact_id == contact


# Ready and handed over


def test_ready_has_its_shelf_and_the_next_scan_hands_over(desk):
    """Covers: A2."""
    desk.shop.an_open_shift()
    order = desk.an_order()
    desk.open().at_counter()
    desk.scan(paper_code(desk, order))
    shown(desk)
    desk.write("B12")
    desk.press("Enter")
    nothing_over(desk)
    assert desk.row(Deal, order).shelf == "B12"
    desk.scan(paper_code(desk, order))
    dialog = shown(desk)
    assert isinstance(dialog.step, HandOverStep)
    assert dialog.primary.text().startswith("Take £119.00 by card and hand over")
    desk.press("Enter")
    nothing_over(desk)
    deal = desk.row(Deal, order)
    assert (deal.paid, deal.handed_over_to) == (11900, "Priya Hartwell")
    desk.scan(paper_code(desk, order))
    dialog = shown(desk)
    assert isinstance(dialog.step, SettledStep)
    assert not dialog.primary.isVisible()
    desk.press("Enter")
    nothing_over(desk)


def test_cash_says_the_change_and_whoever_takes_it_is_named(desk):
    """Covers: A2, H3."""
    desk.shop.an_open_shift()
    order = desk.an_order()
    ready(desk, order)
    desk.open().at_counter()
    desk.press("F8")
    desk.write("0342")
    desk.press("Enter")
    step = shown(desk).step
    desk.write("Her brother Jun")
    desk.press("Alt+h")
    desk.write("120")
    assert step.change.text() == "change £1"
    desk.press("Enter")
    nothing_over(desk)
    assert desk.row(Deal, order).handed_over_to == "Her brother Jun"
    (payment,) = desk.rows(Payment)
    assert (payment.method, payment.given, payment.amount) == ("cash", 12000, 11900)


@pytest.mark.parametrize("given", ["100", "abc", "-5"])
def test_too_little_cash_hands_nothing_over(desk, given):
    """Covers: N8."""
    desk.shop.an_open_shift()
    order = desk.an_order()
    ready(desk, order)
    desk.open().at_counter()
    desk.press("F8")
    desk.write("0342")
    desk.press("Enter", "Alt+h")
    step = shown(desk).step
    desk.write(given)
    desk.press("Enter")
    desk.settle()
    assert step.given_field.error() or step._problem.text()
    assert desk.row(Deal, order).handed_over_at is None
    assert desk.rows(Payment) == []


def test_without_a_shift_the_till_opens_and_the_handover_goes_on(desk):
    """Covers: H3."""
    order = desk.an_order()
    ready(desk, order)
    desk.open().at_counter()
    desk.press("F8")
    desk.write("0342")
    desk.press("Enter")
    shown(desk)
    desk.press("Enter")
    desk.dialog(OpenShiftDialog)
    desk.write("50")
    desk.press("Enter")
    nothing_over(desk)
    assert desk.row(Deal, order).paid == 11900


def test_work_leaves_unpaid_only_with_the_right_and_a_reason(desk):
    """Covers: A2, D3."""
    order = desk.an_order()
    ready(desk, order)
    desk.open().at_counter()
    desk.press("F8")
    desk.write("0342")
    desk.press("Enter")
    dialog = shown(desk)
    dialog.step.pay_by("unpaid")
    assert dialog.primary.text().startswith("Hand over unpaid")
    desk.press("Enter")
    desk.settle()
    assert "Say why" in dialog.step._problem.text()
    dialog.step.reason.setFocus()
    desk.write("a friend of the house")
    desk.press("Enter")
    nothing_over(desk)
    deal = desk.row(Deal, order)
    assert (deal.paid, deal.handed_over_at is not None) == (0, True)


def test_who_may_not_let_it_go_unpaid_is_not_asked(qtbot, tmp_path):
    """Covers: A2, D3."""
    desk = CounterDesk(tmp_path)
    try:
        order = desk.an_order()
        ready(desk, order)
        rights = desk.person.rights - {"override_gates"}
        desk.person = type(desk.person)(desk.person.id, desk.person.name, rights)
        desk.open().at_counter()
        desk.press("F8")
        desk.write("0342")
        desk.press("Enter")
        keys = [one.segment.key for one in shown(desk).step.method._buttons]
        assert keys == ["card", "cash"]
    finally:
        desk.close()


# What else can be asked of an order


def test_an_order_without_a_name_is_claimed_by_a_phone(desk):
    """Covers: C2."""
    order = desk.an_order(phone="", name="", is_anonymous=True)
    desk.open().at_counter()
    desk.press("F3")
    desk.write(number(desk, order))
    desk.press("Enter")
    facts = shown(desk).findChild(OrderFacts)
    facts.phone.setFocus()
    desk.write("12")
    desk.press("Enter")
    desk.wait(facts._phone_field.error)
    facts.phone.clear()
    desk.write("07700900555")
    desk.press("Enter")
    desk.wait(lambda: desk.rows(Contact))
    desk.wait(lambda: desk.dialog(OrderDialog).order is not None)
    desk.settle()
    assert desk.row(Deal, order).contact_id == desk.rows(Contact)[0].id
    assert not desk.dialog(OrderDialog).order.is_anonymous
    assert desk.row(Deal, order).ready_at is None, "Enter named the client and did nothing else"


def test_money_goes_back_with_a_reason_and_the_order_says_so(desk):
    """Covers: H3."""
    desk.shop.an_open_shift()
    order = desk.an_order(prepayment=5000)
    desk.open().at_counter()
    desk.press("F3")
    desk.write(number(desk, order))
    desk.press("Enter")
    found = shown(desk)
    found.refund_asked.emit(found.order)
    dialog = desk.dialog(RefundDialog)
    assert dialog.amount.text() == "£50.00"
    desk.press("Ctrl+Enter")
    desk.wait(dialog._reason_field.error)
    dialog.reason.setText("A spot on forty cards")
    for amount, field in (("60", "_amount_field"), ("x", "_amount_field")):
        dialog.amount.setText(amount)
        dialog._save()
        desk.wait(getattr(dialog, field).error)
        getattr(dialog, field).set_error("")
    dialog.amount.setText("20")
    desk.press("Ctrl+Enter")
    desk.wait(lambda: desk.row(Deal, order).paid == 3000)
    desk.settle()
    assert shown(desk).order.paid == 3000


def test_a_ticket_printed_again_is_a_copy(desk):
    """Covers: J2."""
    order = desk.an_order()
    told = number(desk, order)
    desk.open().at_counter()
    for copy in (f"{told}.pdf", f"{told}"):
        desk.press("F3")
        desk.write(told)
        desk.press("Enter")
        shown(desk)
        desk.press("Ctrl+p")
        desk.wait(lambda copy=copy: any(copy in said for said in desk.told))
        desk.told.clear()
        desk.press("Esc")
        nothing_over(desk)
    files = sorted(path.name for path in (desk.shop.folder / "tickets").iterdir())
    assert len(files) == 2


def test_the_card_of_the_order_is_one_click(desk):
    order = desk.an_order()
    desk.open().at_counter()
    desk.scan(paper_code(desk, order))
    dialog = shown(desk)
    dialog.card_asked.emit(dialog.order)
    assert desk.went == [("deal", order)]
    nothing_over(desk)
