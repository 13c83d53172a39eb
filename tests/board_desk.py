# SPDX-License-Identifier: Apache-2.0
"""The deals page in a real window over a real shop, driven by keys."""

from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt

from desktop.domain.deal import Deal
from desktop.domain.pipeline import Stage
from desktop.domain.touch import Task
from desktop.models.sync_status import SyncStatus
from desktop.models.walk import Walk
from desktop.storage import taken_away
from desktop.storage.unit_of_work import UnitOfWork
from desktop.values.rows.board import CardRow
from desktop.views.board.board_view import BoardView
from desktop.views.board.page import BoardPage
from desktop.views.navigation import PageSpec, RailGroup
from desktop.views.page import Page
from desktop.views.way_back import WayBack
from tests import journal_watch
from tests.shell import press
from tests.window_desk import WindowDesk

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class BoardDesk(WindowDesk):
    """A desk with the board in front; what is told to people is kept in `told` and `errors`."""

    def __init__(self, folder: Path, **wishes: Any) -> None:
        super().__init__(folder, **wishes)
        self.sync = SyncStatus(self.hub, self.tasks)
        self.way_back = WayBack(lambda: self.tasks, self.told.append)
        self.walk = Walk()

    def open(self) -> "BoardDesk":
        """Show the window, after the test has planted its cards."""
        context = self.make_context(sync=self.sync)
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
        self.show_window(specs)
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

    def lose(self, card: UUID) -> None:
        """The card goes out of this desk's sight, as a round with the hub takes it."""
        rows = self.shop.database.read(lambda r: taken_away.rows_of(r.connection, [card]))

        def go(uow: UnitOfWork) -> None:
            journal_watch.let_delete(uow.connection)
            taken_away.let_go(uow, rows, {})

        self.tasks.run(go)
        self.settle()

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

    def end_loops(self) -> None:
        self.sync.stop()


def chord(key: Qt.Key | int | str, mods: Qt.KeyboardModifier) -> None:
    """One chord where the focus is."""
    press(ord(key) if isinstance(key, str) else key, mods)
