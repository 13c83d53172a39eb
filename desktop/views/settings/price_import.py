# SPDX-License-Identifier: Apache-2.0
"""A price list before it is taken in: what becomes of each product, which rows stay out, what each column means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QWidget,
)

from desktop.channels.text_encoding import ENCODINGS
from desktop.errors import UserError
from desktop.i18n import _, formats, ngettext
from desktop.models.products import FIELDS, BadPricesModel, PreviewModel
from desktop.values.rows.price_list import PriceCheck, PricesTaken, PriceVerdict
from desktop.views import theme
from desktop.views.context import Context
from desktop.views.settings.inputs import ChoiceBox
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Note
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.scroll_area import ScrollArea
from desktop.views.widgets.segmented import Segment, SegmentedControl
from desktop.views.widgets.table import TableView

PRODUCTS, COLUMNS, BAD = "products", "columns", "bad"

_NARROW = 900
_NAME, _NARROW_NAME = 240, 132


class PriceImport(Dialog):
    """The list is read at once and again after each change of columns or encoding; nothing is stored before Import."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        path: Path,
        currency: str,
        *,
        taken: Callable[[str], None],
    ) -> None:
        super().__init__(
            parent,
            lambda: _("Import a price list"),
            subtitle=path.name,
            icon="upload-simple",
            width=1000,
            height=640,
            padding=16,
            bar=True,
        )
        self._context, self._path, self._taken = context, path, taken
        self._fields: dict[int, str] | None = None
        self.check: PriceCheck | None = None
        self.products = PreviewModel(currency, self)
        self.bad = BadPricesModel(self)
        self._make_head()
        self._make_body()
        self.button = self.set_primary(self._primary_words)
        self.button.set_blocked(lambda: _("The list is being read…"))
        self.add_cancel()
        self.submitted.connect(self.take_in)
        self._look()

    def _make_head(self) -> None:
        self.tabs = SegmentedControl(
            [
                Segment(PRODUCTS, lambda: _("Products")),
                Segment(COLUMNS, lambda: _("Columns")),
                Segment(BAD, lambda: _("Rows that stay out")),
            ],
            self,
            name=lambda: _("Show"),
        )
        self.tabs.chosen.connect(self._show_part)
        self.encoding = ChoiceBox(self, _encodings, small=True)
        self.encoding.say_as(lambda: _("Encoding"))
        self.encoding.setFixedWidth(theme.px(148))
        self.encoding.hide()
        self.encoding.activated.connect(lambda _row: self._look())
        self._sums = Label("", self, style="small", role="secondary", lines=0)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.tabs)
        row.addStretch(1)
        row.addWidget(self.encoding)
        self.body.addLayout(row)
        self.body.addWidget(self._sums)
        self._note = Note(self)
        self.body.addWidget(self._note)

    def _make_body(self) -> None:
        self._parts = QStackedWidget(self)
        self.table = TableView(
            self,
            name=lambda: _("Products"),
            empty=lambda: _("No product of this list can be read."),
        )
        self.table.setModel(self.products)
        header = self.table.horizontalHeader()
        for column in (2, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(1, theme.px(128))
        self._mapping = QWidget(self)
        self._grid = QGridLayout(self._mapping)
        self._grid.setHorizontalSpacing(12)
        self.boxes: list[ChoiceBox] = []
        self._parts.addWidget(self.table)
        self._parts.addWidget(ScrollArea(self._mapping, self))
        self._parts.addWidget(self._bad_part())
        self.body.addWidget(self._parts, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the names leave more room to the prices."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < theme.px(_NARROW)
        self.table.setColumnWidth(0, theme.px(_NARROW_NAME if is_narrow else _NAME))

    def _bad_part(self) -> QWidget:
        holder = QWidget(self)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        self.bad_table = TableView(
            holder,
            name=lambda: _("Rows that stay out"),
            empty=lambda: _("Every row can be read."),
        )
        self.bad_table.setModel(self.bad)
        self.bad_table.setColumnWidth(0, theme.px(72))
        self.bad_table.setColumnWidth(1, theme.px(220))
        self.bad_table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.save_button = Button(
            lambda: _("Save these rows as a file…"), holder, size="small", icon="download-simple"
        )
        self.save_button.clicked.connect(self._ask_save)
        grid.addWidget(self.bad_table, 0, 0)
        grid.addWidget(self.save_button, 1, 0, Qt.AlignmentFlag.AlignLeft)
        return holder

    # Reading

    def _look(self) -> None:
        from desktop.flows.import_prices import check_prices

        path, fields = self._path, self._fields
        encoding = self.encoding.value() or ""
        self._context.tasks.flow(
            lambda shop: check_prices(shop, path=path, encoding=encoding, fields=fields),
            then=self._show,
            failed=self._unreadable,
        )

    def _show(self, check: PriceCheck) -> None:
        self.check = check
        self.products.replace(check.products)
        self.bad.replace(check.bad)
        self._show_columns(check)
        self.encoding.setVisible(bool(check.encoding))
        self.encoding.set_value(check.encoding)
        self._note.say(" ".join(check.doubts[:3]), "wa", "warning")
        self.save_button.setEnabled(bool(check.bad))
        self.retranslate()

    def _unreadable(self, error: UserError) -> None:
        self._note.say(error.sentence, "er", "warning-circle")
        self.button.set_blocked(error.sentence)

    def _show_columns(self, check: PriceCheck) -> None:
        empty(self._grid)
        self.boxes = []
        for place, column in enumerate(check.columns):
            name = Label(column.name, self._mapping, weight=theme.MEDIUM)
            sample = Label(column.sample, self._mapping, role="secondary")
            self._grid.addWidget(name, place, 0)
            self._grid.addWidget(sample, place, 1)
            if column.quantity:
                words = _("prices from {n} up").format(n=formats.number(column.quantity))
                self._grid.addWidget(Label(words, self._mapping), place, 2)
                continue
            box = ChoiceBox(self._mapping, _fields, small=True)
            box.setAccessibleName(_("What “{column}” holds").format(column=column.name))
            box.set_value(column.field)
            box.activated.connect(partial(self._mapped, place, box))
            self.boxes.append(box)
            self._grid.addWidget(box, place, 2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setRowStretch(len(check.columns), 1)

    def _mapped(self, place: int, box: ChoiceBox, _row: int) -> None:
        assert self.check is not None
        told = {at: column.field for at, column in enumerate(self.check.columns) if column.field}
        if box.value():
            told[place] = box.value()
        else:
            told.pop(place, None)
        self._fields = told
        self._look()

    def _show_part(self, key: str) -> None:
        self._parts.setCurrentIndex((PRODUCTS, COLUMNS, BAD).index(key))

    def retranslate(self) -> None:
        """Say the sums anew."""
        if self.check is not None:
            self._say(self.check)
        super().retranslate()

    def _say(self, check: PriceCheck) -> None:
        new, changed = check.count(PriceVerdict.NEW), check.count(PriceVerdict.CHANGED)
        same, bad = check.count(PriceVerdict.SAME), len(check.bad)
        parts = [
            ngettext("{n} new product", "{n} new products", new).format(n=new),
            ngettext("{n} changes", "{n} change", changed).format(n=changed),
            ngettext("{n} stays as it is", "{n} stay as they are", same).format(n=same),
            ngettext("{n} row stays out", "{n} rows stay out", bad).format(n=bad),
        ]
        self._sums.set_content(" · ".join(parts))
        nothing = not new and not changed
        self.button.set_blocked((lambda: _("The list brings nothing new.")) if nothing else None)

    def _primary_words(self) -> str:
        if self.check is None:
            return _("Import")
        count = self.check.count(PriceVerdict.NEW, PriceVerdict.CHANGED)
        return ngettext("Import {n} product", "Import {n} products", count).format(n=count)

    # Doing

    def take_in(self) -> None:
        """Store everything that can be read, as one step of undo."""
        from desktop.flows.import_prices import import_prices

        path, fields, encoding = self._path, self._fields, self.encoding.value() or ""
        self.button.set_blocked(lambda: _("The list is being imported…"))
        self._context.tasks.flow(
            lambda shop: import_prices(shop, path=path, encoding=encoding, fields=fields),
            then=self._done,
            failed=self._unreadable,
        )

    def _done(self, result: PricesTaken) -> None:
        self.accept()
        parts = [
            ngettext("{n} new product", "{n} new products", result.new).format(n=result.new),
            ngettext("{n} changed", "{n} changed", result.changed).format(n=result.changed),
        ]
        if result.left_out:
            parts.append(
                ngettext("{n} row stayed out", "{n} rows stayed out", result.left_out).format(
                    n=result.left_out
                )
            )
        self._taken(", ".join(parts) + ".")

    def _ask_save(self) -> None:
        start = str(self._path.with_name(_("rows to mend.csv")))
        name, _kind = QFileDialog.getSaveFileName(self, _("Save the rows"), start, "*.csv")
        if name:
            self.save_bad(Path(name))

    def save_bad(self, target: Path) -> None:
        """Write the rows that stay out with their reasons."""
        from desktop.flows.import_prices import save_bad_prices

        check = self.check
        assert check is not None
        self._context.tasks.outside(
            lambda: save_bad_prices(check, target),
            then=lambda count: self._note.say(
                ngettext("{n} row is in {file}.", "{n} rows are in {file}.", count).format(
                    n=count, file=target.name
                ),
                "ok",
                "check-circle",
            ),
            failed=lambda error: self._note.say(error.sentence, "er", "warning-circle"),
        )


def _fields() -> Sequence[tuple[Any, str]]:
    return [(key, _(words)) for key, words in FIELDS.items()]


def _encodings() -> Sequence[tuple[Any, str]]:
    return list(ENCODINGS)
