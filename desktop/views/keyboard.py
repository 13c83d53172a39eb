# SPDX-License-Identifier: Apache-2.0
"""Which action a key press means: letters by the physical key, so that they work in any layout."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any, cast

import shiboken6
from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from desktop.views.scanner import Scanner

Key = Qt.Key
_NONE = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_CHORD = _CTRL | _ALT | Qt.KeyboardModifier.MetaModifier

# PC scan codes (set 1) of a US keyboard; Linux's evdev codes are the same numbers, X11's and
# Wayland's are those plus 8 (linux/input-event-codes.h, xkeyboard-config keycodes/evdev).
_ROWS = {2: "1234567890-=", 16: "QWERTYUIOP[]", 30: "ASDFGHJKL;'`", 43: "\\ZXCVBNM,./"}
_BY_SCAN_CODE = {
    first + place: Key(ord(sign)) for first, row in _ROWS.items() for place, sign in enumerate(row)
}
# Virtual key codes of an ANSI keyboard from Apple's HIToolbox/Events.h (kVK_ANSI_…).
_MAC_ORDER = "ASDFHGZXCV BQWERYT123465=97-80]OU[IP LJ'K;\\,/NM.  `"
_BY_MAC_CODE = {
    code: Key(ord(sign)) for code, sign in enumerate(_MAC_ORDER) if sign != " " or code == 49
}

_EDITING = tuple(
    getattr(QKeySequence.StandardKey, name)
    for name in (
        "Copy Cut Paste SelectAll DeleteStartOfWord DeleteEndOfWord DeleteCompleteLine "
        "MoveToNextWord MoveToPreviousWord MoveToStartOfLine MoveToEndOfLine "
        "MoveToStartOfDocument MoveToEndOfDocument MoveToStartOfBlock MoveToEndOfBlock "
        "SelectNextWord SelectPreviousWord SelectStartOfLine SelectEndOfLine "
        "SelectStartOfDocument SelectEndOfDocument SelectStartOfBlock SelectEndOfBlock"
    ).split()
)
# Not DeleteEndOfLine: on Linux that is Ctrl K, which searches in every program of this kind.


def physical_key(event: QKeyEvent, *, platform: str = sys.platform) -> Qt.Key | None:
    """The key of a US keyboard in that place, None where the system does not tell it."""
    if platform == "darwin":
        # Code 0 is the A key there, and also what a synthetic event carries.
        return _BY_MAC_CODE.get(event.nativeVirtualKey()) if event.text() else None
    code = event.nativeScanCode()
    return _BY_SCAN_CODE.get(code & 0xFF if platform == "win32" else code - 8)


def combination(keys: str) -> QKeyCombination:
    """A declared shortcut in Qt's portable form ("Ctrl+Shift+Left", "?") as one combination."""
    sequence: Any = QKeySequence(keys)  # PySide's stubs forget that it can be indexed
    return cast("QKeyCombination", sequence[0])


def text_field(widget: QWidget | None) -> QWidget | None:
    """The widget if a person is typing into it, else None."""
    if isinstance(widget, QComboBox):
        return widget if widget.isEditable() else None
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit | QAbstractSpinBox):
        return None if widget.isReadOnly() else widget
    return None


class KeyReader:
    """Turns key events into the combinations they may stand for, the likeliest first.

    A Latin letter means what it says (AZERTY's A is A). In a layout of another script the place of
    the key counts, punctuation included: Russian has the full stop where the US has the slash.
    """

    def __init__(self, platform: str = sys.platform) -> None:
        self._platform = platform
        self._is_latin = True

    def read(self, event: QKeyEvent) -> list[QKeyCombination]:
        """All combinations to look for, in this order."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        self._notice(event)
        found: list[QKeyCombination] = []
        for key in self._keys(event):
            found += [c for c in _readings(modifiers, key) if c not in found]
        return found

    def _keys(self, event: QKeyEvent) -> list[Qt.Key]:
        logical = _key(event.key())
        physical = physical_key(event, platform=self._platform)
        if physical is None or (logical is not None and logical >= Key.Key_Escape):
            found = [logical]
        elif logical is None or not self._is_latin:
            found = [physical, logical]
        elif Key.Key_0 <= physical <= Key.Key_9:
            # AZERTY has its digits on the shifted level.
            found = [logical, physical]
        else:
            found = [logical]
        return [key for key in found if key is not None]

    def _notice(self, event: QKeyEvent) -> None:
        if (text := event.text()) and text[0].isalpha():
            self._is_latin = _is_latin(text[0])
        elif 0xFF < event.key() < Key.Key_Escape:
            self._is_latin = _is_latin(chr(event.key()))


_PLAIN = {Key.Key_Enter: Key.Key_Return, Key.Key_Backtab: Key.Key_Tab, Key.Key_unknown: None}


def _key(code: int) -> Qt.Key | None:
    """The key of an event if shortcuts can name it: ASCII, or a key that makes no sign."""
    if 0x7F < code < Key.Key_Escape or not code:
        return None
    try:
        key = Key(code)
    except ValueError:
        return None
    return _PLAIN.get(key, key)


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")


def _readings(modifiers: Qt.KeyboardModifier, key: Qt.Key) -> Iterator[QKeyCombination]:
    yield QKeyCombination(modifiers, key)
    if key == Key.Key_Slash and modifiers & _SHIFT:
        key = Key.Key_Question
    is_sign = key < 0x80 and not (Key.Key_A <= key <= Key.Key_Z or Key.Key_0 <= key <= Key.Key_9)
    if is_sign and modifiers & _SHIFT:
        # Shift only makes the sign: "?" is declared without it.
        yield QKeyCombination(modifiers & ~_SHIFT, key)


Find = Callable[[QKeyCombination], QAction | None]


class Keyboard(QObject):
    """Sees every key of one window before its widgets and triggers the action that it means.

    Single letters are for when nobody types; in a text field Alt and the letter do the same.
    A text field keeps its own editing keys, and Ctrl Z as long as it has something to undo.
    Alt alone opens the menu.
    """

    def __init__(
        self,
        window: QWidget,
        find: Find,
        *,
        open_menu: Callable[[], object] | None = None,
        platform: str = sys.platform,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._find = find
        self._open_menu = open_menu if platform != "darwin" else None
        self._reader = KeyReader(platform)
        self._platform = platform
        self._alt_is_alone = False
        self.scanner = Scanner(self, replay=self._replay)
        # Not on the application: a filter there would see every paint and every move of the mouse.
        window.installEventFilter(self)
        cast("QApplication", QApplication.instance()).focusChanged.connect(self._follow)
        self._follow(None, QApplication.focusWidget())

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None and before is not self._window and shiboken6.isValid(before):
            before.removeEventFilter(self)
        if now is not None and now is not self._window:
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that mean an action, leave all others alone."""
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            self._alt_is_alone = False
        if not isinstance(event, QKeyEvent):
            return False
        if watched is self._window and QApplication.focusWidget() not in {None, self._window}:
            # The same press, on its way up from the widget that did not want it.
            return False
        if kind == QEvent.Type.ShortcutOverride:
            return self._claim(event)
        if kind == QEvent.Type.KeyPress:
            return self._press(event)
        return kind == QEvent.Type.KeyRelease and self._release(event)

    def _claim(self, event: QKeyEvent) -> bool:
        if self._is_ours() and self._action(event) is not None:
            # Accepting keeps Qt's own shortcuts out: the same press comes back as a KeyPress.
            event.accept()
            return True
        return False

    def _press(self, event: QKeyEvent) -> bool:
        alone = event.key() == Key.Key_Alt and event.modifiers() in (_ALT, _NONE)
        self._alt_is_alone = alone and not event.isAutoRepeat()
        if not self._is_ours():
            return False
        action = self._action(event)
        focus = QApplication.focusWidget()
        if self.scanner.take(event, text_field(focus), means_action=action is not None):
            return True
        now = QApplication.focusWidget()
        if now is not None and now is not focus:
            # A digit that had waited has moved the focus: fast hands mean this key for the new place.
            QApplication.sendEvent(now, QKeyEvent(event))
            return True
        if action is None:
            return False
        action.trigger()
        return True

    def _replay(self, event: QKeyEvent) -> None:
        if action := self._action(event):
            action.trigger()

    def _release(self, event: QKeyEvent) -> bool:
        if event.key() != Key.Key_Alt or not self._alt_is_alone:
            return False
        self._alt_is_alone = False
        if self._open_menu is None or not self._is_ours():
            return False
        self._open_menu()
        return True

    def _is_ours(self) -> bool:
        """Whether keys go to our window itself, not to a dialog, menu or another window over it."""
        app = QApplication
        if app.activePopupWidget() or app.activeModalWidget():
            return False
        focus = app.focusWidget()
        return (focus.window() if focus else app.activeWindow()) is self._window

    def _action(self, event: QKeyEvent) -> QAction | None:
        typed_into = text_field(QApplication.focusWidget())
        for wanted in self._reader.read(event):
            found = self._reached(wanted, event, typed_into)
            if found is not None and found.isEnabled():
                return found
        return None

    def _reached(
        self, wanted: QKeyCombination, event: QKeyEvent, typed_into: QWidget | None
    ) -> QAction | None:
        if typed_into is None:
            return self._find(wanted)
        if _belongs_to_field(event, typed_into):
            return None
        modifiers = wanted.keyboardModifiers()
        found = self._find(wanted)
        if found is None and modifiers == _ALT and self._platform != "darwin":
            return self._find(QKeyCombination(_NONE, wanted.key()))
        return found


def _belongs_to_field(event: QKeyEvent, field: QWidget) -> bool:
    """Whether the text field wants this key for itself."""
    if event.matches(QKeySequence.StandardKey.Undo):
        return _has(field, "undo")
    if event.matches(QKeySequence.StandardKey.Redo):
        return _has(field, "redo")
    if any(event.matches(standard) for standard in _EDITING):
        return True
    is_chord = bool(event.modifiers() & _CHORD)
    is_function_key = Key.Key_F1 <= event.key() <= Key.Key_F35
    return not is_chord and not is_function_key


def _has(field: QWidget, step: str) -> bool:
    line = field.lineEdit() if isinstance(field, QComboBox | QAbstractSpinBox) else field
    if isinstance(line, QLineEdit):
        return line.isUndoAvailable() if step == "undo" else line.isRedoAvailable()
    if isinstance(field, QTextEdit | QPlainTextEdit):
        document = field.document()
        return document.isUndoAvailable() if step == "undo" else document.isRedoAvailable()
    return False
