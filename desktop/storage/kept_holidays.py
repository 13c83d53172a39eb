# SPDX-License-Identifier: Apache-2.0
"""The public holidays near today, kept by this desk: a start that asks for them then does without their library.

The library holds five megabytes for as long as the program runs. What is kept holds for one country, its years, one
language and one version of the program; for anything else the library is asked, and its answer kept at the next start.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Connection

from desktop import __version__
from desktop.domain.holidays import public_holidays
from desktop.storage import desk_memory
from desktop.storage.own_firm import shop_country
from desktop.storage.preferences import LANGUAGE, preference

_KEY = "holidays"
_HOLDS = dt.timedelta(days=30)
"""The library may be renewed without the program."""


class Asked(NamedTuple):
    """Whose holidays, as the library is asked for them."""

    country: str
    years: tuple[int, ...]
    language: str


def asked_for(connection: Connection, today: dt.date) -> Asked:
    """The shop's own: of last year up to those in two years."""
    language = preference(connection, LANGUAGE).get("code", "")
    return Asked(shop_country(connection), tuple(range(today.year - 1, today.year + 3)), language)


def holidays_near(connection: Connection, today: dt.date) -> Mapping[dt.date, str]:
    """The shop's public holidays with their names."""
    asked = asked_for(connection, today)
    kept = desk_memory.recall(connection, _KEY)
    if kept is not None:
        whose, _since, days = _read(kept)
        if whose == _name(asked):
            return days
    return public_holidays(*asked)


def is_kept(connection: Connection, today: dt.date) -> bool:
    """Whether what is kept is the shop's, and not so old that the library should be asked again."""
    kept = desk_memory.recall(connection, _KEY)
    if kept is None:
        return False
    whose, since, _days = _read(kept)
    is_recent = since <= today < since + _HOLDS
    return is_recent and whose == _name(asked_for(connection, today))


def keep(connection: Connection, today: dt.date, asked: Asked, days: Mapping[dt.date, str]) -> None:
    """Keep them in place of those that were kept."""
    told = {
        "of": _name(asked),
        "since": today.isoformat(),
        "days": {day.isoformat(): name for day, name in days.items()},
    }
    desk_memory.remember(connection, _KEY, json.dumps(told, ensure_ascii=False))


@lru_cache(maxsize=2)
def _read(text: str) -> tuple[str, dt.date, Mapping[dt.date, str]]:
    told = json.loads(text)
    days = {dt.date.fromisoformat(day): name for day, name in told["days"].items()}
    return told["of"], dt.date.fromisoformat(told["since"]), days


def _name(asked: Asked) -> str:
    return f"{asked.country} {asked.years} {asked.language} {__version__}"
