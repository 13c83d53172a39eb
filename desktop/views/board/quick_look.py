# SPDX-License-Identifier: Apache-2.0
"""A glance at a card without opening it: all that stands on it, the last words, what it waits for."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import queries
from desktop.i18n import _, formats
from desktop.models import card_words
from desktop.values.rows.board import CardRow, PeekRow, StageRow
from desktop.values.states import BlockReason, StagePurpose
from desktop.views import theme
from desktop.views.board.face import CardFace
from desktop.views.context import Context
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Hairline

WIDTH = 340
_GAP = 8
_TONES = {
    card_words.LATE: "danger",
    card_words.TODAY: "warning",
    card_words.LATER: "neutral",
    card_words.MISSING: "missing",
}


class QuickLook(QWidget):
    """Space opens and closes it, arrows go on to other cards meanwhile, Enter opens the card itself."""

    opened = Signal(object)
    stepped = Signal(int)

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        *,
        face: CardFace,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._context, self._face = context, face
        self._card: CardRow | None = None
        self._peek = PeekRow()
        self.setFixedWidth(theme.px(WIDTH))
        self._title = Label("", self, style="section", lines=2)
        self._about = Label("", self, style="body", role="secondary", lines=3)
        self._figures = Label("", self, style="body", weight=theme.SEMIBOLD)
        self._touch = Chip("", "neutral", "", self)
        self._facts = Label("", self, style="small", role="secondary", lines=0)
        self._last = Label("", self, style="small", lines=6)
        self._open = Button(
            lambda: _("Open the card"), self, kind="primary", size="small", shortcut="Return"
        )
        self._open.clicked.connect(self._go)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        for part in (self._title, self._about, self._figures, self._facts):
            column.addWidget(part)
        column.addWidget(Hairline(self))
        column.addWidget(self._last)
        row = QHBoxLayout()
        row.addWidget(self._touch)
        row.addStretch(1)
        row.addWidget(self._open)
        column.addSpacing(4)
        column.addLayout(row)

    def look_at(self, card: CardRow, beside: QRect) -> None:
        """Show this card beside where it stands; what is not on the board follows when it is read."""
        self._card, self._peek = card, PeekRow()
        self._say()
        self._context.tasks.fetch(
            "quick look",
            lambda r: queries.deal_steps.peek(r, deal_id=card.id),
            then=lambda peek: self._take(card, peek),
        )
        self._fit()
        self.move(self._place(beside))
        self.show()

    def _take(self, card: CardRow, peek: PeekRow) -> None:
        if self._card is card:
            self._peek = peek
            self._say()
            self._fit()

    def _fit(self) -> None:
        column = self.layout()
        assert column is not None
        column.activate()
        self.setFixedHeight(column.totalHeightForWidth(self.width()))

    def _place(self, beside: QRect) -> QPoint:
        screen = QGuiApplication.screenAt(beside.center()) or self.screen()
        room = screen.availableGeometry()
        left = beside.right() + _GAP
        if left + self.width() > room.right():
            left = beside.left() - _GAP - self.width()
        top = min(beside.top(), room.bottom() - self.height())
        return QPoint(max(room.left(), left), max(room.top(), top))

    def _say(self) -> None:
        card, now = self._card, self._face.now()
        if card is None:
            return
        stage = self._face.stage(card)
        self._title.set_content(card.client or card.title)
        self._about.set_content(f"{card.title} · {card.number}")
        due, _meaning = card_words.due_words(card, now)
        due = _("due {day}").format(day=due) if due else ""
        self._figures.set_content(" · ".join(p for p in (card_words.sum_words(card), due) if p))
        self._facts.set_content("\n".join(self._lines(card, stage, now)))
        at_bank = stage is not None and stage.purpose == StagePurpose.AWAITING_PAYMENT
        words = card_words.touch_chip(card, now, at_bank=at_bank)
        self._touch.set_chip(words.text, _TONES[words.meaning], words.icon)
        self._last.set_content(self._last_words(now))
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(f"{self._facts.text()}\n{self._last.text()}")

    def _lines(self, card: CardRow, stage: StageRow | None, now: dt.datetime) -> list[str]:
        peek = self._peek
        person = " · ".join(part for part in (peek.contact, peek.phone or peek.email) if part)
        lines = [person, card_words.age_words(card, stage, now) if stage else ""]
        if holder := self._face.holder(card)[0]:
            lines.append(_("owner {name}").format(name=holder))
        if card.touch_goal:
            agreed = _("agreed with the client") if card.touch_agreed else ""
            lines.append(" · ".join(part for part in (card.touch_goal, agreed) if part))
        if card.blocked:
            lines.append(self._waiting(card, now))
        lines += [line for line in peek.lines[:6] if line != card.title]
        return [line for line in lines if line]

    def _waiting(self, card: CardRow, now: dt.datetime) -> str:
        why, peek = BlockReason.words(card.blocked), self._peek
        since = formats.ago(peek.blocked_at, now=now) if peek.blocked_at else ""
        return " · ".join(part for part in (why, peek.block_note, peek.blocked_by, since) if part)

    def _last_words(self, now: dt.datetime) -> str:
        peek = self._peek
        if not peek.comment or peek.comment_at is None:
            return _("No comments yet.")
        when = formats.ago(peek.comment_at, now=now)
        return f"{' · '.join(part for part in (peek.comment_by, when) if part)}\n{peek.comment}"

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close, open the card, or go on to the next one."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = event.key()
        if key in {Qt.Key.Key_Space, Qt.Key.Key_Escape}:
            self.hide()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._go()
        elif step := steps.get(Qt.Key(key)):
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)

    def _go(self) -> None:
        card = self._card
        self.hide()
        if card is not None:
            self.opened.emit(card)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box."""
        look = theme.current()
        painter = QPainter(self)
        painter.setBrush(look.sf)
        painter.setPen(QPen(look.ln2, 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
