# SPDX-License-Identifier: Apache-2.0
"""All lines of an order in one dialog: changed, added, removed, with the total that they come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import _, formats, pgettext
from desktop.models.line_form import LineForm, Terms
from desktop.values.drafts.deal import LineDraft
from desktop.values.form_merge import merge
from desktop.values.money import total
from desktop.values.rows.card import DealCard, LineRow
from desktop.views import theme
from desktop.views.card.form_dialog import FormDialog
from desktop.views.card.line_editor import LineEditor, texts_of
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Hairline
from desktop.views.widgets.text_block import Run

Save = Callable[[list[LineDraft]], None]


class LinesDialog(FormDialog):
    """Saves all lines in one step. When the order changes meanwhile, untouched fields follow and clashes are told."""

    def __init__(self, parent: QWidget, card: DealCard, place: int, *, save: Save) -> None:
        super().__init__(
            parent,
            lambda: _("Order lines"),
            subtitle=lambda: " · ".join(p for p in (card.client.name, card.title) if p),
            icon="list",
            width=680,
        )
        self._terms = Terms(card.currency, card.tax_rate, card.adds_tax)
        self._save = save
        self._first_line = place
        self._base: dict[object, dict[str, str]] = {}
        self.editors: list[LineEditor] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(16)
        self._add = Button(lambda: _("Add a line"), self, size="small", icon="plus")
        self._add.clicked.connect(self.add_line)
        self._total = Label("", self, style="dialog")
        self.body.addLayout(self._list)
        self.body.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_footer(self._total)
        self.set_primary(lambda: _("Save"))
        self.add_cancel()
        self.submitted.connect(self._submit)
        for line in card.lines:
            self._add_editor(line)
        if place >= len(card.lines):
            self._add_editor(None)
        self._show_total()

    def open(self) -> None:
        """Begin at the line that was pressed."""
        super().open()
        if self.editors:
            self.editors[min(self._first_line, len(self.editors) - 1)].focus()

    def add_line(self) -> None:
        """One more line, at the end."""
        self._add_editor(None).focus()
        self._show_total()

    def refresh(self, lines: Sequence[LineRow], who: str) -> None:
        """The order has changed: what nobody touched here follows, what both changed is told."""
        clashes = []
        known = {editor.stored.id: editor for editor in self.editors if editor.stored is not None}
        for line in lines:
            editor = known.pop(line.id, None)
            if editor is None:
                self._add_editor(line)
                continue
            stored = texts_of(LineForm.of(line), self._terms)
            merged = merge(self._base[line.id], editor.texts(), stored)
            clashes += [f"{line.title}: {editor.fields[n].label_text()}" for n in merged.clashes]
            editor.stored = line
            self._base[line.id] = stored
            editor.write(merged.shown)
        for gone in known.values():
            clashes.append(_("{line}: removed").format(line=gone.form().title))
            gone.stored = None
        if clashes:
            self.tell_clashes(who, clashes)
        self._show_total()

    def _add_editor(self, line: LineRow | None) -> LineEditor:
        editor = LineEditor(self._terms, line, self)
        if line is not None:
            self._base[line.id] = editor.texts()
        if self.editors:
            self._list.addWidget(Hairline(self))
        self._list.addWidget(editor)
        editor.edited.connect(self._show_total)
        editor.removed.connect(partial(self._remove, editor))
        self.editors.append(editor)
        return editor

    def _remove(self, editor: LineEditor) -> None:
        place = self.editors.index(editor)
        self.editors.remove(editor)
        index = self._list.indexOf(editor)
        for at in (index, index - 1 if index else 0):
            item = self._list.takeAt(at) if at < self._list.count() else None
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if self.editors:
            self.editors[min(place, len(self.editors) - 1)].focus()
        else:
            self._add.setFocus()
        self._show_total()

    def _forms(self) -> list[LineForm]:
        return [form for editor in self.editors if not (form := editor.form()).is_empty]

    def _show_total(self) -> None:
        sums = (form.amount(self._terms) for form in self._forms())
        amount = formats.money(total(sums, self._terms.currency))
        self._total.set_content(
            [Run(pgettext("order", "Total") + "  ", theme.REGULAR, "tx2"), Run(amount)]
        )

    def _submit(self) -> None:
        real = [editor for editor in self.editors if not editor.form().is_empty]
        wrong = [editor for editor in reversed(real) if not editor.check()]
        if not wrong:
            self._save([editor.form().draft(self._terms) for editor in real])
