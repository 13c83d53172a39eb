# SPDX-License-Identifier: Apache-2.0
"""The parts of the sync panel: its head, what is in the way, the list of what waits, the ways on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models import sync_words
from desktop.values.rows.sync import HubState, WaitingList, WaitingRow
from desktop.views import icons, theme
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.keys import KeyCap
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live
from desktop.views.widgets.panel import Hairline
from desktop.views.widgets.text_block import Run, TextBlock

SIDE = 16
ROW, STRIP, HEAD = 44, 31, 48
FIRST_ROWS = 6
"""So many changes are named at once; all of them when they are asked for."""

INKS = {"success": "ok", "accent": "ac_tx", "warning": "wa", "danger": "er", "magenta": "mg"}


class Head(Live, QWidget):
    """Icon, state and the key that closes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = Icon("cloud-check", "ok", 20, self)
        self._title = Label("", self, style="dialog")
        line = QHBoxLayout(self)
        line.setContentsMargins(SIDE, 0, SIDE, 0)
        line.setSpacing(8)
        line.addWidget(self._icon)
        line.addWidget(self._title, 1)
        line.addWidget(KeyCap("Esc", self))
        self.restyle()

    def say(self, state: HubState, now: dt.datetime) -> None:
        """Tell the state."""
        icon, tone = sync_words.head_icon(state)
        self._icon.set_icon(icon, INKS[tone])
        self._title.set_content(sync_words.title(state, now))

    @property
    def words(self) -> str:
        """What stands there."""
        return self._title.text()

    def restyle(self) -> None:
        """Grow with the text."""
        self.setFixedHeight(theme.px(HEAD))
        super().restyle()


class Trouble(QWidget):
    """What is in the way and what can be done, and when it is tried again."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._what = Label("", self, weight=theme.SEMIBOLD, lines=2)
        self._how = Label("", self, style="small", role="secondary", lines=3)
        self._next = Label("", self, style="small", role="secondary", lines=2)
        self._last = Label("", self, style="small", role="secondary", lines=2, align="right")
        self.again = Button(lambda: _("Try now"), self, size="small", icon="arrows-clockwise")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._what)
        words.addWidget(self._how)
        upper = QHBoxLayout()
        upper.setSpacing(12)
        upper.addLayout(words, 1)
        upper.addWidget(self.again, 0, Qt.AlignmentFlag.AlignVCenter)
        lower = QHBoxLayout()
        lower.setSpacing(12)
        lower.addWidget(self._next)
        lower.addStretch(1)
        lower.addWidget(self._last)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE, 12, SIDE, 13)
        column.setSpacing(7)
        column.addLayout(upper)
        column.addLayout(lower)

    def say(self, state: HubState, now: dt.datetime) -> None:
        """Tell what is in the way."""
        what, how = sync_words.cause(state)
        self._what.set_content(what)
        self._how.set_content(how)
        self._how.setVisible(bool(how))
        coming, last = sync_words.next_try(state, now), sync_words.last_sync(state, now)
        for label, words in ((self._next, coming), (self._last, last)):
            label.set_content(words)
            label.setVisible(bool(words))
        self.again.setVisible(state.is_in_vain)


class Waiting(QWidget):
    """The changes that wait, the newest first: six of them, or all."""

    all_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._strip = _Strip(self)
        self._inner = QWidget(self)
        self._rows = QVBoxLayout(self._inner)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._more = Label("", self, style="small", role="secondary")
        self._all = Button(lambda: _("Show all"), self, kind="link", size="small")
        self._all.clicked.connect(self.all_asked)
        self._foot = QWidget(self)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(SIDE, 0, SIDE, 0)
        foot.addWidget(self._more, 1)
        foot.addWidget(self._all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._lines = [Hairline(self), Hairline(self)]
        column.addWidget(self._lines[0])
        column.addWidget(self._strip)
        column.addWidget(self._inner)
        column.addWidget(self._lines[1])
        column.addWidget(self._foot)
        self._foot.setFixedHeight(theme.px(ROW) - 1)

    def say(self, listed: WaitingList, now: dt.datetime) -> None:
        """Name what waits."""
        self.setVisible(bool(listed.count))
        self._strip.say(listed.count)
        self._fill(listed.rows, now)
        rest = sync_words.more(listed)
        self._more.set_content(rest)
        self._all.setVisible(bool(listed.more))
        for part in (self._lines[1], self._foot):
            part.setVisible(bool(rest))

    def words(self) -> list[str]:
        """What the rows say."""
        return [line.accessibleName() for line in self._inner.findChildren(_Line)]

    def _fill(self, rows: Sequence[WaitingRow], now: dt.datetime) -> None:
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for row in rows:
            self._rows.addWidget(_Line(row, now, self._inner))


class _Strip(Live, QWidget):
    """How many wait, and in which order they stand and go."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._count = Label("", self, weight=theme.SEMIBOLD)
        order = Label(
            lambda: _("newest first; oldest goes first"), self, style="small", role="secondary"
        )
        line = QHBoxLayout(self)
        line.setContentsMargins(SIDE, 0, SIDE, 0)
        line.addWidget(self._count)
        line.addStretch(1)
        line.addWidget(order)
        self.restyle()

    def say(self, count: int) -> None:
        """Tell the number."""
        self._count.set_content(_("Waiting {n}").format(n=count))

    def restyle(self) -> None:
        """Grow with the text."""
        self.setFixedHeight(theme.px(STRIP))
        super().restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().sunk)
        painter.end()


class _Line(Live, QWidget):
    """One change: icon, what it is about, what was done, when."""

    def __init__(self, row: WaitingRow, now: dt.datetime, parent: QWidget) -> None:
        super().__init__(parent)
        self._row, self._now = row, now
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language of the moment."""
        self._what, self._done = sync_words.row_words(self._row)
        self._time = sync_words.row_time(self._row, self._now)
        self.setAccessibleName(
            ", ".join(part for part in (self._what, self._done, self._time) if part)
        )
        self.setToolTip(self.accessibleName())
        super().retranslate()

    def sizeHint(self) -> QSize:
        """44 high."""
        return QSize(200, theme.px(ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line above, the icon and the words."""
        look, px = theme.current(), theme.px
        painter = QPainter(self)
        painter.fillRect(SIDE, 0, self.width() - 2 * SIDE, 1, look.ln)
        side = px(16)
        place = QRectF(SIDE, (self.height() - side) / 2 + 1, side, side)
        icons.draw(painter, place, sync_words.row_icon(self._row), look.tx2)
        time = self._block(self._time, "small", "tx3")
        right = self.width() - SIDE - time.natural_width()
        self._draw(painter, time, right, (self.height() - theme.line("small")) // 2 + 1, px(120))
        left, room = SIDE + side + px(8), right - SIDE - side - px(8) - 12
        what = self._block(self._what, "body", "tx", is_strong=True)
        if self._done:
            self._draw(painter, what, left, px(6), room)
            self._draw(painter, self._block(self._done, "small", "tx2"), left, px(24), room)
        else:
            self._draw(painter, what, left, (self.height() - theme.line("body")) // 2, room)
        painter.end()

    @staticmethod
    def _block(text: str, style: str, ink: str, *, is_strong: bool = False) -> TextBlock:
        weight = theme.MEDIUM if is_strong else None
        return TextBlock((Run(text),), style, weight, ink, 1)

    @staticmethod
    def _draw(painter: QPainter, block: TextBlock, left: int, top: int, room: int) -> None:
        block.lay(max(room, 8)).draw(painter, QPointF(left, top))


class Foot(Live, QWidget):
    """How many letters wait, with the way to them, and the way to the hub's settings."""

    open_asked = Signal()
    details_asked = Signal()

    def __init__(self, parent: QWidget, *, has_letters: bool, has_details: bool) -> None:
        super().__init__(parent)
        self._has_letters, self._has_details = has_letters, has_details
        self._words = Label("", self, style="small")
        self._open = Button(lambda: _("Open"), self, size="small")
        self._open.clicked.connect(self.open_asked)
        details = Button(lambda: _("Details"), self, size="small")
        details.clicked.connect(self.details_asked)
        details.setVisible(has_details)
        line = QHBoxLayout(self)
        line.setContentsMargins(SIDE, 1, SIDE, 0)
        line.setSpacing(8)
        line.addWidget(Icon("envelope-simple", "tx2", 16, self))
        line.addWidget(self._words, 1)
        line.addWidget(self._open)
        line.addWidget(details)
        self.restyle()

    def say(self, listed: WaitingList) -> None:
        """Tell how many letters wait."""
        self._words.set_content(sync_words.letters(listed))
        self._open.setVisible(self._has_letters and bool(listed.letters))
        self.setVisible(self._has_details or bool(listed.letters))

    def restyle(self) -> None:
        """Grow with the text."""
        self.setFixedHeight(theme.px(HEAD))
        super().restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground of a foot, and the line above it."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.sunk)
        painter.setClipRect(self.rect())
        radius = theme.RADIUS_DIALOG - 1
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0, -2 * radius, 0, 0), radius, radius)
        painter.fillRect(0, 0, self.width(), 1, look.ln)
        painter.end()
