# SPDX-License-Identifier: Apache-2.0
"""The people of an organisation: name, post and how to reach each."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.client_words import ClientWords
from desktop.values.initials import initials, tint
from desktop.values.rows.clients import PersonRow
from desktop.views.widgets.avatar import Avatar
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Panel


class PeoplePanel(Panel):
    """One block for each person; their name opens their own page."""

    opened = Signal(object)
    call_wanted = Signal(str)
    add_wanted = Signal()

    def __init__(self, words: ClientWords, parent: QWidget | None = None) -> None:
        super().__init__(lambda: _("People"), parent, padding=(12, 8))
        self._words = words
        self._people: tuple[PersonRow, ...] = ()
        self._blocks: list[QWidget] = []
        self.body.setSpacing(8)
        self._empty = Label(lambda: _("Nobody yet"), self, role="meta")
        self.body.addWidget(self._empty)
        self.add_button = icon_button("plus", lambda: _("Add a person"), self, size="small")
        self.add_button.clicked.connect(self.add_wanted)
        self.add_action(self.add_button)

    def show_people(self, people: tuple[PersonRow, ...], *, can_change: bool) -> None:
        """Show these people; the same ones again change nothing."""
        self.add_button.setVisible(can_change)
        if people == self._people and self._blocks:
            return
        self._people = people
        for block in self._blocks:
            self.body.removeWidget(block)
            block.hide()
            block.deleteLater()
        self._blocks = [self._block(person) for person in people]
        for block in self._blocks:
            self.body.addWidget(block)
        self._empty.setVisible(not people)

    def _block(self, person: PersonRow) -> QWidget:
        block = QWidget(self)
        row = QHBoxLayout(block)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(
            Avatar(initials(person.name), person.name, tint(person.id), 28, block), 0, top
        )
        lines = QVBoxLayout()
        lines.setSpacing(0)
        name = Button(person.name, block, kind="link", size="small")
        name.clicked.connect(partial(self._open, person.id))
        lines.addWidget(name, 0, Qt.AlignmentFlag.AlignLeft)
        below = [person.post, *(self._words.phone(one.digits) for one in person.phones)]
        for text in (*below, person.email):
            if text:
                lines.addWidget(Label(text, block, style="small", role="secondary"))
        row.addLayout(lines, 1)
        if person.phones:
            call = icon_button("phone", lambda: _("Call"), block, size="small")
            call.clicked.connect(partial(self.call_wanted.emit, person.phones[0].digits))
            row.addWidget(call, 0, top)
        return block

    def _open(self, person_id: UUID) -> None:
        self.opened.emit(person_id)
