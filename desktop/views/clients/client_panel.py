# SPDX-License-Identifier: Apache-2.0
"""Who the client is and how to reach them: facts changed in place, phones added and taken away."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.client_words import ClientWords
from desktop.values.initials import client_initials, tint
from desktop.values.rows.clients import ClientPage, PhoneRow
from desktop.views.widgets.avatar import Avatar
from desktop.views.widgets.buttons import icon_button
from desktop.views.widgets.choices import CheckBox
from desktop.views.widgets.fact import Fact
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Panel

NAME, POST, EMAIL, SOURCE, DISCOUNT, COMMENT, COMPANY = (
    "name", "post", "email", "source", "discount_percent", "comment", "company",
)  # fmt: skip


class PhoneList(QWidget):
    """Numbers one under another, each changed in place; an empty text takes one away, the last line adds one.

    `added` tells a text, `changed` an id and a text, `removed` an id, `call_wanted` digits, `linked` the digits
    whose other owner is to be opened.
    """

    added = Signal(str)
    changed = Signal(object, str)
    removed = Signal(object)
    call_wanted = Signal(str)
    linked = Signal(str)

    def __init__(self, words: ClientWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._facts: dict[UUID, Fact] = {}
        self._digits: dict[UUID, str] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.new = Fact(lambda: _("Phone"), self, placeholder=lambda: _("Add a phone"))
        self.new.committed.connect(self._add)
        self._column.addWidget(self.new)

    def show_phones(self, phones: tuple[PhoneRow, ...], *, can_change: bool) -> None:
        """Show these numbers; fields that stay keep what is being typed in them."""
        shown = {phone.id: phone for phone in phones}
        for gone in self._facts.keys() - shown.keys():
            fact = self._facts.pop(gone)
            self._column.removeWidget(fact)
            fact.hide()
            fact.deleteLater()
        for place, phone in enumerate(phones):
            fact = self._facts.get(phone.id) or self._make(phone.id)
            self._digits[phone.id] = phone.digits
            self._column.removeWidget(fact)
            self._column.insertWidget(place, fact)
            fact.set_value(self._words.phone(phone.digits), self._reads(phone))
            fact.set_can_change(can_change)
        self.new.set_value("")
        self.new.setVisible(can_change)

    def fact(self, phone_id: UUID | None) -> Fact:
        """The field of a number, or the one that adds one."""
        return self._facts.get(phone_id, self.new) if phone_id else self.new

    def say(self, digits: str, sentence: str) -> None:
        """Say below a number who else has it."""
        for phone_id, fact in self._facts.items():
            if self._digits[phone_id] == digits:
                fact.set_note(sentence, has_link=True)

    def _make(self, phone_id: UUID) -> Fact:
        fact = Fact(lambda: _("Phone"), self, is_link=True)
        call = icon_button("phone", lambda: _("Call"), fact, size="small")
        call.clicked.connect(lambda: self.call_wanted.emit(self._digits[phone_id]))
        fact.add_action(call)
        fact.committed.connect(partial(self._change, phone_id))
        fact.linked.connect(lambda: self.linked.emit(self._digits[phone_id]))
        self._facts[phone_id] = fact
        return fact

    def _reads(self, phone: PhoneRow) -> str:
        number = self._words.phone(phone.digits)
        if not phone.extension:
            return number
        return _("{number} ext. {extension}").format(number=number, extension=phone.extension)

    def _add(self, text: str) -> None:
        if text:
            self.added.emit(text)

    def _change(self, phone_id: UUID, text: str) -> None:
        if text:
            self.changed.emit(phone_id, text)
        else:
            self.removed.emit(phone_id)


class ClientPanel(Panel):
    """The facts of a person or an organisation. `changed` tells a field's name and its new text."""

    changed = Signal(str, str)
    opted_out = Signal(tuple)
    """By which channels they do not want to be written to."""
    company_wanted = Signal(object)
    letter_wanted = Signal()

    def __init__(self, words: ClientWords, parent: QWidget | None = None) -> None:
        super().__init__(lambda: _("Client"), parent, padding=(12, 8))
        self._words = words
        self._company_id: UUID | None = None
        self.body.setSpacing(0)
        self._avatar = Avatar("", "", 0, 40, self)
        name = Fact(lambda: _("Name"), self, style="section", label_width=0)
        head = QHBoxLayout()
        head.setContentsMargins(0, 4, 0, 8)
        head.setSpacing(12)
        head.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(name, 1)
        self.body.addLayout(head)
        self.phones = PhoneList(words, self)
        self.facts: dict[str, Fact] = {NAME: name}
        self._add(COMPANY, Fact(lambda: _("Company"), self, placeholder=lambda: _("No company")))
        self._add(POST, Fact(lambda: _("Post"), self, placeholder=lambda: _("Add a post")))
        self.body.addWidget(self.phones)
        self._add(EMAIL, self._email_fact())
        self._add(SOURCE, Fact(lambda: _("Source"), self, placeholder=lambda: _("How they came")))
        self._add(DISCOUNT, Fact(lambda: _("Discount"), self, placeholder=lambda: _("None")))
        self._add(COMMENT, Fact(lambda: _("Comment"), self, placeholder=lambda: _("Add a comment")))
        self._more = Label("", self, style="small", role="secondary", lines=0)
        self.body.insertWidget(self.body.indexOf(self.facts[EMAIL]) + 1, self._more)
        self._add_consent()
        for field, fact in self.facts.items():
            fact.committed.connect(partial(self.changed.emit, field))
        company = icon_button("arrow-right", lambda: _("Open the company"), self, size="small")
        company.clicked.connect(lambda: self.company_wanted.emit(self._company_id))
        self._company_button = company
        self.facts[COMPANY].add_action(company)

    def _add_consent(self) -> None:
        """What they have said about being written to."""
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(12)
        row.addWidget(Label(lambda: _("May be written to"), self, style="small", role="secondary"))
        self.may = {"email": CheckBox(lambda: _("E-mail"), self), "sms": CheckBox("SMS", self)}
        for box in self.may.values():
            box.clicked.connect(self._say_consent)
            row.addWidget(box)
        row.addStretch(1)
        self.body.addLayout(row)

    def _say_consent(self) -> None:
        self.opted_out.emit(tuple(key for key, box in self.may.items() if not box.isChecked()))

    def _email_fact(self) -> Fact:
        fact = Fact(lambda: _("E-mail"), self, placeholder=lambda: _("Add an e-mail"), is_link=True)
        self._write = icon_button(
            "envelope-simple", lambda: _("Write an e-mail"), fact, size="small"
        )
        self._write.clicked.connect(self.letter_wanted)
        fact.add_action(self._write)
        return fact

    def _add(self, field: str, fact: Fact) -> None:
        self.facts[field] = fact
        self.body.addWidget(fact)

    def show_page(self, page: ClientPage, *, can_change: bool) -> None:
        """Show this client; a field in which somebody types is left alone."""
        self._company_id = page.company_id
        self._avatar.set_person(client_initials(page.name), page.name, tint(page.id))
        percent = page.discount_percent
        values = {
            NAME: page.name,
            COMPANY: page.company,
            POST: page.post,
            EMAIL: page.email,
            SOURCE: page.source,
            COMMENT: page.comment,
        }
        for field, value in values.items():
            self.facts[field].set_value(value, " ".join(value.split()))
        shown = _("{n}%").format(n=percent) if percent else ""
        self.facts[DISCOUNT].set_value(str(percent) if percent else "", shown)
        self.phones.show_phones(page.phones, can_change=can_change)
        for field in (COMPANY, POST):
            self.facts[field].setVisible(not page.is_company)
        self._company_button.setVisible(page.company_id is not None)
        self._write.setVisible(bool(page.email))
        self._more.set_content(", ".join(page.other_emails))
        self._more.setVisible(bool(page.other_emails))
        for key, box in self.may.items():
            box.setChecked(key not in page.opted_out)
            box.setEnabled(can_change)
        for fact in self.facts.values():
            fact.set_can_change(can_change)

    def clear_notes(self) -> None:
        """Forget what was said about another client."""
        for fact in self.facts.values():
            fact.cancel()
