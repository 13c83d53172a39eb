# SPDX-License-Identifier: Apache-2.0
"""A list to choose from, in the frame of an input."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QIcon, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.documents.ticket_paint import draw_text
from desktop.views import icons, theme
from desktop.views.widgets.framed import ICON, ICON_GAP, SIDE, Framed, clear_base
from desktop.views.widgets.halo import Haloed
from desktop.views.widgets.live import Text, say

CARET, SMALL_ICON = 12, 14
_TEXT = Qt.ItemDataRole.UserRole + 1
"""Where the words of a choice are asked for."""


class _ListDelegate(QStyledItemDelegate):
    """Rows of a pop-up list: 28 high, the text in the middle, the icon of the row in front."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """A row for a pointer."""
        return QSize(super().sizeHint(option, index).width(), theme.px(theme.CONTROL_SMALL))


class ComboBox(Framed, QComboBox):
    """A list to choose from, 32 high (28 with `small`); the text is elided when it does not fit."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        placeholder: Text = "",
        icon: str = "",
        small: bool = False,
        editable: bool = False,
        row_icons: bool = False,
    ) -> None:
        """`row_icons` shows the icon of the chosen row in front of it."""
        super().__init__(parent)
        self._has_row_icons = row_icons
        self._placeholder = placeholder
        self._icon = icon
        self._height = theme.CONTROL_SMALL if small else theme.CONTROL_HEIGHT
        self._style = "small" if small else "body"
        self._icon_side = SMALL_ICON if small else ICON
        self._halo = Haloed(self, gap=-1, radius=theme.RADIUS_CONTROL)
        self.setView(QListView(self))
        self.setItemDelegate(_ListDelegate(self))
        self.setMaxVisibleItems(12)
        self.setEditable(editable)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.restyle()
        self.retranslate()

    def restyle(self) -> None:
        """Take font, colours and height of the theme in force."""
        self.setFont(theme.font(self._style))
        self.setFixedHeight(theme.px(self._height))
        line = self.lineEdit()
        if line is not None:
            line.setFrame(False)
            line.setFont(theme.font(self._style))
            clear_base(line)
        super().restyle()

    def offer(self, text: Text, value: object = None, icon: QIcon | None = None) -> None:
        """Offer a choice whose words are asked again in another language."""
        self.addItem(icon or QIcon(), say(text), value)
        self.setItemData(self.count() - 1, text, _TEXT)

    def retranslate(self) -> None:
        """Ask the placeholder and the choices again."""
        self.setPlaceholderText(say(self._placeholder))
        line = self.lineEdit()
        if line is not None:
            line.setPlaceholderText(say(self._placeholder))
        for row in range(self.count()):
            text = self.itemData(row, _TEXT)
            if callable(text):
                self.setItemText(row, text())
        super().retranslate()

    def _is_active(self) -> bool:
        line = self.lineEdit()
        return self.hasFocus() or (line is not None and line.hasFocus())

    def _start(self) -> int:
        has_icon = bool(self._icon) or (
            self._has_row_icons and not self.itemIcon(self.currentIndex()).isNull()
        )
        icon = theme.px(self._icon_side) + theme.px(ICON_GAP) if has_icon else 0
        return theme.px(SIDE) + 1 + icon

    def sizeHint(self) -> QSize:
        """Room for the longest row."""
        texts = [self.itemText(row) for row in range(self.count())]
        return QSize(self._room_for(texts), theme.px(self._height))

    def chosen_width(self) -> int:
        """How wide it has to be for what is chosen."""
        return self._room_for([self.shown_text()])

    def _room_for(self, texts: list[str]) -> int:
        metrics = QFontMetricsF(theme.font(self._style))
        longest = max((metrics.horizontalAdvance(text) for text in texts), default=theme.px(60))
        arrow = theme.px(CARET) + 2 * theme.px(SIDE)
        return round(self._start() + longest + arrow)

    def minimumSizeHint(self) -> QSize:
        """A word and the arrow."""
        return QSize(min(self.sizeHint().width(), theme.px(80)), theme.px(self._height))

    def findData(
        self,
        data: object,
        role: int = Qt.ItemDataRole.UserRole,
        flags: Qt.MatchFlag = Qt.MatchFlag.MatchExactly,
    ) -> int:
        """The row with this value, -1 for none: Qt finds an id of ours only where it is the very same object."""
        equal = (row for row in range(self.count()) if self.itemData(row, role) == data)
        return next(equal, -1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A page that is rolled on over a list must not choose from it unseen."""
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the line edit of an editable list inside the frame."""
        super().resizeEvent(event)
        line = self.lineEdit()
        if line is not None:
            arrow = theme.px(CARET) + 2 * theme.px(SIDE)
            line.setGeometry(
                self._start() - 2, 1, self.width() - self._start() - arrow, self.height() - 2
            )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw frame, icon, chosen text and arrow."""
        look = theme.current()
        painter = QPainter(self)
        self._draw_frame(painter, sunk=not self.isEnabled())
        size = theme.px(CARET)
        arrow = QRectF(
            self.width() - theme.px(SIDE) - 1 - size, (self.height() - size) // 2, size, size
        )
        icons.draw(painter, arrow, "ph.caret-down", look.tx3)
        if self._icon:
            side = theme.px(self._icon_side)
            place = QRectF(theme.px(SIDE) + 1, (self.height() - side) // 2, side, side)
            icons.draw(painter, place, self._icon, look.tx3)
        elif self._has_row_icons:
            side = theme.px(self._icon_side)
            place = QRectF(theme.px(SIDE) + 1, (self.height() - side) // 2, side, side)
            self.itemIcon(self.currentIndex()).paint(painter, place.toRect())
        if not self.isEditable():
            start = self._start()
            box = QRectF(start, 0, arrow.left() - start - 4, self.height())
            ink = look.tx if self.currentText() and self.isEnabled() else look.tx3
            draw_text(painter, box, self.shown_text(), font=theme.font(self._style), ink=ink)
        painter.end()

    def shown_text(self) -> str:
        """What stands in the closed box: what is chosen, or what is to be chosen there."""
        return self.currentText() or self.placeholderText()
