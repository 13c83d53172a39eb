# SPDX-License-Identifier: Apache-2.0
"""What a reminder says: when, what with whom, and what was said there last."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

from desktop.i18n import _, formats, ngettext, pgettext
from desktop.models.card import due_chip
from desktop.models.timeline_words import Chip
from desktop.values.money import Money
from desktop.values.rows.today import ReminderRow
from desktop.values.states import TaskKind
from desktop.values.times import is_untimed

_HOUR = dt.timedelta(hours=1)
_MINUTE = dt.timedelta(minutes=1)
_SHOWN = 3


def chip(row: ReminderRow, now: dt.datetime) -> Chip:
    """How near the touch is, and its time: "In 5 min · 11:40". `now` carries the desk's zone."""
    due = row.due_at.astimezone(now.tzinfo)
    ahead = due - now
    if ahead <= -_MINUTE:
        words, tone, icon = due_chip(row.due_at, now)
    elif ahead < _MINUTE:
        words, tone, icon = _("Now"), "warning", "clock"
    elif ahead < _HOUR:
        words, tone, icon = _("In {n} min").format(n=math.ceil(ahead / _MINUTE)), "warning", "clock"
    else:
        when = _moment(due, now) if is_untimed(due) else formats.relative_moment(due, now=now)
        return when, "warning", "clock"
    return f"{words} · {_moment(due, now)}", tone, icon


def _moment(due: dt.datetime, now: dt.datetime) -> str:
    """The time of a touch of today, day and time of another; the day of one that is only for a day."""
    if is_untimed(due):
        return formats.relative_day(due.date(), today=now.date())
    return formats.short_time(due) if due.date() == now.date() else formats.short_moment(due)


def title(row: ReminderRow) -> str:
    """What is to be done with whom; a touch that is no talk is called by its goal."""
    kind = TaskKind.known(row.kind)
    if kind is None or not kind.is_touch or not row.client:
        return row.goal
    return pgettext("reminder", "{kind} {client}").format(kind=kind.label(), client=row.client)


def about(row: ReminderRow) -> str:
    """Person, deal and sum."""
    is_talk = title(row) != row.goal
    is_priced = row.currency and row.amount
    sum_ = formats.money(Money(row.amount, row.currency), whole=True) if is_priced else ""
    deal = ", ".join(part for part in (row.title, sum_) if part)
    who = row.contact if is_talk and row.contact != row.client else "" if is_talk else row.client
    return " · ".join(part for part in (who, deal) if part)


def goal(row: ReminderRow) -> str:
    """What the talk is for; empty where the title says it already."""
    return row.goal if title(row) != row.goal else ""


def last(row: ReminderRow) -> str:
    """What was said last."""
    return _("Last: “{words}”").format(words=row.last_words) if row.last_words else ""


def missed(rows: Sequence[ReminderRow]) -> str:
    """How many came due while nobody was here."""
    return ngettext(
        "{n} touch came due while you were away",
        "{n} touches came due while you were away",
        len(rows),
    ).format(n=len(rows))


def waiting(rows: Sequence[ReminderRow]) -> str:
    """How many are due, without a name: for a screen before which anybody may stand."""
    return ngettext("{n} touch is due", "{n} touches are due", len(rows)).format(n=len(rows))


def first_missed(rows: Sequence[ReminderRow], now: dt.datetime) -> list[str]:
    """The earliest of them, a line each."""
    lines = []
    for row in rows[:_SHOWN]:
        due = row.due_at.astimezone(now.tzinfo)
        lines.append(f"{_moment(due, now)}  {title(row)}")
    return lines
