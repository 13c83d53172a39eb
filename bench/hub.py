# SPDX-License-Identifier: Apache-2.0
"""What a hub costs, on a PostgreSQL of its own: a shop of 100,000 rows brought along and copied by a desk that joins.

The limits of the same run: the same documents put into one plain table, the same rows put into the same tables by
sqlite3 alone, the same command in a shop without a hub.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from bench import hub_loops
from bench.big_shop import NOW, make
from bench.figures import Figure, p95, spread, turns
from desktop.clock import SystemClock
from desktop.commands import moves
from desktop.domain.deal import Deal
from desktop.domain.pipeline import Stage
from desktop.domain.user import User
from desktop.queries import board
from desktop.storage import outgoing
from desktop.storage.database import PRAGMAS, Database
from desktop.storage.tables import FILE_NAME, outbox
from desktop.storage.unit_of_work import Actor
from desktop.sync.bootstrap import PIECE
from desktop.sync.round import Syncer
from desktop.values.batches import batches
from desktop.values.rows.joining import JoinStep, Step
from tests.postgres_server import PostgresServer, find
from tests.sync.hub_desks import Desk, TestHub

SCALE = 0.061
"""Of the big shop: about 100,000 rows, of which 5,000 are open cards."""

ROUNDS = 3
"""A copy takes seconds: fewer rounds than of what takes milliseconds."""

ROLES = ("head", "admin", "accountant", "operator", "manager")


def measure(work: Path) -> list[Figure]:
    """All figures of the hub; nothing where there is no PostgreSQL."""
    if find() is None:
        print("PostgreSQL is not installed: the hub is not measured.", file=sys.stderr)
        return []
    make(work / "first", scale=SCALE)
    shutil.copytree(work / "first", work / "alone")
    with PostgresServer(work / "pg", durable=True) as server:
        hub = TestHub(server, "bench")
        person = _person(work / "first")
        started = time.perf_counter()
        first = Desk(
            work,
            hub,
            "first",
            ROLES,
            user_id=person,
            clock=SystemClock(),
            brings=True,
            begins=False,
        )
        owed = time.perf_counter() - started
        try:
            return [
                Figure("", "shop of 100,000 rows: written down as owed", owed, "s"),
                *_push(server, hub, first),
                *_copy(work, hub, person),
                *_edits(work, hub, first, person),
                *hub_loops.measure(work / "loops", server),
            ]
        finally:
            first.close()


def _person(shop: Path) -> UUID:
    database = Database(shop, SystemClock())
    database.open()
    found = database.read(lambda r: r.connection.scalar(select(User.id).order_by(User.position)))
    database.close()
    assert found is not None
    return found


def _push(server: PostgresServer, hub: TestHub, desk: Desk) -> Iterator[Figure]:
    """Everything the desk owes, beside the same documents in one table with a key, in transactions as large."""
    docs = desk.read(lambda r: r.connection.execute(select(outbox.c.id, outbox.c.doc)).all())
    with server.connect(hub.name) as connection:
        connection.execute("CREATE TABLE public.plain (id uuid PRIMARY KEY, doc jsonb)")
        start = time.perf_counter()
        for batch in batches(docs, outgoing.MOST_NEW):
            with connection.transaction(), connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO public.plain SELECT * FROM unnest(%s::uuid[], %s::jsonb[])",
                    ([row.id for row in batch], [row.doc for row in batch]),
                )
        plain = time.perf_counter() - start
        connection.execute("DROP TABLE public.plain")
    start = time.perf_counter()
    desk.sync()
    ours = time.perf_counter() - start
    yield Figure(
        "SYNC",
        f"shop brought along: {len(docs):,} rows pushed",
        ours,
        "s",
        limit=plain,
        most_ratio=1 / 0.35,
    )
    desk.connection.brought(desk.device_id)


def _copy(work: Path, hub: TestHub, person: UUID) -> Iterator[Figure]:
    """Bare desks' copies in turns with the same rows put into a new file by sqlite3 from memory; the least of each."""
    taken = [_one_copy(work, hub, person, f"new {n}") for n in range(ROUNDS)]
    usable, whole, plain = (min(one[place] for one in taken) for place in range(3))
    rows = taken[0][3]
    goal = {"most": rows / 25_000} if rows / 25_000 > 2 * plain else {"most_ratio": 2.0}
    yield Figure("SYNC", "joining: the board can be used", usable, "s", most=2)
    what = f"joining: {rows:,} rows copied, sums and search too"
    yield Figure("SYNC", what, whole, "s", limit=plain, **goal)


def _one_copy(work: Path, hub: TestHub, person: UUID, name: str) -> tuple[float, float, float, int]:
    """Seconds until the board can be used, until all is there, and what sqlite3 takes; then how many rows came."""
    new = Desk(work, hub, name, ROLES, user_id=person, clock=SystemClock())
    usable = 0.0
    start = time.perf_counter()

    def told(copied: JoinStep) -> None:
        nonlocal usable
        if copied.step is Step.REST and not usable:
            usable = time.perf_counter() - start

    new.syncer = Syncer(new, lambda _device: new.connection, copied=told)
    rows = new.sync().received
    whole = time.perf_counter() - start
    cards = len(new.read(partial(board.board, month_start=NOW)).cards)
    assert cards == 5_000, f"the copied board has {cards} cards"
    new.close()
    return usable, whole, _plain(work / f"{name} plain", new.folder / FILE_NAME), rows


def _plain(folder: Path, copied: Path) -> float:
    """Seconds that sqlite3 takes for the very same rows of the same tables, with their indexes."""
    blank = Database(folder, SystemClock())
    blank.open()
    blank.close()
    with closing(sqlite3.connect(copied)) as source:
        names = [
            name
            for (name,) in source.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' "
                "AND name NOT LIKE 'search%' AND name NOT LIKE 'sqlite%' "
                "AND name NOT IN ('meta', 'journal', 'journal_step', 'finding')"
            )
        ]
        tables = {name: source.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
    with closing(sqlite3.connect(blank.path, isolation_level=None)) as target:
        for pragma in PRAGMAS:
            target.execute(pragma)
        start = time.perf_counter()
        for name, rows in tables.items():
            for piece in batches(rows, PIECE):
                marks = ", ".join("?" * len(piece[0]))
                target.execute("BEGIN IMMEDIATE")
                target.executemany(f'INSERT INTO "{name}" VALUES ({marks})', piece)
                target.execute("COMMIT")
        return time.perf_counter() - start


def _edits(work: Path, hub: TestHub, first: Desk, person: UUID) -> Iterator[Figure]:
    other = Desk(work, hub, "other", ROLES, user_id=person, clock=SystemClock())
    other.sync()
    alone = Database(work / "alone", SystemClock())
    alone.open()
    mine, theirs = _mover(first.database, person), _mover(alone, person)

    def seen(_turn: int) -> None:
        mine()
        first.sync()
        other.sync()

    delays = spread(seen, 60)
    yield Figure("SYNC", "edit, saved and seen on another desk, 95 of 100", p95(delays), most=200)
    taken = turns({"joined": mine, "alone": theirs}, 101, time.perf_counter)
    yield Figure(
        "SYNC", "save on a joined desk", taken["joined"], limit=taken["alone"], most_ratio=1.5
    )
    alone.close()
    other.close()


def _mover(database: Database, person: UUID) -> Callable[[], None]:
    """Moves one card after the other."""
    with database.reader.connect() as connection:
        cards = connection.execute(
            select(Deal.id, Deal.stage_id, Deal.pipeline_id)
            .where(Deal.stage_kind == "open")
            .limit(400)
        ).all()
        stages = (
            connection.execute(
                select(Stage.id).where(
                    Stage.pipeline_id == cards[0].pipeline_id, Stage.kind == "open"
                )
            )
            .scalars()
            .all()[:2]
        )
    stands = {card.id: card.stage_id for card in cards}
    turn = [0]

    def move() -> None:
        turn[0] += 1
        card = cards[turn[0] % len(cards)].id
        stands[card] = target = next(stage for stage in stages if stage != stands[card])
        database.write(
            Actor(person, ROLES), lambda uow: moves.move_card(uow, card_id=card, stage_id=target)
        )

    return move
