# SPDX-License-Identifier: Apache-2.0
"""The steps at the left of the wizard: number or tick, title, and where the step stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.documents.ticket_paint import draw_text
from desktop.i18n import N_, _, pgettext
from desktop.values.drafts.contract import Step
from desktop.views import icons, theme
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live, Text

WIDTH = 232
_CIRCLE = 24
_TITLES = {
    Step.REQUISITES: N_("Requisites"),
    Step.PREVIEW: N_("Preview"),
    Step.EDIT: N_("Edit (optional)"),
}


def step_title(step: Step) -> str:
    """A step's name in the present language."""
    # A step is named by a noun where the button of the same word is a verb.
    if step is Step.SEND:
        return pgettext("step", "Send")
    return pgettext("step", "Done") if step is Step.DONE else _(_TITLES[step])


class _Circle(Live, QWidget):
    """A number in a circle, or a tick."""

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._number = number
        self.is_done = self.is_current = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A circle that grows with the text."""
        return QSize(theme.px(_CIRCLE), theme.px(_CIRCLE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw circle and number."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(self.rect())
        if self.is_done:
            painter.setBrush(look.ok_t)
            painter.drawEllipse(box)
            side = theme.px(13)
            inset = (box.width() - side) / 2
            icons.draw(
                painter, box.adjusted(inset, inset, -inset, -inset), "ph.check-bold", look.ok
            )
        else:
            painter.setBrush(look.ac if self.is_current else look.ne_t)
            painter.drawEllipse(box)
            ink = look.on_ac if self.is_current else look.tx2
            font = theme.font("small", theme.SEMIBOLD)
            draw_text(painter, box, str(self._number), font=font, ink=ink, align="centre")
        painter.end()


class _Row(Live, QWidget):
    """One step; a press goes back to a step that is done."""

    pressed = Signal()

    def __init__(self, step: Step, number: int, detail: Text, parent: QWidget) -> None:
        super().__init__(parent)
        self._step = step
        self._can_go = False
        self._circle = _Circle(number, self)
        self._title = Label(lambda: step_title(step), self, weight=theme.SEMIBOLD)
        self._detail = Label(detail, self, style="small", role="secondary", lines=0)
        column = QVBoxLayout()
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(10)
        row.addWidget(self._circle, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_state(self, *, is_done: bool, is_current: bool, can_go: bool, detail: Text) -> None:
        """Say where the step stands, and whether a press goes there."""
        self._circle.is_done, self._circle.is_current = is_done, is_current
        self._can_go = can_go
        self._detail.set_content(detail)
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_done else Qt.CursorShape.ArrowCursor)
        state = _("done") if is_done else _("current step") if is_current else ""
        words = (self._title.text(), state, self._detail.text())
        self.setAccessibleName(", ".join(word for word in words if word))
        self._circle.update()
        self.update()

    def detail(self) -> str:
        """What stands under the title."""
        return self._detail.text()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go back to a step that is done."""
        if self._can_go and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the fill and the bar of the current step."""
        if not self._circle.is_current:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().sf)
        painter.fillRect(0, 0, 3, self.height(), theme.current().ac)
        painter.end()


class StepList(Live, QWidget):
    """All steps from top to bottom; `chosen` is told with a step that is done and was pressed."""

    chosen = Signal(object)

    def __init__(self, details: Mapping[Step, Callable[[], str]], parent: QWidget) -> None:
        """`details` gives the line under each step's title; it is asked again with every `show_step`."""
        super().__init__(parent)
        self._details = details
        self.setFixedWidth(theme.px(WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 1, 12)
        column.setSpacing(0)
        self.rows: dict[Step, _Row] = {}
        for number, step in enumerate(Step, 1):
            row = self.rows[step] = _Row(step, number, "", self)
            row.pressed.connect(lambda s=step: self.chosen.emit(s))
            column.addWidget(row)
        column.addStretch(1)

    def show_step(self, current: Step, done: frozenset[Step]) -> None:
        """Mark the step that is worked at and those that are done."""
        for step, row in self.rows.items():
            is_current = step is current
            is_done = step in done and not is_current
            row.show_state(
                is_done=is_done,
                is_current=is_current,
                # A letter that is on its way is not taken back by going back a step.
                can_go=is_done and current is not Step.DONE,
                detail=self._details[step],
            )

    def restyle(self) -> None:
        """Grow with the text."""
        self.setFixedWidth(theme.px(WIDTH))
        super().restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the backdrop and the line at the right."""
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.sunk)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), look.ln)
        painter.end()
