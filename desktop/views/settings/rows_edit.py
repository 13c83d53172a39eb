# SPDX-License-Identifier: Apache-2.0
"""Rows of short fields, such as prices by quantity: the last row is always an empty one to go on with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.i18n import _
from desktop.values.ids import new_id
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.live import Text, say


@dataclass(frozen=True, slots=True)
class Cell:
    """A column: its heading, an example, how wide it is beside the others."""

    heading: Text
    placeholder: Text = ""
    stretch: int = 1


@dataclass(slots=True)
class _Row:
    key: str
    edits: list[LineEdit]
    remove: Button
    about: Label


class RowsEdit(QWidget):
    """Texts in rows. A row emptied is gone when it is left; `changed` is told when a changed field is left.

    Tab goes from field to field: the crosses are for the mouse.

    Each row has a key that stays with it. `explain` gives a quiet word behind a row, under `explained`.
    """

    changed = Signal()

    def __init__(
        self,
        parent: QWidget,
        cells: Sequence[Cell],
        *,
        name: Text,
        explain: Callable[[list[str]], str] | None = None,
        explained: Text = "",
    ) -> None:
        super().__init__(parent)
        self._cells, self._name, self._explain = tuple(cells), name, explain
        self._rows: list[_Row] = []
        self._told: list[tuple[str, list[str]]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        for place, heading in enumerate((*(cell.heading for cell in self._cells), explained)):
            words = Label(heading, self, style="small", role="secondary", lines=2)
            self._grid.addWidget(words, 0, place, Qt.AlignmentFlag.AlignBottom)
        for place, cell in enumerate(self._cells):
            self._grid.setColumnStretch(place, cell.stretch)
        self._grid.setColumnStretch(len(self._cells), 1 if explain else 0)
        self._grow()

    def values(self) -> list[tuple[str, list[str]]]:
        """Key and texts of each row that is not empty."""
        found = [(row.key, [edit.text().strip() for edit in row.edits]) for row in self._rows]
        return [(key, texts) for key, texts in found if any(texts)]

    def show_values(self, values: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Show these rows without telling anybody; a row somebody types into keeps its text."""
        while len(self._rows) > len(values) + 1:
            self._drop(self._rows[-1])
        while len(self._rows) < len(values) + 1:
            self._grow()
        for row, (key, texts) in zip(self._rows, values, strict=False):
            row.key = key
            for edit, text in zip(row.edits, texts, strict=True):
                if edit.text() != text and not edit.hasFocus():
                    edit.setText(text)
        last = self._rows[-1]
        last.key = new_key()
        for edit in last.edits:
            if not edit.hasFocus():
                edit.clear()
        self._told = self.values()
        self._say()

    def edit(self, row: int, column: int) -> LineEdit:
        """One field, for who needs to put the cursor there."""
        return self._rows[row].edits[column]

    def set_wrong(self, row: int | None, column: int = 0) -> None:
        """Frame one field as wrong, or none."""
        for place, one in enumerate(self._rows):
            for at, edit in enumerate(one.edits):
                edit.set_wrong(place == row and at == column)

    def last_edit(self) -> LineEdit:
        """The last field, behind which Tab goes on."""
        return self._rows[-1].edits[-1]

    def retranslate_rows(self) -> None:
        """Name the fields anew."""
        for place, row in enumerate(self._rows, 1):
            for cell, edit in zip(self._cells, row.edits, strict=True):
                edit.setAccessibleName(
                    _("{list}, row {n}: {column}").format(
                        list=say(self._name), n=place, column=say(cell.heading)
                    )
                )
            row.remove.setAccessibleDescription(" ".join(edit.text() for edit in row.edits))

    def _grow(self) -> None:
        place = len(self._rows) + 1
        edits = [LineEdit(self, placeholder=cell.placeholder) for cell in self._cells]
        about = Label("", self, style="small", role="secondary")
        remove = icon_button("x", lambda: _("Remove this row"), self, size="small")
        remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = _Row(new_key(), edits, remove, about)
        for column, edit in enumerate(edits):
            self._grid.addWidget(edit, place, column)
            if self.isVisible():
                edit.show()
            edit.left_field.connect(self._left)
            edit.returnPressed.connect(self._left)
            edit.textEdited.connect(partial(self._typed, row))
        self._grid.addWidget(about, place, len(edits))
        self._grid.addWidget(remove, place, len(edits) + 1, Qt.AlignmentFlag.AlignRight)
        remove.clicked.connect(partial(self._remove, row))
        remove.setVisible(False)
        if self._rows:
            # What is made later would be reached by Tab only behind everything else.
            for before, after in pairwise((self.last_edit(), *edits)):
                QWidget.setTabOrder(before, after)
        self._rows.append(row)
        self.retranslate_rows()

    def _typed(self, row: _Row, _text: str) -> None:
        if row is self._rows[-1]:
            row.remove.setVisible(True)
            self._grow()

    def _left(self) -> None:
        for row in self._rows[:-1]:
            if not any(edit.text().strip() or edit.hasFocus() for edit in row.edits):
                self._drop(row)
        self._say()
        if self.values() != self._told:
            self._told = self.values()
            self.changed.emit()

    def _remove(self, row: _Row) -> None:
        after = self._rows.index(row)
        self._drop(row)
        self._rows[min(after, len(self._rows) - 1)].edits[0].setFocus()
        self._left()

    def _drop(self, row: _Row) -> None:
        self._rows.remove(row)
        for widget in (*row.edits, row.about, row.remove):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.retranslate_rows()

    def _say(self) -> None:
        for row in self._rows:
            row.remove.setVisible(row is not self._rows[-1])
            if self._explain is not None:
                row.about.set_content(self._explain([edit.text() for edit in row.edits]))


def new_key() -> str:
    """A key for a new row, that no other row has had."""
    made: UUID = new_id()
    return made.hex[-10:]
