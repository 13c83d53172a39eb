# SPDX-License-Identifier: Apache-2.0
"""A password that goes into the system's password store and is never shown or kept anywhere else."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop import secrets
from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.rows.outbox import MailSettings
from desktop.views.context import Context
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit


class PasswordEdit(QWidget):
    """Says whether a password is kept for this login; what is typed takes its place when the field is left."""

    stored = Signal()
    """Another password lies in the store."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._mail = MailSettings()
        self._is_kept = self._is_storing = False
        self._after: list[Callable[[], None]] = []
        self.edit = LineEdit(self, placeholder=lambda: "••••••••" if self._is_kept else "")
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.field = Field(lambda: _("Password"), self.edit, self)
        self.setFocusProxy(self.edit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)
        self.edit.left_field.connect(self.commit)
        self.edit.returnPressed.connect(self.commit)

    def look_for(self, mail: MailSettings) -> None:
        """See whether a password is kept for this login."""
        if (mail.host, mail.login) == (self._mail.host, self._mail.login) and self._is_kept:
            self._mail = mail
            return
        self._mail, self._is_kept = mail, False
        if not (mail.host and mail.login):
            self._say(False)
            return
        name = mail.secret

        def found(kept: bool) -> None:
            # A password typed meanwhile is kept already, or on its way.
            if name == self._mail.secret and not (self._is_kept or self._is_storing):
                self._say(kept)

        self._context.tasks.outside(
            lambda: secrets.get(name) is not None, then=found, failed=self._refused
        )

    def commit(self) -> None:
        """Put what was typed into the store."""
        typed = self.edit.text()
        if not typed:
            return
        if not (self._mail.host and self._mail.login):
            self.field.set_error(
                lambda: _("Fill in server and login first: the password is kept for them.")
            )
            return
        name = self._mail.secret
        self._is_storing = True
        self.edit.clear()
        self._context.tasks.outside(
            lambda: secrets.put(name, typed), then=self._stored, failed=self._refused
        )

    def when_stored(self, do: Callable[[], None]) -> None:
        """Store what was typed, then do something that needs it; at once where nothing is on its way."""
        self.commit()
        if self._is_storing:
            self._after.append(do)
        else:
            do()

    def _stored(self, _nothing: None) -> None:
        self._say(True)
        self.stored.emit()
        self._go_on()

    def _go_on(self) -> None:
        self._is_storing = False
        waiting, self._after = self._after, []
        for do in waiting:
            do()

    def _say(self, kept: bool) -> None:
        self._is_kept = kept
        self.field.set_error("")
        if kept:
            self.field.set_good(lambda: _("Kept in the password store of this computer"))
        else:
            self.field.set_good("")
            self.field.set_hint(
                lambda: _("Goes into the password store of this computer, into no file.")
            )
        self.edit.retranslate()

    def _refused(self, error: UserError) -> None:
        self.field.set_error(error.sentence)
        self._go_on()
