# SPDX-License-Identifier: Apache-2.0
"""A new client: company, person, phone, e-mail; who may be the same client is said while it is filled in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop import commands, queries
from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.drafts.client import ClientDraft
from desktop.values.rows.clients import Duplicate
from desktop.views.context import Context
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit

if TYPE_CHECKING:
    from desktop.commands.clients import ClientIds

_ASKED = ("phone", "email", "company")
"""Fields by which somebody may be known already."""


class NewClientDialog(Dialog):
    """Asks for what a client is called and reached by; one of the four is enough.

    With `company` the person is added to that organisation. `saved` is told whether the client is an organisation,
    and the id whose page shows it. A phone or e-mail that somebody has already is named at once, with the way to them.
    """

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        *,
        saved: Callable[[bool, UUID], None],
        company: str = "",
    ) -> None:
        title = (lambda: _("New client")) if not company else (lambda: _("Add a person"))
        super().__init__(parent, title, subtitle=company, icon="user-circle", width=520)
        self._context = context
        self._saved = saved
        self._company = company
        self._same: dict[str, Duplicate] = {}
        self._links: dict[str, Button] = {}
        self.fields: dict[str, Field] = {}
        self._add_fields()
        self.set_primary(lambda: _("Save client") if not company else _("Add"))
        self.add_cancel()
        self.submitted.connect(self.save)

    def _add_fields(self) -> None:
        if not self._company:
            self._add("company", lambda: _("Company"), lambda: _("Oak & Lime Bakery"))
        self._add("name", lambda: _("Person"), lambda: _("Priya Hartwell"))
        if self._company:
            self._add("post", lambda: _("Post"), lambda: _("Buyer"))
        self._add("phone", lambda: _("Phone"), lambda: _("07700 900 342"), icon="phone")
        self._add("email", lambda: _("E-mail"), lambda: _("orders@oak.example"))
        self._add("comment", lambda: _("Comment"), lambda: _("Prefers calls before noon"))

    def _add(
        self,
        name: str,
        label: Callable[[], str],
        example: Callable[[], str],
        *,
        icon: str = "",
    ) -> None:
        edit = LineEdit(self, placeholder=example, icon=icon)
        field = Field(label, edit, self)
        self.fields[name] = field
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(field, 1)
        if name in _ASKED:
            link = Button(lambda: _("Open"), self, kind="link", size="small")
            link.hide()
            link.clicked.connect(partial(self._open_same, name))
            row.addWidget(link)
            self._links[name] = link
            edit.left_field.connect(partial(self._look_for_same, name))
        self.body.addLayout(row)

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
        """Keep the client; a field that is wrong is marked and gets the focus."""
        draft = self.draft()
        for field in self.fields.values():
            field.set_error("")
        then, failed = self.held(self._done, self._refused)
        self._context.tasks.run(
            lambda uow: commands.clients.add_client(uow, draft=draft), then=then, failed=failed
        )

    def _done(self, added: ClientIds) -> None:
        self.accept()
        self._saved(added.company_id is not None, added.id)

    def _refused(self, error: UserError) -> None:
        field = self.fields.get(error.field or "") or self.fields["name"]
        field.set_error(error.sentence)
        field.control.setFocus()

    # Who may be the same

    def _look_for_same(self, name: str) -> None:
        text = self.text(name)
        phone, email, company = (text if name == one else "" for one in _ASKED)
        if not text:
            self._told_same(name, ())
            return
        self._context.tasks.fetch(
            f"same {name}",
            lambda reader: queries.clients.duplicates(
                reader, phone=phone, email=email, company=company
            ),
            then=partial(self._told_same, name),
        )

    def _told_same(self, name: str, found: tuple[Duplicate, ...]) -> None:
        field = self.fields[name]
        same = found[0] if found else None
        self._links[name].setVisible(same is not None)
        if same is None:
            self._same.pop(name, None)
            field.set_hint("")
            return
        self._same[name] = same
        field.set_hint(partial(_same_words, name, same.name))

    def _open_same(self, name: str) -> None:
        same = self._same.get(name)
        if same is not None:
            self.reject()
            self._context.go("company" if same.is_company else "contact", same.id)


def _same_words(name: str, client: str) -> str:
    patterns = {
        "phone": _("This number belongs to {client}."),
        "email": _("This e-mail belongs to {client}."),
        "company": _("{client} is a client already; the person is added to it."),
    }
    return patterns[name].format(client=client)
