# SPDX-License-Identifier: Apache-2.0
"""The row above the board: a text, whose cards, how their touches stand, filters kept by name, the order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from desktop.documents import ticket_paint
from desktop.i18n import _, pgettext
from desktop.models.board_filter import BLOCKED, OVER_LIMIT, UNTAKEN, BoardFilter
from desktop.models.board_order import Sort
from desktop.models.card_words import LATE, MISSING, TODAY
from desktop.values.rows.board import HolderRow
from desktop.views import theme
from desktop.views.board.kinds import DEALS, BoardKind
from desktop.views.session import Person
from desktop.views.widgets.avatar import avatar_style
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.chips import FilterChip
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.menu import popup_menu
from desktop.views.widgets.painted_button import PaintedButton

FIELD, NARROW_FIELD = 216, 160
_AVATAR = 28


class FilterField(LineEdit):
    """The text of the filter: Down or Enter goes to the cards, Esc empties it."""

    left_for_cards = Signal()

    def __init__(self, parent: QWidget) -> None:
        self._is_narrow = False
        super().__init__(
            parent,
            placeholder=lambda: _("Filter") if self._is_narrow else _("Filter this board"),
            icon="funnel",
            shortcut="/",
            small=True,
        )
        self.setAccessibleName(_("Filter this board"))
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Take less room in a small window."""
        self._is_narrow = narrow
        self.restyle()
        self.retranslate()

    def restyle(self) -> None:
        """Grow with the text."""
        super().restyle()
        self.setFixedWidth(theme.px(NARROW_FIELD if self._is_narrow else FIELD))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave for the cards, or show all of them again."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.textEdited.emit("")
            self.left_for_cards.emit()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter} and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.left_for_cards.emit()
        else:
            super().keyPressEvent(event)


class HolderChip(PaintedButton):
    """A colleague's initials, pressed to see their cards."""

    def __init__(self, holder: HolderRow, parent: QWidget) -> None:
        super().__init__(parent)
        self.holder = holder
        self._person = Person(holder.id, holder.name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCheckable(True)
        self.setToolTip(holder.name)
        self.setAccessibleName(holder.name)

    def sizeHint(self) -> QSize:
        """A circle of 28."""
        return QSize(theme.px(_AVATAR), theme.px(_AVATAR))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the circle; a ring while its cards are asked for."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        pair = look.avatar(self._person.tint)
        font = theme.font(avatar_style(_AVATAR))
        ticket_paint.draw_avatar(painter, rect, self._person.initials, pair, font=font)
        if self.isChecked() or self.underMouse():
            painter.setPen(QPen(look.ac if self.isChecked() else look.ln2, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(rect.adjusted(1, 1, -1, -1))
        painter.end()


class FilterBar(QWidget):
    """Tells `changed` with the filter a person wants and `sort_chosen` with the order."""

    changed = Signal(object)
    sort_chosen = Signal(object)
    save_asked = Signal()
    forget_asked = Signal(str)
    left_for_cards = Signal()

    def __init__(self, me: Person, parent: QWidget, kind: BoardKind = DEALS) -> None:
        super().__init__(parent)
        self._me, self._kind = me, kind
        self.wish = BoardFilter()
        self._sort = Sort.TOUCH
        self._is_narrow = False
        self._saved: Mapping[str, BoardFilter] = {}
        self._controls = 0
        self._holder_chips: list[HolderChip] = []
        self._make()
        self._lay_out()
        self.setFocusProxy(self.field)
        self._show()

    def _make(self) -> None:
        self.field = FilterField(self)
        self.field.textEdited.connect(lambda text: self._want(replace(self.wish, text=text)))
        self.field.left_for_cards.connect(self.left_for_cards)
        self._all = FilterChip(lambda: _("All"), self)
        self._all.clicked.connect(lambda: self._want(BoardFilter(text=self.wish.text)))
        self._mine = FilterChip(lambda: _("Mine"), self)
        self._mine.clicked.connect(self._toggle_mine)
        self.controlled = FilterChip(lambda: _("I control"), self, icon="eye")
        self.controlled.clicked.connect(self._toggle_controlled)
        self.controlled.hide()
        every = {
            UNTAKEN: FilterChip(lambda: _("Not taken"), self, icon="timer", tone="danger"),
            LATE: FilterChip(lambda: _("Overdue"), self, icon="warning-circle", tone="danger"),
            TODAY: FilterChip(lambda: _("Today"), self, icon="clock", tone="warning"),
            MISSING: FilterChip(self._no_touch, self, icon="warning", tone="danger"),
        }
        self._states = {state: every.pop(state) for state in self._kind.states}
        for chip in every.values():
            chip.deleteLater()
        for state, chip in self._states.items():
            chip.clicked.connect(partial(self._toggle_state, state))
        self._more = icon_button(
            "bookmark-simple", lambda: _("More filters, and those kept by name"), self, size="small"
        )
        self._more.clicked.connect(self._open_more)
        self._order = Button(
            self._order_words, self, kind="quiet", size="small", icon="sort-ascending",
            menu_arrow=True,
        )  # fmt: skip
        self._order.clicked.connect(self._open_order)

    def _lay_out(self) -> None:
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._people = QHBoxLayout()
        self._people.setSpacing(2)
        self._people.setContentsMargins(4, 0, 0, 0)
        for part in (self.field, self._all, self._mine, self.controlled):
            row.addWidget(part)
        row.addLayout(self._people)
        row.addSpacing(4)
        for chip in self._states.values():
            row.addWidget(chip)
        row.addStretch(1)
        row.addWidget(self._more)
        row.addWidget(self._order)

    # What it shows

    def set_holders(self, holders: Sequence[HolderRow]) -> None:
        """Offer these colleagues' cards."""
        if [chip.holder for chip in self._holder_chips] == list(holders):
            return
        for chip in self._holder_chips:
            self._people.removeWidget(chip)
            chip.deleteLater()
        self._holder_chips = [HolderChip(one, self) for one in holders]
        for chip in self._holder_chips:
            chip.clicked.connect(partial(self._toggle_holder, chip))
            self._people.addWidget(chip)
            chip.show()
        self._show()
        self._fit()

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """How many cards each of the states would leave."""
        for state, chip in self._states.items():
            chip.set_count(counts.get(state, 0))

    def set_controlled(self, count: int) -> None:
        """How many of all the cards this person watches over; without any there is no such list."""
        self.controlled.set_count(count)
        self._controls = count
        self.controlled.setVisible(bool(count) or self.wish.controller is not None)
        self._fit()

    def set_saved(self, saved: Mapping[str, BoardFilter]) -> None:
        """The filters this person keeps by name."""
        self._saved = saved

    def set_sort(self, sort: Sort) -> None:
        """Name the order that holds."""
        self._sort = sort
        self._order.retranslate()

    def set_wish(self, wish: BoardFilter) -> None:
        """Show a filter without telling anybody."""
        self.wish = wish
        if self.field.text() != wish.text:
            self.field.setText(wish.text)
        self._show()

    def set_narrow(self, narrow: bool) -> None:
        """Use shorter words in a small window."""
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            self.field.set_narrow(narrow)
            self._states[MISSING].retranslate()
            self._order.retranslate()
            self._fit()

    def minimumSizeHint(self) -> QSize:
        """What does not fit goes into the menu, so that the page need not scroll for it."""
        return QSize(theme.px(NARROW_FIELD + 120), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out first the people, then the order, then the counts that are fewest asked for."""
        self._fit()

    def _fit(self) -> None:
        groups: tuple[Sequence[QWidget], ...] = (
            self._holder_chips,
            (self._order,),
            (self._states[MISSING], self._mine, *self._own_list()),
            tuple(chip for state, chip in self._states.items() if state != MISSING),
        )
        for group in groups:
            for widget in group:
                widget.show()
        for group in groups:
            self._people.invalidate()
            self._row.invalidate()
            if self._row.minimumSize().width() <= self.width():
                return
            for widget in group:
                widget.hide()

    def _own_list(self) -> list[QWidget]:
        has_list = bool(self._controls) or self.wish.controller is not None
        return [self.controlled] if has_list else []

    def retranslate(self) -> None:
        """The children say their own texts."""
        self.field.setAccessibleName(_("Filter this board"))

    def _no_touch(self) -> str:
        return _("No touch") if self._is_narrow else pgettext("filter", "No next touch")

    def _order_words(self) -> str:
        if self._is_narrow:
            return self._sort.label()
        # In Russian the words need no "sort" before them, so they may begin the text.
        text = _("Sort: {order}").format(order=self._sort.word())
        return text[:1].upper() + text[1:]

    def _show(self) -> None:
        wish, me = self.wish, frozenset({self._me.id})
        self._all.setChecked(not wish.holders and not wish.states and not wish.controller)
        self._mine.setChecked(wish.holders == me)
        self.controlled.setChecked(wish.controller == self._me.id)
        for chip in self._holder_chips:
            chip.setChecked(chip.holder.id in wish.holders)
        for state, button in self._states.items():
            button.setChecked(state in wish.states)
        kept = bool(wish.states & {BLOCKED, OVER_LIMIT})
        self._more.set_kind("chosen" if kept else "quiet")

    # What a person presses

    def _want(self, wish: BoardFilter) -> None:
        self.set_wish(wish)
        self.changed.emit(wish)

    def _toggle_mine(self) -> None:
        me = frozenset({self._me.id})
        self._want(replace(self.wish, holders=frozenset() if self.wish.holders == me else me))

    def _toggle_controlled(self) -> None:
        on = self.wish.controller == self._me.id
        self._want(replace(self.wish, controller=None if on else self._me.id))

    def _toggle_holder(self, chip: HolderChip) -> None:
        self._want(self.wish.with_holder(chip.holder.id, chip.isChecked()))

    def _toggle_state(self, state: str) -> None:
        self._want(self.wish.with_state(state, state not in self.wish.states))

    def _open_more(self) -> None:
        menu = popup_menu(self)
        for state, text in self._state_words():
            action = menu.addAction(text, partial(self._toggle_state, state))
            action.setCheckable(True)
            action.setChecked(state in self.wish.states)
        if self._own_list() and self.controlled.isHidden():
            action = menu.addAction(_("I control"), self._toggle_controlled)
            action.setCheckable(True)
            action.setChecked(self.controlled.isChecked())
        people = menu.addMenu(_("Owner"))
        for chip in self._holder_chips:
            action = people.addAction(chip.holder.name.replace("&", "&&"), chip.click)
            action.setCheckable(True)
            action.setChecked(chip.isChecked())
        if self._order.isHidden():
            self._add_orders(menu.addMenu(_("Sort")))
        menu.addSeparator()
        for name, wish in self._saved.items():
            menu.addAction(name, partial(self._want, wish))
        if self._saved:
            forget = menu.addMenu(_("Forget"))
            for name in self._saved:
                forget.addAction(name, partial(self.forget_asked.emit, name))
        save = menu.addAction(_("Keep this filter…"), self.save_asked.emit)
        save.setEnabled(not self.wish.is_empty)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _state_words(self) -> list[tuple[str, str]]:
        """What the menu offers: what has no chip, and chips there is no room for."""
        hidden = [(state, chip.text()) for state, chip in self._states.items() if chip.isHidden()]
        own = [(OVER_LIMIT, _("Over the stage's limit"))]
        if not self._kind.is_leads:
            own.insert(0, (BLOCKED, _("Waiting cards")))
        return hidden + own

    def _open_order(self) -> None:
        menu = popup_menu(self)
        self._add_orders(menu)
        right = self._order.mapToGlobal(self._order.rect().bottomRight())
        right.setX(right.x() - menu.sizeHint().width())
        menu.popup(right)

    def _add_orders(self, menu: QMenu) -> None:
        for sort in self._kind.sorts:
            action = menu.addAction(sort.label(), partial(self.sort_chosen.emit, sort))
            action.setCheckable(True)
            action.setChecked(sort is self._sort)
