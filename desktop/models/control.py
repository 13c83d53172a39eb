# SPDX-License-Identifier: Apache-2.0
"""The cards of the head's sheet as a table: four groups, each row with a tick, its cause and what is done about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal

from desktop.i18n import N_, _, pgettext
from desktop.models import control_words as words
from desktop.models.rows import Column, Index, RowRole, RowsModel
from desktop.values.initials import initials, tint
from desktop.values.money import Money
from desktop.values.rows.control import ControlRow, ControlSheet, Trouble
from desktop.values.sheet import Sheet, Value


@dataclass(frozen=True, slots=True)
class TroubleHead:
    """The line above a group."""

    trouble: Trouble
    count: int


Line = ControlRow | TroubleHead

TICK, CARD, HOLDER, WHAT, LONG, SUM, DEED = "tick", "card", "holder", "what", "long", "sum", "deed"


class ControlModel(RowsModel[Line]):
    """`ticked` are cards; they stay ticked in a new answer as long as they are in it."""

    ticks_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        self.ticked: set[UUID] = set()
        self.folds_long = False
        self._names: dict[UUID, str] = {}
        self._now = dt.datetime.min.replace(tzinfo=dt.UTC)
        super().__init__(
            (
                Column(TICK, "", icon=_group_icon),
                Column(CARD, N_("Card"), self._card),
                Column(
                    HOLDER,
                    N_("Owner"),
                    text=_nobody,
                    avatar=self._avatar,
                    heading=lambda: pgettext("narrow column", "Owner"),
                ),
                Column(WHAT, N_("What is wrong"), self._what),
                Column(LONG, N_("How long"), self._long, meaning=_meaning),
                Column(SUM, N_("Sum"), self._sum, is_number=True, is_strong=True),
                Column(DEED, "", self._deed, meaning=lambda _line: "link"),
            ),
            key=_key,
            spoken=self._spoken,
            parent=parent,
            is_group=lambda line: isinstance(line, TroubleHead),
        )

    @property
    def note_column(self) -> str:
        """The column from which a group's note stands: where how long it lasts has none, the wide one before it."""
        return WHAT if self.folds_long else LONG

    def show(self, sheet: ControlSheet, now: dt.datetime) -> None:
        """Take in an answer, as it is now in the shop."""
        self._now, self._names = now, sheet.names
        lines: list[Line] = []
        for trouble in Trouble:
            rows = [row for row in sheet.rows if row.trouble is trouble]
            beyond = sheet.beyond if trouble is Trouble.OVERDUE else 0
            if rows:
                lines += [TroubleHead(trouble, len(rows) + beyond), *rows]
        self.ticked &= {row.card_id for row in sheet.rows}
        self.replace(lines)
        self.retranslate()
        self.ticks_changed.emit()

    def entry(self, index: Index) -> ControlRow | None:
        """The card of a line; None for a group's."""
        line = self.rows[index.row()] if index.isValid() else None
        return line if isinstance(line, ControlRow) else None

    def entries(self) -> list[ControlRow]:
        """All cards of the sheet, in its order."""
        return [line for line in self.rows if isinstance(line, ControlRow)]

    def chosen(self) -> list[ControlRow]:
        """The ticked ones."""
        return [row for row in self.entries() if row.card_id in self.ticked]

    def tick(self, rows: Iterable[ControlRow], *, on: bool) -> None:
        """Tick these cards, or take their ticks away."""
        for row in rows:
            (self.ticked.add if on else self.ticked.discard)(row.card_id)
        if self.rows:
            self._tell_changed(0, len(self.rows) - 1)
        self.ticks_changed.emit()

    def all_state(self) -> Qt.CheckState:
        """Whether all, none or some are ticked."""
        whole, some = len(self.entries()), len(self.chosen())
        if not some:
            return Qt.CheckState.Unchecked
        return Qt.CheckState.Checked if some == whole else Qt.CheckState.PartiallyChecked

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, key = self.rows[index.row()], self.columns[index.column()].key
        if role == Qt.ItemDataRole.CheckStateRole and key == TICK and isinstance(line, ControlRow):
            is_on = line.card_id in self.ticked
            return Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked
        if role == RowRole.TAG:
            is_card = key == CARD and isinstance(line, ControlRow)
            return words.kind_word(line) if is_card and isinstance(line, ControlRow) else ""
        if role == RowRole.SMALL:
            return key == self.note_column and isinstance(line, TroubleHead)
        if role == RowRole.MEANING and isinstance(line, TroubleHead):
            return "quiet" if key == self.note_column else ""
        if (
            role == Qt.ItemDataRole.TextAlignmentRole
            and key == self.note_column
            and isinstance(line, TroubleHead)
        ):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return super().data(index, role)

    def _card(self, line: Line) -> str:
        if isinstance(line, TroubleHead):
            return words.group_title(line.trouble, line.count)
        return line.client or line.title or words.kind_word(line)

    def _avatar(self, line: Line) -> tuple[str, int] | None:
        holder = line.holder_id if isinstance(line, ControlRow) else None
        name = self._names.get(holder, "") if holder is not None else ""
        return (initials(name), tint(holder)) if name and holder is not None else None

    def _what(self, line: Line) -> str:
        if isinstance(line, TroubleHead):
            return words.group_note(line.trouble)
        said = words.cause(line)
        return f"{said} · {words.how_long(line, self._now)}" if self.folds_long else said

    def _long(self, line: Line) -> str:
        if isinstance(line, TroubleHead):
            return words.group_note(line.trouble)
        return words.how_long(line, self._now)

    def _sum(self, line: Line) -> str:
        return words.sum_of(line) if isinstance(line, ControlRow) else ""

    def _deed(self, line: Line) -> str:
        return _(words.DEEDS[words.deed(line)]) if isinstance(line, ControlRow) else ""

    def _spoken(self, line: Line) -> str:
        if isinstance(line, TroubleHead):
            return f"{self._card(line)}, {words.group_note(line.trouble)}"
        parts = (
            self._card(line),
            words.kind_word(line),
            self._names.get(line.holder_id, "") if line.holder_id else _("not taken"),
            words.cause(line),
            words.how_long(line, self._now),
            words.sum_of(line),
            _("ticked") if line.card_id in self.ticked else "",
        )
        return ", ".join(filter(None, parts))

    def sheet(self) -> Sheet:
        """The list for a spreadsheet, with real sums and days."""
        headers = [
            _("Group"), _("Card"), _("What they want"), _("Owner"), _("What is wrong"), _("Since"), _("How long"),
            _("Sum"),
        ]  # fmt: skip
        return headers, [self._values(row) for row in self.entries()]

    def _values(self, row: ControlRow) -> list[Value]:
        amount: Decimal | None = Money(row.amount, row.currency).amount if row.currency else None
        return [
            words.group_title(row.trouble, 0).partition(" · ")[0],
            self._card(row),
            row.title,
            self._names.get(row.holder_id, "") if row.holder_id else "",
            words.cause(row),
            row.since.astimezone(self._now.tzinfo).date(),
            words.how_long(row, self._now),
            amount if row.amount else None,
        ]


def _key(line: Line) -> object:
    return (line.trouble,) if isinstance(line, TroubleHead) else (line.trouble, line.card_id)


def _group_icon(line: Line) -> tuple[str, str] | None:
    return words.ICONS[line.trouble] if isinstance(line, TroubleHead) else None


def _meaning(line: Line) -> str:
    return words.MEANINGS[line.trouble] if isinstance(line, ControlRow) else ""


def _nobody(line: Line) -> str:
    """A dash where a lead was not taken: an empty place would look forgotten."""
    return "—" if isinstance(line, ControlRow) and line.holder_id is None else ""
