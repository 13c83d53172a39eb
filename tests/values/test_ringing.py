# SPDX-License-Identifier: Apache-2.0
"""When reminders ring, over any mixture of waiting, sleep, starts, and clocks set forward and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from desktop.values.ringing import BEAT, GRACE, IDLE_BEAT, Ringing
from desktop.values.rows.today import ReminderRow, Reminders

START = datetime(2026, 10, 15, 10, 0, tzinfo=UTC)


def row(at: datetime, n: int = 1) -> ReminderRow:
    return ReminderRow(UUID(int=n), at, at, "call", "Agree", "deal", UUID(int=1))


class Shop:
    """The least a shop is for reminders: which ones there are, and which have rung."""

    def __init__(self, times: list[datetime]) -> None:
        self.waiting = {UUID(int=n): row(at, n) for n, at in enumerate(times, 1)}
        self.rang: list[tuple[UUID, datetime]] = []

    def found(self, now: datetime) -> Reminders:
        due = [one for one in self.waiting.values() if one.remind_at <= now]
        later = [one.remind_at for one in self.waiting.values() if one.remind_at > now]
        return Reminders(tuple(due), min(later, default=None))


class Desk:
    """A program before that shop, with a clock in one's hand."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.wall, self.steady = shop, START, 0.0
        self.start()

    def start(self) -> None:
        self.ringing = Ringing(self.wall, self.steady)
        self.look()

    def look(self) -> None:
        for one in self.ringing.weigh(self.shop.found(self.wall), self.wall):
            del self.shop.waiting[one.task_id]
            self.shop.rang.append((one.task_id, self.wall))

    def wait(self, span: timedelta) -> None:
        """Time passes while the program runs and its timer ticks."""
        while span > timedelta(0):
            pause = max(min(self.ringing.pause(self.wall), span), timedelta(milliseconds=50))
            self.wall += pause
            self.steady += pause.total_seconds()
            span -= pause
            if self.ringing.beat(self.wall, self.steady):
                self.look()

    def sleep(self, span: timedelta, *, counts: bool) -> None:
        """The computer sleeps; some systems' steady clock counts that, some do not."""
        self.wall += span
        self.steady += span.total_seconds() if counts else 0
        self.wait(BEAT)

    def step(self, span: timedelta) -> None:
        """Somebody, or a time server, sets the clock."""
        self.wall += span
        self.wait(BEAT)


minutes = st.integers(1, 600).map(lambda n: timedelta(seconds=7 * n))
deeds = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), minutes),
        st.tuples(st.sampled_from(["sleep", "sleep counted", "off", "forward", "back"]), minutes),
    ),
    max_size=12,
)


@given(st.lists(minutes, min_size=1, max_size=8), deeds)
def test_each_reminder_rings_once_and_never_before_its_time(times, plan):
    """Covers: E3."""
    shop = Shop([START + span for span in times])
    due = {one.task_id: one.remind_at for one in shop.waiting.values()}
    desk = Desk(shop)
    for deed, span in plan:
        match deed:
            case "wait":
                desk.wait(span)
            case "sleep" | "sleep counted":
                desk.sleep(span, counts=deed == "sleep counted")
            case "off":
                desk.wall += span
                desk.start()
            case "forward":
                desk.step(span)
            case "back":
                desk.step(-span)
    desk.wait(max(due.values()) - desk.wall + BEAT)
    assert sorted(task for task, _at in shop.rang) == sorted(due)
    assert all(at >= due[task] for task, at in shop.rang)


def test_a_reminder_rings_within_a_second_of_its_time_and_of_waking_up():
    """Covers: E3."""
    at = START + timedelta(hours=3, seconds=17, milliseconds=400)
    woken = START + timedelta(hours=9)
    shop = Shop([at, woken - timedelta(hours=2)])
    desk = Desk(shop)
    desk.wait(timedelta(hours=5))
    desk.sleep(woken - desk.wall, counts=False)
    (_first, rang), (_second, again) = shop.rang
    assert timedelta(0) <= rang - at <= timedelta(seconds=1)
    assert again - woken <= timedelta(seconds=1)


def test_while_nothing_waits_the_clock_is_looked_at_seldom():
    ringing = Ringing(START, 0.0)
    ringing.weigh(Reminders(), START)
    assert ringing.pause(START) == IDLE_BEAT
    ringing.weigh(Reminders(next_at=START + timedelta(days=2)), START)
    assert ringing.pause(START) == BEAT


def test_the_desk_where_a_person_works_reminds_at_once_and_their_other_one_waits_for_word_of_it():
    """Covers: E3, N2."""
    at = START + timedelta(seconds=25)
    here, there = Ringing(START, 0.0), Ringing(START, 0.0)
    is_here = Reminders((row(at),), is_joined=True)
    is_there = Reminders((row(at),), is_joined=True, works_elsewhere=True)
    assert here.weigh(is_here, at) == is_here.due
    assert there.weigh(is_there, at) == ()
    later = at + GRACE
    assert not there.beat(at, 25.0)
    assert there.beat(later, 45.0), "it looks again when the wait is over"
    assert there.weigh(is_there, later) == is_there.due
    assert there.weigh(Reminders(is_joined=True), later) == (), "unless it heard that it rang"


def test_a_joined_desk_that_wakes_up_first_hears_what_rang_elsewhere():
    """Covers: E3, N2."""
    ringing = Ringing(START, 0.0)
    found = Reminders((row(START + timedelta(hours=1)),), is_joined=True)
    woken = START + timedelta(hours=8)
    assert ringing.beat(woken, 1.0)
    assert ringing.weigh(found, woken) == ()
    assert ringing.weigh(found, woken + GRACE) == found.due
