# SPDX-License-Identifier: Apache-2.0
"""Asks what becomes of a lead: the pipeline of its deal, what it is about, with whom; and what goes along."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop import commands, queries
from desktop.errors import UserError
from desktop.i18n import _
from desktop.models import script_words
from desktop.values.drafts.lead import ConversionDraft
from desktop.values.rows.leads import LeadCard
from desktop.views.context import Context
from desktop.views.kept_fields import KeptFields
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit


def ask_conversion(
    context: Context,
    parent: QWidget,
    lead_id: UUID,
    *,
    pipeline_id: UUID | None = None,
    then: Callable[[], None] = lambda: None,
) -> None:
    """Read the lead, ask, make the deal and open it; `then` when the question was answered or left."""

    def ask(card: LeadCard) -> None:
        if card.script.missing:
            context.go("lead", card.id)
            context.tell(
                _("The script is not finished: {what}. Ask it, then convert the lead.").format(
                    what=script_words.labels(card.script.missing)
                )
            )
            then()
            return

        def made(deal_id: UUID) -> None:
            dialog.accept()
            context.go("deal", deal_id)

        def save(draft: ConversionDraft) -> None:
            done, failed = dialog.held(made, dialog.refuse)
            context.tasks.run(
                lambda uow: commands.lead_conversion.convert_lead(
                    uow, lead_id=card.id, draft=draft, seen={card.id: card.stamp}
                ),
                then=done,
                failed=failed,
            )

        dialog = ConversionDialog(parent, card, save=save, pipeline_id=pipeline_id)
        KeptFields(context, dialog, dialog.fields, kind="conversion", about=card.id)
        dialog.finished.connect(lambda _result: then())
        dialog.open()

    context.tasks.fetch(
        f"lead before its conversion for {_name(parent)}",
        lambda r: queries.lead.lead(r, lead_id=lead_id),
        then=ask,
    )


def _name(parent: QObject) -> int:
    return id(parent)


class ConversionDialog(Dialog):
    """Ctrl+Enter makes the deal. All that was said, the planned touches and the files go along."""

    def __init__(
        self,
        parent: QWidget,
        card: LeadCard,
        *,
        save: Callable[[ConversionDraft], None],
        pipeline_id: UUID | None = None,
    ) -> None:
        super().__init__(
            parent,
            lambda: _("Convert to a deal"),
            subtitle=card.shown,
            icon="arrow-right",
            width=560,
        )
        self._card, self._save = card, save
        self._what = LineEdit(self)
        self._what.setText(card.title)
        self._pipeline = ComboBox(self)
        for one in card.pipelines:
            self._pipeline.addItem(one.name, one.id)
            if one.id == pipeline_id:
                self._pipeline.setCurrentIndex(self._pipeline.count() - 1)
        self._person = ComboBox(self)
        for someone in card.people:
            post = f" · {someone.post}" if someone.post else ""
            self._person.addItem(someone.name + post, someone.id)
        self._company = LineEdit(self, placeholder=lambda: _("none: a person of their own"))
        self._company.setText(card.client.company)
        self._company.setReadOnly(card.company_id is not None)
        self.fields = {
            "title": Field(lambda: _("What is ordered"), self._what, self, required=True),
            "pipeline_id": Field(lambda: _("Pipeline"), self._pipeline, self, required=True),
            "contact_id": Field(lambda: _("Contact person"), self._person, self, required=True),
            "company": Field(lambda: _("Company"), self._company, self),
        }
        self._lay_out()
        self.submitted.connect(self._submit)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        places = (
            ("title", 0, 0, 2),
            ("pipeline_id", 1, 0, 2),
            ("contact_id", 2, 0, 1),
            ("company", 2, 1, 1),
        )
        for name, row, column, span in places:
            grid.addWidget(self.fields[name], row, column, 1, span, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        told = Label(
            lambda: _("History, planned touches and files go along. One undo takes it back."),
            self,
            style="small",
            role="secondary",
            lines=2,
        )
        self.body.addWidget(told)
        self.set_primary(lambda: _("Convert"))
        self.add_cancel()

    def refuse(self, error: UserError) -> None:
        """Say at its field what the shop did not take."""
        field = self.fields.get(error.field or "", self.fields["title"])
        field.set_error(error.sentence)
        field.control.setFocus()

    def _submit(self) -> None:
        company = "" if self._card.company_id else self._company.text()
        if not self._what.text().strip():
            self.fields["title"].set_error(_("Say what the client wants."))
            self._what.setFocus()
            return
        self._save(
            ConversionDraft(
                pipeline_id=self._pipeline.currentData(),
                title=self._what.text(),
                contact_id=self._person.currentData(),
                company=company,
            )
        )
