# SPDX-License-Identifier: Apache-2.0
"""The invite that was just made, as a ticket: for whom, until when, to be saved or copied once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from desktop import saving
from desktop.i18n import _, formats
from desktop.sync.invite import SUFFIX
from desktop.values.file_names import safe_stem
from desktop.values.rows.hub import OpenInvite
from desktop.views.context import Context
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.field import Note
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.ticket import Ticket


class InvitePanel(Ticket):
    """Hidden until there is an invite; gone with the window, for it lets in whoever has it."""

    shown = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.invite: OpenInvite | None = None
        head = QHBoxLayout()
        head.addWidget(Label(lambda: _("Invite to a desk"), self, style="small", role="secondary"))
        head.addStretch(1)
        self._whom = Chip("", "accent", parent=self)
        head.addWidget(self._whom)
        self.ticket.addLayout(head)
        self._name = Label("", self, style="section")
        self.ticket.addWidget(self._name)
        self.ticket.addWidget(
            Label(
                lambda: _(
                    "Choose this file at the first start of the new computer, or in the sign-in of a desk that has "
                    "joined. It lets in whoever has it, once."
                ),
                self,
                style="small",
                role="secondary",
                lines=0,
            )
        )
        self._note = Note(self)
        self.ticket.addWidget(self._note)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        middle = Qt.AlignmentFlag.AlignVCenter
        foot.addWidget(Icon("timer", "wa", 16, self), 0, middle)
        self._until = Label("", self, style="small", ink="wa", lines=0)
        foot.addWidget(self._until, 1, middle)
        self.copy_button = Button(lambda: _("Copy"), self, size="small")
        self.save_button = Button(lambda: _("Save…"), self, kind="primary", size="small")
        for button in (self.copy_button, self.save_button):
            foot.addWidget(button)
        self.stub.addLayout(foot)
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(self._ask)
        self.hide()

    def show_invite(self, invite: OpenInvite) -> None:
        """Show an invite that was just made."""
        self.invite = invite
        self._whom.set_chip(lambda: _("for {person}").format(person=invite.person), "accent")
        self._name.set_content(f"{safe_stem(invite.person)}{SUFFIX}")
        self._until.set_content(self._till)
        self._note.say("", "ok")
        self.show()
        self.shown.emit()
        self.save_button.setFocus()

    def _till(self) -> str:
        assert self.invite is not None
        now = self._context.now()
        return _("till {moment}").format(
            moment=formats.short_moment(self.invite.expires.astimezone(now.tzinfo))
        )

    def _copy(self) -> None:
        assert self.invite is not None
        QGuiApplication.clipboard().setText(self.invite.text)
        self._note.say(
            lambda: _("Copied. Paste it into a file or a message that only they read."),
            "ok",
            "check-circle",
        )

    def _ask(self) -> None:
        assert self.invite is not None
        start = str(Path.home() / f"{safe_stem(self.invite.person)}{SUFFIX}")
        kinds = _("Invites ({pattern})").format(pattern=f"*{SUFFIX}")
        name, _kind = QFileDialog.getSaveFileName(self, _("Save the invite"), start, kinds)
        if name:
            self.save(Path(name))

    def save(self, path: Path) -> None:
        """Write the file."""
        assert self.invite is not None
        content = self.invite.text.encode()
        self._context.tasks.outside(
            lambda: saving.write_whole(path, content),
            then=lambda _done: self._note.say(
                lambda: _("Saved as {file}. Hand it over as you would a key.").format(
                    file=path.name
                ),
                "ok",
                "check-circle",
            ),
            failed=lambda error: self._note.say(error.sentence, "er", "warning-circle"),
        )
