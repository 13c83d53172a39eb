# SPDX-License-Identifier: Apache-2.0
"""A deal's page in a real window over a real shop, driven by keys."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.views.card.deal_page import DealPage
from desktop.views.card.work import Doors
from desktop.views.navigation import PageSpec, RailGroup
from desktop.views.page import Page
from tests.board_desk import BoardDesk


class CardDesk(BoardDesk):
    """A desk with one deal in front. What other parts were asked to open is kept in `opened`."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.opened: list[tuple[str, UUID]] = []

    def open(self, deal: UUID) -> CardDesk:
        """Show the window with this deal, after the test has planted it."""
        context = self.make_context()

        def door(name):
            return lambda id_: self.opened.append((name, id_))

        doors = Doors(
            wizard=door("wizard"), ticket=door("ticket"), payment=door("payment"),
            back=lambda: self.navigator.back(),
        )  # fmt: skip
        specs = [
            PageSpec("deals", "Deals", "columns", lambda: Page("Deals"), RailGroup.WORK, 2),
            PageSpec(
                "deal", "Deal", "columns", lambda: DealPage(context, self.walk, doors), under="deals"
            ),
        ]  # fmt: skip
        self.show_window(specs)
        self.navigator.open("deals")
        self.show(deal)
        return self

    def show(self, deal: UUID) -> None:
        """Go to a deal and wait until it is read."""
        self.navigator.open("deal", deal)
        self.wait(lambda: self.card is not None and self.card.id == deal, "the card is read")
        self.settle()

    def go(self, kind: str, id_: UUID | None) -> None:
        super().go(kind, id_)
        if kind in {"deal", "deals"}:
            self.navigator.open(kind, id_)

    @property
    def page(self) -> DealPage:
        page = self.navigator._pages["deal"]
        assert isinstance(page, DealPage)
        return page

    @property
    def card(self):
        """What the page shows."""
        return self.page.feed.card

    def type(self, text: str) -> None:
        """Type where the cursor is."""
        QTest.keyClicks(QApplication.focusWidget(), text)

    def press_on(self, widget, key: Qt.Key, mods=Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key on a widget."""
        QTest.keyClick(widget, key, mods)

    def soon(self, do) -> None:
        """Do something while a menu holds the keyboard; what goes wrong there fails the test."""

        def guarded() -> None:
            try:
                do()
            except BaseException as error:  # noqa: BLE001 - told by `wait`
                self.strays.append(error)
                popup = QApplication.activePopupWidget()
                if popup is not None:
                    popup.close()

        QTimer.singleShot(50, guarded)

    def history(self) -> list[str]:
        """The lines of the history, as a screen reader says them."""
        model = self.page.lines
        return [str(model.index(row).data()) for row in range(model.rowCount())]
