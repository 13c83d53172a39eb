# SPDX-License-Identifier: Apache-2.0
"""One line of the hub's history: who wrote what on a record, when and at which desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class HubLine:
    """`by` is who wrote, as stamps name it; `time` the author's own, as in stamps; `patch` in the journal's codec."""

    seq: int
    at: datetime
    by: str
    person: UUID
    desk: str
    kind: str
    id: UUID
    time: int
    patch: Mapping[str, Any]
