# SPDX-License-Identifier: Apache-2.0
"""The requisites' part of the wizard: what is known put in, what is typed kept, and stored when the step is left."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.drafts.contract import Step, form_state
from desktop.values.drafts.requisites import Requisites
from desktop.values.rows.contract import ContractCard
from desktop.views.contract.form_rows import short_label
from desktop.views.contract.host import Host
from desktop.views.contract.requisites_step import RequisitesStep


class FormPart:
    """Joins the first step with the shop."""

    def __init__(self, host: Host, parent: QWidget) -> None:
        self._host = host
        self.step = RequisitesStep(parent, ask_bank=host.desk.bank, ask_forms=host.desk.forms)
        self.step.changed.connect(lambda told: host.keep(replace(host.draft, requisites=told)))
        self.step.kind_chosen.connect(
            lambda company: host.keep(replace(host.draft, as_company=company))
        )

    def open(self) -> None:
        """Show the form with what was typed, else with what is known of the client."""
        host = self._host
        if host.draft.requisites is None:
            host.draft = replace(host.draft, requisites=known(host.card))
        told = host.draft.requisites or Requisites()
        self.step.open(host.card, told, as_company=host.draft.as_company)

    def told(self) -> str:
        """How the form stands, in one line."""
        return self.step.state().told() if self.step.form is not None else ""

    def left(self) -> str:
        """What is left of the form, in words: "Still missing: INN"; "" when nothing is."""
        form = self.step.form
        if form is None or form.state().is_ready:
            return ""
        names = [short_label(name) for name in form.state().left]
        return _("Still missing: {fields}").format(fields=", ".join(names))

    def may_go_on(self) -> bool:
        """Whether the kept requisites are enough for the steps after this one."""
        card, draft = self._host.card, self._host.draft
        is_person = card.is_person and not draft.as_company
        told = card.client.requisites
        return form_state(told, card.firm.country, person=is_person).is_ready

    def next_problem(self) -> None:
        """Mark everything that is missing or wrong and go to the next of it."""
        if self.step.form is not None:
            self.step.form.check_all()
            self.step.form.focus_next_problem()

    def leave(self) -> None:
        """Store the requisites if they changed, then show the papers."""
        form, host = self.step.form, self._host
        if form is None:
            return
        form.check_all()
        host.refresh()
        if not form.state().is_ready:
            form.focus_next_problem()
            return
        told = form.requisites()
        becomes_company = host.card.is_person and host.draft.as_company
        if told == host.card.client.requisites and not becomes_company:
            host.go(Step.PREVIEW)
            return
        host.busy(lambda: _("Keeping the requisites…"))
        host.desk.keep_requisites(
            host.card,
            told,
            as_company=host.draft.as_company,
            then=lambda _done: host.desk.reload(self._kept, self._failed),
            failed=self._failed,
        )

    def _kept(self, card: ContractCard) -> None:
        host = self._host
        self._follow_address(card)
        host.card = card
        host.keep(replace(host.draft, as_company=False, requisites=card.client.requisites))
        host.busy(None)
        host.changed()
        host.go(Step.PREVIEW)

    def _follow_address(self, card: ContractCard) -> None:
        """A letter that was to go to the old address goes to the new one."""
        letter = self._host.draft.letter
        old, new = self._host.card.client.requisites.email, card.client.requisites.email
        if letter is not None and letter.recipient == old and new:
            moved = replace(letter, recipient=new)
            self._host.keep(replace(self._host.draft, letter=moved))

    def _failed(self, error: UserError) -> None:
        self._host.busy(None)
        self._host.trouble(error.sentence)


def known(card: ContractCard) -> Requisites:
    """What is known of the client already, so that nobody types it again."""
    told = card.client.requisites
    if not told.legal_name:
        told = told.with_field("legal_name", card.client.name)
    return told if told.email else told.with_field("email", card.client.email)
