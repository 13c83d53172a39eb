# SPDX-License-Identifier: Apache-2.0
"""The menu of a column, by keys: what a stage is changes in its editor, whose draft is published, never at once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu

from desktop.domain.pipeline import Stage
from tests.shell import press

QUOTE = "Quote sent"
Key = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing")


def menu_of(desk) -> QMenu:
    press("m")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def words(menu: QMenu) -> dict[str, QAction]:
    return {action.text().split("\t")[0]: action for action in menu.actions() if action.text()}


def test_f4_and_the_menu_open_the_editor_at_the_stage_of_the_column(desk):
    """Covers: B1, C1, M3."""
    deal = desk.shop.a_deal(QUOTE, title="Menus")
    quote = desk.shop.stage(QUOTE)
    before = desk.row(Stage, quote)
    desk.open()
    desk.choose(deal)
    press(Key.Key_F4)
    assert desk.went == [("stages", quote)]
    menu = menu_of(desk)
    assert set(words(menu)) == {"Edit this stage…", "Fold the column", "Sort"}
    words(menu)["Edit this stage…"].trigger()
    menu.close()
    assert desk.went == [("stages", quote)] * 2
    desk.settle()
    assert desk.row(Stage, quote).stamp == before.stamp, "nothing has changed by that"


def test_who_may_not_change_stages_is_offered_what_is_their_own(make_desk):
    """Covers: N4."""
    desk = make_desk(roles=("manager",))
    desk.open()
    press(Key.Key_F4)
    desk.settle()
    assert desk.went == []
    menu = menu_of(desk)
    assert set(words(menu)) == {"Sort", "Fold the column"}
    menu.close()
