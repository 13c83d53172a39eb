# SPDX-License-Identifier: Apache-2.0
"""The whole way of an edit, from the press at one desk to the signal at another, with all threads and loops."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import keyring
from PySide6.QtCore import QCoreApplication
from PySide6.QtTest import QTest
from sqlalchemy import select

from bench.figures import Figure, p95
from desktop.clock import SystemClock
from desktop.commands import moves
from desktop.domain.deal import Deal
from desktop.domain.pipeline import Stage
from desktop.storage.database import Reader
from tests.fakes import MemoryKeyring
from tests.postgres_server import PostgresServer
from tests.shop import open_shop
from tests.sync.hub_desks import EVERY_ROLE, TestHub
from tests.sync.live_desks import LiveDesk, take_seat

EDITS = 40
_BETWEEN_MS = 700
"""As far apart as a person's edits: what follows at once goes together with others and is not what is measured."""


def measure(work: Path, server: PostgresServer) -> Iterator[Figure]:
    """An edit seen on another desk on this machine, all loops and waits included."""
    app = QCoreApplication.instance() or QCoreApplication([])
    assert app is not None
    before = keyring.get_keyring()
    keyring.set_keyring(MemoryKeyring())
    try:
        delays = sorted(_delays(work, server))
    finally:
        keyring.set_keyring(before)
    what = "edit seen on another desk by itself"
    yield Figure("SYNC", f"{what}, 95 of 100", p95(delays), most=500)
    yield Figure("", f"{what}, the middle", delays[len(delays) // 2])


def _delays(work: Path, server: PostgresServer) -> Iterator[float]:
    hub = TestHub(server, "loops")
    shop = open_shop(work, SystemClock(), folder="anna")
    cards = [shop.a_deal() for _card in range(20)]
    anna, ben = shop.me, shop.a_user(EVERY_ROLE, "Ben")
    assert anna is not None
    shop.close()
    take_seat(work / "anna", hub, anna, "Anna", EVERY_ROLE, brings=True)
    take_seat(work / "ben", hub, ben, "Ben", EVERY_ROLE, brings=False)
    with (
        closing(LiveDesk(work / "anna", anna, EVERY_ROLE)) as here,
        closing(LiveDesk(work / "ben", ben, EVERY_ROLE)) as there,
    ):
        for desk in (here, there):
            desk.start()
        there.wait(lambda: _has_all(there, cards), "the cards")
        stages = here.ask(_stages)
        for turn in range(EDITS):
            QTest.qWait(_BETWEEN_MS)
            yield _delay(here, there, cards[turn % len(cards)], stages[turn // len(cards) % 2])


def _has_all(desk: LiveDesk, cards: list[UUID]) -> bool:
    there = desk.ask(lambda r: set(r.connection.scalars(select(Deal.id))))
    return there >= set(cards)


def _stages(reader: Reader) -> list[UUID]:
    """Two open stages, neither of which is where the cards begin."""
    first = select(Deal.stage_id).limit(1).scalar_subquery()
    pipeline = select(Deal.pipeline_id).limit(1).scalar_subquery()
    found = select(Stage.id).where(
        Stage.pipeline_id == pipeline, Stage.kind == "open", Stage.id != first
    )
    return list(reader.connection.scalars(found.limit(2)))


def _delay(here: LiveDesk, there: LiveDesk, card: UUID, stage: UUID) -> float:
    """Milliseconds from the press to the other desk's signal."""
    there.changes.clear()
    start = time.perf_counter()
    here.tasks.run(lambda uow: moves.move_card(uow, card_id=card, stage_id=stage))
    while not any(card in one.ids("deal") for one in there.changes):
        QCoreApplication.processEvents()
        time.sleep(0.001)
        assert time.perf_counter() - start < 60, "the edit did not come"
    return (time.perf_counter() - start) * 1000
