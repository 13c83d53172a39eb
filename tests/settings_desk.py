# SPDX-License-Identifier: Apache-2.0
"""A page (the settings, unless another is made) in a real window over a real shop, driven by keys."""

from itertools import count
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop import i18n
from desktop.background.backup_loop import BackupLoop
from desktop.models.settings import Section
from desktop.views.context import Context
from desktop.views.navigation import PageSpec, RailGroup
from desktop.views.page import Page
from desktop.views.settings.page import SettingsPage
from tests.shell import press
from tests.window_desk import WindowDesk

_beats = count(1000, 200)


class SettingsDesk(WindowDesk):
    """A desk with the settings page in front; what is told to people is kept in `told` and `errors`."""

    key = "settings"

    def __init__(self, folder: Path, *, language: str = "en", **wishes: Any) -> None:
        if i18n.language() != language:
            i18n.switch(language)
        super().__init__(folder, language=language, **wishes)
        self.restored: list[Path] = []
        self.backups = BackupLoop(
            self.tasks, self.settings, self.clock, told=self.errors.append, parent=self.tasks
        )
        self._open_window()

    def _open_window(self) -> None:
        context = self.make_context()
        specs = [
            PageSpec("deals", "Deals", "columns", lambda: Page("Deals"), RailGroup.WORK, 1),
            PageSpec(
                self.key, self.key, "gear-six", lambda: self._make_page(context), RailGroup.FOOT
            ),
        ]
        self.show_window(specs)
        self.navigator.open(self.key)
        self.settle()

    def _make_page(self, context: Context) -> Page:
        return SettingsPage(context, backups=self.backups, restore=self.restored.append)

    @property
    def page(self) -> Any:
        return self.navigator.page

    def open(self, section: Section) -> Any:
        """Open a section, let it fetch, and go into it; returns its view."""
        self.page.show_section(section)
        self.settle()
        self.page.enter()
        return self.page.view

    def pass_time(self, milliseconds: int) -> None:
        pass_time(milliseconds)

    def end_loops(self) -> None:
        self.backups.stop()

    def close(self) -> None:
        super().close()
        self.shop.close()


def pass_time(milliseconds: int) -> None:
    """Let events come in; unlike QTest.qWait it lets the workers run meanwhile."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def focus() -> QWidget:
    """What has the focus."""
    found = QApplication.focusWidget()
    assert found is not None, "nothing has the focus"
    return found


def type_text(text: str) -> None:
    """Type where the focus is, in any script."""
    for sign in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            code = Qt.Key.Key_unknown
            if sign.isascii() and sign.isalnum():
                code = Qt.Key(ord(sign.upper()))
            event = QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, sign)
            # As slowly as a person, or digits would be taken for a scanner's.
            event.setTimestamp(next(_beats))
            QApplication.sendEvent(focus(), event)


def replace_text(text: str) -> None:
    """Type over all that stands in the field with the focus."""
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_Delete)
    type_text(text)


def tab_to(widget: QWidget, most: int = 300) -> None:
    """Go to a control by Tab, as somebody without a mouse does."""
    wanted = widget.focusProxy() or widget
    for _step in range(most):
        if focus() is wanted:
            return
        press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {widget.accessibleName() or widget}")
