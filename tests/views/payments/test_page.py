# SPDX-License-Identifier: Apache-2.0
"""The accountant's list in a window over a real shop, worked by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop.domain.deal import Deal
from desktop.domain.payment import Confirmation, Payment
from desktop.domain.pipeline import Stage
from desktop.values.states import StagePurpose
from desktop.views.payments.page import PaymentsPage
from desktop.views.payments.received import ReceivedDialog
from tests.settings_desk import SettingsDesk, pass_time, type_text
from tests.shell import press

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


class PaymentsDesk(SettingsDesk):
    """The payments page in front, with the focus in its table."""

    key = "payments"

    def _make_page(self, context):
        return PaymentsPage(context)

    def ready(self):
        """The list is there, and its first line chosen."""
        QAbstractItemModelTester(
            self.page.model, QAbstractItemModelTester.FailureReportingMode.Fatal, self.page
        )
        self.page.refresh()
        self.wait(self.page.model.rowCount, "a line")
        self.page.table.selectRow(self.page.model.first_row())
        self.page.table.setFocus()


@pytest.fixture
def desk(qapp, tmp_path):
    opened = PaymentsDesk(tmp_path)
    yield opened
    opened.close()


def test_a_paid_invoice_is_confirmed_by_space_and_the_deal_goes_on(desk):
    """Covers: G1, H3."""
    deal = desk.shop.a_deal("Awaiting payment", amount=11305)
    desk.shop.an_invoice(deal)
    desk.ready()
    press(Key.Key_Space, text=" ")
    press(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.shop.count(Confirmation) == 1)
    assert [one.amount for one in desk.shop.rows(Payment)] == [11305]
    assert desk.shop.row(Deal, deal).paid == 11305
    stage = desk.shop.row(Stage, desk.shop.row(Deal, deal).stage_id)
    assert stage.purpose == StagePurpose.IN_WORK
    desk.wait(lambda: not desk.page.model.chosen())


def test_a_part_is_typed_and_the_rest_stays_expected(desk):
    """Covers: H2, H3."""
    deal = desk.shop.a_deal("Awaiting payment", amount=11305)
    desk.shop.an_invoice(deal)
    desk.ready()
    type_text("5")
    desk.wait(lambda: desk.window.findChild(ReceivedDialog) is not None)
    type_text("0")
    press(Key.Key_Return)
    assert [amount for _entry, amount in desk.page.model.chosen()] == [5000]
    press(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.shop.row(Deal, deal).paid == 5000)
    desk.wait(lambda: desk.page.model.rows[1].rest == 6305, "the rest")


def test_no_payment_is_confirmed_without_a_press(desk):
    """Covers: H2, H3."""
    deal = desk.shop.a_deal("Awaiting payment", amount=11305)
    desk.shop.a_payment(deal, 11305, confirmed=False)
    desk.ready()
    press(Key.Key_Space, text=" ")
    press(Key.Key_Space, text=" ")
    assert not desk.page.model.chosen()
    press(Key.Key_Return, CTRL)
    pass_time(100)
    assert desk.shop.count(Confirmation) == 0
