# SPDX-License-Identifier: Apache-2.0
"""The kinds of fields a settings form is made of; each adds itself to the form and stores itself when it is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import _, formats
from desktop.values.money import parse_price
from desktop.values.requisites import Check
from desktop.values.typed_numbers import read_percent, read_whole_number
from desktop.views.settings.form import Form, FormGrid, Input
from desktop.views.widgets.choices import CheckBox, Switch
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Content
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.live import Text, say
from desktop.views.widgets.text_area import TextArea

Choices = Callable[[], Sequence[tuple[Any, str]]]
"""Values with their words, in the language of the moment."""


def line(
    form: Form,
    name: str,
    label: Text,
    *,
    placeholder: Text = "",
    required: bool = False,
    hint: Text = "",
    check: Callable[[str], Check | None] | None = None,
    tidy: Callable[[str], str] = str.strip,
    span: int = 1,
    into: FormGrid | None = None,
) -> LineEdit:
    """One line of text. `check` is asked while it is typed, what it finds wrong is said when the field is left."""
    edit = LineEdit(form, placeholder=placeholder)
    field = Field(label, edit, form, required=required, hint=hint)

    def show(value: Any) -> None:
        _set(edit, str(value or ""))
        if check is not None:
            _say_check(field, check, edit.text(), leave_wrong=True)

    form.add(name, Input(edit, lambda: tidy(edit.text()), show, field), span=span, into=into)
    edit.left_field.connect(partial(form.commit, name))
    edit.returnPressed.connect(partial(form.commit, name))
    if check is not None:
        edit.textEdited.connect(lambda text: _say_check(field, check, text, leave_wrong=False))
        edit.left_field.connect(lambda: _say_check(field, check, edit.text(), leave_wrong=True))
        edit.returnPressed.connect(lambda: _say_check(field, check, edit.text(), leave_wrong=True))
    return edit


def area(
    form: Form,
    name: str,
    label: Text,
    *,
    placeholder: Text = "",
    hint: Text = "",
    lines: int = 2,
    span: int = 2,
    into: FormGrid | None = None,
) -> TextArea:
    """Several lines of text."""
    edit = TextArea(form, placeholder=placeholder, lines=lines)
    field = Field(label, edit, form, hint=hint)

    def show(value: Any) -> None:
        if edit.text() != str(value or ""):
            edit.set_text(str(value or ""))

    given = Input(edit, lambda: edit.text().strip(), show, field)
    form.add(name, given, span=span, into=into)
    edit.left_field.connect(partial(form.commit, name))
    return edit


def choice(
    form: Form,
    name: str,
    label: Text,
    choices: Choices,
    *,
    hint: Text = "",
    span: int = 1,
    into: FormGrid | None = None,
) -> ChoiceBox:
    """One of a list; stored at once."""
    box = ChoiceBox(form, choices)
    field = Field(label, box, form, hint=hint)
    form.add(name, Input(box, box.value, box.set_value, field), span=span, into=into)
    box.activated.connect(lambda _row: form.commit(name))
    return box


def number(
    form: Form,
    name: str,
    label: Text,
    *,
    lowest: int = 0,
    highest: int = 999,
    unit: Text = "",
    hint: Text = "",
    span: int = 1,
    into: FormGrid | None = None,
    grouped: bool = True,
) -> LineEdit:
    """A whole number between two others; without groups where it counts nothing, as a port."""
    edit = LineEdit(form, trailing=unit)
    field = Field(label, edit, form, hint=hint)

    def read() -> int:
        return read_whole_number(edit.text(), lowest, highest)

    def show(value: Any) -> None:
        _set(edit, formats.number(int(value or 0)) if grouped else str(int(value or 0)))

    form.add(name, Input(edit, read, show, field), span=span, into=into)
    edit.left_field.connect(partial(form.commit, name))
    edit.returnPressed.connect(partial(form.commit, name))
    return edit


def rate(
    form: Form,
    name: str,
    label: Text,
    *,
    empty: Text = "",
    hint: Text = "",
    into: FormGrid | None = None,
) -> LineEdit:
    """A rate in percent, kept as text; `empty` says what an empty field means, without it one is 0."""
    edit = LineEdit(form, trailing="%", placeholder=empty)
    field = Field(label, edit, form, hint=hint)

    def read() -> str:
        return read_rate(edit.text(), may_be_empty=bool(say(empty)))

    def show(value: Any) -> None:
        _set(edit, formats.number(Decimal(value)) if value else "")

    form.add(name, Input(edit, read, show, field), into=into)
    edit.left_field.connect(partial(form.commit, name))
    edit.returnPressed.connect(partial(form.commit, name))
    return edit


def price(
    form: Form, name: str, label: Text, *, span: int = 1, into: FormGrid | None = None
) -> LineEdit:
    """A price in major units, kept as Decimal; an empty field is nothing."""
    edit = LineEdit(form, placeholder="0")
    field = Field(label, edit, form)

    def read() -> Decimal:
        return parse_price(edit.text()) if edit.text().strip() else Decimal(0)

    given = Input(
        edit, read, lambda value: _set(edit, formats.number(value) if value else ""), field
    )
    form.add(name, given, span=span, into=into)
    edit.left_field.connect(partial(form.commit, name))
    edit.returnPressed.connect(partial(form.commit, name))
    return edit


def switch(
    form: Form, name: str, content: Content, *, span: int = 1, into: FormGrid | None = None
) -> Switch:
    """On or off, stored at once."""
    made = Switch(content, form)
    form.add(
        name,
        Input(made, made.isChecked, lambda value: made.setChecked(bool(value))),
        span=span,
        into=into,
    )
    made.clicked.connect(lambda _checked: form.commit(name))
    return made


def tick(
    form: Form, name: str, content: Content, *, span: int = 1, into: FormGrid | None = None
) -> CheckBox:
    """A tick, stored at once."""
    made = CheckBox(content, form)
    form.add(
        name,
        Input(made, made.isChecked, lambda value: made.setChecked(bool(value))),
        span=span,
        into=into,
    )
    made.clicked.connect(lambda _checked: form.commit(name))
    return made


def read_rate(text: str, *, may_be_empty: bool = False) -> str:
    """A rate in percent as the shop keeps it, with a point; UserError where it is none."""
    if may_be_empty and not text.strip(" %"):
        return ""
    found = read_percent(text)
    if found is None:
        raise UserError(_("A rate is a number from 0 to 100."))
    return f"{found.normalize():f}"


class ChoiceBox(ComboBox):
    """A combo box over values; one that is no longer offered is shown as it is written."""

    def __init__(self, parent: QWidget, choices: Choices, *, small: bool = False) -> None:
        self._choices = choices
        self._is_ready = False
        super().__init__(parent, small=small)
        self._is_ready = True
        self.refill()

    def value(self) -> Any:
        """The chosen value."""
        return self.currentData()

    def set_value(self, value: Any) -> None:
        """Show a value without telling anybody."""
        place = self._place(value)
        if place < 0 and value not in {None, ""}:
            self.addItem(str(value), value)
            place = self.count() - 1
        self.setCurrentIndex(place)

    def refill(self) -> None:
        """Offer the choices as they are now; the chosen one stays."""
        chosen = self.currentData()
        self.clear()
        for value, words in self._choices():
            self.addItem(words, value)
        self.set_value(chosen)

    def retranslate(self) -> None:
        """Say the choices in the present language."""
        if self._is_ready:
            self.refill()
        super().retranslate()

    def _place(self, value: Any) -> int:
        return next((n for n in range(self.count()) if self.itemData(n) == value), -1)


def _set(edit: LineEdit, text: str) -> None:
    # The same text set again would lose the field's own undo.
    if edit.text() != text:
        edit.setText(text)


def _say_check(
    field: Field, check: Callable[[str], Check | None], text: str, *, leave_wrong: bool
) -> None:
    """What a check says of a text: right at once, wrong only when the field is left."""
    found = check(text) if text.strip() else None
    field.set_good(found.sentence if found is not None and found.ok else "")
    is_wrong = found is not None and not found.ok
    field.set_error(found.sentence if found is not None and is_wrong and leave_wrong else "")
