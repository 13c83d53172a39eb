# SPDX-License-Identifier: Apache-2.0
"""Plays the main steps in the real program until it is killed: python -m devtools.kill_player SHOP BEGIN [LIST].

Each line it writes is one JSON object with the time: what is typed, what the program has told as saved, what it
offers after the kill before. BEGIN is the step to begin with, "quiet" only starts and lets letters leave.
"""

import json
import sys
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import keyring
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop import log, paths
from desktop.app import Desk, Start
from desktop.clock import SystemClock
from desktop.views.board.page import BoardPage
from desktop.views.contract.wizard import ContractWizard
from desktop.views.counter.page import CounterPage
from desktop.views.main_window import MainWindow
from desktop.views.page import Page
from desktop.views.widgets.dialog import open_over
from devtools.tour_deal import CLIENT_CARD
from devtools.tour_hands import Hands, QtKeyboard
from tests.fakes import MemoryKeyring

PATIENCE_S = 60
CHOICES = ("order", "deal", "contract", "comment", "import", "backup")


def tell(**said: Any) -> None:
    """Write one line; the reader may be the last that is left."""
    sys.stdout.write(json.dumps({"at": time.monotonic(), **said}) + "\n")
    sys.stdout.flush()


class Player:
    """Somebody at the desk who works on and on."""

    def __init__(self, app: QApplication, shop: Path, clients: Path | None) -> None:
        self.app, self.shop, self.clients = app, shop, clients
        self.hands = Hands(app, QtKeyboard())
        self.desk = Desk(app, Start(folder=shop, language="en"), SystemClock())
        self._n = int(time.monotonic() * 10) % 1_000_000

    def begin(self) -> None:
        """Start the program and tell what it offers."""
        self.desk.begin()
        self._until(lambda: isinstance(self.desk.window, MainWindow), "the window")
        window = self.window
        window.resize(1440, 900)
        window.activateWindow()
        self._until(lambda: QApplication.activeWindow() is not None, "an active window")
        counter = self.counter()
        self._until(lambda: counter.form.desk is not None, "the price list")
        self.hands.breathe(300)
        offered = len(counter.keeper.parked)
        tell(offered=offered, banner=counter.left.isVisible(), troubled=self._troubled())

    @property
    def window(self) -> MainWindow:
        """The main window."""
        assert isinstance(self.desk.window, MainWindow)
        return self.desk.window

    def page(self, kind: type[Page]) -> Any:
        """The page in front, once it is of this kind."""

        def front() -> Page | None:
            return next((one for one in self.window.findChildren(kind) if one.isVisible()), None)

        self._until(front, kind.__name__)
        return front()

    def counter(self) -> CounterPage:
        """The counter, with an empty form."""
        self.hands.press("F2")
        page: CounterPage = self.page(CounterPage)
        self._until(lambda: self.hands.name() == "Phone", "the phone")
        return page

    # The steps

    def order(self) -> None:
        """Take an order, mark it ready, hand it over."""
        page, hands = self.counter(), self.hands
        phone, order = f"07700{self._next():06}", str(page.form.draft.id)
        for text, then in ((phone, "Return"), ("Priya", "Return")):
            hands.write(text)
            hands.press(then)
            tell(draft=order, holds=text)
        hands.press("1")
        hands.wait(lambda: hands.name().startswith("Quantity"), "the quantity")
        hands.replace("500")
        hands.press("F9")
        hands.write("50")
        hands.press("Alt+N")
        note = f"note {self._n}"
        for sign in note:
            hands.write(sign)
            hands.breathe(180)
        tell(draft=order, holds=note)
        hands.breathe(400)
        tell(placing=order)
        hands.press("F12")
        self._until(lambda: str(page.form.draft.id) != order, "the order to be taken")
        tell(saved=order)
        self._hand_over(order)

    def _hand_over(self, order: str) -> None:
        page, hands = self.counter(), self.hands
        number = page.form.desk.next_number.n - 1 if page.form.desk else 0
        hands.press("F8")
        hands.wait(lambda: hands.name() == "Order", "the question which order")
        hands.write(f"{number:04}")
        hands.press("Return")
        hands.wait(lambda: hands.name().startswith("Taken by"), "who takes it")
        hands.press("Return")
        self._no_dialog()
        tell(handed=order)

    def deal(self) -> None:
        """Make a deal on the board and move it by keys."""
        hands, title = self.hands, f"Labels {self._next()}"
        self._board()
        hands.press("Ctrl+N")
        hands.wait(lambda: hands.shows("Make the deal"), "the form of a new deal")
        hands.write(f"Bakery {self._n} Ltd")
        hands.fill({"Contact person": "Priya Hartwell", "E-mail": "orders@oakandlime.example"})
        hands.fill({"What is ordered": title, "Sum": "365", "When": "+1"})
        hands.press("Ctrl+Return")
        self._no_dialog()
        board: BoardPage = self.page(BoardPage)

        def chosen() -> bool:
            card = board.shapes.cards().current()
            return card is not None and card.title == title

        self._until(chosen, "the new card to be chosen")
        tell(deal=title)
        for _move in range(2):
            before = self._stage(board)
            hands.press("Ctrl+Shift+Right")
            self._until(partial(self._has_left, board, before), "the move")
            tell(moved=title)

    def contract(self) -> None:
        """Make a deal and lead it through the wizard until its letter is on its way."""
        hands = self.hands
        self.deal()
        hands.press("Return")
        hands.wait(lambda: self.window.windowTitle().startswith("Labels"), "the card")
        hands.breathe(200)
        hands.press("Ctrl+Return")
        wizard = self._wizard()
        hands.wait(lambda: hands.shows("Paste as a whole"), "the wizard's form")
        QGuiApplication.clipboard().setText(CLIENT_CARD)
        hands.press("Ctrl+Shift+V")
        tell(draft=f"contract {wizard.desk.deal_id}", holds="Paul Hartwell")
        hands.breathe(1200)
        hands.press("Ctrl+Return")
        hands.wait(lambda: hands.shows("Check before sending"), "the preview")
        self._until(lambda: wizard.primary is not None and wizard.primary.isEnabled(), "the paper")
        hands.press("Ctrl+Return")
        self._until(lambda: wizard.sending.send.isVisible() and not wizard.why_not(), "the letter")
        hands.press("Ctrl+Return")
        self._until(lambda: wizard.sending.letter_id is not None, "the outbox")
        tell(letter=str(wizard.sending.letter_id))
        hands.press("Esc")
        self._no_dialog()

    def comment(self) -> None:
        """Write a comment on a new deal, slowly."""
        hands = self.hands
        self.deal()
        hands.press("Return")
        hands.wait(lambda: self.window.windowTitle().startswith("Labels"), "the card")
        hands.breathe(200)
        hands.press("Alt+1")
        hands.breathe(100)
        text = f"They call back on {self._n}"
        deal = str(self.desk.window and self._deal_id())
        for word in text.split(" "):
            hands.write(f"{word} ")
            hands.breathe(250)
            tell(draft=f"card {deal}", holds=word)
        hands.breathe(600)
        hands.press("Ctrl+Return")
        hands.breathe(400)
        tell(done=f"card {deal}")

    def import_(self) -> None:
        """Take in a list of clients, in the background as the page does."""
        clients = self.clients
        assert clients is not None

        def work(shop: Any) -> Any:
            from desktop.flows.import_list import import_list

            return import_list(shop, path=clients)

        self._flow("import", work)

    def backup(self) -> None:
        """Make a backup while the shop is open."""

        def work(shop: Any) -> Any:
            from desktop.flows.back_up import back_up

            return back_up(shop.folder, shop.folder / "backups", now=shop.clock.now())

        self._flow("backup", work)

    def _flow(self, name: str, work: Callable[[Any], Any]) -> None:
        done: list[object] = []
        assert self.desk.tasks is not None
        tell(began=name)
        self.desk.tasks.flow(work, then=done.append, failed=lambda e: tell(refused=str(e)))
        self._until(lambda: done, name)
        tell(finished=name)

    # Parts of them

    def _next(self) -> int:
        self._n = (self._n + 7) % 1_000_000
        return self._n

    def _board(self) -> None:
        self.hands.press("Ctrl+2")
        self.page(BoardPage)

    def _stage(self, board: BoardPage) -> object:
        card = board.shapes.cards().current()
        return card.stage_id if card is not None else None

    def _has_left(self, board: BoardPage, before: object) -> bool:
        return self._stage(board) not in (None, before)

    def _wizard(self) -> ContractWizard:
        self._until(lambda: isinstance(open_over(self.window), ContractWizard), "the wizard")
        found = open_over(self.window)
        assert isinstance(found, ContractWizard)
        return found

    def _deal_id(self) -> object:
        from desktop.views.card.page import CardPage

        return self.page(CardPage).feed.deal_id

    def _troubled(self) -> int:
        """How many letters the program asks about."""
        from desktop import queries

        found: list[int] = []
        assert self.desk.tasks is not None
        self.desk.tasks.fetch(
            "asked about",
            lambda r: sum(one.state == "unsure" for one in _troubled_of(queries, r)),
            then=found.append,
        )
        self._until(lambda: found, "the outbox")
        return found[0]

    def _no_dialog(self) -> None:
        self._until(lambda: open_over(self.window) is None, "the dialog to close")

    def _until(self, is_so: Callable[[], object], what: str) -> None:
        self.hands.wait(is_so, what, PATIENCE_S)


def _troubled_of(queries: Any, reader: Any) -> Any:
    return queries.outbox.outbox(reader, since=reader.now).troubled


def main(arguments: list[str]) -> int:
    shop, begin = Path(arguments[0]), arguments[1]
    log.start(paths.log_dir())
    keyring.set_keyring(MemoryKeyring())
    app = QApplication(["counterfoil"])
    app.setQuitOnLastWindowClosed(False)
    player = Player(app, shop, Path(arguments[2]) if len(arguments) > 2 else None)
    try:
        return play(player, begin, arguments)
    except BaseException as error:
        # The program's own last resort for errors would keep it from the one who reads.
        tell(broke="".join(traceback.format_exception(error))[-2000:])
        raise


def play(player: Player, begin: str, arguments: list[str]) -> int:
    """Begin, then one step after the other."""
    player.begin()
    tell(ready=True)
    if begin == "quiet":
        QTimer.singleShot(int(arguments[3]) if len(arguments) > 3 else 4000, player.app.quit)
        player.app.exec()
        player.desk.end()
        tell(ended=True)
        return 0
    steps = {
        "order": player.order, "deal": player.deal, "contract": player.contract,
        "comment": player.comment, "import": player.import_, "backup": player.backup,
    }  # fmt: skip
    place = CHOICES.index(begin)
    while True:
        steps[CHOICES[place % len(CHOICES)]]()
        place += 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
