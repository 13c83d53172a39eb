# SPDX-License-Identifier: Apache-2.0
"""Fields that read what is typed when they are left: sums, days and phones, by functions handed in."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.live import Text

V = TypeVar("V")

Read = Callable[[str], V]
"""Turns what was typed into a value; raises UserError with a sentence that says what to do."""
Show = Callable[[V], str]
"""Writes a value as the reader's language has it."""


class ReadEdit(LineEdit, Generic[V]):
    """A line whose text means a value.

    The text is read when the field is left or `commit` is called, never while typing; then it is
    written as the value is usually written, and `value_changed` is told. What cannot be read stays
    as it was typed, `problem()` has the sentence, and `read_failed` tells it. An empty text is None.
    """

    value_changed = Signal(object)
    read_failed = Signal(str)

    def __init__(
        self,
        read: Read[V],
        show: Show[V],
        parent: QWidget | None = None,
        *,
        placeholder: Text = "",
        icon: str = "",
        tall: bool = False,
    ) -> None:
        self._read = read
        self._show = show
        self._value: V | None = None
        self._problem = ""
        super().__init__(parent, placeholder=placeholder, icon=icon, tall=tall)
        self.left_field.connect(self.commit)
        self.textEdited.connect(self._typed)

    def value(self) -> V | None:
        """The value last read or set; None for an empty field."""
        return self._value

    def set_value(self, value: V | None) -> None:
        """Show a value without telling anybody."""
        self._value = value
        self._problem = ""
        self.set_wrong(False)
        self.setText("" if value is None else self._show(value))

    def problem(self) -> str:
        """Why the text could not be read, or ""."""
        return self._problem

    def commit(self) -> bool:
        """Read the text now; returns whether it could be read."""
        text = self.text().strip()
        if self._value is not None and text == self._show(self._value):
            # Nobody typed: a day that has passed meanwhile is no slip of theirs.
            return True
        try:
            value = self._read(text) if text else None
        except UserError as error:
            self._problem = error.sentence
            self.set_wrong(True)
            self.read_failed.emit(self._problem)
            return False
        changed = value != self._value
        self.set_value(value)
        if changed:
            self.value_changed.emit(value)
        return True

    def _typed(self, _text: str) -> None:
        # What is being mended is not called wrong until the field is left again.
        if self._problem:
            self._problem = ""
            self.set_wrong(False)
            self.read_failed.emit("")

    def retranslate(self) -> None:
        """Write the value as the other language has it."""
        if self._value is not None and not self.hasFocus():
            self.setText(self._show(self._value))
        super().retranslate()


class MoneyEdit(ReadEdit[V]):
    """A sum: "," and "." alike, and simple sums ("120+45") where the function handed in reads them."""


class DateEdit(ReadEdit[V]):
    """A day or a moment in plain words ("fri", "+3", "завтра"), with a calendar before it."""

    def __init__(
        self,
        read: Read[V],
        show: Show[V],
        parent: QWidget | None = None,
        *,
        placeholder: Text = "",
        icon: str = "ph.calendar-blank",
        tall: bool = False,
    ) -> None:
        super().__init__(read, show, parent, placeholder=placeholder, icon=icon, tall=tall)
