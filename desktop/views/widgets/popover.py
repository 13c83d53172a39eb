# SPDX-License-Identifier: Apache-2.0
"""A small window beside what opened it, for a choice or a date; a press outside or Esc closes it."""

import shiboken6
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QHideEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.views import theme
from desktop.views.widgets.live import Live
from desktop.views.widgets.tab_stops import tab_stops

_GAP = 4


class Popover(Live, QWidget):
    """Put widgets into `body`, then `show_at` the control. The focus goes back to where it was when it closes."""

    def __init__(self, parent: QWidget, *, width: int = 0, padding: int = 12) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._opener: QWidget | None = None
        self._before: QWidget | None = None
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(8)
        if width:
            self.setFixedWidth(theme.px(width))

    def show_at(self, opener: QWidget, *, align_right: bool = False) -> None:
        """Open below the control, above it where there is no room below."""
        self._opener = opener
        self._before = opener.window().focusWidget()
        self.fit()
        below = opener.mapToGlobal(QPoint(0, opener.height() + _GAP))
        x = below.x() + (opener.width() - self.width() if align_right else 0)
        screen = QGuiApplication.screenAt(below) or opener.screen()
        self.move(self._inside(QPoint(x, below.y()), opener, screen.availableGeometry()))
        self.show()
        self.fit()
        self.activateWindow()
        usable = [one for one in tab_stops(self) if one.isEnabled() and one.isVisibleTo(self)]
        if usable:
            usable[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def fit(self) -> None:
        """As high as its content wants at its width: lines that wrap need more than one thinks beforehand."""
        layout = self.body
        width = max(self.minimumWidth(), min(self.sizeHint().width(), self.maximumWidth()))
        wraps = layout.hasHeightForWidth()
        height = layout.totalHeightForWidth(width) if wraps else layout.totalSizeHint().height()
        self.resize(width, height)
        room = self.screen().availableGeometry()
        if self.isVisible() and self.geometry().bottom() > room.bottom():
            self.move(self.x(), max(room.top(), room.bottom() - height))

    def event(self, event: QEvent) -> bool:
        """Follow what it has to say."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self.fit()
        return done

    def _inside(self, place: QPoint, opener: QWidget, room: QRect) -> QPoint:
        x = max(room.left(), min(place.x(), room.right() - self.width()))
        y = place.y()
        if y + self.height() > room.bottom():
            y = opener.mapToGlobal(QPoint(0, 0)).y() - _GAP - self.height()
        return QPoint(x, max(room.top(), y))

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the focus back."""
        super().hideEvent(event)
        for widget in (self._before, self._opener):
            if widget is not None and shiboken6.isValid(widget) and widget.isVisible():
                widget.setFocus(Qt.FocusReason.PopupFocusReason)
                return

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box."""
        look = theme.current()
        painter = QPainter(self)
        painter.setBrush(look.sf)
        painter.setPen(QPen(look.ln2, 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()
