# SPDX-License-Identifier: Apache-2.0
"""The head's sheet in a real window: ticked by keys, handed over, asked about, printed and exported, by any day."""

from datetime import date, timedelta
from uuid import uuid4

import openpyxl
import pytest
from PySide6.QtCore import Qt

from desktop.commands import touches
from desktop.domain.deal import Deal
from desktop.domain.touch import Comment, Task
from desktop.models import control_paper
from desktop.values.drafts.touch import TouchDraft
from desktop.values.norms import Amounts, Measure
from desktop.values.rows.control import DayFigures
from desktop.views.control.page import ControlPage
from desktop.views.navigation import PageSpec, RailGroup
from desktop.views.page import Page
from tests.counter_desk import CounterDesk
from tests.shell import press

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


class ControlDesk(CounterDesk):
    """A desk with the sheet in front, after the test has planted what it needs."""

    def open(self):
        context = self.context = self.make_context()
        self.show_window(
            [
                PageSpec(
                    "control",
                    "Day control",
                    "tray",
                    lambda: ControlPage(context),
                    RailGroup.MANAGE,
                    1,
                ),
                PageSpec("deal", "Deal", "columns", lambda: Page("Deal"), under="control"),
            ]
        )
        self.navigator.open("control")
        self.settle()
        return self.navigator.page


@pytest.fixture
def desk(tmp_path):
    opened = ControlDesk(tmp_path)
    yield opened
    opened.close()


def clients_of(page):
    return [row.client for row in page.model.entries()]


def late(desk, name, hours=1, **given):
    shop = desk.shop
    company = shop.a_company(name)
    return shop.a_deal(company=company, touch_in=timedelta(hours=-hours), **given)


def test_cards_are_ticked_by_space_and_handed_over_by_one_key(desk):
    """Covers: D4, B5, M3."""
    tom = desk.shop.a_user(name="Tom Ferris")
    first, second = late(desk, "Northgate", 3), late(desk, "Rowan", 2)
    kept = late(desk, "Birch")
    page = desk.open()
    desk.wait(lambda: clients_of(page) == ["Northgate", "Rowan", "Birch"], "the sheet is there")
    page.focus_first()
    press(Key.Key_Space)
    press(Key.Key_Down)
    press(Key.Key_Space)
    assert [row.client for row in page.model.chosen()] == ["Northgate", "Rowan"]
    form = page.hand_panel.form
    desk.wait(
        lambda: form.plan is not None and len(form.plan.cards) == 2, "the panel follows the ticks"
    )
    assert page.table.hasFocus()
    press(Key.Key_H)
    assert page.hand_panel.isVisible()
    next(tile for tile in form.share.tiles if tile.id == tom).click()
    form.comment.set_text("Tom goes on")
    form.submit()
    desk.wait(lambda: desk.shop.row(Deal, first).holder_id == tom, "handed over")
    desk.wait(lambda: page.hand_panel.isHidden() and not page.model.chosen(), "the panel closes")
    assert desk.shop.row(Deal, second).holder_id == tom
    assert desk.shop.row(Deal, kept).holder_id == desk.shop.me


def test_the_head_asks_about_a_card_and_it_rings_for_its_holder(desk):
    """Covers: D4."""
    tom = desk.shop.a_user(name="Tom Ferris")
    late(desk, "Northgate", holder=tom)
    page = desk.open()
    desk.wait(lambda: bool(clients_of(page)), "the sheet is there")
    page.focus_first()
    press(Key.Key_A)
    desk.settle()
    press(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.rows(Comment), "the question stands on the card")
    [asked] = [task for task in desk.rows(Task) if task.kind == "inform"]
    assert asked.holder_id == tom


def test_the_figures_follow_what_is_done_and_the_sheet_any_day(desk):
    """Covers: D3, D4."""
    shop = desk.shop
    deal = late(desk, "Northgate")
    page = desk.open()
    desk.wait(lambda: clients_of(page) == ["Northgate"], "the sheet is there")
    assert (
        "No telephone system" in page.no_telephone.accessibleName() or page.no_telephone.isVisible()
    )
    context = desk.context
    context.tasks.run(
        lambda uow: touches.log_call(
            uow,
            card_id=deal,
            outcome="agreed",
            comment="Wants 500 more",
            next_touch=TouchDraft(goal="Call", due_at=uow.now + timedelta(days=1)),
        ),
        then=lambda _none: None,
    )
    desk.wait(lambda: clients_of(page) == [], "the card is well again")
    [me] = [one for one in page.sheet.team.people if one.user_id == shop.me]
    assert (me.done, me.noted) == (Amounts(), Amounts(1, 1))
    press(Key.Key_PageUp, ALT)
    desk.wait(lambda: page.sheet.team.last == date(2026, 10, 14), "yesterday")
    assert page.days() == (date(2026, 10, 14),) * 2
    page.day.setText("fri")
    page.day.commit()
    desk.wait(lambda: page.sheet.team.last == date(2026, 10, 9), "last Friday")
    assert page.sheet.team.noted == Amounts()
    page.which.choose("week")
    page.which.chosen.emit("week")
    desk.wait(lambda: page.sheet.team.first == date(2026, 10, 12), "this week")
    assert page.sheet.team.noted == Amounts(1, 1)


def test_the_sheet_is_exported_and_goes_on_one_page(desk, tmp_path):
    """Covers: D4."""
    from desktop.documents.ticket_paint_day import day_pdf

    for n in range(40):
        late(desk, f"Client {n:02}", n + 1)
    page = desk.open()
    desk.wait(lambda: len(clients_of(page)) == 40, "the sheet is there")
    page.write_list(tmp_path / "day.xlsx")
    desk.wait(lambda: (tmp_path / "day.xlsx").exists(), "written")
    desk.settle()
    rows = list(openpyxl.load_workbook(tmp_path / "day.xlsx").active.values)
    assert len(rows) == 41
    assert rows[1][1] == "Client 39"
    assert rows[1][0] == "Overdue"
    [head, me, team] = openpyxl.load_workbook(tmp_path / "day.xlsx")["Norms"].values
    printed = control_paper.paper(page.sheet, desk.context.now()).people[0]
    assert head[3:6] == ("Dials", "Dials: norm", "Dials: by own word")
    assert (me[0], me[2], me[-1]) == (printed.name, printed.about or None, printed.pace)
    norm = page.sheet.team.norm
    assert [me[4], team[4]] == [norm.dials, norm.dials] != [0, 0]
    page.write_list(tmp_path / "day.csv")
    desk.wait(lambda: (tmp_path / "day.csv").exists(), "written")
    desk.settle()
    text = (tmp_path / "day.csv").read_text(encoding="utf-8-sig")
    assert "\nNorms" in text
    assert f"{printed.name};Every client;{printed.about};0;{norm.dials};0" in text
    pdf = day_pdf(control_paper.paper(page.sheet, desk.context.now()))
    assert pdf.count(b"/Type /Page\n") == 1
    assert b"/MediaBox [0 0 595" in pdf


def test_what_was_done_on_a_day_off_is_printed_without_a_norm():
    """Covers: D3, D4."""
    one = DayFigures(uuid4(), "Maya Lindqvist", done=Amounts(3, 0), noted=Amounts(2, 1))
    assert [control_paper._figure(one, measure) for measure in Measure] == ["3 +2", "0 +1", ""]
