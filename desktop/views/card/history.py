# SPDX-License-Identifier: Apache-2.0
"""What happened on a card, painted line by line: only what is seen is laid out before the first paint."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from uuid import UUID

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.i18n import _
from desktop.models.timeline import TimelineModel
from desktop.models.timeline_words import Act, Said, Stress
from desktop.values.rows.card import TimelineRow
from desktop.views import theme
from desktop.views.session import Person
from desktop.views.widgets.live import Live
from desktop.views.widgets.menu import popup_menu
from desktop.views.widgets.text_block import Run
from desktop.views.widgets.timeline import Entry, EntryPainter

Index = QModelIndex | QPersistentModelIndex

_FIRST_DAY = 2
"""The first day stands a little off what is above the list."""
_AT_ONCE = 40
"""Lines laid out at a time; the rest follows between other events, so that a long history opens at once."""


class History(Live, QListView):
    """The list. `acted` tells what is wanted of a line: its file opened, its letter withdrawn or sent again."""

    acted = Signal(object, str)

    def __init__(self, model: TimelineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = model
        self._delegate = _Delegate(model, self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_AT_ONCE)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.retranslate()

    def set_people(self, people: Mapping[UUID, Person]) -> None:
        """Whose initials and colours stand at the ends of the lines."""
        self._delegate.people = people
        self._delegate.forget()
        self.viewport().update()

    def restyle(self) -> None:
        """Measure anew at another text size."""
        self._delegate.forget()
        self.scheduleDelayedItemsLayout()
        super().restyle()

    def retranslate(self) -> None:
        """Say everything anew."""
        self.setAccessibleName(_("History"))
        self.lines.retranslate()
        self.scheduleDelayedItemsLayout()
        super().retranslate()

    # Pressed

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what the line lets one do, Space unfolds it, Ctrl C copies its text."""
        index = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy(index)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._do(index)
        elif event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.unfold(index)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press on a link, on "…" or on a document."""
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        index = self.indexAt(event.position().toPoint())
        name = self._delegate.link_at(index, event.position())
        if name == "more":
            self.unfold(index)
        elif name == "link" or self._opens(index):
            self._do(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over what can be pressed."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        is_link = self._delegate.link_at(index, event.position()) or self._opens(index)
        shape = Qt.CursorShape.PointingHandCursor if is_link else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Everything that can be done with a line."""
        index = self.indexAt(event.pos())
        line = self.lines.line(index)
        if not isinstance(line, TimelineRow):
            return
        menu = popup_menu(self)
        said = self.lines.said(line)
        if said is not None and said.act is not Act.NOTHING:
            menu.addAction(said.link or _("Open"), lambda: self._do(index))
        menu.addAction(_("Copy the text"), lambda: self._copy(index))
        menu.exec(event.globalPos())

    def unfold(self, index: Index) -> None:
        """Show a long text whole, or only its beginning again."""
        if self._delegate.toggle(index):
            self.scheduleDelayedItemsLayout()

    def _opens(self, index: Index) -> bool:
        line = self.lines.line(index)
        said = self.lines.said(line) if line is not None else None
        return said is not None and said.act is Act.OPEN

    def _do(self, index: Index) -> None:
        line = self.lines.line(index)
        said = self.lines.said(line) if line is not None else None
        if said is None or not isinstance(line, TimelineRow):
            return
        if said.act is Act.NOTHING:
            self.unfold(index)
        else:
            self.acted.emit(line, said.act.value)

    def _copy(self, index: Index) -> None:
        line = self.lines.line(index)
        if isinstance(line, TimelineRow):
            QGuiApplication.clipboard().setText(line.text or str(index.data()))

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Qt scrolls a chosen line into view; a line higher than the view keeps its place."""
        if self.visualRect(index).height() <= self.viewport().height():
            super().scrollTo(index, hint)


class _Delegate(QStyledItemDelegate):
    """Paints entries; each is laid out once for a width and a theme."""

    def __init__(self, model: TimelineModel, parent: History) -> None:
        super().__init__(parent)
        self._model = model
        self._view = parent
        self.people: Mapping[UUID, Person] = {}
        self._painters: dict[object, tuple[object, EntryPainter]] = {}
        self._unfolded: set[object] = set()

    def forget(self) -> None:
        """Lay everything out anew."""
        self._painters.clear()

    def toggle(self, index: Index) -> bool:
        """Fold or unfold a line; whether there is such a line."""
        line = self._model.line(index)
        if line is None or isinstance(line, dt.date):
            return False
        self._unfolded ^= {line.id}
        self._painters.pop(_key(line), None)
        return True

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as the view, as high as the text."""
        width = self._view.viewport().width()
        painter = self._painter(index)
        high = painter.height(width) if painter else 0
        return QSize(width, high + (_FIRST_DAY if self._is_first_day(index, painter) else 0))

    @staticmethod
    def _is_first_day(index: Index, painter: EntryPainter | None) -> bool:
        return index.row() == 0 and painter is not None and painter.entry.kind == "day"

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the line; the chosen one has a ring while the keys are here."""
        entry = self._painter(index)
        if entry is None:
            return
        rect = QRectF(option.rect)
        if self._is_first_day(index, entry):
            rect.setTop(rect.top() + _FIRST_DAY)
        is_last = index.row() == self._model.rowCount() - 1
        entry.paint(painter, rect, is_last=is_last)
        state = option.state
        if state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            painter.setPen(QPen(theme.current().ac, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = rect.adjusted(theme.px(36) - 3, 1, -1, -11)
            painter.drawRoundedRect(ring, theme.RADIUS_PANEL, theme.RADIUS_PANEL)

    def link_at(self, index: Index, place: QPointF) -> str:
        """The name of the link under the pointer, or ""."""
        found = self._painters.get(_key(self._model.line(index))) if index.isValid() else None
        if found is None:
            return ""
        links = found[1].links.items()
        return next((name for name, rect in links if rect.contains(place)), "")

    def _painter(self, index: Index) -> EntryPainter | None:
        line = self._model.line(index)
        if line is None:
            return None
        key = _key(line)
        kept = self._painters.get(key)
        if kept is not None and kept[0] == line:
            return kept[1]
        said = self._model.said(line)
        if said is None:
            entry = Entry(str(key), "day", (Run(self._model.day(line)),))
        else:
            entry = _entry(said, str(key), self.people.get)
        folded = isinstance(line, dt.date) or line.id not in self._unfolded
        made = EntryPainter(entry, folded)
        self._painters[key] = (line, made)
        return made

    def helpEvent(self, event: QEvent, *rest: object) -> bool:
        """The lines say everything themselves."""
        return False


def _key(line: object) -> object:
    return (line.event, line.id, line.at) if isinstance(line, TimelineRow) else line


_RUNS: dict[Stress, Callable[[str], Run]] = {
    "plain": lambda text: Run(text, None, "tx"),
    "quiet": lambda text: Run(text, None, "tx2"),
    "medium": lambda text: Run(text, theme.MEDIUM, "tx"),
    "strong": lambda text: Run(text, theme.SEMIBOLD, "tx"),
}


def _entry(said: Said, key: str, person: Callable[[UUID], Person | None]) -> Entry:
    """A line ready to be painted."""
    who = person(said.who) if said.who is not None else None
    return Entry(
        key,
        said.kind,
        tuple(_RUNS[stress](text) for text, stress in said.title),
        said.icon,
        said.tone,
        meta=said.meta,
        time=said.time,
        initials=who.initials if who else "",
        number=who.tint if who else 0,
        text=said.text,
        chips=said.chips,
        link=said.link,
        link_icon=said.link_icon,
        badge=said.badge,
    )
