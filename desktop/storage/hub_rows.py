# SPDX-License-Identifier: Apache-2.0
"""A row as it comes from the hub."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A row as the hub has it. An unknown kind comes from a newer version of the program.

    Of one that `is_broken` the documents are no documents at all.
    """

    id: UUID
    kind: str
    seq: int
    doc: dict[str, Any]
    ver: dict[str, str]
    is_broken: bool = False

    @classmethod
    def read(cls, id: UUID, kind: str, seq: int, doc: str, ver: str) -> Confirmed:
        """From the hub's texts: one document that nothing can read must not stop the others."""
        try:
            found, stamps = json.loads(doc), json.loads(ver)
        except (ValueError, RecursionError):
            found = stamps = None
        if isinstance(found, dict) and isinstance(stamps, dict):
            return cls(id, kind, seq, found, stamps)
        return cls(id, kind, seq, {}, {}, is_broken=True)
