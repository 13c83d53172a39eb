# SPDX-License-Identifier: Apache-2.0
"""What it means that a card is open, said once: of a record here, of the rows of a statement there."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, literal_column
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped

from desktop.values.states import StageKind

_OPEN: Any = literal_column(f"'{StageKind.OPEN.value}'")
"""Said as the partial indexes have it: what is bound SQLite would have to plan anew each time."""


class Staged:
    """What stands on a stage: open till that stage is a final one, or till it was removed."""

    if TYPE_CHECKING:
        stage_kind: Mapped[str]
        archived_at: Mapped[datetime | None]

    @hybrid_property
    def is_open(self) -> bool:
        """Whether the card still needs a next touch; asked of the class, the condition of it."""
        return self.stage_kind == StageKind.OPEN and self.archived_at is None

    @is_open.inplace.expression
    @classmethod
    def _is_open(cls) -> ColumnElement[bool]:
        return and_(cls.stage_kind == _OPEN, cls.archived_at.is_(None))
