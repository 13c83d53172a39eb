# SPDX-License-Identifier: Apache-2.0
"""Another day, or another zone, is told to the screens, whatever the clock did in between."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QObject

from desktop.background.change_hub import ChangeHub
from desktop.background.day_turn import DayTurn
from desktop.models.live import Live
from tests.fakes import FakeClock


@pytest.fixture
def parent(qapp):
    return QObject()


def test_a_new_day_a_set_clock_and_a_journey_are_told_once_each(parent):
    """Covers: D2, E3, E4."""
    clock, hub = FakeClock(), ChangeHub(parent)
    told = []
    hub.day_turned.connect(lambda: told.append(clock.now()))
    turn = DayTurn(hub, clock, parent)

    def counts(how):
        how()
        turn.look()
        turn.look()
        found = len(told)
        told.clear()
        return found

    assert counts(lambda: clock.advance(hours=11)) == 0
    assert counts(lambda: clock.advance(hours=14)) == 1, "it slept over midnight"
    assert counts(lambda: clock.step(timedelta(days=-365))) == 1
    assert counts(lambda: clock.step(timedelta(days=730))) == 1
    assert counts(lambda: setattr(clock, "zone", ZoneInfo("Asia/Taipei"))) == 1


def test_a_screen_that_is_hidden_looks_again_once_it_is_seen_on_another_day(parent):
    """Covers: E3, E4."""
    hub, looks = ChangeHub(parent), []
    live = Live(hub, ("task",), lambda: looks.append(1), parent)
    live.wake()
    hub.day_turned.emit()
    assert len(looks) == 2
    live.sleep()
    hub.day_turned.emit()
    assert len(looks) == 2
    live.wake()
    assert len(looks) == 3
