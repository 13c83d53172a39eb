# SPDX-License-Identifier: Apache-2.0
"""One desk's program, worked by keys as it is told: python -m tests.journeys.desk_side.

The first line it reads is its plan, each further one a step; it answers each with one line. Between the steps it lives
as it does on any desk.
"""

import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

import keyring
from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from desktop import log, paths
from desktop.app import Desk, Start
from desktop.clock import SystemClock
from desktop.values.rows.board import CardRow
from desktop.values.rows.sync import Link
from desktop.views.board.page import BoardPage
from desktop.views.counter.page import CounterPage
from desktop.views.main_window import MainWindow
from desktop.views.page import Page
from desktop.views.sync_panel import SyncPanel
from devtools.tour_hands import Hands, NotSeenError, XKeyboard
from tests.fakes import MemoryKeyring

PATIENCE_S = 90


class DeskSide:
    """The program, and what somebody at it does and sees."""

    def __init__(self, app: QApplication, plan: dict[str, Any]) -> None:
        self.app = app
        self.hands = Hands(app, XKeyboard(app))
        start = Start(folder=Path(plan["folder"]), language="en", person=plan["person"])
        self.desk = Desk(app, start, SystemClock())

    # Looking

    @property
    def window(self) -> MainWindow:
        assert isinstance(self.desk.window, MainWindow)
        return self.desk.window

    def until(self, is_so: Any, what: str) -> None:
        self.hands.wait(is_so, what, PATIENCE_S)

    def page(self, kind: type[Page]) -> Any:
        def front() -> Page | None:
            return next((one for one in self.window.findChildren(kind) if one.isVisible()), None)

        self.until(front, kind.__name__)
        return front()

    def card(self, client: str) -> CardRow | None:
        model = self.page(BoardPage).shapes.model
        cards = model.all_cards() if model is not None else ()
        return next((card for card in cards if card.client == client), None)

    def chip(self) -> str:
        return self.window.status.state_button.accessibleName()

    # Steps

    def begin(self) -> str:
        """Start the program and wait until it has met its hub."""
        self.desk.begin()
        self.until(lambda: isinstance(self.desk.window, MainWindow), "the window")
        self.window.showNormal()
        self.window.resize(1440, 900)
        self.window.activateWindow()
        self.until(lambda: QApplication.activeWindow() is not None, "an active window")
        self.until(lambda: self.desk.sync.state.synced_at, "the first round")
        self.until(lambda: self.chip().startswith("Synced"), "the indicator to say so")
        return self.chip()

    def order(self, phone: str, name: str) -> None:
        """Take a counter order."""
        hands = self.hands
        hands.press("F2")
        page: CounterPage = self.page(CounterPage)
        self.until(lambda: page.form.desk is not None and hands.name() == "Phone", "the form")
        order = page.form.draft.id
        hands.write(phone)
        hands.press("Return")
        self.until(lambda: hands.name() == "Name", "the name of a new client")
        hands.write(name)
        hands.press("Return", "1", "Return")
        self.until(lambda: hands.name().startswith("Quantity"), "the quantity")
        hands.replace("500")
        hands.press("F12")
        self.until(lambda: page.form.draft.id != order, "the order to be taken")

    def board(self, client: str) -> None:
        """Open the board at the pipeline in which this client's card comes to stand."""
        if not any(one.isVisible() for one in self.window.findChildren(BoardPage)):
            self.hands.press("Ctrl+3")
        board: BoardPage = self.page(BoardPage)
        self.until(lambda: board.shapes.board is not None, "the board")
        for _turn in range(30):
            if self.comes(client):
                return
            before = board.shapes.board
            self.hands.press("Ctrl+.")
            self.until(lambda before=before: board.shapes.board is not before, "the next pipeline")
        raise AssertionError(f"no card of {client}")

    def comes(self, client: str) -> bool:
        """Whether a card of this client stands on the board that is open, or comes within a while."""
        try:
            self.hands.wait(lambda: self.card(client), f"the card of {client}", 3)
        except NotSeenError:
            return False
        return True

    def move(self, client: str, way: str) -> str:
        """Move a card one stage on ("Right") or back ("Left"), by keys; where it stands then."""
        board: BoardPage = self.page(BoardPage)
        card, before = self.card(client), self.stage(client)
        assert card is not None
        board.shapes.cards().choose([card.key])
        board.focus_first()
        self.hands.press(f"Ctrl+Shift+{way}")
        self.until(lambda: self.stage(client) != before, "the move")
        return self.stage(client)

    def stage(self, client: str) -> str:
        """On which stage a card stands."""
        card, board = self.card(client), self.page(BoardPage)
        stage = board.shapes.face.stage(card) if card is not None else None
        return stage.name if stage is not None else ""

    def stands(self, client: str, stage: str) -> None:
        """Wait until a card stands on this stage and nothing of this desk waits any more."""
        self.until(
            lambda: (
                self.desk.sync.state.link is Link.SYNCED
                and not self.desk.sync.unsent.waiting
                and self.stage(client) == stage
            ),
            f"the card on {stage}",
        )

    def is_offline(self) -> str:
        """Wait until the indicator says that the hub is away."""
        self.until(lambda: self.chip().startswith("Offline"), "the indicator to say so")
        return self.chip()

    def waits(self, client: str) -> str:
        """Wait until this client's card carries the dot; what the indicator says then."""
        card = self.card(client)
        assert card is not None
        face = self.page(BoardPage).shapes.face
        self.until(lambda: face.mark(card.key), "the dot of what waits to be sent")
        return self.chip()

    def try_now(self) -> list[str]:
        """Open the sync panel, see what waits, press Try now and close it; what it listed."""
        hands = self.hands
        hands.press("Ctrl+Shift+S")
        panel = self.window.findChild(SyncPanel)
        assert panel is not None
        self.until(lambda: hands.name() == "Try now" and panel.waiting.words(), "the panel")
        listed = panel.waiting.words()
        hands.press("Return")
        self.until(lambda: self.desk.sync.state.link is Link.SYNCED, "the hub again")
        hands.press("Esc")
        self.until(lambda: self.page(BoardPage).isAncestorOf(hands.focus()), "the focus back")
        return listed

    def conflicts(self, count: int) -> str:
        """Wait until so many conflicts of this person are known."""
        self.until(lambda: self.desk.sync.unsent.conflicts == count, "the conflict")
        return self.chip()

    def end(self) -> None:
        """Close the window as a person does."""
        self.hands.press("Ctrl+Q")


def main() -> int:
    # Not by sys.stdin: what that has read ahead wakes nobody.
    steps = os.fdopen(0, "rb", buffering=0)
    plan = json.loads(steps.readline())
    log.start(paths.log_dir())
    store = MemoryKeyring()
    store.kept = {(service, name): secret for service, name, secret in plan["secrets"]}
    keyring.set_keyring(store)
    app = QApplication(["counterfoil"])
    app.setQuitOnLastWindowClosed(False)
    side = DeskSide(app, plan)
    listening = QSocketNotifier(steps.fileno(), QSocketNotifier.Type.Read)

    def step() -> None:
        listening.setEnabled(False)
        line = steps.readline()
        if not line:
            app.quit()
            return
        name, *arguments = json.loads(line)
        try:
            answer: object = {"done": getattr(side, name)(*arguments)}
        except BaseException:  # noqa: BLE001 - told to whoever asked
            answer = {"broke": traceback.format_exc()[-2000:]}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
        listening.setEnabled(True)

    listening.activated.connect(step)
    app.exec()
    side.desk.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
