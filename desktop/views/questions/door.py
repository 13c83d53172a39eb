# SPDX-License-Identifier: Apache-2.0
"""A stage's door: asks in place for exactly what the stage demands and the card has not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import N_, _, formats
from desktop.values.calendar import WorkingCalendar
from desktop.values.demands import Demand, answer_field, demand_label
from desktop.values.drafts.deal import DoorFill, LineDraft
from desktop.values.money import Money, parse_money, round_price
from desktop.values.rows.board import DealBrief
from desktop.values.rows.scripts import ScriptPart
from desktop.values.scripts import Fill
from desktop.values.typed_numbers import read_quantity
from desktop.views.questions.answer_field import AnswerField
from desktop.views.questions.when_edit import WhenEdit, goods_moment
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.typed_edits import MoneyEdit

_TYPED: dict[Demand, tuple[str, ...]] = {
    Demand.CONTACT: ("name", "phone"),
    Demand.PHONE: ("phone",),
    Demand.EMAIL: ("email",),
    Demand.DUE: ("due",),
    Demand.LINES: ("line", "quantity", "sum"),
    Demand.AMOUNT: ("line", "quantity", "sum"),
}
"""Which fields meet a demand. What is not here cannot be typed: it is made or done on the card."""

_LABELS = {
    "name": N_("Contact"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "due": N_("Due date"),
    "line": N_("What is ordered"),
    "quantity": N_("Quantity"),
    "sum": N_("Sum"),
}
_EXAMPLES = {
    "name": N_("Priya Hartwell"),
    "phone": N_("07700 900 342"),
    "email": N_("orders@firm.example"),
    "due": N_("fri, 19.10, +3"),
    "quantity": "500",
    "sum": "120",
}
_ELSEWHERE = {
    Demand.COMPANY: N_("The card has no company yet."),
    Demand.REQUISITES: N_("The requisites are not complete."),
    Demand.CONTRACT: N_("The contract is not made yet."),
    Demand.INVOICE: N_("The invoice is not issued yet."),
    Demand.PREPAYMENT: N_("The prepayment has not been received."),
    Demand.PAID: N_("The deal is not paid in full."),
}


def can_be_typed(missing: Iterable[str]) -> bool:
    """Whether everything that is missing has a field here."""
    return all(one in _TYPED for one in missing)


class DoorDialog(Dialog):
    """Fields for what is missing, in one transaction with the move; Esc leaves the card where it was.

    What cannot be typed here is said in words, and the primary button opens the card instead.
    """

    def __init__(
        self,
        parent: QWidget,
        deal: DealBrief,
        stage: str,
        missing: tuple[str, ...],
        *,
        now: Callable[[], dt.datetime],
        calendar: WorkingCalendar,
        save: Callable[[DoorFill], None],
        open_card: Callable[[], None],
        part: ScriptPart | None = None,
    ) -> None:
        """`part` is the lead's script, where answers of it are missing."""
        super().__init__(
            parent,
            lambda: _("“{stage}” needs more").format(stage=stage),
            subtitle=lambda: " · ".join(part for part in (deal.client, deal.title) if part),
            icon="arrow-right",
            width=540,
        )
        self._deal, self._save, self._open_card = deal, save, open_card
        self._questions: list[AnswerField] = []
        self._now, self._calendar = now, calendar
        self._fields: dict[str, Field] = {}
        self._answers: dict[str, Any] = {}
        asked = {one.field: one for one in part.script.fills()} if part is not None else {}
        answers = [asked[name] for one in missing if (name := answer_field(one)) in asked]
        typed = [one for one in missing if answer_field(one) not in asked]
        self._is_form = can_be_typed(typed)
        for one in typed:
            if one not in _TYPED:
                self.body.addWidget(Banner(partial(_said, one), "warning", parent=self))
        if self._is_form:
            for one in typed:
                for name in _TYPED[Demand(one)]:
                    self._add(name)
            self._questions = [self._question(fill, part) for fill in answers if part is not None]
            self.set_primary(lambda: _("Save and move"))
        else:
            self.set_primary(lambda: _("Open the card"))
        self.add_cancel(lambda: _("Return to {stage}").format(stage=deal.stage))
        self.submitted.connect(self._submit)

    def refuse(self, error: UserError) -> None:
        """Say at the field, or above all of them, what the shop did not take."""
        name = {"contact_name": "name", "digits": "phone"}.get(error.field or "", error.field or "")
        question = next((one for one in self._questions if one.fill.field == name), None)
        if question is not None:
            question.refuse(error)
            question.begin()
            return
        field = self._fields.get(name) or next(iter(self._fields.values()), None)
        if field is not None:
            field.set_error(error.sentence)
            field.control.setFocus()

    def edits(self) -> dict[str, QWidget]:
        """All that is typed or chosen, by name."""
        asked: dict[str, QWidget] = {}
        for one in self._questions:
            for name, edit in one.edits().items():
                asked[f"answer {name}"] = edit
        return {**self._fields, **asked}

    def _question(self, fill: Fill, part: ScriptPart) -> AnswerField:
        """A question of the lead's script."""
        field = AnswerField(fill, part, self._now, self)
        field.answered.connect(self._answers.__setitem__)
        self.body.addWidget(field)
        return field

    def _add(self, name: str) -> None:
        if name in self._fields:
            return
        control = self._control(name)
        required = name not in {"name", "quantity"}
        field = Field(partial(_, _LABELS[name]), control, self, required=required)
        self._fields[name] = field
        control.textEdited.connect(lambda _text: field.set_error(""))
        self.body.addWidget(field)

    def _control(self, name: str) -> LineEdit:
        example = _EXAMPLES.get(name, "")
        if name == "due":
            edit: LineEdit = WhenEdit(
                self._calendar, self._now, self, placeholder=partial(_, example)
            )
        elif name == "sum":
            edit = MoneyEdit[Money](
                lambda text: parse_money(text, self._deal.currency), formats.money, self,
                placeholder=example,
            )  # fmt: skip
        else:
            edit = LineEdit(self, placeholder=partial(_, example) if example else "")
        if name == "line":
            edit.setText(self._deal.title)
        if isinstance(edit, WhenEdit | MoneyEdit):
            edit.read_failed.connect(partial(self._say_wrong, name))
        return edit

    def _say_wrong(self, name: str, sentence: str) -> None:
        self._fields[name].set_error(sentence)

    def _submit(self) -> None:
        if not self._is_form:
            self.reject()
            self._open_card()
            return
        if self._check():
            self._save(self._filled())

    def _check(self) -> bool:
        """Read every field; the first wrong one gets the focus."""
        wrong = []
        for name, field in self._fields.items():
            control = field.control
            read = control.commit() if isinstance(control, WhenEdit | MoneyEdit) else True
            empty = isinstance(control, LineEdit) and not control.text().strip()
            if name == "quantity" and not empty and not read_quantity(self._text(name)):
                field.set_error(_("Write a whole number."))
                wrong.append(field)
            elif empty and name not in {"name", "quantity"}:
                field.set_error(_("This is needed here."))
                wrong.append(field)
            elif not read:
                wrong.append(field)
        wrong += self._unanswered()
        if wrong:
            wrong[0].control.setFocus()
        return not wrong

    def _unanswered(self) -> list[Field]:
        """The questions of the script that still want their answer."""
        for question in self._questions:
            question.flush()
            if not self._answers.get(question.fill.field) and not question.field.error():
                question.say_missing()
        return [one.field for one in self._questions if one.field.error()]

    def _text(self, name: str) -> str:
        field = self._fields.get(name)
        control = field.control if field else None
        return control.text().strip() if isinstance(control, LineEdit) else ""

    def _filled(self) -> DoorFill:
        due = self._fields["due"].control if "due" in self._fields else None
        when = due.value() if isinstance(due, WhenEdit) else None
        return DoorFill(
            contact_name=self._text("name") or None,
            phone=self._text("phone") or None,
            email=self._text("email") or None,
            due_at=goods_moment(when, self._calendar) if when else None,
            line=self._line(),
            answers=dict(self._answers),
        )

    def _line(self) -> LineDraft | None:
        if "sum" not in self._fields:
            return None
        edit = self._fields["sum"].control
        amount = edit.value() if isinstance(edit, MoneyEdit) else None
        assert isinstance(amount, Money)
        quantity = read_quantity(self._text("quantity")) or 1
        return LineDraft(
            self._text("line"), quantity, round_price(amount.amount / quantity, 6), amount.minor
        )


def _said(demand: str) -> str:
    if answer_field(demand):
        return _("The script is not answered yet: {question}.").format(
            question=demand_label(demand)
        )
    known = demand in set(Demand) and Demand(demand) in _ELSEWHERE
    if known:
        return _(_ELSEWHERE[Demand(demand)])
    return _("This stage is for {demand}.").format(demand=demand_label(demand))


class StayedDialog(Dialog):
    """Which cards of a bulk move stay where they are, and for lack of what; they can be filled in one by one."""

    def __init__(
        self,
        parent: QWidget,
        stage: str,
        stayed: list[tuple[DealBrief, tuple[str, ...]]],
        *,
        fill: Callable[[DealBrief, tuple[str, ...]], None],
    ) -> None:
        super().__init__(
            parent,
            lambda: _("These cards stay"),
            subtitle=lambda: _("“{stage}” needs more of them. The others have moved.").format(
                stage=stage
            ),
            icon="warning",
            icon_ink="wa",
            width=560,
        )
        self.body.setSpacing(4)
        for deal, missing in stayed:
            words = ", ".join(demand_label(one) for one in missing)
            button = Button(
                f"{deal.client or deal.title}: {words}", self, spread=True, icon="ticket"
            )
            button.clicked.connect(partial(self._fill, fill, deal, missing))
            self.body.addWidget(button)
        self.set_primary(lambda: _("Leave them there"), shortcut="Ctrl+Return")
        self.submitted.connect(self.accept)

    def _fill(
        self,
        fill: Callable[[DealBrief, tuple[str, ...]], None],
        deal: DealBrief,
        missing: tuple[str, ...],
    ) -> None:
        self.accept()
        fill(deal, missing)
