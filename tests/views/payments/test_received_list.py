# SPDX-License-Identifier: Apache-2.0
"""The money that came of late: seen, and reversed with a reason."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop import queries
from desktop.domain.deal import Deal
from desktop.domain.payment import Reversal
from desktop.views.payments.page import PaymentsPage
from desktop.views.payments.received_list import ReceivedList
from desktop.views.widgets.banner import Banner
from tests.settings_desk import SettingsDesk, focus, pass_time, type_text
from tests.shell import press

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


class PaymentsDesk(SettingsDesk):
    """The payments page in front."""

    key = "payments"

    def _make_page(self, context):
        return PaymentsPage(context)

    def received(self, rows):
        """The list, opened by its key, with so many lines."""
        press(Key.Key_R, CTRL)
        found = self.window.findChild(ReceivedList)
        self.wait(lambda: found.model.rowCount() == rows, "the lines")
        return found


@pytest.fixture
def desk(qapp, tmp_path):
    opened = PaymentsDesk(tmp_path)
    yield opened
    opened.close()


def test_a_payment_confirmed_by_mistake_is_reversed_with_a_reason(desk):
    """Covers: H3, N5."""
    deal = desk.shop.a_deal("Awaiting payment", amount=11305)
    desk.shop.a_payment(deal, 11305)
    assert desk.shop.row(Deal, deal).paid == 11305
    dialog = desk.received(1)
    QAbstractItemModelTester(
        dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal, dialog
    )
    press(Key.Key_Return)
    assert focus() is dialog.reason
    press(Key.Key_Return, CTRL)
    pass_time(50)
    assert desk.shop.count(Reversal) == 0
    type_text("Another client's money")
    press(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.shop.row(Deal, deal).paid == 0)
    [one] = desk.shop.rows(Reversal)
    assert one.reason == "Another client's money"
    desk.wait(lambda: dialog.model.rows[0].reason, "the reason in the list")
    assert dialog.isVisible()
    assert dialog.reason.text() == ""


def test_a_reason_that_was_left_comes_back_to_its_payment_and_to_no_other(desk):
    """Covers: H3, N2."""
    deal = desk.shop.a_deal("Awaiting payment", amount=11305)
    wrong = desk.shop.a_payment(deal, 5000)
    dialog = desk.received(1)
    press(Key.Key_Return)
    type_text("Another client's money")
    press(Key.Key_Escape)
    desk.settle()
    desk.clock.advance(hours=1)
    desk.shop.a_payment(deal, 1000)
    dialog = desk.received(2)
    desk.wait(lambda: dialog.reason.text() == "Another client's money", "the reason is back")
    assert dialog.chosen() == wrong
    press(Key.Key_Escape)
    desk.settle()
    desk.clock.advance(days=40)
    desk.shop.a_payment(deal, 2000)
    dialog = desk.received(1)
    desk.wait(lambda: dialog.reason.text() == "Another client's money", "the reason is back")
    assert dialog.chosen() is None
    assert "no longer there: Payment. Choose again." in dialog.findChild(Banner).accessibleName()
    press(Key.Key_Return, CTRL)
    desk.settle()
    assert desk.shop.count(Reversal) == 0


def test_what_is_reversed_is_not_reversed_again(desk):
    """Covers: N5, N8."""
    deal = desk.shop.a_deal("Awaiting payment", amount=11305)
    desk.shop.a_payment(deal, 11305)
    dialog = desk.received(1)
    press(Key.Key_Return)
    type_text("Twice")
    press(Key.Key_Return, CTRL)
    desk.wait(lambda: dialog.model.rows[0].reason)
    type_text("Again")
    press(Key.Key_Return, CTRL)
    desk.settle()
    assert desk.shop.count(Reversal) == 1


def test_the_newest_stands_first_and_what_waits_is_told(desk):
    """Covers: H3."""
    deal = desk.shop.a_deal("Awaiting payment", amount=11305)
    desk.shop.a_payment(deal, 5000)
    desk.clock.advance(hours=1)
    desk.shop.a_payment(deal, 1000, confirmed=False)
    dialog = desk.received(2)
    assert [(row.amount, row.counts) for row in dialog.model.rows] == [(1000, False), (5000, True)]


def test_payments_of_long_ago_are_left_out(desk):
    """Covers: H2."""
    deal = desk.shop.a_deal("Awaiting payment", amount=11305)
    desk.shop.a_payment(deal, 5000)
    desk.clock.advance(days=40)
    desk.shop.a_payment(deal, 1000)
    since = desk.clock.now() - timedelta(days=30)
    found = desk.shop.read(lambda reader: queries.payments.received(reader, since=since))
    assert [row.amount for row in found] == [1000]
