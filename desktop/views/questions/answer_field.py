# SPDX-License-Identifier: Apache-2.0
"""The field of one answer: a line, a figure, a day, a sum, a list or a few buttons, as the question wants it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.i18n import _, formats
from desktop.models import script_words
from desktop.values.calendar import WorkingCalendar
from desktop.values.dates import When
from desktop.values.money import Money, parse_money
from desktop.values.phone import parse_phone, pretty_phone
from desktop.values.rows.scripts import ScriptPart
from desktop.values.scripts import CHOICES, Fill, Question
from desktop.values.typed_numbers import read_quantity
from desktop.views import theme
from desktop.views.questions.when_edit import WhenEdit, goods_moment
from desktop.views.widgets.chips import FilterChip
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.typed_edits import ReadEdit

Now = Callable[[], dt.datetime]

_IN_A_ROW = frozenset({Question.PREPAYMENT, Question.BUYS})
"""Questions whose few answers stand side by side: one press is enough while the telephone is at the ear."""


_WITH_SPAN = 184


class AnswerField(QWidget):
    """`answered` tells the question and the value.

    What is typed is told when the field is left. A value that comes from elsewhere does not go over one being typed.
    """

    answered = Signal(str, object)

    def __init__(
        self, fill: Fill, part: ScriptPart, now: Now, parent: QWidget, *, alone: bool = False
    ) -> None:
        """What stands `alone` in its step has room for a few buttons beside the question."""
        super().__init__(parent)
        self.fill, self._part, self._now = fill, part, now
        self._value: Any = None
        self._is_refused = False
        self.control = self._made()
        beside = alone and isinstance(self.control, Choices)
        self.field = Field(
            fill.words, self.control, self, required=fill.required, beside=beside,
            weight=theme.REGULAR if beside else theme.MEDIUM,
        )  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)

    # Making

    def _made(self) -> QWidget:
        name = self.fill.field
        if name in _IN_A_ROW:
            return self._choices()
        if name in CHOICES:
            return self._list()
        if name == Question.PRODUCT:
            return self._products()
        return self._line()

    def _choices(self) -> QWidget:
        row = Choices(self.fill.field, self)
        row.chosen.connect(self._tell)
        return row

    def _list(self) -> QWidget:
        box = ComboBox(self, placeholder=lambda: _("choose"))
        for one in CHOICES[self.fill.field]:
            box.offer(one.label, one.value)
        box.setCurrentIndex(-1)
        box.activated.connect(lambda _row: self._tell(box.currentData()))
        return box

    def _products(self) -> QWidget:
        box = ComboBox(
            self, editable=True, placeholder=partial(_, script_words.EXAMPLES[Question.PRODUCT])
        )
        for _id, name in self._part.products:
            box.addItem(name)
        box.setCurrentIndex(-1)
        line = box.lineEdit()
        assert line is not None
        line.editingFinished.connect(lambda: self._tell_product(line.text()))
        box.activated.connect(lambda _row: self._tell_product(box.currentText()))
        return box

    def _line(self) -> LineEdit:
        name = self.fill.field
        example = script_words.EXAMPLES.get(name, "")
        hint = partial(_, example) if example else ""
        if name == Question.DUE:
            calendar = self._part.calendar or WorkingCalendar(dt.UTC)
            edit: LineEdit = WhenEdit(calendar, self._now, self, placeholder=hint)
        elif name == Question.QUANTITY:
            edit = ReadEdit[int](_quantity, formats.number, self, placeholder=hint)
        elif name == Question.BUDGET:
            edit = ReadEdit[Money](
                self._money, partial(formats.money, whole=True), self, placeholder=hint
            )
        elif name == Question.PHONE:
            edit = ReadEdit[str](self._phone, self._pretty, self, placeholder=hint)
        else:
            edit = LineEdit(self, placeholder=hint)
            edit.left_field.connect(lambda: self._left(edit.text().strip()))
            edit.returnPressed.connect(lambda: self._left(edit.text().strip()))
        if isinstance(edit, ReadEdit):
            edit.value_changed.connect(self._read)
            edit.read_failed.connect(lambda sentence: self.field.set_error(sentence))
            edit.returnPressed.connect(edit.commit)
            edit.left_field.connect(self._say_if_missing)
        return edit

    def _money(self, text: str) -> Money:
        return parse_money(text, self._part.currency)

    def _phone(self, text: str) -> str:
        return parse_phone(text, self._part.country).digits

    def _pretty(self, digits: str) -> str:
        return pretty_phone(digits, self._part.country)

    # Showing

    def show_part(self, part: ScriptPart, *, anew: bool) -> None:
        """Show what the card answers, unless somebody is typing another answer; `anew` for another card."""
        self._part = part
        value = part.answers.get(self.fill.field)
        self.control.setToolTip(script_words.asked_under(part, self.fill.field))
        is_typing = self.has_cursor() and self._is_dirty()
        if not anew and (self._is_refused or is_typing):
            return
        self._is_refused = False
        self._value = value
        control = self.control
        if isinstance(control, Choices):
            control.set_value(str(value or ""))
        elif isinstance(control, ComboBox):
            self._show_in_list(control, str(value or ""))
        elif isinstance(control, WhenEdit):
            control.calendar = part.calendar or control.calendar
            control.set_value(
                When(value.astimezone(self._now().tzinfo), has_time=False) if value else None
            )
            self._say_how_long()
        elif isinstance(control, ReadEdit):
            control.set_value(value)
        else:
            cast(LineEdit, control).setText(str(value or ""))
        if not self.has_cursor():
            self._show_beginning()
        if anew or value not in (None, ""):
            self.field.set_error("")

    def _say_how_long(self) -> None:
        """In how many days that is, where there is room for it."""
        control = self.control
        if isinstance(control, WhenEdit):
            when, has_room = control.value(), self.width() >= theme.px(_WITH_SPAN)
            words = script_words.in_days(when.at, self._now()) if when and has_room else ""
            control.set_trailing(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be room now, or none any more."""
        super().resizeEvent(event)
        self._say_how_long()

    def _show_beginning(self) -> None:
        """A text longer than its field is read from its first letter: a number without its plus misleads."""
        line = self.control.lineEdit() if isinstance(self.control, ComboBox) else self.control
        if isinstance(line, QLineEdit):
            line.setCursorPosition(0)

    def _show_in_list(self, box: ComboBox, value: str) -> None:
        if box.isEditable():
            box.setEditText(value)
        else:
            box.setCurrentIndex(box.findData(value))

    def edits(self) -> dict[str, QWidget]:
        """What is typed in or pressed, by name."""
        if isinstance(self.control, Choices):
            return {f"{self.fill.field} {key}": chip for key, chip in self.control.chips.items()}
        return {self.fill.field: self.control}

    def set_can_change(self, can_change: bool) -> None:
        """Let it be answered, or only be read."""
        self.control.setEnabled(can_change)

    def has_cursor(self) -> bool:
        """Whether somebody is in this field."""
        widget = self.window().focusWidget()
        return widget is not None and (widget is self.control or self.control.isAncestorOf(widget))

    def _is_dirty(self) -> bool:
        control = self.control
        if isinstance(control, ComboBox) and control.isEditable():
            return control.currentText().strip() != str(self._value or "")
        return isinstance(control, LineEdit) and control.isModified()

    def flush(self) -> None:
        """Tell now what is typed and not told yet: another card comes."""
        control = self.control
        if not self._is_dirty():
            return
        if isinstance(control, ReadEdit):
            control.commit()
        elif isinstance(control, ComboBox):
            self._tell_product(control.currentText())
        elif isinstance(control, LineEdit):
            self._left(control.text().strip())

    def begin(self) -> None:
        """Put the cursor here."""
        control = self.control
        if isinstance(control, Choices):
            control.begin()
            return
        control.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(control, LineEdit):
            control.selectAll()

    def say_missing(self) -> None:
        """Say that the script is not finished without it."""
        self.field.set_error(script_words.finish_words)

    def refuse(self, error: UserError) -> None:
        """Say what the shop did not take; what was typed stays until it is mended."""
        self._is_refused = True
        self._value = self._part.answers.get(self.fill.field)
        self.field.set_error(error.sentence)

    # Telling

    def _left(self, text: str) -> None:
        if text != str(self._value or ""):
            self._tell(text)
        else:
            self._say_if_missing()

    def _read(self, value: object) -> None:
        self._say_how_long()
        if isinstance(value, Money):
            self._tell(value.minor)
        elif isinstance(value, When):
            self._tell(goods_moment(value, self._part.calendar or WorkingCalendar(dt.UTC)))
        else:
            self._tell(value)

    def _tell_product(self, text: str) -> None:
        if text.strip() and text.strip() != str(self._value or ""):
            self._value = text.strip()
            self.answered.emit(self.fill.field, script_words.product_named(self._part, text))
        elif not text.strip():
            self._say_if_missing()

    def _tell(self, value: object) -> None:
        self.field.set_error("")
        self._is_refused = False
        self._value = value
        if isinstance(self.control, LineEdit):
            self.control.setModified(False)
        self.answered.emit(self.fill.field, value)

    def _say_if_missing(self) -> None:
        control = self.control
        is_empty = isinstance(control, LineEdit) and not control.text().strip()
        if isinstance(control, ComboBox):
            is_empty = not control.currentText().strip()
        if self.fill.required and is_empty:
            self.say_missing()


class Choices(QWidget):
    """A few answers side by side; a press on the chosen one takes it back."""

    chosen = Signal(object)

    def __init__(self, field: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self.chips: dict[str, FilterChip] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for one in CHOICES[field]:
            chip = FilterChip(one.label, self)
            chip.clicked.connect(partial(self._press, one.value))
            self.chips[one.value] = chip
            row.addWidget(chip)
        row.addStretch(1)
        self.setFocusProxy(next(iter(self.chips.values())))

    def set_value(self, value: str) -> None:
        """Mark an answer without telling anybody."""
        for key, chip in self.chips.items():
            chip.setChecked(key == value)

    def value(self) -> str:
        """The chosen answer."""
        return next((key for key, chip in self.chips.items() if chip.isChecked()), "")

    def begin(self) -> None:
        """Put the cursor on the chosen answer, or the first."""
        chosen = self.chips.get(self.value()) or next(iter(self.chips.values()))
        chosen.setFocus(Qt.FocusReason.TabFocusReason)

    def _press(self, value: str) -> None:
        is_on = self.chips[value].isChecked()
        self.set_value(value if is_on else "")
        self.chosen.emit(value if is_on else "")


def _quantity(text: str) -> int:
    found = read_quantity(text)
    if not found:
        raise UserError(_("Write a whole number."))
    return found
