# SPDX-License-Identifier: Apache-2.0
"""A .docx becomes a template: looked through at once, its findings in words, refused while one of them stops it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid5

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import i18n
from desktop.errors import UserError
from desktop.i18n import _, ngettext
from desktop.models.templates import kind_choices, language_choices
from desktop.values.rows.settings import TemplateRow
from desktop.values.states import PaperKind
from desktop.views.context import Context
from desktop.views.kept_fields import NOTHING_YET, KeptFields
from desktop.views.settings.form import FormGrid
from desktop.views.settings.inputs import ChoiceBox
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field, Note
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.line_edit import LineEdit

if TYPE_CHECKING:
    from desktop.documents.template import Finding

_GUESSES = {
    PaperKind.CONTRACT_PERSON.value: {"person", "private", "физлицо", "физлица", "физлицом"},
    PaperKind.INVOICE.value: {"invoice", "bill", "счёт", "счет"},
    PaperKind.QUOTE.value: {"offer", "quote", "кп", "предложение"},
    PaperKind.ACT.value: {"act", "acceptance", "акт"},
    PaperKind.TICKET.value: {"ticket", "квитанция"},
}
"""What a paper seems to be for, by a word in the name of its file."""


class TemplateDialog(Dialog):
    """For a new template name, kind and language; for a known one only what its new file says."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        path: Path,
        *,
        row: TemplateRow | None = None,
        done: Callable[[], None],
    ) -> None:
        super().__init__(
            parent,
            (lambda: _("Add a template"))
            if row is None
            else (lambda: _("Another file for “{template}”").format(template=row.name)),
            subtitle=path.name,
            icon="file-text",
            width=600,
        )
        self._context, self._path, self._row, self._done = context, path, row, done
        self.findings: tuple[Finding, ...] = ()
        self._make_fields()
        self._list = QWidget(self)
        self._lines = QVBoxLayout(self._list)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(8)
        self.note = Note(self)
        self.body.addWidget(self.note)
        self.body.addWidget(self._list)
        self.button = self.set_primary(
            (lambda: _("Add the template")) if row is None else (lambda: _("Take this file"))
        )
        self.add_cancel()
        self.submitted.connect(self._save)
        edits = {"name": self.name, "kind": self.kind, "language": self.language}
        KeptFields(context, self, edits, kind="template", about=uuid5(NOTHING_YET, str(path)))
        self._examine()

    def _make_fields(self) -> None:
        self.name = LineEdit(self)
        self._name = Field(lambda: _("Name"), self.name, self, required=True)
        self.kind = ChoiceBox(self, kind_choices)
        kind = Field(lambda: _("For"), self.kind, self)
        self.language = ChoiceBox(self, language_choices)
        language = Field(lambda: _("Language of the paper"), self.language, self)
        grid = FormGrid(self)
        grid.put(self._name, span=2)
        grid.put(kind)
        grid.put(language)
        self.body.addWidget(grid)
        stem = self._path.stem
        self.name.setText(stem)
        words = set(re.findall(r"[^\W\d_]+", stem.casefold()))
        guess = next(
            (kind for kind, known in _GUESSES.items() if known & words),
            PaperKind.CONTRACT_FIRM.value,
        )
        self.kind.set_value(guess)
        self.language.set_value(i18n.language())
        self.language.activated.connect(lambda _row: self._examine())
        grid.setVisible(self._row is None)

    # Looking through

    def _examine(self) -> None:
        from desktop.flows.own_template import examine

        path, language = self._path, self._language()
        self.button.set_blocked(lambda: _("The file is being looked through…"))
        self.note.say(lambda: _("The file is being looked through…"), "tx2", "hourglass")
        self._context.tasks.outside(
            lambda: examine(path, language=language), then=self._found, failed=self._unusable
        )

    def _language(self) -> str:
        return self._row.language if self._row is not None else str(self.language.value())

    def _found(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        stopping = sum(one.stops for one in findings)
        empty(self._lines)
        for one in sorted(findings, key=lambda one: not one.stops):
            self._lines.addWidget(_Line(one.sentence, stops=one.stops, parent=self._list))
        if stopping:
            told = ngettext(
                "{n} place keeps the template from being used. Mend it in Word and choose the file again.",
                "{n} places keep the template from being used. Mend them in Word and choose the file again.",
                stopping,
            ).format(n=stopping)
            self.note.say(told, "er", "warning-circle")
            self.button.set_blocked(told)
        elif findings:
            self.note.say(
                lambda: _("The template can be used. Look at these places once more."),
                "wa",
                "warning",
            )
            self.button.set_blocked(None)
        else:
            self.note.say(
                lambda: _("Every field is known, every tag is whole."), "ok", "check-circle"
            )
            self.button.set_blocked(None)

    def _unusable(self, error: UserError) -> None:
        self.note.say(error.sentence, "er", "warning-circle")
        self.button.set_blocked(error.sentence)

    # Storing

    def _save(self) -> None:
        from desktop.flows import own_template

        path, row = self._path, self._row
        if row is not None:
            known = row
            self._context.tasks.flow(
                lambda shop: own_template.replace_template(shop, row=known, path=path),
                then=lambda _done: self._stored(),
                failed=self._refused,
            )
            return
        name, kind, language = self.name.text(), str(self.kind.value()), self._language()
        then, failed = self.held(lambda _id: self._stored(), self._refused)
        self._context.tasks.flow(
            lambda shop: own_template.add_template(
                shop, path=path, kind=kind, language=language, name=name
            ),
            then=then,
            failed=failed,
        )

    def _stored(self) -> None:
        self.accept()
        self._done()

    def _refused(self, error: UserError) -> None:
        if error.field == "name":
            self._name.set_error(error.sentence)
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.note.say(error.sentence, "er", "warning-circle")


class _Line(QWidget):
    """One finding, told in a sentence that names its place."""

    def __init__(self, sentence: str, *, stops: bool, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        icon = Icon("x-circle" if stops else "warning", "er" if stops else "wa", 16, self)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(sentence, self, style="small", lines=0), 1)
