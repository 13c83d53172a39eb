# SPDX-License-Identifier: Apache-2.0
"""Reads the board and keeps it up to date: few changed cards by name, more as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop import queries
from desktop.background.change_hub import ChangeHub
from desktop.background.tasks import Tasks
from desktop.values.changes import Changes, Origin
from desktop.values.rows.board import DEAL, LEAD, CardRow, StageRow
from desktop.values.times import month_start

FEW = 60
"""So many changed cards are still read one by one."""

_CLIENTS = frozenset({"contact", "company"})
_WHOLE = _CLIENTS | {"stage", "pipeline", "user", "firm"}
"""What a change of these does to cards is not told by the cards' ids."""

Answer = tuple[list[CardRow], tuple[StageRow, ...]]


class BoardFeed(QObject):
    """Asks while it is awake, and on waking for what it slept through.

    `read` tells a whole Board; `changed` tells some cards of the pipeline as they are now, the keys of those
    that are no longer open there, and the stages.
    """

    read = Signal(object)
    changed = Signal(object, object, object)

    def __init__(
        self,
        tasks: Tasks,
        hub: ChangeHub,
        now: Callable[[], dt.datetime],
        parent: QObject,
        *,
        source: Callable[[], Any] = lambda: queries.board,
        entity: str = DEAL,
    ) -> None:
        """`source` gives the queries of the board: of deals, or of leads; `entity` says which."""
        super().__init__(parent)
        self._tasks, self._now, self._source = tasks, now, source
        self._others = LEAD if entity == DEAL else DEAL
        self.pipeline_id: UUID | None = None
        self._is_awake = False
        self._is_stale = True
        self._missed: set[UUID] = set()
        self._asked: set[UUID] = set()
        hub.changed.connect(self._on_changed)
        hub.day_turned.connect(self._on_new_day)

    def open(self, pipeline_id: UUID | None) -> None:
        """Read a pipeline's whole board, by default the first one's."""
        self.pipeline_id = pipeline_id
        self._is_stale = False
        self._missed.clear()
        self._asked.clear()
        start = month_start(self._now())
        self._tasks.fetch(
            f"board for {id(self)}",
            lambda r: self._source().board(r, pipeline_id=pipeline_id, month_start=start),
            then=self.read.emit,
        )

    def holds(self, pipeline_id: UUID) -> None:
        """The screen shows this pipeline as it is: only what changes from now on is read."""
        self.pipeline_id = pipeline_id
        self._is_stale = False

    def wake(self) -> None:
        """The board is seen: read what changed meanwhile, or everything for the first time."""
        self._is_awake = True
        self._catch_up()

    def sleep(self) -> None:
        """The board is hidden: only remember what is missed."""
        self._is_awake = False

    def _on_changed(self, changes: Changes) -> None:
        # A list makes clients by the thousand, and gives known ones what they lack: it calls nobody otherwise.
        whole = _WHOLE - _CLIENTS if changes.origin is Origin.IMPORT else _WHOLE
        self._is_stale = self._is_stale or changes.touches(*whole)
        self._missed |= changes.ids("card") - changes.ids(self._others)
        if self._is_awake:
            self._catch_up()

    def _on_new_day(self) -> None:
        """What was closed this month is counted on the board, too."""
        self._is_stale = True
        if self._is_awake:
            self._catch_up()

    def _catch_up(self) -> None:
        if self._is_stale or len(self._missed) > FEW:
            self.open(self.pipeline_id)
        elif self._missed and self.pipeline_id is not None:
            self._read_changed(self.pipeline_id)

    def _read_changed(self, pipeline_id: UUID) -> None:
        # An answer may be dropped for a newer question, so each question repeats what is unanswered.
        self._asked |= self._missed
        self._missed.clear()
        asked, start = frozenset(self._asked), month_start(self._now())
        self._tasks.fetch(
            f"board cards for {id(self)}",
            lambda r: self._source().changed(
                r, pipeline_id=pipeline_id, deal_ids=tuple(asked), month_start=start
            ),
            then=partial(self._take, pipeline_id, asked),
        )

    def _take(self, pipeline_id: UUID, asked: frozenset[UUID], answer: Answer) -> None:
        self._asked -= asked
        if pipeline_id != self.pipeline_id:
            return
        cards, stages = answer
        there = {card.key for card in cards}
        gone = [one.bytes for one in asked if one.bytes not in there]
        self.changed.emit(cards, gone, stages)
