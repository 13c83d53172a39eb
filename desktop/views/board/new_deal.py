# SPDX-License-Identifier: Apache-2.0
"""A new deal: the client found as one types or made, what they want, for how much, and the first touch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop import queries
from desktop.background.tasks import Tasks
from desktop.errors import UserError
from desktop.i18n import _, formats
from desktop.values.calendar import WorkingCalendar
from desktop.values.drafts.client import ClientDraft
from desktop.values.drafts.deal import LineDraft
from desktop.values.drafts.touch import TouchDraft
from desktop.values.money import Money, parse_money, round_price
from desktop.values.rows.search import ClientFound
from desktop.values.states import Channel, TaskKind
from desktop.views.questions.phone_edit import PhoneEdit
from desktop.views.questions.picker import Picker
from desktop.views.questions.when_edit import WhenEdit, goods_moment, touch_moment
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.typed_edits import MoneyEdit

_MOST = 5


@dataclass(frozen=True, slots=True)
class NewDeal:
    """What the dialog was answered with: a known client's ids, or the draft of a new one."""

    title: str
    contact_id: UUID | None
    company_id: UUID | None
    client: ClientDraft | None
    channel: str
    line: LineDraft | None
    due_at: dt.datetime | None
    touch: TouchDraft


class NewDealDialog(Dialog):
    """Ctrl+Enter makes the deal; with it a new client where none was picked."""

    def __init__(
        self,
        parent: QWidget,
        tasks: Tasks,
        *,
        pipeline: str,
        currency: str,
        now: Callable[[], dt.datetime],
        calendar: WorkingCalendar,
        save: Callable[[NewDeal], None],
    ) -> None:
        super().__init__(parent, lambda: _("New deal"), subtitle=pipeline, icon="plus", width=640)
        self._currency, self._now, self._calendar, self._save = currency, now, calendar, save
        self._tasks = tasks
        self._make_client()
        self._make_order()
        self._fields = self._make_fields()
        self._lay_out()
        self._show_new_client()
        self._join()

    def _make_client(self) -> None:
        self.client = Picker[ClientFound](
            self._find, self, placeholder=lambda: _("Name, company or phone"), icon="users",
            words=_words, short=lambda one: one.company or one.name,
        )  # fmt: skip
        self._person = LineEdit(self, placeholder=lambda: _("Priya Hartwell"))
        self._phone = PhoneEdit(self._tasks, self)
        self._email = LineEdit(self, placeholder=lambda: _("orders@firm.example"))
        self._same = Button("", self, kind="link", size="small", icon="user-circle")
        self._same.hide()
        self._found_same: ClientFound | None = None

    def _make_order(self) -> None:
        calendar, now = self._calendar, self._now
        self._what = LineEdit(self, placeholder=lambda: _("Business cards 500 pcs 4+4"))
        self._sum = MoneyEdit[Money](
            lambda text: parse_money(text, self._currency), formats.money, self, placeholder="120"
        )
        self._due = WhenEdit(calendar, now, self, placeholder=lambda: _("fri, 19.10, +3"))
        self._channel = ComboBox(self)
        for channel in Channel:
            self._channel.offer(channel.label, channel.value)
        self._channel.setCurrentIndex(list(Channel).index(Channel.PHONE))
        self._goal = LineEdit(self)
        self._goal.setText(_("Call with the price"))
        self._when = WhenEdit(calendar, now, self, placeholder=lambda: _("fri 14:00, +3"))

    def _join(self) -> None:
        for name, edit in (("phone", self._phone), ("email", self._email)):
            edit.left_field.connect(partial(self._look_for_same, name))
            edit.textEdited.connect(lambda _text: self._same.hide())
        self._same.clicked.connect(self._take_same)
        self.client.picked.connect(self._client_picked)
        self.client.edit.textEdited.connect(lambda _text: self._show_new_client())
        self.submitted.connect(self._submit)

    def _find(self, text: str, *, then: Callable[[Sequence[ClientFound]], None]) -> None:
        self._tasks.fetch(
            "new deal client",
            lambda r: queries.search.clients_by(r, text=text, limit=_MOST),
            then=then,
        )

    def _make_fields(self) -> dict[str, Field]:
        fields = {
            "client": Field(lambda: _("Client"), self.client, self, required=True),
            "person": Field(lambda: _("Contact person"), self._person, self),
            "phone": Field(lambda: _("Phone"), self._phone, self),
            "email": Field(lambda: _("E-mail"), self._email, self),
            "title": Field(lambda: _("What is ordered"), self._what, self, required=True),
            "sum": Field(lambda: _("Sum"), self._sum, self),
            "due": Field(lambda: _("Due date"), self._due, self),
            "channel": Field(lambda: _("Came by"), self._channel, self),
            "goal": Field(lambda: _("Next touch: what for"), self._goal, self, required=True),
            "when": Field(lambda: _("When"), self._when, self, required=True),
        }
        for name, edit in (("sum", self._sum), ("due", self._due), ("when", self._when)):
            edit.read_failed.connect(fields[name].set_error)
        return fields

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        places = (
            ("client", 0, 0, 6), ("person", 1, 0, 2), ("phone", 1, 2, 2), ("email", 1, 4, 2),
            ("title", 3, 0, 6), ("sum", 4, 0, 2), ("due", 4, 2, 2), ("channel", 4, 4, 2),
            ("goal", 5, 0, 4), ("when", 5, 4, 2),
        )  # fmt: skip
        for name, row, column, span in places:
            grid.addWidget(self._fields[name], row, column, 1, span, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._same, 2, 0, 1, 6, Qt.AlignmentFlag.AlignLeft)
        for column in range(6):
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)
        self.set_primary(lambda: _("Make the deal"))
        self.add_cancel()
        # It comes while one types on: the keys must not run into it.
        QWidget.setTabOrder(self._when, self._same)

    def edits(self) -> dict[str, QWidget]:
        """All that is typed or chosen, by name."""
        return {**self._fields, "client": self.client.edit}

    def _show_new_client(self) -> None:
        """Ask for a phone or an e-mail only where the client is not a known one."""
        known = self.client.found
        fresh = bool(self.client.text()) and (known is None or known.contact_id is None)
        for name in ("person", "phone", "email"):
            self._fields[name].setVisible(fresh)
        self._fields["client"].set_hint(
            (lambda: _("A new client, unless you choose one that was found."))
            if fresh and known is None
            else ""
        )

    def _client_picked(self, one: ClientFound | None) -> None:
        """The offers go with the focus in them: a client who was chosen is followed by what they want."""
        self._show_new_client()
        if one is not None:
            self._what.setFocus(Qt.FocusReason.TabFocusReason)

    def _look_for_same(self, name: str) -> None:
        """Offer the client who has this phone or e-mail already."""
        text = {"phone": self._phone, "email": self._email}[name].text().strip()
        if text:
            self._tasks.fetch(
                f"same {name} of a new deal",
                lambda r: queries.search.client_with(r, **{name: text}),
                then=partial(self._offer_same, name, text),
            )

    def _offer_same(self, name: str, text: str, found: ClientFound | None) -> None:
        now = {"phone": self._phone, "email": self._email}[name].text().strip()
        if found is None or text != now or self.client.found is not None:
            return
        self._found_same = found
        pattern = (
            _("{client} has this number: make the deal for them")
            if name == "phone"
            else _("{client} has this e-mail: make the deal for them")
        )
        self._same.set_content(pattern.format(client=found.company or found.name))
        self._same.show()

    def _take_same(self) -> None:
        if self._found_same is not None:
            self._same.hide()
            self.client.take(self._found_same)
            self._what.setFocus(Qt.FocusReason.TabFocusReason)

    def refuse(self, error: UserError) -> None:
        """Say at its field what the shop did not take."""
        names = {"name": "client", "due_at": "when", "digits": "phone"}
        field = self._fields.get(
            names.get(error.field or "", error.field or ""), self._fields["client"]
        )
        field.set_error(error.sentence)
        field.control.setFocus()

    def _submit(self) -> None:
        read = [edit.commit() for edit in (self._sum, self._due, self._when)]
        touch = self._touch()
        problems = {
            {"due_at": "when"}.get(field, field): sentence
            for field, sentence in touch.problems(self._now()).items()
        }
        if not self.client.text():
            problems["client"] = _("Say who the client is.")
        if not self._what.text().strip():
            problems["title"] = _("Say what the client wants.")
        if not read[2]:
            problems.pop("when", None)
        for name, sentence in problems.items():
            self._fields[name].set_error(sentence)
        if problems or not all(read):
            wrong = [name for name, field in self._fields.items() if field.error()]
            if wrong:
                self._fields[wrong[0]].control.setFocus()
            return
        self._save(self._answer(touch))

    def _touch(self) -> TouchDraft:
        when = self._when.value()
        due_at = touch_moment(when) if when else None
        return TouchDraft(TaskKind.CALL.value, self._goal.text(), due_at)

    def _answer(self, touch: TouchDraft) -> NewDeal:
        known, due = self.client.found, self._due.value()
        if known is not None and known.contact_id is None:
            known = None
        title, amount = self._what.text().strip(), self._sum.value()
        line = None
        if amount is not None:
            line = LineDraft(title, 1, round_price(amount.amount, 6), amount.minor)
        return NewDeal(
            title=title,
            contact_id=known.contact_id if known else None,
            company_id=known.company_id if known else None,
            client=None if known else self._draft(),
            channel=str(self._channel.currentData()),
            line=line,
            due_at=goods_moment(due, self._calendar) if due else None,
            touch=touch,
        )

    def _draft(self) -> ClientDraft:
        """A name alone is a person; with a person's name beside it, it is their company."""
        typed, person = self.client.text(), self._person.text().strip()
        picked = self.client.found
        return ClientDraft(
            company=typed if person or (picked and picked.company_id) else "",
            name=person or typed,
            phone=self._phone.text(),
            email=self._email.text(),
        )


def _words(one: ClientFound) -> str:
    parts = (one.company or one.name, one.name if one.company else "", one.phone or one.email)
    return " · ".join(part for part in parts if part)
