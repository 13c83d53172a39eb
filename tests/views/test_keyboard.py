# SPDX-License-Identifier: Apache-2.0
"""Keys mean actions: in any layout, never stolen from a text field, deterministic page before window."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QTextEdit, QVBoxLayout, QWidget

from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.keyboard import Keyboard, KeyReader, combination

Key, Mod = Qt.Key, Qt.KeyboardModifier
X11 = 8  # X11 adds this to the scan code


def pressed(key: int, mods: Mod = Mod.NoModifier, *, scan: int = 0, vk: int = 0, text: str = ""):
    return QKeyEvent(QEvent.Type.KeyPress, key, mods, scan, vk, 0, text)


def read(event: QKeyEvent, platform: str = "linux", *, after: str = "") -> list[str]:
    reader = KeyReader(platform)
    for letter in after:
        reader.read(pressed(ord(letter.upper()), text=letter))
    return [
        f"{combination.keyboardModifiers().value:x}:{combination.key().name}"
        for combination in reader.read(event)
    ]


def test_a_letter_of_the_russian_layout_counts_by_its_place():
    """Covers: M3."""
    cyrillic_es = pressed(0x0421, scan=46 + X11, text="с")
    assert read(cyrillic_es) == ["0:Key_C"]
    assert read(pressed(0x0421, scan=46, text="с"), "win32") == ["0:Key_C"]
    assert read(pressed(0x0421, vk=8, text="с"), "darwin") == ["0:Key_C"]


def test_a_latin_letter_means_itself_wherever_it_stands():
    azerty_a = pressed(Key.Key_A, scan=16 + X11, text="a")
    assert read(azerty_a) == ["0:Key_A"]


def test_digits_of_azerty_count_by_their_place():
    assert read(pressed(Key.Key_Ampersand, scan=2 + X11, text="&")) == [
        "0:Key_Ampersand",
        "0:Key_1",
    ]


def test_signs_of_a_russian_layout_count_by_their_place():
    full_stop_where_the_slash_is = pressed(Key.Key_Period, scan=53 + X11, text=".")
    assert read(full_stop_where_the_slash_is)[0] == "0:Key_Period"
    assert read(full_stop_where_the_slash_is, after="ф")[0] == "0:Key_Slash"


def test_shift_that_only_makes_the_sign_is_not_asked_for():
    assert "0:Key_Question" in read(pressed(Key.Key_Question, Mod.ShiftModifier, text="?"))
    by_place = pressed(Key.Key_Comma, Mod.ShiftModifier, scan=53 + X11, text=",")
    assert "0:Key_Question" in read(by_place, after="ф")


def test_enter_of_the_number_pad_is_return():
    event = pressed(Key.Key_Enter, Mod.ControlModifier | Mod.KeypadModifier)
    assert read(event) == ["4000000:Key_Return"]


class Window(QWidget):
    """A window with a list and two text fields, and the actions C, Ctrl+K, Ctrl+Z, F2."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        self.menus = 0
        self.rows, self.field, self.notes = QListWidget(), QLineEdit(), QTextEdit()
        self.rows.addItems(["Cobalt", "Maple"])
        column = QVBoxLayout(self)
        for part in (self.rows, self.field, self.notes):
            column.addWidget(part)
        self.set = ActionSet(self)
        for keys in ("C", "Ctrl+K", "Ctrl+Z", "F2", "Ctrl+Left"):
            self.set.add(
                ActionSpec(keys, keys, keys=(keys,)), lambda keys=keys: self.done.append(keys)
            )
        self.keyboard = Keyboard(self, self.set.find, open_menu=self.count_menu, platform="linux")

    def count_menu(self) -> None:
        self.menus += 1


def shown(qtbot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    window.rows.setFocus()
    qtbot.waitUntil(window.rows.hasFocus)
    return window


def test_a_single_letter_works_on_a_list_and_is_text_in_a_field(qtbot):
    """Covers: M3."""
    window = shown(qtbot)
    QTest.keyClick(window.rows, Key.Key_C)
    assert window.done == ["C"]
    window.field.setFocus()
    QTest.keyClicks(window.field, "c")
    assert (window.done, window.field.text()) == (["C"], "c")


def test_inside_text_alt_and_the_letter_do_the_same(qtbot):
    window = shown(qtbot)
    window.field.setFocus()
    QTest.keyClick(window.field, Key.Key_C, Mod.AltModifier)
    assert (window.done, window.field.text()) == (["C"], "")


def test_chords_and_function_keys_work_inside_text(qtbot):
    window = shown(qtbot)
    window.notes.setFocus()
    QTest.keyClick(window.notes, Key.Key_K, Mod.ControlModifier)
    QTest.keyClick(window.notes, Key.Key_F2)
    assert window.done == ["Ctrl+K", "F2"]


def test_undo_is_the_fields_own_while_it_has_something_to_undo(qtbot):
    window = shown(qtbot)
    window.field.setFocus()
    QTest.keyClicks(window.field, "oak")
    QTest.keyClick(window.field, Key.Key_Z, Mod.ControlModifier)
    assert (window.field.text(), window.done) == ("", [])
    QTest.keyClick(window.field, Key.Key_Z, Mod.ControlModifier)
    assert window.done == ["Ctrl+Z"]


def test_a_field_keeps_its_editing_keys(qtbot):
    window = shown(qtbot)
    window.field.setText("two words")
    window.field.setFocus()
    QTest.keyClick(window.field, Key.Key_Left, Mod.ControlModifier)
    assert (window.done, window.field.cursorPosition()) == ([], 4)
    window.rows.setFocus()
    QTest.keyClick(window.rows, Key.Key_Left, Mod.ControlModifier)
    assert window.done == ["Ctrl+Left"]


def test_a_disabled_action_leaves_the_key_alone(qtbot):
    window = shown(qtbot)
    window.set.get("C").setEnabled(False)
    QTest.keyClick(window.rows, Key.Key_C)
    assert window.done == []


def test_alt_alone_opens_the_menu_but_not_after_a_chord(qtbot):
    window = shown(qtbot)
    QTest.keyPress(window.rows, Key.Key_Alt, Mod.AltModifier)
    QTest.keyRelease(window.rows, Key.Key_Alt)
    assert window.menus == 1
    QTest.keyPress(window.rows, Key.Key_Alt, Mod.AltModifier)
    QTest.keyClick(window.rows, Key.Key_C, Mod.AltModifier)
    QTest.keyRelease(window.rows, Key.Key_Alt)
    assert window.menus == 1


def test_declared_keys_are_read_in_qts_portable_form():
    assert combination("Ctrl+Shift+Left").key() == Key.Key_Left
    assert combination("?").key() == Key.Key_Question
