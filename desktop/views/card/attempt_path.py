# SPDX-License-Identifier: Apache-2.0
"""The path of attempts on a lead's page: what happened, when, whom it reached, what is next, in one sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.documents.ticket_paint import draw_text
from desktop.i18n import _, formats
from desktop.models import card_words, lead_words
from desktop.values.attempts import Reach
from desktop.values.rows.leads import LeadCard
from desktop.values.times import is_untimed
from desktop.views import icons, theme
from desktop.views.widgets.label import Label
from desktop.views.widgets.painted_button import PaintedButton
from desktop.views.widgets.panel import Hairline, Panel
from desktop.views.widgets.scroll_area import ScrollArea

NODE, LEAST, MOST_SHOWN = 28, 44, 5
_HEIGHT = 68
_ICON = 15


@dataclass(frozen=True, slots=True)
class _Node:
    """One point of the path; without `reach` it is the touch that is planned."""

    at: dt.datetime
    icon: str
    reach: Reach | None


class AttemptPath(Panel):
    """`wanted` tells the moment of an attempt whose line of the history is to be shown."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(lambda: _("Attempts path"), parent, padding=(0, 12))
        self._count = Label("", self, style="small", role="secondary")
        self.add_action(self._count)
        self._strip = QWidget(self)
        self._row = QHBoxLayout(self._strip)
        self._row.setContentsMargins(8, 0, 8, 0)
        self._row.setSpacing(0)
        self._area = ScrollArea(self._strip, self)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._said = Label("", self, style="small", role="secondary", lines=4)
        self.body.addWidget(self._area)
        said = QVBoxLayout()
        said.setContentsMargins(12, 0, 12, 0)
        said.setSpacing(8)
        said.addWidget(Hairline(self))
        said.addWidget(self._said)
        self.body.addLayout(said)
        self._shown: object = None
        self.nodes: list[NodeButton] = []

    def show_card(self, card: LeadCard, now: dt.datetime) -> None:
        """Show what was tried with this lead, and what comes next."""
        count = len(card.attempts) + (card.next_touch is not None)
        self._count.set_content(_("attempt {n}").format(n=count) if count else "")
        self._said.set_content(lead_words.path_sentence(card.attempts))
        nodes = _nodes(card)
        shown = (nodes, now.date(), theme.text_size(), theme.current().name)
        if shown != self._shown:
            self._shown = shown
            self._build(nodes, now)
        self._area.setVisible(bool(nodes))

    def _build(self, nodes: Sequence[_Node], now: dt.datetime) -> None:
        for old in self.nodes:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        last = len(nodes) - 1
        self.nodes = [
            NodeButton(node, now, self._strip, first=n == 0, last=n == last)
            for n, node in enumerate(nodes)
        ]
        for button in self.nodes:
            button.clicked.connect(partial(self.wanted.emit, button.at))
            self._row.addWidget(button, 1)
        bar = theme.px(8) if len(nodes) > MOST_SHOWN else 0
        self._area.setFixedHeight(theme.px(_HEIGHT) + bar)
        QTimer.singleShot(0, self, self._show_newest)

    def _show_newest(self) -> None:
        bar = self._area.horizontalScrollBar()
        bar.setValue(bar.maximum())


class NodeButton(PaintedButton):
    """One attempt: a circle with what happened, the day and the time below it."""

    def __init__(
        self, node: _Node, now: dt.datetime, parent: QWidget, *, first: bool, last: bool
    ) -> None:
        super().__init__(parent)
        self.at = node.at
        self._node, self._first, self._last = node, first, last
        local = node.at.astimezone(now.tzinfo)
        self._day = _day_words(local, now)
        # What was tried has happened at its minute; only what is planned may be for a day alone.
        is_for_day = node.reach is None and is_untimed(local)
        self._time = "" if is_for_day else formats.short_time(local)
        meaning = {
            Reach.NOBODY: _("no answer"),
            Reach.OTHER: _("another person"),
            Reach.TALK: _("talk"),
            None: _("planned"),
        }[node.reach]
        when = ", ".join(filter(None, (self._day, self._time)))
        self.setAccessibleName(f"{when}: {meaning}")
        self.setToolTip(self.accessibleName())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A circle and two lines."""
        return QSize(theme.px(LEAST), theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """So that the words of two neighbours never touch."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line to the neighbours, the circle with its icon, day and time."""
        look, px, node = theme.current(), theme.px, self._node
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, middle = px(NODE), self.width() / 2
        top = 1.0
        centre = top + side / 2
        painter.setPen(QPen(look.ln2, 1))
        if not self._first:
            painter.drawLine(QPointF(0, centre), QPointF(middle - side / 2, centre))
        if not self._last:
            painter.drawLine(QPointF(middle + side / 2, centre), QPointF(self.width(), centre))
        ring = {Reach.NOBODY: look.edge, None: look.wa_s}.get(node.reach, look.ac)
        ground = {Reach.TALK: look.ac_t, None: look.wa_t}.get(node.reach, look.sf)
        ink = {Reach.NOBODY: look.tx3, None: look.wa}.get(node.reach, look.ac)
        pen = QPen(ring, 1.5)
        if node.reach is None:
            pen.setDashPattern([2, 1.6])
        painter.setPen(pen)
        painter.setBrush(ground)
        circle = QRectF(middle - side / 2 + 1, top, side - 2, side - 2)
        painter.drawEllipse(circle)
        icon = px(_ICON)
        at = QRectF(middle - icon / 2, centre - icon / 2 - 1, icon, icon)
        icons.draw(painter, at, node.icon, ink)
        if self.hasFocus():
            painter.setPen(QPen(look.ac, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        for row, words in enumerate((self._day, self._time)):
            box = QRectF(0, side + px(6) + row * px(16), self.width(), px(16))
            draw_text(
                painter, box, words, font=theme.font("meta"), ink=look.tx2,
                align="centre",
            )  # fmt: skip
        painter.end()


def _nodes(card: LeadCard) -> tuple[_Node, ...]:
    nodes = [_Node(one.at, lead_words.attempt_icon(one), one.reach) for one in card.attempts]
    touch = card.next_touch
    if touch is not None and card.is_open:
        nodes.append(_Node(touch.due_at, card_words.kind_icon(touch.kind), None))
    return tuple(nodes)


def _day_words(at: dt.datetime, now: dt.datetime) -> str:
    days = (at.date() - now.date()).days
    if days == 0:
        return _("today")
    if abs(days) < 7:
        return f"{formats.day_name(at.date(), short=True)}, {at.day}"
    return formats.short_date(at.date())
