# SPDX-License-Identifier: Apache-2.0
"""Name and hint of a stage, changed where they stand: at the head of their column."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.rows.board import StageRow
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.popover import Popover
from desktop.views.widgets.text_area import TextArea

WIDTH = 320

Save = Callable[
    [Mapping[str, object], Callable[[object], None] | None, Callable[[UserError], None] | None],
    None,
]
"""Stores the changed fields; then calls the second, or the third with what is wrong. None tells the window."""


class ColumnEdit(Popover):
    """Enter in the name, Ctrl+Enter or a press beside it keeps what is typed; Esc leaves all as it was."""

    def __init__(self, stage: StageRow, save: Save, parent: QWidget) -> None:
        super().__init__(parent, width=WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._stage, self._save = stage, save
        self._is_over = False
        self.name = LineEdit(self)
        self.name.setText(stage.name)
        self.name.selectAll()
        self.name_field = Field(lambda: _("Name"), self.name, self, required=True)
        self.hint = TextArea(self, lines=2)
        self.hint.set_text(stage.hint)
        self.body.addWidget(self.name_field)
        self.body.addWidget(Field(lambda: _("What is going on in this stage"), self.hint, self))
        words = Label(
            lambda: _("Enter keeps it, Esc leaves it as it was."),
            self, style="small", role="secondary", lines=0,
        )  # fmt: skip
        self.body.addWidget(words)
        self.name.returnPressed.connect(self.keep)

    def show_over(self, header: QWidget) -> None:
        """Open over the head of the column."""
        self.show_at(header)
        room = header.screen().availableGeometry()
        place = header.mapToGlobal(QPoint(0, 0))
        self.move(min(place.x(), room.right() - self.width()), place.y())

    def changed(self) -> dict[str, object]:
        """The fields that were typed anew."""
        typed: dict[str, object] = {
            "name": self.name.text().strip(), "hint": self.hint.text().strip()
        }  # fmt: skip
        return {name: text for name, text in typed.items() if text != getattr(self._stage, name)}

    def keep(self) -> None:
        """Store what is different; it stays open where that is not taken."""
        changed = self.changed()
        if changed:
            self._save(changed, lambda _done: self._leave(), self._refuse)
        else:
            self._leave()

    def _leave(self) -> None:
        self._is_over = True
        self.close()

    def _refuse(self, error: UserError) -> None:
        self.name_field.set_error(error.sentence)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter keeps, Esc leaves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.keep()
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """A press beside it keeps what was typed: nothing is lost on the way out."""
        is_over, self._is_over = self._is_over, True
        super().hideEvent(event)
        if not is_over and (changed := self.changed()):
            self._save(changed, None, None)
