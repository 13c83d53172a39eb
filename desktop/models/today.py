# SPDX-License-Identifier: Apache-2.0
"""The touches of the week as a table: late, today, later, each group under its own line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Qt

from desktop.i18n import N_, _, formats, ngettext
from desktop.models.card import touch_detail
from desktop.models.card_words import UNTIMED, kind_icon
from desktop.models.rows import Column, Index, RowsModel
from desktop.values.money import Money
from desktop.values.rows.today import Agenda, AgendaRow
from desktop.values.states import Heat

_MEANING, _DETAIL, _ICON, _GROUP, _STRONG = (Qt.ItemDataRole.UserRole + n for n in (2, 3, 6, 7, 8))
_WHEN, _GOAL, _CLIENT = range(3)
DEAL, SUM, HOLDER = range(3, 6)
"""Columns that go where there is no room for them, or nothing to tell."""
_HEATS = {Heat.HOT: ("flame-fill", "mg"), Heat.WARM: ("flame", "tx3")}


class When(StrEnum):
    """The groups in their order."""

    LATE = "late"
    TODAY = "today"
    LATER = "later"

    def caption(self) -> str:
        """The words of the group's line."""
        return _(_CAPTIONS[self])


_CAPTIONS = {When.LATE: N_("Late"), When.TODAY: N_("Today"), When.LATER: N_("Later this week")}


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The line above a group, with how many touches stand below it."""

    when: When
    count: int


Line = AgendaRow | GroupRow


def when_of(row: AgendaRow, now: dt.datetime) -> When:
    """Which group a touch stands in; one for a day only is late when the day is over."""
    due = row.due_at.astimezone(now.tzinfo)
    if due.date() == now.date():
        is_timed = due.time().replace(second=0, microsecond=0) != UNTIMED
        return When.LATE if is_timed and due < now else When.TODAY
    return When.LATE if due < now else When.LATER


class TodayModel(RowsModel[Line]):
    """The lines of the page; `now` carries the desk's zone and is given with each answer."""

    def __init__(self, parent: QObject | None = None) -> None:
        self._now = dt.datetime.min.replace(tzinfo=dt.UTC)
        self._names: dict[UUID, str] = {}
        self.is_narrow = False
        """Whether the deal stands below the client, for want of room beside it."""
        columns: Sequence[Column[Line]] = (
            Column("when", N_("When"), self._when),
            Column("goal", N_("What for"), self._goal),
            Column("client", N_("Client"), lambda line: _field(line, "client")),
            Column("deal", N_("Deal"), lambda line: _field(line, "title")),
            Column("sum", N_("Sum"), self._sum, is_number=True),
            Column("holder", N_("Owner"), self._holder),
        )
        super().__init__(columns, key=_key, spoken=self._spoken, parent=parent)

    def show(self, agenda: Agenda, now: dt.datetime) -> None:
        """Take in an answer by the smallest difference."""
        self._now = now
        self._names = {holder.id: holder.name for holder in agenda.holders}
        lines: list[Line] = []
        for when in When:
            rows = [row for row in agenda.rows if when_of(row, now) is when]
            if rows:
                lines += [GroupRow(when, len(rows)), *rows]
        self.replace(lines)
        self.retranslate()

    def of_today(self) -> tuple[int, int]:
        """How many touches are late, and how many are for today."""
        counts = {line.when: line.count for line in self.rows if isinstance(line, GroupRow)}
        return counts.get(When.LATE, 0), counts.get(When.TODAY, 0)

    def later(self) -> list[AgendaRow]:
        """The touches after today, earliest first."""
        touches = [line for line in self.rows if isinstance(line, AgendaRow)]
        return [row for row in touches if when_of(row, self._now) is When.LATER]

    def touch(self, index: Index) -> AgendaRow | None:
        """The touch of a line, None for a group's."""
        line = self.rows[index.row()] if index.isValid() else None
        return line if isinstance(line, AgendaRow) else None

    def first_touch(self) -> int | None:
        """The first line that is a touch."""
        return next((n for n, line in enumerate(self.rows) if isinstance(line, AgendaRow)), None)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A group's line cannot be chosen."""
        if index.isValid() and self.touch(index) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.rows[index.row()] if index.isValid() else None
        if isinstance(line, GroupRow):
            if role == _GROUP:
                return True
            is_first = index.column() == 0
            return (
                super().data(index, role) if is_first or role != Qt.ItemDataRole.DisplayRole else ""
            )
        if isinstance(line, AgendaRow):
            return self._touch_data(line, index, role)
        return super().data(index, role)

    def _touch_data(self, line: AgendaRow, index: Index, role: int) -> Any:
        column = index.column()
        if role == _MEANING and column == _WHEN:
            return {When.LATE: "late", When.TODAY: "today"}.get(when_of(line, self._now), "")
        if role == _ICON and column == _GOAL:
            return (kind_icon(line.kind), "tx3")
        if role == _ICON and column == _CLIENT:
            return _HEATS.get(Heat(line.heat)) if line.heat in set(Heat) else None
        if role == _DETAIL and column == _GOAL:
            return touch_detail(line)
        if role == _DETAIL and column == _CLIENT:
            return line.title if self.is_narrow else ""
        if role == _STRONG:
            return column == _CLIENT
        return super().data(index, role)

    def _when(self, line: Line) -> str:
        if isinstance(line, GroupRow):
            return f"{line.when.caption()}  {line.count}"
        due = line.due_at.astimezone(self._now.tzinfo)
        is_timed = due.time().replace(second=0, microsecond=0) != UNTIMED
        if due.date() == self._now.date():
            return formats.short_time(due) if is_timed else _("in the day")
        day = formats.short_date(due.date())
        return f"{day}, {formats.short_time(due)}" if is_timed else day

    def _goal(self, line: Line) -> str:
        return line.goal if isinstance(line, AgendaRow) else ""

    def _sum(self, line: Line) -> str:
        if isinstance(line, GroupRow) or not line.currency:
            return ""
        return formats.money(Money(line.amount, line.currency), whole=True)

    def _holder(self, line: Line) -> str:
        if isinstance(line, GroupRow) or line.holder_id is None:
            return ""
        return self._names.get(line.holder_id, "")

    def _spoken(self, line: Line) -> str:
        if isinstance(line, GroupRow):
            touches = ngettext("{n} touch", "{n} touches", line.count).format(n=line.count)
            return f"{line.when.caption()}, {touches}"
        parts = (
            self._when(line),
            line.goal,
            touch_detail(line),
            line.client,
            line.title,
            self._sum(line),
            self._holder(line),
        )
        return ", ".join(part for part in parts if part)


def _field(line: Line, name: str) -> str:
    return str(getattr(line, name)) if isinstance(line, AgendaRow) else ""


def _key(line: Line) -> object:
    return line.id if isinstance(line, AgendaRow) else line.when
