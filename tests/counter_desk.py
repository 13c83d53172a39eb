# SPDX-License-Identifier: Apache-2.0
"""The counter in a real window over a real shop, driven by keys."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.background.change_hub import ChangeHub
from desktop.background.tasks import Tasks
from desktop.commands import orders
from desktop.domain.deal import Deal
from desktop.domain.product import Product
from desktop.domain.record import Record
from desktop.domain.rights import rights_of
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.settings import Settings
from desktop.values.changes import Changes, Origin
from desktop.values.drafts.order import OrderDraft, OrderLine
from desktop.values.rows.search import Found
from desktop.views import actions
from desktop.views.context import Context
from desktop.views.counter.page import CounterPage
from desktop.views.counter.ways_in import WaysIn
from desktop.views.main_window import MainWindow
from desktop.views.navigation import Navigator, PageSpec, RailGroup
from desktop.views.page import Page
from desktop.views.session import Person
from desktop.views.widgets.dialog import Dialog, open_over
from tests.fakes import FakeClock
from tests.shell import press
from tests.shop import OpenShop, open_shop

PATIENCE_MS = 30_000
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
DIGITS = "447700900342"
R = TypeVar("R", bound=Record)
T = TypeVar("T")

_NAMED = {
    "Enter": Qt.Key.Key_Return, "Esc": Qt.Key.Key_Escape, "Tab": Qt.Key.Key_Tab, "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down, **{f"F{n}": Qt.Key(Qt.Key.Key_F1 + n - 1) for n in range(1, 13)},
}  # fmt: skip


class CounterDesk:
    """A desk with the counter one key away; what is told to people is kept in `told` and `errors`."""

    def __init__(
        self,
        folder: Path,
        *,
        size: tuple[int, int] = (1440, 900),
        shop: OpenShop | None = None,
        language: str = "en",
    ) -> None:
        self.clock = FakeClock()
        self.shop = shop or open_shop(folder, self.clock, language=language)
        self.settings = Settings(folder / "settings.json")
        self.hub = ChangeHub()
        self.changes: list[Changes] = []
        self.hub.changed.connect(self.changes.append)
        self.told: list[str] = []
        self.errors: list[UserError] = []
        self.strays: list[BaseException] = []
        self.went: list[tuple[str, UUID | None]] = []
        self.keys = 0
        self.tasks = Tasks(
            open_database=self.shop.for_threads,
            hub=self.hub,
            clock=self.clock,
            folder=self.shop.folder,
            stray=self.strays.append,
        )
        self.tasks.told.connect(self.errors.append)
        me = self.shop.row(User, self.shop.me)
        self.tasks.act_as(me.id, tuple(me.roles))
        self.person = Person(me.id, me.name, frozenset(map(str, rights_of(me.roles))))
        self._size = size

    def open(self) -> "CounterDesk":
        """Show the window at another page, after the test has planted what it needs."""
        context = Context(
            tasks=self.tasks,
            hub=self.hub,
            settings=self.settings,
            person=self.person,
            clock=self.clock,
            go=lambda kind, id_: self.went.append((kind, id_)),
            tell=self.told.append,
        )
        specs = [
            PageSpec("today", "Today", "compass", lambda: Page("Today"), RailGroup.WORK, 1),
            PageSpec(
                "counter", "Counter order", "storefront", lambda: CounterPage(context),
                RailGroup.SHOP, 1, rights=("take_orders",), action=actions.NEW_ORDER.id,
            ),
        ]  # fmt: skip
        self.navigator = Navigator(specs, self.person)
        self.window = MainWindow(
            navigator=self.navigator,
            person=self.person,
            settings=self.settings,
            hub=self.hub,
            search=lambda _text, then: then(Found()),
            undo=self.undo,
        )
        WaysIn(self.window, self.navigator, context)
        self.navigator.setParent(self.window)
        self.window.resize(*self._size)
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        self.navigator.open("today")
        return self

    def at_counter(self) -> "CounterDesk":
        """Go to the counter and let it read what it needs."""
        self._at_counter()
        self.wait(lambda: self.page.form.desk is not None and self.page.feed.day is not None)
        self.settle()
        return self

    def _at_counter(self) -> CounterPage:
        self.navigator.open("counter")
        return self.page

    @property
    def page(self) -> CounterPage:
        page = self.navigator._pages["counter"]
        assert isinstance(page, CounterPage)
        return page

    def undo(self) -> None:
        from desktop import commands

        self.tasks.run(commands.history.undo, origin=Origin.UNDO)

    # Keys

    def press(self, *chords: str) -> None:
        """Press keys one after another without waiting, as fast hands do: "F2", "Alt+1", "Enter", "5"."""
        for chord in chords:
            key = chord[-1] if len(chord) == 1 or chord.endswith("++") else chord.rsplit("+")[-1]
            mods = chord[: -len(key) - 1].split("+") if len(chord) > len(key) else []
            held = Qt.KeyboardModifier.NoModifier
            for mod in mods:
                held |= {"Alt": ALT, "Ctrl": CTRL}[mod]
            self.keys += 1
            if key in _NAMED:
                press(_NAMED[key], held)
            elif held:
                # With Alt the system hands the sign over too, and Qt would type it.
                press(ord(key.upper()), held, text=key if held == ALT else "")
            else:
                press(ord(key.upper()), text=key)

    def write(self, text: str) -> None:
        """Press the key of each sign."""
        self.press(*text)

    def scan(self, code: str) -> None:
        """What a scanner types: digits faster than any finger, then Enter."""
        now = 100_000 + self.keys * 1000
        self.keys += 1
        for place, sign in enumerate(f"{code}\n"):
            key = Qt.Key.Key_Return if sign == "\n" else Qt.Key(ord(sign))
            event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, sign)
            event.setTimestamp(now + place * 8)
            QApplication.sendEvent(QApplication.focusWidget() or self.window, event)

    # What is stored

    def product(self, name: str = "Business cards") -> UUID:
        return self.rows(Product, Product.name == name)[0].id

    def an_order(self, **fields: Any) -> UUID:
        """An order taken before the window was opened: 500 business cards, £119.00, unpaid."""
        usual = {
            "phone": "07700 900 342",
            "name": "Priya Hartwell",
            "lines": (OrderLine(self.shop.rows(Product, Product.name == "Business cards")[0].id, 500),),
            "due_at": self.clock.now() + timedelta(days=4),
        }  # fmt: skip
        draft = OrderDraft(**{**usual, **fields})
        return self.shop.run(lambda uow: orders.place_order(uow, draft=draft)).order_id

    def newest(self) -> Deal:
        """The order taken last."""
        return max(self.rows(Deal), key=lambda deal: deal.number)

    def row(self, cls: type[R], id: UUID) -> R:
        """A stored record as it is now."""
        return self._in_turn(lambda: self.shop.row(cls, id))

    def rows(self, cls: type[R], *conditions: Any) -> list[R]:
        """All stored records that meet the conditions."""
        return self._in_turn(lambda: self.shop.rows(cls, *conditions))

    def _in_turn(self, look: Callable[[], T]) -> T:
        """Look into the shop while neither of its two threads uses its connection."""
        reader, writer = self.tasks._reader, self.tasks._writer
        return reader.submit(lambda: writer.submit(look).result()).result()

    # Waiting

    def dialog(self, kind: type[Dialog] = Dialog) -> Any:
        """The open dialog, waited for."""
        self.wait(lambda: isinstance(open_over(self.window), kind), f"{kind.__name__} opens")
        return open_over(self.window)

    def placed(self, count: int = 1) -> Deal:
        """The newest order, once so many are stored and the form is empty again."""
        self.wait(lambda: len(self.rows(Deal)) == count, f"{count} orders are stored")
        self.wait(lambda: self.page.form.draft.is_empty, "the form is empty")
        self.settle()
        return self.newest()

    def settle(self) -> None:
        """Let everything asked for come back."""
        for _round in range(4):
            for pool in (self.tasks._outside, self.tasks._writer, self.tasks._reader):
                pool.submit(lambda: None).result()
            QTest.qWait(1)
        assert not self.strays, self.strays

    def wait(self, holds: Callable[[], object], what: str = "") -> None:
        """Wait until something holds; fails after a while."""
        for _try in range(PATIENCE_MS // 10):
            if holds():
                return
            QTest.qWait(10)
            assert not self.strays, self.strays
        raise AssertionError(f"it did not happen: {what or holds}")

    def close(self) -> None:
        if hasattr(self, "window"):
            self.window.close()
        self.tasks.close()
        if hasattr(self, "window"):
            self.window.deleteLater()
        QTest.qWait(1)
        assert not self.strays, self.strays


def fill(
    desk: CounterDesk, *, client: str = "07700900999", name: str = "Priya", quantity: str = "500"
) -> None:
    """A new client and so many business cards, the cursor in the quantity."""
    desk.press("F2")
    desk.write(client)
    desk.press("Enter")
    desk.write(name)
    desk.press("Enter", "1", "Enter")
    desk.write(quantity)
    desk.settle()
