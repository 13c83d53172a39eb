# SPDX-License-Identifier: Apache-2.0
"""The fourth step: the standard letter with both papers, to be changed before it leaves; at the right what follows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _, formats, say_keys
from desktop.values.drafts.letter import LetterDraft
from desktop.values.rows.contract import ContractCard
from desktop.values.rows.outbox import LetterFile
from desktop.values.states import MessageState
from desktop.views.contract.check_list import CheckLine, CheckList
from desktop.views.contract.side import SidePanel, WithSide
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.field import Field
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.scroll_area import ScrollArea
from desktop.views.widgets.text_area import TextArea

if TYPE_CHECKING:
    from desktop.flows.make_contract import MadePapers

_BODY_LINES, _BODY_MOST = 12, 16


class _FileRow(QWidget):
    """One attached paper: icon, name, size."""

    def __init__(self, file: LetterFile, parent: QWidget) -> None:
        super().__init__(parent)
        is_pdf = file.name.lower().endswith(".pdf")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Icon("ph.file-pdf" if is_pdf else "ph.file-text", "ac", 20, self))
        row.addWidget(Label(file.name, self))
        size = partial(formats.file_size, file.size)
        row.addWidget(Label(size, self, style="small", role="secondary"))
        row.addStretch(1)
        self.setAccessibleName(file.name)


class SendStep(WithSide):
    """`changed` tells the letter at each edit."""

    changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._letter = LetterDraft()
        self._content = content = QWidget(self)
        form = QVBoxLayout(content)
        form.setContentsMargins(20, 16, 20, 16)
        form.setSpacing(12)
        self.told = Banner("", "warning", content)
        self.told.hide()
        form.addWidget(self.told)
        self.recipient, self.subject = LineEdit(content), LineEdit(content)
        self.body = TextArea(content, lines=_BODY_LINES, most=_BODY_MOST)
        self.fields: Mapping[str, Field] = {
            "recipient": Field(lambda: _("To"), self.recipient, content, required=True),
            "subject": Field(lambda: _("Subject"), self.subject, content, required=True),
            "body": Field(lambda: _("Letter"), self.body, content),
        }
        for field in self.fields.values():
            form.addWidget(field)
        self.files = Panel(lambda: _("Goes along"), content, padding=(12, 10))
        self.files.body.setSpacing(8)
        form.addWidget(self.files)
        form.addStretch(1)
        self._area = ScrollArea(content, self)
        middle = QVBoxLayout()
        middle.addWidget(self._area)
        self.set_parts(middle, self._make_side())
        for edit in (self.recipient, self.subject):
            edit.textEdited.connect(self._typed)
            edit.left_field.connect(self._check)
        self.body.textChanged.connect(self._typed)
        self.body.left_field.connect(self._check)

    # For the wizard

    def wait(self) -> None:
        """The letter is being composed: what were typed now would take its place."""
        self._content.setEnabled(False)

    def open(self, card: ContractCard, made: MadePapers, letter: LetterDraft) -> None:
        """Show the letter with the papers that go along."""
        self._content.setEnabled(True)
        self._letter = letter
        self.recipient.setText(letter.recipient)
        self.subject.setText(letter.subject)
        blocked = self.body.blockSignals(True)
        self.body.set_text(letter.body)
        self.body.blockSignals(blocked)
        self._show_files(made.files)
        self._say_told(card, made)
        self.what_follows.show_lines(_follows(card, letter))
        self._check()

    def letter(self) -> LetterDraft:
        """The letter as it stands."""
        return self._letter

    def problems(self) -> dict[str, str]:
        """What keeps the letter from being sent."""
        return self._letter.problems()

    def show_problem(self, field: str, sentence: str) -> None:
        """Say at a field what is wrong, and go there."""
        if field in self.fields:
            self.fields[field].set_error(sentence)
            self.fields[field].control.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_next_problem(self) -> bool:
        """Go to the first field that is wrong."""
        found = self.problems()
        for name, sentence in found.items():
            self.show_problem(name, sentence)
            return True
        return False

    def focus_first(self) -> None:
        """Put the cursor where something is missing, else into the letter."""
        if not self.focus_next_problem():
            self.recipient.setFocus(Qt.FocusReason.OtherFocusReason)

    # Inside

    def _make_side(self) -> SidePanel:
        side = SidePanel(self)
        side.body.addWidget(Label(lambda: _("What happens then"), side, style="section"))
        self.what_follows = CheckList(side)
        side.body.addWidget(self.what_follows)
        side.body.addWidget(
            Label(
                lambda: _(
                    "The letter waits 8 seconds before it leaves; {keys} takes it back. "
                    "Without a network it waits in Outbox and leaves by itself."
                ).format(keys=say_keys("Ctrl+Z")),
                side,
                style="small",
                role="secondary",
                lines=0,
            )
        )
        side.body.addStretch(1)
        return side

    def _show_files(self, files: tuple[LetterFile, ...]) -> None:
        empty(self.files.body)
        for file in files:
            self.files.body.addWidget(_FileRow(file, self.files))

    def _say_told(self, card: ContractCard, made: MadePapers) -> None:
        sentences = list(made.told)
        if not card.mail.is_ready:
            sentences.insert(0, no_mail_reason())
        under_way = next((one for one in card.letters if not one.needs_person), None)
        if under_way is not None:
            sentences.append(
                _("A letter to {recipient} is on its way already.").format(
                    recipient=under_way.recipient
                )
            )
        unsure = next((one for one in card.letters if one.state == MessageState.UNSURE), None)
        if unsure is not None:
            sentences.append(
                _("A letter to {recipient} was perhaps sent. Look among the sent ones first.").format(
                    recipient=unsure.recipient
                )
            )  # fmt: skip
        self.told.setVisible(bool(sentences))
        if sentences:
            self.told.set_banner(" ".join(sentences), "warning")

    def _typed(self, _text: str = "") -> None:
        self._letter = LetterDraft(
            self.recipient.text().strip(), self.subject.text().strip(), self.body.text()
        )
        found = self.problems()
        for name, field in self.fields.items():
            # What is being mended is not called wrong until it is left; what is right now no longer is.
            if name not in found:
                field.set_error("")
        self.changed.emit(self._letter)

    def _check(self) -> None:
        found = self.problems()
        for name, field in self.fields.items():
            field.set_error(found.get(name, ""))


def no_mail_reason() -> str:
    """Why nothing can be sent from this shop yet."""
    return _(
        "E-mail is not set up yet: Settings, Mail. Until then save the PDF and send it by hand."
    )


def _follows(card: ContractCard, letter: LetterDraft) -> list[CheckLine]:
    lines = [CheckLine(_("Leaves for"), letter.recipient or "…")]
    if card.mail.is_ready:
        lines.append(CheckLine(_("Sender"), card.mail.from_address))
    else:
        lines.append(CheckLine(_("Sender"), _("not set up"), "wrong"))
    if card.awaiting:
        lines.append(CheckLine(_("Deal goes to"), card.awaiting))
    else:
        lines.append(CheckLine(_("Deal goes to"), _("stays where it is"), "missing"))
    lines.append(CheckLine(_("Pay by"), formats.short_date(card.pay_by)))
    return lines
