# SPDX-License-Identifier: Apache-2.0
"""The one message at the bottom left that says what was done and offers to take it back."""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop.documents.ticket_paint import draw_text, fill_round
from desktop.i18n import _, say_keys
from desktop.views import icons, theme
from desktop.views.widgets.free_place import above_buttons
from desktop.views.widgets.live import Live, Text, say

SECONDS = 8
_HEIGHT = 40
_SIDE = 12
_GAP = 12
_ICON = 17
_TICK_MS = 1000


class _Link(Live, QPushButton):
    """The word that is pressed in a toast, in the inverted link colour."""

    def __init__(self, text: Text, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = text
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.retranslate()

    def retranslate(self) -> None:
        """Ask the text again."""
        self.setText(say(self._text).replace("&", "&&"))
        self.setAccessibleName(say(self._text))
        super().retranslate()

    def _font(self) -> QFont:
        return theme.font("body", theme.MEDIUM)

    def sizeHint(self) -> QSize:
        """The word with some room for the pointer."""
        width = QFontMetricsF(self._font()).horizontalAdvance(say(self._text))
        return QSize(round(width), theme.px(theme.CONTROL_SMALL))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the word, underlined while it has the focus or the pointer."""
        font = QFont(self._font())
        font.setUnderline(self.hasFocus() or self.underMouse())
        painter = QPainter(self)
        ink = theme.current().toast_link
        box = QRectF(self.rect()).adjusted(-1, 0, 0, 0)
        draw_text(painter, box, say(self._text), font=font, ink=ink, align="right")
        painter.end()


class _Words(Live, QWidget):
    """The icon and the sentence."""

    def __init__(self, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.icon = icon
        self.text = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def show_text(self, text: str) -> None:
        """Say another sentence."""
        self.text = text
        self.updateGeometry()
        self.update()

    def _font(self) -> QFont:
        return theme.font("small", theme.MEDIUM)

    def _start(self) -> int:
        return theme.px(_ICON) + _GAP if self.icon else 0

    def sizeHint(self) -> QSize:
        """The sentence on one line."""
        width = QFontMetricsF(self._font()).horizontalAdvance(self.text)
        return QSize(self._start() + round(width) + 1, theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """A few words."""
        return QSize(min(self.sizeHint().width(), theme.px(120)), theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw icon and sentence; a cut one is whole in the tool tip."""
        look = theme.current()
        painter = QPainter(self)
        if self.icon:
            side = theme.px(_ICON)
            place = QRectF(0, (self.height() - side) // 2, side, side)
            icons.draw(painter, place, self.icon, look.toast_tx)
        box = QRectF(self.rect()).adjusted(self._start(), 0, 0, 0)
        draw_text(painter, box, self.text, font=self._font(), ink=look.toast_tx)
        painter.end()
        self.setToolTip(self.text if self.width() < self.sizeHint().width() else "")


class Toast(Live, QWidget):
    """40 high, inverted; stays 8 seconds, longer while the pointer or the focus is on it.

    `countdown` says the seconds left in place of `text` ("E-mail leaves in 8 s"). `undone` is told when the link is
    pressed, `expired` when the time ran out, `gone` after either and after `dismiss`. A focus on its link goes back to
    `came_from`.
    """

    undone = Signal()
    expired = Signal()
    gone = Signal()
    ticked = Signal()

    def __init__(
        self,
        text: Text,
        parent: QWidget,
        *,
        icon: str = "ph.check-circle",
        action: Text | None = None,
        shortcut: str = "",
        seconds: int = SECONDS,
        countdown: Callable[[int], str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._countdown = countdown
        self._left = seconds
        self._shortcut = shortcut
        self._is_gone = False
        self.came_from: QWidget | None = None
        self._words = _Words(icon, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(_SIDE, 0, _SIDE, 0)
        row.setSpacing(_GAP)
        row.addWidget(self._words, 1)
        self._link: _Link | None = None
        if action is not None:
            self._link = _Link(action, self)
            self._link.clicked.connect(self._undo)
            row.addWidget(self._link)
        self._key_width = 0
        self.setFixedHeight(theme.px(_HEIGHT))
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.retranslate()

    @property
    def link(self) -> QPushButton | None:
        """The word to press, if there is one."""
        return self._link

    def text(self) -> str:
        """The sentence as it reads now."""
        return say(self._text) if self._countdown is None else self._countdown(self._left)

    def start(self) -> None:
        """Begin to count the seconds."""
        self._timer.start()

    def seconds_left(self) -> int:
        """How many seconds it will stay, pauses not counted."""
        return self._left

    def dismiss(self) -> None:
        """Go at once, telling neither `undone` nor `expired`."""
        self._leave()

    def is_held(self) -> bool:
        """Whether the pointer or the focus keeps it."""
        return self.underMouse() or (self._link is not None and self._link.hasFocus())

    def retranslate(self) -> None:
        """Ask the sentence again; screen readers hear it with the way back."""
        self._words.show_text(self.text())
        self.setAccessibleName(self.text())
        self._key_width = 0
        if self._shortcut and self._link is not None:
            metrics = QFontMetricsF(theme.font("small"))
            self._key_width = round(metrics.horizontalAdvance(say_keys(self._shortcut)))
        right = _SIDE + (self._key_width + _GAP if self._key_width else 0)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(_SIDE, 0, right, 0)
        super().retranslate()

    def restyle(self) -> None:
        """Grow with the text size."""
        self.setFixedHeight(theme.px(_HEIGHT))
        self.retranslate()

    def _tick(self) -> None:
        if self.is_held():
            return
        self._left -= 1
        if self._left <= 0:
            self._leave()
            self.expired.emit()
        else:
            if self._countdown is not None:
                self.retranslate()
            self.ticked.emit()

    def _undo(self) -> None:
        self._leave()
        self.undone.emit()

    def _leave(self) -> None:
        if self._is_gone:
            return
        self._is_gone = True
        self._timer.stop()
        has_focus = self._link is not None and self._link.hasFocus()
        self.hide()
        before = self.came_from
        if has_focus and before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.gone.emit()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press beside the link does nothing: below lie cards."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the inverted box and the key."""
        look = theme.current()
        painter = QPainter(self)
        fill_round(painter, QRectF(self.rect()), theme.RADIUS_PANEL, look.toast)
        if self._key_width:
            ink = QColor(look.toast_tx)
            ink.setAlphaF(0.85)
            box = QRectF(self.rect()).adjusted(0, 0, -_SIDE, 0)
            name = say_keys(self._shortcut)
            draw_text(painter, box, name, font=theme.font("small"), ink=ink, align="right")
        painter.end()


class ToastHost(QObject):
    """Shows toasts at the bottom left of a widget, one at a time: a new one sends the old away.

    A button that lies there, in the foot of a page, is not covered: the toast stands above it.
    """

    def __init__(self, area: QWidget, *, margin: int = 16, widest: int = 760) -> None:
        super().__init__(area)
        self._area = area
        self._margin = margin
        self._widest = widest
        self._toast: Toast | None = None
        area.installEventFilter(self)

    def current(self) -> Toast | None:
        """The toast on the screen, or None."""
        return self._toast

    def show_toast(
        self,
        text: Text,
        *,
        icon: str = "ph.check-circle",
        undo: Callable[[], object] | None = None,
        action: Text | None = None,
        shortcut: str = "",
    ) -> Toast:
        """Say what was done; with `undo` offer the way back, or another action by its own word and key."""
        if undo is not None and action is None:
            action, shortcut = (lambda: _("Undo")), "Ctrl+Z"
        toast = Toast(text, self._area, icon=icon, action=action, shortcut=shortcut)
        if undo is not None:
            toast.undone.connect(undo)
        return self.show_made(toast)

    def show_count_down(
        self,
        text: Callable[[int], str],
        *,
        seconds: int = SECONDS,
        undo: Callable[[], object],
        icon: str = "ph.paper-plane-tilt",
    ) -> Toast:
        """Say for how many seconds something can still be stopped."""
        toast = Toast(
            "", self._area, icon=icon, action=lambda: _("Undo"), seconds=seconds, countdown=text
        )
        toast.undone.connect(undo)
        return self.show_made(toast)

    def show_made(self, toast: Toast) -> Toast:
        """Show a toast made elsewhere with the area as its parent."""
        toast.came_from = QApplication.focusWidget()
        if self._toast is not None:
            if self._toast.isAncestorOf(toast.came_from or self._area):
                toast.came_from = self._toast.came_from
            self._toast.dismiss()
        self._toast = toast
        toast.gone.connect(self._forget)
        toast.ticked.connect(self._place)  # another page may have come below it
        self._place()
        toast.show()
        toast.raise_()
        # Screen readers say it at once, wherever the focus is.
        QAccessible.updateAccessibility(QAccessibleEvent(toast, QAccessible.Event.Alert))
        toast.start()
        return toast

    def _forget(self) -> None:
        if self.sender() is self._toast:
            self._toast = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom left when the area changes its size."""
        if event.type() == QEvent.Type.Resize and self._toast is not None:
            self._place()
        return False

    def _place(self) -> None:
        if self._toast is None:
            return
        room = self._area.width() - 2 * self._margin
        width = min(self._toast.sizeHint().width(), theme.px(self._widest), room)
        self._toast.resize(width, self._toast.height())
        bottom = self._area.height() - self._margin - self._toast.height()
        place = QRect(QPoint(self._margin, bottom), self._toast.size())
        self._toast.move(above_buttons(self._area, place, self._toast).topLeft())
