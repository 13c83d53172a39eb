# SPDX-License-Identifier: Apache-2.0
"""The first start, whole: an empty folder, a language, a shop, and the window at work; then a damaged shop rescued."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton

from desktop import i18n
from desktop import settings as declared
from desktop.app import Desk, Start
from desktop.errors import UserError
from desktop.flows import new_shop
from desktop.flows.back_up import back_up
from desktop.flows.restore import restore
from desktop.models.settings import Section
from desktop.storage.lock import ShopLock
from desktop.views import theme
from desktop.views.first_run import FirstRun
from desktop.views.look import speak
from desktop.views.main_window import MainWindow
from desktop.views.rescue import DamageDialog, RescueWindow
from desktop.views.settings.first_steps import FirstStepsSection
from desktop.views.settings.page import SettingsPage
from desktop.views.widgets.dialog import open_over
from desktop.views.widgets.label import Label
from tests.fakes import FakeClock
from tests.settings_desk import pass_time, type_text
from tests.shell import press
from tests.shop import open_shop

ROOT = Path(__file__).resolve().parents[2]
Key = Qt.Key
PATIENCE_S = 60


class Program:
    """The whole program on a folder, driven by keys."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        self.app, self.folder = app, folder
        self.clock = FakeClock()
        self.desk = Desk(app, Start(folder=folder), self.clock)

    def begin(self, kind: type) -> None:
        self.desk.begin()
        self.wait(lambda: isinstance(self.desk.window, kind), kind.__name__)
        self.settle_window()

    def settle_window(self) -> None:
        window = self.desk.window
        assert window is not None
        window.resize(1440, 900)
        window.activateWindow()
        QTest.qWaitForWindowActive(window)

    def wait(self, holds: Callable[[], object], what: str) -> None:
        for _try in range(PATIENCE_S * 20):
            if holds():
                return
            pass_time(50)
        raise AssertionError(f"it did not happen: {what}")

    def rows(self, sql: str) -> list[tuple]:
        address = f"{(self.folder / 'shop.sqlite').as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return connection.execute(sql).fetchall()

    def end(self) -> None:
        if self.desk.window is not None:
            self.desk.window.hide()
        self.desk.end()
        if self.desk.window is not None:
            self.desk.window.deleteLater()
        self.desk.deleteLater()
        pass_time(20)


@pytest.fixture
def program(qapp, tmp_path, monkeypatch) -> Iterator[Program]:
    """The program on a folder that is not there yet, in English whatever this computer speaks."""
    monkeypatch.setattr(i18n, "best_language", lambda *_wishes: "en")
    made = Program(qapp, tmp_path / "shop")
    yield made
    made.end()
    theme.apply(qapp, "light")
    i18n.switch("en")
    speak(qapp)


def page(program: Program) -> SettingsPage:
    window = program.desk.window
    assert isinstance(window, MainWindow)
    found = window.findChild(SettingsPage)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("language", "firm", "person", "button", "title"),
    [
        ("en", "Rook Lane Print", "Maya Lindqvist", "Take an order", "Settings"),
        ("ru", "Типография «Двор»", "Лада Соколова", "Принять заказ", "Настройки"),
    ],
    ids=["english", "russian"],
)
def test_an_empty_shop_is_at_work_by_keys_alone(program, language, firm, person, button, title):
    """Covers: M1, M2, M3, H7."""
    program.begin(FirstRun)
    first = program.desk.window
    for _back in range(2):
        press(Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    names = [one.accessibleName() for one in first._languages.values()]
    assert names[:2] == ["English", "Русский"]
    first._languages[language].setFocus()
    press(Key.Key_Space, text=" ")
    program.wait(lambda: i18n.language() == language, "the language")
    pass_time(50)
    first._demo.setFocus()
    press(Key.Key_Right)
    press(Key.Key_Tab)
    type_text(firm)
    for _field in range(2):
        press(Key.Key_Tab)
    type_text(person)
    press(Key.Key_Return)
    program.wait(lambda: isinstance(program.desk.window, MainWindow), "the window")
    program.settle_window()
    assert program.rows("SELECT name, country FROM firm") == [
        (firm, {"en": "GB", "ru": "RU"}[language])
    ]
    assert program.rows("SELECT name FROM user") == [(person,)]
    assert len(program.rows("SELECT id FROM template")) == 6
    shown = page(program)
    assert shown.title() == title
    assert shown.section is Section.START
    assert isinstance(shown.view, FirstStepsSection)
    view = shown.view
    program.wait(view._rows["firm"].sentence.text, "the steps")
    texts = [one.text() for one in view.findChildren(QPushButton)]
    assert button in texts
    press(Key.Key_Down)
    assert shown.section is Section.FIRM
    assert program.desk.settings.get(declared.LANGUAGE) == language


def test_the_next_start_opens_where_one_was(program):
    """Covers: M1."""
    program.begin(FirstRun)
    program.desk.window._demo.setFocus()
    press(Key.Key_Right)
    press(Key.Key_Tab)
    type_text("Rook Lane Print")
    press(Key.Key_Tab)
    press(Key.Key_Tab)
    type_text("Maya Lindqvist")
    press(Key.Key_Return)
    program.wait(lambda: isinstance(program.desk.window, MainWindow), "the window")
    program.settle_window()
    page(program).show_section(Section.LOOK)
    program.desk.window.keep_place()
    program.desk.end()
    again = Program(program.app, program.folder)
    again.begin(MainWindow)
    assert page(again).section is Section.LOOK
    again.end()


def test_the_search_opens_a_section_of_the_settings_by_what_is_set_there(program):
    """Covers: M3."""
    program.begin(FirstRun)
    program.desk.window._demo.setFocus()
    press(Key.Key_Right)
    press(Key.Key_Tab)
    type_text("Rook Lane Print")
    press(Key.Key_Tab)
    press(Key.Key_Tab)
    type_text("Maya Lindqvist")
    press(Key.Key_Return)
    program.wait(lambda: isinstance(program.desk.window, MainWindow), "the window")
    program.settle_window()
    window = program.desk.window
    for typed, section in (("holidays", Section.HOURS), ("printer ticket", Section.PRINTING)):
        press(Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        type_text(typed)
        wanted = section.label()
        program.wait(lambda: window.finder.current() is not None, "an answer")
        program.wait(lambda wanted=wanted: window.finder.current().title == wanted, wanted)
        press(Key.Key_Return)
        assert page(program).section is section


def test_a_backup_is_taken_up_at_the_first_start(program, monkeypatch, tmp_path):
    """Covers: M1, N6."""
    shop = open_shop(tmp_path, program.clock, folder="old")
    shop.a_deal(title="Business cards 500")
    made = back_up(shop.folder, tmp_path / "usb", now=program.clock.now())
    shop.close()
    program.begin(FirstRun)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(made.path), ""))
    program.desk.window._foot.restore.setFocus()
    press(Key.Key_Space, text=" ")
    program.wait(lambda: isinstance(program.desk.window, MainWindow), "the window")
    assert program.rows("SELECT title FROM deal") == [("Business cards 500",)]


def test_a_start_after_a_cut_restore_finishes_it_and_is_no_first_start(program, tmp_path):
    """Covers: N6, M1. The worst moment: the old database is away, the new one not yet in its place."""
    shop = open_shop(tmp_path, program.clock)
    shop.a_deal(title="Business cards 500")
    made = back_up(shop.folder, tmp_path / "usb", now=program.clock.now())
    shop.a_deal(title="Labels")
    shop.close()
    restore(made.path, program.folder, now=program.clock.now())
    path = program.folder / "shop.sqlite"
    path.replace(path.with_name("shop.sqlite.restored"))
    program.begin(MainWindow)
    assert program.rows("SELECT title FROM deal") == [("Business cards 500",)]


KILLED_SET_UP = """
import os, signal, sys
from pathlib import Path
from desktop.clock import SystemClock
from desktop.flows import new_shop
new_shop.set_up_shop = lambda *_args, **_named: os.kill(os.getpid(), signal.SIGKILL)
new_shop.make(Path(sys.argv[1]), SystemClock(), language="en", firm="Rook Lane Print", person="Maya Lindqvist")
"""


def test_a_program_killed_while_it_makes_a_shop_begins_anew(program):
    """Covers: M1, N6. Half a shop would have nobody who could sign in."""
    ended = subprocess.run(
        [sys.executable, "-c", KILLED_SET_UP, str(program.folder)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert ended.returncode < 0, ended.stderr
    program.begin(FirstRun)
    program.desk.window._demo.setFocus()
    press(Key.Key_Right)
    press(Key.Key_Tab)
    type_text("Rook Lane Print")
    press(Key.Key_Tab)
    press(Key.Key_Tab)
    type_text("Maya Lindqvist")
    press(Key.Key_Return)
    program.wait(lambda: isinstance(program.desk.window, MainWindow), "the window")
    assert program.rows("SELECT name FROM user") == [("Maya Lindqvist",)]
    left = {path.name for path in program.folder.glob("shop.sqlite*")}
    assert left <= {"shop.sqlite", "shop.sqlite-wal", "shop.sqlite-shm"}


def test_two_programs_do_not_make_a_shop_in_the_same_folder(program, tmp_path):
    """Covers: M1, N6. The second one leaves the first one's shop alone."""
    shop = open_shop(tmp_path, program.clock)
    shop.a_deal(title="Business cards 500")
    shop.close()
    with pytest.raises(UserError, match="There is a shop in"):
        new_shop.make(program.folder, program.clock, language="en", firm="Two", person="Somebody")
    assert program.rows("SELECT title FROM deal") == [("Business cards 500",)]


def test_a_shop_that_cannot_be_read_offers_its_newest_sound_backup(program, tmp_path):
    """Covers: N6, N8."""
    shop = open_shop(tmp_path, program.clock)
    shop.a_deal(title="Business cards 500")
    yesterday = program.clock.now() - timedelta(days=1)
    back_up(shop.folder, shop.folder / "backups", now=yesterday)
    shop.close()
    path = program.folder / "shop.sqlite"
    path.write_bytes(b"\x00" * path.stat().st_size)
    for extra in ("-wal", "-shm"):
        path.with_name(path.name + extra).unlink(missing_ok=True)
    program.begin(RescueWindow)
    window = program.desk.window
    assert "The newest sound backup was made Wed 14 Oct, 11:00" in window.told.text()
    assert QApplication.focusWidget() is window.restore_button
    press(Key.Key_Return)
    program.wait(lambda: isinstance(program.desk.window, MainWindow), "the window")
    assert program.rows("SELECT title FROM deal") == [("Business cards 500",)]
    program.wait(
        lambda: "The backup is in place" in program.desk.window.toaster.text(), "the sentence"
    )
    assert list(program.folder.glob("replaced-*/shop.sqlite"))


def test_damage_behind_an_open_window_is_told_and_mended(program, tmp_path):
    """Covers: N6."""
    shop = open_shop(tmp_path, program.clock)
    shop.a_deal(title="Business cards 500")
    yesterday = program.clock.now() - timedelta(days=1)
    back_up(shop.folder, shop.folder / "backups", now=yesterday)
    shop.close()
    path = program.folder / "shop.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'ix_attachment_blob'"
        (root,) = connection.execute(sql).fetchone()
    with path.open("r+b") as file:
        file.seek(4096 * (root - 1))
        file.write(b"\xff" * 64)
    program.begin(MainWindow)
    program.wait(
        lambda: isinstance(open_over(program.desk.window), DamageDialog), "the damage to be told"
    )
    dialog = open_over(program.desk.window)
    assert dialog.primary.text() == "Restore this backup"
    told = [label.text() for label in dialog.findChildren(Label)]
    assert "The disk has not kept the database whole. Nothing was written to it." in told[2]
    (small_print,) = (text for text in told if text.startswith("SQLite says"))
    assert "***" not in small_print
    assert "\n" not in small_print
    press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    program.wait(
        lambda: (
            isinstance(program.desk.window, MainWindow)
            and "The backup is in place" in program.desk.window.toaster.text()
        ),
        "the backup in place",
    )
    assert program.rows("PRAGMA quick_check") == [("ok",)]


def test_why_the_program_cannot_start_stays_to_be_read(program, monkeypatch):
    """Covers: M1, M4. The shop is open elsewhere and its program does not answer; only the person closes the word."""
    shop = open_shop(program.folder.parent, folder=program.folder.name)
    shop.close()
    ended: list[int] = []
    monkeypatch.setattr(program.app, "quit", lambda: ended.append(1), raising=False)
    said: list[str] = []

    def read() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(50, read)
            return
        QTimer.singleShot(
            200, lambda: (said.append(box.text()), said.extend("!" * len(ended)), box.close())
        )

    with ShopLock(program.folder, program.clock):
        QTimer.singleShot(0, read)
        program.desk.begin()
        program.wait(lambda: said and ended, "the end")
    [sentence] = said
    assert "has had this shop open since" in sentence
