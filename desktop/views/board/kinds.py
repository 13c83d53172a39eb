# SPDX-License-Identifier: Apache-2.0
"""What the boards of deals and of leads differ in, as data; the machinery is one. The leads are in lead_kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from desktop import queries
from desktop.frozen import dataclass
from desktop.i18n import N_
from desktop.models import card_words
from desktop.models.board_order import Sort
from desktop.models.card_words import LATE, MISSING, TODAY
from desktop.values.rows.board import DEAL, LEAD, Board, CardRow, StageRow
from desktop.views.board.card_layout import CardLayout


class Source(Protocol):
    """The queries a board is read by."""

    def board(self, reader: Any, *, pipeline_id: UUID | None, month_start: datetime) -> Board: ...

    def changed(
        self, reader: Any, *, pipeline_id: UUID, deal_ids: Sequence[UUID], month_start: datetime
    ) -> tuple[list[CardRow], tuple[StageRow, ...]]: ...

    def closed_cards(self, reader: Any, *, stage_id: UUID, since: datetime) -> list[CardRow]: ...


class Speech(Protocol):
    """Says a whole card in one sentence."""

    def __call__(
        self, card: Any, stage: StageRow, row: int, count: int, *, now: datetime, holder: str
    ) -> str: ...


@dataclass(frozen=True, slots=True)
class Widths:
    """How wide columns may be, the usual width among them, and what is left of it beside the cards."""

    least: int
    usual: int
    most: int
    side: int


@dataclass(frozen=True, slots=True)
class BoardKind:
    """A kind of cards and what its board shows of them.

    `entity` is the page a card opens. `source` is asked on the reader's thread, so that nothing is loaded before it is
    wanted. `lacks` are columns of the list that these cards have nothing for; those of `wide` get the room they leave.
    """

    entity: str
    title: str
    memory: str
    source: Callable[[], Source]
    layout: type[CardLayout]
    speech: Speech
    widths: Widths
    states: tuple[str, ...]
    sorts: tuple[Sort, ...]
    lacks: frozenset[str]
    wide: Mapping[str, int]
    nothing: tuple[str, str]
    hidden: str

    @property
    def is_leads(self) -> bool:
        """Whether it shows leads, which have no sum, no due date and no machine to wait for."""
        return self.entity == LEAD


DEALS = BoardKind(
    entity=DEAL,
    title=N_("Deals"),
    memory="deals",
    source=lambda: queries.board,
    layout=CardLayout,
    speech=card_words.spoken,
    widths=Widths(200, 220, 280, 7),
    states=(LATE, TODAY, MISSING),
    sorts=tuple(Sort),
    lacks=frozenset({"held"}),
    wide={},
    nothing=(
        N_("No deals in this stage"),
        N_("Drop a card here or press Ctrl\N{NO-BREAK SPACE}N."),
    ),
    hidden=N_("This stage has deals that the filter leaves out."),
)
