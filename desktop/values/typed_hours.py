# SPDX-License-Identifier: Apache-2.0
"""Hours and times of day as people type them, turned into the form in which they are kept."""

from __future__ import annotations

import datetime as dt
import re

from desktop.errors import UserError
from desktop.i18n import _

_HOURS = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?", re.ASCII)
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?", re.ASCII)
_QUICK_TIME = re.compile(r"(\d{1,2})(?:[:.\s]?(\d{2}))?", re.ASCII)


def read_hours(text: str) -> str:
    """Hours as they are kept, "09:00-18:00"; UserError where they are none. An empty text is a day off."""
    if not text.strip():
        return ""
    found = _HOURS.fullmatch(text.strip())
    if found is None:
        raise UserError(_("These are no hours. Write them like 09:00-18:00."))
    opens, closes = _clock(found[1], found[2]), _clock(found[3], found[4])
    if closes <= opens and closes != "00:00":
        raise UserError(_("The day closes before it opens. Write the hours like 09:00-18:00."))
    return f"{opens}-{closes}"


def read_time(text: str) -> dt.time | None:
    """A time of day as people type it: "14", "14:30", "1430", "14.30"; None where it is none."""
    found = _QUICK_TIME.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def read_times(text: str) -> str:
    """Times of day as they are shown, "12:00, 16:00", in order; UserError where one is none."""
    parts = [part.strip() for part in re.split(r"[,;]", text) if part.strip()]
    times = []
    for part in parts:
        found = _TIME.fullmatch(part)
        if found is None:
            raise UserError(
                _("This is no time of day: {text}. Write it like 12:00.").format(text=part)
            )
        times.append(_clock(found[1], found[2]))
    return ", ".join(sorted(set(times)))


def _clock(hour: str, minute: str | None) -> str:
    try:
        told = 0 if int(hour) == 24 and not int(minute or 0) else int(hour)
        return f"{dt.time(told, int(minute or 0)):%H:%M}"
    except ValueError as error:
        raise UserError(
            _("This is no time of day: {text}. Write it like 12:00.").format(
                text=f"{hour}:{minute or '00'}"
            )
        ) from error
