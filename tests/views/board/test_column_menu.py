# SPDX-License-Identifier: Apache-2.0
"""A stage is renamed, explained and coloured at the head of its column, by keys; one undo takes each back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu

from desktop.domain.pipeline import Stage
from desktop.views.board.column_edit import ColumnEdit
from tests.board_desk import CTRL, chord
from tests.settings_desk import focus, replace_text, type_text
from tests.shell import press

BRIEF, QUOTE = "Brief & calculation", "Quote sent"
Key = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing")


def edit(desk) -> ColumnEdit:
    desk.wait(lambda: isinstance(QApplication.activePopupWidget(), ColumnEdit), "it opens")
    found = QApplication.activePopupWidget()
    assert isinstance(found, ColumnEdit)
    return found


def stage(desk, name: str) -> Stage:
    [found] = desk.rows(Stage, Stage.id == desk.shop.stage(name))
    return found


def menu_of(desk) -> QMenu:
    press("m")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def words(menu: QMenu) -> dict[str, QAction]:
    return {action.text().split("\t")[0]: action for action in menu.actions() if action.text()}


def test_a_column_is_renamed_and_explained_at_its_head_and_undone(desk):
    """Covers: B1, C1, M3."""
    deal = desk.shop.a_deal(QUOTE, title="Menus")
    quote = desk.shop.stage(QUOTE)
    desk.open()
    desk.choose(deal)
    press(Key.Key_F4)
    panel = edit(desk)
    assert focus() is panel.name
    replace_text("Price named")
    press(Key.Key_Tab)
    replace_text("Ask on the third day.")
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.row(Stage, quote).name == "Price named", "it is stored")
    assert desk.row(Stage, quote).hint == "Ask on the third day."
    shown = desk.view.columns[1]
    desk.wait(lambda: shown.header.accessibleName().startswith("Price named"), "it is shown")
    assert shown.header.toolTip() == "Ask on the third day."
    desk.wait(shown.cards.hasFocus, "the keys are back on the cards")
    assert desk.current().id == deal, "the card stays chosen"
    desk.undo()
    desk.wait(lambda: desk.view.columns[1].stage.name == QUOTE, "one undo takes both back")


def test_esc_leaves_a_column_as_it_was_and_a_press_beside_keeps_what_was_typed(desk):
    """Covers: C1."""
    desk.open()
    press(Key.Key_F4)
    edit(desk)
    replace_text("Something else")
    press(Key.Key_Escape)
    desk.settle()
    assert desk.view.columns[0].stage.name == BRIEF
    press(Key.Key_F4)
    panel = edit(desk)
    replace_text("First talk")
    panel.close()  # as a press beside a pop-up does
    desk.wait(lambda: desk.view.columns[0].stage.name == "First talk", "it is kept")


def test_a_taken_name_is_refused_where_it_is_typed(desk):
    """Covers: C1, N8."""
    desk.open()
    press(Key.Key_F4)
    panel = edit(desk)
    replace_text("quote SENT")
    press(Key.Key_Return)
    desk.wait(panel.name_field.error, "it says why")
    assert "already" in panel.name_field.error()
    assert focus() is panel.name
    replace_text("")
    type_text("Brief")
    press(Key.Key_Return)
    desk.wait(lambda: desk.view.columns[0].stage.name == "Brief", "it is stored")


def test_the_menu_of_a_column_opens_by_a_key_and_colours_it(desk):
    """Covers: C1, M3."""
    deal = desk.shop.a_deal(QUOTE, title="Menus")
    quote = desk.shop.stage(QUOTE)
    desk.open()
    desk.choose(deal)
    menu = menu_of(desk)
    offered = words(menu)
    assert {"Name and hint…", "Colour", "Sort", "Fold the column"} <= set(offered)
    colours = words(offered["Colour"].menu())
    ticked = [name for name, action in colours.items() if action.isChecked()]
    assert ticked == ["teal"]
    colours["magenta"].trigger()
    menu.close()
    desk.wait(lambda: desk.row(Stage, quote).colour == 5, "it is stored")
    desk.undo()
    desk.wait(lambda: desk.row(Stage, quote).colour == 1, "and taken back")


def test_who_may_not_change_stages_is_offered_what_is_their_own(make_desk):
    """Covers: N4."""
    desk = make_desk(roles=("manager",))
    desk.open()
    press(Key.Key_F4)
    desk.settle()
    assert QApplication.activePopupWidget() is None
    menu = menu_of(desk)
    assert set(words(menu)) == {"Sort", "Fold the column"}
    menu.close()
