# SPDX-License-Identifier: Apache-2.0
"""`python -m bench [--json FILE] [--shop DIR] [--hub]`: every goal, our figure, its limit, the ratio."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import data, hub, imports
from bench.big_shop import make
from bench.figures import Figure, table

STARTS = 9
_MB = 1024


def main(arguments: list[str]) -> int:
    """Make the shop once (or take the one given), measure, print; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument(
        "--shop", type=Path, help="keep the big shop in this folder and use it again"
    )
    parser.add_argument("--hub", action="store_true", help="measure the hub alone")
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="counterfoil-bench-") as name:
        work = Path(name)
        os.environ["COUNTERFOIL_HOME"] = str(work / "home")
        # An installed program has its byte code at hand; the first round of each measurement makes it here.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(work / "bytecode")
        if options.hub:
            return _told(hub.measure(work), options.json)
        shop = options.shop or work / "shop"
        if (shop / "shop.sqlite").exists() and _columns(shop) != _columns(_empty_shop(work)):
            print("The kept shop has other columns than a new one: made anew.", flush=True)
            shutil.rmtree(shop)
        if not (shop / "shop.sqlite").exists():
            print("Making the shop: 100,000 deals, 1,000,000 entries …", flush=True)
            make(shop)
        figures = [*_start(shop), *data.measure(shop, work), *_screen(shop, work), *_memory(shop)]
        figures += [*imports.measure(shop, work), *_lateness(shop, work)]
        return _told([*figures, *hub.measure(work)], options.json)


def _told(figures: list[Figure], file: Path | None) -> int:
    """Print the figures and keep them; 1 where a goal is missed."""
    print(table(figures))
    if file is not None:
        file.write_text(json.dumps([one.as_json() for one in figures], indent=2))
    missed = [one for one in figures if not one.is_met]
    print(f"{len(figures) - len(missed)} of {len(figures)} goals met")
    return 1 if missed else 0


def _empty_shop(work: Path) -> Path:
    from desktop.clock import SystemClock
    from desktop.storage.database import Database

    database = Database(work / "empty", SystemClock())
    database.open()
    database.close()
    return database.folder


def _columns(shop: Path) -> set[tuple[str, str]]:
    """Table and column of everything a shop keeps, and the names of its indexes."""
    connection = sqlite3.connect(shop / "shop.sqlite")
    try:
        return set(
            connection.execute(
                "SELECT t.name, c.name FROM sqlite_master AS t, pragma_table_info(t.name) AS c"
                " WHERE t.name NOT LIKE 'sqlite%'"
                " UNION SELECT type, name FROM sqlite_master WHERE type = 'index'"
            )
        )
    finally:
        connection.close()


def _child(*arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", *arguments], check=True, capture_output=True, text=True
    ).stdout


def _timed(*arguments: str) -> tuple[float, float]:
    """Milliseconds of the processor and of the clock that a process takes."""
    start, used = time.perf_counter(), _used()
    _child(*arguments)
    return (_used() - used) * 1000, (time.perf_counter() - start) * 1000


def _used() -> float:
    """Seconds of the processor that processes which have ended took; `os.times` counts in hundredths only."""
    if sys.platform == "win32":
        times = os.times()
        return times.children_user + times.children_system
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _start(shop: Path) -> list[Figure]:
    """A start waits for nothing but the processor, as its files are in the cache: so that is what is compared.

    The clock's time stands beside it without a goal: other programs add to it as they please.
    """
    ours, floor = [], []
    _child("bench.start", "prepare", str(shop))
    for _round in range(STARTS + 1):
        ours.append(_timed("bench.start", "ours", str(shop)))
        floor.append(_timed("bench.start", "floor"))
    (taken, clock), (limit, clock_limit) = (
        map(min, zip(*one[1:], strict=True)) for one in (ours, floor)
    )
    what = "start to painted board, 5,000 open of 100,000"
    return [
        Figure("L1", what, taken, limit=limit, most_ratio=2.0),
        Figure("", f"{what}: the clock", clock, limit=clock_limit),
    ]


def _lateness(shop: Path, work: Path) -> list[Figure]:
    found: dict[str, float] = json.loads(_child("bench.lateness", str(shop), str(work)))
    print("L11, ticks late by ms:", ", ".join(f"{name} {ms:.1f}" for name, ms in found.items()))
    return [
        Figure(
            "L11", f"window: how late, p99, while a list is {words}", found[f"{name} p99"], most=8
        )
        for name, words in (("checked", "checked"), ("taken", "taken in"))
    ] + [
        Figure("L11", f"window: how late at most, a list {words}", found[f"{name} most"], most=30)
        for name, words in (("checked", "checked"), ("taken", "taken in"))
    ]


def _screen(shop: Path, work: Path) -> list[Figure]:
    shutil.copytree(shop, work / "drop")
    found: dict[str, float] = json.loads(_child("bench.screen", str(shop), str(work)))
    shutil.rmtree(work / "drop")
    return [
        Figure(
            "L4",
            "board: first paint, 5,000 cards",
            found["first"],
            limit=found["first floor"],
            most_ratio=1.7,
        ),
        Figure(
            "L4",
            "board: whole window repainted",
            found["repaint"],
            limit=found["repaint floor"],
            most_ratio=1.3,
        ),
        Figure(
            "L4",
            "board: a scroll frame",
            found["scroll"],
            limit=found["scroll floor"],
            most_ratio=1.5,
        ),
        Figure("L4", "board: a scroll frame, 95 of 100", found["scroll p95"], most=8),
        Figure("L5", "one card changed in its column", found["change in column"], most=0.5),
        Figure("L5", "one card moved to another column", found["change of column"], most=8),
        Figure("L7", "own move repainted after the drop, 95 of 100", found["drop p95"], most=60),
    ]


def _memory(shop: Path) -> list[Figure]:
    """Peak resident memory of the program with 5,000 open cards and everything loaded."""
    # The first run makes the byte code, which takes memory that an installed program does not need.
    peak = min(int(_child("bench.start", "loaded", str(shop))) for _run in range(2)) / _MB
    return [Figure("L10", "memory, 5,000 cards, everything loaded", peak, "MB", most=130)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
