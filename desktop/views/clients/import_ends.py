# SPDX-License-Identifier: Apache-2.0
"""The beginning and the end of an import: a file is asked for, and it is said how it went."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.background.change_hub import ChangeHub
from desktop.i18n import _, say_keys
from desktop.values.changes import Changes, Origin
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.empty_state import EmptyState
from desktop.views.widgets.panel import Panel


class ImportStart(Panel):
    """Before a file is chosen; `state` says what is wrong with one that is no list."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.state = EmptyState("", "", self)
        self.invite()
        self.choose_button = Button(
            lambda: _("Choose a file…"),
            self,
            kind="primary",
            icon="upload-simple",
            shortcut="Ctrl+O",
        )
        self.past_button = Button(lambda: _("Past imports…"), self, icon="clock-counter-clockwise")
        for button in (self.choose_button, self.past_button):
            self.state.add_button(button)
        self.body.addWidget(self.state, 1)

    def invite(self) -> None:
        """Ask for a file."""
        self.state.set_texts(
            lambda: _("A list of clients from CSV, Excel or vCards"),
            lambda: _(
                "Drop the file here or choose it. You see what would happen before anything does."
            ),
        )

    def say_reading(self, file: str) -> None:
        """Name the file that is being read: with a long one that takes a while."""
        self.state.set_texts(
            lambda: _("Reading {file}…").format(file=file),
            lambda: _("A long list takes a moment. Nothing is changed by that."),
        )


class ImportEnd(Panel):
    """After a list is in: how it went, and where to go from here."""

    def __init__(self, parent: QWidget, hub: ChangeHub, *, becomes_leads: bool) -> None:
        super().__init__(parent=parent)
        self._file, self._taken_text = "", ""
        self.state = EmptyState("", "", self, icon="ph.check-circle", ink="ok")
        self.open_button = Button(
            lambda: _("Open the leads") if becomes_leads else _("Open the clients"),
            self,
            kind="primary",
        )
        self.again_button = Button(lambda: _("Another file…"), self, shortcut="Ctrl+O")
        self.past_button = Button(lambda: _("Past imports…"), self, kind="quiet")
        for button in (self.open_button, self.again_button, self.past_button):
            self.state.add_button(button)
        self.body.addWidget(self.state, 1)
        hub.changed.connect(self._told)

    def show_taken(self, file: str, text: str) -> None:
        """Say that the list of this file is in, until that is undone."""
        self._file, self._taken_text = file, text
        self.state.set_texts(_("The list is in"), text)

    def _told(self, changes: Changes) -> None:
        if not self._file or changes.label.fields.get("file") != self._file:
            return
        if changes.origin is Origin.UNDO:
            # Else it would go on offering the key, which takes back what was done before the import.
            words = _("{keys} does it again. The list can be imported anew as well.")
            again = words.format(keys=say_keys("Ctrl+Shift+Z"))
            self.state.set_texts(_("The import is taken back"), again)
        elif changes.origin is Origin.REDO:
            self.show_taken(self._file, self._taken_text)
