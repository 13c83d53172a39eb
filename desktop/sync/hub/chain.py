# SPDX-License-Identifier: Apache-2.0
"""The chain of hashes over the hub's history: where a line was changed or taken out, it does not fit any more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, Final

LINES: Final = (
    "SELECT v.code, l.dseq, l.entity, l.id, l.hlc, l.verdict, l.patch_sha, "
    "CASE WHEN l.patch IS NULL THEN EXISTS "
    "(SELECT 1 FROM crm.erasure e WHERE e.id = coalesce((l.erased->>'on')::uuid, l.id)) "
    "ELSE sha256(convert_to(l.patch::text, 'UTF8')) = l.patch_sha END, m.chain "
    "FROM crm.log l JOIN crm.device v USING (device_id) "
    "LEFT JOIN crm.mark m ON m.device_id = l.device_id AND m.last_n = l.dseq ORDER BY l.seq"
)


def broken(rows: Iterable[tuple[Any, ...]], stands: bytes) -> list[tuple[str, int]]:
    """Follow the chain from its beginning; where it does not fit it goes on from what is written there."""
    chain = hashlib.sha256(b"").digest()
    found: list[tuple[str, int]] = []
    last: tuple[str, int] = ("", 0)
    for code, n, entity, key, hlc, verdict, sha, is_whole, mark in rows:
        last = (code, n)
        line = "|".join(str(part) for part in (code, n, entity, key, hlc, verdict))
        chain = hashlib.sha256(chain + line.encode() + bytes(sha)).digest()
        if not is_whole or (mark is not None and bytes(mark) != chain):
            found.append(last)
            chain = bytes(mark) if mark is not None else chain
    if chain != stands and last not in found:
        found.append(last)
    return found
