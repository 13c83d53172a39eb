# SPDX-License-Identifier: Apache-2.0
"""The same cards filtered, listed, grouped and exported, over a real shop."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu

from desktop.models.board_filter import BoardFilter
from desktop.models.card_table import COLUMNS
from desktop.views import theme
from desktop.views.board.closed_cards import ClosedCards
from desktop.views.board.keep_filter import KeepFilterDialog
from desktop.views.widgets.empty_state import EmptyState
from tests.board_desk import CTRL, SHIFT, chord
from tests.settings_desk import focus, type_text
from tests.shell import press

BRIEF, QUOTE, CONTRACT = "Brief & calculation", "Quote sent", "Contract & invoice"
Key = Qt.Key
NO_GRAB = pytest.mark.qt_log_ignore("This plugin does not support grabbing")
"""Offscreen there is no keyboard to grab for a pop-up."""


def test_the_filter_counts_words_and_other_layouts_find_cards(desk):
    """Covers: C4, M3."""
    desk.shop.a_deal(BRIEF, title="Menus", touch_in=timedelta(hours=1))
    desk.shop.a_deal(BRIEF, title="Leaflets", touch_in=timedelta(days=-2))
    desk.shop.a_deal(QUOTE, title="Labels", touch_in=None)
    desk.open()
    counts = {state: chip.accessibleName() for state, chip in desk.page.filter._states.items()}
    assert counts == {"late": "Overdue 1", "today": "Today 1", "missing": "No next touch 1"}
    press("/")
    type_text("leaf")
    assert desk.column(BRIEF) == ["Leaflets"]
    assert desk.page.header._meta.text().startswith("1 of 3 open")
    said = [column.findChild(EmptyState).accessibleName() for column in desk.view.columns[1:3]]
    assert said[0].startswith("Hidden by the filter."), "it is not empty"
    assert said[1].startswith("No deals in this stage.")
    press(Key.Key_Return)
    assert focus() is desk.view.columns[0].cards
    press("/")
    press(Key.Key_Escape)
    assert desk.column(BRIEF) == ["Leaflets", "Menus"]
    desk.page.filter.field.setFocus()
    type_text("ьутгы")
    assert desk.column(BRIEF) == ["Menus"], "typed with the Russian layout on"


def test_a_filter_is_kept_by_name_for_the_person(desk):
    """Covers: C4."""
    desk.shop.a_deal(BRIEF, title="Menus", touch_in=timedelta(days=-1))
    desk.shop.a_deal(BRIEF, title="Labels", touch_in=timedelta(days=3))
    desk.open()
    desk.page.filter._states["late"].click()
    assert desk.column(BRIEF) == ["Menus"]
    desk.page.filter.save_asked.emit()
    desk.dialog(KeepFilterDialog)
    type_text("Late ones")
    press(Key.Key_Return)
    wish = BoardFilter(states=frozenset({"late"}))
    assert desk.page._memory.filters() == {"Late ones": wish}
    desk.page.filter._all.click()
    assert len(desk.column(BRIEF)) == 2
    desk.page._forget_filter("Late ones")
    assert desk.page._memory.filters() == {}


def test_list_and_due_days_show_the_same_cards(desk):
    """Covers: C8."""
    soon = desk.clock.now() + timedelta(days=1)
    one = desk.shop.a_deal(BRIEF, title="Menus", amount=28400, due_at=soon)
    desk.shop.a_deal(QUOTE, title="Labels", amount=36500)
    desk.open()
    desk.choose(one)
    desk.page.show_as("list")
    table = desk.page.shapes.table
    QAbstractItemModelTester(
        table.model, QAbstractItemModelTester.FailureReportingMode.Fatal, table
    )
    assert [card.title for card in table.model.cards()] == ["Menus", "Labels"]
    assert [card.id for card in table.chosen()] == [one], "the chosen card stays chosen"
    table.rows.horizontalHeader().setSortIndicator(3, Qt.SortOrder.DescendingOrder)
    assert [card.title for card in table.model.cards()] == ["Labels", "Menus"]
    chord(Key.Key_Right, CTRL | SHIFT)
    desk.wait(lambda: desk.stage_of(one) == QUOTE, "the keys work here, too")
    desk.page.show_as("calendar")
    heads = [table.model.index(row, 0).data() for row in (0, 2)]
    assert heads == ["Tomorrow · 1 card · £284", "No due date · 1 card · £365"]


def test_a_list_is_exported_as_it_is_shown(desk, tmp_path):
    """Covers: C8."""
    desk.shop.a_deal(BRIEF, title="=Menus", amount=28400)
    desk.open()
    desk.page.show_as("list")
    for suffix in ("csv", "xlsx"):
        path = tmp_path / f"deals.{suffix}"
        desk.page.outlets.sheets.write(desk.page.shapes.table.export(), path, "Commercial print")
        desk.wait(lambda: desk.told, "the file is written")
        assert desk.told.pop() == f"1 deal is in deals.{suffix}."
        from desktop.channels.spreadsheets import read_table

        table = read_table(path)
        assert table.columns[:4] == ("Client", "What is ordered", "Stage", "Sum")
        assert table.rows[0].cells[1] == "=Menus"


def test_won_lists_what_was_closed_this_month(desk):
    """Covers: C7."""
    won = desk.shop.a_deal("Won", title="Programmes")
    desk.open()
    desk.view.finals[0].pressed.emit()
    dialog = desk.dialog(ClosedCards)
    assert [card.title for card in dialog.model.rows] == ["Programmes"]
    press(Key.Key_Return)
    assert desk.went == [("deal", won)]


@NO_GRAB
def test_a_filter_that_has_no_room_stands_in_the_menu(make_desk):
    """Covers: M4."""
    desk = make_desk(size=(640, 360))
    desk.shop.a_deal(BRIEF, title="Menus", touch_in=None)
    desk.shop.a_deal(BRIEF, title="Labels")
    desk.open()
    assert desk.page.filter._states["missing"].isHidden()
    desk.page.filter._more.click()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == "No touch").trigger()
    menu.close()
    assert desk.column(BRIEF) == ["Menus"]


def test_a_small_window_leaves_out_the_figures_before_it_cuts_the_title(make_desk):
    """Covers: M4."""
    desk = make_desk(size=(640, 360))
    desk.shop.a_deal(BRIEF, title="Menus", amount=28400)
    desk.open()
    header = desk.page.header
    assert not header._title.is_elided()
    assert desk.page._near_meta.isHidden()
    desk.window.resize(1093, 614)
    desk.wait(lambda: not desk.page._near_meta.isHidden(), "there is room for them again")
    assert desk.page._near_meta.text() == "1 open · £284"


def test_a_sum_too_long_for_the_stage_name_goes_down_to_the_hint(desk):
    """Covers: C4."""
    desk.shop.a_deal(BRIEF, title="Menus", amount=28400)
    desk.shop.a_deal(CONTRACT, title="Labels", amount=123456789900)
    desk.open()
    below = {column.stage.name: column.header.is_sum_below() for column in desk.view.columns}
    assert (below[BRIEF], below[CONTRACT]) == (False, True)


def shown_columns(table) -> list[str]:
    header = table.rows.horizontalHeader()
    places = [header.logicalIndex(n) for n in range(header.count())]
    return [COLUMNS[n].key for n in places if not header.isSectionHidden(n)]


def test_the_table_leaves_out_spare_columns_in_a_narrow_window_until_they_are_asked_for(desk):
    """Covers: C8, M4."""
    desk.open()
    desk.page.show_as("list")
    table = desk.page.shapes.table
    wide = shown_columns(table)
    desk.window.resize(1024, 600)
    desk.wait(lambda: shown_columns(table) != wide, "the spare columns go")
    assert shown_columns(table) == [key for key in wide if key not in {"owner", "age"}]
    bar = table.rows.horizontalScrollBar()
    desk.wait(lambda: bar.maximum() == 0, "the rest stands without scrolling")
    assert set(table.layout_kept()["shown"]) == set(wide), "what is kept is what was chosen"
    table._show_column("owner", True)
    assert "owner" in shown_columns(table)
    desk.window.resize(1440, 900)
    desk.wait(lambda: shown_columns(table) == wide, "all of them are back")


def test_the_columns_of_the_table_grow_with_the_text(desk, qapp):
    """Covers: C8, M4."""
    desk.open()
    desk.page.show_as("list")
    table = desk.page.shapes.table
    header = table.rows.horizontalHeader()
    header.resizeSection(0, 250)
    theme.apply(qapp, "light", 150)
    try:
        assert header.sectionSize(0) == 375
        assert table.layout_kept()["widths"]["client"] == 250
    finally:
        theme.apply(qapp, "light")
    assert header.sectionSize(0) == 250


def test_who_controls_deals_sees_them_in_a_list_of_their_own_whoever_holds_them(desk):
    """Covers: C2."""
    tom = desk.shop.a_user(name="Tom Ferris")
    head = desk.shop.a_user("head", name="Gwen Aldous", position=-1)
    mine = desk.shop.a_deal(BRIEF, title="Menus", holder=tom, controller_id=desk.shop.me)
    heads = desk.shop.a_deal(BRIEF, title="Cards", holder=tom)
    desk.open()
    chip = desk.page.filter.controlled
    assert chip.accessibleName() == "I control 1"
    chip.click()
    assert desk.column(BRIEF) == ["Menus"]
    keys = {card.id: card.controller_key for card in desk.page.shapes.model.all_cards()}
    assert keys == {mine: desk.shop.me.bytes, heads: head.bytes}
