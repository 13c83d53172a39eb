# SPDX-License-Identifier: Apache-2.0
"""A new client: company, person, phone, e-mail; who may be the same client is said while it is filled in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid5

from PySide6.QtWidgets import QWidget

from desktop import commands
from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.drafts.client import ClientDraft
from desktop.values.rows.clients import ClientPage
from desktop.values.rows.duplicates import COMPANY, LEAD, DuplicateFound, Sought
from desktop.views.context import Context
from desktop.views.kept_fields import NOTHING_YET, KeptFields
from desktop.views.questions.phone_edit import PhoneEdit
from desktop.views.questions.similar import SimilarHints
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit

if TYPE_CHECKING:
    from desktop.commands.clients import ClientIds


class NewClientDialog(Dialog):
    """Asks for what a client is called and reached by; one of the four is enough.

    With `company` the person is added to that organisation. `saved` is told what is known of the client by now. Who
    may be the same client is named while it is filled in: what was typed is added to them, their page is opened, or the
    client is kept as a new one all the same.
    """

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        *,
        saved: Callable[[ClientPage], None],
        company: str = "",
    ) -> None:
        title = (lambda: _("New client")) if not company else (lambda: _("Add a person"))
        super().__init__(parent, title, subtitle=company, icon="user-circle", width=520)
        self._context = context
        self._saved = saved
        self._company = company
        self._given_to: DuplicateFound | None = None
        self.fields: dict[str, Field] = {}
        self._add_fields()
        self.similar = SimilarHints(
            context,
            self,
            (_take_word, self.add_to),
            (_open_word, self._open_similar),
            asks="like new client",
        )
        self.similar.shown.connect(self._say_new)
        self.body.addWidget(self.similar)
        self.set_primary(self._primary_words)
        self.add_cancel()
        self.submitted.connect(self.save)
        about = uuid5(NOTHING_YET, company) if company else NOTHING_YET
        KeptFields(
            context, self, self.fields, kind="new client", about=about, again=self._look_for_similar
        )

    def _add_fields(self) -> None:
        if not self._company:
            self._add("company", lambda: _("Company"), lambda: _("Oak & Lime Bakery"))
        self._add("name", lambda: _("Person"), lambda: _("Priya Hartwell"))
        if self._company:
            self._add("post", lambda: _("Post"), lambda: _("Buyer"))
        self._put("phone", lambda: _("Phone"), PhoneEdit(self._context.tasks, self, icon="phone"))
        self._add("email", lambda: _("E-mail"), lambda: _("orders@oak.example"))
        self._add("comment", lambda: _("Comment"), lambda: _("Prefers calls before noon"))

    def _add(
        self,
        name: str,
        label: Callable[[], str],
        example: Callable[[], str],
    ) -> None:
        self._put(name, label, LineEdit(self, placeholder=example))

    def _put(self, name: str, label: Callable[[], str], edit: LineEdit) -> None:
        field = Field(label, edit, self)
        self.fields[name] = field
        edit.textEdited.connect(self._look_for_similar)
        self.body.addWidget(field)

    def text(self, name: str) -> str:
        """What is typed in a field; empty for a field that is not asked."""
        field = self.fields.get(name)
        edit = field.control if field is not None else None
        return edit.text().strip() if isinstance(edit, LineEdit) else ""

    def draft(self) -> ClientDraft:
        """The client as typed."""
        return ClientDraft(
            company=self._company or self.text("company"),
            name=self.text("name"),
            post=self.text("post"),
            phone=self.text("phone"),
            email=self.text("email"),
            comment=self.text("comment"),
        )

    def save(self) -> None:
        """Keep the client, as a new one whoever is like them; a field that is wrong is marked and gets the focus."""
        self._given_to = None
        draft = self.draft()
        self._keep(lambda uow: commands.clients.add_client(uow, draft=draft))

    def add_to(self, found: DuplicateFound) -> None:
        """Give what was typed to one who is there already."""
        self._given_to = found
        draft, is_firm = self.draft(), found.kind == COMPANY
        contact, company = (None, found.id) if is_firm else (found.id, None)
        self._keep(
            lambda uow: commands.known_clients.add_to_client(
                uow, draft=draft, contact_id=contact, company_id=company
            )
        )

    def _keep(self, command: Callable[[commands.UnitOfWork], ClientIds]) -> None:
        for field in self.fields.values():
            field.set_error("")
        then, failed = self.held(self._done, self._refused)
        self._context.tasks.run(command, then=then, failed=failed)

    def _primary_words(self) -> str:
        if self.similar.found():
            return _("Save as a new client")
        return _("Save client") if not self._company else _("Add")

    def _say_new(self, _has_similar: bool) -> None:
        if self.primary is not None:
            self.primary.retranslate()

    def _done(self, added: ClientIds) -> None:
        self.accept()
        self._saved(self._known(added))

    def _known(self, added: ClientIds) -> ClientPage:
        """The client as far as it was typed: who opens the page need not wait for the shop to see that."""
        draft, is_company = self.draft(), added.company_id is not None
        if self._given_to is not None:
            return ClientPage(added.id, is_company, self._given_to.name, "")
        name = draft.company if is_company else draft.name
        return ClientPage(
            added.id,
            is_company,
            name or draft.phone or draft.email,
            "",
            draft.email,
            comment=draft.comment,
        )

    def _refused(self, error: UserError) -> None:
        field = self.fields.get(error.field or "") or self.fields["name"]
        field.set_error(error.sentence)
        field.control.setFocus()

    # Who may be the same

    def _look_for_similar(self) -> None:
        self.similar.look(
            Sought(
                name=self.text("name"),
                company=self.text("company"),
                phones=(self.text("phone"),),
                emails=(self.text("email"),),
            )
        )

    def _open_similar(self, found: DuplicateFound) -> None:
        self.reject()
        self._context.go(found.kind, found.id)


def _take_word(found: DuplicateFound) -> str:
    return "" if found.kind == LEAD else _("Add to this one")


def _open_word(_found: DuplicateFound) -> str:
    return _("Open")
