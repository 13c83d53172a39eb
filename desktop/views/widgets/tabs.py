# SPDX-License-Identifier: Apache-2.0
"""Tabs 36 high with an accent line under the chosen one: composer, files, settings."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from desktop.documents.ticket_paint import draw_text
from desktop.views import icons, theme
from desktop.views.widgets.live import Live, Text, say

_HEIGHT = 36
_SIDE = 10
_GAP = 6
_ICON = 15


class _Tab(Live, QAbstractButton):
    def __init__(self, key: str, text: Text, icon: str, owner: "Tabs") -> None:
        super().__init__(owner)
        self.key = key
        self._text = text
        self._icon = icon
        self._owner = owner
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def retranslate(self) -> None:
        """Ask the text again."""
        self.setText(say(self._text).replace("&", "&&"))
        self.setAccessibleName(say(self._text))
        super().retranslate()

    def sizeHint(self) -> QSize:
        """Room for icon and text."""
        metrics = QFontMetricsF(theme.font("small", theme.MEDIUM))
        icon = theme.px(_ICON) + _GAP if self._icon else 0
        width = metrics.horizontalAdvance(say(self._text)) + icon + 2 * theme.px(_SIDE)
        return QSize(round(width + 0.49), theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """The icon and a few letters."""
        return QSize(min(self.sizeHint().width(), theme.px(56)), theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw icon, text and the line."""
        look = theme.current()
        painter = QPainter(self)
        ink = look.ac_tx if self.isChecked() else look.tx2
        if not self.isChecked() and self.underMouse():
            ink = look.tx
        left = float(theme.px(_SIDE))
        if self._icon:
            side = theme.px(_ICON)
            place = QRectF(left, (self.height() - side) // 2, side, side)
            icons.draw(painter, place, self._icon, ink)
            left = place.right() + _GAP
        box = QRectF(left, 0, self.width() - left - theme.px(4), self.height())
        draw_text(painter, box, say(self._text), font=theme.font("small", theme.MEDIUM), ink=ink)
        if self.isChecked():
            painter.fillRect(QRectF(0, self.height() - 2, self.width(), 2), look.ac)
        if self.hasFocus() and self._owner.shows_focus:
            painter.setPen(QPen(look.ac, 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring is for the keyboard."""
        self._owner.shows_focus = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose the neighbour."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._owner.step(1 if event.key() == Qt.Key.Key_Right else -1)
            return
        super().keyPressEvent(event)


class Tabs(Live, QWidget):
    """A row of tabs over a hairline; what they show is the owner's. `chosen` is told with the key.

    `entered` is told when a tab is pressed, chosen before or not: whoever presses it wants to go in.
    """

    chosen = Signal(str)
    entered = Signal(str)

    def __init__(
        self,
        tabs: Sequence[tuple[str, Text, str]],
        parent: QWidget | None = None,
        *,
        name: Text = "",
        inset: int = 8,
        line: bool = True,
    ) -> None:
        """`tabs` are keys, texts and icon names ("" for none); without a `line` what holds them draws it."""
        super().__init__(parent)
        self._name, self._line = name, line
        self.shows_focus = False
        row = QHBoxLayout(self)
        row.setContentsMargins(inset, 0, inset, 1)
        row.setSpacing(0)
        self._tabs = [_Tab(key, text, icon, self) for key, text, icon in tabs]
        for tab in self._tabs:
            tab.clicked.connect(lambda _=False, t=tab: self._enter(t.key))
            row.addWidget(tab)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.choose(self._tabs[0].key)
        self.retranslate()

    def retranslate(self) -> None:
        """Ask the name again."""
        self.setAccessibleName(say(self._name))
        super().retranslate()

    def renew(self) -> None:
        """Ask the texts again: one of them counts something."""
        for tab in self._tabs:
            tab.retranslate()
            tab.updateGeometry()

    def choose(self, key: str) -> None:
        """Choose without telling anybody."""
        for tab in self._tabs:
            is_it = tab.key == key
            tab.setChecked(is_it)
            tab.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_it else Qt.FocusPolicy.ClickFocus)
            tab.update()

    def offer(self, keys: Collection[str]) -> None:
        """Show only these tabs."""
        for tab in self._tabs:
            tab.setVisible(tab.key in keys)

    def current(self) -> str:
        """The key of the chosen tab."""
        return next(tab.key for tab in self._tabs if tab.isChecked())

    def step(self, by: int) -> None:
        """Choose the neighbour and go there."""
        shown = [tab for tab in self._tabs if not tab.isHidden()]
        place = next(n for n, tab in enumerate(shown) if tab.isChecked())
        target = shown[(place + by) % len(shown)]
        self._press(target.key)
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _enter(self, key: str) -> None:
        self._press(key)
        self.entered.emit(key)

    def _press(self, key: str) -> None:
        was = next((tab.key for tab in self._tabs if tab.isChecked() and tab.key != key), None)
        self.choose(key)
        if was is not None:
            self.chosen.emit(key)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hairline below."""
        if not self._line:
            return
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.current().ln)
        painter.end()
