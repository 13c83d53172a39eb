# SPDX-License-Identifier: Apache-2.0
"""A form that was left unfinished, as it lies on this desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DraftRow:
    """What a form had in it: `kind` says which form, `key` which record or place, `body` its fields as JSON."""

    kind: str
    key: str
    user_id: UUID | None
    saved_at: datetime
    body: Mapping[str, Any]
