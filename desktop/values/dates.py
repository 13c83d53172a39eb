# SPDX-License-Identifier: Apache-2.0
"""Natural dates in English and Russian: "in 3 days", "+3", "tue 14:00", "19.10", "через неделю".

`+3` counts working days, as the due time of an order does. A span in days, weeks or months that
ends on a day off moves on to the next working day; a day that is named is taken as it is said.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from desktop.errors import UserError
from desktop.i18n import _
from desktop.values import date_words
from desktop.values.calendar import WorkingCalendar
from desktop.values.search import other_layout
from desktop.values.times import TIME_PASSED

_DAY = dt.timedelta(days=1)
_JUST_PAST = dt.timedelta(days=90)
_BACK = tuple(dt.timedelta(days=days) for days in (270, 455, 3650))
"""From where a past day is looked for: a day without a year is then the last one of its name."""
_HALF_HOUR = dt.timedelta(minutes=30)
_SPACED = re.compile(r"[\s,]+|(?<=[a-zа-я])\.")
_LEADING = re.compile(r"(?:(?:on|by|the|this|в|во|на|к|ко|до|эту|этот|это|этои)\s+)+")
_CLOCKS = (
    r"(?:\b(?:at|by|в|к|до) )?\b(?P<h>[0-9]{1,2}):(?P<m>[0-9]{2})\b(?: ?(?P<half>am|pm))?",
    r"\b(?:at|в) (?P<h>[0-9]{1,2})(?:\.(?P<m>[0-9]{2}))?(?: ?(?P<half>am|pm|утра|дня|вечера)| час\w*| ч)?(?= |$)",
    r"\b(?P<h>[0-9]{1,2})(?P<m>) ?(?P<half>am|pm|утра|вечера)\b",
)
_CLOCK_WORD = re.compile(
    r"\b(?:in the |at |в )?("
    + "|".join(sorted(date_words.TIMES, key=len, reverse=True))
    + r")(?= |$)"
)
_SPAN = re.compile(
    r"(?:in |через |\+ ?)?(?P<n>[0-9]{1,4}|[a-zа-я]+?)?? ?"
    r"(?P<working>working |business |рабоч\w+ |раб )?(?P<unit>[a-zа-я]+)"
)
_LONGEST = {"week": 5_000, "month": 1_200, "quarter": 400, "year": 100}
_YEARS = range(1900, 2200)  # what is planned outside of them is a slip of the keys
_HALVES = {"half an hour": "30 min", "полчаса": "30 min", "полтора часа": "90 min"}
_NUMERIC = re.compile(r"(?P<d>[0-9]{1,2})[./](?P<m>[0-9]{1,2})(?:[./](?P<y>[0-9]{4}|[0-9]{2}))?")
_ISO = re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})")
_ORDINAL = r"(?:st|nd|rd|th|-?го|-?е)?"
_NAMED = re.compile(
    rf"(?P<d>[0-9]{{1,2}}){_ORDINAL} (?P<month>[a-zа-я]+)(?: (?P<y>[0-9]{{4}}))?(?: г| года)?"
)
_NAMED_FIRST = re.compile(
    rf"(?P<month>[a-zа-я]+) (?P<d>[0-9]{{1,2}}){_ORDINAL}(?: (?P<y>[0-9]{{4}}))?"
)


@dataclass(frozen=True, slots=True)
class When:
    """A moment in the shop's zone; `has_time` is false when only the day was said."""

    at: dt.datetime
    has_time: bool


@dataclass(frozen=True, slots=True)
class _Start:
    """From where a text is read: now on the shop's wall, and the time of day it names, if any."""

    now: dt.datetime
    calendar: WorkingCalendar
    time: dt.time | None = None

    @property
    def today(self) -> dt.date:
        return self.now.date()


def parse_when(text: str, *, now: dt.datetime, calendar: WorkingCalendar) -> When:
    """The moment a text means, in either language and either keyboard layout.

    Without a time it is the opening of that day, today the next half hour. UserError when the text is
    not understood, or the moment has passed.
    """
    start = _Start(calendar.local(now), calendar)
    when = _read(_plain(text), start) or _read(_plain(other_layout(text)), start)
    if when is None:
        raise UserError(
            _("This date is not clear. Write it like fri, 19.10, +3 or tomorrow 14:00.")
        )
    at = _still_to_come(when.at, now)
    if at <= now.astimezone(dt.UTC):
        raise UserError(_(TIME_PASSED))
    return replace(when, at=at)


def _still_to_come(at: dt.datetime, now: dt.datetime) -> dt.datetime:
    """A wall time that comes twice is the second one once the first has passed.

    Both are compared through UTC: two times of one zone are compared by their walls alone.
    """
    is_over = at.astimezone(dt.UTC) <= now.astimezone(dt.UTC)
    return at.replace(fold=1) if is_over else at


def parse_time(text: str) -> dt.time:
    """The time of day a text means: "14:00", "9", "1430", "2 pm", "в 15". UserError when it is not understood."""
    for plain in (_plain(text), _plain(other_layout(text))):
        bare = re.fullmatch(r"(?P<h>[0-9]{1,2}?)[ .]?(?P<m>[0-9]{2})?", plain)
        if bare is not None:
            time = _time(int(bare["h"] or 0), int(bare["m"] or 0), None)
            if bare["h"] and time is not None:
                return time
        for rest, time in _readings(plain):
            if time is not None and not rest:
                return time
    raise UserError(_("This time is not clear. Write it like 14:00 or 9."))


def parse_past_day(text: str, *, now: dt.datetime, calendar: WorkingCalendar) -> dt.date:
    """The day up to today that a text means: "yesterday", "fri" (the last one), "14.10" (of the last year).

    UserError when the text is not understood, or the day has not come yet.
    """
    plain, today = _plain(text), now.date()
    named = date_words.weekday(plain)
    if named is not None:
        return today - (today.weekday() - named) % 7 * _DAY
    away = date_words.DAYS_AWAY.get(plain)
    if away is not None and away <= 0:
        return today + away * _DAY
    found = [
        day for day in map(partial(_named_from, text, now, calendar), _BACK) if day is not None
    ]
    if not found:
        parse_when(text, now=now - _BACK[-1], calendar=calendar)  # says what is not clear about it
    past = [day for day in found if day <= today]
    if not past:
        raise UserError(_("This day has not come yet. Choose today or an earlier one."))
    return past[0]


def _named_from(
    text: str, now: dt.datetime, calendar: WorkingCalendar, back: dt.timedelta
) -> dt.date | None:
    """The day a text names as seen from so long ago, None where it was past then."""
    try:
        return parse_when(text, now=now - back, calendar=calendar).at.date()
    except UserError:
        return None


def _plain(text: str) -> str:
    folded = text.casefold().replace("ё", "е").replace("й", "и")
    plain = _SPACED.sub(" ", folded).strip(" .")
    for words, figures in _HALVES.items():
        plain = plain.replace(words, figures)
    return plain


def _read(text: str, start: _Start) -> When | None:
    moment = _moment(text, start)
    if moment is not None:
        return When(moment, has_time=True)
    for day_text, time in _readings(text):
        with_time = _Start(start.now, start.calendar, time)
        day = _day(day_text, with_time)
        if day is not None:
            return _at(day, with_time)
    return None


def _at(day: dt.date, start: _Start) -> When:
    if start.time is not None:
        return When(start.calendar.at(day, start.time), has_time=True)
    if day == start.today:
        past = dt.timedelta(minutes=start.now.minute % 30, seconds=start.now.second)
        # By the clock that goes on: the wall may skip the next half hour, or show it twice.
        now = start.now.astimezone(dt.UTC).replace(microsecond=0)
        last = start.calendar.at(day, dt.time(23, 59)).astimezone(dt.UTC)
        return When(start.calendar.local(min(now - past + _HALF_HOUR, last)), has_time=False)
    opens = (start.calendar.hours_on(day) or start.calendar.usual_hours(day)).opens
    return When(start.calendar.at(day, opens), has_time=False)


def _readings(text: str) -> Iterator[tuple[str, dt.time | None]]:
    """The ways to part a text into a day and a time, likeliest first."""
    for shape in _CLOCKS:
        found = re.search(shape, text)
        if found is not None:
            time = _time(int(found["h"]), int(found["m"] or 0), found["half"])
            if time is not None:
                yield _without(found, text), time
            return
    word = _CLOCK_WORD.search(text)
    if word is not None:
        yield _without(word, text), date_words.TIMES[word[1]]
    yield text, None
    hour = re.fullmatch(r"(?P<day>.+) (?P<h>[0-9]{1,2})", text)
    if hour is not None and int(hour["h"]) < 24:
        yield hour["day"], dt.time(int(hour["h"]))


def _without(found: re.Match[str], text: str) -> str:
    return " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())


def _time(hour: int, minute: int, half: str | None) -> dt.time | None:
    if half in {"pm", "дня", "вечера"} and hour < 12:
        hour += 12
    elif half in {"am", "утра"} and hour == 12:
        hour = 0
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def _moment(text: str, start: _Start) -> dt.datetime | None:
    """A span in hours or minutes, counted on the clock from now."""
    span = _span(text)
    if span is None or span[1] not in {"hour", "minute"}:
        return None
    length = dt.timedelta(**{f"{span[1]}s": span[0]})
    return start.calendar.local(start.now.astimezone(dt.UTC) + length)


def _span(text: str) -> tuple[int, str] | None:
    """How many of which unit: "in 3 days", "через неделю", "+2w", "3 working days"."""
    found = _SPAN.fullmatch(text)
    unit = date_words.unit(found["unit"]) if found is not None else None
    if found is None or unit is None:
        return None
    said = found["n"] or "1"
    count = int(said) if said.isdecimal() else date_words.NUMBERS.get(said)
    if count is None or count > _LONGEST.get(unit, count) or (found["working"] and unit != "day"):
        return None
    return count, "working day" if found["working"] else unit


def _day(text: str, start: _Start) -> dt.date | None:
    if not text:
        return _day_of_time(start)
    text = _LEADING.sub("", text) if _LEADING.match(text) else text
    for reader in (_away, _by_span, _following, _weekday, _in_figures, _by_month, _of_month):
        day = reader(text, start)
        if day is not None:
            return day
    return None


def _day_of_time(start: _Start) -> dt.date | None:
    """The day of a time said alone: today while it is to come, else the next working day."""
    if start.time is None:
        return None
    if start.time > start.now.time():
        return start.today
    return start.calendar.next_working_day(start.today)


def _away(text: str, start: _Start) -> dt.date | None:
    away = date_words.DAYS_AWAY.get(text)
    return None if away is None else start.today + away * _DAY


def _by_span(text: str, start: _Start) -> dt.date | None:
    plus = re.fullmatch(r"\+ ?([0-9]{1,3})", text)
    span = (int(plus[1]), "working day") if plus is not None else _span(text)
    if span is None:
        return None
    count, unit = span
    if unit in {"hour", "minute"}:
        return None
    if unit == "working day":
        return start.calendar.add_working_days(start.now, count).date()
    if unit in {"day", "week"}:
        day = start.today + count * (7 if unit == "week" else 1) * _DAY
    else:
        day = _months_on(start.today, count * {"month": 1, "quarter": 3, "year": 12}[unit])
    return start.calendar.same_or_next_working_day(day) if count else day


def _following(text: str, start: _Start) -> dt.date | None:
    """The first working day of "next week" or "next month"; "next tue" is the one of next week."""
    found = re.fullmatch(r"(?:next|следующ\w+) (\w+)", text)
    if found is None:
        return None
    monday = start.today + (7 - start.today.weekday()) * _DAY
    weekday = date_words.weekday(found[1])
    if weekday is not None:
        return monday + weekday * _DAY
    unit = date_words.unit(found[1])
    if unit == "week":
        return start.calendar.same_or_next_working_day(monday)
    if unit == "month":
        first = _months_on(start.today.replace(day=1), 1)
        return start.calendar.same_or_next_working_day(first)
    return None


def _weekday(text: str, start: _Start) -> dt.date | None:
    weekday = date_words.weekday(text)
    if weekday is None:
        return None
    ahead = (weekday - start.today.weekday()) % 7
    if ahead == 0 and (start.time is None or start.time <= start.now.time()):
        ahead = 7
    return start.today + ahead * _DAY


def _in_figures(text: str, start: _Start) -> dt.date | None:
    found = _NUMERIC.fullmatch(text) or _ISO.fullmatch(text)
    return None if found is None else _dated(found["d"], int(found["m"]), found["y"], start)


def _by_month(text: str, start: _Start) -> dt.date | None:
    """A date with a named month: "jan 15 2027", "чт 15 окт"; its weekday has to be the right one."""
    first, _space, rest = text.partition(" ")
    weekday = date_words.weekday(first)
    named = rest if weekday is not None else text
    found = _NAMED.fullmatch(named) or _NAMED_FIRST.fullmatch(named)
    month = date_words.month(found["month"]) if found is not None else None
    if found is None or month is None:
        return None
    day = _dated(found["d"], month, found["y"], start)
    return day if day is None or weekday in {None, day.weekday()} else None


def _of_month(text: str, start: _Start) -> dt.date | None:
    """The next day with this number: "19", "19th", "19 числа"."""
    found = re.fullmatch(rf"([0-9]{{1,2}}){_ORDINAL}(?: числа)?", text)
    if found is None or not 1 <= int(found[1]) <= 31:
        return None
    months = (_months_on(start.today.replace(day=1), ahead) for ahead in range(12))
    days = (_date(month.year, month.month, int(found[1])) for month in months)
    return next((day for day in days if day is not None and day >= start.today), None)


def _dated(day: str, month: int, year: str | None, start: _Start) -> dt.date | None:
    """The day of a date. Without a year the next one to come, unless it is just past: that is a slip."""
    if year is not None:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, int(day))
    days = (_date(start.today.year + ahead, month, int(day)) for ahead in range(9))
    return next((it for it in days if it is not None and it > start.today - _JUST_PAST), None)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def _months_on(day: dt.date, months: int) -> dt.date:
    """The same day so many months on, or the last one of a month that is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    first = dt.date(day.year + years, month + 1, 1)
    longest = (first.replace(day=28) + 4 * _DAY).replace(day=1) - _DAY
    return longest.replace(day=min(day.day, longest.day))
