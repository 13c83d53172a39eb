# SPDX-License-Identifier: Apache-2.0
"""A client's requisites in full: fields with their check digits, and a box that reads a pasted company card."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop.i18n import _, ngettext
from desktop.models import requisite_words
from desktop.values.drafts.requisites import Requisites
from desktop.values.form_merge import merge
from desktop.values.requisites import read_requisites
from desktop.views.card.form_dialog import FormDialog
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.text_area import TextArea

_WIDE = frozenset({"legal_name", "address", "bank"})


class RequisitesDialog(FormDialog):
    """Empty fields are filled from the paste box at once; filled ones only after another press."""

    def __init__(
        self,
        parent: QWidget,
        requisites: Requisites,
        country: str,
        *,
        about: str,
        is_person: bool,
        save: Callable[[Requisites], None],
        known: Mapping[str, str] | None = None,
    ) -> None:
        """`known` is proposed where nothing is stored: what the client's page says already."""
        super().__init__(
            parent, lambda: _("Requisites"), subtitle=about, icon="identification-card", width=720
        )
        self._base, self._save = requisites, save
        self._known = dict(known or {})
        self._country, self._is_person = country, is_person
        self.fields: dict[str, Field] = {}
        self._others: dict[str, str] = {}
        self._make_paste()
        self._make_fields()
        self._missing = Label("", self, style="small", role="secondary")
        self.add_footer(self._missing)
        self.set_primary(lambda: _("Save"))
        self.add_cancel()
        self.submitted.connect(self._submit)
        self._say_missing()

    def _make_paste(self) -> None:
        self.paste = TextArea(self, lines=2, most=6, placeholder=_paste_words)
        self.paste.say_as(lambda: _("Company card as text"))
        self.sort_button = Button(
            lambda: _("Sort into fields"), self, size="small", icon="clipboard-text",
            shortcut="Ctrl+Shift+V",
        )  # fmt: skip
        self.sort_button.clicked.connect(self.sort)
        self.found = Label("", self, style="small", role="secondary")
        self.replace_button = Button("", self, size="small")
        self.replace_button.hide()
        self.replace_button.clicked.connect(self._replace)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.sort_button)
        row.addWidget(self.found, 1)
        row.addWidget(self.replace_button)
        self.body.addWidget(self.paste)
        self.body.addLayout(row)

    def _make_fields(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        needed = set(Requisites.needed(self._country, person=self._is_person))
        line = column = 0
        for name in requisite_words.shown_fields(self._base, self._country, person=self._is_person):
            edit = LineEdit(self)
            edit.setText(getattr(self._base, name) or self._known.get(name, ""))
            field = Field(partial(requisite_words.label, name), edit, self, required=name in needed)
            edit.left_field.connect(partial(self._check, name))
            edit.textEdited.connect(partial(self._edited, name))
            self.fields[name] = field
            if name in _WIDE:
                line += 1 if column else 0
                grid.addWidget(field, line, 0, 1, 2)
                line, column = line + 1, 0
                continue
            grid.addWidget(field, line, column, Qt.AlignmentFlag.AlignTop)
            line, column = (line, 1) if column == 0 else (line + 1, 0)
        for each in range(2):
            grid.setColumnStretch(each, 1)
        self.body.addLayout(grid)
        for name in self.fields:
            self._check(name)

    def open(self) -> None:
        """Begin at the first field that is missing."""
        super().open()
        missing = self.requisites().missing(self._country, person=self._is_person)
        first = next((self.fields[name] for name in missing if name in self.fields), None)
        (first.control if first is not None else self.paste).setFocus()

    # What it holds

    def edits(self) -> dict[str, QWidget]:
        """All that is typed, by name."""
        return {**self.fields, "paste": self.paste}

    def retranslate(self) -> None:
        """Say anew what was checked; Qt asks for it before the fields are there."""
        super().retranslate()
        if self.isVisible():
            for name in self.fields:
                self._check(name)
            self._say_missing()

    def texts(self) -> dict[str, str]:
        """The fields as they are typed."""
        return {name: self._edit(name).text().strip() for name in self.fields}

    def requisites(self) -> Requisites:
        """All requisites with what was typed; fields that are not shown stay."""
        made = self._base
        for name, text in self.texts().items():
            made = made.with_field(name, text)
        return made

    def refresh(self, stored: Requisites, who: str) -> None:
        """The requisites have changed: untouched fields follow, clashes are told."""
        base = {name: str(getattr(self._base, name)) for name in self.fields}
        theirs = {name: str(getattr(stored, name)) for name in self.fields}
        merged = merge(base, self.texts(), theirs)
        self._base = stored
        for name, text in theirs.items():
            self._edit(name).setText(text or self._known.get(name, ""))
        self.base_shown.emit()
        for name, text in merged.shown.items():
            self._edit(name).setText(text)
        if merged.clashes:
            self.tell_clashes(who, [requisite_words.label(name) for name in merged.clashes])
        self._say_missing()

    # The paste box

    def sort(self) -> None:
        """Read the pasted card: what is empty is filled, what differs is offered."""
        if not self.paste.text().strip():
            self.paste.set_text(QGuiApplication.clipboard().text())
        found = read_requisites(self.paste.text())
        known = {name: text for name, text in found.items() if name in self.fields}
        typed = self.texts()
        now = {name: "" if self._is_proposal(name, typed[name]) else typed[name] for name in typed}
        self._others = {name: text for name, text in known.items() if now[name] not in {"", text}}
        for name, text in known.items():
            if not now[name]:
                self._edit(name).setText(text)
                self._check(name)
        count, n = len(self.fields), len(known)
        words = ngettext("{n} field of {count} found", "{n} fields of {count} found", n)
        self.found.set_content(words.format(n=n, count=count))
        others = len(self._others)
        words = ngettext("Replace {n} filled field", "Replace {n} filled fields", others)
        self.replace_button.set_content(words.format(n=others))
        self.replace_button.setVisible(bool(others))
        self._say_missing()

    def _is_proposal(self, name: str, text: str) -> bool:
        return bool(text) and text == self._known.get(name) and not getattr(self._base, name)

    def _replace(self) -> None:
        for name, text in self._others.items():
            self._edit(name).setText(text)
            self._check(name)
        self.replace_button.hide()
        self._say_missing()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl Shift V sorts the clipboard into the fields from anywhere in the dialog."""
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_V and event.modifiers() == both:
            self.paste.set_text(QGuiApplication.clipboard().text())
            self.sort()
            event.accept()
            return
        super().keyPressEvent(event)

    # Checks

    def _check(self, name: str) -> None:
        check = requisite_words.checked(self.requisites(), name)
        field = self.fields[name]
        field.set_error(check.sentence if check is not None and not check.ok else "")
        field.set_good(check.sentence if check is not None and check.ok else "")

    def _edited(self, name: str, _text: str) -> None:
        self.fields[name].set_error("")
        self.fields[name].set_good("")
        self._say_missing()

    def _say_missing(self) -> None:
        count = len(self.requisites().missing(self._country, person=self._is_person))
        words = ngettext(
            "{n} field is missing for a contract", "{n} fields are missing for a contract", count
        )
        done = _("Complete for a contract")
        self._missing.set_content(words.format(n=count) if count else done)

    def _edit(self, name: str) -> LineEdit:
        control = self.fields[name].control
        assert isinstance(control, LineEdit)
        return control

    def _submit(self) -> None:
        """What is incomplete may be saved; nothing typed is lost for a digit that is not at hand."""
        for name in self.fields:
            self._check(name)
        self._save(self.requisites())


def _paste_words() -> str:
    return _("Paste a company card here, as it stands in a letter or on a site")
