# SPDX-License-Identifier: Apache-2.0
"""The Navigator's queue as a list: what is left from before, what is for today, each group under its own line."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject

from desktop.i18n import _, formats, pgettext
from desktop.models.card_words import channel_icon, kind_icon
from desktop.models.rows import Column, RowsModel
from desktop.values.money import Money
from desktop.values.queue_order import in_order, is_late, next_of
from desktop.values.rows.board import LEAD
from desktop.values.rows.navigator import Queue, QueueRow
from desktop.values.states import Heat
from desktop.values.times import is_untimed

DONE, MORE = "done", "more"
"""The keys of the lines that say what is done and what is not listed; a press on one shows that."""


@dataclass(frozen=True, slots=True)
class GroupLine:
    """The line over or below a group: its words, their colour, a sign before them and what a press on it does."""

    key: str
    text: str
    ink: str = "tx2"
    icon: str = ""
    offer: str = ""

    @property
    def is_door(self) -> bool:
        """Whether it leads somewhere: the keys come to it as to a touch."""
        return self.key in (DONE, MORE)


QueueLine = QueueRow | GroupLine


class QueueModel(RowsModel[QueueLine]):
    """The lines in the order in which they are worked off. `now` carries the desk's zone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            (Column("touch", "", _text),),
            key=lambda line: line.key if isinstance(line, GroupLine) else line.id,
            spoken=self._say,
            parent=parent,
            is_group=lambda line: isinstance(line, GroupLine) and not line.is_door,
        )
        self.ordered: list[QueueRow] = []
        self.now = dt.datetime.min.replace(tzinfo=dt.UTC)

    def show(self, queue: Queue, now: dt.datetime) -> None:
        """Become this queue."""
        self.now = now
        self.ordered = in_order(queue.rows, now)
        late = [row for row in self.ordered if is_late(row, now)]
        today = self.ordered[len(late) :]
        more = max(0, queue.left - len(self.ordered))
        lines: list[QueueLine] = []
        if queue.done:
            words = _("{n} done today").format(n=queue.done)
            lines.append(GroupLine(DONE, words, "ok", "check-circle-fill", _("show")))
        if late:
            words = _("Overdue · {n}").format(n=len(late))
            lines += [GroupLine("late", words, "er"), *late]
        if today:
            words = _("Today · {n}").format(n=len(today) + more)
            lines += [GroupLine("today", words), *today]
        if more:
            lines.append(GroupLine(MORE, self._more_words(more), icon="dots-three"))
        self.replace(lines)

    def _more_words(self, more: int) -> str:
        """What is not listed comes after the last that is; one that is only for the day has no time to name."""
        time = when_words(self.ordered[-1], self.now) if self.ordered else ""
        if not time or is_late(self.ordered[-1], self.now):
            return _("{n} more after these").format(n=more)
        return _("{n} more after {time}").format(n=more, time=time)

    def touch(self, task_id: UUID | None) -> QueueRow | None:
        """The touch with this id, if it is in the queue."""
        return next((row for row in self.ordered if row.id == task_id), None)

    def next(self, passed: set[UUID], besides: UUID | None = None) -> QueueRow | None:
        """The touch to do now, leaving one out."""
        return next_of([row for row in self.ordered if row.id != besides], self.now, passed)

    def neighbour(self, task_id: UUID | None, by: int) -> QueueRow | None:
        """The touch so many places on in the list, from the end to the beginning again."""
        ids = [row.id for row in self.ordered]
        if not ids:
            return None
        at = ids.index(task_id) if task_id in ids else -by if by > 0 else 0
        return self.ordered[(at + by) % len(ids)]

    def _say(self, line: QueueLine) -> str:
        if isinstance(line, GroupLine):
            return f"{line.text}, {line.offer}" if line.offer else line.text
        heat = Heat.known(line.heat)
        parts = [when_words(line, self.now), line.client, line.goal, sum_words(line)]
        parts.append(heat.label().lower() if heat else "")
        return ", ".join(part for part in parts if part)


def when_words(row: QueueRow, now: dt.datetime) -> str:
    """The time of a touch in the queue: "−2 d", "11:40"; nothing for one that is only for the day."""
    local = row.due_at.astimezone(now.tzinfo)
    days = (now.date() - local.date()).days
    if days > 0:
        return f"−{formats.span(dt.timedelta(days=days))}"
    return "" if is_untimed(local) else formats.short_time(local)


def sum_words(row: QueueRow) -> str:
    """The money at stake in whole units, what a lead may bring with a sign for it; without any, that it is a lead."""
    is_lead = row.card_kind == LEAD
    if row.currency and row.amount:
        words = formats.money(Money(row.amount, row.currency), whole=True)
        return f"~{words}" if is_lead else words
    if not is_lead:
        return ""
    # TR: a lead in the queue that nobody has spoken with yet
    return pgettext("queue", "new") if row.is_new else _("lead")


def icon_of(row: QueueRow) -> str:
    """What kind of touch it is; of a lead that nobody has spoken with, the way it came."""
    return channel_icon(row.channel) if row.is_new and row.channel else kind_icon(row.kind)


def _text(line: QueueLine) -> str:
    return line.text if isinstance(line, GroupLine) else f"{line.client}: {line.goal}"
