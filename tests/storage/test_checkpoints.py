# SPDX-License-Identifier: Apache-2.0
"""What a list wrote is carried from the log into the file beside the work, and everybody else's as before."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop.commands import clients
from desktop.domain.people import Contact
from desktop.flows.import_list import import_list
from desktop.storage.checkpoints import PAGES, PAGES_OF_LISTS, Checkpoints
from tests.shop import OpenShop, open_shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[OpenShop]:
    opened = open_shop(tmp_path / "shop")
    yield opened
    opened.close()


def of_the_file_alone(path: Path, copy: Path) -> int:
    """The people that stand in the file without its log."""
    shutil.copy(path, copy)
    with closing(sqlite3.connect(copy)) as connection:
        return int(connection.execute("SELECT count(*) FROM contact").fetchone()[0])


def pages_allowed(shop: OpenShop) -> int:
    with closing(shop.database.writer.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("PRAGMA wal_autocheckpoint")
        return int(cursor.fetchone()[0])


def test_what_stands_in_the_log_is_carried_into_the_file_while_it_is_open(
    shop: OpenShop, tmp_path: Path
) -> None:
    """Covers: A6, N2."""
    path, copy = shop.database.path, tmp_path / "copy.sqlite"
    before = of_the_file_alone(path, copy)
    shop.run(lambda uow: clients.add_contact(uow, name="Priya Hartwell"))
    assert of_the_file_alone(path, copy) == before
    checkpoints = Checkpoints(path)
    checkpoints.begin()
    checkpoints.end()
    assert of_the_file_alone(path, copy) == shop.count(Contact) == before + 1


def test_a_list_lets_the_log_grow_and_the_next_save_of_a_person_does_not(
    shop: OpenShop, tmp_path: Path
) -> None:
    """Covers: A6."""
    path = tmp_path / "list.csv"
    path.write_text("Contact;Tel\nAnn Alba;020 7946 0001\n", encoding="utf-8")
    assert pages_allowed(shop) == PAGES
    import_list(shop.direct(), path=path)
    shop.database.close()
    shop.database.open()
    assert pages_allowed(shop) == PAGES
    import_list(shop.direct(), path=path)
    shop.run(lambda uow: clients.add_contact(uow, name="Priya Hartwell"))
    assert pages_allowed(shop) == PAGES
    path.write_text("Contact;Tel\nBob Berg;020 7946 0002\n", encoding="utf-8")
    import_list(shop.direct(), path=path)
    assert pages_allowed(shop) == PAGES_OF_LISTS
    assert {one.name for one in shop.rows(Contact)} >= {"Ann Alba", "Bob Berg", "Priya Hartwell"}


def test_a_file_that_is_not_there_is_left_to_the_next_writer(tmp_path: Path) -> None:
    """Covers: N6."""
    checkpoints = Checkpoints(tmp_path / "gone.sqlite")
    checkpoints.begin()
    checkpoints.end()
    assert not (tmp_path / "gone.sqlite").exists()
