# SPDX-License-Identifier: Apache-2.0
"""The window by keys: pages, actions, menus, sizes, languages and what is found again."""

from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop import i18n
from desktop import settings as declared
from desktop.views import actions, theme, window_place
from desktop.views.navigation import PageSpec, RailGroup
from desktop.views.page import Page
from desktop.views.palette_commands import commands_like
from desktop.views.rail import NARROW, WIDE
from desktop.views.rail_items import PageItem
from desktop.views.shortcut_sheet import ShortcutSheet
from tests.shell import MAYA, SANA, Shell, press
from tests.window_desk import WindowDesk

Key, Mod = Qt.Key, Qt.KeyboardModifier
CTRL, SHIFT, ALT = Mod.ControlModifier, Mod.ShiftModifier, Mod.AltModifier


@pytest.fixture
def shell(qtbot, tmp_path) -> Shell:
    made = Shell(tmp_path)
    qtbot.addWidget(made.window)
    return made


def items(shell: Shell) -> dict[str, PageItem]:
    found = shell.window.rail.findChildren(PageItem)
    return {one.objectName().removeprefix("rail."): one for one in found if not one.isHidden()}


def test_the_rail_shows_what_is_open_to_the_persons_roles(shell, qtbot, tmp_path):
    assert set(items(shell)) == {"today", "deals", "counter", "settings"}
    accountant = Shell(tmp_path / "other", SANA)
    qtbot.addWidget(accountant.window)
    assert set(items(accountant)) == {"today", "deals", "payments", "settings"}


def test_ctrl_and_a_digit_open_the_pages_in_the_order_of_the_rail(shell):
    """Covers: M3."""
    press(Key.Key_1, CTRL)
    assert shell.navigator.step.kind == "today"
    press(Key.Key_3, CTRL)
    assert shell.navigator.step.kind == "counter"
    press(Key.Key_Left, ALT)
    assert shell.navigator.step.kind == "today"
    press(Key.Key_Right, ALT)
    assert shell.navigator.step.kind == "counter"


def test_f2_opens_a_counter_order_from_anywhere_even_inside_text(shell):
    shell.board.filter.setFocus()
    press(Key.Key_F2)
    assert shell.navigator.step.kind == "counter"


def test_the_open_page_is_marked_in_the_rail_and_so_is_the_one_a_card_belongs_to(shell):
    def marked() -> list[str]:
        return [kind for kind, item in items(shell).items() if item.isChecked()]

    assert marked() == ["deals"]
    shell.navigator.open("deal", UUID(int=1))
    assert marked() == ["deals"]
    items(shell)["today"].click()
    assert (marked(), shell.navigator.step.kind) == (["today"], "today")


def test_counters_stand_at_their_pages_and_are_spoken(shell):
    shell.window.set_counts({"today": 17})
    item = items(shell)["today"]
    assert (item.count(), item.accessibleName()) == (17, "Today, 17")
    shell.window.set_counts({})
    assert item.accessibleName() == "Today"


def test_an_item_that_counts_nothing_is_gone_once_its_page_is_left(shell):
    """Covers: N2."""
    assert "to_look_at" not in items(shell)
    shell.window.set_counts({"to_look_at": 2})
    item = items(shell)["to_look_at"]
    assert item.isVisible()
    press(Key.Key_L, CTRL | SHIFT)
    assert shell.navigator.step.kind == "to_look_at"
    shell.window.set_counts({"to_look_at": 0})
    assert item.isVisible()
    shell.navigator.open("deals")
    assert item.isHidden()


def test_a_letter_is_the_pages_action_in_any_layout_but_text_in_its_filter(shell):
    """Covers: M3."""
    assert shell.board.rows.hasFocus()
    press(0x041A, scan=19 + 8, text="к")  # the place of R in the Russian layout
    assert shell.board.done == ["run"]
    press(Key.Key_Slash, text="/")
    assert shell.board.filter.hasFocus()
    press("r")
    assert (shell.board.done, shell.board.filter.text()) == (["run"], "r")
    press(Key.Key_R, ALT)
    assert shell.board.done == ["run", "run"]


def test_the_pages_keys_work_only_while_it_is_in_front(shell):
    press(Key.Key_N, CTRL)
    press(Key.Key_1, CTRL)
    press(Key.Key_N, CTRL)
    assert shell.board.done == ["new"]


def test_ctrl_enter_presses_the_primary_button(shell):
    shell.board.filter.setFocus()
    press(Key.Key_Return, CTRL)
    assert shell.board.done == ["saved"]
    shell.board.button.setEnabled(False)
    press(Key.Key_Return, CTRL)
    assert shell.board.done == ["saved"]


def test_f6_walks_through_the_parts_of_the_page(shell):
    press(Key.Key_F6)
    assert shell.board.side.hasFocus()
    press(Key.Key_F6)
    assert shell.board.rows.hasFocus()
    press(Key.Key_F6, SHIFT)
    assert shell.board.side.hasFocus()


def test_undo_is_the_programs_where_the_field_has_nothing_to_undo(shell):
    """Covers: M3."""
    shell.board.filter.setFocus()
    press("o")
    press(Key.Key_Z, CTRL)
    assert (shell.undone, shell.board.filter.text()) == (0, "")
    press(Key.Key_Z, CTRL)
    assert shell.undone == 1
    shell.board.rows.setFocus()
    press(Key.Key_Z, CTRL)
    assert shell.undone == 2


def test_the_question_mark_shows_the_keys_of_this_page_and_takes_the_keys(shell):
    press(Key.Key_Question, SHIFT, text="?")
    sheet = shell.window.findChild(ShortcutSheet)
    assert sheet.isVisible()
    spoken = [label.accessibleName() for label in sheet.findChildren(type(sheet._title))]
    assert "Run it, R" in spoken
    assert "Undo, Ctrl\N{NO-BREAK SPACE}Z" in spoken
    press(Key.Key_R, ALT)
    assert shell.board.done == []
    press(Key.Key_Escape)
    assert not sheet.isVisible()
    assert shell.board.rows.hasFocus()


def test_keys_that_do_the_same_share_a_line(shell):
    own = actions.ActionSet(shell.window)
    for number in "1234":
        own.add(
            actions.ActionSpec(f"tile.{number}", "Choose the product", keys=(number,)), lambda: None
        )
    sheet = ShortcutSheet(
        shell.window, page="Counter order", hints=(), here=own.all(), everywhere=()
    )
    spoken = [label.accessibleName() for label in sheet.findChildren(type(sheet._title))]
    assert [text for text in spoken if "Choose" in text] == ["Choose the product, 1, 2, 3, 4"]


@pytest.mark.qt_log_ignore("does not support grabbing")
def test_alt_alone_opens_the_menu_with_every_action(shell):
    press(Key.Key_Alt, ALT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    titles = [one.text() for one in menu.actions()]
    assert titles == ["Counterfoil", "Page", "Edit", "Go", "View", "Help"]
    lines = [line.text() for one in menu.actions() for line in one.menu().actions()]
    assert {"Run it", "New counter order", "Undo", "Today", "Dark theme"} <= set(lines)
    menu.close()


def test_an_action_without_its_right_is_not_there(qtbot, tmp_path):
    shell = Shell(tmp_path, SANA)
    qtbot.addWidget(shell.window)
    assert shell.window.bind(actions.HAND_OVER, lambda: None) is None
    press(Key.Key_F2)
    assert shell.navigator.step.kind == "deals"


@pytest.mark.parametrize(
    ("size", "rail", "header"),
    [
        ((1440, 900), WIDE, 56),
        ((1399, 900), NARROW, 56),
        ((1024, 600), NARROW, 48),
        ((640, 360), NARROW, 48),
    ],
)
def test_the_rail_and_the_header_give_way_in_a_smaller_window(qtbot, tmp_path, size, rail, header):
    """Covers: M4."""
    shell = Shell(tmp_path, size=size)
    qtbot.addWidget(shell.window)
    assert shell.window.rail.width() == rail
    assert shell.board.header.height() == header
    assert shell.window.minimumSize().toTuple() == (640, 360)


def test_larger_text_gives_way_as_in_a_smaller_window(qtbot, qapp, tmp_path):
    """Covers: M4."""
    shell = Shell(tmp_path, size=(1440, 900))
    qtbot.addWidget(shell.window)
    theme.apply(qapp, "light", 150)
    try:
        assert shell.window.rail.is_narrow
        assert shell.window.rail.width() == round(NARROW * 1.5)
        assert shell.board.header.height() == round(48 * 1.5)
    finally:
        theme.apply(qapp, "light")
    assert not shell.window.rail.is_narrow
    assert shell.board.header.height() == 56


def test_ctrl_b_pins_the_rail_and_that_is_found_again(qtbot, tmp_path):
    shell = Shell(tmp_path, size=(1300, 800))
    qtbot.addWidget(shell.window)
    assert shell.window.rail.is_narrow
    press(Key.Key_B, CTRL)
    assert not shell.window.rail.is_narrow
    assert shell.settings.get(declared.RAIL_PINNED, person=MAYA.id)
    again = Shell(tmp_path, size=(1300, 800))
    qtbot.addWidget(again.window)
    assert not again.window.rail.is_narrow
    press(Key.Key_B, CTRL)
    assert again.window.rail.is_narrow


def test_names_are_tool_tips_in_the_narrow_rail(qtbot, tmp_path):
    shell = Shell(tmp_path, size=(1100, 700))
    qtbot.addWidget(shell.window)
    assert items(shell)["today"].toolTip() == "Today (Ctrl\N{NO-BREAK SPACE}1)"
    shell.window.resize(1440, 900)
    assert items(shell)["today"].toolTip() == ""


def test_the_right_panel_is_docked_from_1200_and_opens_over_the_content_below(qtbot, tmp_path):
    shell = Shell(tmp_path, size=(1440, 900))
    qtbot.addWidget(shell.window)
    assert shell.board.side.isVisible()
    assert shell.board.side.width() == 296
    shell.window.resize(1100, 700)
    assert not shell.board.side.isVisible()
    press(Key.Key_Backslash, CTRL)
    assert shell.board.side.isVisible()
    assert shell.board.side.geometry().right() == shell.board.width() - 1
    qtbot.waitUntil(lambda: shell.board.rows.width() > 900)


def test_the_language_changes_without_a_restart(shell, qtbot):
    """Covers: M2."""
    from desktop.views import look

    i18n.switch("ru")
    translator = look.speak(QApplication.instance())
    qtbot.waitUntil(lambda: items(shell)["deals"].text() == "Сделки")
    assert shell.board.header.title() == "Сделки"
    assert shell.window.windowTitle() == "Сделки · Counterfoil"
    assert shell.window._actions.get("go.settings").text() == "Настройки"
    i18n.switch("en")
    look.speak(QApplication.instance(), translator)
    qtbot.waitUntil(lambda: items(shell)["deals"].text() == "Deals")


def test_the_theme_is_a_setting_of_the_person(shell):
    shell.window._actions.get("view.dark").trigger()
    assert shell.settings.get(declared.THEME, person=MAYA.id) == "dark"


def test_the_last_page_and_the_place_of_the_window_are_found_again(qtbot, tmp_path):
    shell = Shell(tmp_path)
    qtbot.addWidget(shell.window)
    shell.window.move(20, 30)
    shell.window.resize(700, 500)
    press(Key.Key_1, CTRL)
    shell.window.close()
    again = Shell(tmp_path)
    qtbot.addWidget(again.window)
    again.window.open_first_page()
    assert again.navigator.step.kind == "today"
    again.window.restore_place()
    assert again.window.size().toTuple() == (700, 500)
    assert again.window.pos().toTuple() == (20, 30)


def test_a_window_that_would_lie_outside_the_screen_is_brought_inside(qtbot, tmp_path):
    shell = Shell(tmp_path)
    qtbot.addWidget(shell.window)
    name = f"window on {shell.window.screen().name()}"
    shell.settings.remember(name, [9000, 9000, 700, 500, 0], person=MAYA.id)
    shell.window.restore_place()
    assert shell.window.screen().availableGeometry().contains(shell.window.geometry().center())


def test_a_small_screen_gets_the_window_maximised(qtbot, tmp_path):
    shell = Shell(tmp_path)
    qtbot.addWidget(shell.window)
    shell.window.restore_place()  # the offscreen screen is 800 × 800, the default is larger
    assert shell.window.isMaximized()


def test_the_sign_in_stands_where_the_window_before_it_stood(qtbot):
    """Covers: N5."""
    before, after, own = QWidget(), QWidget(), QWidget()
    for window in (before, after, own):
        qtbot.addWidget(window)
    before.setGeometry(40, 60, 500, 400)
    window_place.show(before, None)
    after.resize(100, 100)
    window_place.show(after, before)
    assert after.geometry() == before.geometry()
    own.setGeometry(5, 6, 300, 200)
    window_place.show(own, before)
    assert own.geometry().size() == QSize(300, 200)


def test_the_window_says_once_that_it_was_closed(shell, qtbot):
    with qtbot.waitSignal(shell.window.closed):
        press(Key.Key_Q, CTRL)


def test_what_no_action_means_is_left_alone(shell):
    before = shell.board.rows.currentRow()
    event_type = QEvent.Type.KeyPress
    press(Key.Key_Down)
    assert event_type == QEvent.Type.KeyPress
    assert shell.board.rows.currentRow() != before


def test_a_page_without_an_item_is_opened_by_its_name(make_desks):
    """Covers: M3."""
    desk = make_desks(WindowDesk)()
    desk.show_window([
        PageSpec("today", "Today", "compass", lambda: Page("Today"), RailGroup.WORK, 1),
        PageSpec("month", "My month", "target", lambda: Page("My month"), under="today", is_named=True),
    ])  # fmt: skip
    desk.navigator.open("today")
    (hit,) = commands_like(desk.window._palette_actions(), "my mo")
    desk.window.action(hit.kind).trigger()
    assert desk.navigator.step.kind == "month"
