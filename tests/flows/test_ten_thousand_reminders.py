# SPDX-License-Identifier: Apache-2.0
"""Ten thousand reminders in a real shop, through sleeps, starts, set clocks, other zones and summer time."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from desktop.commands import touches
from desktop.domain.touch import Task
from desktop.queries import today
from desktop.values.changes import Origin
from desktop.values.ringing import BEAT, Ringing
from tests.fakes import FakeClock
from tests.shop import OpenShop, open_shop

COUNT, WEEKS = 10_000, 4
BEGIN = datetime(2026, 10, 12, 6, 0, tzinfo=UTC)
"""Summer time ends in Europe on the second Sunday of these weeks, in New York on the third."""
ZONES = ("Europe/London", "Europe/Moscow", "America/New_York", "Asia/Taipei")
SLACK = timedelta(seconds=1)


class Desk:
    """The program as its timer drives it: one tick after the other over a fake clock, the shop on a real file."""

    def __init__(self, shop: OpenShop, clock: FakeClock, due: dict[UUID, datetime]) -> None:
        self.shop, self.clock, self.due = shop, clock, due
        self.rang: dict[UUID, list[datetime]] = {}
        self.could_be_late_since = clock.now()
        self.start()

    def start(self) -> None:
        """The program starts; nothing is known but what the shop keeps."""
        self.ringing = Ringing(self.clock.now(), self.clock.monotonic())
        self.look()

    def look(self) -> None:
        found = self.shop.read(today.next_reminder)
        now = self.clock.now()
        ids = [row.task_id for row in self.ringing.weigh(found, now)]
        if not ids:
            return
        for task_id in self.shop.run(
            lambda uow: touches.claim_reminders(uow, task_ids=ids), origin=Origin.ROBOT
        ):
            self.rang.setdefault(task_id, []).append(now)
            on_time = now - self.due[task_id] <= SLACK
            assert on_time or self.due[task_id] <= self.could_be_late_since, "late for no reason"
            assert now >= self.due[task_id], "too early"

    def work(self, span: timedelta) -> None:
        """The program runs: its timer ticks each second, or sooner where a time comes."""
        end = self.clock.now() + span
        while self.clock.now() < end:
            self.clock.advance(max(self.ringing.pause(self.clock.now()), timedelta(seconds=0.05)))
            if self.ringing.beat(self.clock.now(), self.clock.monotonic()):
                self.look()

    def leave(self, span: timedelta, how: str) -> None:
        """The person leaves; the computer sleeps or the program is off meanwhile, or the clock is set."""
        self.clock.moment += span
        if how == "slept, and the steady clock counted it":
            self.clock.seconds += span.total_seconds()
        self.could_be_late_since = self.clock.now()
        if how == "off":
            self.start()
        else:
            self.work(BEAT)


def test_ten_thousand_reminders_ring_once_each(tmp_path):
    """Covers: E3."""
    chance = random.Random(20261015)
    clock = FakeClock(BEGIN)
    shop = open_shop(tmp_path, clock)
    card = shop.a_deal(touch_in=timedelta(days=90))
    half_hour = timedelta(minutes=30)
    rows = [
        {
            "card_kind": "deal", "card_id": card, "kind": "call", "goal": f"Touch {n}", "created_at": BEGIN,
            "holder_id": shop.me, "due_at": at, "remind_at": at,
        }
        for n in range(COUNT)
        for at in [BEGIN + half_hour * chance.randrange(1, WEEKS * 7 * 48)]
    ]  # fmt: skip
    ids = shop.run(lambda uow: uow.add_many(Task, rows), origin=Origin.IMPORT)
    due = {one: row["due_at"] for one, row in zip(ids, rows, strict=True)}
    desk = Desk(shop, clock, due)
    end = BEGIN + timedelta(weeks=WEEKS)
    while clock.now() < end:
        desk.work(timedelta(minutes=chance.randrange(10, 120)))
        clock.zone = ZoneInfo(chance.choice(ZONES))
        how = chance.choice(("slept", "slept, and the steady clock counted it", "off", "set"))
        away = timedelta(minutes=chance.randrange(1, 15 * 60))
        if how == "set":
            away = timedelta(minutes=chance.randrange(-180, 180))
        desk.leave(away, how)
    clock.zone = ZoneInfo("Europe/London")
    desk.leave(timedelta(days=1), "off")
    never = [one for one in ids if one not in desk.rang]
    twice = [one for one, times in desk.rang.items() if len(times) > 1]
    assert (never, twice) == ([], [])
    shop.close()
