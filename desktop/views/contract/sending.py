# SPDX-License-Identifier: Apache-2.0
"""The letter's part of the wizard: composed, put into the outbox, and followed until the server has accepted it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop.clock import local
from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.changes import Changes
from desktop.values.drafts.contract import Step
from desktop.values.drafts.letter import LetterDraft
from desktop.values.rows.outbox import LetterRow
from desktop.views.contract.done_step import DoneStep
from desktop.views.contract.host import Host
from desktop.views.contract.papers import Papers
from desktop.views.contract.send_step import SendStep, no_mail_reason


class Sending:
    """Joins the steps Send and Done with the shop."""

    def __init__(self, host: Host, papers: Papers, parent: QWidget) -> None:
        self._host, self._papers = host, papers
        self.letter_id: UUID | None = None
        self._awaiting = ""
        clock = host.desk.context.clock
        self.send = SendStep(parent)
        self.done = DoneStep(parent, now=lambda: local(clock))
        self.send.changed.connect(self._changed)
        self.done.withdraw_asked.connect(self.withdraw)
        self.done.retry_asked.connect(self._retry)

    def open(self) -> None:
        """Show the letter with the papers, composed now if nothing was written yet."""
        if self._host.draft.letter is not None:
            self._show(self._host.draft.letter)
            return
        self.send.wait()
        self._host.desk.letter(self._composed, self._failed)

    def why_not(self) -> str:
        """Why the letter cannot be sent now; "" when it can."""
        if self._host.draft.letter is None or self._papers.made is None:
            return _("The letter is being written.")
        return "" if self._host.card.mail.is_ready else no_mail_reason()

    def submit(self) -> None:
        """Put the letter into the outbox, or go to what is still missing."""
        draft = self._host.draft
        if draft.letter is None or self._papers.made is None or self.send.focus_next_problem():
            return
        self._host.trouble("")
        self._host.busy(lambda: _("Sending…"))
        self._awaiting = self._host.card.awaiting
        self._host.desk.send(
            self._host.card, draft, self._papers.made, then=self._queued, failed=self._failed
        )

    def withdraw(self) -> None:
        """Stop the letter before it leaves."""
        if self.letter_id is not None and self.done.can_withdraw():
            self._host.desk.withdraw(self.letter_id, self._failed)

    def on_changed(self, changes: Changes) -> None:
        """Something changed in the shop: look where the letter is."""
        if self.letter_id is not None and changes.touches("message"):
            self._look()

    def _composed(self, letter: LetterDraft) -> None:
        self._host.keep(replace(self._host.draft, letter=letter))
        self._show(letter)

    def _show(self, letter: LetterDraft) -> None:
        assert self._papers.made is not None
        self.send.open(self._host.card, self._papers.made, letter)
        self.send.focus_first()
        self._host.refresh()

    def _changed(self, letter: LetterDraft) -> None:
        self._host.keep(replace(self._host.draft, letter=letter))

    def _queued(self, letter_id: UUID) -> None:
        self.letter_id = letter_id
        self._host.busy(None)
        self._host.go(Step.DONE)
        self._look()

    def _look(self) -> None:
        if self.letter_id is not None:
            self._host.desk.letter_state(self.letter_id, self._seen)

    def _seen(self, letter: LetterRow | None) -> None:
        if letter is not None:
            self.done.show_letter(letter, awaiting=self._awaiting)
            self._host.refresh()

    def _retry(self) -> None:
        if self.letter_id is not None:
            self._host.desk.retry(self.letter_id, self._failed)

    def _failed(self, error: UserError) -> None:
        self._host.busy(None)
        self._host.trouble(error.sentence)
        if error.field:
            self.send.show_problem(error.field, error.sentence)
