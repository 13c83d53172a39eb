# SPDX-License-Identifier: Apache-2.0
"""Money for a deal, recorded from its card by keys."""

import pytest
from PySide6.QtCore import Qt

from desktop.domain.deal import Deal
from desktop.domain.payment import Confirmation, Payment
from desktop.domain.pipeline import Stage
from desktop.views.money_dialog import RecordPaymentDialog
from desktop.views.page import Page
from tests.settings_desk import SettingsDesk, focus, pass_time, replace_text, tab_to
from tests.shell import press

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


class MoneyDesk(SettingsDesk):
    """Any page, with the dialog over it."""

    key = "deal"

    def _make_page(self, context):
        self.context = context
        return Page("Deal")

    def ask(self, deal):
        """Open the dialog; it knows its deal when this returns."""
        dialog = RecordPaymentDialog(self.window, self.context, deal)
        dialog.open()
        self.wait(lambda: dialog._money is not None, "the deal's money")
        pass_time(1)
        return dialog

    def stage_of(self, deal):
        return self.shop.row(Stage, self.shop.row(Deal, deal).stage_id).name


@pytest.fixture
def desk(qapp, tmp_path):
    opened = MoneyDesk(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def manager(qapp, tmp_path):
    opened = MoneyDesk(tmp_path, roles=("manager",))
    yield opened
    opened.close()


def test_the_whole_rest_is_proposed_and_noted_by_one_key(manager):
    """A manager's transfer waits for the accountant; the deal does not move. Covers: G1, H3, J1."""
    deal = manager.shop.a_deal("Awaiting payment", amount=11305)
    manager.shop.an_invoice(deal)
    dialog = manager.ask(deal)
    assert focus() is dialog.sum
    assert dialog.sum.text() == "£113.05"
    assert dialog.confirm.isHidden()
    press(Key.Key_Return, CTRL)
    manager.wait(lambda: manager.shop.rows(Payment), "the payment")
    [payment] = manager.shop.rows(Payment)
    assert (payment.amount, payment.method, payment.invoice_id is None) == (
        11305,
        "transfer",
        False,
    )
    assert manager.shop.count(Confirmation) == 0
    assert (manager.shop.row(Deal, deal).paid, manager.stage_of(deal)) == (0, "Awaiting payment")


def test_what_waits_for_its_confirmation_is_not_asked_for_twice(manager):
    """Covers: H3."""
    deal = manager.shop.a_deal("Awaiting payment", amount=11305)
    manager.shop.a_payment(deal, 11000, confirmed=False)
    dialog = manager.ask(deal)
    assert dialog.sum.text() == "£3.05"


def test_who_confirms_payments_confirms_at_once_and_the_deal_goes_on(desk):
    """Covers: G1, H3."""
    deal = desk.shop.a_deal("Awaiting payment", amount=11305)
    desk.shop.an_invoice(deal)
    dialog = desk.ask(deal)
    tab_to(dialog.confirm)
    press(Key.Key_Space, text=" ")
    assert "goes on by itself" in dialog._what.text()
    press(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.shop.row(Deal, deal).paid == 11305)
    assert desk.shop.count(Confirmation) == 1
    assert desk.stage_of(deal) == "Proof & production"


def test_cash_counts_at_once_and_the_change_is_said(desk):
    """Covers: H3, H5."""
    desk.shop.an_open_shift()
    deal = desk.shop.a_deal("Awaiting payment", amount=11305)
    dialog = desk.ask(deal)
    choose(dialog, "cash")
    tab_to(dialog.given)
    replace_text("120")
    press(Key.Key_Tab)
    assert dialog.given_field.control.accessibleDescription() == "Change £6.95"
    press(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.shop.row(Deal, deal).paid == 11305)
    [payment] = desk.shop.rows(Payment)
    assert (payment.method, payment.amount, payment.given) == ("cash", 11305, 12000)


def test_without_a_shift_the_till_takes_no_money_and_says_so(desk):
    """Covers: H3, N8."""
    deal = desk.shop.a_deal("Awaiting payment", amount=11305)
    dialog = desk.ask(deal)
    choose(dialog, "cash")
    assert "no open shift" in dialog._told.accessibleName()
    press(Key.Key_Return, CTRL)
    pass_time(100)
    assert desk.shop.count(Payment) == 0
    choose(dialog, "transfer")
    assert dialog._told.isHidden()


def test_more_than_asked_for_is_kept_and_said(manager):
    """Covers: H3."""
    deal = manager.shop.a_deal("Awaiting payment", amount=11305)
    dialog = manager.ask(deal)
    replace_text("200")
    press(Key.Key_Tab)
    assert dialog.sum_field.control.accessibleDescription().startswith(
        "£86.95 more than is asked for"
    )
    press(Key.Key_Return, CTRL)
    manager.wait(lambda: [one.amount for one in manager.shop.rows(Payment)] == [20000])


@pytest.mark.parametrize("typed", ["", "0", "abc"])
def test_a_sum_that_is_none_is_refused_where_it_stands(manager, typed):
    """Covers: N8."""
    deal = manager.shop.a_deal("Awaiting payment", amount=11305)
    dialog = manager.ask(deal)
    press(Key.Key_A, CTRL)
    press(Key.Key_Delete)
    if typed:
        replace_text(typed)
    press(Key.Key_Return, CTRL)
    assert dialog.isVisible()
    assert dialog.sum_field.error()
    assert focus() is dialog.sum
    assert manager.shop.count(Payment) == 0


def test_a_double_press_records_one_payment(manager):
    """Covers: N5."""
    deal = manager.shop.a_deal("Awaiting payment", amount=11305)
    dialog = manager.ask(deal)
    dialog._submit()
    dialog._submit()
    manager.wait(lambda: manager.shop.rows(Payment))
    manager.settle()
    assert manager.shop.count(Payment) == 1


def choose(dialog, method):
    """Choose how the money came, by its arrow keys."""
    for _step in range(40):
        if dialog.method.isAncestorOf(focus()):
            break
        press(Key.Key_Tab)
    for _step in range(4):
        if dialog.method.current() == method:
            return
        press(Key.Key_Right)
    raise AssertionError(dialog.method.current())
