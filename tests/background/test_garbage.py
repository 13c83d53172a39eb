# SPDX-License-Identifier: Apache-2.0
"""Whatever other threads make, a window's objects are taken away on the window's own thread."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QCoreApplication, QTimer

from desktop.background import garbage
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


def test_what_was_loaded_after_the_first_paint_is_not_looked_at_for_ever(qtbot, monkeypatch):
    """Covers: N1."""
    monkeypatch.setattr(garbage, "_SETTLED_MS", 0)
    loaded, was_on, before = [Ring([])], gc.isenabled(), gc.get_freeze_count()
    try:
        GarbageCollector(QTimer(QCoreApplication.instance()))
        qtbot.waitUntil(lambda: gc.get_freeze_count() > before, timeout=30_000)
        assert not any(one is loaded[0] for one in gc.get_objects())
    finally:
        gc.unfreeze()
        if was_on:
            gc.enable()


def test_no_other_thread_takes_a_timer_away(collector, qtbot):
    """Covers: N1."""
    gone: list[str] = []
    Ring(gone)
    worker = threading.Thread(target=work_hard, name="worker")
    worker.start()
    worker.join()
    assert gone == []
    qtbot.waitUntil(lambda: gone == ["MainThread"], timeout=30_000)
