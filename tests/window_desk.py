# SPDX-License-Identifier: Apache-2.0
"""A main window over a real shop with its threads: what every desk of the tests with a page in front is made of."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from PySide6.QtTest import QTest

from desktop import commands
from desktop.background.change_hub import ChangeHub
from desktop.background.tasks import Tasks
from desktop.domain.record import Record
from desktop.domain.rights import rights_of
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.settings import Settings
from desktop.values.changes import Changes, Origin
from desktop.values.rows.search import Found
from desktop.views.context import Context
from desktop.views.main_window import MainWindow
from desktop.views.navigation import Navigator, PageSpec
from desktop.views.session import Person
from desktop.views.widgets.dialog import Dialog, open_over
from tests.fakes import FakeClock
from tests.shop import OpenShop, open_shop

PATIENCE_MS = 30_000
R = TypeVar("R", bound=Record)
T = TypeVar("T")


class WindowDesk:
    """What is told to people is kept in `told` and `errors`, where one went in `went`; a stray error fails the test.

    Without `roles` the person holds all that the shop's first user holds.
    """

    def __init__(
        self,
        folder: Path,
        *,
        size: tuple[int, int] = (1440, 900),
        shop: OpenShop | None = None,
        roles: tuple[str, ...] = (),
        language: str = "en",
        clock: FakeClock | None = None,
    ) -> None:
        self.clock = shop.clock if shop else clock or FakeClock()
        self.shop = shop or open_shop(folder, self.clock, language=language)
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
        self.act_as(self.shop.me, roles)
        self._size = size
        self._is_closed = False

    def act_as(self, user: UUID, roles: tuple[str, ...] = ()) -> None:
        """Let this colleague sit at the desk; before the window is shown."""
        row = self.shop.row(User, user)
        held = roles or tuple(row.roles)
        self.tasks.act_as(row.id, held)
        self.person = Person(row.id, row.name, frozenset(map(str, rights_of(held))))

    def make_context(self, **more: Any) -> Context:
        """What pages are given."""
        return Context(
            tasks=self.tasks,
            hub=self.hub,
            settings=self.settings,
            person=self.person,
            clock=self.clock,
            go=self.go,
            tell=self.told.append,
            **more,
        )

    def go(self, kind: str, id_: UUID | None) -> None:
        """Where a page wants to lead."""
        self.went.append((kind, id_))

    def show_window(self, specs: Sequence[PageSpec]) -> None:
        """Show the window with these pages; none is opened yet."""
        self.navigator = Navigator(specs, self.person)
        self.window = MainWindow(
            navigator=self.navigator,
            person=self.person,
            settings=self.settings,
            hub=self.hub,
            search=self.search,
            undo=self.undo,
        )
        self.navigator.setParent(self.window)
        self.window.resize(*self._size)
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)

    def search(self, _text: str, then: Callable[[Any], None]) -> None:
        """What the palette finds: nothing, unless a desk has it search."""
        then(Found())

    def undo(self) -> None:
        """Take back the last step."""
        self.tasks.run(commands.history.undo, origin=Origin.UNDO)

    # What is stored

    def row(self, cls: type[R], id: UUID) -> R:
        """A stored record as it is now."""
        return self.in_turn(lambda shop: shop.row(cls, id))

    def rows(self, cls: type[R], *conditions: Any) -> list[R]:
        """All stored records that meet the conditions."""
        return self.in_turn(lambda shop: shop.rows(cls, *conditions))

    def in_turn(self, look: Callable[[OpenShop], T]) -> T:
        """Look into the shop while neither of its two threads uses its connection."""
        reader, writer = self.tasks._reader, self.tasks._writer
        return reader.submit(lambda: writer.submit(look, self.shop).result()).result()

    # Dialogs and waiting

    def dialog(self, kind: type[Dialog] = Dialog) -> Any:
        """The open dialog, waited for."""
        self.wait(lambda: isinstance(open_over(self.window), kind), f"{kind.__name__} opens")
        return open_over(self.window)

    def answered(self) -> None:
        """Wait until no dialog is open any more, and what it did has come back."""
        self.wait(lambda: open_over(self.window) is None, "the dialog closes")
        self.settle()

    def settle(self) -> None:
        """Let everything asked for come back."""
        tasks = self.tasks
        for _round in range(4):
            for pool in (tasks._long, tasks._outside, tasks._writer, tasks._reader):
                pool.submit(lambda: None).result()
            self.pass_time(1)
        self._check_strays()

    def wait(self, holds: Callable[[], object], what: str = "") -> None:
        """Wait until something holds, and the window knows it too; fails after a while."""
        for _try in range(PATIENCE_MS // 10):
            if holds():
                self.settle()
                return
            self.pass_time(10)
            self._check_strays()
        raise AssertionError(f"it did not happen: {what or holds}; {self.told} {self.errors}")

    def pass_time(self, milliseconds: int) -> None:
        """Let events come in."""
        QTest.qWait(milliseconds)

    def _check_strays(self) -> None:
        if self.strays:
            raise self.strays[0]

    def close(self) -> None:
        """End the threads and the window; again does nothing."""
        if self._is_closed:
            return
        self._is_closed = True
        self.end_loops()
        if hasattr(self, "window"):
            self.window.close()
        self.tasks.close()
        if hasattr(self, "window"):
            self.window.deleteLater()
        self.pass_time(1)
        self._check_strays()

    def end_loops(self) -> None:
        """Stop what runs by itself, before the threads end."""
