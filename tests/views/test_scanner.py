# SPDX-License-Identifier: Apache-2.0
"""A scanner is told from fingers, on any page, in any field."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QTextEdit

from desktop.values.numbers import OrderNumber
from desktop.views.actions import ActionSpec
from desktop.views.scanner import GAP_MS, OWN_SCANS
from tests.shell import Shell

Key = Qt.Key
NUMBER = OrderNumber("K7", 418)
CODE = NUMBER.paper_code


class Keys:
    """Types with a given pause between the keys."""

    def __init__(self) -> None:
        self.now = 1000

    def type(self, text: str, *, pause: int) -> None:
        for sign in text:
            self.now += pause
            key = Key.Key_Return if sign == "\n" else Key(ord(sign))
            event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, sign)
            event.setTimestamp(self.now)
            QApplication.sendEvent(QApplication.focusWidget(), event)


@pytest.fixture
def shell(qtbot, tmp_path) -> Shell:
    made = Shell(tmp_path)
    qtbot.addWidget(made.window)
    return made


def test_a_code_scanned_on_a_page_names_its_order(shell, qtbot):
    """Covers: J2."""
    with qtbot.waitSignal(shell.window.scanned) as told:
        Keys().type(CODE + "\n", pause=8)
    assert told.args == [NUMBER]


def test_a_code_scanned_into_a_field_is_taken_out_of_it_again(shell, qtbot):
    """Covers: J2."""
    shell.board.filter.setText("oak ")
    shell.board.filter.setFocus()
    with qtbot.waitSignal(shell.window.scanned):
        Keys().type(CODE + "\n", pause=8)
    assert shell.board.filter.text() == "oak "


def test_a_code_scanned_into_notes_leaves_them_as_they_were(shell, qtbot):
    notes = QTextEdit(shell.board)
    notes.show()
    notes.setPlainText("Call ")
    notes.moveCursor(notes.textCursor().MoveOperation.End)
    notes.setFocus()
    with qtbot.waitSignal(shell.window.scanned):
        Keys().type(CODE + "\n", pause=8)
    assert notes.toPlainText() == "Call "


def test_fingers_are_no_scanner(shell, qtbot):
    shell.board.filter.setFocus()
    with qtbot.assertNotEmitted(shell.window.scanned):
        Keys().type(CODE + "\n", pause=GAP_MS + 60)
    assert shell.board.filter.text() == CODE


def test_a_wrong_check_digit_is_no_code(shell, qtbot):
    wrong = CODE[:-1] + str((int(CODE[-1]) + 1) % 10)
    with qtbot.assertNotEmitted(shell.window.scanned):
        Keys().type(wrong + "\n", pause=8)


def test_a_field_may_read_codes_itself(shell, qtbot):
    shell.board.filter.setProperty(OWN_SCANS, True)
    shell.board.filter.setFocus()
    with qtbot.assertNotEmitted(shell.window.scanned):
        Keys().type(CODE + "\n", pause=8)
    assert shell.board.filter.text() == CODE


def test_digits_that_are_actions_are_not_triggered_by_a_code_but_by_a_finger(shell, qtbot):
    done = []
    for digit in "0123456789":
        spec = ActionSpec(f"pick.{digit}", digit, keys=(digit,))
        shell.board.act(spec, lambda digit=digit: done.append(digit))
    keys = Keys()
    with qtbot.waitSignal(shell.window.scanned):
        keys.type(CODE + "\n", pause=8)
    assert done == []
    keys.type("3", pause=500)
    qtbot.waitUntil(lambda: done == ["3"])


def test_digits_typed_fast_keep_their_order_and_the_key_after_them_waits(shell, qtbot):
    """Two keys within the time of a scanner are no code: each does what it means, one after the other."""
    done = []
    for key in ("1", "2", "Return"):
        spec = ActionSpec(f"pick.{key}", key, keys=(key,))
        shell.board.act(spec, lambda key=key: done.append(key))
    Keys().type("12\n", pause=5)
    assert done == ["1", "2", "Return"]


def test_a_page_that_wants_no_digits_does_not_double_them(shell, qtbot):
    """Covers: J2."""
    shell.board.setFocus()
    with qtbot.waitSignal(shell.window.scanned) as told:
        Keys().type(CODE + "\n", pause=8)
    assert told.args == [NUMBER]
