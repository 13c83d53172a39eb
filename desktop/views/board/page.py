# SPDX-License-Identifier: Apache-2.0
"""The deals page: one pipeline's cards, chosen among all pipelines, and seen before the shop is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize

from desktop.i18n import N_, _
from desktop.models.board_order import Sort
from desktop.models.walk import Walk
from desktop.values.rows.board import Board, BoardWish
from desktop.views.actions import ActionSpec
from desktop.views.board import actions
from desktop.views.board.cards_page import CardsPage
from desktop.views.board.kinds import DEALS
from desktop.views.board.shapes import AS_CALENDAR
from desktop.views.context import Context
from desktop.views.questions.pipeline_switch import PipelineSwitch
from desktop.views.widgets.segmented import Segment

_FAR_DOWN = 2000
"""Pixels that a column is scrolled: what is seen there is not among its first cards."""


class BoardPage(CardsPage):
    """Deals of one pipeline at a time."""

    new_title = N_("New deal")

    def __init__(self, context: Context, walk: Walk | None = None) -> None:
        super().__init__(context, DEALS, walk)
        self.pipelines.chosen.connect(self.feed.open)
        self.pipelines.edit_asked.connect(self.columns.edit_pipeline)

    def _make_header(self) -> None:
        self.pipelines = PipelineSwitch(self, may_edit=self._context.person.may("edit_stages"))
        self.header.add_after(self.pipelines)
        super()._make_header()

    def _shapes_offered(self) -> list[Segment]:
        by_day = Segment(AS_CALENDAR, icon="calendar-blank", tip=lambda: _("By due day"))
        return [*super()._shapes_offered(), by_day]

    def own_actions(self) -> Sequence[tuple[ActionSpec, Callable[[], object]]]:
        """Deals are won, wait for something, stand in pipelines and have a due day."""
        steps = self.steps
        return (
            (actions.NEW_DEAL, self.new_card),
            (actions.WON, steps.win),
            (actions.BLOCK, steps.block),
            (actions.UNBLOCK, steps.unblock),
            (actions.LAST_PIPELINE, partial(self.pipelines.step, -1)),
            (actions.NEXT_PIPELINE, partial(self.pipelines.step, 1)),
            (actions.AS_CALENDAR, partial(self.show_as, AS_CALENDAR)),
        )

    def adapt(self, window: QSize) -> None:
        """Offer the pipelines in a list where there is little room."""
        super().adapt(window)
        if self._is_made:
            self.pipelines.set_narrow(self._is_narrow)

    def first_wish(self) -> BoardWish:
        """Which board it wants to show first: few of its cards, where no more of them were seen when it was left."""
        pipeline_id = self.feed.pipeline_id
        place = self._memory.place(pipeline_id) if pipeline_id is not None else {}
        is_at_top = max(place.get("down", {}).values(), default=0) < _FAR_DOWN
        few = is_at_top and self._sort is Sort.TOUCH
        return BoardWish(pipeline_id, few, bytes.fromhex(place.get("current") or ""))

    def show_first(self, board: Board | None) -> None:
        """Show a board that was read before the shop was open; one program holds a shop, so it is still true.

        Where that could not be done, it is read as soon as the shop is open.
        """
        if board is None:
            self.feed.open(self.feed.pipeline_id)
            return
        self.take_board(board)
        self.feed.holds(board.pipeline.id)

    def take_board(self, board: Board) -> None:
        """Show a whole board, and which pipelines there are."""
        self.pipelines.set_pipelines(board.pipelines, board.pipeline.id)
        super().take_board(board)
