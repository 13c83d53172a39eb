# SPDX-License-Identifier: Apache-2.0
"""Two cards that are to be one: which of them stays, and whose values stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

_REQUISITES: Final = "requisites."

REQUISITE_UNITS: Final[tuple[tuple[str, ...], ...]] = (
    ("legal_name",),
    ("short_name",),
    ("inn",),
    ("kpp",),
    ("ogrn",),
    ("company_number",),
    ("vat_id",),
    ("address",),
    ("signatory_name", "signatory_post", "signatory_basis", "genitive_name", "genitive_post"),
    ("bank", "bik", "correspondent", "account"),
    ("iban", "swift"),
    ("passport",),
    ("email",),
)
"""The requisites that are chosen by themselves; those of one group go together, under the first one's name."""


def requisite_line(name: str) -> str:
    """How a requisite, or a group of them, is called among the fields that are chosen."""
    return _REQUISITES + name


def requisite_of(line: str) -> str:
    """The requisite of such a line; empty for another field."""
    return line.removeprefix(_REQUISITES) if line.startswith(_REQUISITES) else ""


@dataclass(frozen=True, slots=True)
class JoinDraft:
    """`kept_id` stays and takes in `other_id`; both are of this kind: "contact", "company" or "lead".

    `taken` names the fields of which the other card's value stands, requisites each by its own line. An empty field is
    filled from the other card in any case. `left_phones` are numbers that nobody needs any more; `emails` those that
    stay, the first of them in front (None: all of both). `opted_out` are the channels by which they do not want to be
    written to (None: what either of them has said, for the stricter word counts).
    """

    kind: str
    kept_id: UUID
    other_id: UUID
    taken: frozenset[str] = frozenset()
    left_phones: frozenset[UUID] = frozenset()
    emails: tuple[str, ...] | None = None
    opted_out: tuple[str, ...] | None = None
