# SPDX-License-Identifier: Apache-2.0
"""Parts of the stage form: the colour of its line, and what it demands of a card on entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.documents.ticket_paint import fill_round
from desktop.i18n import N_, _
from desktop.models.rows import RowRole
from desktop.models.stages import COLOURS
from desktop.values.demands import OF_DEALS, ROLE_PREFIX, Demand
from desktop.values.rows.settings import StageSettingRow
from desktop.values.states import Role
from desktop.views import icons, theme
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.halo import Haloed
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.live import Live
from desktop.views.widgets.menu import popup_menu
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.table import TableDelegate

_SIDE, _BAR_RADIUS = 26, 2

Index = QModelIndex | QPersistentModelIndex


class _Swatch(Live, QAbstractButton):
    """One colour, with a tick while it is chosen."""

    def __init__(self, number: int, owner: Swatches) -> None:
        super().__init__(owner)
        self.number = number
        self._owner = owner
        self._halo = Haloed(self, gap=1)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(_(COLOURS[self.number]))
        self.setToolTip(_(COLOURS[self.number]))
        super().retranslate()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_SIDE), theme.px(_SIDE))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.stages[self.number])
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, theme.RADIUS_CONTROL, theme.RADIUS_CONTROL)
        if self.isChecked():
            inset = theme.px(7)
            tick = box.adjusted(inset, inset, -inset, -inset)
            icons.draw(painter, tick, "check-bold", theme.LIGHT.sf)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps:
            self._owner.step(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._halo.ring(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._halo.ring(False)


class Swatches(QWidget):
    """The colours that are offered; arrows choose, `chosen` tells the number."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._swatches = [_Swatch(number, self) for number in range(len(COLOURS))]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for swatch in self._swatches:
            self._group.addButton(swatch)
            swatch.clicked.connect(partial(self.chosen.emit, swatch.number))
            row.addWidget(swatch)
        row.addStretch(1)
        self.set_value(0)

    def value(self) -> int:
        """The chosen colour's number."""
        return next((one.number for one in self._swatches if one.isChecked()), 0)

    def set_value(self, number: int) -> None:
        """Mark a colour without telling anybody."""
        for swatch in self._swatches:
            is_it = swatch.number == number % len(self._swatches)
            swatch.setChecked(is_it)
            swatch.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if is_it else Qt.FocusPolicy.ClickFocus
            )
            if is_it:
                self.setFocusProxy(swatch)

    def step(self, by: int) -> None:
        """Choose the next colour or the one before."""
        number = (self.value() + by) % len(self._swatches)
        self.set_value(number)
        self._swatches[number].setFocus(Qt.FocusReason.TabFocusReason)
        self.chosen.emit(number)


class ColourBar(Live, QWidget):
    """The stage's colour before its name in the title bar; nothing for an end."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._number: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_colour(self, number: int | None) -> None:
        """Show another one."""
        self._number = number
        self.setVisible(number is not None)
        self.update()

    def sizeHint(self) -> QSize:
        """As high as a line of text."""
        return QSize(4, theme.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        if self._number is not None:
            colours = theme.current().stages
            painter = QPainter(self)
            colour = colours[self._number % len(colours)]
            fill_round(painter, QRectF(self.rect()), _BAR_RADIUS, colour)
            painter.end()


class StageDelegate(TableDelegate):
    """Puts the stage's colour before its name, which is heavier where the stage is chosen."""

    def _font(self, index: Index) -> QFont:
        if index.column() != 1:
            return super()._font(index)
        view = self.parent()
        is_chosen = isinstance(view, QTableView) and view.currentIndex().row() == index.row()
        return theme.font("body", theme.SEMIBOLD if is_chosen else theme.MEDIUM)

    def _draw_before(self, painter: QPainter, box: QRectF, index: Index) -> QRectF:
        row = index.data(RowRole.ROW)
        if index.column() == 1 and isinstance(row, StageSettingRow):
            colours = theme.current().stages
            height = theme.px(24)
            # Close to the handle: the name needs the room.
            left = box.left() - theme.px(8)
            place = QRectF(left, round(box.center().y() - height / 2), 4, height)
            fill_round(painter, place, _BAR_RADIUS, colours[row.colour % len(colours)])
            return box.adjusted(4, 0, theme.px(6), 0)
        if index.column() > 1:
            # Its room begins behind the name, which needs the padding between them.
            return box.adjusted(-theme.px(16), 0, 0, 0)
        return super()._draw_before(painter, box, index)


_GROUPS: tuple[tuple[str, str, tuple[Demand, ...]], ...] = (
    (
        N_("Field"),
        "identification-card",
        (
            Demand.CONTACT,
            Demand.PHONE,
            Demand.EMAIL,
            Demand.COMPANY,
            Demand.REQUISITES,
            Demand.LINES,
            Demand.AMOUNT,
            Demand.DUE,
            Demand.DECIDER,
            Demand.TALK,
            Demand.SCRIPT,
        ),
    ),
    (N_("Document"), "file-text", (Demand.CONTRACT, Demand.INVOICE)),
    (N_("Payment"), "credit-card", (Demand.PREPAYMENT, Demand.PAID)),
)
_ROLE = (N_("Role"), "user")
_SAID = (N_("Comment"), "chat-text")
"""What was said is asked for by name: it is offered with the fields, but is none."""


class DemandList(QWidget):
    """What a card must have to enter; `changed` tells the whole list. Only kinds that the program can ask for."""

    changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._demands: tuple[str, ...] = ()
        self._kinds: tuple[Demand, ...] = OF_DEALS
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.add_buttons: dict[str, Button] = {}
        adders = QWidget(self)
        flow = FlowLayout(adders, gap=8)
        for word, _icon, _kinds in (*_GROUPS, (*_ROLE, ())):
            button = Button(partial(_, word), adders, size="small", icon="plus")
            button.clicked.connect(partial(self._offer, word))
            self.add_buttons[word] = button
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._rows)
        column.addWidget(adders)

    def set_kinds(self, kinds: tuple[Demand, ...]) -> None:
        """What a stage of these cards can demand besides a role; a kind with nothing of it is not offered."""
        self._kinds = kinds
        for word, _icon, found in _GROUPS:
            self.add_buttons[word].setVisible(bool(set(found) & set(kinds)))

    def demands(self) -> tuple[str, ...]:
        """The demands in their order."""
        return self._demands

    def show_demands(self, demands: Iterable[str]) -> None:
        """Show these without telling anybody."""
        wanted = tuple(demands)
        if wanted == self._demands and self._rows.count() == len(wanted):
            return
        self._demands = wanted
        empty(self._rows)
        for one in wanted:
            self._rows.addWidget(self._row(one))

    def offered(self, word: str) -> Sequence[tuple[str, str]]:
        """What can still be demanded of this kind, with its words."""
        found = [(role_demand(role), role.label()) for role in Role]
        for group, _icon, kinds in _GROUPS:
            if group == word:
                found = [(kind.value, kind.label()) for kind in kinds if kind in self._kinds]
        return [(demand, words) for demand, words in found if demand not in self._demands]

    def add(self, demand: str) -> None:
        """Demand one thing more."""
        self.changed.emit((*self._demands, demand))

    def _row(self, demand: str) -> QWidget:
        kind, icon, words = _told(demand)
        box = Panel(parent=self, padding=(10, 3))
        box.body.setContentsMargins(10, 3, 1, 3)  # the cross has its own room
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Icon(icon, "tx3", 16, box))
        row.addWidget(Label(kind, box, weight=theme.MEDIUM))
        row.addWidget(Label(words, box, style="small", role="secondary"), 1)
        remove = icon_button("x", lambda: _("Do not demand it"), box, size="small")
        remove.setAccessibleDescription(words)
        remove.clicked.connect(partial(self._remove, demand))
        row.addWidget(remove)
        box.body.addLayout(row)
        return box

    def _remove(self, demand: str) -> None:
        place = self._demands.index(demand)
        self.changed.emit(tuple(one for one in self._demands if one != demand))
        # The row is gone with its button: the keys go to the next one's, at the end to what adds one.
        item = self._rows.itemAt(place)
        row = item.widget() if item is not None else None
        button = row.findChild(Button) if row is not None else None
        target = button or self.add_buttons[_GROUPS[0][0]]
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, word: str) -> None:
        menu = popup_menu(self)
        for demand, words in self.offered(word):
            menu.addAction(words, partial(self.add, demand))
        if menu.isEmpty():
            menu.addAction(_("Everything is demanded already")).setEnabled(False)
        button = self.add_buttons[word]
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])


def role_demand(role: Role) -> str:
    """The demand for a person with this role."""
    return f"{ROLE_PREFIX}{role.value}"


def _told(demand: str) -> tuple[str, str, str]:
    """Kind, icon and words of a demand; one of a newer version stands as it is written."""
    if demand.startswith(ROLE_PREFIX):
        return _(_ROLE[0]), _ROLE[1], Role.words(demand.removeprefix(ROLE_PREFIX))
    if demand == Demand.TALK:
        return _(_SAID[0]), _SAID[1], Demand.TALK.label()
    for word, icon, kinds in _GROUPS:
        if demand in kinds:
            return _(word), icon, Demand(demand).label()
    return _("Other kind"), "question", demand
