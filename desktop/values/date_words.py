# SPDX-License-Identifier: Apache-2.0
"""The words of natural dates, English and Russian, all in the folded form of `desktop.values.search`."""

from __future__ import annotations

import datetime as dt

DAYS_AWAY = {
    "today": 0, "сегодня": 0, "tomorrow": 1, "tmrw": 1, "завтра": 1, "yesterday": -1, "вчера": -1,
    "day after tomorrow": 2, "послезавтра": 2, "позавчера": -2,
}  # fmt: skip

# Whole English names are cut to any length from two letters; Russian ones are inflected at the end.
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY_STEMS = ("понедел", "вторн", "сред", "четв", "пятн", "субб", "воскр")
_WEEKDAY_SHORT = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH_STEMS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")

UNITS = {
    "minute": "minute minutes min mins мин минута минуту минуты минут",
    "hour": "hour hours h hr hrs ч час часа часов",
    "day": "day days d д дн день дня днеи",
    "week": "week weeks wk w н нед неделя неделю недели недель неделе",
    "month": "month months mo мес месяц месяца месяцев месяце",
    "quarter": "quarter quarters кв квартал квартала кварталов",
    "year": "year years y г год года лет",
}
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10,
    "один": 1, "одну": 1, "два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6,
    "десять": 10,
}  # fmt: skip
TIMES = {
    "noon": dt.time(12), "полдень": dt.time(12),
    "morning": dt.time(9), "утром": dt.time(9), "утра": dt.time(9), "с утра": dt.time(9),
    "afternoon": dt.time(14), "after lunch": dt.time(14), "днем": dt.time(14),
    "после обеда": dt.time(14), "evening": dt.time(17), "вечером": dt.time(17),
}  # fmt: skip

_UNIT_OF = {word: unit for unit, words in UNITS.items() for word in words.split()}


def weekday(word: str) -> int | None:
    """The day of the week a word names, Monday being 0: "tue", "пт", "пятницу"."""
    if not word.isalpha():
        return None
    for number in range(7):
        if word == _WEEKDAY_SHORT[number] or word.startswith(_WEEKDAY_STEMS[number]):
            return number
        if len(word) > 1 and _WEEKDAYS[number].startswith(word):
            return number
    return None


def month(word: str) -> int | None:
    """The month a word names, January being 1: "oct", "окт", "октября"."""
    for number in range(12):
        if len(word) > 2 and _MONTHS[number].startswith(word):
            return number + 1
        stem = _MONTH_STEMS[number]
        if word.startswith(stem) and (number != 4 or word in {"маи", "мая", "мае"}):
            return number + 1
    return None


def unit(word: str) -> str | None:
    """The unit of time a word names, as a key of `UNITS`."""
    return _UNIT_OF.get(word)
