# SPDX-License-Identifier: Apache-2.0
"""What the first start is made of: the ticket with its coloured half, numbered headings, choices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop import APP_NAME, __version__
from desktop.documents.ticket_paint import (
    FIRST_RUN,
    draw_perforation,
    draw_text,
    fill_round,
    ticket_path,
)
from desktop.i18n import _
from desktop.views import brand, icons, theme
from desktop.views.theme.tokens import RADIUS_CONTROL, SPACE_8
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.choices import draw_radio
from desktop.views.widgets.framed import outline
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live, Text, say
from desktop.views.widgets.painted_button import PaintedButton
from desktop.views.widgets.panel import Hairline
from desktop.views.widgets.text_block import Laid, Run, TextBlock

STEPS = 3
HALF = 368
"""The width of the coloured half."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What stands on the coloured half: two lines, four points with their icons, a foot."""

    lines: Callable[[], str]
    points: tuple[tuple[str, Callable[[], str]], ...]
    foot: Callable[[], str]


OWN_SHOP = Promise(
    lambda: _("Every order leaves a stub:\nwhat was said and what comes next."),
    (
        ("cloud-slash", lambda: _("Works without the internet")),
        ("database", lambda: _("Your data stays in your office")),
        ("keyboard", lambda: _("Walk-in order in under 15 keys")),
        ("compass", lambda: _("Always shows the next task")),
    ),
    lambda: _("Version {version} · no account needed").format(version=__version__),
)
OFFICE_HUB = Promise(
    lambda: _("This desk joins\nthe office hub."),
    (
        ("copy", lambda: _("All common data is copied here")),
        ("cloud-slash", lambda: _("You work on when the line is down")),
        ("arrows-clockwise", lambda: _("Changes go out by themselves")),
        ("lock-simple", lambda: _("Your own data file, your own backup")),
    ),
    lambda: "",
)


def at_step(number: int) -> Promise:
    """What stands there while a desk joins, with how far it is."""

    def foot() -> str:
        return _("Step {n} of {of} · no internet needed, only the office network").format(
            n=number, of=STEPS
        )

    return replace(OFFICE_HUB, foot=foot)


class TicketGround(Live, QWidget):
    """The ticket: the coloured half with the promise at the left, room for a form at the right.

    In the dark theme the coloured half is a tint, or it would glow.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._half = HALF
        self._promise = OWN_SHOP

    def set_promise(self, promise: Promise) -> None:
        """Say something else on the coloured half."""
        self._promise = promise
        self.update()

    def set_half(self, width: int) -> None:
        """Give the coloured half this much room; 0 leaves it out."""
        self._half = width
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ticket, perforation and what stands on the coloured half."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        if not self._half:
            outline(painter, rect, look.sf, look.ln, theme.RADIUS_FIRST_RUN)
            return
        split = self._half - 1.5
        edge = ticket_path(rect, split, FIRST_RUN)
        painter.fillPath(edge, look.sf)
        half = QPainterPath()
        half.addRect(QRectF(0, 0, self._half, rect.height()))
        painter.fillPath(edge.intersected(half), look.ac_t if look.is_dark else look.ac)
        painter.setPen(QPen(look.ln, 1))
        painter.drawPath(edge)
        ends = QPointF(split, 15), QPointF(split, rect.height() - 14)
        ink = look.tx3 if look.is_dark else look.win
        draw_perforation(painter, *ends, width=FIRST_RUN.dots, ink=ink)
        self._paint_promise(painter, self._half - 2 * _LEFT)
        painter.end()

    def _paint_promise(self, painter: QPainter, width: float) -> None:
        look = theme.current()
        ink, mark = (look.tx, look.ac) if look.is_dark else (look.on_ac, look.on_ac)
        ground = look.ac_t if look.is_dark else look.ac
        side = theme.px(40)
        brand.draw_mark(painter, QRectF(_LEFT + 1.5, 43, side, side), mark, ground)
        name = QRectF(_LEFT, theme.px(105), width, theme.px(36))
        font = QFont(theme.font("display"))
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, -0.6)
        draw_text(painter, name, APP_NAME, font=font, ink=ink)
        lines = Run(self._promise.lines())
        block = TextBlock((lines,), "dialog", theme.REGULAR, _token(look.is_dark), 3)
        laid = block.lay(width + 16)
        laid.draw(painter, QPointF(_LEFT, theme.px(149)))
        self._paint_points(painter, theme.px(149) + laid.height + 32, width, ink, mark)
        token = _token(look.is_dark)
        foot = TextBlock((Run(self._promise.foot()),), "small", theme.REGULAR, token, 3).lay(width)
        foot.draw(painter, QPointF(_LEFT, self.height() - 58 + theme.line("small") - foot.height))

    def _paint_points(
        self, painter: QPainter, top: float, width: float, ink: QColor, mark: QColor
    ) -> None:
        for icon, text in self._promise.points:
            side = theme.px(18)
            icons.draw(painter, QRectF(_LEFT, top + 1, side, side), icon, mark)
            line = QRectF(_LEFT + theme.px(30), top, width - theme.px(30), theme.line("body"))
            draw_text(painter, line, text(), font=theme.font("body"), ink=ink)
            top += theme.px(32)


_LEFT = 37


def _token(is_dark: bool) -> str:
    return "tx" if is_dark else "on_ac"


class Turn(StrEnum):
    """Where a numbered block stands among its neighbours."""

    PLAIN = "plain"
    CURRENT = "current"
    DONE = "done"


class Numbered(QWidget):
    """A heading with its number in a circle: filled while it is this one's turn, a check when it is done."""

    def __init__(self, number: int, text: Text, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_8)
        self._circle = _Circle(str(number), self)
        row.addWidget(self._circle)
        row.addWidget(Label(text, self, style="section"), 1)

    @property
    def turn(self) -> Turn:
        """Where it stands."""
        return self._circle.turn

    def set_turn(self, turn: Turn) -> None:
        """Stand elsewhere among the neighbours."""
        self._circle.turn = turn
        self._circle.retranslate()


class _Circle(Live, QWidget):
    """A number on the tint of the accent, or filled; a check once it is done."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = text
        self.turn = Turn.PLAIN
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def retranslate(self) -> None:
        """Say that it is done."""
        self.setAccessibleName(_("Done") if self.turn is Turn.DONE else self._text)
        super().retranslate()
        self.update()

    def sizeHint(self) -> QSize:
        """A circle of one line of text."""
        return QSize(theme.px(20), theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the circle."""
        look = theme.current()
        painter = QPainter(self)
        box = QRectF(self.rect())
        ground, ink = {
            Turn.PLAIN: (look.ac_t, look.ac_tx),
            Turn.CURRENT: (look.ac, look.on_ac),
            Turn.DONE: (look.ok_t, look.ok),
        }[self.turn]
        fill_round(painter, box, box.height() / 2, ground)
        if self.turn is Turn.DONE:
            side = theme.px(12)
            at = QRectF(0, 0, side, side)
            at.moveCenter(box.center())
            icons.draw(painter, at, "check", ink)
        else:
            font = theme.font("meta", theme.SEMIBOLD)
            draw_text(painter, box, self._text, font=font, ink=ink, align="centre")
        painter.end()


class ChoiceCard(PaintedButton):
    """One of several ways to go on: a radio, an icon, a name, and what it means."""

    def __init__(self, icon: str, title: Text, sentence: Text, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon, self._title, self._sentence = icon, title, sentence
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.retranslate()

    def retranslate(self) -> None:
        """Say the name anew."""
        self.setText(say(self._title))
        self.setAccessibleName(say(self._title))
        self.setAccessibleDescription(say(self._sentence))
        super().retranslate()

    def sizeHint(self) -> QSize:
        """Name and three lines."""
        return QSize(theme.px(215), theme.px(96))

    def minimumSizeHint(self) -> QSize:
        """Narrower, as high as then needed."""
        return QSize(theme.px(150), theme.px(96))

    def hasHeightForWidth(self) -> bool:
        """Where it is narrow its words take more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as its words."""
        title, sentence = self._blocks(width)
        return max(theme.px(96), 13 + title.height + sentence.height + 13)

    def _blocks(self, width: float) -> tuple[Laid, Laid]:
        """The name and what it means, laid out for this width of the card."""
        name = TextBlock((Run(say(self._title)),), "body", theme.SEMIBOLD, "tx", 2)
        meaning = TextBlock((Run(say(self._sentence)),), "small", None, "tx2", 5)
        return name.lay(width - theme.px(66) - 10), meaning.lay(width - theme.px(41) - 13)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter to the page, which starts with it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        chosen = self.isChecked()
        width = 2 if chosen else 1
        painter.setPen(QPen(look.ac if chosen else look.ln2, width))
        ground = look.hover if self.underMouse() else look.sf
        painter.setBrush(look.ac_t if chosen else ground)
        inset = width / 2
        painter.drawRoundedRect(
            box.adjusted(inset, inset, -inset, -inset), RADIUS_CONTROL, RADIUS_CONTROL
        )
        side = theme.px(16)
        draw_radio(painter, QRectF(13, 15, side, side), chosen)
        icons.draw(
            painter,
            QRectF(theme.px(42), 15, side, side),
            self._icon,
            look.ac if chosen else look.tx2,
        )
        title, sentence = self._blocks(box.width())
        title.draw(painter, QPointF(theme.px(66), 13))
        sentence.draw(painter, QPointF(theme.px(41), 13 + title.height))
        painter.end()


class Foot(QWidget):
    """The page's last row: a way aside or back at the left, what is going on, and the large button."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.restore = Button(
            lambda: _("Restore a backup…"), self, kind="quiet", icon="arrow-counter-clockwise"
        )
        self.back = Button(lambda: _("Back"), self, kind="quiet", icon="arrow-left")
        self.back.hide()
        self.note = Label("", self, style="small", role="secondary", lines=2)
        self.start = Button(
            lambda: _("Open Counterfoil"), self, kind="primary", size="large", shortcut="Return"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(45, 0, 39, 15)
        column.setSpacing(16)
        column.addWidget(Hairline(self))
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        row.addWidget(self.restore)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.note)
        row.addWidget(self.start)
        column.addLayout(row)
