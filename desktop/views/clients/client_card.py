# SPDX-License-Identifier: Apache-2.0
"""One client's page: facts, people and requisites at the left, all their deals, papers, money and history."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import commands, queries
from desktop.errors import UserError
from desktop.i18n import N_, _, pgettext
from desktop.models.client_words import ClientWords
from desktop.models.live import Live
from desktop.values.drafts.requisites import Requisites
from desktop.values.rows.clients import ClientPage
from desktop.views import reach, theme
from desktop.views.actions import ActionSpec
from desktop.views.clients import actions
from desktop.views.clients.client_data import ClientData
from desktop.views.clients.client_panel import COMPANY, DISCOUNT, EMAIL, ClientPanel
from desktop.views.clients.client_tables import ClientTables
from desktop.views.clients.new_client import NewClientDialog
from desktop.views.clients.people_panel import PeoplePanel
from desktop.views.clients.requisites_panel import RequisitesPanel
from desktop.views.clients.same_client import SameClient
from desktop.views.context import Context
from desktop.views.page import Page
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.fact import Fact
from desktop.views.widgets.scroll_area import ScrollArea

KINDS = (
    "contact", "contact_phone", "company", "deal", "lead", "deal_line", "payment", "confirmation", "reversal",
    "task", "activity", "comment", "stage_move", "document", "document_version", "message", "voided",
)  # fmt: skip
"""What the page is made of."""

NARROW = 1200
_LEFT = 288
_MORE_EVENTS = 200


class ClientCard(Page):
    """A person or an organisation. Every fact is changed where it stands; Ctrl Z takes a change back."""

    def __init__(self, context: Context) -> None:
        super().__init__(N_("Client"))
        self._context = context
        self._id: UUID | None = None
        self._page: ClientPage | None = None
        self._events = 100
        self.words = ClientWords(context.clock)
        self._make_header()
        self._make_left()
        self.tables = ClientTables(self.words, self)
        body = QWidget(self)
        self._row = QHBoxLayout(body)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.PANEL_GAP)
        self._row.addWidget(self.left)
        self._row.addWidget(self.tables, 1)
        self.set_body(body)
        self._join()
        self.follow(Live(context.hub, KINDS, self.refresh, self))

    # Made once

    def _make_header(self) -> None:
        back = icon_button("arrow-left", lambda: _("Back to the clients"), self)
        back.clicked.connect(lambda: self._context.go("clients", None))
        self.header.add_before(back)
        self.call_button = Button(
            lambda: pgettext("button", "Call"), self, icon="phone", shortcut="C"
        )
        self.write_button = Button(lambda: _("E-mail"), self, icon="envelope-simple", shortcut="E")
        self.archive_button = icon_button(
            "archive", lambda: _("Archive the client"), self, kind="default"
        )
        self.data = ClientData(self._context, self, lambda: self._page)
        tools = (self.call_button, self.write_button, self.archive_button, *self.data.buttons)
        for button in tools:
            self.header.add_tool(button)
        self.archive_button.setVisible(self._may_sell)

    def _make_left(self) -> None:
        self.client = ClientPanel(self.words)
        self.same = SameClient(self._context, self.client, may_join=self._may_sell)
        self.people = PeoplePanel(self.words)
        self.requisites = RequisitesPanel()
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PANEL_GAP)
        for panel in (self.same.hints, self.client, self.people, self.requisites):
            column.addWidget(panel)
        column.addStretch(1)
        self.left = ScrollArea(content, self)
        self.retranslate()
        self.left.setFixedWidth(theme.px(_LEFT))

    def retranslate(self) -> None:
        """Name the column of facts anew."""
        self.left.setAccessibleName(_("Facts"))

    def _join(self) -> None:
        go = self._context.go
        self.call_button.clicked.connect(self.call)
        self.write_button.clicked.connect(self.write)
        self.archive_button.clicked.connect(self.archive)
        self.client.changed.connect(self._change)
        self.client.opted_out.connect(self._change_consent)
        self.client.letter_wanted.connect(self.write)
        self.client.company_wanted.connect(lambda id_: go("company", id_))
        phones = self.client.phones
        phones.added.connect(self._add_phone)
        phones.changed.connect(self._change_phone)
        phones.removed.connect(self._remove_phone)
        for caller in (phones, self.people):
            caller.call_wanted.connect(lambda digits: reach.dial(self._context, digits))
        self.people.opened.connect(lambda id_: go("contact", id_))
        self.people.add_wanted.connect(self.add_person)
        self.requisites.changed.connect(self._change_requisites)
        self.tables.deal_wanted.connect(lambda id_: go("deal", id_))
        self.tables.lead_wanted.connect(lambda id_: go("lead", id_))
        self.tables.more_wanted.connect(self._show_more)
        self._act(actions.CALL, self.call)
        self._act(actions.WRITE, self.write)
        self._act(actions.REQUISITES, self.requisites.begin)
        self._act(actions.ADD_PERSON, self.add_person)
        self._act(actions.ARCHIVE, self.archive)
        self._act(actions.WRITE_OUT, self.data.export)
        self._act(actions.ERASE, self.data.erase)

    def _act(self, spec: ActionSpec, do: Callable[[], object]) -> None:
        if not spec.right or self._context.person.may(spec.right):
            self.act(spec, do)

    @property
    def _may_sell(self) -> bool:
        return self._context.person.may(actions.SELL)

    # Asking and showing

    def open(self, id: UUID | None) -> None:
        """Show this person or organisation."""
        if id != self._id:
            self._id, self._page, self._events = id, None, 100
            self.same.forget()
            self.tables.show_first()
            known = self._context.at_hand.pop(id, None) if id is not None else None
            if isinstance(known, ClientPage):
                self._show_known(known)
        if self.isVisible():
            self.refresh()

    def _show_known(self, page: ClientPage) -> None:
        """What another page knew already.

        Where there are many clients, the lists that show a new one are asked for before this page is: its own answer
        takes a while.
        """
        self.set_title(page.name)
        self.client.show_page(page, can_change=False)
        self.people.setVisible(page.is_company)
        self.people.show_people((), can_change=False)

    def refresh(self) -> None:
        """Ask for the client again."""
        client_id, events = self._id, self._events
        if client_id is None:
            return
        self._context.tasks.fetch(
            "client",
            lambda reader: queries.clients.client_of(reader, id=client_id, events=events),
            then=partial(self._take, client_id),
            failed=self._gone,
        )

    def _take(self, asked: UUID, page: ClientPage) -> None:
        """Who was joined to another is shown as that one."""
        if asked == self._id:
            self._id = page.id
            self.show_page(page)

    def show_page(self, page: ClientPage) -> None:
        """Show an answer; what is being typed stays."""
        if page.id != self._id:
            return
        self._page = page
        self.words.currency, self.words.country = page.currency, page.country
        self.set_title(page.name)
        can_change = self._may_sell and not page.is_archived
        self.client.show_page(page, can_change=can_change)
        self.people.setVisible(page.is_company)
        self.people.show_people(page.people, can_change=can_change)
        self.requisites.show_requisites(
            page.requisites,
            page.country,
            person=not page.is_company,
            can_change=self._context.person.may("issue_invoices") and not page.is_archived,
        )
        self.tables.show_page(page)
        self.same.show_page(page)
        self.header.set_meta(_("Archived") if page.is_archived else "")
        self.archive_button.setVisible(self._may_sell and not page.is_archived)

    def _gone(self, error: UserError) -> None:
        self._context.tell(error.sentence)
        self._context.go("clients", None)

    def _show_more(self) -> None:
        self._events += _MORE_EVENTS
        self.refresh()

    # What a person does

    def call(self) -> None:
        """Call the client, or the first of its people who has a phone."""
        page = self._page
        if page is not None:
            phones = [*page.phones, *(phone for one in page.people for phone in one.phones)]
            reach.dial(self._context, phones[0].digits if phones else "")

    def write(self) -> None:
        """Write to the client, or to the first of its people who has an e-mail."""
        page = self._page
        if page is not None:
            mails = [page.email, *(person.email for person in page.people)]
            reach.write(self._context, next((mail for mail in mails if mail), ""))

    def add_person(self) -> None:
        """Ask for another person of the organisation."""
        page = self._page
        if page is not None and page.is_company:
            NewClientDialog(
                self._context, self, saved=lambda _client: None, company=page.name
            ).open()

    def archive(self) -> None:
        """Put the client away; undo brings it back."""
        which = self._which()
        self._context.tasks.run(
            lambda uow: commands.clients.archive_client(uow, **which),
            then=lambda _nothing: self._context.go("clients", None),
        )

    # Changing in place

    def _which(self) -> dict[str, Any]:
        assert self._page is not None
        return {"company_id" if self._page.is_company else "contact_id": self._page.id}

    def _run(
        self,
        command: Callable[[Any], object],
        fact: Callable[[], Fact],
        then: Callable[[], object] = lambda: None,
    ) -> None:
        def done(_result: object) -> None:
            then()

        self._context.tasks.run(
            command,
            then=done,
            failed=lambda error: fact().set_error(error.sentence),
        )

    def _change(self, field: str, text: str) -> None:
        page = self._page
        if page is None:
            return
        fact = self.client.facts[field]
        value: str | int = text
        if field == DISCOUNT:
            digits = text.strip().removesuffix("%").strip()
            if digits and not digits.isdigit():
                fact.set_error(_("A discount is between 0 and 100 percent."))
                return
            value = int(digits or 0)
        if field == EMAIL:
            fact.set_note("")
            self.same.forget_email()
        self._run(
            self._command(page, field, value),
            lambda: fact,
            then=lambda: self.same.look_for_email(text) if field == EMAIL else None,
        )

    def _change_consent(self, channels: tuple[str, ...]) -> None:
        page = self._page
        if page is not None:
            change = self._changing(page, opted_out=channels)
            self._run(change, lambda: self.client.facts[EMAIL])

    def _command(self, page: ClientPage, field: str, value: str | int) -> Callable[[Any], object]:
        seen = {page.id: page.stamp}
        if field == COMPANY:
            return lambda uow: commands.clients.join_company(
                uow, contact_id=page.id, company=str(value), seen=seen
            )
        return self._changing(page, **{field: value})

    @staticmethod
    def _changing(page: ClientPage, **changed: Any) -> Callable[[Any], object]:
        seen = {page.id: page.stamp}
        if page.is_company:
            return lambda uow: commands.clients.change_company(
                uow, company_id=page.id, seen=seen, **changed
            )
        return lambda uow: commands.clients.change_contact(
            uow, contact_id=page.id, seen=seen, **changed
        )

    def _add_phone(self, text: str) -> None:
        which = self._which()
        self._run(
            lambda uow: commands.clients.add_phone(uow, phone=text, **which),
            lambda: self.client.phones.new,
            then=partial(self.same.look_for_number, text),
        )

    def _change_phone(self, phone_id: UUID, text: str) -> None:
        self._run(
            lambda uow: commands.clients.change_phone(uow, phone_id=phone_id, phone=text),
            partial(self.client.phones.fact, phone_id),
            then=partial(self.same.look_for_number, text),
        )

    def _remove_phone(self, phone_id: UUID) -> None:
        self._run(
            lambda uow: commands.clients.remove_phone(uow, phone_id=phone_id),
            partial(self.client.phones.fact, phone_id),
        )

    def _change_requisites(self, requisites: Requisites, field: str) -> None:
        which, page = self._which(), self._page
        assert page is not None
        seen = {page.id: page.stamp}
        self._run(
            lambda uow: commands.clients.change_requisites(
                uow, requisites=requisites, seen=seen, **which
            ),
            partial(self.requisites.fact, field),
        )

    # What the window asks

    def adapt(self, window: QSize) -> None:
        """In a narrow window the facts become the first of the tabs."""
        super().adapt(window)
        if window.width() < NARROW:
            self.left.setMinimumWidth(0)
            self.left.setMaximumWidth(16_777_215)
            self.tables.take_facts(self.left)
        elif self.tables.has_facts:
            self.tables.give_facts()
            self.left.setFixedWidth(theme.px(_LEFT))
            self._row.insertWidget(0, self.left)
            self.left.show()

    def panes(self) -> list[QWidget]:
        """Facts, and the table beside them."""
        return [self.left, self.tables.view()]

    def focus_first(self) -> None:
        """Work begins in the table."""
        self.tables.view().setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Look at what changed meanwhile."""
        super().showEvent(event)
        if self._page is None:
            self.refresh()
