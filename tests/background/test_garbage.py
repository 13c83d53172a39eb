# SPDX-License-Identifier: Apache-2.0
"""Whatever other threads make, a window's objects are taken away on the window's own thread."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QTimer

from desktop.background.garbage import GarbageCollector


class Ring:
    """Garbage that only the collector of cycles finds, with a running timer in it."""

    def __init__(self, gone: list[str]) -> None:
        self.me = self
        self.timer = QTimer()
        self.timer.start(60_000)
        weakref.finalize(self, lambda: gone.append(threading.current_thread().name))


@pytest.fixture
def collector(qtbot):
    was_on = gc.isenabled()
    made = GarbageCollector()
    yield made
    made.deleteLater()
    if was_on:
        gc.enable()


def work_hard() -> None:
    """Make so many cycles that Python would look for garbage on this thread."""
    for _n in range(5_000):
        ring: list[object] = []
        ring.append(ring)


def test_no_other_thread_takes_a_timer_away(collector, qtbot):
    """Covers: N1."""
    gone: list[str] = []
    Ring(gone)
    worker = threading.Thread(target=work_hard, name="worker")
    worker.start()
    worker.join()
    assert gone == []
    qtbot.waitUntil(lambda: gone == ["MainThread"], timeout=30_000)
