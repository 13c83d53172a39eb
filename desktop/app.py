# SPDX-License-Identifier: Apache-2.0
"""The composition root: builds every long-lived object once and joins them; the only place that knows all layers."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop import APP_NAME, i18n, paths, queries
from desktop import settings as declared
from desktop.background.backup_loop import BackupLoop
from desktop.background.change_hub import ChangeHub
from desktop.background.tasks import Tasks
from desktop.clock import Clock, SystemClock, local
from desktop.domain.rights import rights_of
from desktop.errors import Strays, UserError
from desktop.models import settings as settings_page
from desktop.models.sync_status import SyncStatus
from desktop.models.walk import Walk
from desktop.queries.board import first_board
from desktop.queries.people import first_people, is_joined
from desktop.settings import Settings
from desktop.views import actions, theme, window_place
from desktop.views.context import Context
from desktop.views.door import Door, DoorHands
from desktop.views.errors import Errors
from desktop.views.first_paint import FirstPaint
from desktop.views.look import Look
from desktop.views.main_window import MainWindow
from desktop.views.navigation import Navigator
from desktop.views.pages import Shared, page_specs
from desktop.views.program import Program, Start, second_start
from desktop.views.rescuer import RescueHands, Rescuer
from desktop.views.session import Person
from desktop.views.way_back import WayBack

if TYPE_CHECKING:
    from desktop.storage.database import Database
    from desktop.storage.lock import ShopLock
    from desktop.values.rows.board import Board, BoardWish
    from desktop.values.rows.search import Found
    from desktop.views.first_start import FirstStart

__all__ = ["SHOP_FILE", "Desk", "Start", "run"]

SHOP_FILE = "shop.sqlite"


def run(start: Start, clock: Clock | None = None) -> int:
    """Open the window and stay until it is closed; returns the exit code."""
    app = QApplication.instance() or Program([*sys.argv[:1], *theme.arguments()])
    assert isinstance(app, QApplication)
    app.setApplicationName(APP_NAME)
    app.setDesktopFileName(APP_NAME.lower())
    app.setQuitOnLastWindowClosed(False)
    desk = Desk(app, start, clock or SystemClock())
    QTimer.singleShot(0, desk.begin)
    code = app.exec()
    desk.end()
    return code


class Desk(QObject):
    """This program from its start to its end: which shop, which person, which window."""

    def __init__(self, app: QApplication, start: Start, clock: Clock) -> None:
        super().__init__(app)
        self._app, self._start, self.clock = app, start, clock
        self.settings = Settings()
        if start.language:
            self.settings.set(declared.LANGUAGE, start.language)
        self._look = Look(app, self.settings)
        self._errors = Errors(self)
        self._strays = Strays(told=self._errors.tell, shown=self._errors.show)
        self._strays.install()
        self.folder = self._shop_folder()
        self._lock: ShopLock | None = None
        self._file = SHOP_FILE
        self._people: dict[UUID, tuple[str, ...]] = {}
        self.tasks: Tasks | None = None
        self.hub = ChangeHub(self)
        self.sync = SyncStatus(self.hub, self)
        self.window: QWidget | None = None
        self._navigator: Navigator | None = None
        self._first_start: FirstStart | None = None
        self._begins_hidden = start.in_tray
        if isinstance(app, Program):
            app.ending.connect(self._let_window_close)
        self._put_off: list[Callable[[], None]] | None = []
        """What waits for the first paint; None when that has been."""
        self._garbage: QObject | None = None
        self._rescuer = Rescuer(self.folder, self.settings, clock, self._rescue_hands(), self)
        self._door = Door(self.settings, clock, self._door_hands(), self)
        self.hub.changed.connect(self._door.hear)
        self._way_back = WayBack(self._start_tasks, self._tell)

    def _rescue_hands(self) -> RescueHands:
        return RescueHands(
            self._start_tasks, self._close_tasks, self._show, self.begin, self._app.quit,
            self._errors.tell,
        )  # fmt: skip

    def _door_hands(self) -> DoorHands:
        return DoorHands(
            self._start_tasks,
            self._show,
            self._open_window,
            self._read_people,
            lambda: is_joined(self.folder / SHOP_FILE),
            self._app.quit,
        )

    # From the start to a person

    def begin(self) -> None:
        """Take the shop, or say in words why not; then ask who is at the desk."""
        try:
            if self._has_shop():
                self._take_shop()
                self._ask_person()
            else:
                self._set_up()
        except UserError as error:
            told = error if self._lock is not None else second_start(self.folder, error)
            if told is not None:
                self._errors.tell_last(told)
            QTimer.singleShot(0, self._app.quit)

    def end(self) -> None:
        """Finish what was asked for and let the shop go."""
        self._close_shop()

    def _shop_folder(self) -> Path:
        if self._start.folder is not None:
            return self._start.folder
        if self._start.demo:
            return paths.data_dir() / f"demo-{i18n.language()}"
        chosen = self.settings.get(declared.SHOP_FOLDER)
        return Path(chosen) if chosen else paths.data_dir() / "shop"

    def _has_shop(self) -> bool:
        if any(self.folder.glob(f"{SHOP_FILE}.restored*")):
            # The program was ended while it put a backup in the shop's place: that is no first start.
            from desktop.flows import restore

            self._take_shop()
            restore.finish(self.folder)
        return (self.folder / SHOP_FILE).exists()

    def _take_shop(self) -> None:
        from desktop.storage.lock import ShopLock

        if self._lock is None:
            self._lock = ShopLock(self.folder, self.clock).take()

    def _ask_person(self, *, anew: bool = False) -> None:
        people = self._read_people()
        if people or anew:
            self._open_to(people, anew=anew)
        else:
            self._rescuer.look(sound=lambda: self._open_to([], anew=True))

    def _open_to(self, people: list[Person], *, anew: bool) -> None:
        last = self._start.person or self.settings.get(declared.LAST_PERSON)
        self._door.ask(people, last, anew=anew)

    def _read_people(self) -> list[Person]:
        rows = first_people(self.folder / SHOP_FILE)
        self._people = {row.id: row.roles for row in rows}
        return [
            Person(
                row.id,
                row.name,
                frozenset(map(str, rights_of(row.roles))),
                row.has_pin,
                row.has_seat,
            )
            for row in rows
        ]

    # The first start

    def _set_up(self) -> None:
        from desktop.views.first_start import FirstStart, StartHands
        from desktop.views.joiner import JoinHands

        hands = StartHands(
            self._show,
            self._start_tasks,
            JoinHands(self._join_tasks, self._close_shop, self.begin),
            self._tell_last,
        )
        self._first_start = first = FirstStart(self.folder, self.clock, self.settings, hands, self)
        if self._start.demo:
            first.make_demo()
        else:
            first.ask()

    def _join_tasks(self, file: str) -> Tasks:
        self._take_shop()
        self._file = file
        return self._start_tasks()

    def _tell_last(self, error: UserError) -> None:
        self._errors.tell_last(error)
        QTimer.singleShot(0, self._app.quit)

    # The window

    def _open_window(self, person: Person) -> None:
        self._look.follow(person.id)
        self.settings.set(declared.LAST_PERSON, str(person.id))
        tasks = self._start_tasks()
        tasks.act_as(person.id, self._people.get(person.id, ()))
        context = self._context_of(person, tasks)
        backups = BackupLoop(tasks, self.settings, self.clock, told=self._errors.tell, parent=self)
        shared = Shared(
            Walk(self),
            partial(self._first_board, person.id),
            self._after_paint,
            backups,
            self._rescuer.restore,
            self._back,
        )
        self._navigator = navigator = Navigator(page_specs(context, shared), person)
        window = MainWindow(
            navigator=navigator,
            person=person,
            settings=self.settings,
            hub=self.hub,
            search=self._search,
            undo=self._way_back.undo,
        )
        window.bind(actions.REDO, self._way_back.redo)
        window.bind(actions.CHANGE_PERSON, self._change_person)
        window.destroyed.connect(backups.stop)
        window.closed.connect(self._app.quit)
        self._errors.attach(window.page_area)
        window.restore_place()
        first, self._first_start = self._first_start, None
        if first is not None and first.is_new:
            # What a new shop still lacks is offered once; the rail leads on from there.
            navigator.open(settings_page.PAGE, settings_page.Section.START.id)
        else:
            window.open_first_page()
        self._show(window, then=lambda: self._wake(context, window, navigator, backups))

    def _context_of(self, person: Person, tasks: Tasks) -> Context:
        return Context(
            tasks=tasks, hub=self.hub, settings=self.settings, person=person, clock=self.clock,
            go=self._go, tell=self._tell, offers=self._offer, sync=self.sync,
        )  # fmt: skip

    def _wake(
        self, context: Context, window: MainWindow, navigator: Navigator, backups: BackupLoop
    ) -> None:
        from desktop.views.awake import wake
        from desktop.views.counter.ways_in import WaysIn
        from desktop.views.tray.presence import Entrance

        WaysIn(window, navigator, context)
        entrance = Entrance(self._door.come_in, lambda: self._door.is_shut)
        wake(context, window, backups, self._rescuer, entrance)
        self.sync.serve(context.tasks)
        self._door.watch(window, context.person)

    def _let_window_close(self) -> None:
        """The program ends: no window stays behind in the tray and holds that up."""
        if isinstance(self.window, MainWindow):
            self.window.stays = lambda: False

    def _close_tasks(self) -> None:
        if self.tasks is not None:
            self.sync.stop()
            self.tasks.close()
            self.tasks = None

    def _close_shop(self) -> None:
        self._close_tasks()
        self._file = SHOP_FILE
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _go(self, kind: str, record: UUID | None) -> None:
        if self._navigator is not None:
            self._navigator.open(kind, record)

    def _back(self) -> None:
        """Where the person came from; a card that was opened first leads to the deals."""
        if self._navigator is not None and self._navigator.can_go_back:
            self._navigator.back()
        else:
            self._go("deals", None)

    def _tell(self, sentence: str) -> None:
        if isinstance(self.window, MainWindow):
            self.window.toaster.tell(sentence)

    def _offer(self, sentence: str, word: str, do: Callable[[], object]) -> None:
        if isinstance(self.window, MainWindow):
            self.window.toaster.offer(sentence, word, do)

    def _show(self, window: QWidget, then: Callable[[], None] | None = None) -> None:
        """Show a window; only when it has been painted is there time for everything else, `then` among it."""
        before, self.window = self.window, window
        is_hidden = self._begins_hidden and isinstance(window, MainWindow)
        window_place.show(window, before, is_hidden=is_hidden)
        self._begins_hidden = False
        FirstPaint(window, partial(self._seen, then))
        if before is not None:
            before.deleteLater()

    def _seen(self, then: Callable[[], None] | None) -> None:
        for do in self._put_off or ():
            do()
        self._put_off = None
        # What was made so far stays as long as the window: later collections need not look at it.
        gc.freeze()
        if self._garbage is None:
            from desktop.background.garbage import GarbageCollector

            self._garbage = GarbageCollector()
        self._start_tasks().let_open()
        if self._lock is not None:
            self._door.hear_calls(self.folder, lambda: self.window)
        if then is not None:
            then()

    def _change_person(self) -> None:
        if isinstance(self.window, MainWindow):
            self.window.keep_place()
        self._ask_person(anew=True)

    def _first_board(self, person: UUID, wish: BoardWish) -> Board | None:
        """The deals as they were when the program was closed, before SQLAlchemy is loaded."""
        who = person, self._people.get(person, ())
        return first_board(self.folder / SHOP_FILE, wish, local(self.clock), who)

    def _after_paint(self, do: Callable[[], None]) -> None:
        if self._put_off is None:
            QTimer.singleShot(0, do)
        else:
            self._put_off.append(do)

    def _start_tasks(self) -> Tasks:
        if self.tasks is None:
            self.tasks = Tasks(
                open_database=self._open_database,
                hub=self.hub,
                clock=self.clock,
                folder=self.folder,
                stray=lambda error: self._strays.take(error, where="background"),
                waits=True,
            )
            self.tasks.told.connect(self._errors.tell)
            self.tasks.membership_changed.connect(self._door.look_who_works)
        return self.tasks

    def _open_database(self) -> Database:
        from desktop.storage.database import Database  # on the writer thread, after the first paint

        database = Database(self.folder, self.clock, name=self._file)
        database.open()
        return database

    def _search(self, text: str, answer: Callable[[Found], None]) -> None:
        self._start_tasks().fetch(
            "palette", lambda r: queries.search.palette(r, text=text), then=answer
        )
