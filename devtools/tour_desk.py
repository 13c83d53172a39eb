# SPDX-License-Identifier: Apache-2.0
"""The program as the tour plays it: the whole of it in this process, with a mail server and a keyring of its own."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import keyring
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from desktop import log, paths
from desktop.app import Desk, Start
from desktop.clock import SystemClock
from desktop.storage.database import Database, Reader
from desktop.storage.unit_of_work import Actor
from desktop.views.page import Page
from desktop.views.widgets.dialog import open_over
from devtools.tour_hands import Hands, NotSeenError, QtKeyboard, XKeyboard
from devtools.tour_report import Report
from tests.fakes import MemoryKeyring
from tests.smtp_server import PostOffice

T = TypeVar("T")
logging.getLogger("mail.log").setLevel(logging.ERROR)  # the mail server tells of its own old ways
LOGIN, PASSWORD = "office@rooklane.example", "correct horse 42"


class Tour:
    """What every step has at hand: hands, report, the running program, and the shop as its file holds it."""

    def __init__(self, app: QApplication, out: Path, hands: Hands, post: PostOffice) -> None:
        self.app, self.out, self.hands, self.post = app, out, hands, post
        self.report = Report(out)
        self.shop = out / "shop"
        self.clock = SystemClock()
        self.desk = Desk(app, Start(folder=self.shop, language="en"), self.clock)
        self.kept: dict[str, str] = {}
        self._pictures = 0

    def begin(self) -> None:
        """Start the program."""
        self.desk.begin()
        self.hands.wait(lambda: self.desk.window is not None, "the first window")
        self.fit()

    def fit(self) -> None:
        """Give the window the size of the pictures and the keys."""
        window = self.desk.window
        assert window is not None
        window.resize(1440, 900)
        QCursor.setPos(-100, -100)  # nothing is hovered over: the tour has no mouse
        window.activateWindow()
        self.hands.wait(lambda: QApplication.activeWindow() is not None, "an active window")

    def page(self) -> Page | None:
        """The page in front."""
        found = self.desk.window.findChildren(Page) if self.desk.window is not None else []
        return next((one for one in found if one.isVisible()), None)

    def title(self) -> str:
        """What stands above the window."""
        return self.desk.window.windowTitle() if self.desk.window is not None else ""

    def until(self, what: str, is_so: Callable[[], object], seconds: float = 40) -> None:
        """Wait for something the shop's file has to say; asked a few times a second, not more."""
        for _look in range(int(seconds * 5)):
            self.hands.refuse_bugs()
            if is_so():
                return
            self.hands.breathe(200)
        raise NotSeenError(f"Waited {seconds:.0f} s until {what}.")

    def no_dialog(self) -> None:
        """Wait until nothing lies over the window."""
        window = self.desk.window
        assert window is not None
        self.hands.wait(lambda: open_over(window) is None, "the dialog to close")

    def picture(self, name: str) -> None:
        """Keep what is seen now, numbered in the order of the tour."""
        self._pictures += 1
        self.hands.picture(self.out / f"{self._pictures:02}-{name}.png")

    def read(self, query: Callable[[Reader], T]) -> T:
        """Ask the shop's file beside the program, as a second reader."""
        database = Database(self.shop, self.clock)
        database.open()
        try:
            return database.read(query, Actor())
        finally:
            database.close()


@contextmanager
def started(out: Path, *, on_x: bool) -> Iterator[Tour]:
    """A tour ready to be played in this folder; everything it started is ended with the block."""
    os.environ[paths.HOME_VARIABLE] = str(out / "home")
    log.start(paths.log_dir())
    before = keyring.get_keyring()
    keyring.set_keyring(MemoryKeyring())
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication([])
    app.setApplicationName("Counterfoil")
    app.setQuitOnLastWindowClosed(False)
    keyboard = XKeyboard(app) if on_x else QtKeyboard()
    with PostOffice(out / "post", security="starttls", login=LOGIN, password=PASSWORD) as post:
        tour = Tour(app, out, Hands(app, keyboard), post)
        try:
            yield tour
        finally:
            with suppress(Exception):
                if tour.report.failure:
                    tour.picture("where-it-stopped")
            tour.desk.end()
            keyring.set_keyring(before)
