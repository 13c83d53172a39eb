# SPDX-License-Identifier: Apache-2.0
"""A page (the settings, unless another is made) in a real window over a real shop, driven by keys."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop import i18n
from desktop.background.backup_loop import BackupLoop
from desktop.background.change_hub import ChangeHub
from desktop.background.tasks import Tasks
from desktop.domain.rights import rights_of
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.models.settings import Section
from desktop.settings import Settings
from desktop.values.changes import Changes
from desktop.values.rows.search import Found
from desktop.views.context import Context
from desktop.views.main_window import MainWindow
from desktop.views.navigation import Navigator, PageSpec, RailGroup
from desktop.views.page import Page
from desktop.views.session import Person
from desktop.views.settings.page import SettingsPage
from tests.fakes import FakeClock
from tests.shell import press
from tests.shop import OpenShop, open_shop

PATIENCE_MS = 30_000
_beats = count(1000, 200)


class SettingsDesk:
    """A desk with the settings page in front; what is told to people is kept in `told` and `errors`."""

    key = "settings"

    def __init__(
        self,
        folder: Path,
        *,
        language: str = "en",
        size: tuple[int, int] = (1440, 900),
        roles: tuple[str, ...] = (),
        clock: FakeClock | None = None,
        shop: OpenShop | None = None,
    ) -> None:
        if i18n.language() != language:
            i18n.switch(language)
        self.clock = clock or FakeClock()
        self.shop = shop or open_shop(folder, self.clock, language=language)
        self.settings = Settings(folder / "settings.json")
        self.hub = ChangeHub()
        self.changes: list[Changes] = []
        self.hub.changed.connect(self.changes.append)
        self.told: list[str] = []
        self.errors: list[UserError] = []
        self.strays: list[BaseException] = []
        self.went: list[tuple[str, UUID | None]] = []
        self.restored: list[Path] = []
        self.tasks = Tasks(
            open_database=self.shop.for_threads,
            hub=self.hub,
            clock=self.clock,
            folder=self.shop.folder,
            stray=self.strays.append,
        )
        self.tasks.told.connect(self.errors.append)
        me = self.shop.row(User, self.shop.me)
        held = roles or tuple(me.roles)
        self.tasks.act_as(me.id, held)
        self.person = Person(me.id, me.name, frozenset(map(str, rights_of(held))))
        self.backups = BackupLoop(
            self.tasks, self.settings, self.clock, told=self.errors.append, parent=self.tasks
        )
        self._open_window(size)

    def _open_window(self, size: tuple[int, int]) -> None:
        context = Context(
            tasks=self.tasks,
            hub=self.hub,
            settings=self.settings,
            person=self.person,
            clock=self.clock,
            go=lambda kind, id_: self.went.append((kind, id_)),
            tell=self.told.append,
        )

        specs = [
            PageSpec("deals", "Deals", "columns", lambda: Page("Deals"), RailGroup.WORK, 1),
            PageSpec(
                self.key, self.key, "gear-six", lambda: self._make_page(context), RailGroup.FOOT
            ),
        ]
        self.navigator = Navigator(specs, self.person)
        self.window = MainWindow(
            navigator=self.navigator,
            person=self.person,
            settings=self.settings,
            hub=self.hub,
            search=lambda _text, then: then(Found()),
            undo=self.undo,
        )
        self.navigator.setParent(self.window)
        self.window.resize(*size)
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
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

    def undo(self) -> None:
        from desktop import commands
        from desktop.values.changes import Origin

        self.tasks.run(commands.history.undo, origin=Origin.UNDO)

    # Waiting

    def settle(self) -> None:
        """Let everything asked for come back."""
        for _round in range(3):
            for pool in (self.tasks._writer, self.tasks._reader):
                pool.submit(lambda: None).result()
            pass_time(1)
        assert not self.strays, self.strays

    def wait(self, holds: Callable[[], object], what: str = "") -> None:
        """Wait until something holds, and the window knows it too; fails after a while."""
        for _try in range(PATIENCE_MS // 10):
            if holds():
                self.settle()
                return
            pass_time(10)
            assert not self.strays, self.strays
        raise AssertionError(f"it did not happen: {what or holds}")

    def close(self) -> None:
        self.backups.stop()
        self.window.close()
        self.tasks.close()
        self.shop.close()
        self.window.deleteLater()
        pass_time(1)
        assert not self.strays, self.strays


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
