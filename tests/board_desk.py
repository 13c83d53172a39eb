# SPDX-License-Identifier: Apache-2.0
"""The deals page in a real window over a real shop, driven by keys."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.background.change_hub import ChangeHub
from desktop.background.tasks import Tasks
from desktop.domain.deal import Deal
from desktop.domain.pipeline import Stage
from desktop.domain.record import Record
from desktop.domain.rights import rights_of
from desktop.domain.touch import Task
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.models.sync_status import SyncStatus
from desktop.models.walk import Walk
from desktop.settings import Settings
from desktop.values.changes import Changes
from desktop.values.rows.board import CardRow
from desktop.values.rows.search import Found
from desktop.views.board.board_view import BoardView
from desktop.views.board.page import BoardPage
from desktop.views.context import Context
from desktop.views.main_window import MainWindow
from desktop.views.navigation import Navigator, PageSpec, RailGroup
from desktop.views.page import Page
from desktop.views.session import Person
from desktop.views.way_back import WayBack
from desktop.views.widgets.dialog import Dialog, open_over
from tests.fakes import FakeClock
from tests.shell import press
from tests.shop import OpenShop, open_shop

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PATIENCE_MS = 30_000
R = TypeVar("R", bound=Record)
T = TypeVar("T")


class BoardDesk:
    """A desk with the board in front; what is told to people is kept in `told` and `errors`."""

    def __init__(
        self,
        folder: Path,
        *,
        size: tuple[int, int] = (1440, 900),
        shop: OpenShop | None = None,
        roles: tuple[str, ...] = (),
    ) -> None:
        self.clock = FakeClock()
        self.shop = shop or open_shop(folder, self.clock)
        self.settings = Settings(folder / "settings.json")
        self.hub = ChangeHub()
        self.changes: list[Changes] = []
        self.hub.changed.connect(self.changes.append)
        self.told: list[str] = []
        self.errors: list[UserError] = []
        self.strays: list[BaseException] = []
        self.went: list[tuple[str, UUID | None]] = []
        self.tasks = Tasks(
            open_database=self.shop.for_threads,
            hub=self.hub,
            clock=self.clock,
            folder=self.shop.folder,
            stray=self.strays.append,
        )
        self.tasks.told.connect(self.errors.append)
        self.sync = SyncStatus(self.hub, self.tasks)
        self.way_back = WayBack(lambda: self.tasks, self.told.append)
        self.walk = Walk()
        me = self.shop.row(User, self.shop.me)
        held = roles or tuple(me.roles)
        self.tasks.act_as(me.id, held)
        self.person = Person(me.id, me.name, frozenset(map(str, rights_of(held))))
        self._size = size

    def open(self) -> "BoardDesk":
        """Show the window, after the test has planted its cards."""
        context = Context(
            tasks=self.tasks,
            hub=self.hub,
            settings=self.settings,
            person=self.person,
            clock=self.clock,
            go=lambda kind, id_: self.went.append((kind, id_)),
            tell=self.told.append,
            sync=self.sync,
        )
        specs = [
            PageSpec("today", "Today", "compass", lambda: Page("Today"), RailGroup.WORK, 1),
            PageSpec(
                "deals",
                "Deals",
                "columns",
                lambda: BoardPage(context, self.walk),
                RailGroup.WORK,
                2,
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
        self.window.resize(*self._size)
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        self.navigator.open("deals")
        self.wait(lambda: self.page.shapes.model is not None, "the board is read")
        self.settle()
        self.page.focus_first()
        return self

    @property
    def page(self) -> BoardPage:
        page = self.navigator._pages["deals"]
        assert isinstance(page, BoardPage)
        return page

    @property
    def view(self) -> BoardView:
        view = self.page.shapes.view
        assert view is not None
        return view

    def undo(self) -> None:
        self.way_back.undo()

    # Cards

    def column(self, stage: str) -> list[str]:
        """The titles of a column's cards from the top."""
        place = next(n for n, s in enumerate(self.view.model.stages) if s.name == stage)
        return [card.title for card in self.view.model.cards(place)]

    def choose(self, *deals: UUID) -> None:
        """Select cards, the keys beginning at the first of them."""
        self.page.shapes.cards().choose([one.bytes for one in deals])
        self.page.focus_first()

    def row(self, cls: type[R], id: UUID) -> R:
        """A stored record as it is now."""
        return self._in_turn(lambda: self.shop.row(cls, id))

    def rows(self, cls: type[R], *conditions: Any) -> list[R]:
        """All stored records that meet the conditions."""
        return self._in_turn(lambda: self.shop.rows(cls, *conditions))

    def _in_turn(self, look: Callable[[], T]) -> T:
        """Look into the shop while neither of its two threads uses its connection."""
        reader, writer = self.tasks._reader, self.tasks._writer
        return reader.submit(lambda: writer.submit(look).result()).result()

    def touch_of(self, deal: UUID) -> Task:
        """A card's next touch."""
        open_ones = self.rows(Task, Task.card_id == deal, Task.done_at.is_(None))
        return min(open_ones, key=lambda task: task.due_at)

    def stage_of(self, deal: UUID) -> str:
        """The name of the stage a stored deal stands on."""
        return self.row(Stage, self.row(Deal, deal).stage_id).name

    def current(self) -> CardRow | None:
        """The card the keys begin at."""
        return self.page.shapes.cards().current()

    def dialog(self, kind: type[Dialog] = Dialog) -> Any:
        """The open dialog, waited for."""
        self.wait(lambda: isinstance(open_over(self.window), kind), f"{kind.__name__} opens")
        found = open_over(self.window)
        assert isinstance(found, kind)
        return found

    def answered(self) -> None:
        """Wait until no dialog is open any more, and what it did has come back."""
        self.wait(lambda: open_over(self.window) is None, "the dialog closes")
        self.settle()

    # Waiting

    def settle(self) -> None:
        """Let everything asked for come back."""
        for _round in range(3):
            for pool in (self.tasks._long, self.tasks._writer, self.tasks._reader):
                pool.submit(lambda: None).result()
            QTest.qWait(1)
        assert not self.strays, self.strays

    def wait(self, holds: Callable[[], object], what: str = "") -> None:
        """Wait until something holds, and the window knows it too; fails after a while."""
        for _try in range(PATIENCE_MS // 10):
            if holds():
                self.settle()
                return
            QTest.qWait(10)
            assert not self.strays, self.strays
        raise AssertionError(f"it did not happen: {what or holds}")

    def close(self) -> None:
        if hasattr(self, "window"):
            self.window.close()
        self.sync.stop()
        self.tasks.close()
        if hasattr(self, "window"):
            self.window.deleteLater()
        QTest.qWait(1)
        assert not self.strays, self.strays


def chord(key: Qt.Key | int | str, mods: Qt.KeyboardModifier) -> None:
    """One chord where the focus is."""
    press(ord(key) if isinstance(key, str) else key, mods)
