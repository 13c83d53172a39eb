# SPDX-License-Identifier: Apache-2.0
"""A cold list checked and taken in by a shop of 100,000 leads, beside plain sqlite3: L9, and the memory it takes.

By the clock on the wall, as two processes share the work: the one that reads and compares, and the program. So is their
memory: what the program allocates, and the most that the other holds.
"""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.figures import Figure

CHECKED, TAKEN, FEW, MANY = 50_000, 50_000, 5_000, 50_000
_KNOWN_EVERY = 10
"""Each so-many-th row is about somebody whose phone the shop knows."""

_TABLES = ("company", "contact", "contact_phone", "lead", "lead_move", "task")
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
_MB = 1024 * 1024


def measure(shop: Path, work: Path) -> list[Figure]:
    """All figures; the shop itself is only read, taking in happens on a copy in `work`."""
    copy = work / "imports"
    shutil.copytree(shop, copy, dirs_exist_ok=True)
    try:
        checked, taken, undone, plain = (
            float(word) for word in _child("speed", str(copy), str(work)).split()
        )
        few, many = (float(_child("memory", str(copy), str(work), str(n))) for n in (FEW, MANY))
    finally:
        shutil.rmtree(copy)
    return [
        Figure(
            "L9",
            "cold list: 1,000 rows checked, with duplicates",
            checked * 1_000_000 / CHECKED,
            most=200,
        ),
        Figure(
            "L9",
            "cold list: 1,000 rows taken in as leads",
            taken * 1_000_000 / TAKEN,
            limit=plain * 1_000_000 / TAKEN,
            most_ratio=4,
            most=200,
        ),
        Figure(
            "",
            "cold list: 1,000 of its rows taken back",
            undone * 1_000_000 / TAKEN,
            limit=plain * 1_000_000 / TAKEN,
            most_ratio=10,
        ),
        Figure("", f"cold list: memory of {MANY:,} rows over {FEW:,}", many - few, "MB", most=40),
    ]


def a_list(path: Path, count: int, digits: list[str]) -> Path:
    """A list of firms with a person, a phone, an e-mail and a wish each; some phones are known ones."""
    with path.open("w", encoding="utf-8") as file:
        file.write("Company;Contact;Tel;Mail;Wants\n")
        for n in range(count):
            word = f"{n * 7919 % 1_000_003:06x}".translate(_LETTERS)
            if digits and n % _KNOWN_EVERY == 0:
                file.write(f";;+{digits[n % len(digits)]};p{n}@x{n % 97}.example;menus\n")
                continue
            firm, phone = f"{word.title()} Trading {n % 89} Ltd", f"+44 161 {n:07}"
            file.write(f"{firm};Person {word};{phone};p{n}@x{n % 97}.example;menus\n")
    return path


def _child(*arguments: str) -> str:
    command = [sys.executable, "-m", "bench.imports", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _speed(folder: Path, work: Path) -> str:
    """Seconds: checked, taken in, taken back, and the same rows by plain sqlite3."""
    from desktop.flows import long_steps
    from desktop.flows.import_list import check_list, import_list
    from desktop.values.rows.client_list import Verdict

    shop, wish, digits = _opened(folder)
    path = a_list(work / "cold.csv", CHECKED, digits)
    start = time.perf_counter()
    check = check_list(shop, path=path, wish=wish)
    checked = time.perf_counter() - start
    assert check is not None
    assert check.rows == CHECKED
    assert check.count(Verdict.KNOWN, Verdict.ADDS) >= CHECKED // _KNOWN_EVERY
    path = a_list(work / "cold.csv", TAKEN, digits)
    gc.disable()  # as the window does
    start = time.perf_counter()
    taken = import_list(shop, path=path, wish=wish)
    spent = time.perf_counter() - start
    assert taken.leads == TAKEN - TAKEN // _KNOWN_EVERY
    start = time.perf_counter()
    long_steps.undo(shop)
    undone = time.perf_counter() - start
    # Only now: a touch written beside one of the list's would be work on its lead, which undo leaves.
    return f"{checked} {spent} {undone} {_plain(folder, taken.step or 0)}"


def _opened(folder: Path) -> tuple[Any, Any, list[str]]:
    """The shop as a flow sees it, what its list is to become, and phones that it knows; loaded in the child alone."""
    from sqlalchemy import select

    from desktop.clock import SystemClock
    from desktop.domain.people import ContactPhone
    from desktop.domain.user import User
    from desktop.flows.shop import DirectShop
    from desktop.storage.database import Database
    from desktop.storage.unit_of_work import Actor
    from desktop.values.drafts.client_list import ListWish

    database = Database(folder, SystemClock())
    database.open()
    with database.writer.connect() as connection:
        people = list(connection.scalars(select(User.id).order_by(User.position)))
        digits = list(connection.scalars(select(ContactPhone.digits).limit(5_000)))
    shop = DirectShop(database, Actor(people[0], ("head", "manager")))
    return shop, ListWish(channel="cold_list", holders=tuple(people[:5])), digits


def _plain(folder: Path, step: int) -> float:
    """What the step wrote, written once more by plain SQL into tables of the same form, in as many transactions."""
    raw = sqlite3.connect(folder / "shop.sqlite", isolation_level=None)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    rows = {
        name: raw.execute(
            f"SELECT t.* FROM {name} AS t JOIN journal AS j ON j.id = t.id WHERE j.step = ? AND j.is_new",
            (step,),
        ).fetchall()
        for name in _TABLES
    }
    rows["journal"] = raw.execute("SELECT * FROM journal WHERE step = ?", (step,)).fetchall()
    names = {
        name: [column[1] for column in raw.execute(f"PRAGMA table_info({name})")] for name in rows
    }
    spent = 0.0
    size = max(1, len(rows["lead"]) // 50)
    for part in range(50):
        start = time.perf_counter()
        raw.execute("BEGIN IMMEDIATE")
        for name, all_of_them in rows.items():
            count = size * (len(all_of_them) // max(1, len(rows["lead"])) or 1)
            _insert(raw, name, names[name], all_of_them[part * count : (part + 1) * count])
        raw.execute("COMMIT")
        spent += time.perf_counter() - start
    raw.close()
    return spent


def _insert(
    raw: sqlite3.Connection, name: str, columns: list[str], rows: list[tuple[object, ...]]
) -> None:
    """The rows under new keys."""
    places = [at for at, column in enumerate(columns) if column == "id" and name != "journal"]
    key = columns.index("n")
    anew = []
    for row in rows:
        values = list(row)
        values[key] = None
        for at in places:
            values[at] = os.urandom(16)
        anew.append(values)
    marks = ", ".join("?" * len(columns))
    raw.executemany(f"INSERT INTO {name} VALUES ({marks})", anew)


def _memory(folder: Path, work: Path, count: int) -> str:
    """The most megabytes that checking a list, or taking it in, held at once, the other process with all it has."""
    from desktop.flows.import_list import check_list, import_list

    shop, wish, _digits = _opened(folder)
    path = a_list(work / f"cold-{count}.csv", count, [])
    checked = _held(lambda begin: check_list(shop, path=path, wish=wish, is_stopped=begin))
    taken = _held(lambda begin: import_list(shop, path=path, wish=wish, is_stopped=begin))
    return str(max(checked, taken) + _held_beside())


def _held_beside() -> float:
    """The most megabytes that a process which has ended held; Windows does not say it afterwards."""
    if sys.platform == "win32":
        return 0.0
    import resource

    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit


def _held(work: Callable[[Callable[[], bool]], object]) -> float:
    """The most megabytes allocated from when it is first asked whether to stop: the shop is read by then."""

    def begin() -> bool:
        if not tracemalloc.is_tracing():
            tracemalloc.start()
        return False

    work(begin)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / _MB


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "speed":
        print(_speed(Path(rest[0]), Path(rest[1])))
    else:
        print(_memory(Path(rest[0]), Path(rest[1]), int(rest[2])))
