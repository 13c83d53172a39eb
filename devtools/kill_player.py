# SPDX-License-Identifier: Apache-2.0
"""Works in the real program until it is killed: python -m devtools.kill_player PLAN.

Each line it writes is one JSON object: what is offered after the kill before, what is typed, what the program has told
as saved. `beat` is the program's own time, and `written` the beat up to which everything asked for is on disk.
"""

import json
import os
import sys
import threading
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import keyring
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop import log, paths, queries
from desktop.app import Desk, Start
from desktop.background.tasks import Tasks
from desktop.clock import SystemClock
from desktop.values.states import MessageState
from desktop.views.counter.page import CounterPage
from desktop.views.main_window import MainWindow
from desktop.views.outbox_dialog import OutboxDialog
from desktop.views.page import Page
from desktop.views.widgets.dialog import open_over
from devtools.kill_plan import BEAT_MS, QUIET, RESTORE, SETUP, Plan
from devtools.tour_hands import Hands, QtKeyboard
from tests.fakes import MemoryKeyring

PATIENCE_S: Final = 120


class Player(QObject):
    """Somebody at the desk, and what they would swear to have seen."""

    def __init__(self, app: QApplication, plan: Plan) -> None:
        super().__init__(app)
        self.app, self.plan = app, plan
        self.hands = Hands(app, QtKeyboard())
        self.desk = Desk(app, Start(folder=Path(plan.shop), language="en"), SystemClock())
        self._beat = 0
        self._is_asked = False
        self._one_line = threading.Lock()
        self._serial = plan.serial

    # Telling

    def tell(self, **said: Any) -> None:
        """Write one line; the reader may be all that is left of this program a moment later."""
        with self._one_line:
            sys.stdout.write(json.dumps({"beat": self._beat, **said}) + "\n")
            sys.stdout.flush()

    def live(self) -> None:
        """Count the beats from now on, and tell up to which of them everything was written."""
        timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._count)
        timer.start()

    def _count(self) -> None:
        self._beat += 1
        if self._is_asked or not isinstance(self.desk.window, MainWindow):
            return
        # The writer does one thing after the other: when it has done nothing, it has done all before it.
        self._is_asked = True
        self.tasks.run(lambda _uow: None, then=partial(self._written, self._beat))

    def _written(self, beat: int, _none: None) -> None:
        self._is_asked = False
        self.tell(written=beat)

    # Looking

    @property
    def window(self) -> MainWindow:
        """The main window."""
        assert isinstance(self.desk.window, MainWindow)
        return self.desk.window

    @property
    def tasks(self) -> Tasks:
        """The program's threads."""
        assert self.desk.tasks is not None
        return self.desk.tasks

    def until(self, is_so: Callable[[], object], what: str) -> None:
        """Wait for something, long enough for a machine that does other things as well."""
        self.hands.wait(is_so, what, PATIENCE_S)

    def page(self, kind: type[Page]) -> Any:
        """The page in front, once it is of this kind."""

        def front() -> Page | None:
            return next((one for one in self.window.findChildren(kind) if one.isVisible()), None)

        self.until(front, kind.__name__)
        return front()

    def fetch(self, query: Callable[[Any], Any]) -> Any:
        """Ask the shop, and wait for the answer; whatever was asked before has been answered then."""
        found: list[Any] = []
        self.tasks.fetch("what the player asks", query, then=found.append)
        self.until(lambda: found, "an answer of the shop")
        return found[0]

    def no_dialog(self) -> None:
        """Wait until nothing lies over the window."""
        self.until(lambda: open_over(self.window) is None, "the dialog to close")

    def next(self) -> int:
        """A number nobody had before."""
        self._serial += 1
        return self._serial

    # From the start to the end

    def begin(self) -> None:
        """Start the program, and tell what it offers of what the kill before has left."""
        self.desk.begin()
        self.until(lambda: isinstance(self.desk.window, MainWindow), "the window")
        self._fit(self.window)
        self.until(lambda: QApplication.activeWindow() is not None, "an active window")
        counter = self.counter()
        self.until(lambda: counter.form.desk is not None, "the price list")
        self.live()
        self.fetch(lambda _reader: None)
        orders = [str(one.draft.id) for one in counter.keeper.parked]
        self.tell(offered=orders, banner=counter.left.isVisible())
        if self.plan.unsure:
            self._look_at_letters()
        self.tell(ready=True)

    def _fit(self, window: MainWindow) -> None:
        """As wide as the keys of the steps expect it; on a small screen it begins as large as that."""
        window.showNormal()
        window.resize(1440, 900)
        self.until(lambda: window.width() == 1440, "a wide window")
        window.activateWindow()

    def counter(self) -> CounterPage:
        """The counter with an empty form."""
        self.hands.press("F2")
        page: CounterPage = self.page(CounterPage)
        self.until(lambda: self.hands.name() == "Phone", "the phone")
        return page

    def _look_at_letters(self) -> None:
        """Which letters the program asks about, in its own list."""
        wanted = set(self.plan.unsure)
        self.hands.press("Ctrl+Shift+M")
        dialog = open_over(self.window)
        assert isinstance(dialog, OutboxDialog)

        def asked() -> set[str]:
            unsure = (one for one in dialog.boxes if one.letter.state == MessageState.UNSURE)
            return {str(one.letter.id) for one in unsure if one.buttons}

        self.until(lambda: asked() >= wanted, f"the question about the letters {wanted}")
        self.tell(asked=sorted(asked()))
        self.hands.press("Esc")
        self.no_dialog()

    def rest(self) -> None:
        """Wait until no letter is under way; then end the program as people do, or go on until it is killed."""
        self.until(lambda: not self.letters_under_way(), "the letters to leave")
        if not self.plan.ends:
            self.app.exec()
        self.desk.end()
        self.tell(ended=True)

    def letters_under_way(self) -> list[UUID]:
        """The letters that wait or are leaving."""
        found = self.fetch(lambda r: queries.outbox.outbox(r, since=r.now).waiting)
        return [one.id for one in found]


def main(arguments: list[str]) -> int:
    """Play until somebody ends it."""
    plan = Plan.read(arguments[0])
    log.start(paths.log_dir())
    keyring.set_keyring(MemoryKeyring())
    app = QApplication(["counterfoil"])
    app.setQuitOnLastWindowClosed(False)
    player = Player(app, plan)
    player.tell(started=os.getpid())
    try:
        _play(player)
    except BaseException as error:
        # The program's own last resort for errors would keep it from the one who reads.
        player.tell(broke="".join(traceback.format_exception(error))[-2000:])
        raise
    return 0


def _play(player: Player) -> None:
    from devtools import kill_begin_steps
    from devtools.kill_steps import Steps

    if player.plan.kind == SETUP:
        kill_begin_steps.set_up(player)
    elif player.plan.kind == RESTORE:
        kill_begin_steps.put_back(player)
    else:
        player.begin()
        if player.plan.kind == QUIET:
            player.rest()
        else:
            Steps(player).play()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
