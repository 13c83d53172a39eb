# SPDX-License-Identifier: Apache-2.0
"""A form without a Save button: each field is saved when it is left, and says there what was not taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QTextEdit, QWidget

from desktop.errors import UserError
from desktop.views import theme
from desktop.views.theme.tokens import SPACE_12
from desktop.views.widgets.field import Field
from desktop.views.widgets.live import Live

Failed = Callable[[UserError], None]
Save = Callable[[dict[str, Any], Failed], None]
"""Stores the named values; what goes wrong is told by a UserError, whose `field` may name another field."""

NARROWEST = 216
"""Pixels below which fields go to the next row."""


@dataclass(frozen=True, slots=True)
class Input:
    """One value of a form: how it is read from its control (UserError where it cannot be) and shown in it."""

    control: QWidget
    read: Callable[[], Any]
    show: Callable[[Any], None]
    field: Field | None = None

    def is_typed_into(self) -> bool:
        """Whether the cursor is in it."""
        return self.control.hasFocus()


class FormGrid(Live, QWidget):
    """Fields in rows of up to `columns`, `gap` apart; fewer stand side by side where there is little room."""

    def __init__(
        self, parent: QWidget, *, columns: int = 2, narrowest: int = NARROWEST, gap: int = SPACE_12
    ) -> None:
        super().__init__(parent)
        self._most = columns
        self._narrowest = narrowest
        self._now = 0
        self._parts: list[tuple[QWidget, int]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_12)
        self._grid.setVerticalSpacing(gap)

    def put(self, widget: QWidget, *, span: int = 1) -> None:
        """Put a widget behind the others, over so many columns."""
        self._parts.append((widget, span))
        widget.setParent(self)
        self._lay(self._now or self._most)

    def relay(self) -> None:
        """Close the gaps of parts that were hidden or shown."""
        self._lay(self._now or self._most)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose how many fields stand side by side."""
        super().resizeEvent(event)
        fits = (event.size().width() + SPACE_12) // (theme.px(self._narrowest) + SPACE_12)
        columns = max(1, min(self._most, fits))
        if columns != self._now:
            self._now = columns
            self._lay(columns)

    def _lay(self, columns: int) -> None:
        for widget, _span in self._parts:
            self._grid.removeWidget(widget)
        row = column = 0
        for widget, wanted in self._parts:
            if widget.isHidden() and widget.testAttribute(
                Qt.WidgetAttribute.WA_WState_ExplicitShowHide
            ):
                continue
            span = min(wanted, columns)
            if column + span > columns:
                row, column = row + 1, 0
            self._grid.addWidget(widget, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
            column += span
        for place in range(self._most):
            self._grid.setColumnStretch(place, 1 if place < columns else 0)


class Form(FormGrid):
    """Values by name. A field is stored when it is left, by Enter at once; Esc takes back what was typed.

    `load` shows what is stored now, but never over something that is being typed or was not taken.
    """

    def __init__(
        self, parent: QWidget, save: Save, *, columns: int = 2, narrowest: int = NARROWEST
    ) -> None:
        super().__init__(parent, columns=columns, narrowest=narrowest)
        self._save = save
        self._inputs: dict[str, Input] = {}
        self._stored: dict[str, Any] = {}
        self._wrong: set[str] = set()
        self._is_loading = False

    def add(self, name: str, given: Input, *, span: int = 1, into: FormGrid | None = None) -> None:
        """Take in an input under its name; `into` puts it into a part of the form."""
        self._inputs[name] = given
        given.control.installEventFilter(self)
        (into or self).put(given.field or given.control, span=span)

    def names(self) -> frozenset[str]:
        """The names of its values."""
        return frozenset(self._inputs)

    def control(self, name: str) -> QWidget:
        """The control of a value, for who needs to put the focus there."""
        return self._inputs[name].control

    def field(self, name: str) -> Field:
        """The field around a control."""
        found = self._inputs[name].field
        assert found is not None
        return found

    def part(self, name: str) -> QWidget:
        """What stands in the grid for a value."""
        given = self._inputs[name]
        return given.field or given.control

    def stored(self, name: str) -> Any:
        """The value that is stored now."""
        return self._stored.get(name)

    def load(self, values: Mapping[str, Any], *, anew: bool = False) -> None:
        """Show what is stored now; `anew` for another record, whose values replace all that was typed."""
        self._is_loading = True
        for name in self._inputs.keys() & values.keys():
            is_touched = name in self._wrong or self._is_being_typed(name)
            self._stored[name] = values[name]
            if anew or not is_touched:
                self._show(name, anew=anew)
        self._is_loading = False

    def commit(self, name: str) -> bool:
        """Store a value if it was changed; returns False where it cannot be."""
        if self._is_loading or name not in self._stored:
            return True
        given = self._inputs[name]
        try:
            value = given.read()
        except UserError as error:
            self._refused(name, error)
            return False
        self._wrong.discard(name)
        self._say(name, "")
        before = self._stored[name]
        given.show(value)
        if value == before:
            return True
        self._stored[name] = value
        self._save({name: value}, lambda error: self._not_taken(name, before, error))
        return True

    def commit_all(self) -> bool:
        """Store everything that was changed and not stored yet, as when the page is left."""
        taken = [self.commit(name) for name in self._inputs]
        return all(taken)

    def take_back(self, name: str) -> bool:
        """Show the stored value in place of what was typed; returns whether anything was typed."""
        is_typed = name in self._wrong or self._is_being_typed(name)
        if is_typed:
            self._show(name, anew=True)
        return is_typed

    def set_read_only(self, read_only: bool) -> None:
        """Let everything be read and nothing be changed."""
        for given in self._inputs.values():
            control = given.control
            if isinstance(control, QLineEdit | QTextEdit):
                control.setReadOnly(read_only)
            else:
                control.setEnabled(not read_only)

    def refuse(self, name: str, error: UserError) -> None:
        """Say at a value that the shop did not take it."""
        if name in self._inputs:
            self._refused(name, error)

    def go_to(self, name: str) -> None:
        """Put the cursor into a value's field."""
        if name in self._inputs:
            self._inputs[name].control.setFocus(Qt.FocusReason.OtherFocusReason)

    def is_wrong(self, name: str) -> bool:
        """Whether a value was not taken."""
        return name in self._wrong

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc takes back what was typed; without anything typed it is the page's."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            name = next((n for n, one in self._inputs.items() if one.control is watched), None)
            if name is not None and event.key() == Qt.Key.Key_Escape:
                return self.take_back(name)
        return super().eventFilter(watched, event)

    def _show(self, name: str, *, anew: bool) -> None:
        # What is the same is left alone, with its cursor and its own undo.
        given, value = self._inputs[name], self._stored[name]
        is_new = anew or name in self._wrong or given.read() != value
        self._wrong.discard(name)
        if is_new:
            self._say(name, "")
            given.show(value)

    def _is_being_typed(self, name: str) -> bool:
        given = self._inputs[name]
        if not given.is_typed_into() or name not in self._stored:
            return False
        try:
            return bool(given.read() != self._stored[name])
        except UserError:
            return True

    def _not_taken(self, name: str, before: Any, error: UserError) -> None:
        self._stored[name] = before
        self._refused(error.field if error.field in self._inputs else name, error)

    def _refused(self, name: str | None, error: UserError) -> None:
        assert name is not None
        self._wrong.add(name)
        self._say(name, error.sentence)

    def _say(self, name: str, sentence: str) -> None:
        field = self._inputs[name].field
        if field is not None and field.error() != sentence:
            field.set_error(sentence)
