# SPDX-License-Identifier: Apache-2.0
"""My month in a real window: figures that follow the shop, and behind each its deals, which open their cards."""

from datetime import date

import openpyxl
import pytest
from PySide6.QtCore import Qt

from desktop.commands import norms
from desktop.domain.user import User
from desktop.values.money import Money
from desktop.values.rows.month import Part
from desktop.views.month.page import MonthPage
from desktop.views.navigation import PageSpec, RailGroup
from desktop.views.page import Page
from tests.counter_desk import CounterDesk
from tests.shell import press

Key = Qt.Key
OCTOBER = date(2026, 10, 1)


class MonthDesk(CounterDesk):
    """A desk with My month in front."""

    def open(self):
        context = self.make_context()
        self.show_window(
            [
                PageSpec(
                    "month", "My month", "target", lambda: MonthPage(context), RailGroup.WORK, 1
                ),
                PageSpec("deal", "Deal", "columns", lambda: Page("Deal"), under="month"),
            ]
        )
        self.navigator.open("month")
        self.settle()
        return self.navigator.page


@pytest.fixture
def desk(tmp_path):
    opened = MonthDesk(tmp_path)
    yield opened
    opened.close()


def test_the_deals_that_close_the_gap_are_walked_and_opened_by_keys(desk, tmp_path):
    """Covers: L1, M3."""
    shop = desk.shop
    shop.run(
        lambda uow: norms.set_target(
            uow, user_id=shop.me, month=OCTOBER, target=Money(100_000, "GBP")
        )
    )
    likely = shop.a_deal("contract", amount=30_000, company=shop.a_company("Kestrel"))
    shop.a_deal("quote", amount=20_000, company=shop.a_company("Marlow"))
    paid = shop.a_deal("won", amount=40_000, company=shop.a_company("Larch"))
    shop.a_payment(paid, 40_000)
    page = desk.open()
    desk.wait(lambda: page.month.gap == 60_000, "the month is there")
    assert [deal.client for deal in page.model.rows] == ["Kestrel", "Marlow"]
    page.focus_first()
    press(Key.Key_Return)
    assert desk.went[-1] == ("deal", likely)
    page.choose(Part.CLOSED)
    assert [deal.id for deal in page.model.rows] == [paid]
    page.write_list(tmp_path / "month.xlsx")
    desk.wait(lambda: (tmp_path / "month.xlsx").exists(), "written")
    desk.settle()
    assert len(list(openpyxl.load_workbook(tmp_path / "month.xlsx").active.values)) == 4
    shop.a_payment(shop.a_deal("won", amount=10_000), 10_000)
    page.step(-1)
    desk.wait(lambda: page.month.month == date(2026, 9, 1), "September")
    page.step(1)
    desk.wait(lambda: page.month.month == OCTOBER and page.month.gap == 50_000, "October again")


def test_the_head_turns_to_a_colleague_and_to_everybody(desk):
    """Covers: L1."""
    shop = desk.shop
    tom = shop.a_user(name="Tom Ferris")
    for who, amount in ((shop.me, 5_000), (tom, 7_000)):
        shop.run(
            lambda uow, who=who, amount=amount: norms.set_target(
                uow, user_id=who, month=OCTOBER, target=Money(amount, "GBP")
            )
        )
    page = desk.open()
    desk.wait(lambda: page.month.target == 5_000 and page.who.count() == 3, "one's own first")
    assert page.who.currentText() == shop.row(User, shop.me).name
    for row, target in ((2, 7_000), (0, 12_000)):
        page.who.setCurrentIndex(row)
        page.who.activated.emit(page.who.currentIndex())
        desk.wait(lambda target=target: page.month.target == target, "another month")
