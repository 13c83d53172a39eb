# SPDX-License-Identifier: Apache-2.0
"""The sync panel over the rail: how the desk stands with the hub, why, and what waits to be sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import queries
from desktop.i18n import _
from desktop.models import sync_words
from desktop.models.sync_status import SyncStatus
from desktop.values.rows.sync import MOST_READ, Link, WaitingList
from desktop.views import theme
from desktop.views.context import Context
from desktop.views.status_bar import StatusBar
from desktop.views.sync_panel_parts import FIRST_ROWS, Foot, Head, Trouble, Waiting
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.framed import outline
from desktop.views.widgets.live import Live
from desktop.views.widgets.progress import Bar
from desktop.views.widgets.scroll_area import ScrollArea
from desktop.views.widgets.shadow import REACH, draw_shadow
from desktop.views.widgets.tab_stops import tab_stops
from desktop.views.widgets.text_block import Run, bold

WIDTH, LEFT, ABOVE_BAR = 400, 12, 8
LEAST_AROUND = 72
"""The panel is never higher than the window without this."""

_SECOND_MS = 1000


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the panel leads: to what waits for a person, to the letters, to the hub's settings.

    None where there is no such place for the person at the desk.
    """

    look_at: Callable[[], object] | None
    letters: Callable[[], object] | None
    details: Callable[[], object] | None
    backed_up: Callable[[], dt.datetime | None]


class SyncPanel(Live, QWidget):
    """Lies over the window, which goes on working behind it. Esc or another press on the indicator closes it."""

    closed = Signal()

    def __init__(
        self, window: QWidget, status: StatusBar, context: Context, sync: SyncStatus, ways: Ways
    ) -> None:
        super().__init__(window)
        self._status, self._context, self._sync, self._ways = status, context, sync, ways
        self._listed = WaitingList()
        self._shows_all = False
        self._before: QWidget | None = None
        self._shade = _Shade(window)
        self._make_parts()
        self._lay_out()
        sync.changed.connect(self._refresh)
        self._clock = QTimer(self, interval=_SECOND_MS)
        self._clock.timeout.connect(self._say)
        window.installEventFilter(self)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(_("Sync with the hub"))

    def _make_parts(self) -> None:
        self.head = Head(self)
        self._middle = QWidget()
        self._area = ScrollArea(self._middle, self)
        self.look_at = Banner("", "magenta", self._middle, action=lambda: _("To look at"))
        self.look_at.pressed.connect(lambda: self._go(self._ways.look_at))
        self.safety = Banner("", "warning", self._middle, icon="check-circle", icon_ink="ok")
        self.unreadable = Banner("", "warning", self._middle)
        self.unreadable.hide()
        self.trouble = Trouble(self._middle)
        self.trouble.again.clicked.connect(self._sync.try_now)
        self.progress = Bar(self._middle, height=6, name=lambda: _("Sent"))
        self.waiting = Waiting(self._middle)
        self.waiting.all_asked.connect(self._show_all)
        self.foot = Foot(
            self,
            has_letters=self._ways.letters is not None,
            has_details=self._ways.details is not None,
        )
        self.foot.open_asked.connect(lambda: self._go(self._ways.letters))
        self.foot.details_asked.connect(lambda: self._go(self._ways.details))

    def _lay_out(self) -> None:
        banners = QVBoxLayout()
        banners.setContentsMargins(16, 0, 16, 0)
        banners.setSpacing(8)
        for part in (self.look_at, self.safety, self.unreadable, self.progress):
            banners.addWidget(part)
        middle = QVBoxLayout(self._middle)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addLayout(banners)
        middle.addWidget(self.trouble)
        middle.addWidget(self.waiting)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._area, 1)
        column.addWidget(self.foot)

    # Opening and closing

    def open(self, *, by_pointer: bool) -> None:
        """Show it; with Esc the focus goes back to where it was, after a press to the indicator."""
        before = self.window().focusWidget()
        self._before = self._status.state_button if by_pointer else before
        self._status.set_open(True)
        self._say()
        self.waiting.say(self._listed, self._context.now())
        self.foot.say(self._listed)
        self._refresh()
        self._clock.start()
        for part in (self._shade, self):
            part.show()
            part.raise_()
        self._place()
        stops = [one for one in tab_stops(self) if one.isVisibleTo(self) and one.isEnabled()]
        (stops[0] if stops else self).setFocus(Qt.FocusReason.PopupFocusReason)

    def close_panel(self) -> None:
        """Go away and give the focus back."""
        had_focus = self._has_focus()
        self._clock.stop()
        self._status.set_open(False)
        self.hide()
        if had_focus and self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()
        self._shade.deleteLater()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box."""
        look = theme.current()
        painter = QPainter(self)
        outline(painter, QRectF(self.rect()), look.sf, look.ln2, theme.RADIUS_DIALOG)
        painter.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay above the status bar when the window changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        """Fit what has another height now: other words, another text size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.setAccessibleName(_("Sync with the hub"))
        self._say()
        self.waiting.say(self._listed, self._context.now())
        super().retranslate()

    def _place(self) -> None:
        """8 above the status bar, as high as its content where the window has room for that."""
        window = self.parentWidget()
        if window is None or self.isHidden():
            return
        width = min(theme.px(WIDTH), window.width() - 2 * LEFT)
        bottom = self._status.y() - ABOVE_BAR
        wanted, room = self._wanted(width - 2) + 2, window.height() - LEAST_AROUND
        # A bar that was there for a moment would stay: beside it words break into more lines, which want it.
        bar = Qt.ScrollBarPolicy
        self._area.setVerticalScrollBarPolicy(
            bar.ScrollBarAlwaysOff if wanted <= room else bar.ScrollBarAsNeeded
        )
        height = min(wanted, room)
        box = QRect(LEFT, bottom - height, width, height)
        if box != self.geometry():
            self.setGeometry(box)
            self._shade.surround(box)

    def _wanted(self, width: int) -> int:
        """How high all parts are at that width."""
        inner = self._middle.layout()
        middle = inner.totalHeightForWidth(width) if inner is not None else 0
        ends = [one for one in (self.head, self.foot) if not one.isHidden()]
        return middle + sum(one.height() for one in ends)

    # What is said

    def _refresh(self) -> None:
        """The state, and what waits by now."""
        self._say()
        most = MOST_READ if self._shows_all else FIRST_ROWS
        self._context.tasks.fetch(
            "waiting changes",
            lambda r: queries.sync.waiting_list(r, most=most),
            then=self.show_waiting,
        )

    def _say(self) -> None:
        had_focus = self._has_focus()
        state, now = self._sync.state, self._context.now()
        self.head.say(state, now)
        self.trouble.say(state, now)
        self._say_banners()
        is_sending = state.link is Link.SENDING and state.total > 0
        self.progress.setVisible(is_sending)
        if is_sending:
            self.progress.set_parts([(state.done / state.total, "ac")])
        if had_focus and not self._has_focus():
            # What was pressed is not wanted any more; Esc still belongs to the panel.
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _has_focus(self) -> bool:
        return self.hasFocus() or self.isAncestorOf(self.window().focusWidget())

    def _say_banners(self) -> None:
        state, now = self._sync.state, self._context.now()
        strong, rest, tone = sync_words.look_at(self._sync.unsent)
        self.look_at.setVisible(bool(strong))
        if strong:
            word = (lambda: _("To look at")) if self._ways.look_at is not None else ""
            self.look_at.set_banner([bold(f"{strong} "), Run(rest)], tone, action=word)
        # Beside something that needs an answer "nothing to do" would be no comfort.
        self.safety.setVisible(state.is_in_vain or not strong)
        strong, rest = sync_words.safety(state, self._ways.backed_up(), now)
        tone = "warning" if state.is_in_vain else "success"
        self.safety.set_banner([bold(f"{strong} "), Run(rest)], tone, icon="check-circle")
        strong, rest = sync_words.unreadable(self._listed.unreadable)
        self.unreadable.setVisible(bool(strong))
        self.unreadable.set_banner([bold(f"{strong} "), Run(rest)], "warning")

    def show_waiting(self, listed: WaitingList) -> None:
        """Name what waits."""
        if listed == self._listed:
            return  # whoever reads the list keeps their place in it
        self._listed = listed
        self._say_banners()
        self.waiting.say(listed, self._context.now())
        self.foot.say(listed)
        self._place()

    def _show_all(self) -> None:
        self._shows_all = True
        self._refresh()

    def _go(self, way: Callable[[], object] | None) -> None:
        if way is not None:
            self.close_panel()
            way()


class _Shade(QWidget):
    """The soft shadow round the panel; what lies under it is pressed through it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def surround(self, box: QRect) -> None:
        """Lie around this box."""
        self.setGeometry(box.adjusted(-REACH, -REACH, REACH, 2 * REACH))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shadow."""
        painter = QPainter(self)
        draw_shadow(painter, self.rect().adjusted(REACH, REACH, -REACH, -2 * REACH))
        painter.end()
