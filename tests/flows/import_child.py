# SPDX-License-Identifier: Apache-2.0
"""A list taken in, or taken back, by a process of its own, which says where it is and can be told to wait there.

Arguments: the shop's folder, "in" with the list's file or "back" with a step, and a point to wait at ("" for none).
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select

from desktop.clock import SystemClock
from desktop.domain.user import User
from desktop.flows import import_list, list_entries, long_steps
from desktop.flows.shop import DirectShop
from desktop.storage import undo_parts
from desktop.storage.database import Database
from desktop.storage.unit_of_work import Actor, UnitOfWork
from desktop.values.changes import Changes, Label, Origin
from desktop.values.drafts.client_list import ListWish

T = TypeVar("T")
PART, ENTRIES = 40, 120


def main(folder: str, what: str, argument: str, wait_at: str) -> None:
    """Do it; each point is a line on standard output."""
    list_entries.CHUNK, undo_parts.PART_OF_LIST = PART, ENTRIES
    database = TellingDatabase(Path(folder), SystemClock())
    database.open()
    database.wait_at = wait_at
    with database.writer.connect() as connection:
        person = connection.scalar(select(User.id).order_by(User.position))
    shop = DirectShop(database, Actor(person, ("head", "manager")))
    if what == "in":
        import_list.import_list(shop, path=Path(argument), wish=ListWish(channel="cold_list"))
    else:
        long_steps.take_import_back(shop, step=int(argument))


class TellingDatabase(Database):
    """Says of each transaction that it is in it, and that it is stored."""

    parts, wait_at = 0, ""

    def write(
        self,
        actor: Actor,
        work: Callable[[UnitOfWork], T],
        origin: Origin = Origin.PERSON,
        label: Label | None = None,
        step: int | None = None,
    ) -> tuple[T, Changes]:
        def told(uow: UnitOfWork) -> T:
            result = work(uow)
            uow.flush()
            self._tell("in")
            return result

        self.parts += 1
        written = super().write(actor, told, origin, label, step)
        self._tell("after")
        return written

    def _tell(self, where: str) -> None:
        point = f"{where} {self.parts}"
        sys.stdout.write(f"{point}\n")
        sys.stdout.flush()
        if point == self.wait_at:
            time.sleep(600)


if __name__ == "__main__":
    main(*sys.argv[1:])
