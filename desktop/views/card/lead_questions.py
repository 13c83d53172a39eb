# SPDX-License-Identifier: Apache-2.0
"""What is asked on a lead's page: to whom it goes, what the head has to know, the reason that was missing, a person."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop.background.tasks import Tasks
from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.rows.board import RefusalChoices
from desktop.views.questions.phone_edit import PhoneEdit
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.live import Text
from desktop.views.widgets.text_area import TextArea

MIN_WORDS = 3
"""Letters without which a comment says nothing."""


class WordsDialog(Dialog):
    """Asks for a comment; Ctrl+Enter stores it."""

    def __init__(
        self,
        parent: QWidget,
        title: Text,
        *,
        about: str,
        ask: Text,
        told: Text,
        button: Text,
        save: Callable[[str], None],
    ) -> None:
        super().__init__(parent, title, subtitle=about, width=520)
        self._save = save
        self.words = TextArea(self)
        self._field = Field(ask, self.words, self, required=True)
        self.body.addWidget(Label(told, self, style="small", role="secondary", lines=3))
        self.body.addWidget(self._field)
        self.set_primary(button)
        self.add_cancel()
        self.submitted.connect(self._submit)

    def refuse(self, error: UserError) -> None:
        """Say what the shop did not take."""
        self._field.set_error(error.sentence)

    def _submit(self) -> None:
        text = self.words.text().strip()
        if len(text) < MIN_WORDS:
            self._field.set_error(_("Write what has to be known."))
            self.words.setFocus()
            return
        self._save(text)


class HeadAnswerDialog(Dialog):
    """The head gives the reason that was missing: one that is there, or a new one."""

    def __init__(
        self,
        parent: QWidget,
        *,
        about: str,
        note: str,
        choices: RefusalChoices,
        save: Callable[[UUID | None, str, str], None],
    ) -> None:
        super().__init__(
            parent, lambda: _("Give the reason"), subtitle=about, icon="prohibit", width=560
        )
        self._save = save
        self._reason = ComboBox(self)
        for one in choices.reasons:
            self._reason.addItem(one.name, one.id)
        self._reason.offer(lambda: _("A new reason…"))
        self._new = LineEdit(self, placeholder=lambda: _("Parent firm decides, not they"))
        self._new_field = Field(lambda: _("New reason"), self._new, self, required=True)
        self.words = TextArea(self)
        self.words.setText(note)
        self._field = Field(lambda: _("Comment"), self.words, self, required=True)
        self.body.addWidget(Field(lambda: _("Reason"), self._reason, self, required=True))
        self.body.addWidget(self._new_field)
        self.body.addWidget(self._field)
        self._reason.currentIndexChanged.connect(lambda _row: self._show_new())
        self._show_new()
        self.set_primary(lambda: _("Refuse the lead"))
        self.add_cancel()
        self.submitted.connect(self._submit)

    def edits(self) -> dict[str, QWidget]:
        """All that is typed or chosen, by name."""
        return {"words": self.words, "new": self._new, "reason": self._reason}

    def refuse(self, error: UserError) -> None:
        """Say at its field what the shop did not take."""
        is_of_name = self._reason.currentData() is None
        (self._new_field if is_of_name else self._field).set_error(error.sentence)

    def _show_new(self) -> None:
        self._new_field.setVisible(self._reason.currentData() is None)

    def _submit(self) -> None:
        chosen, text = self._reason.currentData(), self.words.text().strip()
        if chosen is None and not self._new.text().strip():
            self._new_field.set_error(_("Name the reason."))
            self._new.setFocus()
        elif len(text) < MIN_WORDS:
            self._field.set_error(_("Write what has to be known."))
            self.words.setFocus()
        else:
            self._save(chosen, self._new.text(), text)


class PersonDialog(Dialog):
    """One more person to talk to: a name, and how to reach them."""

    def __init__(
        self,
        parent: QWidget,
        tasks: Tasks,
        *,
        about: str,
        save: Callable[[str, str, str, str], None],
    ) -> None:
        super().__init__(
            parent, lambda: _("One more person"), subtitle=about, icon="user-plus", width=520
        )
        self._save = save
        self._name = LineEdit(self, placeholder=lambda: _("Priya Hartwell"))
        self._post = LineEdit(self, placeholder=lambda: _("owner"))
        self._phone = PhoneEdit(tasks, self)
        self._email = LineEdit(self, placeholder=lambda: _("orders@firm.example"))
        self.fields = {
            "name": Field(lambda: _("Name"), self._name, self, required=True),
            "post": Field(lambda: _("Post"), self._post, self),
            "phone": Field(lambda: _("Phone"), self._phone, self),
            "email": Field(lambda: _("E-mail"), self._email, self),
        }
        for field in self.fields.values():
            self.body.addWidget(field)
        self.set_primary(lambda: _("Add"))
        self.add_cancel()
        self.submitted.connect(self._submit)

    def refuse(self, error: UserError) -> None:
        """Say at its field what the shop did not take, and put the cursor there."""
        field = self.fields.get(error.field or "", self.fields["name"])
        field.set_error(error.sentence)
        field.control.setFocus()

    def _submit(self) -> None:
        if not self._name.text().strip():
            self.fields["name"].set_error(_("Say what they are called."))
            self._name.setFocus()
            return
        parts = (self._name, self._post, self._phone, self._email)
        self._save(*(edit.text().strip() for edit in parts))
