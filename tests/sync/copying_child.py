# SPDX-License-Identifier: Apache-2.0
"""A program that copies a shop from its hub and says after each piece that it has it, to be killed at any of them."""

import sys
from pathlib import Path

from desktop.clock import SystemClock
from desktop.flows.shop import DirectShop
from desktop.storage.database import Database
from desktop.storage.unit_of_work import Actor
from desktop.sync import bootstrap
from desktop.sync.hub.desk_side import Address, Hub
from desktop.sync.round import Syncer


def main(folder: str, port: str, name: str, login: str, password: str, ca: str) -> None:
    bootstrap.PIECE = 5
    database = Database(Path(folder), SystemClock())
    database.open()
    hub = Hub(Address("localhost", int(port), name, login, Path(ca)), password)
    Syncer(
        DirectShop(database, Actor()), lambda _device: hub, copied=lambda _step: say("piece")
    ).run()
    say("whole")


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
