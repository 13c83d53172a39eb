# SPDX-License-Identifier: Apache-2.0
"""A new lead: a phone or an e-mail alone is enough; how it came is kept for good, and who answers for it is chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.errors import UserError
from desktop.i18n import _
from desktop.models.card_words import channel_icon
from desktop.values.calendar import WorkingCalendar
from desktop.values.drafts.lead import LeadDraft
from desktop.values.drafts.touch import TouchDraft
from desktop.values.rows.board import HolderRow
from desktop.values.rows.duplicates import COMPANY, LEAD, DuplicateFound, Sought
from desktop.values.states import Channel, TaskKind
from desktop.views import icons, theme
from desktop.views.context import Context
from desktop.views.kept_fields import KeptFields
from desktop.views.questions.phone_edit import PhoneEdit
from desktop.views.questions.similar import SimilarHints
from desktop.views.questions.when_edit import WhenEdit, touch_moment
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit

Save = Callable[[LeadDraft, TouchDraft | None], None]


class NewLeadDialog(Dialog):
    """Ctrl+Enter keeps the lead. Without a date its holder is to call within the hour, or the head is to take it."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        *,
        holders: Sequence[HolderRow],
        me: UUID,
        now: Callable[[], dt.datetime],
        calendar: WorkingCalendar,
        save: Save,
    ) -> None:
        super().__init__(parent, lambda: _("New lead"), icon="plus", width=640)
        self._context, self._now, self._save = context, now, save
        self._contact_id: UUID | None = None
        self._company_id: UUID | None = None
        self._make_edits(calendar)
        self._offer_holders(holders, me)
        self._fields = self._make_fields()
        self.similar = SimilarHints(
            context,
            self,
            (_theirs_word, self.take_theirs),
            (_open_word, self._open),
            asks="like lead",
        )
        for edit in (self._phone, self._email, self._name, self._company):
            edit.textEdited.connect(self._look_for_similar)
        self._lay_out()
        self.submitted.connect(self._submit)
        KeptFields(context, self, self._fields, kind="new lead", again=self._look_for_similar)

    def _make_edits(self, calendar: WorkingCalendar) -> None:
        self._phone = PhoneEdit(self._context.tasks, self)
        self._email = LineEdit(self, placeholder=lambda: _("orders@firm.example"))
        self._name = LineEdit(self, placeholder=lambda: _("Priya Hartwell"))
        self._post = LineEdit(self, placeholder=lambda: _("owner"))
        self._company = LineEdit(self, placeholder=lambda: _("Oak & Lime Bakery"))
        self._site = LineEdit(self, placeholder=lambda: _("firm.example"))
        self._wants = LineEdit(self, placeholder=lambda: _("Catalogue A4, 24 pages, 300 pcs"))
        self._channel = ComboBox(self)
        for channel in Channel:
            icon = icons.icon(channel_icon(channel.value), theme.current().tx2)
            self._channel.offer(channel.label, channel.value, icon)
        self._channel.setCurrentIndex(list(Channel).index(Channel.PHONE))
        self._source = LineEdit(self, placeholder=lambda: _("Trade fair, a friend"))
        self._holder = ComboBox(self)
        self._goal = LineEdit(self, placeholder=lambda: _("First talk"))
        self._when = WhenEdit(calendar, self._now, self, placeholder=lambda: _("within the hour"))

    def _offer_holders(self, holders: Sequence[HolderRow], me: UUID) -> None:
        self._holder.offer(lambda: _("By the rules, else the head’s queue"))
        for one in (one for one in holders if one.is_active):
            self._holder.addItem(one.name, one.id)
            if one.id == me:
                self._holder.setCurrentIndex(self._holder.count() - 1)

    def _make_fields(self) -> dict[str, Field]:
        fields = {
            "phone": Field(lambda: _("Phone"), self._phone, self, required=True),
            "email": Field(lambda: _("or e-mail"), self._email, self),
            "name": Field(lambda: _("Contact person"), self._name, self),
            "post": Field(lambda: _("Post"), self._post, self),
            "company": Field(lambda: _("Company"), self._company, self),
            "site": Field(lambda: _("Website"), self._site, self),
            "title": Field(lambda: _("What they want"), self._wants, self),
            "channel": Field(lambda: _("Came by"), self._channel, self, required=True),
            "source": Field(lambda: _("Source"), self._source, self),
            "holder": Field(lambda: _("Owner"), self._holder, self),
            "goal": Field(lambda: _("Next touch: what for"), self._goal, self),
            "when": Field(lambda: _("When"), self._when, self),
        }
        fields["channel"].set_hint(lambda: _("How it came is kept for good."))
        self._when.read_failed.connect(fields["when"].set_error)
        return fields

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        places = (
            ("phone", 0, 0, 2), ("email", 0, 2, 2), ("name", 0, 4, 2),
            ("company", 1, 0, 2), ("post", 1, 2, 2), ("site", 1, 4, 2),
            ("title", 3, 0, 6),
            ("channel", 4, 0, 2), ("source", 4, 2, 2), ("holder", 4, 4, 2),
            ("goal", 5, 0, 4), ("when", 5, 4, 2),
        )  # fmt: skip
        for name, row, column, span in places:
            if name == "title":
                # Below who it is, so that it is seen in a low window, too.
                grid.addWidget(self.similar, 2, 0, 1, 6)
            grid.addWidget(self._fields[name], row, column, 1, span, Qt.AlignmentFlag.AlignTop)
        for column in range(6):
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)
        self.set_primary(lambda: _("Keep the lead"))
        self.add_cancel()

    def take_theirs(self, client: DuplicateFound) -> None:
        """This enquiry is of a client who is known; what was typed besides is kept with them."""
        is_firm = client.kind == COMPANY
        self._contact_id = None if is_firm else client.id
        self._company_id = client.id if is_firm else client.company_id
        self.similar.show_found(())
        field = self._fields["company" if is_firm else "name"]
        edit = self._company if is_firm else self._name
        edit.setText(client.name)
        field.set_hint(lambda: _("An enquiry of this client"))

    def _look_for_similar(self) -> None:
        self._contact_id = self._company_id = None
        for name in ("company", "name"):
            self._fields[name].set_hint("")
        self.similar.look(
            Sought(
                name=self._name.text(),
                company=self._company.text(),
                phones=(self._phone.text(),),
                emails=(self._email.text(),),
            )
        )

    def _open(self, found: DuplicateFound) -> None:
        self.reject()
        self._context.go(found.kind, found.id)

    def refuse(self, error: UserError) -> None:
        """Say at its field what the shop did not take."""
        names = {"due_at": "when", "digits": "phone"}
        key = names.get(error.field or "", error.field or "")
        field = self._fields.get(key, self._fields["phone"])
        field.set_error(error.sentence)
        field.control.setFocus()

    def _submit(self) -> None:
        if not self._when.commit():
            self._when.setFocus()
            return
        touch = self._touch()
        problems = touch.problems(self._now()) if touch is not None else {}
        if not self._phone.text().strip() and not self._email.text().strip():
            problems["phone"] = _("A phone or an e-mail is needed.")
        for name, sentence in problems.items():
            self._fields[{"due_at": "when"}.get(name, name)].set_error(sentence)
        if problems:
            first = next(iter(problems))
            self._fields[{"due_at": "when"}.get(first, first)].control.setFocus()
            return
        self._save(self._draft(), touch)

    def _touch(self) -> TouchDraft | None:
        """The touch that was asked for; None where the program knows what comes next."""
        when, goal = self._when.value(), self._goal.text().strip()
        if when is None and not goal:
            return None
        due_at = touch_moment(when) if when else None
        return TouchDraft(TaskKind.CALL.value, goal or _("First talk"), due_at)

    def _draft(self) -> LeadDraft:
        return LeadDraft(
            channel=str(self._channel.currentData()),
            name=self._name.text(),
            phone=self._phone.text(),
            email=self._email.text(),
            company=self._company.text(),
            post=self._post.text(),
            title=self._wants.text(),
            source=self._source.text(),
            site=self._site.text(),
            holder_id=self._holder.currentData(),
            contact_id=self._contact_id,
            company_id=self._company_id,
        )


def _theirs_word(found: DuplicateFound) -> str:
    return "" if found.kind == LEAD else _("It is theirs")


def _open_word(_found: DuplicateFound) -> str:
    return _("Open")
