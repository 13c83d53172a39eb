# SPDX-License-Identifier: Apache-2.0
"""Two cards that are to be one: which of them stays, and whose values stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class JoinDraft:
    """`kept_id` stays and takes in `other_id`; both are of this kind: "contact", "company" or "lead".

    `taken` names the fields of which the other card's value stands. An empty field is filled from the other card in any
    case. `left_phones` are numbers that nobody needs any more; `emails` those that stay, the first of them in front
    (None: all of both). `opted_out` are the channels by which they do not want to be written to (None: what either of
    them has said, for the stricter word counts).
    """

    kind: str
    kept_id: UUID
    other_id: UUID
    taken: frozenset[str] = frozenset()
    left_phones: frozenset[UUID] = frozenset()
    emails: tuple[str, ...] | None = None
    opted_out: tuple[str, ...] | None = None
