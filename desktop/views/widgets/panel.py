# SPDX-License-Identifier: Apache-2.0
"""Panels: a white box with a border, with or without a title bar; hairlines and sunk strips."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from desktop.views import theme
from desktop.views.widgets.framed import outline
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Content, Label
from desktop.views.widgets.live import Live

TITLE_HEIGHT = 40


class Hairline(Live, QWidget):
    """A line 1 px thick in the colour of panel borders."""

    def __init__(self, parent: QWidget | None = None, *, upright: bool = False) -> None:
        super().__init__(parent)
        fixed, free = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        self.setSizePolicy(*((fixed, free) if upright else (free, fixed)))

    def sizeHint(self) -> QSize:
        """One pixel in one of the directions."""
        return QSize(1, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().ln)
        painter.end()


class Panel(Live, QWidget):
    """A box with border and radius 6. With a title it has a bar 40 high, actions at its right.

    `body` is the layout for the content. `fill` and `border` are colour tokens; `sunk` boxes use `sunk`.
    """

    def __init__(
        self,
        title: Content = "",
        parent: QWidget | None = None,
        *,
        padding: tuple[int, int] = (12, 12),
        fill: str = "sf",
        border: str = "ln",
        radius: float = theme.RADIUS_PANEL,
    ) -> None:
        super().__init__(parent)
        self._fill = fill
        self._border = border
        self._radius = radius
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self.title_label: Label | None = None
        self._bar: QHBoxLayout | None = None
        if title:
            self._add_title(column, title)
        self.body = QVBoxLayout()
        across, down = padding
        self.body.setContentsMargins(across, down, across, down)
        self.body.setSpacing(theme.PANEL_GAP)
        column.addLayout(self.body, 1)
        # Takes what content of fixed height leaves over; else the title bar would move down.
        column.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding))

    def _add_title(self, column: QVBoxLayout, title: Content) -> None:
        bar = QWidget(self)
        bar.setFixedHeight(TITLE_HEIGHT - 1)
        row = QHBoxLayout(bar)
        # The line below is a part of the bar: what stands in it is a pixel lower than its own middle.
        row.setContentsMargins(12, 2, 12, 0)
        row.setSpacing(8)
        self.title_label = Label(title, bar, style="body", weight=theme.SEMIBOLD)
        row.addWidget(self.title_label)
        row.addStretch(1)
        self._bar = row
        self._bar_widget = bar
        column.addWidget(bar)
        column.addWidget(Hairline(self))
        self.setAccessibleName(self.title_label.text())

    def add_meta(self, widget: QWidget) -> None:
        """Put quiet words beside the title."""
        if self._bar is None:
            raise ValueError("A panel without a title has no bar for words.")
        self._bar.insertWidget(1, widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_sign(self, icon: str, ink: str = "tx2") -> None:
        """Put an icon before the title."""
        self.add_first(Icon(icon, ink, 16, self))

    def add_first(self, widget: QWidget) -> None:
        """Put a sign before the title."""
        if self._bar is None:
            raise ValueError("A panel without a title has no bar for a sign.")
        self._bar.insertWidget(0, widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_action(self, widget: QWidget) -> None:
        """Put a button, chip or count at the right of the title bar."""
        if self._bar is None:
            raise ValueError("A panel without a title has no bar for actions.")
        self._bar.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def restyle(self) -> None:
        """Let the title bar grow with the text."""
        if self.title_label is not None:
            self._bar_widget.setFixedHeight(theme.px(TITLE_HEIGHT) - 1)
        super().restyle()

    def retranslate(self) -> None:
        """The title is the name of the panel."""
        if self.title_label is not None:
            self.title_label.retranslate()  # Qt tells children after their parent
            self.setAccessibleName(self.title_label.text())
        super().retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box."""
        look = theme.current()
        painter = QPainter(self)
        fill, border = look.ink(self._fill), look.ink(self._border)
        outline(painter, QRectF(self.rect()), fill, border, self._radius)
        painter.end()
