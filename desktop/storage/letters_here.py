# SPDX-License-Identifier: Apache-2.0
"""Which letters are this desk's own matter, and which it only shares with others."""

from __future__ import annotations

import json
from uuid import UUID

from sqlalchemy import Connection

from desktop.storage.outbox import ROW, former_devices, membership, pending, versions, wrote


def own_codes(connection: Connection) -> frozenset[str] | None:
    """Under which codes this desk writes and wrote at its hub; None where it has joined none."""
    joined = membership(connection)
    if joined is None:
        return None
    devices = (*joined.by_user.values(), *former_devices(connection))
    return frozenset(one.code for one in devices)


def written_here(connection: Connection, letter: UUID, field: str = ROW) -> bool:
    """Whether this desk made the letter, or wrote what stands in one of its fields."""
    codes = own_codes(connection)
    if codes is None:
        return True
    waiting = pending(connection, [letter]).get(letter, [])
    if any(row.is_new or field in json.loads(row.doc) for row in waiting):
        return True
    stands = versions(connection, letter)
    by = wrote(stands.get(field) or stands.get(ROW, ""))
    return not by or by.partition(".")[0] in codes
