# SPDX-License-Identifier: Apache-2.0
"""The pages of clients in a real window over a real shop, driven by keys."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop import commands, queries
from desktop.commands.clients import ClientIds
from desktop.values.drafts.client import ClientDraft
from desktop.views.clients.client_card import ClientCard
from desktop.views.clients.duplicates_page import DuplicatesPage
from desktop.views.clients.import_page import ImportPage
from desktop.views.clients.page import ClientsPage
from desktop.views.navigation import PageSpec, RailGroup
from desktop.views.page import Page
from tests.window_desk import WindowDesk


class ClientsDesk(WindowDesk):
    """A desk with the clients in front; what is told to people is kept in `told` and `errors`."""

    def add(self, **fields: str) -> ClientIds:
        """A client in the shop."""
        return self.shop.run(
            lambda uow: commands.clients.add_client(uow, draft=ClientDraft(**fields))
        )

    def open(self, kind: str = "clients", record: UUID | None = None) -> "ClientsDesk":
        """Show the window with a page in front, after the test has planted its clients."""
        context = self.make_context()
        specs = [
            PageSpec(
                "clients", "Clients", "users-three", lambda: ClientsPage(context), RailGroup.WORK, 1
            ),
            PageSpec("company", "Client", "users-three", lambda: ClientCard(context)),
            PageSpec("contact", "Client", "users-three", lambda: ClientCard(context)),
            PageSpec("duplicates", "Duplicates", "users", lambda: DuplicatesPage(context)),
            PageSpec("lead", "Lead", "funnel", lambda: Page("Lead")),
            PageSpec("client_import", "Import", "users-three", lambda: ImportPage(context)),
            PageSpec("lead_import", "Import", "funnel", lambda: ImportPage(context, "cold_list")),
            PageSpec("leads", "Leads", "funnel", lambda: Page("Leads")),
            PageSpec("deal", "Deal", "columns", lambda: Page("Deal")),
        ]
        self.show_window(specs)
        self.navigator.open(kind, record)
        self.settle()
        return self

    def go(self, kind: str, record: UUID | None) -> None:
        super().go(kind, record)
        self.navigator.open(kind, record)

    def search(self, text: str, then: Callable[[Any], None]) -> None:
        self.tasks.fetch("palette", lambda r: queries.search.palette(r, text=text), then=then)

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
    def duplicates(self) -> DuplicatesPage:
        page = self.navigator._pages["duplicates"]
        assert isinstance(page, DuplicatesPage)
        return page

    @property
    def importing(self) -> ImportPage:
        page = self.navigator._pages["client_import"]
        assert isinstance(page, ImportPage)
        return page

    @property
    def importing_leads(self) -> ImportPage:
        page = self.navigator._pages["lead_import"]
        assert isinstance(page, ImportPage)
        return page

    def names(self) -> list[str]:
        """The clients of the list from the top."""
        return [row.name for row in self.clients.model.rows]


def type_into(widget: QWidget, text: str) -> None:
    """Type into a field, as over what stands in it."""
    widget.setFocus()
    QTest.keyClicks(widget, text)
