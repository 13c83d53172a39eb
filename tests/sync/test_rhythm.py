# SPDX-License-Identifier: Apache-2.0
"""When the next round is due."""

import pytest

from desktop.sync.rhythm import Rhythm


class Steady:
    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def steady():
    return Steady()


@pytest.fixture
def rhythm(steady):
    made = Rhythm(steady, chance=lambda low, high: (low + high) / 2)
    assert made.wait == 0
    made.begins()
    made.done()
    return made


def test_without_news_it_is_due_every_ten_seconds_a_little_apart_on_each_desk(steady):
    """Covers: N2."""
    waits = set()
    for _desk in range(50):
        rhythm = Rhythm(steady)
        rhythm.done()
        waits.add(rhythm.wait)
    assert 8 <= min(waits) < max(waits) <= 12


def test_the_first_of_a_burst_of_writes_goes_at_once_and_the_others_together(rhythm, steady):
    """Covers: N2."""
    steady.seconds += 5
    rhythm.wrote()
    assert rhythm.wait == 0
    rhythm.begins()
    rhythm.done()
    for _write in range(3):
        steady.seconds += 0.05
        rhythm.wrote()
    assert rhythm.wait == pytest.approx(0.15)


def test_news_makes_a_round_at_once_but_at_most_two_in_a_second(rhythm, steady):
    steady.seconds += 5
    rhythm.heard()
    assert rhythm.wait == 0
    rhythm.begins()
    rhythm.done()
    steady.seconds += 0.1
    rhythm.heard()
    assert rhythm.wait == pytest.approx(0.4)


def test_a_hub_that_is_away_is_asked_ever_more_seldom_whatever_is_written_meanwhile(rhythm):
    """Covers: N1."""
    waits = []
    for _try in range(9):
        rhythm.failed()
        rhythm.wrote()
        rhythm.heard()
        waits.append(rhythm.wait)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    rhythm.at_once()
    assert rhythm.wait == 0
    rhythm.failed()
    assert rhythm.wait == 1
