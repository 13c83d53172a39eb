# SPDX-License-Identifier: Apache-2.0
"""A process with desks in it that take payments and make rounds until somebody kills them.

Run as a server that forks: everything is loaded once, so that a killed desk is back in a few milliseconds. Each line
on its standard input is one desk to start; it answers with the process's number.
"""

import json
import os
import random
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from desktop.clock import SystemClock
from desktop.commands import money
from desktop.storage.database import Database
from desktop.storage.unit_of_work import Actor
from desktop.sync.hub.desk_side import Address, Hub, HubAway
from desktop.sync.round import Syncer

LEAST = 10_000
"""Rounds of work after which nobody comes to kill any more."""


class Process:
    """One desk in a process of its own."""

    def __init__(self, asked: dict[str, str]) -> None:
        self.asked = asked
        self.database = Database(Path(asked["folder"]), SystemClock())
        self.database.open()
        where = Address(
            "localhost", int(asked["port"]), asked["hub"], asked["login"], Path(asked["ca"])
        )
        hub = Hub(where, asked["password"])
        self.syncer = Syncer(self, lambda _device: hub)
        self.told = os.open(asked["told"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self.chance = random.Random(asked["token"])

    def read(self, query):
        return self.database.read(query)

    def write(self, command, *, origin, label):
        return self.database.write(Actor(), command, origin, label)[0]

    def tell(self, word: str, token: str) -> None:
        os.write(self.told, f"{word} {token}\n".encode())

    def work(self) -> None:
        """Payments and rounds, each payment told before and after."""
        asked, actor = (
            self.asked,
            Actor(UUID(self.asked["user"]), ("head", "manager", "accountant")),
        )
        for n in range(LEAST):
            token = f"{asked['token']}.{n}"
            self.tell("begun", token)
            self.database.write(
                actor,
                lambda uow, token=token: money.record_transfer(
                    uow,
                    deal_id=UUID(asked["deal"]),
                    amount=100,
                    paid_on=datetime.now(UTC).date(),
                    purpose=token,
                ),
            )
            self.tell("made", token)
            if self.chance.random() < 0.5:
                try:
                    self.syncer.run()
                    self.tell("round", token)
                except HubAway:
                    self.tell("away", token)


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how they ended
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        number = os.fork()
        if number == 0:
            Process(json.loads(line)).work()
            os._exit(0)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
