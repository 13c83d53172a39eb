# SPDX-License-Identifier: Apache-2.0
"""What the demo shop is written from: its people and stages, its words, its dice, and the rows to be written."""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from desktop import paths
from desktop.domain.record import Record
from desktop.storage.unit_of_work import UnitOfWork
from desktop.values.catalogue import ProductRow
from desktop.values.ids import new_id

HISTORY_DAYS = 182
OPENS, CLOSES = 9, 18


class Diary:
    """Rows of every class, gathered first and written in one go."""

    def __init__(self) -> None:
        self.rows: dict[type[Record], list[dict[str, Any]]] = {}

    def note(self, cls: type[Record], **fields: Any) -> UUID:
        """Add one row; returns its id."""
        key: UUID = fields.setdefault("id", new_id())
        self.rows.setdefault(cls, []).append(fields)
        return key

    def of(self, cls: type[Record]) -> list[dict[str, Any]]:
        """The rows of a class so far."""
        return self.rows.get(cls, [])

    def write(self, uow: UnitOfWork) -> None:
        """Hand everything to a unit of work."""
        for cls, rows in self.rows.items():
            uow.add_many(cls, rows)


@dataclass(frozen=True, slots=True)
class Stop:
    """A stage as a story passes it."""

    id: UUID
    name: str
    kind: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Route:
    """A pipeline with its open stages in order and its two ends."""

    id: UUID
    stops: tuple[Stop, ...]
    won: Stop
    lost: Stop

    def stop(self, purpose: str) -> Stop:
        """The stage with a purpose; StopIteration where the pipeline has none."""
        return next(stop for stop in self.stops if stop.purpose == purpose)


@dataclass(frozen=True, slots=True)
class Client:
    """Somebody who buys: a person, with or without a firm."""

    contact_id: UUID
    company_id: UUID | None
    name: str
    person: str
    email: str


@dataclass(slots=True)
class World:
    """Everything a story is told with. `now` is aware and UTC; days are counted in the shop's zone."""

    now: dt.datetime
    zone: dt.tzinfo
    language: str
    firm_id: UUID
    currency: str
    tax_rate: Decimal
    words: dict[str, Any]
    people: dict[str, UUID]
    names: dict[str, str]
    routes: tuple[Route, ...]
    counter: Route
    reasons: tuple[UUID, ...]
    lead_reasons: tuple[UUID, ...]
    leads: Route
    products: dict[str, ProductRow]
    dice: Random
    paper: tuple[str, int] = ("", 0)
    diary: Diary = field(default_factory=Diary)
    clients: list[Client] = field(default_factory=list)

    @property
    def today(self) -> dt.date:
        """The day the shop is shown on."""
        return self.now.astimezone(self.zone).date()

    def at(self, days: int, hour: int, minute: int = 0, *, second: int = 0) -> dt.datetime:
        """A wall time so many days from today, in UTC."""
        day = self.today + dt.timedelta(days=days)
        wall = dt.datetime.combine(day, dt.time(hour, minute, second), self.zone)
        return wall.astimezone(dt.UTC)

    def on_clock(self, days: int, clock: str, *, untimed: str = "23:59") -> dt.datetime:
        """The same from a text like "11:40"; without one it is only for the day."""
        hour, minute = (clock or untimed).split(":")
        return self.at(days, int(hour), int(minute))

    def working_moment(self, days: int, *, saturdays: bool = False) -> dt.datetime:
        """Some moment of a day while the shop is open; of the Friday or Monday beside it when it is not."""
        day = self.today + dt.timedelta(days=days)
        last = 5 if saturdays else 4
        if day.weekday() > last:
            days += 7 - day.weekday() if days < -3 else last - day.weekday()
        return self.at(days, self.dice.randrange(OPENS, CLOSES), self.dice.randrange(60))

    def later(self, moment: dt.datetime, least: float, most: float) -> dt.datetime:
        """A moment so many hours after another, while the shop is open."""
        passed = self.snap(moment + dt.timedelta(hours=self.dice.uniform(least, most)))
        return max(passed, moment + dt.timedelta(minutes=3))

    def snap(self, moment: dt.datetime) -> dt.datetime:
        """The moment drawn into opening hours; of two moments the earlier one stays the earlier one."""
        local = moment.astimezone(self.zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        passed = (local - midnight) / dt.timedelta(days=1)
        if local.weekday() > 4:
            # A weekend shrinks to the last minutes of its Friday.
            part = (local.weekday() - 5 + passed) / 2
            midnight -= dt.timedelta(days=local.weekday() - 4)
            return (midnight + dt.timedelta(hours=CLOSES, minutes=-20 + 19 * part)).astimezone(
                dt.UTC
            )
        hours = OPENS + passed * (CLOSES - OPENS - 0.4)
        return (midnight + dt.timedelta(hours=hours)).astimezone(dt.UTC)

    def weekday_after(self, days: int, *, saturdays: bool = False) -> int:
        """So many days from today, or the Monday after where that is a day off."""
        day = self.today + dt.timedelta(days=days)
        last = 5 if saturdays else 4
        return days + 7 - day.weekday() if day.weekday() > last and days > 0 else days

    def pick(self, *path: str) -> Any:
        """One of a list of words, by chance."""
        found: Any = self.words
        for name in path:
            found = found[name]
        return self.dice.choice(found)

    def seller(self) -> str:
        """One of the four who sell; the first ones have more to do."""
        return self.dice.choices(("first", "second", "third", "fourth", "gone"), (9, 8, 7, 5, 2))[0]


def words_of(language: str) -> dict[str, Any]:
    """The demo shop's words in a language."""
    with _resource(language, "demo.toml").open("rb") as file:
        return tomllib.load(file)


def table_of(language: str, name: str) -> list[dict[str, str]]:
    """A table of the demo shop, a dictionary for each row."""
    with _resource(language, name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _resource(language: str, name: str) -> Any:
    path = paths.resource("shop", language, name)
    return path if path.is_file() else paths.resource("shop", "en", name)
