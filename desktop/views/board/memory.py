# SPDX-License-Identifier: Apache-2.0
"""What a person finds again on the board: pipeline, order, scroll, folded columns, filters kept by name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from desktop.models.board_filter import BoardFilter
from desktop.models.board_order import Sort
from desktop.settings import Settings


class BoardMemory:
    """Reads and writes one person's memory of the board on this desk; what is damaged counts as forgotten."""

    def __init__(self, settings: Settings, person: UUID, cards: str = "deals") -> None:
        """`cards` says of which board: of deals or of leads."""
        self._settings, self._person = settings, person
        self._board, self._filters = f"{cards} board", f"{cards} filters"
        kept = settings.recall(self._board, person=person)
        self._kept: dict[str, Any] = dict(kept) if isinstance(kept, dict) else {}

    @property
    def pipeline_id(self) -> UUID | None:
        """The pipeline that was open last."""
        kept = self._kept.get("pipeline")
        try:
            return UUID(kept) if isinstance(kept, str) else None
        except ValueError:
            return None

    @property
    def sort(self) -> Sort:
        """The order of the cards."""
        kept = self._kept.get("sort")
        return Sort(kept) if kept in set(Sort) else Sort.TOUCH

    @property
    def table(self) -> object:
        """How the table was laid out."""
        return self._kept.get("table")

    def place(self, pipeline_id: UUID) -> dict[str, Any]:
        """Where a pipeline's board was scrolled to, and the current card."""
        kept = self._dict("places").get(str(pipeline_id))
        return kept if isinstance(kept, dict) else {}

    def folded(self, pipeline_id: UUID) -> list[str]:
        """The stages whose columns are folded."""
        kept = self._dict("folded").get(str(pipeline_id))
        return kept if isinstance(kept, list) else []

    def keep(
        self,
        pipeline_id: UUID,
        *,
        sort: Sort,
        place: dict[str, Any],
        folded: list[str],
        table: object,
    ) -> None:
        """Remember how a pipeline's board was left."""
        key = str(pipeline_id)
        self._kept = {
            "pipeline": key,
            "sort": sort.value,
            "table": table,
            "places": {**self._dict("places"), key: place},
            "folded": {**self._dict("folded"), key: folded},
        }
        self._settings.remember(self._board, self._kept, person=self._person)

    def filters(self) -> dict[str, BoardFilter]:
        """The filters kept by name."""
        kept = self._settings.recall(self._filters, person=self._person)
        found = kept if isinstance(kept, dict) else {}
        return {name: BoardFilter.read(one) for name, one in found.items()}

    def keep_filters(self, filters: dict[str, BoardFilter]) -> None:
        """Keep these filters, and no others."""
        stored = {name: one.stored() for name, one in filters.items()}
        self._settings.remember(self._filters, stored, person=self._person)

    def _dict(self, name: str) -> dict[str, Any]:
        kept = self._kept.get(name)
        return kept if isinstance(kept, dict) else {}
