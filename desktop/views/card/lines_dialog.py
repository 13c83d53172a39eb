# SPDX-License-Identifier: Apache-2.0
"""All lines of an order in one dialog: changed, added, removed, with the total that they come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
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

    edited = Signal()

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
        self._lines: Sequence[LineRow] = card.lines
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
        self.show_lines()

    def show_lines(self) -> None:
        """Show the order as it is, and one more line where that was asked for."""
        for editor in list(self.editors):
            self._take_away(editor)
        for line in self._lines:
            self._add_editor(line)
        if self._first_line >= len(self._lines):
            self._add_editor(None)
        self._show_total()

    def open(self) -> None:
        """Begin at the line that was pressed."""
        super().open()
        self.take_keys()

    def take_keys(self) -> None:
        """The cursor stands in the line that was pressed."""
        if self.editors:
            self.editors[min(self._first_line, len(self.editors) - 1)].focus()

    def add_line(self) -> None:
        """One more line, at the end."""
        self._add_editor(None).focus()
        self._show_total()

    def spare_editor(self) -> LineEditor:
        """The line in which nothing is typed yet, else a new one at the end."""
        empty = (editor for editor in self.editors if editor.form().is_empty)
        return next(empty, None) or self._add_editor(None)

    def base_of(self, line: LineRow) -> dict[str, str]:
        """What stood in the fields of a line before anybody typed."""
        return self._base[line.id]

    def removed(self) -> list[LineRow]:
        """The lines of the order that were taken out here."""
        shown = {editor.stored.id for editor in self.editors if editor.stored is not None}
        return [line for line in self._lines if line.id not in shown]

    def refresh(self, lines: Sequence[LineRow], who: str) -> None:
        """The order has changed: what nobody touched here follows, what both changed is told."""
        self._lines = lines
        clashes = []
        known = {editor.stored.id: editor for editor in self.editors if editor.stored is not None}
        for line in lines:
            editor = known.pop(line.id, None)
            stored = texts_of(LineForm.of(line), self._terms)
            if editor is None:
                was = self._base.get(line.id)
                if was == stored:
                    continue  # taken out here
                clashes += [line.title] if was is not None else []
                self._add_editor(line)
                continue
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
        editor.removed.connect(partial(self.remove, editor))
        self.editors.append(editor)
        return editor

    def remove(self, editor: LineEditor) -> None:
        """Take a line out; the next one gets the focus."""
        place = self.editors.index(editor)
        self._take_away(editor)
        if self.editors:
            self.editors[min(place, len(self.editors) - 1)].focus()
        else:
            self._add.setFocus()
        self._show_total()

    def _take_away(self, editor: LineEditor) -> None:
        self.editors.remove(editor)
        index = self._list.indexOf(editor)
        for at in (index, index - 1 if index else 0):
            item = self._list.takeAt(at) if at < self._list.count() else None
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _forms(self) -> list[LineForm]:
        return [form for editor in self.editors if not (form := editor.form()).is_empty]

    def _show_total(self) -> None:
        sums = (form.amount(self._terms) for form in self._forms())
        amount = formats.money(total(sums, self._terms.currency))
        self._total.set_content(
            [Run(pgettext("order", "Total") + "  ", theme.REGULAR, "tx2"), Run(amount)]
        )
        self.edited.emit()

    def _submit(self) -> None:
        real = [editor for editor in self.editors if not editor.form().is_empty]
        wrong = [editor for editor in reversed(real) if not editor.check()]
        if not wrong:
            self._save([editor.form().draft(self._terms) for editor in real])
