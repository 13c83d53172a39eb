# SPDX-License-Identifier: Apache-2.0
"""A window with empty pages, as the tests of the shell want it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QPushButton

from desktop.background.change_hub import ChangeHub
from desktop.settings import Settings
from desktop.values.rows.hits import Hit
from desktop.values.rows.search import Found
from desktop.views import actions
from desktop.views.actions import ActionSpec
from desktop.views.main_window import MainWindow
from desktop.views.navigation import Navigator, PageSpec, RailGroup
from desktop.views.page import Page
from desktop.views.session import Person

MAYA = Person(UUID(int=6), "Maya Lindqvist", frozenset({"sell", "take_orders"}))
SANA = Person(UUID(int=11), "Sana Prewett", frozenset({"confirm_payments"}))
RUN = ActionSpec("page.run", "Run it", "play", ("R",))
NEW = ActionSpec("page.new", "New deal", "plus", ("Ctrl+N",))


class Board(Page):
    """A page with a filter, a list, a right panel, a primary button and actions of its own."""

    def __init__(self) -> None:
        super().__init__("Deals")
        self.done: list[str] = []
        self.record: UUID | None = None
        self.filter = QLineEdit()
        self.rows = QListWidget()
        self.rows.addItems(["Oak & Lime", "Rowan Catering"])
        self.side = QListWidget()
        self.button = QPushButton("Save")
        self.button.clicked.connect(lambda: self.done.append("saved"))
        self.set_primary(self.button)
        self.set_filter_row(self.filter, None)
        self.set_body(self.rows)
        self.set_side(self.side, 296)
        self.act(RUN, lambda: self.done.append("run"))
        self.act(NEW, lambda: self.done.append("new"))

    def open(self, id: UUID | None) -> None:
        self.record = id


class Shell:
    """The window and what it was given."""

    def __init__(
        self,
        folder: Path,
        person: Person = MAYA,
        *,
        size: tuple[int, int] = (1440, 900),
        hits: Sequence[Hit] = (),
    ) -> None:
        self.person = person
        self.settings = Settings(folder / "settings.json")
        self.hub = ChangeHub()
        self.undone = 0
        self.searched: list[str] = []
        self.hits, self.is_near = list(hits), False
        self.board: Board | None = None
        self.navigator = Navigator(self._pages(), person)
        self.window = MainWindow(
            navigator=self.navigator,
            person=person,
            settings=self.settings,
            hub=self.hub,
            search=self._search,
            undo=self._undo,
        )
        self.window.resize(*size)
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        self.navigator.open("deals")

    def _pages(self) -> list[PageSpec]:
        work, shop = RailGroup.WORK, RailGroup.SHOP
        return [
            PageSpec("today", "Today", "compass", lambda: Page("Today"), work, 1, counter="today"),
            PageSpec(
                "to_look_at", "To look at", "tray", lambda: Page("To look at"), work, 2,
                counter="to_look_at", keys=("Ctrl+Shift+L",), only_counted=True,
            ),
            PageSpec("deals", "Deals", "columns", self._make_board, work, 3),
            PageSpec(
                "counter", "Counter order", "storefront", lambda: Page("Counter order"), shop, 1,
                ("take_orders",), action=actions.NEW_ORDER.id,
            ),
            PageSpec(
                "payments", "Payments", "bank", lambda: Page("Payments"), shop, 2,
                ("confirm_payments",),
            ),
            PageSpec("settings", "Settings", "gear-six", lambda: Page("Settings"), RailGroup.FOOT),
            PageSpec("deal", "Deal", "columns", lambda: Page("Deal"), under="deals"),
        ]  # fmt: skip

    def _make_board(self) -> Page:
        self.board = Board()
        return self.board

    def _search(self, text: str, then: Callable[[Found], None]) -> None:
        self.searched.append(text)
        then(Found(tuple(self.hits), text, is_near=self.is_near))

    def _undo(self) -> None:
        self.undone += 1


def press(
    key: Qt.Key | int | str,
    mods: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    *,
    scan: int = 0,
    text: str = "",
) -> None:
    """Press a key where the focus is, as the system would: first as a possible shortcut, then as a key.

    `scan` is the place of the key in X11's numbers; a text of one letter may be given as the key.
    """
    if isinstance(key, str):
        text, key = key, ord(key.upper())
    target: QObject | None = QApplication.focusWidget() or QApplication.activeWindow()
    assert target is not None
    override = QKeyEvent(QEvent.Type.ShortcutOverride, int(key), mods, scan, 0, 0, text)
    override.ignore()
    QApplication.sendEvent(target, override)
    QApplication.sendEvent(
        target, QKeyEvent(QEvent.Type.KeyPress, int(key), mods, scan, 0, 0, text)
    )
    last = QApplication.focusWidget() or target
    QApplication.sendEvent(
        last, QKeyEvent(QEvent.Type.KeyRelease, int(key), mods, scan, 0, 0, text)
    )
