# SPDX-License-Identifier: Apache-2.0
"""The way of files between a desk and the hub: by their hash, in parts, on a line of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.sync.hub.desk_side import Hub


@dataclass(frozen=True, slots=True)
class Begun:
    """What the hub has of a file: all of it, or these parts."""

    is_complete: bool
    parts: frozenset[int]


class FileLine(Hub):
    """A connection for files alone, so that the changes of a round never stand in a queue behind one."""

    def begin(self, blob: str, size: int) -> Begun:
        """Say that a file comes; which parts are at the hub already."""
        found = self._value("SELECT crm.blob_begin(%s, %s)", bytes.fromhex(blob), size)
        return Begun(found["complete"], frozenset(found["parts"]))

    def put(self, blob: str, n: int, data: bytes) -> None:
        """Send one part."""
        self._value("SELECT crm.blob_put(%s, %s, %s)", bytes.fromhex(blob), n, data)

    def end(self, blob: str) -> bool:
        """All parts are sent: the hub counts the hash. False where they do not make the file; then it drops them."""
        return bool(self._value("SELECT crm.blob_end(%s)", bytes.fromhex(blob)))

    def part(self, blob: str, n: int) -> bytes | None:
        """One part of a file that is at the hub whole; None behind its last one, and where it is not there."""
        ask = "SELECT crm.blob_get(%s, %s)"
        with self._told():
            # As text every byte would come as two digits.
            row = self._connected().execute(ask, (bytes.fromhex(blob), n), binary=True).fetchone()
        return None if row is None or row[0] is None else bytes(row[0])

    def there(self, blobs: Iterable[str]) -> frozenset[str]:
        """Which of these files are at the hub whole."""
        asked = [bytes.fromhex(blob) for blob in blobs]
        rows = self._rows("SELECT crm.blobs_there(%s::bytea[])", asked)
        return frozenset(bytes(row[0]).hex() for row in rows)
