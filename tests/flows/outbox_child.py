# SPDX-License-Identifier: Apache-2.0
"""A program that sends what is due and stops dead, without a word, at the point it is told.

python -m tests.flows.outbox_child FOLDER POINT [HUB]: FOLDER is the shop's, POINT is "before" (all but the last dot is
at the server and nothing is noted), "handed" (the handover is noted, the dot not sent) or "after" (the server has
accepted, nothing is noted). HUB says in JSON how the desk's hub is met.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from desktop.channels import mail_out
from desktop.commands import messages
from desktop.flows.send_outbox import Outbox
from desktop.flows.shop import DirectShop
from desktop.storage.database import Database
from desktop.storage.unit_of_work import Actor
from desktop.sync.hub.desk_side import Address, Hub


class Later:
    """A clock that stands a minute after the letter was written."""

    zone = UTC

    def now(self) -> datetime:
        return datetime(2026, 10, 15, 10, 1, tzinfo=UTC)

    def monotonic(self) -> float:
        return 0.0


def die(*_arguments: object, **_named: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def line_of(hub: str) -> Hub:
    told = json.loads(hub)
    address = Address(told["host"], told["port"], told["database"], told["login"], Path(told["ca"]))
    return Hub(address, told["password"])


def main(folder: Path, point: str, hub: str = "") -> None:
    database = Database(folder, Later())
    database.open()
    note_handover, finish = messages.note_handover, mail_out._finish

    def handed(uow, **told):
        if point == "before":
            die()
        note_handover(uow, **told)

    def finished(*arguments, **told):
        if point == "handed":
            die()
        answer = finish(*arguments, **told)
        die()
        return answer

    messages.note_handover, mail_out._finish = handed, finished
    outbox = Outbox(line=lambda _shop: line_of(hub)) if hub else Outbox()
    outbox.run(DirectShop(database, Actor()))
    raise AssertionError("it lived on")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
