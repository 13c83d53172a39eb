# SPDX-License-Identifier: Apache-2.0
"""The side rail: 192 wide with labels or 56 with icons; pages in groups, search above, person below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.documents.ticket_paint import fill_rect
from desktop.i18n import _
from desktop.views import theme
from desktop.views.navigation import PageSpec, RailGroup
from desktop.views.rail_items import (
    BrandButton,
    PageItem,
    PersonButton,
    RailButton,
    SearchButton,
)
from desktop.views.rail_pages import GAP, ITEM, SIDE, PageArea
from desktop.views.session import Person
from desktop.views.widgets.live import Live

WIDE, NARROW = 192, 56


class Rail(Live, QWidget):
    """Shows the pages that are open to the person; what is closed is not there at all."""

    chosen = Signal(str)
    """The kind of the page that was pressed."""
    search_requested = Signal()
    menu_requested = Signal(QPoint)
    person_menu_requested = Signal(QPoint)

    def __init__(
        self,
        pages: Sequence[PageSpec],
        person: Person,
        *,
        keys_of: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        """`keys_of` spells the keys of an action by its id, such as that of a page's own."""
        super().__init__(parent)
        self._is_narrow = False
        self._is_low = False
        self._specs = {spec.kind: spec for spec in pages}
        self.setAccessibleName(_("Pages"))
        self._brand = BrandButton(self)
        self._search = SearchButton(self)
        self._area = PageArea(self)
        self._items: dict[str, PageItem] = {}
        self._current = ""
        for spec in pages:
            self._add(spec, keys_of)
            self._items[spec.kind].setHidden(spec.only_counted)
        self._person = PersonButton(person, self)
        self._brand.clicked.connect(lambda: self.menu_requested.emit(self.menu_place()))
        self._search.clicked.connect(self.search_requested)
        self._person.clicked.connect(self._ask_person_menu)
        self.setFixedWidth(theme.px(WIDE))

    def set_narrow(self, narrow: bool, *, low: bool = False) -> None:
        """Show icons only, or labels too; in a low window the brand takes less room."""
        self._is_narrow, self._is_low = narrow, low
        for button in self._buttons():
            button.set_narrow(narrow)
        self.setFixedWidth(theme.px(NARROW) if narrow else theme.px(WIDE))
        self._arrange()

    @property
    def is_narrow(self) -> bool:
        """Whether only icons are shown."""
        return self._is_narrow

    def set_current(self, kind: str) -> None:
        """Mark the page that is open; a page without an item marks none."""
        self._current = kind
        for one, item in self._items.items():
            item.setChecked(one == kind)
            self._show_item(one)

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show the figures of the pills, by the pages' counter names; a missing one is 0."""
        for kind, item in self._items.items():
            if counter := self._specs[kind].counter:
                item.set_count(counts.get(counter, 0))
                self._show_item(kind)

    def _show_item(self, kind: str) -> None:
        """An item that is there only while it counts something stays as long as its page is open."""
        item = self._items[kind]
        is_there = not self._specs[kind].only_counted or bool(item.count())
        is_there = is_there or kind == self._current
        if item.isHidden() is is_there:
            item.setVisible(is_there)
            self._arrange()

    def menu_place(self) -> QPoint:
        """Where the menu opens: under the brand."""
        return self._brand.mapToGlobal(QPoint(SIDE, self._brand.height() - SIDE))

    def restyle(self) -> None:
        """Take over another text size."""
        self.set_narrow(self._is_narrow, low=self._is_low)

    def retranslate(self) -> None:
        """Say the rail's own name anew; its buttons say theirs."""
        self.setAccessibleName(_("Pages"))
        self._area.pages.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay everything out anew."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the edge towards the page and the line above the person."""
        look = theme.current()
        painter = QPainter(self)
        fill_rect(painter, self.rect(), look.rail)
        fill_rect(painter, QRect(self.width() - 1, 0, 1, self.height()), look.ln)
        if not self._is_narrow:
            fill_rect(painter, QRect(SIDE, self._line(), self._inner(), 1), look.ln)
        painter.end()

    def _add(self, spec: PageSpec, keys_of: Callable[[str], str]) -> None:
        is_foot = spec.group == RailGroup.FOOT
        item = PageItem(
            lambda: _(spec.title),
            spec.icon,
            self if is_foot else self._area.pages,
            key=keys_of(spec.action) if spec.action else "",
            shortcut=keys_of(f"go.{spec.kind}"),
        )
        item.clicked.connect(lambda: self._choose(spec.kind))
        item.setObjectName(f"rail.{spec.kind}")
        self._items[spec.kind] = item
        if spec.group is not None and not is_foot:
            self._area.add(spec.group, item)

    def _choose(self, kind: str) -> None:
        # A press on a checkable button has toggled it already: the window decides what is current.
        self._items[kind].setChecked(not self._items[kind].isChecked())
        self.chosen.emit(kind)

    def _ask_person_menu(self) -> None:
        self.person_menu_requested.emit(self._person.mapToGlobal(QPoint(SIDE, 0)))

    def _buttons(self) -> list[RailButton]:
        return [self._brand, self._search, *self._items.values(), self._person]

    def _inner(self) -> int:
        return self.width() - 2 * SIDE - (0 if self._is_narrow else 1)

    def _line(self) -> int:
        return self.height() - theme.px(53)

    def _arrange(self) -> None:
        head = theme.px(48 if self._is_low else 56)
        item = theme.px(ITEM)
        self._brand.place(QRect(SIDE, 0, self._inner(), head))
        self._search.place(QRect(SIDE, head, self._inner(), item))
        person = theme.px(28 if self._is_narrow else 40)
        bottom = self.height() - SIDE - person
        self._person.place(QRect(SIDE, bottom, self._inner(), person))
        bottom -= 6 if self._is_narrow else theme.px(11)
        foot = [k for k, spec in self._specs.items() if spec.group == RailGroup.FOOT]
        for kind in reversed(foot):
            bottom -= item
            self._items[kind].place(QRect(SIDE, bottom, self._inner(), item))
            bottom -= GAP
        top = head + item
        box = QRect(0, top, self.width() - 1, bottom - top)
        self._area.fit(box, self._inner(), narrow=self._is_narrow)
