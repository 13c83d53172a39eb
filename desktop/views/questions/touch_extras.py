# SPDX-License-Identifier: Apache-2.0
"""What few touches have: that they come again, and steps to be ticked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.values.checklist import Checklist, typed_checklist
from desktop.values.recurrence import Every, every_of, stored
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.choices import CheckBox
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.field import Field
from desktop.views.widgets.live import Live
from desktop.views.widgets.text_area import TextArea


class TouchExtras(Live, QWidget):
    """How often the touch comes again, and its steps, a line each; these are asked for by a press.

    What was not known when it was shown and not touched since is answered with None: it stays as it is.
    """

    edited = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._known: Checklist = ()
        self._has_every = self._has_steps = False
        self.every = ComboBox(self, icon="repeat", small=True)
        self.every.say_as(lambda: _("Repeats"))
        self._ask = Button(lambda: _("Steps…"), self, size="small", icon="check-circle")
        self._ask.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.steps = TextArea(self, lines=2, placeholder=lambda: _("One step a line"))
        self._field = Field(lambda: _("Checklist"), self.steps, self)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.every, 1)
        row.addWidget(self._ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self._field)
        self._field.hide()
        self._ask.clicked.connect(self._show_steps)
        self.every.activated.connect(self._every_chosen)
        self.steps.textChanged.connect(self._steps_typed)
        self.retranslate()

    def show_extras(self, recurrence: str | None, steps: Checklist | None) -> None:
        """Begin with these."""
        self._known = steps or ()
        every = every_of(recurrence or "")
        self.every.setCurrentIndex(list(Every).index(every))
        self.steps.set_text(self._known_steps())
        self._field.setVisible(bool(self._known))
        self._ask.setHidden(bool(self._known))
        self._has_every, self._has_steps = recurrence is not None, steps is not None

    def recurrence(self, due: dt.date | None) -> str | None:
        """How often it comes again, as it is kept."""
        if not self._has_every:
            return None
        every = list(Every)[self.every.currentIndex()]
        return stored(every, due) if due is not None else every.value

    def checklist(self) -> Checklist | None:
        """Its steps."""
        return typed_checklist(self.steps.text(), self._known) if self._has_steps else None

    def retranslate(self) -> None:
        """Say the choices anew."""
        at = max(0, self.every.currentIndex())
        self.every.clear()
        for every in Every:
            self.every.addItem(every.label()[:1].upper() + every.label()[1:], every.value)
        self.every.setCurrentIndex(at)
        super().retranslate()

    def _known_steps(self) -> str:
        return "\n".join(one.text for one in self._known)

    def _show_steps(self) -> None:
        self._field.show()
        self._ask.hide()
        self.steps.setFocus(Qt.FocusReason.OtherFocusReason)

    def _every_chosen(self, _n: int) -> None:
        self._has_every = True
        self.edited.emit()

    def _steps_typed(self) -> None:
        if self.steps.text() != self._known_steps():
            self._field.show()
            self._ask.hide()
            self._has_steps = True
            self.edited.emit()


class StepBoxes(QWidget):
    """The steps of a touch that is being finished; `ticked` stores each at once."""

    def __init__(
        self, steps: Checklist, ticked: Callable[[int, bool], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.boxes: list[CheckBox] = []
        for place, step in enumerate(steps):
            box = CheckBox(step.text, self)
            box.setChecked(step.is_done)
            box.toggled.connect(partial(ticked, place))
            column.addWidget(box)
            self.boxes.append(box)
