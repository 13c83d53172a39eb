# SPDX-License-Identifier: Apache-2.0
"""Two deals that one lead became at two computers, in words: which one goes on, and what becomes of the other."""

from __future__ import annotations

from desktop.i18n import _
from desktop.values.rows.to_look_at import ConflictRow


def numbers(row: ConflictRow) -> tuple[str, str]:
    """The deal that was overwritten and the one that stands; a colleague's is not on every computer."""
    assert row.twice is not None
    lost, won = (number or _("a colleague’s deal") for number in row.twice)
    return lost, won


def keep_word(row: ConflictRow, *, stands: bool) -> str:
    """The word on the button by which one of them goes on."""
    return _("Keep {number}").format(number=numbers(row)[stands])


def put_back(row: ConflictRow, undo: str) -> str:
    """What a press on the one that was overwritten does."""
    goes_on, other = numbers(row)
    return _(
        "The lead goes on as {number}; {other} is joined to it: its touches, files and history go along. "
        "{keys} takes it back."
    ).format(number=goes_on, other=other, keys=undo)
