# SPDX-License-Identifier: Apache-2.0
"""Where a desk and its hub stand, as the hub says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self
from uuid import UUID

SEES_ALL = "all"
"""What the hub says of a desk that is given all cards; of any other a sign that changes with what it is given."""

NEVER = datetime.min.replace(tzinfo=UTC)
"""The hub's time where it did not say it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the hub says of itself and of this device."""

    hub_id: UUID
    epoch: int
    head: int
    code: str
    desk_n: int
    employee_id: UUID
    acked: int
    min_schema: int
    mark: UUID | None = None
    is_revoked: bool = False
    now: datetime = NEVER
    realms: tuple[int, ...] = (0,)
    sight: str = SEES_ALL

    @classmethod
    def read(cls, found: Mapping[str, Any]) -> Self:
        """From the hub's answer."""
        mark = found.get("mark")
        return cls(
            hub_id=UUID(found["hub_id"]),
            epoch=found["epoch"],
            head=found["head"],
            code=found["code"],
            desk_n=found["desk_n"],
            employee_id=UUID(found["employee_id"]),
            acked=found["acked"],
            min_schema=found["min_schema"],
            mark=UUID(mark) if mark else None,
            is_revoked=bool(found.get("revoked")),
            now=datetime.fromisoformat(found["now"]) if "now" in found else NEVER,
            realms=tuple(found.get("realms") or ()),
            sight=found.get("sight") or SEES_ALL,
        )
