# SPDX-License-Identifier: Apache-2.0
"""The pages of clients in a real window over a real shop, driven by keys."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop import commands, queries
from desktop.background.change_hub import ChangeHub
from desktop.background.tasks import Tasks
from desktop.commands.clients import ClientIds
from desktop.domain.rights import rights_of
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.settings import Settings
from desktop.values.changes import Changes, Origin
from desktop.values.drafts.client import ClientDraft
from desktop.views.clients.client_card import ClientCard
from desktop.views.clients.import_page import ImportPage
from desktop.views.clients.page import ClientsPage
from desktop.views.context import Context
from desktop.views.main_window import MainWindow
from desktop.views.navigation import Navigator, PageSpec, RailGroup
from desktop.views.page import Page
from desktop.views.session import Person
from desktop.views.widgets.dialog import Dialog, open_over
from tests.fakes import FakeClock
from tests.shop import OpenShop, open_shop

PATIENCE_MS = 30_000


class ClientsDesk:
    """A desk with the clients in front; what is told to people is kept in `told` and `errors`."""

    def __init__(
        self,
        folder: Path,
        *,
        size: tuple[int, int] = (1440, 900),
        roles: tuple[str, ...] = (),
    ) -> None:
        self.clock = FakeClock()
        self.shop: OpenShop = open_shop(folder, self.clock)
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
        me = self.shop.row(User, self.shop.me)
        held = roles or tuple(me.roles)
        self.tasks.act_as(me.id, held)
        self.person = Person(me.id, me.name, frozenset(map(str, rights_of(held))))
        self._size = size

    def add(self, **fields: str) -> ClientIds:
        """A client in the shop."""
        return self.shop.run(
            lambda uow: commands.clients.add_client(uow, draft=ClientDraft(**fields))
        )

    def open(self, kind: str = "clients", record: UUID | None = None) -> "ClientsDesk":
        """Show the window with a page in front, after the test has planted its clients."""
        context = Context(
            tasks=self.tasks,
            hub=self.hub,
            settings=self.settings,
            person=self.person,
            clock=self.clock,
            go=self._go,
            tell=self.told.append,
        )
        specs = [
            PageSpec(
                "clients", "Clients", "users-three", lambda: ClientsPage(context), RailGroup.WORK, 1
            ),
            PageSpec("company", "Client", "users-three", lambda: ClientCard(context)),
            PageSpec("contact", "Client", "users-three", lambda: ClientCard(context)),
            PageSpec("client_import", "Import", "users-three", lambda: ImportPage(context)),
            PageSpec("deal", "Deal", "columns", lambda: Page("Deal")),
        ]
        self.navigator = Navigator(specs, self.person)
        self.window = MainWindow(
            navigator=self.navigator,
            person=self.person,
            settings=self.settings,
            hub=self.hub,
            search=self._search,
            undo=self.undo,
        )
        self.navigator.setParent(self.window)
        self.window.resize(*self._size)
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        self.navigator.open(kind, record)
        self.settle()
        return self

    def _go(self, kind: str, record: UUID | None) -> None:
        self.went.append((kind, record))
        self.navigator.open(kind, record)

    def _search(self, text: str, then: Callable[[Any], None]) -> None:
        self.tasks.fetch("palette", lambda r: queries.search.palette(r, text=text), then=then)

    def undo(self) -> None:
        self.tasks.run(commands.history.undo, origin=Origin.UNDO)

    @property
    def clients(self) -> ClientsPage:
        page = self.navigator._pages["clients"]
        assert isinstance(page, ClientsPage)
        return page

    @property
    def card(self) -> ClientCard:
        page = self.navigator.page
        assert isinstance(page, ClientCard)
        return page

    @property
    def importing(self) -> ImportPage:
        page = self.navigator._pages["client_import"]
        assert isinstance(page, ImportPage)
        return page

    def names(self) -> list[str]:
        """The clients of the list from the top."""
        return [row.name for row in self.clients.model.rows]

    def dialog(self) -> Any:
        """The open dialog, waited for."""
        self.wait(lambda: open_over(self.window) is not None, "a dialog opens")
        found = open_over(self.window)
        assert isinstance(found, Dialog)
        return found

    def settle(self) -> None:
        """Let everything asked for come back."""
        for _round in range(4):
            for pool in (self.tasks._outside, self.tasks._writer, self.tasks._reader):
                pool.submit(lambda: None).result()
            QTest.qWait(2)
        assert not self.strays, self.strays

    def wait(self, holds: Callable[[], object], what: str = "") -> None:
        """Wait until something holds; fails after a while."""
        for _try in range(PATIENCE_MS // 10):
            if holds():
                return
            QTest.qWait(10)
            assert not self.strays, self.strays
        raise AssertionError(f"it did not happen: {what or holds}")

    def close(self) -> None:
        if hasattr(self, "window"):
            self.window.close()
        self.tasks.close()
        if hasattr(self, "window"):
            self.window.deleteLater()
        QTest.qWait(1)
        assert not self.strays, self.strays


def type_into(widget: QWidget, text: str) -> None:
    """Type into a field, as over what stands in it."""
    widget.setFocus()
    QTest.keyClicks(widget, text)
