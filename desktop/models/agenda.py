# SPDX-License-Identifier: Apache-2.0
"""A week of touches laid out: which stands where in which day, what overlaps, and what each says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from desktop.i18n import _, formats, ngettext
from desktop.models.card import touch_detail
from desktop.values.rows.today import AgendaRow, DayHours, Week, WeekTouch
from desktop.values.states import TaskKind
from desktop.values.times import is_untimed

Tone = Literal["done", "late", "today", "meeting", "plan"]

LEAST_MINUTES, MEETING_MINUTES = 30, 60
"""A touch has no length of its own: a meeting takes an hour, anything else half of one."""

STEP_MINUTES = 15
_HOUR, _DAY = 60, 24 * 60
_USUAL = (9 * _HOUR, 18 * _HOUR)


@dataclass(frozen=True, slots=True)
class Block:
    """One touch in its day: from which minute on, how long, in which lane of how many.

    `more` counts those that stand at the same time and have no lane.
    """

    touch: WeekTouch
    day: int
    start: int
    length: int
    lane: int = 0
    lanes: int = 1
    more: int = 0


@dataclass(frozen=True, slots=True)
class Laid:
    """All blocks, what is only for a day by days, and the hours that are shown, in minutes."""

    blocks: tuple[Block, ...]
    untimed: tuple[tuple[WeekTouch, ...], ...]
    opens: int
    closes: int


def lay_out(week: Week, zone: dt.tzinfo | None, *, most_lanes: int = 2) -> Laid:
    """Put each touch in its place; the hours reach over all of them and over the shop's own."""
    first = week.days[0].day if week.days else dt.date.min
    untimed: list[list[WeekTouch]] = [[] for _day in week.days]
    by_day: list[list[tuple[int, int, WeekTouch]]] = [[] for _day in week.days]
    for touch in week.touches:
        due = touch.row.due_at.astimezone(zone)
        day = (due.date() - first).days
        if not 0 <= day < len(by_day):
            continue
        if is_untimed(due):
            untimed[day].append(touch)
        else:
            start = due.hour * _HOUR + due.minute
            by_day[day].append((start, length_of(touch.row), touch))
    blocks = [
        block
        for day, entries in enumerate(by_day)
        for block in _lanes(day, sorted(entries, key=lambda e: (e[0], -e[1])), most_lanes)
    ]
    opens, closes = _hours(week.days, blocks)
    return Laid(tuple(blocks), tuple(map(tuple, untimed)), opens, closes)


def length_of(row: AgendaRow) -> int:
    """How many minutes a touch is drawn with."""
    return MEETING_MINUTES if row.kind == TaskKind.MEET else LEAST_MINUTES


def _lanes(day: int, entries: Sequence[tuple[int, int, WeekTouch]], most: int) -> Iterable[Block]:
    """Those that overlap share the width; who finds no lane is counted at the last one."""
    cluster: list[tuple[int, int, WeekTouch]] = []
    end = 0
    for entry in entries:
        if cluster and entry[0] >= end:
            yield from _cluster(day, cluster, most)
            cluster, end = [], 0
        cluster.append(entry)
        end = max(end, entry[0] + entry[1])
    if cluster:
        yield from _cluster(day, cluster, most)


def _cluster(day: int, entries: Sequence[tuple[int, int, WeekTouch]], most: int) -> Iterable[Block]:
    free: list[int] = []
    placed: list[tuple[int, int, WeekTouch, int]] = []
    hidden = 0
    for start, length, touch in entries:
        lane = next((n for n, until in enumerate(free) if until <= start), len(free))
        if lane >= most:
            hidden += 1
            continue
        if lane == len(free):
            free.append(0)
        free[lane] = start + length
        placed.append((start, length, touch, lane))
    last = max(n for n, entry in enumerate(placed) if entry[3] == len(free) - 1)
    for n, (start, length, touch, lane) in enumerate(placed):
        yield Block(touch, day, start, length, lane, len(free), hidden if n == last else 0)


def _hours(days: Iterable[DayHours], blocks: Iterable[Block]) -> tuple[int, int]:
    open_days = [one for one in days if one.opens is not None and one.closes is not None]
    starts = [_minute(one.opens) for one in open_days if one.opens is not None]
    ends = [_minute(one.closes) or _DAY for one in open_days if one.closes is not None]
    starts += [block.start for block in blocks]
    ends += [block.start + block.length for block in blocks]
    low, high = min(starts, default=_USUAL[0]), max(ends, default=_USUAL[1])
    return low // _HOUR * _HOUR, min(_DAY, -(-high // _HOUR) * _HOUR)


def _minute(time: dt.time) -> int:
    return time.hour * _HOUR + time.minute


def closed_spans(day: DayHours, laid: Laid) -> list[tuple[int, int]]:
    """From which minute to which nobody is there, within the hours that are shown."""
    if day.opens is None or day.closes is None:
        return [(laid.opens, laid.closes)]
    opens, closes = _minute(day.opens), _minute(day.closes) or _DAY
    spans = [(laid.opens, opens), (closes, laid.closes)]
    return [(start, end) for start, end in spans if start < end]


def tone_of(touch: WeekTouch, now: dt.datetime) -> Tone:
    """What the colour of a touch says. `now` carries the desk's zone."""
    due = touch.row.due_at.astimezone(now.tzinfo)
    if touch.done_at is not None:
        return "done"
    if due < now:
        return "late"
    if touch.row.kind == TaskKind.MEET:
        return "meeting"
    return "today" if due.date() == now.date() else "plan"


def head_words(day: DayHours, week: Week, now: dt.datetime) -> tuple[str, bool]:
    """What stands under a day's name, and whether something of it is late."""
    words, is_late = _counted(day, week.touches, now)
    closes = [one.closes for one in week.days if one.closes is not None]
    if day.opens is None:
        words.append(day.name or _("closed"))
    elif day.closes is not None and dt.time(0) < day.closes < max(closes):
        words.append(_("till {time}").format(time=formats.short_time(day.closes)))
    return ", ".join(words), is_late


def brief_head_words(day: DayHours, week: Week, now: dt.datetime) -> str:
    """The one thing to know of a day over a narrow column: what is left of today, what is late, else all of it."""
    _done, late, left = _figures(day, week.touches, now)
    if day.day == now.date() and late + left:
        return _left_words(late + left)
    return _late_words(late) if late else head_words(day, week, now)[0]


def _figures(day: DayHours, touches: Iterable[WeekTouch], now: dt.datetime) -> tuple[int, int, int]:
    """How many touches of a day are done, late, and still to come."""
    own = [one for one in touches if one.row.due_at.astimezone(now.tzinfo).date() == day.day]
    done = sum(one.done_at is not None for one in own)
    late = sum(tone_of(one, now) == "late" for one in own)
    return done, late, len(own) - done - late


def _left_words(count: int) -> str:
    return ngettext("{n} left", "{n} left", count).format(n=count)


def _late_words(count: int) -> str:
    return ngettext("{n} late", "{n} late", count).format(n=count)


def _counted(
    day: DayHours, touches: Iterable[WeekTouch], now: dt.datetime
) -> tuple[list[str], bool]:
    done, late, left = _figures(day, touches, now)
    if day.day == now.date():
        return [_("today"), _left_words(late + left)] if late + left else [_("today")], False
    words = [ngettext("{n} done", "{n} done", done).format(n=done)] if done else []
    words += [_late_words(late)] if late else []
    words += [str(left)] if left else []
    return words, bool(late)


def time_words(touch: WeekTouch, zone: dt.tzinfo | None) -> str:
    """Time and kind: "09:30 call"."""
    due = touch.row.due_at.astimezone(zone)
    kind = TaskKind.words(touch.row.kind).lower()
    return kind if is_untimed(due) else f"{formats.short_time(due)} {kind}"


def brief_time_words(touch: WeekTouch, zone: dt.tzinfo | None) -> str:
    """The time alone, beside another touch at that time: the kind is said by the tool tip."""
    due = touch.row.due_at.astimezone(zone)
    return time_words(touch, zone) if is_untimed(due) else formats.short_time(due)


def name_of(touch: WeekTouch) -> str:
    """With whom it is, else what for."""
    return touch.row.client or touch.row.goal


def spoken(touch: WeekTouch, now: dt.datetime) -> str:
    """All of it, for screen readers and the tool tip."""
    states = {
        "done": _("done"),
        "late": _("late"),
        "today": "",
        "meeting": "",
        "plan": "",
    }
    due = touch.row.due_at.astimezone(now.tzinfo)
    when = formats.short_date(due.date()) if is_untimed(due) else formats.short_moment(due)
    parts = (
        when, name_of(touch), touch.row.goal if touch.row.client else "", touch_detail(touch.row),
        touch.row.title, states[tone_of(touch, now)],
    )  # fmt: skip
    return ", ".join(part for part in parts if part)


def moved(due_at: dt.datetime, zone: dt.tzinfo | None, *, days: int, minute: int) -> dt.datetime:
    """The moment so many days later at this minute of that day, by the wall clock."""
    local = due_at.astimezone(zone)
    day = local.date() + dt.timedelta(days=days)
    minute = max(0, min(_DAY - 1, minute))
    wall = dt.datetime.combine(day, dt.time(minute // _HOUR, minute % _HOUR), zone)
    # Through UTC, so that an hour which summer time skips moves on.
    return wall.astimezone(dt.UTC).astimezone(zone)


def week_start(day: dt.date) -> dt.date:
    """The Monday of its week."""
    return day - dt.timedelta(days=day.weekday())


def range_words(first: dt.date, last: dt.date) -> str:
    """The days from the first to the last: "12–17 October"; over two months both are named."""
    if first == last:
        return formats.full_day(first)
    if first.month == last.month:
        return _("{first}–{last}").format(first=first.day, last=formats.long_date(last))
    return _("{first} – {last}").format(
        first=formats.short_date(first), last=formats.short_date(last)
    )
