# SPDX-License-Identifier: Apache-2.0
"""A program that publishes a draft and says after each part that it stands, to be killed at any of them."""

import json
import sys
import time
from pathlib import Path
from uuid import UUID

from desktop.clock import SystemClock
from desktop.commands import publishing
from desktop.flows import publish_stages
from desktop.flows.shop import DirectShop
from desktop.storage.database import Database
from desktop.storage.unit_of_work import Actor
from desktop.values.stages_document import read_draft
from desktop.values.stages_draft import KIND


def main(folder: str, user: str, document: str, at: str) -> None:
    publish_stages.AT_ONCE = 2
    database = Database(Path(folder), SystemClock())
    database.open()
    true_move = publishing.move_before
    parts = []

    def move(uow, *, draft, moves, is_rehearsal=False):
        if not is_rehearsal:
            if len(parts) == int(at):
                say("part")
                time.sleep(600)
            parts.append(moves)
        return true_move(uow, draft=draft, moves=moves, is_rehearsal=is_rehearsal)

    publishing.move_before = move
    draft = read_draft(json.loads(document)).draft
    shop = DirectShop(database, Actor(UUID(user), ("head", "admin")))
    publish_stages.publish(shop, draft=draft, kept_as=KIND)
    say("whole")


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
