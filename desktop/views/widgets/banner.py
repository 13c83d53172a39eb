# SPDX-License-Identifier: Apache-2.0
"""A tinted strip in the page: one sentence about a state that lasts, and the ways out, below it where it is narrow."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from desktop.documents.ticket_paint import fill_round
from desktop.views import theme
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Content, Label
from desktop.views.widgets.live import Live, Text, say

_INKS = {"warning": "wa", "danger": "er", "success": "ok", "accent": "ac_tx", "magenta": "mg"}
_ICONS = {
    "warning": "ph.warning",
    "danger": "ph.warning-circle",
    "success": "ph.check-circle",
    "accent": "ph.info",
    "magenta": "ph.arrows-left-right",
}

_BESIDE = 560
"""From this width on several ways out stand beside the sentence."""


class Banner(Live, QWidget):
    """At least 36 high; the sentence wraps. `pressed` is told when the action is pressed."""

    pressed = Signal()

    def __init__(
        self,
        content: Content = "",
        tone: str = "warning",
        parent: QWidget | None = None,
        *,
        icon: str = "",
        icon_ink: str = "",
        action: Text = "",
    ) -> None:
        """`icon_ink` is another colour token for the icon than that of the tone."""
        super().__init__(parent)
        self._more: QHBoxLayout | None = None
        self._tone = tone
        self._icon_ink = icon_ink
        self._icon = Icon(icon or _ICONS[tone], _INKS[tone], 17, self)
        self._label = Label(content, self, style="small", lines=0)
        self._action = _Action(action, self)
        self._action.clicked.connect(self.pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._middle.setSpacing(4)
        self._middle.addWidget(self._label, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(self._middle, 1)
        row.addWidget(self._action, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.set_banner(content, tone, icon=icon, action=action)

    def set_banner(self, content: Content, tone: str, *, icon: str = "", action: Text = "") -> None:
        """Say something else."""
        self._tone = tone
        self._icon.set_icon(icon or _ICONS[tone], self._icon_ink or _INKS[tone])
        self._label.set_content(content)
        self._action.set_content(action)
        self._action.setVisible(bool(say(action)))
        self.retranslate()

    def add_action(self, text: Text) -> Button:
        """One more way out, beside the others; they go below the sentence where there is no room beside it."""
        button = _Action(text, self)
        if self._more is None:
            self._more = QHBoxLayout()
            self._more.setSpacing(12)
            self._more.addStretch()
            self._middle.addLayout(self._more)
        self._more.insertWidget(self._more.count() - 1, button)
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Several ways out leave a sentence too little room in a narrow panel."""
        super().resizeEvent(event)
        is_narrow = self._more is not None and event.size().width() < theme.px(_BESIDE)
        directions = QBoxLayout.Direction
        self._middle.setDirection(directions.TopToBottom if is_narrow else directions.LeftToRight)

    def retranslate(self) -> None:
        """The sentence is what screen readers hear."""
        self._label.retranslate()  # Qt tells children after their parent
        self.setAccessibleName(self._label.text())
        super().retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tint."""
        fill = theme.current().tone(self._tone)[0]
        painter = QPainter(self)
        if fill is not None:
            fill_round(painter, QRectF(self.rect()), theme.RADIUS_CONTROL, fill)
        painter.end()


class _Action(Button):
    """The way out: a word that is pressed, in the colour of all such."""

    def __init__(self, text: Text, parent: QWidget) -> None:
        super().__init__(text, parent, kind="link", size="small")

    def text_weight(self) -> QFont.Weight:
        """Stronger than the sentence before it."""
        return theme.SEMIBOLD
