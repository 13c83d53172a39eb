# SPDX-License-Identifier: Apache-2.0
"""Two programs at one hub, each on a screen of its own: what one does the other shows; the hub dies meanwhile."""

import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop import paths
from desktop.clock import SystemClock
from desktop.domain.bookkeeping import Conflict
from desktop.domain.column_types import encode
from desktop.domain.schema import CLASSES
from desktop.storage.database import Database
from devtools import screen
from tests.postgres_server import PostgresServer
from tests.shop import open_shop
from tests.sync.hub_desks import EVERY_ROLE, TestHub
from tests.sync.live_desks import take_seat

ROOT = Path(__file__).resolve().parents[2]
COUNTER, OFFICE = "counter", "office"
WALK_IN, BAKERY = "Priya", "Oak & Lime Bakery"
BRIEF, QUOTE, CONTRACT = "Brief & calculation", "Quote sent", "Contract & invoice"
"""Stages of the shipped pipeline in their order."""

pytestmark = pytest.mark.x11


class Program:
    """The program of one desk in a process of its own, on its own screen."""

    def __init__(self, stack: ExitStack, folder: Path, person: str, secrets: list) -> None:
        env = stack.enter_context(screen.virtual_screen())
        env[paths.HOME_VARIABLE] = str(folder / "home")
        self._errors = stack.enter_context((folder / "stderr.txt").open("w+"))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.desk_side"], cwd=ROOT, env=env, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, bufsize=1,
        )  # fmt: skip
        stack.callback(self._kill)
        self._send({"folder": str(folder), "person": person, "secrets": secrets})

    def asks(self, step: str, *arguments: object) -> None:
        """Tell it what to do, and do not wait for it."""
        self._send([step, *arguments])

    def answer(self):
        """What came of it."""
        line = self._process.stdout.readline()
        found = json.loads(line) if line else {"broke": "it ended"}
        if "broke" in found:
            self._errors.seek(0)
            pytest.fail(f"{found['broke']}\n{self._errors.read()[-2000:]}")
        return found["done"]

    def do(self, step: str, *arguments: object):
        """Let it do something and wait for what comes of it."""
        self.asks(step, *arguments)
        return self.answer()

    def ends(self) -> int:
        """Close its window, and wait for the program to end."""
        self.do("end")
        return self._process.wait(60)

    def _send(self, what: object) -> None:
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()

    def _kill(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            pipe.close()


@pytest.fixture
def server():
    # Not below pytest's own folder: the server runs as another user.
    with (
        tempfile.TemporaryDirectory(prefix="counterfoil-postgres-") as folder,
        PostgresServer(Path(folder) / "pg") as started,
    ):
        yield started


@pytest.fixture
def programs(server, tmp_path, password_store):
    """The programs of two computers that have joined one hub: the first brought its shop along."""
    hub = TestHub(server, "two_desks")
    shop = open_shop(tmp_path, SystemClock(), folder=COUNTER)
    shop.a_deal(QUOTE, title="Sticker labels", company=shop.a_company(BAKERY))
    shop.a_product()
    ben = shop.a_user(EVERY_ROLE, "Ben Okafor")
    shop.close()
    people = {COUNTER: (shop.me, "Maya Lindqvist"), OFFICE: (ben, "Ben Okafor")}
    with ExitStack() as stack:
        started = []
        for desk, (user, name) in people.items():
            before = set(password_store.kept)
            take_seat(tmp_path / desk, hub, user, name, EVERY_ROLE, brings=desk == COUNTER)
            secrets = [
                [*key, password_store.kept[key]] for key in set(password_store.kept) - before
            ]
            started.append(Program(stack, tmp_path / desk, str(user), secrets))
        yield started


def held(folder):
    """Every record as it stands on a desk, in the codec of the journal, without what is this desk's own."""
    database = Database(folder, SystemClock())
    database.open()
    with closing(database), database.reader.connect() as connection:
        found = {}
        for cls in CLASSES:
            if cls.__sync__.local:
                continue
            own = {"n", "stamp", *cls.__sync__.caches}
            for row in connection.execute(select(cls.__table__)).mappings():
                document = {name: encode(value) for name, value in row.items() if name not in own}
                found[row["id"]] = (cls.entity(), document)
        return found


def test_two_desks_meet_at_a_hub_that_dies_and_comes_back(programs, server, tmp_path):
    """Covers: N1, N2, N3."""
    counter, office = programs
    for desk in programs:
        desk.asks("begin")
    assert [desk.answer() for desk in programs] == ["Synced just now"] * 2

    counter.do("order", "07700900342", WALK_IN)
    office.do("board", WALK_IN)

    for desk in programs:
        desk.do("board", BAKERY)
    server.stop(immediate=True)
    for desk in programs:
        assert desk.do("is_offline").startswith("Offline")
    assert counter.do("move", BAKERY, "Right") == CONTRACT
    assert office.do("move", BAKERY, "Left") == BRIEF
    for desk in programs:
        assert desk.do("waits", BAKERY) == "Offline · 1 change waiting"
    server.start()

    for desk in programs:
        (line,) = desk.do("try_now")
        assert BAKERY in line
    for desk in programs:
        assert desk.do("conflicts", 1).startswith("1 conflict")
        desk.do("stands", BAKERY, BRIEF)  # the later of the two

    assert [desk.ends() for desk in programs] == [0, 0]
    one, other = held(tmp_path / COUNTER), held(tmp_path / OFFICE)
    assert one == other
    (conflict,) = (doc for kind, doc in one.values() if kind == Conflict.entity())
    assert "stage_id" in conflict["fields"]
