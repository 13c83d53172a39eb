# SPDX-License-Identifier: Apache-2.0
"""Drafts of forms on this desk."""

import subprocess
import sys
from datetime import timedelta

from desktop.commands.drafts import drop_draft, save_draft
from desktop.queries.drafts import draft, drafts
from desktop.storage.tables import draft as table
from tests.shop import open_shop

ORDER = {"phone": "07700 900342", "lines": [{"quantity": 500, "note": "ё, “quotes”"}]}


def save(shop, body, by=None, **where):
    me = by or shop.me
    shop.run(lambda uow: save_draft(uow, kind="counter_order", body=body, user_id=me, **where))


def test_a_draft_comes_back_after_the_shop_was_closed(shop):
    """Covers: A2."""
    save(shop, ORDER)
    shop.database.close()
    shop.database.open()
    found = shop.read(lambda reader: draft(reader, kind="counter_order"))
    assert (found.body, found.saved_at, found.user_id) == (ORDER, shop.clock.now(), shop.me)


def test_a_draft_outlives_the_program_being_killed(tmp_path, clock):
    """Covers: A2."""
    shop = open_shop(tmp_path, clock)
    shop.close()
    code = (
        "import os, sys; from pathlib import Path; from uuid import UUID; from desktop.clock import SystemClock; "
        "from desktop.storage.database import Database; from desktop.storage.work import Actor; "
        "from desktop.commands.drafts import save_draft; "
        "shop = Database(Path(sys.argv[1]), SystemClock()); shop.open(); "
        "shop.write(Actor(), lambda uow: save_draft(uow, kind='note', user_id=UUID(int=7), body={'text': 'half a'})); "
        "os.kill(os.getpid(), 9)"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(shop.folder)], check=False)
    assert ended.returncode != 0
    shop.database.open()
    found = shop.read(lambda reader: drafts(reader, kind="note"))
    assert [one.body for one in found] == [{"text": "half a"}]
    shop.close()


def test_each_person_and_place_has_a_draft_of_its_own(shop):
    """Covers: N5."""
    tom = shop.a_user("operator")
    save(shop, {"n": 1})
    save(shop, {"n": 2}, key="parked: 2")
    save(shop, {"n": 3}, by=tom)
    assert shop.read(lambda reader: draft(reader, kind="counter_order")).body == {"n": 1}
    assert shop.read(lambda reader: draft(reader, kind="counter_order"), by=tom).body == {"n": 3}
    mine = shop.read(lambda reader: drafts(reader, kind="counter_order", user_id=shop.me))
    assert {one.key for one in mine} == {"", "parked: 2"}
    assert len(shop.read(lambda reader: drafts(reader, kind="counter_order"))) == 3


def test_the_newest_draft_comes_first_and_saving_replaces_the_older_one(shop):
    save(shop, {"n": 1}, key="a")
    shop.clock.advance(timedelta(seconds=2))
    save(shop, {"n": 2}, key="b")
    shop.clock.advance(timedelta(seconds=2))
    save(shop, {"n": 3}, key="a")
    found = shop.read(lambda reader: drafts(reader, kind="counter_order"))
    assert [(one.key, one.body["n"]) for one in found] == [("a", 3), ("b", 2)]


def test_a_dropped_draft_is_gone(shop):
    save(shop, ORDER)
    shop.run(lambda uow: drop_draft(uow, kind="counter_order"))
    assert shop.read(lambda reader: draft(reader, kind="counter_order")) is None


def test_typing_is_no_step_and_tells_no_screen(shop):
    save(shop, ORDER)
    assert not shop.last_changes


def test_a_draft_that_cannot_be_read_is_passed_over(shop):
    """Covers: N8."""
    save(shop, ORDER)
    with shop.database.writer.begin() as connection:
        connection.execute(table.update().values(body="{half"))
    assert shop.read(lambda reader: drafts(reader, kind="counter_order")) == ()
