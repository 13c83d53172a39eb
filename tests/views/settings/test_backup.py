# SPDX-License-Identifier: Apache-2.0
"""Backups from the settings by keys: made now, by themselves, looked through, put back in two presses."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop import settings as declared
from desktop.flows.back_up import back_up
from desktop.flows.restore import restore
from desktop.models.settings import Section
from desktop.views.settings.backup import RestoreDialog
from desktop.views.widgets.dialog import open_over
from tests.settings_desk import tab_to, type_text
from tests.shell import press
from tests.shop import open_shop

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def backups(desk) -> list[Path]:
    return sorted(desk.backups.folder.glob("shop-*.sqlite"))


def damage(path: Path) -> None:
    """Overwrite a page in the middle, as a dying disk does."""
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096)


def test_a_backup_is_made_now_and_listed(desk):
    """Covers: N6."""
    view = desk.open(Section.BACKUP)
    press(Key.Key_Return, CTRL)
    desk.wait(lambda: backups(desk))
    desk.wait(lambda: view.note.text().startswith("Made and checked at 11:00"))
    desk.wait(lambda: len(view.model.rows) == 1)
    assert view.model.index(0, 3).data() == "checked when it was made"
    assert "backups" in str(desk.backups.folder)


def test_backups_go_to_the_folder_that_was_chosen(desk, tmp_path):
    """Covers: N6."""
    disk = tmp_path / "usb"
    disk.mkdir()
    view = desk.open(Section.BACKUP)
    tab_to(view.fields.control("backup_folder"))
    type_text(str(tmp_path / "nowhere"))
    press(Key.Key_Tab)
    assert view.fields.field("backup_folder").error().startswith("There is no folder")
    assert desk.settings.get(declared.BACKUP_FOLDER) == ""
    view.fields.take_back("backup_folder")
    view.choose_folder(disk)
    press(Key.Key_Return, CTRL)
    desk.wait(lambda: list(disk.glob("shop-*.sqlite")))


def test_a_backup_is_made_by_itself_a_day_after_the_last(desk):
    """Covers: N6."""
    desk.backups.start()
    desk.wait(lambda: desk.backups.state is not None)
    assert not backups(desk)
    desk.clock.advance(minutes=11)
    desk.backups.look_again()
    desk.wait(lambda: len(backups(desk)) == 1)
    desk.clock.advance(hours=23)
    desk.backups.look_again()
    desk.settle()
    assert len(backups(desk)) == 1
    desk.clock.advance(hours=2)
    desk.backups.look_again()
    desk.wait(lambda: len(backups(desk)) == 2)


def test_a_missing_disk_is_told_once_and_stays_marked(desk, tmp_path):
    """Covers: N6, N8."""
    disk = tmp_path / "usb"
    disk.mkdir()
    desk.settings.set(declared.BACKUP_FOLDER, str(disk))
    disk.rmdir()
    desk.clock.advance(minutes=11)
    desk.backups.start()
    desk.wait(lambda: desk.errors)
    desk.backups.look_again()
    desk.settle()
    desk.wait(desk.backups.warning)
    assert len(desk.errors) == 1
    assert "is not there" in desk.errors[0].sentence
    view = desk.open(Section.BACKUP)
    assert view._banner.isVisible()
    assert not disk.exists()


def test_eight_days_without_a_backup_are_told(desk, monkeypatch):
    """Covers: N6."""
    back_up(desk.shop.folder, desk.backups.folder, now=desk.clock.now() - timedelta(days=9))
    monkeypatch.setattr(desk.backups, "_make", lambda: None)
    desk.backups.look_again()
    desk.wait(desk.backups.warning)
    assert desk.backups.warning() == "No backup for 9 days. Choose a folder or a USB drive."
    view = desk.open(Section.BACKUP)
    assert view._banner.isVisible()


def test_a_damaged_backup_is_found_by_looking_through_all(desk):
    """Covers: N6."""
    for hours in (2, 1):
        back_up(
            desk.shop.folder, desk.backups.folder, now=desk.clock.now() - timedelta(hours=hours)
        )
    damage(backups(desk)[0])
    view = desk.open(Section.BACKUP)
    desk.wait(lambda: len(view.model.rows) == 2)
    tab_to(view.check_button)
    press(Key.Key_Space, text=" ")
    desk.wait(lambda: not view.model.unmarked())
    assert [view.model.index(row, 3).data() for row in range(2)] == [
        "looked through, sound",
        "damaged",
    ]


def test_a_backup_is_put_back_in_two_presses(desk):
    """Covers: N6."""
    made = back_up(desk.shop.folder, desk.backups.folder, now=desk.clock.now())
    desk.shop.a_deal(title="Taken after the backup")
    view = desk.open(Section.BACKUP)
    desk.wait(lambda: view.model.rows)
    tab_to(view.table)
    press(Key.Key_Return)
    dialog = open_over(desk.window)
    assert isinstance(dialog, RestoreDialog)
    desk.wait(dialog.button.isEnabled)
    assert dialog.lines[0].text().startswith("In the backup: 0 deals, 0 clients")
    assert dialog.lines[1].text().startswith("In the shop now: 1 deal, 1 client")
    press(Key.Key_Return, CTRL)
    assert desk.restored == [made.path]


def test_the_shop_that_was_replaced_is_kept_aside(tmp_path, clock):
    """Covers: N6."""
    shop = open_shop(tmp_path, clock)
    made = back_up(shop.folder, tmp_path / "usb", now=clock.now())
    shop.a_deal(title="Taken after the backup")
    shop.close()
    aside = restore(made.path, shop.folder, now=clock.now())

    def deals(path: Path) -> int:
        connection = sqlite3.connect(path)
        try:
            return connection.execute("SELECT count(*) FROM deal").fetchone()[0]
        finally:
            connection.close()

    assert deals(shop.folder / "shop.sqlite") == 0
    assert deals(aside / "shop.sqlite") == 1


def test_a_backup_that_cannot_be_read_is_not_offered(desk):
    """Covers: N6, N8."""
    made = back_up(desk.shop.folder, desk.backups.folder, now=desk.clock.now())
    made.path.write_bytes(b"no database at all")
    view = desk.open(Section.BACKUP)
    desk.wait(lambda: view.model.rows)
    view.ask_restore()
    dialog = open_over(desk.window)
    desk.wait(lambda: "cannot be read" in dialog.told.text())
    press(Key.Key_Return, CTRL)
    assert desk.restored == []
    press(Key.Key_Escape)


@pytest.mark.parametrize("has_backup", [True, False])
def test_a_damaged_database_is_noticed_with_the_newest_good_backup(
    make_desk, has_backup, tmp_path, clock
):
    """Covers: N6."""
    shop = open_shop(tmp_path, clock)
    target = shop.folder / "backups"
    if has_backup:
        back_up(shop.folder, target, now=clock.now() - timedelta(days=2))
        newest = back_up(shop.folder, target, now=clock.now() - timedelta(days=1))
        damage(newest.path)
    desk = make_desk(shop=shop, clock=clock)
    path = shop.folder / "shop.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'journal'"
        ).fetchone()[0]
    connection.close()
    with path.open("r+b") as file:
        file.seek(4096 * (root - 1))
        file.write(b"\xff" * 64)
    found = []
    desk.backups.damaged.connect(found.append)
    desk.backups.start()
    desk.wait(lambda: found, "the damage")
    offered = found[0].offered
    assert (offered is not None) is has_backup
    if offered is not None:
        assert (clock.now() - offered.made_at).days == 2


def test_the_list_of_backups_is_a_sound_model(desk):
    back_up(desk.shop.folder, desk.backups.folder, now=desk.clock.now())
    view = desk.open(Section.BACKUP)
    tester = QAbstractItemModelTester(
        view.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    desk.backups.look_again()
    desk.wait(lambda: view.model.rows)
    words = view.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words.startswith("Thu 15 Oct, 11:00")
    tester.deleteLater()
