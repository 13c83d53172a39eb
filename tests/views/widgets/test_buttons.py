# SPDX-License-Identifier: Apache-2.0
"""Buttons are pressed by keys, show their shortcut, and say why they cannot be pressed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.i18n import say_keys
from desktop.views import theme
from desktop.views.widgets import keys
from desktop.views.widgets.buttons import SIZES, Button, icon_button
from desktop.views.widgets.chips import Chip, FilterChip
from desktop.views.widgets.halo import Halo
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.tile import Tile


@pytest.fixture
def shown_keys():
    yield
    keys.set_shown(True)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_press_the_focused_button(stand, qtbot, key):
    """Covers: M3."""
    button = stand.put(Button("Save", kind="primary"))
    button.setFocus()
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, key)


def test_ctrl_enter_is_left_to_the_dialog(stand, qtbot):
    button = stand.put(Button("Save"))
    button.setFocus()
    with qtbot.assertNotEmitted(button.clicked):
        QTest.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_blocked_button_says_why(stand):
    button = stand.put(Button("Save"))
    button.set_blocked("Write what was agreed.")
    assert not button.isEnabled()
    assert button.toolTip() == "Write what was agreed."
    button.set_blocked(None)
    assert button.isEnabled()
    assert button.toolTip() == ""


def test_a_button_that_rests_while_it_works_has_the_focus_again_afterwards(stand):
    """Covers: M3."""
    field, button, after = stand.put(LineEdit()), Button("Send a test letter"), Button("Close")
    stand.put(button, after)
    button.setFocus()
    button.set_blocked("The letter is on its way.")
    assert QApplication.focusWidget() is field
    button.set_blocked(None)
    assert QApplication.focusWidget() is button
    button.setEnabled(False)
    after.setFocus()  # who went elsewhere meanwhile stays there
    button.setEnabled(True)
    assert QApplication.focusWidget() is after


def test_a_shortcut_is_written_on_the_button_and_told_to_screen_readers(stand, shown_keys):
    """Covers: M3, M4."""
    button = stand.put(Button("Save", shortcut="Ctrl+S"))
    assert button.accessibleName() == "Save"
    assert button.accessibleDescription() == say_keys("Ctrl+S")
    wide = button.sizeHint().width()
    keys.set_shown(False)
    assert button.sizeHint().width() < wide


def test_in_a_narrow_window_only_fields_keep_their_key(stand, shown_keys):
    """Covers: M3."""
    button = stand.put(Button("Save", shortcut="Ctrl+S"))
    field = stand.put(LineEdit(shortcut="/"))
    wide, margin = button.sizeHint().width(), field.textMargins().right()
    keys.set_shown(True, has_room=False)
    assert button.sizeHint().width() < wide
    assert field.textMargins().right() == margin
    keys.set_shown(False, has_room=False)
    assert field.textMargins().right() < margin


def test_a_button_with_an_icon_only_has_a_name(stand):
    button = stand.put(icon_button("ph.x", "Close", shortcut="Esc"))
    assert button.accessibleName() == "Close"
    assert button.toolTip() == "Close (Esc)"


def test_an_ampersand_in_a_name_is_no_mnemonic(stand):
    button = stand.put(Button("Oak & Lime"))
    assert button.accessibleName() == "Oak & Lime"
    assert button.text() == "Oak && Lime"
    assert button.shortcut().isEmpty()


def test_the_ring_is_for_the_keyboard_and_goes_with_the_focus(stand):
    """Covers: M4."""
    first, second = Button("One"), Button("Two")
    stand.put(first, second)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    assert [ring.isVisible() for ring in stand.findChildren(Halo)] == [True]
    ring = stand.findChildren(Halo)[0]
    assert ring.geometry() == first.geometry().adjusted(-4, -4, 4, 4)
    second.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not any(ring.isVisible() for ring in stand.findChildren(Halo))


def test_the_ring_follows_the_button(stand):
    button = stand.put(Button("One"))
    button.setFocus(Qt.FocusReason.TabFocusReason)
    button.move(40, 50)
    ring = stand.findChildren(Halo)[0]
    assert ring.geometry().topLeft() == button.geometry().topLeft() - ring.rect().topLeft() - (
        button.rect().topLeft().__class__(4, 4)
    )


@pytest.mark.parametrize("size", theme.TEXT_SIZES)
def test_buttons_are_large_enough_at_every_text_size(light, size):
    """Covers: M4."""
    theme.apply(light, "light", size)
    for name in SIZES:
        assert Button("Go", size=name).sizeHint().height() >= 28
        assert Button("Go", size=name).sizeHint().width() >= 24
        assert icon_button("ph.x", "Close", size=name).sizeHint().width() >= 24


def test_a_filter_says_its_count_and_stays_pressed(stand, qtbot):
    chip = stand.put(FilterChip("Overdue", icon="ph.warning-circle", tone="danger"))
    chip.set_count(3)
    assert chip.accessibleName() == "Overdue 3"
    assert chip.sizeHint().height() == 28
    QTest.keyClick(chip, Qt.Key.Key_Space)
    assert chip.isChecked()


def test_a_chip_too_narrow_tells_its_text(stand):
    chip = stand.put(Chip("Call today 11:40", "warning", "ph.phone"))
    assert chip.sizeHint().height() == 20
    chip.setFixedWidth(50)
    chip.grab()
    assert chip.toolTip() == "Call today 11:40"
    chip.setFixedWidth(chip.sizeHint().width())
    chip.grab()
    assert chip.toolTip() == ""


def test_a_tile_is_chosen_by_enter(stand):
    tile = stand.put(Tile("Business cards", icon="ph.ticket", shortcut="1", height=52))
    tile.setFocus()
    QTest.keyClick(tile, Qt.Key.Key_Return)
    assert tile.isChecked()
    assert tile.accessibleName() == "Business cards"
