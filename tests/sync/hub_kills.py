# SPDX-License-Identifier: Apache-2.0
"""Desks and the hub's server are killed among payments; in the end nothing is lost and nothing is doubled."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import select

from desktop.commands import clients, deals
from desktop.domain.payment import Payment
from desktop.domain.pipeline import Pipeline
from desktop.values.drafts.touch import TouchDraft
from tests.postgres_server import PostgresServer
from tests.sync.hub_desks import Desk, TestHub, three_desks

PATIENCE = 60.0
ROOT = Path(__file__).parents[2]


class HubKills:
    """Three desks, each in a process of its own, and a server."""

    def __init__(self, server: PostgresServer, folder: Path, seed: int) -> None:
        self.server, self.folder = server, folder
        self.random = random.Random(seed)
        self.hub = TestHub(server, "kills")
        self.desks = three_desks(self.hub, folder)
        self.deal = self._a_deal(self.desks[0])
        for desk in self.desks:
            desk.sync()
            desk.connection.close()
            desk.database.close()
        self.told = {desk.name: folder / f"{desk.name}.told" for desk in self.desks}
        self.running: dict[str, int] = {}
        self.done: Counter[str] = Counter()
        self._starter = subprocess.Popen(
            [sys.executable, "-m", "tests.sync.desk_child"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
        )  # fmt: skip
        self._hear()

    def __enter__(self):
        return self

    def __exit__(self, *_error: object) -> None:
        for name in list(self.running):
            self._kill(name)
        self._starter.stdin.close()
        self._starter.wait(30)
        self._starter.stdout.close()

    def _a_deal(self, desk: Desk):
        pipeline = desk.read(
            lambda r: r.connection.scalar(
                select(Pipeline.id).where(~Pipeline.for_leads).order_by(Pipeline.position)
            )
        )
        touch = TouchDraft(due_at=desk.clock.now(), goal="Ask", kind="call")
        client = desk.do(lambda uow: clients.add_contact(uow, name="Priya"))
        return desk.do(
            lambda uow: deals.new_deal(
                uow, title="Cards", pipeline_id=pipeline, contact_id=client, touch=touch
            )
        )

    def play(self) -> str:
        """One round: all work, then a desk, two of them or the server is killed at some moment."""
        for desk in self.desks:
            if desk.name not in self.running:
                self._start(desk)
        first = self.random.choice(self.desks).name
        self._wait(first, self.random.randint(1, 9))
        what = self.random.choice(("desk", "desk", "desks", "server"))
        if what == "server":
            self.server.stop(immediate=True)
            self._wait(first, 2)
            self.server.start()
        for desk in self.random.sample(self.desks, {"desk": 1, "desks": 2, "server": 0}[what]):
            self._kill(desk.name)
        self.done[what] += 1
        return what

    def finish(self) -> Counter[str]:
        """What was told is at the hub and at every desk, once; what was begun may be."""
        for name in list(self.running):
            self._kill(name)
        for desk in self.desks:
            desk.open_again()
            desk.sit_down()
        for _turn in range(2):
            for desk in self.desks:
                desk.sync()
        lines = [
            line.split() for path in self.told.values() for line in path.read_text().splitlines()
        ]
        self.done.update(word for word, _token in lines)
        begun, made = (
            {token for word, token in lines if word == wanted} for wanted in ("begun", "made")
        )
        there = self.hub.sql("SELECT id, doc->>'purpose' FROM crm.state WHERE entity = 'payment'")
        tokens = [token for _id, token in there]
        assert len(tokens) == len(set(tokens)), "a payment was doubled"
        assert made <= set(tokens), ("lost", made - set(tokens))
        assert set(tokens) <= begun, ("from nowhere", set(tokens) - begun)
        for desk in self.desks:
            here = desk.read(
                lambda r: r.connection.execute(select(Payment.id, Payment.purpose)).all()
            )
            assert set(here) == set(there), desk.name
            whole = desk.read(
                lambda r: r.connection.exec_driver_sql("PRAGMA integrity_check").scalar()
            )
            assert whole == "ok", (desk.name, whole)
            assert desk.documents() == self.hub.digest(), desk.name
            desk.close()
        with self.hub.admin() as admin:
            assert admin.broken_links() == []
        self.done["payments"] = len(tokens)
        return self.done

    # The processes

    def _start(self, desk: Desk) -> None:
        self.done["starts"] += 1
        asked = {
            "folder": str(desk.folder), "port": str(self.server.port), "hub": self.hub.name,
            "login": desk.seat.login, "password": desk.seat.password, "ca": str(self.server.ca),
            "user": str(desk.user_id), "deal": str(self.deal), "told": str(self.told[desk.name]),
            "token": f"{desk.name}.{self.done['starts']}",
        }  # fmt: skip
        self._starter.stdin.write(json.dumps(asked) + "\n")
        self.running[desk.name] = int(self._hear())

    def _hear(self) -> str:
        line = self._starter.stdout.readline()
        assert line, "the starter of the desks has ended"
        return line.strip()

    def _kill(self, name: str) -> None:
        os.kill(self.running.pop(name), signal.SIGKILL)

    def _wait(self, name: str, lines: int) -> None:
        """Until a desk has told so many things more."""
        path, deadline = self.told[name], time.monotonic() + PATIENCE
        wanted = self._lines(path) + lines
        while self._lines(path) < wanted:
            assert time.monotonic() < deadline, f"{name} tells nothing more"
            time.sleep(0.002)

    @staticmethod
    def _lines(path: Path) -> int:
        return path.read_bytes().count(b"\n") if path.exists() else 0
