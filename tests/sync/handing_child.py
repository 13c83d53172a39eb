# SPDX-License-Identifier: Apache-2.0
"""A program that carries out a planned handover and says after each part that it went, to be killed at any of them."""

import sys
import time
from pathlib import Path
from uuid import UUID

from desktop.clock import SystemClock
from desktop.commands import planned_handovers
from desktop.flows import hand_over_planned
from desktop.flows import planned_handovers as flow
from desktop.flows.shop import DirectShop
from desktop.storage.database import Database
from desktop.storage.unit_of_work import Actor
from desktop.sync.hub.desk_side import Address, Hub

ROLES = ("head", "admin", "manager")


def main(folder: str, user: str, port: str, name: str, login: str, password: str, ca: str) -> None:
    hand_over_planned.AT_ONCE = 2
    database = Database(Path(folder), SystemClock())
    database.open()
    true_give = planned_handovers.hand_over_planned
    parts = []

    def give(uow, **asked):
        if parts:
            say("part")
            time.sleep(600)
        parts.append(asked)
        return true_give(uow, **asked)

    planned_handovers.hand_over_planned = give
    address = Address("localhost", int(port), name, login, Path(ca))
    flow.begin(
        DirectShop(database, Actor(UUID(user), ROLES)),
        say,
        line=lambda _shop: Hub(address, password),
    )
    say("whole")


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
