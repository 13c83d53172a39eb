# SPDX-License-Identifier: Apache-2.0
"""The papers' part of the wizard: drawn for the preview, made, edited in Word and taken back, saved as PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.drafts.contract import Step
from desktop.values.file_names import safe_name
from desktop.values.states import PaperKind
from desktop.views.contract.edit_step import EDITED, EditStep
from desktop.views.contract.host import Host
from desktop.views.contract.page_view import Draw
from desktop.views.contract.preview_step import CONTRACT, PreviewStep

if TYPE_CHECKING:
    from desktop.documents.office import HandedOut
    from desktop.flows.make_contract import MadePaper, MadePapers, Preview

RIGHT_STAMP = "use_stamp"

ChooseFile = Callable[[QWidget, str], str]
"""Asks where to save a file of this name; "" where the person does not want to."""


class Papers:
    """Joins the steps Preview and Edit with the shop."""

    def __init__(self, host: Host, parent: QWidget, choose_file: ChooseFile | None = None) -> None:
        self._host, self._parent = host, parent
        self._choose_file = choose_file or ask_for_file
        self.made: MadePapers | None = None
        self._copy: HandedOut | None = None
        self._anew = False
        self._is_stale = True
        self._is_taking = False
        self.preview = PreviewStep(parent, drawing=self._drawing)
        self.edit = EditStep(parent)
        self.preview.template_chosen.connect(self._choose_template)
        self.preview.stamp_chosen.connect(self._choose_stamp)
        self.preview.prices_chosen.connect(self._choose_prices)
        self.preview.edit_asked.connect(self.begin_edit)
        self.preview.save_asked.connect(self._save)
        self.preview.anew_asked.connect(self._begin_anew)
        self.preview.again_asked.connect(self.draw)
        self.edit.open_asked.connect(self.begin_edit)
        self.edit.take_asked.connect(self.take_back)
        self.edit.state_asked.connect(self._ask_state)

    # Looking

    def open_preview(self) -> None:
        """Show the papers as they would be now; what was drawn and still holds is not drawn again."""
        if self._is_stale:
            self.draw()
        self.preview.focus_first()

    def forget(self) -> None:
        """The deal, its client or a choice changed: what was drawn no longer holds."""
        self._is_stale = True
        self.made = None

    def draw(self) -> None:
        """Draw both papers, the contract first."""
        self._is_stale = False
        card, draft = self._host.card, self._host.draft
        may_stamp = self._host.desk.context.person.may(RIGHT_STAMP)
        self.preview.open(
            card,
            with_stamp=bool(draft.with_stamp),
            with_prices=draft.with_prices,
            may_stamp=may_stamp,
            template=draft.contract_template,
        )
        self._draw(CONTRACT, then=partial(self._draw, PaperKind.INVOICE))
        self._host.refresh()

    def _draw(self, kind: str, then: Callable[[], None] | None = None) -> None:
        def drawn(preview: Preview) -> None:
            self.preview.show_preview(preview)
            self._host.refresh()
            if then is not None:
                then()

        def failed(error: UserError) -> None:
            self.preview.show_failure(kind, error.sentence)
            self._host.refresh()
            if then is not None:
                then()

        draft = self._host.draft
        self._host.desk.preview(kind, draft, anew=self._anew, then=drawn, failed=failed)

    def _drawing(self, preview: Preview) -> Draw | None:
        pdf = preview.pdf
        if pdf is None:
            return None
        desk = self._host.desk

        def draw(page: int, width: int, then: Callable[[bytes], None]) -> None:
            desk.picture(pdf, page, width, then, lambda e: self._host.trouble(e.sentence))

        return draw

    # Choosing

    def _choose_template(self, template_id: UUID | None) -> None:
        self._host.keep(replace(self._host.draft, contract_template=template_id))
        self.forget()
        self.draw()

    def _choose_stamp(self, wanted: bool) -> None:
        self._host.keep(replace(self._host.draft, with_stamp=wanted))
        self.forget()
        self.draw()

    def _choose_prices(self, wanted: bool) -> None:
        self._host.keep(replace(self._host.draft, with_prices=wanted))
        self.made = None  # what is drawn still holds, what goes along does not
        self._host.refresh()

    def _begin_anew(self) -> None:
        self._anew = True
        self.forget()
        self.draw()

    # Making

    def make(self, then: Callable[[], None]) -> None:
        """Make both papers and keep them, then go on; a failure is told and leaves everything as it was."""
        if self.made is not None:
            then()
            return
        self._host.trouble("")
        self._host.busy(lambda: _("Making the papers…"))

        def done(made: MadePapers) -> None:
            self.made, self._anew = made, False
            self._host.busy(None)
            then()

        self._host.desk.make(self._host.draft, anew=self._anew, then=done, failed=self._failed)

    def _failed(self, error: UserError) -> None:
        self._host.busy(None)
        self._host.trouble(error.sentence)

    def _save(self) -> None:
        self.make(self._save_made)

    def _save_made(self) -> None:
        assert self.made is not None
        paper = (
            self.made.invoice if self.preview.chosen() == PaperKind.INVOICE else self.made.contract
        )
        chosen = self._choose_file(self._parent, paper.file.name)
        if not chosen:
            return
        target = Path(chosen)
        told = _("{name} is saved.").format(name=target.name)
        self._host.desk.save_copy(
            paper, target, lambda _done: self._host.desk.context.tell(told), self._failed
        )

    # By hand

    def begin_edit(self) -> None:
        """Open the contract's .docx for editing and watch it."""
        self.make(self._hand_out)

    def resume_edit(self) -> None:
        """The wizard was left while a copy was out: go on watching it."""
        draft = self._host.draft
        if draft.copy_path and draft.copy_hash:
            from desktop.documents.office import HandedOut

            self._copy = HandedOut(Path(draft.copy_path), draft.copy_hash)
            self.edit.show_out(draft.copy_path)
        else:
            self.edit.show_nothing()
        self.edit.focus_first()

    def _hand_out(self) -> None:
        assert self.made is not None
        self._host.go(Step.EDIT)
        self.edit.show_error("")
        desk, card = self._host.desk, self._host.card
        desk.hand_out(self.made.contract, card.number, self._handed_out, self._not_opened)

    def _handed_out(self, copy: HandedOut) -> None:
        self._copy = copy
        path = str(copy.path)
        self._host.keep(replace(self._host.draft, copy_path=path, copy_hash=copy.hash))
        self.edit.show_out(path)

    def _not_opened(self, error: UserError) -> None:
        self.edit.show_error(error.sentence)

    def _ask_state(self) -> None:
        if self._copy is not None and not self._is_taking:
            self._host.desk.copy_state(self._copy, self._show_state)

    def _show_state(self, found: tuple[str, bool]) -> None:
        state, is_open = found
        if self._copy is None or self._is_taking:
            return
        self.edit.show_state(str(state), is_open=is_open)
        if state == EDITED and not is_open:
            self.take_back()

    def take_back(self) -> None:
        """Keep the edited copy as the next version."""
        if self._copy is None or self._is_taking:
            return
        self._is_taking = True
        self._host.busy(lambda: _("Taking the edited file back…"))
        self.make(self._take_back)

    def _take_back(self) -> None:
        assert self.made is not None
        assert self._copy is not None
        desk = self._host.desk
        desk.take_back(self.made.contract, self._copy, self._taken, self._not_taken)

    def _taken(self, paper: MadePaper) -> None:
        assert self.made is not None
        self._is_taking, self._copy = False, None
        self.made = replace(self.made, contract=paper)
        self._is_stale = True
        self._host.keep(replace(self._host.draft, copy_path="", copy_hash=""))
        self._host.busy(None)
        self.edit.show_error("")
        self.edit.show_taken()

    def _not_taken(self, error: UserError) -> None:
        self._is_taking = False
        self._host.busy(None)
        self.edit.show_error(error.sentence)


def ask_for_file(parent: QWidget, name: str) -> str:
    """The system's own dialog."""
    chosen, _filter = QFileDialog.getSaveFileName(
        parent, _("Save PDF"), str(Path.home() / safe_name(name)), "PDF (*.pdf);;Word (*.docx)"
    )
    return chosen
