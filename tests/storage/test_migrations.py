# SPDX-License-Identifier: Apache-2.0
"""A database of every released version opens, and is then as a new one would be."""

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from desktop.domain.deal import Deal
from desktop.domain.firm import Firm
from desktop.errors import UserError
from desktop.storage import backup, migrations
from desktop.storage.database import Database
from desktop.storage.tables import FILE_NAME, SCHEMA_VERSION
from tests.shop import open_shop

KEPT = Path(__file__).parent / "migrate"


def schema(path):
    """Every table, index and trigger with its text, spaces apart; the tables of FTS5's own left out."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {
            (kind, name): re.sub(r"\s+", " ", sql).strip()
            for kind, name, sql in rows
            if not re.search(r"_(data|idx|content|docsize|config)$", name)
        }


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_a_kept_file_of_every_version_becomes_what_a_new_shop_is(tmp_path, clock, version):
    """Covers: M5."""
    folder = tmp_path / "old"
    folder.mkdir()
    shutil.copy(KEPT / f"v{version}.sqlite", folder / FILE_NAME)
    old = Database(folder, clock)
    old.open()
    firms = old.read(lambda reader: reader.connection.scalars(sa.select(Firm.name)).all())
    old.close()
    new = Database(tmp_path / "new", clock)
    new.open()
    new.close()
    assert firms == ["Rook Lane Print"]
    assert schema(old.path) == schema(new.path)


def test_every_version_after_the_first_has_its_module():
    """Covers: M5."""
    assert sorted(migrations.released()) == list(range(2, SCHEMA_VERSION + 1))


def add_a_column(connection):
    column = sa.Column("colour", sa.String, nullable=False, server_default="blue")
    migrations.operations(connection).add_column("deal", column)


def fail(connection):
    migrations.operations(connection).drop_table("deal")
    raise UserError("No.")


def version_of(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0]


def test_an_upgrade_keeps_a_copy_first_and_counts_the_version_up(tmp_path, clock):
    """Covers: M5."""
    shop = open_shop(tmp_path, clock)
    deal = shop.a_deal()
    before = SCHEMA_VERSION
    kept = migrations.upgrade(
        shop.database.writer,
        shop.database.path,
        before,
        to=before + 1,
        steps={before + 1: add_a_column},
    )
    colours = shop.read(lambda reader: reader.connection.exec_driver_sql("SELECT colour FROM deal"))
    assert colours is not None
    assert shop.row(Deal, deal).id == deal
    shop.close()
    assert version_of(shop.database.path) == before + 1
    assert version_of(kept) == before
    with closing(sqlite3.connect(kept)) as connection:
        names = [row[1] for row in connection.execute("PRAGMA table_info(deal)")]
    assert "colour" not in names


def test_an_upgrade_that_fails_leaves_the_version_it_had_reached(tmp_path, clock):
    """Covers: M5."""
    shop = open_shop(tmp_path, clock)
    shop.a_deal()
    first = SCHEMA_VERSION + 1
    steps = {first: add_a_column, first + 1: fail}
    with pytest.raises(UserError):
        migrations.upgrade(
            shop.database.writer, shop.database.path, SCHEMA_VERSION, to=first + 1, steps=steps
        )
    assert shop.count(Deal) == 1
    shop.close()
    assert version_of(shop.database.path) == first


def test_half_a_copy_is_not_left_where_the_disk_was_full(tmp_path, clock, monkeypatch):
    """Covers: M5, N8."""
    shop = open_shop(tmp_path, clock)
    before = {path.name for path in shop.database.folder.iterdir()}

    def half(_source, target):
        target.write_bytes(b"SQLite format 3")
        target.with_name(f"{target.name}-journal").write_bytes(b"half")
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(backup, "copy_database", half)
    with pytest.raises(sqlite3.OperationalError):
        migrations.upgrade(shop.database.writer, shop.database.path, SCHEMA_VERSION, steps={})
    assert {path.name for path in shop.database.folder.iterdir()} == before
    shop.close()


def test_a_shop_of_a_newer_version_is_refused_and_untouched(tmp_path, clock):
    """Covers: M5, N8."""
    shop = open_shop(tmp_path, clock)
    shop.close()
    with closing(sqlite3.connect(shop.database.path)) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    before = shop.database.path.read_bytes()
    with pytest.raises(UserError, match="newer version"):
        shop.database.open()
    assert shop.database.path.read_bytes() == before
    assert list(shop.folder.iterdir()) == [shop.database.path]


@pytest.mark.parametrize("contents", [b"not a database, whatever its name" * 300])
def test_a_file_that_is_no_database_is_told_and_untouched(tmp_path, clock, contents):
    """Covers: N8."""
    path = tmp_path / FILE_NAME
    path.write_bytes(contents)
    with pytest.raises(UserError, match="not a shop's database"):
        Database(tmp_path, clock).open()
    assert path.read_bytes() == contents


def test_a_damaged_database_is_told(tmp_path, clock):
    """Covers: N6, N8."""
    shop = open_shop(tmp_path, clock)
    shop.close()
    with shop.database.path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (shop.database.path.stat().st_size - 4096))
    with pytest.raises(UserError, match="is damaged"):
        shop.database.open()
