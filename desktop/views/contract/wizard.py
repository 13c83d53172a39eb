# SPDX-License-Identifier: Apache-2.0
"""The wizard "Contract and invoice": a dialog of five steps that can be left at any moment and taken up again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.i18n import _, formats
from desktop.values.changes import Changes
from desktop.values.drafts.contract import ContractDraft, Step
from desktop.values.rows.contract import ContractCard
from desktop.views import theme
from desktop.views.contract.desk import ContractDesk
from desktop.views.contract.footer import WizardFooter
from desktop.views.contract.form_part import FormPart
from desktop.views.contract.papers import RIGHT_STAMP, ChooseFile, Papers
from desktop.views.contract.sending import Sending
from desktop.views.contract.side import SideSwitch
from desktop.views.contract.steps import StepList, step_title
from desktop.views.keyboard import KeyReader, combination
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.live import Text, say
from desktop.views.widgets.progress import Skeleton

WIDTH, HEIGHT = 1232, 828
WIDE, WITH_STEPS = 1300, 900
"""Window widths from which the right column is docked, and the steps stand at the left; larger text needs more."""

SAVE_MS = 1000
"""From the first key after a save to the next save; with the time of writing a crash loses less than two seconds."""
_NEXT_PROBLEM, _PASTE, _UNDO = combination("F8"), combination("Ctrl+Shift+V"), combination("Ctrl+Z")
_SIDE = combination("Ctrl+\\")
_STALE = ("deal", "deal_line", "firm", "template", "company", "contact", "preference")
"""Kinds whose changes may change what the papers say."""


class ContractWizard(Dialog):
    """Leads from the requisites to the letter on its way. Everything typed is kept as it is typed."""

    card: ContractCard
    draft: ContractDraft

    def __init__(
        self, parent: QWidget, desk: ContractDesk, *, choose_file: ChooseFile | None = None
    ) -> None:
        self._is_loaded = self._is_busy = False
        super().__init__(
            parent,
            lambda: _("Contract and invoice"),
            subtitle=self._subtitle_text,
            width=WIDTH,
            height=HEIGHT,
            padding=0,
            bar=True,
        )
        self.desk = desk
        self.draft = ContractDraft()
        self._keys = KeyReader()
        self.footer = WizardFooter(self)
        self.form = FormPart(self, self)
        self.papers = Papers(self, self, choose_file)
        self.sending = Sending(self, self.papers, self)
        self.steps = StepList(self._details(), self)
        self._lay_out()
        self._save_later = QTimer(self)
        self._save_later.setSingleShot(True)
        self._save_later.setInterval(SAVE_MS)
        self._save_later.timeout.connect(self._save)
        self._join()

    def _lay_out(self) -> None:
        self._trouble = Banner("", "danger", self)
        self._trouble_box = QWidget(self)
        box = QVBoxLayout(self._trouble_box)
        box.setContentsMargins(16, 12, 16, 0)
        box.addWidget(self._trouble)
        self._trouble_box.hide()
        self.stack = QStackedWidget(self)
        loading = QWidget(self)
        QVBoxLayout(loading).addWidget(Skeleton(parent=loading))
        self._loading = loading
        self._pages: dict[Step, QWidget] = {
            Step.REQUISITES: self.form.step,
            Step.PREVIEW: self.papers.preview,
            Step.EDIT: self.papers.edit,
            Step.SEND: self.sending.send,
            Step.DONE: self.sending.done,
        }
        for page in (loading, *self._pages.values()):
            self.stack.addWidget(page)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._trouble_box)
        right.addWidget(self.stack, 1)
        self._whole = whole = _Frame(self)
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.steps)
        row.addLayout(right, 1)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(whole, 1)
        self.side = SideSwitch(self.stack, self)
        self.add_tool(self.side.button)

    def _join(self) -> None:
        self.submitted.connect(self.next)
        self.footer.back.clicked.connect(self.back)
        self.footer.leave.clicked.connect(self.reject)
        self.sending.done.settled.connect(self.footer.primary.setFocus)
        self.steps.chosen.connect(self.go)
        self.desk.context.hub.changed.connect(self._on_changed)
        self.finished.connect(self._closed)

    # Opening

    def open(self) -> None:
        """Show the wizard at the step where it was left, else at the first."""
        super().open()
        self.stack.setCurrentWidget(self._loading)
        self.refresh()
        self.desk.load(self._loaded, self._not_loaded)

    def _loaded(self, card: ContractCard, draft: ContractDraft | None) -> None:
        self.card, self._is_loaded = card, True
        self.draft = draft or self._fresh(card)
        self.retranslate()
        self.form.open()
        step = self.draft.step
        if step in {Step.EDIT, Step.SEND} and self.form.may_go_on():
            self._show(Step.PREVIEW)
            self.papers.make(lambda: self.go(step))
        elif step is Step.PREVIEW and self.form.may_go_on():
            self.go(Step.PREVIEW)
        else:
            self.go(Step.REQUISITES)

    def _fresh(self, card: ContractCard) -> ContractDraft:
        """A draft of someone who opens the wizard for the first time; the stamp is as it was last time."""
        has_picture = bool(card.firm.stamp_blob or card.firm.signature_blob)
        may = self.desk.context.person.may(RIGHT_STAMP) and has_picture
        last = card.contract.with_stamp if card.contract is not None else True
        return ContractDraft(with_stamp=may and last)

    def _not_loaded(self, error: UserError) -> None:
        self.desk.context.tell(error.sentence)
        super().reject()

    # Going from step to step

    def next(self) -> None:
        """What the primary button of the present step does."""
        if self._is_busy or not self._is_loaded or self.why_not():
            return
        actions: dict[Step, Callable[[], None]] = {
            Step.REQUISITES: self.form.leave,
            Step.PREVIEW: lambda: self.papers.make(lambda: self.go(Step.SEND)),
            Step.EDIT: lambda: self.papers.make(lambda: self.go(Step.SEND)),
            Step.SEND: self.sending.submit,
            Step.DONE: self.reject,
        }
        actions[self.draft.step]()

    def back(self) -> None:
        """The step before this one."""
        before = {Step.PREVIEW: Step.REQUISITES, Step.EDIT: Step.PREVIEW, Step.SEND: Step.PREVIEW}
        if self.draft.step in before:
            self.go(before[self.draft.step])

    def go(self, step: Step) -> None:
        """Show a step and keep that it is the one."""
        self.trouble("")
        self.papers.edit.leave()
        if step is not self.draft.step:
            self.draft = self.draft.at(step)
            if step is not Step.DONE:
                self._save()
        self._show(step)
        opening: dict[Step, Callable[[], None]] = {
            Step.REQUISITES: self.form.step.focus_first,
            Step.PREVIEW: self.papers.open_preview,
            Step.EDIT: self.papers.resume_edit,
            Step.SEND: self.sending.open,
            Step.DONE: self.sending.done.focus_first,
        }
        opening[step]()
        self.refresh()

    def _show(self, step: Step) -> None:
        self.stack.setCurrentWidget(self._pages[step])

    # What the parts tell

    def keep(self, draft: ContractDraft) -> None:
        """The draft is this from now on; it is saved soon."""
        if draft == self.draft:
            return
        self.draft = draft
        self.footer.say_typed()
        if not self._save_later.isActive():  # else steady typing would put the save off for ever
            self._save_later.start()
        self.refresh()

    def busy(self, text: Text | None) -> None:
        """Something is being done that the next step waits for."""
        self._is_busy = text is not None
        self.footer.show_busy(text)
        self.refresh()

    def changed(self) -> None:
        """What the papers say has changed: what was drawn of them no longer holds."""
        self.papers.forget()

    def trouble(self, sentence: Text) -> None:
        """Something went wrong, and what to do; nothing that was typed is lost."""
        text = say(sentence)
        self._trouble_box.setVisible(bool(text))
        if text:
            self._trouble.set_banner(sentence, "danger")

    def troubled(self) -> str:
        """The sentence that is shown as gone wrong."""
        return "" if self._trouble_box.isHidden() else self._trouble.accessibleName()

    def refresh(self) -> None:
        """Say anew where everything stands."""
        done = self._done_steps()
        self.steps.show_step(self.draft.step, done)
        self.footer.show_step(self.draft.step, why_not=self.why_not(), left=self.left())
        self._subtitle.retranslate()

    def why_not(self) -> str:
        """Why the next step cannot be taken now; "" when it can."""
        if not self._is_loaded:
            return _("The deal is being read.")
        match self.draft.step:
            case Step.REQUISITES:
                return self.left()
            case Step.PREVIEW:
                preview = self.papers.preview
                waiting = preview.failure() or _("The contract is being drawn.")
                return "" if preview.is_ready() else waiting
            case Step.SEND:
                return self.sending.why_not()
            case _:
                return ""

    def left(self) -> str:
        """What is left of the form, in words, while it is shown."""
        return self.form.left() if self.draft.step is Step.REQUISITES else ""

    def _done_steps(self) -> frozenset[Step]:
        order = list(Step)
        before = set(order[: order.index(self.draft.step)])
        edited = self._is_loaded and self.card.contract is not None and self.card.contract.is_edited
        if not edited:
            before.discard(Step.EDIT)
        return frozenset(before)

    def _on_changed(self, changes: Changes) -> None:
        if not self._is_loaded or not self.isVisible():
            return
        self.sending.on_changed(changes)
        if changes.touches(*_STALE) and self.draft.step in {Step.PREVIEW, Step.SEND}:
            self.desk.reload(self._reloaded, lambda _error: None)

    def _reloaded(self, card: ContractCard) -> None:
        before, self.card = self.card, card
        if _says(before) == _says(card):
            return
        self.papers.forget()
        if self.draft.step is Step.SEND:
            self.go(Step.PREVIEW)
        elif not self._is_busy:
            self.papers.draw()

    # Words

    def _subtitle_text(self) -> str:
        if not self._is_loaded:
            return ""
        parts = [self.card.client.name, self.card.title, formats.money(self.card.total)]
        if not self.steps.isVisibleTo(self):
            number = list(Step).index(self.draft.step) + 1
            where = _("Step {n} of 5: {step}").format(n=number, step=step_title(self.draft.step))
            parts.insert(0, where)
        return " · ".join(part for part in parts if part)

    def _details(self) -> dict[Step, Callable[[], str]]:
        def done() -> str:
            if self._is_loaded and self.card.awaiting:
                return _("Deal moves to {stage}").format(stage=self.card.awaiting)
            return _("Everything is kept on the card")

        def letter() -> str:
            if self._is_loaded and self.draft.with_prices:
                return _("One e-mail, three PDF files")
            return _("One e-mail, two PDF files")

        return {
            Step.REQUISITES: self.form.told,
            Step.PREVIEW: lambda: _("Check the contract and invoice"),
            Step.EDIT: lambda: _("In Word or LibreOffice"),
            Step.SEND: letter,
            Step.DONE: done,
        }

    # Keeping, closing, size, keys

    def _save(self) -> None:
        self._save_later.stop()
        if not self._is_loaded or self.draft.step is Step.DONE:
            return
        now = self.desk.context.now()
        self.desk.save(self.draft, then=lambda _done: self.footer.say_saved(now))

    def reject(self) -> None:
        """Close; what was typed is kept and comes back."""
        if self._save_later.isActive():
            self._save()
        super().reject()

    def _closed(self) -> None:
        self.papers.edit.leave()
        self.sending.done.leave()
        self.desk.context.hub.changed.disconnect(self._on_changed)
        self.desk.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Dock or fold the columns."""
        super().resizeEvent(event)
        width = event.size().width() * 100 // theme.text_size()
        self.side.set_wide(wide=width >= WIDE)
        self.steps.setVisible(width >= WITH_STEPS)
        self.footer.set_narrow(narrow=width < WITH_STEPS)
        self._subtitle.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F8 goes to the next problem, Ctrl Shift V pastes a card, Ctrl Z withdraws the letter that waits.

        Esc takes away the column that lies over the step before it closes the wizard.
        """
        if event.key() == Qt.Key.Key_Escape and self.side.fold():
            event.accept()
            return
        for wanted in self._keys.read(event):
            if wanted == _NEXT_PROBLEM:
                self._next_problem()
            elif wanted == _SIDE:
                self.side.turn()
            elif wanted == _PASTE and self.draft.step is Step.REQUISITES:
                self.form.step.paste()
            elif wanted == _UNDO and self.draft.step is Step.DONE:
                self.sending.withdraw()
            else:
                continue
            event.accept()
            return
        super().keyPressEvent(event)

    def submit(self) -> None:
        """Ctrl Enter: at the form it also says what is left, though the button is closed."""
        if self.draft.step is Step.REQUISITES and self._is_loaded and self.left():
            self._next_problem()
            return
        super().submit()

    def _next_problem(self) -> None:
        if self.draft.step is Step.REQUISITES:
            self.form.next_problem()
        elif self.draft.step is Step.SEND:
            self.sending.send.focus_next_problem()


class _Frame(QWidget):
    """As high as the dialog: its parts scroll by themselves, though the texts in them wrap."""

    def hasHeightForWidth(self) -> bool:
        """Wrapping in a part is that part's affair."""
        return False


def _says(card: ContractCard) -> tuple[object, ...]:
    """What of a deal stands on its papers; numbers and kept versions are the papers' own."""
    return (card.client, card.firm, card.lines, card.due_at, card.title, card.templates)
