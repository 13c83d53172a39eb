# SPDX-License-Identifier: Apache-2.0
"""Asking for a new colleague, and for a PIN typed twice; the digits are never shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import commands
from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.rows.settings import PersonRow
from desktop.views import theme
from desktop.views.context import Context
from desktop.views.kept_fields import KeptFields
from desktop.views.settings.role_boxes import RoleBoxes
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field, Note
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.live import Text
from desktop.views.widgets.pin_edit import PIN_LENGTH, PinEdit


class PinEdits(QWidget):
    """Digits and the same digits again."""

    def __init__(self, parent: QWidget, *, hint: Text = "") -> None:
        super().__init__(parent)
        self.first = PinEdit(self)
        self.field = Field(lambda: _("PIN, four digits"), self.first, self)
        self.second = PinEdit(self)
        self._again = Field(lambda: _("The same digits again"), self.second, self)
        self.note = Note(self)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.field, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._again, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.note)
        self._hint = hint
        self.note.say(hint, "tx2")
        self.first.textEdited.connect(self._typed)
        self.setFocusProxy(self.first)

    def pin(self) -> str | None:
        """The digits; None where both differ, which is then said."""
        if self.first.text() != self.second.text():
            self._again.set_error(lambda: _("These digits differ from the first ones."))
            self.second.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        return self.first.text()

    def refuse(self, sentence: str) -> None:
        """Say why these digits are not taken, and let them be typed anew."""
        self.field.set_error(sentence)
        self.first.clear()
        self.second.clear()
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self, text: str) -> None:
        if len(text) == PIN_LENGTH:
            self.second.setFocus(Qt.FocusReason.OtherFocusReason)


class PinDialog(Dialog):
    """A new PIN for a colleague, or none; `saved` is told whether they have one now."""

    def __init__(
        self, context: Context, parent: QWidget, person: PersonRow, *, saved: Callable[[bool], None]
    ) -> None:
        super().__init__(
            parent,
            lambda: _("New PIN for {person}").format(person=person.name),
            icon="lock-key",
            width=440,
        )
        self._context, self._person, self._saved = context, person, saved
        self.edits = PinEdits(
            self, hint=lambda: _("No four in a row like 1234 or 7777; nobody else sees it.")
        )
        self.body.addWidget(self.edits)
        if person.has_pin:
            self.no_pin_button = Button(lambda: _("Take the PIN away"), self, kind="quiet")
            self.no_pin_button.clicked.connect(partial(self._set, ""))
            self.add_footer(self.no_pin_button)
        self.set_primary(lambda: _("Set the PIN"))
        self.add_cancel()
        self.edits.second.returnPressed.connect(self.submit)
        self.submitted.connect(self._save)

    def _save(self) -> None:
        pin = self.edits.pin()
        if pin is None:
            return
        if len(pin) != PIN_LENGTH:
            self.edits.refuse(_("A PIN has {count} digits.").format(count=PIN_LENGTH))
            return
        self._set(pin)

    def _set(self, pin: str) -> None:
        user_id = self._person.id
        self._context.tasks.run(
            lambda uow: commands.people.set_pin(uow, user_id=user_id, pin=pin),
            then=lambda _done: self._done(has_pin=bool(pin)),
            failed=lambda error: self.edits.refuse(error.sentence),
        )

    def _done(self, *, has_pin: bool) -> None:
        self.accept()
        self._saved(has_pin)


class NewPersonDialog(Dialog):
    """Name, what they may do, and if wished a PIN."""

    def __init__(self, context: Context, parent: QWidget, *, saved: Callable[[UUID], None]) -> None:
        super().__init__(parent, lambda: _("Add a person"), icon="user-plus", width=640)
        self._context, self._saved = context, saved
        self.name = LineEdit(self, placeholder=lambda: _("Maya Lindqvist"))
        self._name = Field(lambda: _("First and last name"), self.name, self, required=True)
        self.body.addWidget(self._name)
        self.body.addWidget(
            Label(
                lambda: _("What may they do?"), self, style="small", weight=theme.MEDIUM, ink="tx2"
            )
        )
        self.roles = RoleBoxes(self)
        self._roles_note = Note(self)
        self.roles.changed.connect(lambda _roles: self._roles_note.say("", "er"))
        self.body.addWidget(self.roles)
        self.body.addWidget(self._roles_note)
        self.pins = PinEdits(self, hint=lambda: _("May be left empty and set later."))
        self.body.addWidget(self.pins)
        self.set_primary(lambda: _("Add"))
        self.add_cancel()
        self.submitted.connect(self._save)
        # Not the PIN: nobody else is to find it.
        roles = {role.value: box for role, box in self.roles.boxes.items()}
        KeptFields(context, self, {"name": self.name, **roles}, kind="new colleague")

    def _save(self) -> None:
        pin = self.pins.pin()
        if pin is None:
            return
        name, roles = self.name.text(), self.roles.roles()
        then, failed = self.held(self._done, self._refused)
        self._context.tasks.run(
            lambda uow: commands.people.add_person(uow, name=name, roles=roles, pin=pin),
            then=then,
            failed=failed,
        )

    def _done(self, user_id: UUID) -> None:
        self.accept()
        self._saved(user_id)

    def _refused(self, error: UserError) -> None:
        if error.field == "roles":
            self._roles_note.say(error.sentence, "er", "warning-circle")
            self.roles.setFocus(Qt.FocusReason.OtherFocusReason)
        elif error.field == "pin":
            self.pins.refuse(error.sentence)
        else:
            self._name.set_error(error.sentence)
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
