# SPDX-License-Identifier: Apache-2.0
"""The Navigator in a real window over a real shop, driven by keys alone."""

from pathlib import Path
from typing import Any

from desktop.views.navigation import PageSpec, RailGroup
from desktop.views.navigator.page import NavigatorPage
from desktop.views.page import Page
from tests.counter_desk import CounterDesk


class NavigatorDesk(CounterDesk):
    """A desk whose first page is the Navigator; `wizards` are the deals the contract wizard was opened for."""

    def __init__(self, folder: Path, **wishes: Any) -> None:
        super().__init__(folder, **wishes)
        self.wizards: list[object] = []

    def open(self) -> "NavigatorDesk":
        """Show the window with the Navigator, after the test has planted what it needs."""
        context = self.make_context()

        def page() -> NavigatorPage:
            return NavigatorPage(context, self.wizards.append)

        specs = [
            PageSpec("today", "Today", "compass", page, RailGroup.WORK, 1),
            PageSpec("deals", "Deals", "columns", lambda: Page("Deals"), RailGroup.WORK, 2),
        ]
        self.show_window(specs)
        self.navigator.open("today")
        self.settle()
        return self

    @property
    def here(self) -> NavigatorPage:
        """The page."""
        page = self.navigator._pages["today"]
        assert isinstance(page, NavigatorPage)
        return page

    def in_front(self, client: str) -> None:
        """Wait until this client's ticket is in front."""
        self.wait(
            lambda: self.here.ticket is not None and self.here.ticket.client == client,
            f"{client} comes to the front",
        )
