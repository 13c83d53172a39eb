# SPDX-License-Identifier: Apache-2.0
"""What waits to be looked at, in its groups: their names, what stands in them, by what a row is found again."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.i18n import N_, _, formats, ngettext
from desktop.values.rows.to_look_at import (
    ConflictRow,
    DoubleRow,
    FindingRow,
    RefusedRow,
    ToLookAt,
)

Entry = ConflictRow | RefusedRow | DoubleRow | FindingRow
CONFLICTS, REFUSED, DOUBLES, FINDINGS = "conflicts", "refused", "payments", "findings"
ALL = "all"

_GROUPS = {
    CONFLICTS: N_("Changed in two places"),
    REFUSED: N_("Refused by the hub"),
    DOUBLES: N_("Possible double payments"),
    FINDINGS: N_("Left broken by a merge"),
}
_SHORT = {
    ALL: N_("All {n}"),
    CONFLICTS: N_("Two places {n}"),
    REFUSED: N_("Refused {n}"),
    DOUBLES: N_("Payments {n}"),
    FINDINGS: N_("Broken {n}"),
}
_NOTES = {
    CONFLICTS: N_("both values stay in history whatever you press"),
    REFUSED: N_("your text is kept here until you discard it"),
    DOUBLES: N_("only the accountant sees these"),
    FINDINGS: N_("each goes by itself once it is put right"),
}


def key_of(entry: Entry) -> object:
    """What an entry is found by again."""
    match entry:
        case RefusedRow():
            return entry.key
        case DoubleRow():
            return (entry.first.id, entry.second.id)
        case _:
            return entry.id


def groups(look: ToLookAt) -> list[tuple[str, int, Sequence[Entry]]]:
    """The groups in their order, each with how many wait in it and the rows that are shown."""
    rows: tuple[Sequence[Entry], ...] = (look.conflicts, look.refused, look.doubles, look.findings)
    return list(zip(_GROUPS, look.counts, rows, strict=True))


def group_title(group: str) -> str:
    """The heading of a group."""
    return _(_GROUPS[group])


def group_note(group: str) -> str:
    """What the heading of a group adds in quiet words."""
    return _(_NOTES[group])


def short_title(group: str, count: int) -> str:
    """A group with its count, as the switch says it."""
    return _(_SHORT[group]).format(n=formats.number(count))


def settled_themselves(count: int) -> str:
    """What the program settled alone; empty for nothing."""
    if not count:
        return ""
    return ngettext(
        "{n} value that you wrote yourself at two desks settled itself.",
        "{n} values that you wrote yourself at two desks settled themselves.",
        count,
    ).format(n=count)
