# SPDX-License-Identifier: Apache-2.0
"""Money, numbers, dates and spans of time as the language of the window writes them."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Protocol

from desktop.i18n import speech
from desktop.i18n.speech import _, ngettext
from desktop.i18n.symbols import MINUS, NBSP

COUNTED: Final = 999
"""Figures in pills and in the status bar are exact up to here; of what is more they say that it is more."""

_ALWAYS_AFTER: Final = frozenset({"RUB"})
_FULL_DAY: Final = "{day_name} {day} {month}"
_FULL_DAYS: Final = {
    "ru": "{day_name}, {day} {month}",
    "zh_Hant": "{month_number}月{day}日 {day_name}",
}
_SPACES: Final = re.compile(r"[\s\u00a0\u2007\u2009\u202f'’]")


class Sum(Protocol):
    """What `money` writes: an exact amount in major units, with all decimals of its currency."""

    @property
    def amount(self) -> Decimal: ...

    @property
    def currency(self) -> str: ...


def money(sum_: Sum, *, whole: bool = False, signed: bool = False) -> str:
    """A sum with its currency: "£1,234.50", "1 234,50 ₽".

    `whole` rounds half up to full units, `signed` shows a plus.
    """
    amount = sum_.amount
    if whole:
        amount = amount.quantize(Decimal(1), ROUND_HALF_UP)
    figures = _grouped(abs(amount))
    sign = MINUS if amount < 0 else "+" if signed and amount > 0 else ""
    symbols = speech.symbols()
    unit = symbols.currencies.get(sum_.currency, sum_.currency)
    if symbols.sign_before and sum_.currency not in _ALWAYS_AFTER:
        gap = NBSP if unit.isalpha() else ""
        return f"{sign}{unit}{gap}{figures}"
    return f"{sign}{figures}{NBSP}{unit}"


def short_money(sum_: Sum) -> str:
    """A sum without its decimals where they are nothing: "£119", "£5.95"."""
    return money(sum_, whole=sum_.amount == sum_.amount.to_integral_value())


def amount(sum_: Sum) -> str:
    """A sum without its currency, for a column whose heading names it: "1,234.50"."""
    return number(sum_.amount)


def currency_sign(currency: str) -> str:
    """The sign of a currency, or its code when it has none."""
    return speech.symbols().currencies.get(currency, currency)


def number(value: int | Decimal, *, digits: int | None = None) -> str:
    """A number with grouped thousands; `digits` fixes the decimals, rounding half up."""
    exact = Decimal(value)
    if digits is not None:
        exact = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return (MINUS if exact < 0 else "") + _grouped(abs(exact))


def counted(figure: int) -> str:
    """A figure that is counted no further than one beyond COUNTED: "999+" for whatever is more."""
    return number(figure) if figure <= COUNTED else f"{COUNTED}+"


def percent(value: int | Decimal, *, digits: int | None = None) -> str:
    """So many percent: 20 is "20%" and "20 %" in Russian."""
    return speech.symbols().percent.format(number=number(value, digits=digits))


def parse_number(text: str) -> Decimal:
    """A number as people type it, with either decimal mark; ValueError when it is none.

    A mark that stands once before exactly three digits groups them only where the language groups
    with it: "1,234" is 1234 in English and 1.234 in Russian.
    """
    plain = _SPACES.sub("", text).replace(MINUS, "-")
    marks = [mark for mark in plain if mark in ".,"]
    decimal = ""
    if len(set(marks)) == 2:
        decimal = marks[-1]
    elif len(marks) == 1 and not _groups(plain, marks[0]):
        decimal = marks[0]
    grouping = {",", "."} - {decimal}
    if marks.count(decimal) > 1 or any(
        not re.fullmatch(r"\d{3}", part) for part in _after_groups(plain, decimal, grouping)
    ):
        raise ValueError(f"not a number: {text!r}")
    plain = "".join(mark for mark in plain if mark not in grouping)
    if decimal:
        plain = plain.replace(decimal, ".")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", plain, re.ASCII):
        raise ValueError(f"not a number: {text!r}")
    return Decimal(plain)


def short_date(day: date, *, year: bool = False) -> str:
    """A day as lists show it: "Thu 15 Oct", "чт, 15 окт"."""
    text = _date(speech.symbols().short_date, day, short=True)
    return f"{text} {day.year}" if year else text


def day_and_month(day: date) -> str:
    """A day where its name is too much: "15 Oct", "15 окт"."""
    bare = re.sub(r"[(（,]?\s*\{day_name\}[)）,]?\s*", "", speech.symbols().short_date)
    return _date(bare, day, short=True)


def long_date(day: date) -> str:
    """A day as letters and papers show it: "15 October 2026", "15 октября 2026 г."."""
    return _date(speech.symbols().long_date, day, short=False)


def full_day(day: date) -> str:
    """A day as a heading over what happened on it: "Thursday 15 October", "четверг, 15 октября"."""
    return _date(_FULL_DAYS.get(speech.language(), _FULL_DAY), day, short=False)


def numeric_date(day: date) -> str:
    """A day in figures: "15.10.2026", with slashes in English."""
    mark = {"en": "/", "zh_Hant": "/"}.get(speech.language(), ".")
    if speech.language() == "zh_Hant":
        return f"{day.year}/{day.month:02}/{day.day:02}"
    return f"{day.day:02}{mark}{day.month:02}{mark}{day.year}"


def month(day: date) -> str:
    """The month as a heading: "October 2026", "Октябрь 2026"."""
    name = speech.symbols().months_alone[day.month - 1]
    return f"{name[0].upper()}{name[1:]} {day.year}"


def month_in_words(day: date) -> str:
    """The month inside a sentence: "October 2026", "октябрь 2026"."""
    return f"{speech.symbols().months_alone[day.month - 1]} {day.year}"


def day_name(day: date, *, short: bool = False) -> str:
    """The day of the week: "Thursday" or "Thu"."""
    symbols = speech.symbols()
    return (symbols.days_short if short else symbols.days)[day.weekday()]


def short_time(moment: time | datetime) -> str:
    """The time of day on the 24-hour clock, in the zone the moment already carries: "14:05"."""
    return f"{moment.hour:02}:{moment.minute:02}"


def short_moment(moment: datetime) -> str:
    """Day and time, in the zone the moment already carries: "Thu 15 Oct, 14:05"."""
    return _("{day}, {time}").format(day=short_date(moment.date()), time=short_time(moment))


def relative_day(day: date, *, today: date) -> str:
    """A day in words where there are any: "today", "tomorrow", "yesterday", else short."""
    words = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    return words.get((day - today).days) or short_date(day, year=day.year != today.year)


def relative_moment(moment: datetime, *, now: datetime) -> str:
    """Day in words and time, in the zone of `now`: "tomorrow 09:30", "Fri 16 Oct 09:30"."""
    local = moment.astimezone(now.tzinfo)
    day = relative_day(local.date(), today=now.date())
    return _("{day} {time}").format(day=day, time=short_time(local))


def ago(moment: datetime, *, now: datetime) -> str:
    """How long ago: "just now", "5 min ago", "3 h ago", "yesterday 14:05", then the date."""
    passed = now - moment
    if passed < timedelta(minutes=1):
        return _("just now")
    if passed < timedelta(hours=1):
        return _("{span} ago").format(span=span(passed))
    local = moment.astimezone(now.tzinfo)
    if local.date() == now.date():
        return _("{span} ago").format(span=span(passed))
    return relative_moment(moment, now=now)


def span(length: timedelta) -> str:
    """A span of time in its largest unit, cut down: "2 d", "3 h", "15 min", "0 min"."""
    minutes = abs(length) // timedelta(minutes=1)
    if minutes >= 24 * 60:
        days = minutes // (24 * 60)
        return _tied(ngettext("{n} d", "{n} d", days), number(days))
    if minutes >= 60:
        return _tied(_("{n} h"), str(minutes // 60))
    return _tied(_("{n} min"), str(minutes))


def duration(length: timedelta) -> str:
    """The running time of a call or a job: "0:42", "12:05", "1:02:03"."""
    seconds = abs(length) // timedelta(seconds=1)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def joined(parts: Sequence[str]) -> str:
    """An enumeration in a sentence: "paper, lamination and cutting"."""
    if len(parts) < 2:
        return "".join(parts)
    symbols = speech.symbols()
    if len(parts) == 2:
        return symbols.list_two.format(*parts)
    return symbols.list_last.format(", ".join(parts[:-1]), parts[-1])


def file_size(size: int) -> str:
    """The size of a file in round units: "640 B", "12 KB", "3.4 MB"."""
    if size < 1000:
        return _tied(_("{n} B"), str(size))
    if size < 1_000_000:
        return _tied(_("{n} KB"), number(Decimal(size) / 1000, digits=0))
    return _tied(_("{n} MB"), number(Decimal(size) / 1_000_000, digits=1))


def _tied(text: str, n: str) -> str:
    """Figures and their unit, which no line break may part."""
    return text.format(n=n).replace(" ", NBSP)


def _grouped(value: Decimal) -> str:
    whole, _mark, decimals = f"{value:f}".partition(".")
    symbols = speech.symbols()
    figures = f"{int(whole):,}".replace(",", symbols.group)
    return f"{figures}{symbols.decimal}{decimals}" if decimals else figures


def _groups(plain: str, mark: str) -> bool:
    return speech.symbols().group == mark and bool(
        re.fullmatch(rf"[+-]?[1-9]\d{{0,2}}{re.escape(mark)}\d{{3}}", plain)
    )


def _after_groups(plain: str, decimal: str, grouping: set[str]) -> list[str]:
    whole = plain.split(decimal, maxsplit=1)[0] if decimal else plain
    for mark in grouping:
        whole = whole.replace(mark, " ")
    return whole.split(" ")[1:]


def _date(pattern: str, day: date, *, short: bool) -> str:
    symbols = speech.symbols()
    months = symbols.months_short if short else symbols.months
    return pattern.format(
        day_name=(symbols.days_short if short else symbols.days)[day.weekday()],
        day=day.day,
        month=months[day.month - 1],
        month_number=day.month,
        year=day.year,
    )
