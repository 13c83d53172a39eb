# SPDX-License-Identifier: Apache-2.0
"""The touches of eight days as a table: late, today, later, each group under its own line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from PySide6.QtCore import QObject

from desktop.i18n import N_, _, formats, ngettext
from desktop.models.card import touch_detail
from desktop.models.card_words import kind_icon
from desktop.models.rows import Column, Index, RowsModel
from desktop.values.money import Money
from desktop.values.rows.today import Agenda, AgendaRow
from desktop.values.states import Heat
from desktop.values.times import is_untimed

DEAL, SUM, HOLDER = range(3, 6)
"""Columns that go where there is no room for them, or nothing to tell."""
_HEATS: dict[str, tuple[str, str]] = {Heat.HOT: ("flame-fill", "mg"), Heat.WARM: ("flame", "tx3")}


class When(StrEnum):
    """The groups in their order."""

    LATE = "late"
    TODAY = "today"
    LATER = "later"

    def caption(self) -> str:
        """The words of the group's line."""
        return _(_CAPTIONS[self])


_CAPTIONS = {
    When.LATE: N_("Late"),
    When.TODAY: N_("Today"),
    When.LATER: N_("In the next seven days"),
}


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
        return When.LATE if due < now and not is_untimed(due) else When.TODAY
    return When.LATE if due < now else When.LATER


class TodayModel(RowsModel[Line]):
    """The lines of the page; `now` carries the desk's zone and is given with each answer."""

    def __init__(self, parent: QObject | None = None) -> None:
        self._now = dt.datetime.min.replace(tzinfo=dt.UTC)
        self._names: dict[UUID, str] = {}
        self.is_narrow = False
        """Whether the deal stands below the client, for want of room beside it."""
        super().__init__(
            _columns(self), key=_key, spoken=self._spoken, parent=parent, is_group=_is_group
        )

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

    def when(self, line: Line) -> str:
        """The moment of a touch as its group leaves it open; the words of a group's line."""
        if isinstance(line, GroupRow):
            return f"{line.when.caption()}  {line.count}"
        due = line.due_at.astimezone(self._now.tzinfo)
        if due.date() == self._now.date():
            return _("in the day") if is_untimed(due) else formats.short_time(due)
        day = formats.short_date(due.date())
        return day if is_untimed(due) else f"{day}, {formats.short_time(due)}"

    def nearness(self, line: Line) -> str:
        """What the moment of a touch means."""
        if isinstance(line, GroupRow):
            return ""
        return {When.LATE: "late", When.TODAY: "today"}.get(when_of(line, self._now), "")

    def holder(self, touch: AgendaRow) -> str:
        """The name of whoever answers for a touch."""
        return self._names.get(touch.holder_id, "") if touch.holder_id else ""

    def _spoken(self, line: Line) -> str:
        if isinstance(line, GroupRow):
            touches = ngettext("{n} touch", "{n} touches", line.count).format(n=line.count)
            return f"{line.when.caption()}, {touches}"
        parts = (
            self.when(line),
            line.goal,
            touch_detail(line),
            line.client,
            line.title,
            _sum(line),
            self.holder(line),
        )
        return ", ".join(part for part in parts if part)


def _columns(model: TodayModel) -> tuple[Column[Line], ...]:
    return (
        Column("when", N_("When"), model.when, meaning=model.nearness),
        Column(
            "goal",
            N_("What for"),
            _of_touch(lambda touch: touch.goal),
            detail=_of_touch(touch_detail),
            icon=_kind,
        ),
        Column(
            "client",
            N_("Client"),
            _of_touch(lambda touch: touch.client),
            detail=_of_touch(lambda touch: touch.title if model.is_narrow else ""),
            icon=_heat,
            is_strong=True,
        ),
        Column("deal", N_("Deal"), _of_touch(lambda touch: touch.title)),
        Column("sum", N_("Sum"), _of_touch(_sum), is_number=True),
        Column("holder", N_("Owner"), _of_touch(model.holder)),
    )


def _of_touch(text: Callable[[AgendaRow], str]) -> Callable[[Line], str]:
    """A column's text, which the line of a group has not."""
    return lambda line: "" if isinstance(line, GroupRow) else text(line)


def _sum(touch: AgendaRow) -> str:
    if not touch.currency:
        return ""
    return formats.money(Money(touch.amount, touch.currency), whole=True)


def _kind(line: Line) -> tuple[str, str] | None:
    return None if isinstance(line, GroupRow) else (kind_icon(line.kind), "tx3")


def _heat(line: Line) -> tuple[str, str] | None:
    return None if isinstance(line, GroupRow) else _HEATS.get(line.heat)


def _is_group(line: Line) -> bool:
    return isinstance(line, GroupRow)


def _key(line: Line) -> object:
    return line.id if isinstance(line, AgendaRow) else line.when
