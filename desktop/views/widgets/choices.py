# SPDX-License-Identifier: Apache-2.0
"""Check boxes, radio buttons and switches, with texts that wrap and may hold a bold part."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QWidget

from desktop.views import icons, theme
from desktop.views.widgets.framed import outline
from desktop.views.widgets.halo import Haloed, Ringed
from desktop.views.widgets.label import Content
from desktop.views.widgets.text_block import Run, TextBlock

if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    # At run time the Qt base comes from the class that mixes this in.
    _Button = object

_BOX = 16
_GAP = 8
_LOWEST = 24
_ICON = 16


class _Choice(Ringed, _Button):
    """What check box, radio button and switch share: a mark, a gap, a text."""

    _mark = QSize(_BOX, _BOX)
    _content: Content = ""
    _style = "body"

    def _prepare(self, content: Content, style: str) -> None:
        self._content = content
        self._style = style
        self._halo = Haloed(self, gap=0)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.retranslate()

    def set_content(self, content: Content) -> None:
        """Say something else."""
        self._content = content
        self.retranslate()

    def retranslate(self) -> None:
        """Ask the text again."""
        text = self._block().text
        self.setText(text.replace("&", "&&"))
        if text:
            self.setAccessibleName(text)
        super().retranslate()

    def _block(self) -> TextBlock:
        content = self._content() if callable(self._content) else self._content
        runs = (Run(content),) if isinstance(content, str) else tuple(content)
        return TextBlock(runs, self._style, ink="tx" if self.isEnabled() else "tx3")

    def _start(self) -> int:
        return theme.px(self._mark.width()) + (theme.px(_GAP) if self._block().text else 0)

    def sizeHint(self) -> QSize:
        """The text on one line beside the mark."""
        width = self._start() + self._block().natural_width()
        return QSize(max(width, _LOWEST), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Room for the mark and a word."""
        return QSize(min(self.sizeHint().width(), theme.px(80)), theme.px(_LOWEST))

    def hasHeightForWidth(self) -> bool:
        """A long text wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the wrapped text, never lower than a finger needs."""
        lines = self._block().lay(max(1, width - self._start())).height
        return max(lines + theme.px(4), theme.px(_LOWEST), _LOWEST)

    def hitButton(self, pos: QPoint) -> bool:
        """The whole widget is pressed, not only the mark."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the mark beside the first line, and the text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            painter.setOpacity(0.75)
        laid = self._block().lay(max(1, self.width() - self._start()))
        top = (self.height() - laid.height) // 2
        line = theme.line(self._style)
        width, height = theme.px(self._mark.width()), theme.px(self._mark.height())
        middle = top + line / 2 if self._block().text else self.height() / 2
        self._draw_mark(painter, QRectF(0, round(middle - height / 2), width, height))
        laid.draw(painter, QPointF(self._start(), top))
        painter.end()

    def _draw_mark(self, painter: QPainter, rect: QRectF) -> None:
        raise NotImplementedError


class CheckBox(_Choice, QCheckBox):
    """A box 16 × 16 with a bold tick; the third state, where allowed, is a dash. An icon may stand before the text."""

    def __init__(
        self,
        content: Content = "",
        parent: QWidget | None = None,
        *,
        style: str = "body",
        icon: str = "",
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._prepare(content, style)

    def _start(self) -> int:
        return super()._start() + (theme.px(_ICON + _GAP) if self._icon else 0)

    def _draw_mark(self, painter: QPainter, rect: QRectF) -> None:
        draw_check(painter, rect, self.checkState(), hover=self.underMouse())
        if self._icon:
            place = QRectF(
                rect.right() + theme.px(_GAP), rect.top(), theme.px(_ICON), rect.height()
            )
            icons.draw(painter, place, self._icon, theme.current().tx2)


class RadioButton(_Choice, QRadioButton):
    """A circle 16 × 16 with a dot; one of those that share a parent."""

    def __init__(
        self, content: Content = "", parent: QWidget | None = None, *, style: str = "body"
    ) -> None:
        super().__init__(parent)
        self._prepare(content, style)

    def _draw_mark(self, painter: QPainter, rect: QRectF) -> None:
        draw_radio(painter, rect, self.isChecked(), hover=self.underMouse())


class Switch(_Choice, QCheckBox):
    """On or off at once, without a Save: 28 × 16."""

    _mark = QSize(28, 16)

    def __init__(
        self, content: Content = "", parent: QWidget | None = None, *, style: str = "body"
    ) -> None:
        super().__init__(parent)
        self._prepare(content, style)

    def _draw_mark(self, painter: QPainter, rect: QRectF) -> None:
        look = theme.current()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.ac if self.isChecked() else look.edge)
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        knob = rect.height() - 4
        left = rect.right() - knob - 2 if self.isChecked() else rect.left() + 2
        painter.setBrush(look.on_ac if self.isChecked() else look.sf)
        painter.drawEllipse(QRectF(left, rect.top() + 2, knob, knob))


def draw_check(
    painter: QPainter, rect: QRectF, state: Qt.CheckState, *, hover: bool = False
) -> None:
    """The box of a check box, for delegates too."""
    look = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if state == Qt.CheckState.Unchecked:
        outline(painter, rect, look.hover if hover else look.sf, look.edge, theme.RADIUS_KEY)
    else:
        painter.setBrush(look.ac_h if hover else look.ac)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(rect, theme.RADIUS_KEY, theme.RADIUS_KEY)
        name = "check-bold" if state == Qt.CheckState.Checked else "minus-bold"
        inset = rect.width() / 8
        icons.draw(painter, rect.adjusted(inset, inset, -inset, -inset), name, look.on_ac)
    painter.restore()


def draw_radio(painter: QPainter, rect: QRectF, checked: bool, *, hover: bool = False) -> None:
    """The circle of a radio button, for delegates too."""
    look = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if checked:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.ac_h if hover else look.ac)
        painter.drawEllipse(rect)
        dot = rect.width() * 6 / 16
        inset = (rect.width() - dot) / 2
        painter.setBrush(look.on_ac)
        painter.drawEllipse(rect.adjusted(inset, inset, -inset, -inset))
    else:
        painter.setPen(QPen(look.edge, 1))
        painter.setBrush(look.hover if hover else look.sf)
        painter.drawEllipse(rect.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.restore()
