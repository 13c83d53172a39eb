# SPDX-License-Identifier: Apache-2.0
"""The table of what was changed on a card: when, by whom and where, what, from what to what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop.i18n import N_, _, formats
from desktop.models.record_words import field_label, kind_label, value_words
from desktop.models.rows import Column, RowsModel
from desktop.values.rows.changes_of import ChangeRow

Now = Callable[[], dt.datetime]


class ChangesModel(RowsModel[ChangeRow]):
    """The newest change first."""

    def __init__(self, now: Now, parent: QObject | None = None) -> None:
        super().__init__(
            _columns(now),
            key=lambda row: (row.n, row.unit),
            spoken=lambda row: spoken(row, now()),
            parent=parent,
        )


def what(row: ChangeRow) -> str:
    """Which value it is, or that the record was made."""
    if row.is_new:
        return _("{record}: made").format(record=kind_label(row.kind))
    return field_label(row.kind, row.unit)


def who(row: ChangeRow) -> str:
    """Who it was; a desk's code where nobody said who sits there."""
    return row.who or (_("somebody at another desk") if row.desk else _("the program"))


def spoken(row: ChangeRow, now: dt.datetime) -> str:
    """A row for a screen reader."""
    if row.is_new:
        return f"{what(row)}, {who(row)}"
    return _("{what}: {before} became {after}, {who}").format(
        what=what(row),
        before=value_words(row.before, now=now, field=row.unit),
        after=value_words(row.after, now=now, field=row.unit),
        who=who(row),
    )


def _columns(now: Now) -> tuple[Column[ChangeRow], ...]:
    return (
        Column(
            "at",
            N_("When"),
            text=lambda row: formats.relative_moment(row.at.astimezone(now().tzinfo), now=now()),
        ),
        Column(
            "who",
            N_("Who"),
            text=who,
            detail=lambda row: row.desk or _("this desk"),
        ),
        Column(
            "what",
            N_("What"),
            text=what,
            detail=lambda row: row.title if row.kind == "deal_line" else "",
            is_strong=True,
        ),
        Column(
            "before",
            N_("Before"),
            text=lambda row: (
                "" if row.is_new else value_words(row.before, now=now(), field=row.unit)
            ),
            meaning=lambda _row: "quiet",
        ),
        Column(
            "after",
            N_("After"),
            text=lambda row: (
                "" if row.is_new else value_words(row.after, now=now(), field=row.unit)
            ),
            detail=lambda row: (
                _("did not stand: somebody else wrote at the same time") if row.is_lost else ""
            ),
            meaning=lambda row: "quiet" if row.is_lost else "",
        ),
    )
