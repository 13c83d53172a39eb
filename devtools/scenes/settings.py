# SPDX-License-Identifier: Apache-2.0
"""The settings: each section over a shop of its own, set up as a new one is."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from desktop import i18n
from desktop.background.backup_loop import BackupLoop
from desktop.background.change_hub import ChangeHub
from desktop.background.tasks import Tasks
from desktop.domain.rights import rights_of
from desktop.flows import new_shop
from desktop.models.settings import Section
from desktop.queries.people import first_people
from desktop.settings import Settings
from desktop.storage.database import Database
from desktop.values.rows.search import Found
from desktop.views.context import Context
from desktop.views.main_window import MainWindow
from desktop.views.navigation import Navigator
from desktop.views.session import Person
from desktop.views.settings.page import SettingsPage
from devtools import scenes
from devtools.scenes.frame import fill_status, page_specs, words
from tests.fakes import FakeClock

_shops: dict[str, Path] = {}


class _Desk(MainWindow):
    """A window over a real shop, closed with it."""

    tasks: Tasks
    pages: Navigator

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        super().closeEvent(event)
        self.tasks.close()


def window(section: Section) -> MainWindow:
    """The settings of a shop that was just set up, at this section."""
    clock = FakeClock()
    folder = Path(tempfile.mkdtemp()) / "shop"
    shutil.copytree(_shop(clock), folder)
    hub = ChangeHub()
    tasks = Tasks(
        open_database=lambda: _opened(folder, clock),
        hub=hub,
        clock=clock,
        folder=folder,
        stray=_raise,
    )
    row = first_people(folder / "shop.sqlite")[0]
    person = Person(row.id, row.name, frozenset(map(str, rights_of(row.roles))))
    tasks.act_as(row.id, row.roles)
    settings = Settings(folder.parent / "settings.json")
    backups = BackupLoop(tasks, settings, clock, told=_raise, parent=tasks)
    context = Context(
        tasks=tasks,
        hub=hub,
        settings=settings,
        person=person,
        clock=clock,
        go=lambda _kind, _id: None,
        tell=lambda _sentence: None,
    )
    page: Callable[[], SettingsPage] = lambda: SettingsPage(  # noqa: E731
        context, backups=backups, restore=lambda _path: None
    )
    navigator = Navigator(page_specs({"settings": page}), person)
    made = _Desk(
        navigator=navigator,
        person=person,
        settings=settings,
        hub=hub,
        search=lambda _text, then: then(Found()),
        undo=lambda: None,
    )
    made.tasks, made.pages = tasks, navigator
    navigator.setParent(made)
    fill_status(made)
    navigator.open("settings", section.id)
    return made


def _shop(clock: FakeClock) -> Path:
    """A shop in the language of the picture, made once."""
    language = i18n.language()
    if language not in _shops:
        folder = Path(tempfile.mkdtemp()) / "shop"
        new_shop.make(
            folder,
            clock,
            language=language,
            firm=words("Rook Lane Print", "Типография «Грачёвский двор»"),
            person=words("Gwen Aldous", "Гвен Олдос"),
            country=words("GB", "RU"),
        )
        _shops[language] = folder
    return _shops[language]


def _opened(folder: Path, clock: FakeClock) -> Database:
    database = Database(folder, clock)
    database.open()
    return database


def _raise(error: BaseException) -> None:
    raise error


def settled(window: QWidget) -> SettingsPage:
    """Let what was asked for come back; returns the page."""
    assert isinstance(window, _Desk)
    # A nested event loop lets the workers run; QTest.qWait would not.
    loop = QEventLoop()
    QTimer.singleShot(1200, loop.quit)
    loop.exec()
    page = window.pages.page
    assert isinstance(page, SettingsPage)
    return page


for _section in Section:
    scenes.add(f"settings-{_section.key}", partial(window, _section), prepare=settled)
