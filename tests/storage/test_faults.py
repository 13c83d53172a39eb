# SPDX-License-Identifier: Apache-2.0
"""What disk and file can do to a shop is told in sentences, and nothing is lost by it."""

import errno
import os
import sqlite3

import pytest

from desktop.domain.deal import Deal
from desktop.errors import UserError
from desktop.storage.check import check
from desktop.storage.faults import files_told, sentence_for, told
from desktop.values.changes import Origin


def with_writer(shop, *statements):
    """Say something to the writer's own connection."""
    raw = shop.database.writer.raw_connection()
    for statement in statements:
        raw.execute(statement)
    raw.close()


def note(shop, deal, text):
    shop.run(lambda uow: setattr(uow.get(Deal, deal), "note", text))


def test_a_full_disk_is_told_and_what_was_saved_before_is_there(shop):
    """Covers: N8."""
    deal = shop.a_deal(note="saved")
    with_writer(shop, "PRAGMA max_page_count = 1")
    with pytest.raises(UserError, match="Not enough disk space"):
        note(shop, deal, "too long for this disk " * 500_000)
    assert shop.row(Deal, deal).note == "saved"
    with_writer(shop, "PRAGMA max_page_count = 4294967294")
    note(shop, deal, "after the disk was emptied")
    assert shop.row(Deal, deal).note == "after the disk was emptied"
    assert shop.read(lambda reader: check(reader.connection, shop.folder)).is_sound


def test_a_shop_that_may_not_be_written_is_told(shop):
    """Covers: N8."""
    deal = shop.a_deal(note="saved")
    with_writer(shop, "PRAGMA query_only = 1")
    with pytest.raises(UserError, match="read-only"):
        note(shop, deal, "not saved")
    with_writer(shop, "PRAGMA query_only = 0")
    assert shop.row(Deal, deal).note == "saved"


def test_a_database_held_by_another_program_is_told(shop):
    """Covers: N8."""
    deal = shop.a_deal(note="saved")
    with_writer(shop, "PRAGMA busy_timeout = 40")
    other = sqlite3.connect(shop.database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(UserError, match="Another program holds"):
        note(shop, deal, "not saved")
    other.close()
    note(shop, deal, "saved again")
    assert shop.row(Deal, deal).note == "saved again"


def test_a_database_damaged_while_it_is_open_is_told(shop):
    """Covers: N6, N8."""
    for _n in range(60):
        shop.a_deal()
    with_writer(
        shop, "PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA mmap_size = 0", "PRAGMA cache_size = 0"
    )
    with shop.database.path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(shop.database.path.stat().st_size - 4096))
    shop.database.close()
    with pytest.raises(UserError, match="damaged|not a shop"):  # noqa: RUF043
        shop.database.open()


def test_a_query_that_was_interrupted_is_no_fault_of_the_disk(shop):
    interrupted = sqlite3.OperationalError("interrupted")
    interrupted.sqlite_errorcode = sqlite3.SQLITE_INTERRUPT
    assert sentence_for(interrupted) is None
    assert sentence_for(sqlite3.OperationalError("no such table")) is None


def test_bugs_go_through_as_they_are():
    with pytest.raises(ZeroDivisionError), told():
        raise ZeroDivisionError
    with pytest.raises(sqlite3.ProgrammingError), told():
        raise sqlite3.ProgrammingError("wrong binding")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "Not enough disk space"),
        (errno.EROFS, "/mnt/usb is read-only"),
        (errno.EACCES, "/mnt/usb is read-only"),
        (errno.ENOENT, "/mnt/usb is no longer there"),
        (errno.EIO, "The disk does not answer"),
    ],
)
def test_what_the_file_system_refuses_is_told_with_its_place(number, words):
    """Covers: N8."""
    with pytest.raises(UserError, match=words), files_told():
        raise OSError(number, os.strerror(number), "/mnt/usb")


def test_a_refused_write_leaves_no_open_transaction(shop):
    deal = shop.a_deal()
    with pytest.raises(UserError):
        shop.run(lambda uow: setattr(uow.get(Deal, deal), "contact_id", None))
    note(shop, deal, "goes on")
    shop.run(lambda uow: setattr(uow.get(Deal, deal), "note", "and on"), origin=Origin.SYNC)
    assert shop.row(Deal, deal).note == "and on"


def test_half_a_sign_is_told_with_the_words_about_it(shop):
    """A field cut off in the middle of an emoji holds one. Covers: N8."""
    deal = shop.a_deal(note="before")
    with pytest.raises(UserError, match=r"half a sign that cannot be kept: “a cat .”"):
        shop.run(lambda uow: setattr(uow.get(Deal, deal), "note", "a cat \ud83d"))
    assert shop.row(Deal, deal).note == "before"
