# SPDX-License-Identifier: Apache-2.0
"""What was changed on a record, by whom and at which desk, as this desk knows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from desktop.values.rows.to_look_at import Value


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One value that became another; of a record that was made here or came from elsewhere, only that (`is_new`).

    `n` is its place in the journal, below zero for one that only the hub's history has. `desk` is empty for this one;
    `who` is empty where this desk was not told. `older` holds what stood before in the codec. What `is_lost`
    never stood: somebody else had written at the same time.
    """

    n: int
    kind: str
    id: UUID
    unit: str
    at: datetime
    who: str
    desk: str
    title: str
    before: Value
    after: Value
    is_new: bool = False
    can_come_back: bool = False
    older: Mapping[str, Any] = field(default_factory=dict)
    is_lost: bool = False
