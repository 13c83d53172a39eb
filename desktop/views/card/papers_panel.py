# SPDX-License-Identifier: Apache-2.0
"""Documents and files of a card with their states; files are dropped here, a press opens one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from uuid import UUID

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.documents import ticket_paint
from desktop.documents.ticket_paint import draw_text, fill_round
from desktop.i18n import _, formats
from desktop.models.timeline_words import Chip, file_icon
from desktop.values.rows.card import DealCard, PaperRow
from desktop.views import icons, theme
from desktop.views.card.corner import CornerButton
from desktop.views.session import Person
from desktop.views.widgets.chips import chip
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import fit_rows
from desktop.views.widgets.menu import popup_menu
from desktop.views.widgets.painted_button import PaintedButton
from desktop.views.widgets.panel import Panel

OPEN, OPEN_DOCX, SAVE, REMOVE = "open", "open_docx", "save", "remove"
_ICON = 20
_TEXT = 28


class PapersPanel(Panel):
    """`acted` tells a PaperRow and what is wanted of it; `attach_wanted` that a file is to be chosen."""

    acted = Signal(object, str)
    attach_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(lambda: _("Documents"), parent, padding=(12, 4))
        self.body.setContentsMargins(12, 4, 12, 8)
        self.add_button = CornerButton("plus", lambda: _("Attach files…"), self)
        self.add_button.clicked.connect(self.attach_wanted)
        self.add_action(self.add_button)
        self.body.setSpacing(0)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self._none = Label(
            lambda: _("Drop files here, or press +."), self, style="small", role="secondary"
        )
        self.body.addWidget(self._none)
        self.rows: list[PaperButton] = []
        self._show: tuple[DealCard, Mapping[UUID, Person], dt.tzinfo | None] | None = None

    def show_card(
        self, card: DealCard, people: Mapping[UUID, Person], zone: dt.tzinfo | None
    ) -> None:
        """Show the papers of this card."""
        self._show = (card, people, zone)
        fit_rows(self._list, self.rows, len(card.papers), self._new_row)
        self._say()

    def _new_row(self, _place: int) -> PaperButton:
        row = PaperButton(self)
        row.acted.connect(self.acted)
        return row

    def retranslate(self) -> None:
        """Say states anew."""
        if self._show is not None:
            self._say()
        super().retranslate()

    def _say(self) -> None:
        assert self._show is not None
        card, people, zone = self._show
        self._none.setVisible(not card.papers)
        is_person = card.client.company_id is None
        is_complete = card.client.requisites.is_complete(card.country, person=is_person)
        for row, paper in zip(self.rows, card.papers, strict=True):
            author = people.get(paper.by) if paper.by else None
            detail = paper_detail(paper, author.name if author else "", zone, complete=is_complete)
            row.show_paper(paper, detail, _short_detail(paper, complete=is_complete))


def paper_detail(paper: PaperRow, author: str, zone: dt.tzinfo | None, *, complete: bool) -> str:
    """The quiet second line of a paper: when and to whom it went, or what it still is."""
    if paper.sent_at is not None:
        return _("Sent {day}").format(day=formats.short_date(paper.sent_at.astimezone(zone).date()))
    if paper.is_file:
        parts = [formats.file_size(paper.size), author]
        return ", ".join(part for part in parts if part)
    draft = _("Draft, requisites complete") if complete else _("Draft, requisites not complete")
    return draft if paper.version <= 1 else _("{draft}, v{n}").format(draft=draft, n=paper.version)


def _short_detail(paper: PaperRow, *, complete: bool) -> str:
    """A draft's line where it has no room: that it is one stands in the chip beside it; "" for other papers."""
    if paper.sent_at is not None or paper.is_file:
        return ""
    return _("Requisites complete") if complete else _("Requisites not complete")


def paper_chip(paper: PaperRow) -> Chip:
    """The state of a paper in a word."""
    if paper.sent_at is not None:
        return _("sent"), "accent", ""
    if paper.is_file:
        return _("v{n}").format(n=paper.version), "neutral", ""
    return _("draft"), "neutral", ""


class PaperButton(PaintedButton):
    """One paper, 36 high: icon, name, what became of it, and its state."""

    acted = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, gap=-1)
        self._paper: PaperRow | None = None
        self._detail = self._short = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(partial(self._act, OPEN))

    def show_paper(self, paper: PaperRow, detail: str, short: str = "") -> None:
        """Show another paper; `short` is its second line where there is little room."""
        self._paper, self._detail, self._short = paper, detail, short
        to = _("to {address}").format(address=paper.sent_to) if paper.sent_to else ""
        parts = (paper.name, detail, to, paper_chip(paper)[0])
        words = ", ".join(part for part in parts if part)
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines of text."""
        return QSize(theme.px(200), theme.line("body") + theme.line("small"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw icon, words and chip."""
        paper = self._paper
        if paper is None:
            return
        look = theme.current()
        painter = QPainter(self)
        if self.underMouse():
            fill_round(painter, QRectF(self.rect()).adjusted(-4, 0, 4, 0), 4, look.hover)
        side = theme.px(_ICON)
        icon = file_icon(paper.name) if paper.is_file else "file-text"
        place = QRectF(0, (self.height() - side) // 2, side, side)
        icons.draw(painter, place, icon, look.tx3)
        right = self._paint_chip(painter, paper)
        left = theme.px(_TEXT)
        first = QRectF(left, 0, right - left - 8, theme.line("body"))
        draw_text(painter, first, paper.name, font=theme.font("body", theme.MEDIUM), ink=look.tx)
        second = QRectF(left, first.bottom() - 1, first.width(), theme.line("small"))
        font = theme.font("meta", theme.REGULAR)
        is_long = QFontMetricsF(font).horizontalAdvance(self._detail) > second.width()
        words = self._short if self._short and is_long else self._detail
        draw_text(painter, second, words, font=font, ink=look.tx2)
        painter.end()

    def _paint_chip(self, painter: QPainter, paper: PaperRow) -> float:
        made = chip(*paper_chip(paper))
        font, factor = theme.font("meta"), theme.text_size() / 100
        wide, high = made.width(font, factor), theme.px(ticket_paint.CHIP_HEIGHT)
        place = QRectF(self.width() - wide, (self.height() - high) // 2, wide, high)
        ticket_paint.draw_chip(
            painter, place, made, font=font, paint_icon=icons.draw, factor=factor
        )
        return place.left()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Everything that can be done with a paper."""
        paper = self._paper
        if paper is None:
            return
        menu = popup_menu(self)
        menu.addAction(_("Open"), partial(self._act, OPEN))
        if paper.pdf_blob:
            menu.addAction(_("Open the .docx"), partial(self._act, OPEN_DOCX))
        menu.addAction(_("Save as…"), partial(self._act, SAVE))
        if paper.is_file:
            menu.addSeparator()
            menu.addAction(_("Take off the card"), partial(self._act, REMOVE))
        menu.exec(event.globalPos())

    def _act(self, what: str, _checked: bool = False) -> None:
        if self._paper is not None:
            self.acted.emit(self._paper, what)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Del takes a file off the card."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._act(OPEN)
        elif event.key() == Qt.Key.Key_Delete and self._paper and self._paper.is_file:
            self._act(REMOVE)
        else:
            super().keyPressEvent(event)
