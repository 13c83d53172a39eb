# SPDX-License-Identifier: Apache-2.0
"""How late the window comes to what it is asked while a list is checked and taken in beside it: L11.

A process of its own; a timer that should tick every five milliseconds is the question, the board's page the window.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from bench.figures import at_share
from bench.imports import a_list
from bench.screen import board_page, wait
from desktop.background.garbage import GarbageCollector
from desktop.background.tasks import Tasks
from desktop.flows.shop import Shop
from desktop.values.drafts.client_list import ListWish
from desktop.views import theme

TICK_MS, ROWS, MOST_S = 5, 20_000, 120


def main(shop: Path, work: Path) -> dict[str, float]:
    """Milliseconds by which ticks were late: while nothing is done, and while a list is checked and taken in."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    folder = work / "late"
    shutil.copytree(shop, folder)
    _collector = GarbageCollector(app)
    page, tasks = board_page(app, folder, work)
    wait(app, lambda: False, 16)  # by then nothing is loaded any more
    idle = _late_while(app, lambda ended: QTimer.singleShot(5_000, lambda: ended.append(True)))
    path = a_list(work / "late.csv", ROWS, [])
    checked = _late_while(app, lambda ended: _check(tasks, path, ended))
    taken = _late_while(app, lambda ended: _take_in(tasks, path, ended))
    page.close()
    tasks.close()
    shutil.rmtree(folder)
    told = {"idle": idle, "checked": checked, "taken": taken}
    return {
        f"{name} {share}": value
        for name, times in told.items()
        for share, value in (("p99", at_share(times, 0.99)), ("most", times[-1]))
    }


def _check(tasks: Tasks, path: Path, ended: list[bool]) -> None:
    def work(shop: Shop) -> object:
        from desktop.flows.import_list import check_list

        return check_list(shop, path=path, wish=ListWish(channel="cold_list"))

    tasks.flow(work, then=lambda _found: ended.append(True))


def _take_in(tasks: Tasks, path: Path, ended: list[bool]) -> None:
    def work(shop: Shop) -> object:
        from desktop.flows.import_list import import_list

        return import_list(shop, path=path, wish=ListWish(channel="cold_list"))

    tasks.flow(work, then=lambda _taken: ended.append(True))


def _late_while(app: QApplication, begin: Callable[[list[bool]], object]) -> list[float]:
    """Milliseconds by which each tick was late until the work has ended, sorted."""
    ended: list[bool] = []
    late: list[float] = []
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        late.append(max(0.0, (now - last) * 1000 - TICK_MS))
        last = now

    timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=TICK_MS)
    timer.timeout.connect(tick)
    timer.start()
    begin(ended)
    wait(app, lambda: bool(ended), MOST_S)
    timer.stop()
    assert ended, "the work did not end"
    return sorted(late)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
