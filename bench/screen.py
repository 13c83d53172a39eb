# SPDX-License-Identifier: Apache-2.0
"""What painting the board costs beside Qt's own list of texts: L4, L5, the drop of L7; a process of its own.

The floor draws one text for each card with Qt's delegate in C++, ours six texts, the ticket's frame and about six
small pictures. A floor in C++ that draws the same is not to be had without a compiler: ours is held against less.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QSize, QStringListModel
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHBoxLayout, QListView, QWidget

from bench.big_shop import NOW
from bench.figures import p95
from desktop.background.change_hub import ChangeHub
from desktop.background.tasks import Tasks
from desktop.clock import SystemClock
from desktop.models.board import BoardModel
from desktop.models.board_order import Drop
from desktop.queries.board import first_board
from desktop.settings import Settings
from desktop.values.rows.board import Board, BoardWish, CardRow
from desktop.views import theme
from desktop.views.board.board_view import BoardView
from desktop.views.board.card_layout import CardLayout
from desktop.views.board.card_list import CardList
from desktop.views.board.page import BoardPage
from desktop.views.context import Context
from desktop.views.session import Person

if TYPE_CHECKING:
    from desktop.storage.database import Database

SIZE = QSize(1440, 900)
ROUNDS, STEPS = 7, 60


def main(shop: Path, work: Path) -> dict[str, float]:
    """All figures in milliseconds, ours and the floor's turn by turn."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    QCursor.setPos(-100, -100)  # over neither window: hovering is not what is measured
    board = first_board(shop / "shop.sqlite", BoardWish(), NOW)
    assert board is not None
    figures = _paint(app, board)
    figures.update(_changes(app, board))
    figures.update(_drop(app, work))
    return figures


def _ours(board: Board) -> tuple[QWidget, BoardModel]:
    model = BoardModel(board.stages, board.currency)
    view = BoardView(model, CardLayout(model, now=lambda: NOW, person=lambda _card: ("ML", 0)))
    model.setParent(view)
    view.resize(SIZE)
    model.load(board.cards)
    view.show()
    return view, model


def _floor(board: Board) -> QWidget:
    """As many lists of texts, with the stock delegate in C++, rows as high as ours."""
    window = QWidget()
    line = QHBoxLayout(window)
    open_ones = [stage for stage in board.stages if not stage.is_final]
    for stage in open_ones:
        texts = [f"{card.client} {card.title}" for card in board.cards if card.stage_id == stage.id]
        view = QListView(window)
        view.setUniformItemSizes(True)
        view.setGridSize(QSize(204, 113))
        view.setModel(QStringListModel(texts, view))
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        line.addWidget(view)
    window.resize(SIZE)
    window.show()
    return window


def _timed(app: QApplication, work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    app.processEvents()
    return (time.process_time() - start) * 1000


def _paint(app: QApplication, board: Board) -> dict[str, float]:
    taken: dict[str, list[float]] = {
        name: [] for name in ("first", "first floor", "repaint", "repaint floor")
    }
    frames: dict[str, list[list[float]]] = {"scroll": [], "scroll floor": []}
    for round_ in range(ROUNDS + 1):
        held: list[QWidget] = []
        ours = _timed(app, lambda h=held: h.append(_ours(board)[0]))
        floor = _timed(app, lambda h=held: h.append(_floor(board)))
        mine, theirs = held
        own_list, their_list = mine.findChildren(CardList)[0], theirs.findChildren(QListView)[0]
        repaint = [
            min(times) for times in zip(*(_repaints(app, held) for _n in range(9)), strict=True)
        ]
        own_frames = [_timed(app, lambda n=n, v=own_list: _scroll(v, n)) for n in range(1, STEPS)]
        their_frames = [
            _timed(app, lambda n=n, v=their_list: _scroll(v, n)) for n in range(1, STEPS)
        ]
        if round_:  # the first round warms caches of both
            for name, value in (
                ("first", ours), ("first floor", floor), ("repaint", repaint[0]), ("repaint floor", repaint[1]),
            ):  # fmt: skip
                taken[name].append(value)
            frames["scroll"].append(own_frames)
            frames["scroll floor"].append(their_frames)
        for one in held:
            one.close()
            one.deleteLater()
        app.processEvents()
    figures = {name: min(times) for name, times in taken.items()}
    # Each round makes the same steps, some of which bring a new card: the least of each step, then the middle step.
    steps = {name: sorted(map(min, zip(*rounds, strict=True))) for name, rounds in frames.items()}
    figures |= {name: statistics.median(times) for name, times in steps.items()}
    return {**figures, "scroll p95": p95(steps["scroll"])}


def _repaints(app: QApplication, windows: list[QWidget]) -> list[float]:
    return [_timed(app, one.grab) for one in windows]


def _scroll(view: QAbstractItemView, step: int) -> None:
    """Scroll by 60 pixels and paint the whole column, as a system does that cannot shift what is painted."""
    view.verticalScrollBar().setValue(step * 60)
    view.viewport().repaint()


def _changes(app: QApplication, board: Board) -> dict[str, float]:
    """One card changed where it stands, and one that goes to the next column, repaint included."""
    view, model = _ours(board)
    app.processEvents()
    stages = model.stages
    card: CardRow = model.cards(0)[2]
    here = [_timed(app, lambda n=n: model.take([card._replace(amount=n)])) for n in range(41)]
    across = [
        _timed(
            app, lambda n=n: model.take([card._replace(stage_key=stages[n % 2].id.bytes, amount=n)])
        )
        for n in range(1, 42)
    ]
    view.close()
    return {
        "change in column": min(here),
        "change of column": min(across),
    }


def board_page(app: QApplication, folder: Path, work: Path) -> tuple[BoardPage, Tasks]:
    """The board's page on a shop that may be written to, as the window shows it; its first second is over."""
    hub = ChangeHub()
    tasks = Tasks(
        open_database=lambda: _open(folder),
        hub=hub,
        clock=SystemClock(),
        folder=folder,
        stray=_raise,
    )
    board = first_board(folder / "shop.sqlite", BoardWish(), NOW)
    assert board is not None
    holder = board.holders[0]
    tasks.act_as(holder.id, ("head", "manager", "admin"))
    person = Person(holder.id, holder.name, frozenset({"sell"}))
    context = Context(
        tasks=tasks, hub=hub, settings=Settings(work / "settings.json"), person=person,
        clock=SystemClock(), go=lambda _kind, _id: None, tell=lambda _text: None,
    )  # fmt: skip
    page = BoardPage(context)
    page.show_first(board)
    page.resize(SIZE)
    page.show()
    wait(app, lambda: False, 3)
    return page, tasks


def _drop(app: QApplication, work: Path) -> dict[str, float]:
    """From the drop to the repainted board, the commit in between, on a copy that may be written to."""
    page, tasks = board_page(app, work / "drop", work)
    model = page.shapes.model
    assert model is not None
    times = []
    for n in range(30):
        card = model.cards(n % 2)[0]
        target = model.stages[(n + 1) % 2]
        start = time.perf_counter()
        model.move_requested.emit(Drop((card.id,), target.id))
        wait(app, lambda c=card, t=target: _stands(model, c.id, t.id), 5)
        app.processEvents()
        times.append((time.perf_counter() - start) * 1000)
    page.close()
    tasks.close()
    return {"drop p95": p95(sorted(times)), "drop": statistics.median(times)}


def _stands(model: BoardModel, card_id: UUID, stage_id: UUID) -> bool:
    card = model.card(card_id.bytes)
    return card is not None and card.stage_id == stage_id


def wait(app: QApplication, done: Callable[[], bool], seconds: float) -> None:
    """Let the window work until it is done, at most so long."""
    end = time.perf_counter() + timedelta(seconds=seconds).total_seconds()
    while not done() and time.perf_counter() < end:
        app.processEvents()


def _open(folder: Path) -> Database:
    from desktop.storage.database import Database  # loaded here, on the writer thread

    database = Database(folder, SystemClock())
    database.open()
    return database


def _raise(error: BaseException) -> None:
    raise error


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
