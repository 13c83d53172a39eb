# SPDX-License-Identifier: Apache-2.0
"""Hands and eyes of the tour: keys into the real window, waiting until something is seen, and pictures."""

import logging
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Protocol, cast

import shiboken6
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop import log

PATIENCE_S: Final = 40.0
_LOOK_MS: Final = 10


class NotSeenError(AssertionError):
    """What was waited for did not come."""


class Keyboard(Protocol):
    """How keys come into the program."""

    def press(self, chord: str) -> None:
        """One chord in Qt's portable form: "Ctrl+Shift+Right"."""

    def write(self, text: str) -> None:
        """A text, sign by sign."""


class Hands:
    """Everything is done by keys. `keys` counts the chords and signs since it was last set to 0."""

    def __init__(self, app: QApplication, keyboard: Keyboard) -> None:
        self._app = app
        self._keyboard = keyboard
        self._bugs = _Bugs()
        self.keys = 0

    # Doing

    def press(self, *chords: str) -> None:
        """Press chords one after the other, and let the program answer each."""
        for chord in chords:
            self.wait(lambda: self.focus() is not None, f"a place for {chord}")
            self._keyboard.press(chord)
            self.keys += 1
            self.breathe()

    def write(self, text: str) -> None:
        """Type a text where the cursor is."""
        self.wait(lambda: self.focus() is not None, "a place to write")
        self._keyboard.write(text)
        self.keys += len(text)
        self.breathe()

    def replace(self, text: str) -> None:
        """Type a text in place of what stands in the field."""
        self.press("Ctrl+A")
        self.write(text)

    def paste(self, text: str) -> None:
        """Put a text into the clipboard, as copied from a letter, and paste it."""
        QGuiApplication.clipboard().setText(text)
        self.press("Ctrl+V")

    def reach(self, name: str, *, by: str = "Tab", steps: int = 90) -> None:
        """Go by Tab until the focus is on what is called so; a name may be given by its beginning."""
        seen = []
        for _step in range(steps):
            if self.name().startswith(name):
                return
            self.press(by)
            seen.append(self.name())
        raise NotSeenError(f"Tab does not lead to “{name}”, only to {list(dict.fromkeys(seen))}")

    def fill(self, fields: Mapping[str, str]) -> None:
        """Reach each field by its name and type into it."""
        for name, text in fields.items():
            self.reach(name)
            self.replace(text)

    # Seeing

    def focus(self) -> QWidget | None:
        """The widget that gets the keys."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            return popup.focusWidget() or popup
        return QApplication.focusWidget()

    def name(self) -> str:
        """What a screen reader calls the widget with the focus."""
        focus = self.focus()
        return focus.accessibleName() if focus is not None else ""

    def wait(self, is_so: Callable[[], object], what: str, seconds: float = PATIENCE_S) -> None:
        """Go on as soon as it is so."""
        if is_so():
            return
        loop, look, end = QEventLoop(), QTimer(), QTimer()
        failure: list[BaseException] = []

        def check() -> None:
            try:
                self.refuse_bugs()
                if is_so():
                    loop.quit()
            except BaseException as error:  # noqa: BLE001 - it is raised where the tour can name the step
                failure.append(error)
                loop.quit()

        look.timeout.connect(check)
        end.setSingleShot(True)
        end.timeout.connect(lambda: loop.exit(1))
        look.start(_LOOK_MS)
        end.start(int(seconds * 1000))
        if loop.exec():
            raise NotSeenError(
                f"Waited {seconds:.0f} s for {what}; the focus is on “{self.name()}”."
            )
        if failure:
            raise failure[0]

    def refuse_bugs(self) -> None:
        """Stop the tour where the program ran into a fault of its own."""
        if self._bugs.lines:
            raise NotSeenError(self._bugs.lines[0])

    def breathe(self, milliseconds: int = 0) -> None:
        """Let queued events be handled, and so many milliseconds pass."""
        if milliseconds:
            loop = QEventLoop()
            QTimer.singleShot(milliseconds, loop.quit)
            loop.exec()
        for _round in range(3):
            self._app.processEvents()

    def shows(self, text: str) -> bool:
        """Whether this text stands somewhere in the windows that are seen."""
        return any(text in one for one in self.texts())

    def texts(self) -> list[str]:
        """What the visible widgets say of themselves: their texts, placeholders left out, and their names."""
        found = []
        for widget in QApplication.allWidgets():
            if not shiboken6.isValid(widget) or not widget.isVisible():
                continue
            for ask in ("text", "toPlainText", "accessibleName", "accessibleDescription"):
                method = getattr(widget, ask, None)
                if callable(method):
                    found.append(str(method()))
        return found

    def picture(self, path: Path) -> Path:
        """Keep what the window shows."""
        self.breathe(250)
        window = max(
            (one for one in QApplication.topLevelWidgets() if one.isVisible()),
            key=lambda one: one.width() * one.height(),
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        window.grab().save(str(path))
        return path


class _Bugs(logging.Handler):
    """Faults of the program, as its log tells them."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []
        logging.getLogger(log.ROOT).addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line; the tour looks at it while it waits."""
        self.lines.append(record.getMessage())


class QtKeyboard:
    """Keys sent as Qt's own test library sends them, for a program without a screen."""

    def press(self, chord: str) -> None:
        """One chord to the widget with the focus."""
        combination = cast("list[Qt.Key]", QKeySequence(chord))[0]
        widget = _target()
        QTest.keyClick(widget, combination.key(), combination.keyboardModifiers())  # type: ignore[attr-defined]

    def write(self, text: str) -> None:
        """Each sign to whatever has the focus by then."""
        for sign in text:
            QTest.keyClicks(_target(), sign)


class XKeyboard(QObject):
    """Real keys of an X server, by xdotool; it waits until the program has got them."""

    _NAMES: Final = {
        "Ctrl": "ctrl", "Shift": "shift", "Alt": "alt", "Return": "Return", "Esc": "Escape",
        "Backspace": "BackSpace", "Left": "Left", "Right": "Right", "Up": "Up", "Down": "Down",
        "Space": "space", "Tab": "Tab", "\\": "backslash", "/": "slash", "?": "question",
        "+": "plus", ".": "period", ",": "comma",
    }  # fmt: skip

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._seen = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
        """Count the keys that come in, each once: at the system's window."""
        if event.type() == QEvent.Type.KeyPress and isinstance(watched, QWindow):
            key = getattr(event, "key", lambda: 0)()
            self._seen += not Qt.Key.Key_Shift <= key <= Qt.Key.Key_Alt
        return False

    def press(self, chord: str) -> None:
        """One chord to the window in front."""
        parts = ["+"] if chord == "+" else chord.replace("++", "+plus").split("+")
        keys = "+".join(
            self._NAMES.get(part, part.lower() if len(part) == 1 else part) for part in parts
        )
        self._send(["key", "--clearmodifiers", keys], 1)

    def write(self, text: str) -> None:
        """Sign by sign; xdotool borrows a key for what the layout lacks."""
        self._send(["type", "--clearmodifiers", "--delay", "12", "--", text], len(text))

    def _send(self, arguments: list[str], keys: int) -> None:
        self._app.installEventFilter(
            self
        )  # anew, so that it sees keys before whoever keeps them back
        wanted = self._seen + keys
        process = subprocess.Popen(["xdotool", *arguments])
        loop, timer, end = QEventLoop(), QTimer(), QTimer()
        timer.timeout.connect(
            lambda: loop.quit() if self._seen >= wanted and process.poll() is not None else None
        )
        end.setSingleShot(True)
        end.timeout.connect(lambda: loop.exit(1))
        timer.start(_LOOK_MS)
        end.start(15_000)
        if loop.exec():
            raise NotSeenError(f"Of {keys} keys only {self._seen - wanted + keys} came in.")


def _target() -> QWidget:
    popup = QApplication.activePopupWidget()
    widget = (popup.focusWidget() or popup) if popup is not None else QApplication.focusWidget()
    found = widget or QApplication.activeWindow()
    if found is None:
        raise NotSeenError("No window takes keys.")
    return found
