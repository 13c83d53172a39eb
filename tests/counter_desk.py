# SPDX-License-Identifier: Apache-2.0
"""The counter in a real window over a real shop, driven by keys."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from desktop.commands import orders
from desktop.domain.deal import Deal
from desktop.domain.product import Product
from desktop.values.drafts.order import OrderDraft, OrderLine
from desktop.views import actions
from desktop.views.counter.page import CounterPage
from desktop.views.counter.ways_in import WaysIn
from desktop.views.navigation import PageSpec, RailGroup
from desktop.views.page import Page
from tests.shell import press
from tests.window_desk import WindowDesk

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
DIGITS = "447700900342"

_NAMED = {
    "Enter": Qt.Key.Key_Return, "Esc": Qt.Key.Key_Escape, "Tab": Qt.Key.Key_Tab, "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down, **{f"F{n}": Qt.Key(Qt.Key.Key_F1 + n - 1) for n in range(1, 13)},
}  # fmt: skip


class CounterDesk(WindowDesk):
    """A desk with the counter one key away; what is told to people is kept in `told` and `errors`."""

    def __init__(self, folder: Path, **wishes: Any) -> None:
        super().__init__(folder, **wishes)
        self.keys = 0

    def open(self) -> "CounterDesk":
        """Show the window at another page, after the test has planted what it needs."""
        context = self.make_context()
        specs = [
            PageSpec("today", "Today", "compass", lambda: Page("Today"), RailGroup.WORK, 1),
            PageSpec(
                "counter", "Counter order", "storefront", lambda: CounterPage(context),
                RailGroup.SHOP, 1, rights=("take_orders",), action=actions.NEW_ORDER.id,
            ),
        ]  # fmt: skip
        self.show_window(specs)
        WaysIn(self.window, self.navigator, context)
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

    def placed(self, count: int = 1) -> Deal:
        """The newest order, once so many are stored and the form is empty again."""
        self.wait(lambda: len(self.rows(Deal)) == count, f"{count} orders are stored")
        self.wait(lambda: self.page.form.draft.is_empty, "the form is empty")
        self.settle()
        return self.newest()


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
