# SPDX-License-Identifier: Apache-2.0
"""Backups: made while the shop is used, checked, kept by day, week and month, and put back."""

import shutil
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.deal import Deal
from desktop.errors import UserError
from desktop.flows import back_up
from desktop.flows.restore import finish
from desktop.storage import backup, blobs
from desktop.storage.database import FILE_NAME
from desktop.storage.faults import sentence_for

NOW = datetime(2026, 10, 15, 10, 0, tzinfo=UTC)


def damage(path):
    """Overwrite pages in the middle of a database, as a dying disk does."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 3)
        file.write(b"\xde\xad\xbe\xef" * 4096)


def cut_off(path):
    """Leave a database as a kill leaves it in the middle of a write without WAL, its own journal beside it."""
    shutil.copyfile(path, whole := path.with_name("whole.sqlite"))
    writer = sqlite3.connect(whole, isolation_level=None)
    for statement in ("PRAGMA journal_mode=DELETE", "PRAGMA cache_size=1", "BEGIN IMMEDIATE"):
        writer.execute(statement)
    writer.execute("UPDATE deal SET note = ?", ("x" * 200_000,))
    for suffix in ("", "-journal"):
        shutil.copyfile(f"{whole}{suffix}", f"{path}{suffix}")
    writer.close()
    whole.unlink()


def test_a_backup_is_made_while_the_shop_is_open_and_holds_its_files(shop, tmp_path):
    """Covers: N6."""
    deal = shop.a_deal(note="kept")
    blob = blobs.put(shop.folder, b"a proof")
    made = backup.back_up(shop.folder, tmp_path / "usb", now=shop.clock.now())
    assert made.is_good
    assert made.files == 1
    shop.run(lambda uow: setattr(uow.get(Deal, deal), "note", "later"))
    assert blobs.read(tmp_path / "usb", blob.hash) == b"a proof"
    copy = sqlite3.connect(made.path)
    assert copy.execute("SELECT note FROM deal").fetchall() == [("kept",)]
    assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    copy.close()
    assert backup.backups(tmp_path / "usb") == [made]


def test_a_backup_under_way_stops_nobody_from_writing(shop, tmp_path):
    """Covers: N6."""
    deal = shop.a_deal(note="0")
    source = sqlite3.connect(shop.database.path)
    source.execute("BEGIN")
    source.execute("SELECT * FROM deal").fetchall()
    shop.run(lambda uow: setattr(uow.get(Deal, deal), "note", "1"))
    source.close()
    backup.copy_database(shop.database.path, tmp_path / "copy.sqlite")
    assert backup.quick_check(tmp_path / "copy.sqlite") == []


def test_a_restored_backup_brings_the_shop_back_and_keeps_the_replaced_one_aside(shop, tmp_path):
    """Covers: N6."""
    deal = shop.a_deal(note="before")
    blob = blobs.put(shop.folder, b"a proof")
    made = backup.back_up(shop.folder, tmp_path / "usb", now=shop.clock.now())
    shop.run(lambda uow: setattr(uow.get(Deal, deal), "note", "after"))
    blobs.path_of(shop.folder, blob.hash).unlink()
    shop.close()
    aside = backup.restore(made.path, shop.folder, now=shop.clock.now())
    shop.database.open()
    assert shop.row(Deal, deal).note == "before"
    assert blobs.has(shop.folder, blob.hash)
    old = sqlite3.connect(aside / FILE_NAME)
    assert old.execute("SELECT note FROM deal").fetchall() == [("after",)]
    old.close()


def test_a_restore_that_was_cut_off_is_finished_at_the_next_start(shop, tmp_path):
    """Covers: N6. The worst moment: the old database is away, the new one not yet in its place."""
    deal = shop.a_deal(note="before")
    made = backup.back_up(shop.folder, tmp_path / "usb", now=shop.clock.now())
    shop.run(lambda uow: setattr(uow.get(Deal, deal), "note", "after"))
    shop.close()
    aside = backup.restore(made.path, shop.folder, now=shop.clock.now())
    (shop.folder / FILE_NAME).replace(shop.folder / f"{FILE_NAME}.restored")
    (shop.folder / f"{FILE_NAME}-wal").write_bytes(b"the log of the old one")
    shop.database.open()
    assert shop.row(Deal, deal).note == "before"
    assert (aside / f"{FILE_NAME}-wal").exists()


def test_a_restore_that_was_cut_off_while_it_copied_did_not_happen(shop, tmp_path):
    """Covers: N6. The half of a copy is never put in the place of the shop, and does not lie about."""
    deal = shop.a_deal(note="mine")
    shop.close()
    (shop.folder / "replaced-20261014T090000Z").mkdir()
    half = shop.folder / f"{FILE_NAME}.restored.part"
    half.write_bytes(shop.database.path.read_bytes()[:8192])
    finish(shop.folder)
    shop.database.open()
    assert shop.row(Deal, deal).note == "mine"
    assert not half.exists()


def test_a_damaged_backup_is_not_restored(shop, tmp_path):
    """Covers: N6."""
    deal = shop.a_deal(note="mine")
    made = backup.back_up(shop.folder, tmp_path, now=shop.clock.now())
    shop.close()
    damage(made.path)
    with pytest.raises(UserError, match="The shop is unchanged"):
        backup.restore(made.path, shop.folder, now=shop.clock.now())
    shop.database.open()
    assert shop.row(Deal, deal).note == "mine"


def test_of_a_damaged_shop_no_backup_is_made_and_the_newest_good_one_is_found(shop, tmp_path):
    """Covers: N6."""
    for _n in range(40):
        shop.a_deal()
    good = backup.back_up(shop.folder, tmp_path, now=shop.clock.now())
    shop.clock.advance(days=1)
    later = backup.back_up(shop.folder, tmp_path, now=shop.clock.now())
    shop.close()
    damage(shop.database.path)
    damage(later.path)
    assert backup.quick_check(shop.database.path)
    assert backup.newest_good(tmp_path).path == good.path
    with pytest.raises(UserError, match="is damaged"):
        backup.back_up(shop.folder, tmp_path, now=shop.clock.now() + timedelta(days=1))
    assert not list(tmp_path.glob("*.part"))
    assert len(backup.backups(tmp_path)) == 2
    backup.restore(good.path, shop.folder, now=shop.clock.now())
    shop.database.open()
    assert shop.count(Deal) == 40


def test_a_file_that_is_no_database_is_told(tmp_path):
    """Covers: N8."""
    path = tmp_path / "shop-20261015T100000Z.sqlite"
    path.write_text("not a database at all, whatever its name says" * 100)
    assert backup.quick_check(path)
    assert backup.quick_check(tmp_path / "gone.sqlite")
    assert backup.newest_good(tmp_path) is None


def test_a_target_that_cannot_be_written_is_told_and_left_clean(shop, tmp_path):
    """Covers: N8."""
    (tmp_path / "usb").write_text("a file where the folder should be")
    with pytest.raises(UserError):
        backup.back_up(shop.folder, tmp_path / "usb", now=NOW)


def test_a_full_disk_is_told_in_a_sentence():
    """Covers: N8."""
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    assert "Not enough disk space" in sentence_for(error)


def test_backups_are_thinned_out_by_day_week_and_month():
    """Covers: N6."""
    every_day = [NOW - timedelta(days=n) for n in range(400)]
    kept = backup.to_keep(every_day)
    ages = sorted((NOW - one).days for one in kept)
    assert ages[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert 20 <= len(kept) <= backup.KEPT
    assert ages[-1] > 300


@given(ages=st.lists(st.integers(0, 500_000), max_size=60, unique=True), kept=st.integers(3, 40))
def test_whatever_is_thrown_away_the_newest_three_stay_and_the_number_is_held(ages, kept):
    """Covers: N6."""
    made = [NOW - timedelta(minutes=age) for age in ages]
    chosen = backup.to_keep(made, kept=kept)
    assert chosen <= set(made)
    assert set(sorted(made)[-3:]) <= chosen
    assert len(chosen) <= kept
    assert backup.to_keep(chosen, kept=kept) == chosen


def test_what_a_backup_that_was_cut_off_has_left_goes_after_the_next_one(shop, tmp_path):
    """Covers: N6. A copy of a large shop would lie there for ever, one for each time the program was ended."""
    left = [
        tmp_path / f"shop-20261014T090000Z.{ending}" for ending in ("part", "part-journal", "json")
    ]
    under_way = tmp_path / "shop-20261015T235959Z.part"
    for path in (*left, under_way):
        path.write_bytes(b"half")
    made = backup.back_up(shop.folder, tmp_path, now=shop.clock.now())
    backup.prune(tmp_path, now=shop.clock.now())
    assert [path for path in (*left, under_way) if path.exists()] == [under_way]
    assert backup.backups(tmp_path) == [made]


def test_pruning_takes_files_with_the_last_backup_that_has_them(shop, tmp_path):
    """Covers: N6."""
    old = blobs.put(shop.folder, b"an old proof")
    for _n in range(3):
        backup.back_up(shop.folder, tmp_path, now=shop.clock.now())
        shop.clock.advance(minutes=1)
    blobs.path_of(shop.folder, old.hash).unlink()
    new = blobs.put(shop.folder, b"a new proof")
    for _n in range(4):
        backup.back_up(shop.folder, tmp_path, now=shop.clock.now())
        shop.clock.advance(minutes=1)
    gone = backup.prune(tmp_path, now=shop.clock.now(), kept=4)
    assert len(gone) == 4
    assert len(backup.backups(tmp_path)) == 3
    assert not blobs.has(tmp_path, old.hash)
    assert blobs.has(tmp_path, new.hash)


def test_the_next_backup_is_due_a_day_after_the_last_but_not_in_the_first_minutes():
    """Covers: N6."""
    soon = NOW + timedelta(minutes=10)
    assert backup.due_at(None, settled=soon) == soon
    assert backup.due_at(NOW - timedelta(days=3), settled=soon) == soon
    last = NOW - timedelta(hours=5)
    assert backup.due_at(last, settled=soon) == last + timedelta(days=1)


@pytest.mark.parametrize("years", [-3, 3])
def test_backups_go_on_when_the_clock_was_set_wrong_and_right_again(shop, tmp_path, years):
    """The one made now is there afterwards, and the next is due a day later. Covers: N6."""
    clock, made = shop.clock, []

    def make():
        made.append(back_up.back_up(shop.folder, tmp_path, now=clock.now(), kept=4))
        found = [one.path for one in backup.backups(tmp_path)]
        assert made[-1].path in found
        due = back_up.due_at(tmp_path, now=clock.now(), runs_for=timedelta(hours=1))
        assert due == made[-1].made_at + timedelta(days=1)
        assert not back_up.state(shop.folder, tmp_path, now=clock.now(), shop_began=NOW).is_too_old

    for _day in range(4):
        make()
        clock.advance(days=1)
    clock.step(timedelta(days=365 * years))
    assert back_up.due_at(tmp_path, now=clock.now(), runs_for=timedelta(0)) == (
        clock.now() + back_up.SETTLING
    )
    for _day in range(4):
        make()
        clock.advance(days=1)
    clock.step(timedelta(days=-365 * years))
    for _day in range(4):
        make()
        clock.advance(days=1)


def test_a_backup_never_takes_the_place_of_another(shop, tmp_path):
    """The clock was set back to the very second of an earlier one. Covers: N6."""
    deal = shop.a_deal(note="first")
    first = backup.back_up(shop.folder, tmp_path, now=shop.clock.now())
    shop.run(lambda uow: setattr(uow.get(Deal, deal), "note", "second"))
    second = backup.back_up(shop.folder, tmp_path, now=shop.clock.now())
    notes = []
    for made in (first, second):
        copy = sqlite3.connect(made.path)
        notes += copy.execute("SELECT note FROM deal").fetchone()
        copy.close()
    assert notes == ["first", "second"]
    assert backup.backups(tmp_path) == [second, first]


def test_eight_days_without_a_backup_are_told():
    """Covers: N6."""
    began = NOW - timedelta(days=30)
    assert backup.is_too_old(None, shop_began=began, now=NOW)
    assert backup.is_too_old(NOW - timedelta(days=8), shop_began=began, now=NOW)
    assert not backup.is_too_old(NOW - timedelta(days=7), shop_began=began, now=NOW)
    assert not backup.is_too_old(None, shop_began=NOW - timedelta(days=1), now=NOW)


def test_a_write_that_a_kill_cut_off_is_taken_back_and_no_damage(shop, tmp_path):
    """Covers: N6."""
    shop.a_deal(note="kept")
    made = backup.back_up(shop.folder, tmp_path / "usb", now=NOW)
    cut_off(made.path)
    assert backup.quick_check(made.path) == []
    copy = sqlite3.connect(made.path)
    assert copy.execute("SELECT note FROM deal").fetchall() == [("kept",)]
    copy.close()


def test_the_journal_of_a_replaced_shop_goes_with_it(shop, tmp_path):
    """Covers: N6. Beside the restored database it would be played into that."""
    shop.a_deal(note="kept")
    made = backup.back_up(shop.folder, tmp_path / "usb", now=NOW)
    folder = tmp_path / "other"
    folder.mkdir()
    shutil.copyfile(made.path, folder / FILE_NAME)
    cut_off(folder / FILE_NAME)
    aside = backup.restore(made.path, folder, now=NOW)
    assert not (folder / f"{FILE_NAME}-journal").exists()
    assert backup.quick_check(folder / FILE_NAME) == backup.quick_check(aside / FILE_NAME) == []
