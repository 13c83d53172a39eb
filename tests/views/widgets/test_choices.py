# SPDX-License-Identifier: Apache-2.0
"""One of a few, on or off, and the way of a card: by keys and by press."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.views import theme
from desktop.views.widgets.choices import CheckBox, RadioButton, Switch
from desktop.views.widgets.segmented import Segment, SegmentedControl
from desktop.views.widgets.stage_bar import StageBar, Step
from desktop.views.widgets.tabs import Tabs

Key = Qt.Key
WAYS = [Segment("card", "Card"), Segment("cash", "Cash"), Segment("invoice", "Invoice")]
STEPS = [Step(key, key.title()) for key in ("brief", "quote", "contract", "paid")]


def chosen_of(control):
    told = []
    control.chosen.connect(told.append)
    return told


def test_arrows_walk_the_segments_and_go_round(stand):
    """Covers: M3."""
    control = stand.put(SegmentedControl(WAYS, name="Paid by"))
    told = chosen_of(control)
    control._buttons[0].setFocus()
    for key in (Key.Key_Right, Key.Key_Right, Key.Key_Right, Key.Key_Left):
        QTest.keyClick(stand.focusWidget(), key)
    assert told == ["cash", "invoice", "card", "invoice"]
    assert control.current() == "invoice"


def test_a_segmented_control_is_one_stop_for_tab(stand):
    control = stand.put(
        SegmentedControl(WAYS),
    )
    after = stand.put(CheckBox("Then"))
    control.choose("cash")
    control._buttons[1].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(stand.focusWidget(), Key.Key_Tab)
    assert after.hasFocus()


def test_choosing_in_code_tells_nobody(stand):
    control = stand.put(SegmentedControl(WAYS))
    told = chosen_of(control)
    control.choose("invoice")
    assert told == []
    assert [button.isChecked() for button in control._buttons] == [False, False, True]
    with pytest.raises(KeyError):
        control.choose("barter")


def test_a_second_press_on_the_chosen_segment_asks_for_its_menu(stand, qtbot):
    control = stand.put(SegmentedControl(WAYS))
    told = chosen_of(control)
    with qtbot.waitSignal(control.pressed_again):
        QTest.mouseClick(control._buttons[0], Qt.MouseButton.LeftButton)
    assert told == []
    assert control._buttons[0].isChecked()


def test_other_segments_keep_the_choice_where_they_can(stand):
    control = stand.put(SegmentedControl(WAYS))
    control.choose("cash")
    control.set_segments([*WAYS[1:], Segment("transfer", "Transfer")])
    assert control.current() == "cash"
    control.set_segments([Segment("none", "None")])
    assert control.current() == "none"


def test_segments_are_named_for_screen_readers(stand):
    """Covers: M4."""
    control = stand.put(
        SegmentedControl([Segment("list", icon="ph.list", tip="List")], name="View")
    )
    assert control.accessibleName() == "View"
    assert control._buttons[0].accessibleName() == "List"


@pytest.mark.parametrize("kind", [CheckBox, Switch, RadioButton])
def test_the_text_is_pressed_like_the_mark(stand, kind):
    choice = stand.put(kind("Then open the contract wizard"))
    QTest.mouseClick(choice, Qt.MouseButton.LeftButton, pos=QPoint(120, choice.height() // 2))
    assert choice.isChecked()


@pytest.mark.parametrize("size", theme.TEXT_SIZES)
def test_choices_are_large_enough_and_wrap(light, size):
    """Covers: M4."""
    theme.apply(light, "light", size)
    box = CheckBox("Remember: the account ending 0042 pays for Kestrel Cycles from now on")
    assert box.sizeHint().height() >= 24
    assert box.heightForWidth(120) > box.heightForWidth(900)


def test_a_press_on_a_stage_only_asks(stand, qtbot):
    """Covers: C5."""
    bar = stand.put(StageBar(STEPS, name="Stages"))
    bar.set_current("quote")
    stand.layout().activate()
    last = QPoint(bar.width() - 30, bar.height() // 2)
    with qtbot.waitSignal(bar.asked) as told:
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=last)
    assert told.args == ["paid"]
    assert bar.current() == "quote"


def test_the_stage_bar_is_walked_by_arrows(stand, qtbot):
    """Covers: M3."""
    bar = stand.put(StageBar(STEPS))
    bar.set_current("brief")
    bar.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.assertNotEmitted(bar.asked):
        QTest.keyClick(bar, Key.Key_Return)
    for _ in range(2):
        QTest.keyClick(bar, Key.Key_Right)
    with qtbot.waitSignal(bar.asked) as told:
        QTest.keyClick(bar, Key.Key_Return)
    assert told.args == ["contract"]


def test_tabs_are_walked_by_arrows(stand):
    tabs = stand.put(Tabs([("comment", "Comment", "ph.chat-text"), ("call", "Call", "ph.phone")]))
    told = chosen_of(tabs)
    tabs.step(1)
    tabs.step(1)
    assert told == ["call", "comment"]
    tabs.choose("call")
    assert told == ["call", "comment"]
    assert tabs.current() == "call"
