# SPDX-License-Identifier: Apache-2.0
"""The composer's chip for the next touch: says when it is, opens the small window where it is changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.documents.ticket_paint import draw_text, fill_round
from desktop.i18n import _
from desktop.values.calendar import WorkingCalendar
from desktop.values.drafts.touch import TouchDraft
from desktop.views import icons, theme
from desktop.views.questions.touch_form import TouchForm
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.painted_button import ENTER, PaintedButton
from desktop.views.widgets.popover import Popover

_HEIGHT = 24
_ICON = 13
_SIDE = 6


class TouchChip(PaintedButton):
    """A chip that is pressed: neutral while there is a touch, in the tone of what is missing while there is none."""

    press_keys = ENTER

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = "neutral"
        self._is_wrong = False
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def say(self, words: str, tone: str) -> None:
        """Show when the touch is, in a tone of the theme."""
        self.setText(words)
        self.setAccessibleName(words)
        self._tone = tone
        self._is_wrong = False
        self.updateGeometry()
        self.update()

    def set_wrong(self, wrong: bool) -> None:
        """Outline the chip: it is what keeps the entry from being saved."""
        self._is_wrong = wrong
        self.update()

    def sizeHint(self) -> QSize:
        """Icon and words."""
        words = QFontMetricsF(theme.font("meta")).horizontalAdvance(self.text())
        return QSize(round(words) + theme.px(_ICON + 4 + 2 * _SIDE), theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """The icon and a few letters."""
        return QSize(theme.px(60), theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        look = theme.current()
        fill, ink = look.tone(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        if fill is not None:
            shade = look.pressed(fill) if self.underMouse() and self.isEnabled() else fill
            fill_round(painter, rect, theme.RADIUS_CHIP, shade)
        if self._is_wrong or fill is None:
            painter.setPen(QPen(look.er, 2 if self._is_wrong else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)
        side = theme.px(_ICON)
        left = theme.px(_SIDE)
        icons.draw(
            painter, QRectF(left, (self.height() - side) // 2, side, side), "calendar-blank", ink
        )
        box = rect.adjusted(left + side + 4, 0, -theme.px(_SIDE), 0)
        draw_text(painter, box, self.text(), font=theme.font("meta"), ink=ink)
        painter.end()


class TouchPopover(Popover):
    """The next touch in a small window; `chosen` tells the draft and why it waits again, if that was asked."""

    chosen = Signal(object, str)

    def __init__(
        self,
        parent: QWidget,
        calendar: WorkingCalendar,
        now: Callable[[], dt.datetime],
        known: TouchDraft,
        *,
        postponed: int,
        needs_reason: bool,
    ) -> None:
        super().__init__(parent, width=360)
        self.form = TouchForm(calendar, now, self)
        self.form.show_draft(known, postponed=postponed, needs_reason=needs_reason)
        self.body.addWidget(self.form)
        row = QHBoxLayout()
        row.addStretch(1)
        self.set_button = Button(
            lambda: _("Set the touch"), self, kind="primary", size="small", shortcut="Ctrl+Return"
        )
        self.set_button.clicked.connect(self.submit)
        row.addWidget(self.set_button)
        self.body.addLayout(row)
        for edit in (self.form.goal, self.form.when, self.form.reason):
            edit.returnPressed.connect(self.submit)

    def open_at(self, opener: QWidget) -> None:
        """Open beside the chip, where something is missing."""
        self.show_at(opener)
        first = self.form.when if self.form.goal.text() else self.form.goal
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        first.selectAll()

    def submit(self) -> None:
        """Take what was typed, if all of it is there."""
        draft = self.form.check()
        if draft is not None:
            self.chosen.emit(draft, self.form.reason.text().strip())
            self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Single keys choose the date, Ctrl Enter sets the touch, Esc closes."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submit()
        elif not self.form.take_key(event):
            super().keyPressEvent(event)
