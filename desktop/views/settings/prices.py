# SPDX-License-Identifier: Apache-2.0
"""The price list: products in the order of the tiles, the editor of one, lists taken in and written out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop import commands, queries
from desktop.errors import UserError
from desktop.i18n import N_, _, ngettext
from desktop.models.products import ProductsModel
from desktop.models.rows import RowRole
from desktop.values.changes import Changes, Origin
from desktop.values.drafts.product import ProductEdit
from desktop.values.ids import new_id
from desktop.values.rows.settings import FirmRow, ProductRow
from desktop.views.actions import ActionSpec
from desktop.views.context import Context
from desktop.views.settings.ordered_table import OrderedTable, reordered
from desktop.views.settings.price_import import PriceImport
from desktop.views.settings.product_form import NEW, ProductForm
from desktop.views.settings.section import ONE_BELOW_THE_OTHER, Scrolled, SectionView, TwoParts
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.field import Note
from desktop.views.widgets.panel import Panel

ADD = ActionSpec("settings.add_product", N_("New product"), "plus", ("Ctrl+N",))
IMPORT = ActionSpec("settings.import_prices", N_("Import prices"), "upload-simple", ("Ctrl+I",))
LIST = 400

Found = tuple[tuple[ProductRow, ...], tuple[FirmRow, ...]]


class PricesSection(SectionView):
    """The list at the left, the chosen product beside it. What is typed of a product is kept until it is stored."""

    kinds: ClassVar[tuple[str, ...]] = ("product", "firm")

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self._currency = ""
        self._chosen: UUID | None = None
        self._shown: UUID | None = None
        self._handed_over: set[UUID] = set()  # new ones that may not be in the list yet
        self._drafts: dict[UUID, ProductEdit] = {}
        self._new: UUID | None = None
        self.parts = TwoParts(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.parts)
        self.parts.put(self._list_panel(), width=LIST, least=200)
        right = Scrolled(self, widest=4000)
        self.product_form = ProductForm(self, self._store, self.remove)
        right.column.addWidget(self.product_form)
        self.parts.put(right, least=240)
        self.actions_here = [(ADD, self.add), (IMPORT, self.open_import)]
        context.hub.changed.connect(self._drop_note)

    def _list_panel(self) -> Panel:
        panel = Panel(lambda: _("Products"), self, padding=(0, 0))
        self.primary = self.add_button = Button(
            lambda: _("New product"), panel, kind="primary", size="small", icon="plus",
            shortcut="Ctrl+N",
        )  # fmt: skip
        self.add_button.clicked.connect(self.add)
        panel.add_action(self.add_button)
        self.model = ProductsModel(self)
        self.table = OrderedTable(
            panel,
            row_height=36,
            name=lambda: _("Products"),
            bar=True,
            empty=lambda: _("No product yet. Add one, or take in a list from Excel."),
        )
        self.table.setModel(self.model)
        self.table.set_widths(0, 116, 40)
        self.table.moved.connect(self._move)
        self.table.removed.connect(lambda _row: self.remove())
        self.table.opened.connect(lambda _index: self.product_form.begin())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._row_chosen())
        panel.body.setSpacing(0)
        panel.body.addWidget(self.table, 1)
        panel.body.addLayout(self._foot(panel))
        return panel

    def _foot(self, panel: Panel) -> QVBoxLayout:
        self.import_button = Button(
            lambda: _("Import…"), panel, size="small", icon="upload-simple", shortcut="Ctrl+I"
        )
        self.import_button.clicked.connect(self.open_import)
        self.export_button = Button(
            lambda: _("Export…"), panel, size="small", icon="download-simple"
        )
        self.export_button.clicked.connect(self.ask_export)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.import_button)
        row.addWidget(self.export_button)
        row.addStretch(1)
        self._note = Note(panel)
        column = QVBoxLayout()
        column.setContentsMargins(12, 8, 12, 8)
        column.addLayout(row)
        column.addWidget(self._note)
        return column

    # Asking and showing

    def focus_first(self) -> None:
        """Begin with the list."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def adapt(self, window: QSize) -> None:
        """Lay the editor below the list where there is little room."""
        self.parts.set_stacked(window.width() < ONE_BELOW_THE_OTHER)

    def refresh(self) -> None:
        """Ask for the list and the firm's currency."""
        self.context.tasks.fetch("price list", _found, then=self._show)

    def retranslate(self) -> None:
        """Say prices anew."""
        self.model.retranslate()
        super().retranslate()

    def _show(self, found: Found) -> None:
        products, firms = found
        self._currency = self.model.currency = firms[0].currency if firms else ""
        self.model.replace(products)
        if self._chosen is None and products:
            self._chosen = products[0].id
        self._show_chosen()

    def _show_chosen(self) -> None:
        place = self.model.row_of(self._chosen)
        row = self.model.rows[place] if place is not None else None
        if row is not None:
            if place != self.table.currentIndex().row():
                self.table.selectRow(place or 0)
            self._new = None if row.id == self._new else self._new
            self._show_row(row)
        elif self._chosen == self._new and self._new is not None:
            self.table.clearSelection()
            self.table.setCurrentIndex(self.model.index(-1, -1))
            self._show_new(self._new)
        elif self.model.rows:
            self._chosen = self.model.rows[0].id
            self._show_chosen()

    def _show_row(self, row: ProductRow) -> None:
        anew = row.id != self._shown
        draft = self._drafts.pop(row.id, None) if anew else None
        self.product_form.show_product(row, self._currency, anew=anew)
        if draft is not None:
            self.product_form.show_edit(row.id, draft, self._currency, anew=True)
            self.product_form.keep()
        self._shown = row.id

    def _show_new(self, product_id: UUID) -> None:
        if self._shown == product_id:
            return
        draft = self._drafts.pop(product_id, NEW)
        self.product_form.show_edit(product_id, draft, self._currency, anew=True, stored=False)
        self._shown = product_id

    def _row_chosen(self) -> None:
        row = self.table.currentIndex().data(RowRole.ROW)
        if isinstance(row, ProductRow) and row.id != self._chosen:
            self._keep_draft()
            self._chosen = row.id
            self._show_chosen()

    def _keep_draft(self) -> None:
        """Remember what was typed of a product that could not be stored."""
        form = self.product_form
        if form.product_id is None or form.is_stored:
            return
        try:
            self._drafts[form.product_id] = form.edit()
        except UserError:
            return

    # Products

    def add(self) -> None:
        """An empty product; it is stored as soon as it has a name and a price."""
        if self._chosen != self._new or self._new is None:
            self._keep_draft()
            self._new = self._new or new_id()
            self._chosen = self._new
            self._show_chosen()
        self.product_form.begin()

    def _store(self, product_id: UUID, edit: ProductEdit) -> None:
        row = next((one for one in self.model.rows if one.id == product_id), None)
        if row is None and product_id not in self._handed_over:
            self._handed_over.add(product_id)
            self.run(
                lambda uow: commands.prices.add_product(uow, edit=edit, product_id=product_id),
                then=self._added,
                failed=partial(self._not_added, product_id),
            )
            return
        seen = {row.id: row.stamp} if row is not None else None
        self.run(
            lambda uow: commands.prices.change_product(
                uow, product_id=product_id, edit=edit, seen=seen
            ),
            failed=self.product_form.refuse,
        )

    def _not_added(self, product_id: UUID, error: UserError) -> None:
        self._handed_over.discard(product_id)
        self.product_form.refuse(error)

    def _added(self, product_id: UUID) -> None:
        self._new = None
        self._chosen = self._shown = product_id
        self.refresh()

    def _move(self, start: int, end: int) -> None:
        order = reordered(self.model.rows, start, end, lambda row: row.id)
        self.run(lambda uow: commands.prices.order_products(uow, product_ids=order))

    def remove(self) -> None:
        """Take the chosen product out of the list; orders that have it stay as they are."""
        row = self.table.currentIndex().data(RowRole.ROW)
        if not isinstance(row, ProductRow):
            return
        place, product_id = self.table.currentIndex().row(), row.id
        after = self.model.rows[min(place + 1, len(self.model.rows) - 1)]
        self._chosen = after.id if after.id != product_id else None
        self.run(lambda uow: commands.prices.archive_product(uow, product_id=product_id))

    # Lists

    def open_import(self) -> None:
        """Ask for a spreadsheet and show what it would bring."""
        kinds = _("Price lists ({pattern})").format(pattern="*.xlsx *.xls *.csv *.txt *.tsv")
        name, _kind = QFileDialog.getOpenFileName(self, _("Import a price list"), "", kinds)
        if name:
            self.take_in(Path(name))

    def take_in(self, path: Path) -> PriceImport:
        """Show what a list would bring."""
        dialog = PriceImport(self.context, self, path, self._currency, taken=self._taken)
        dialog.open()
        return dialog

    def _taken(self, sentence: str) -> None:
        self._note.say(sentence, "ok", "check-circle")
        self.stored.emit()

    def _drop_note(self, changes: Changes) -> None:
        """How the last list went is no longer true when it is undone or the products are changed."""
        if changes.touches("product") and changes.origin is not Origin.IMPORT:
            self._note.say("", "ok")

    def ask_export(self) -> None:
        """Ask where the list goes."""
        kinds = _("Spreadsheets ({pattern})").format(pattern="*.xlsx *.csv")
        start = str(Path.home() / _("prices.xlsx"))
        name, _kind = QFileDialog.getSaveFileName(self, _("Write the price list"), start, kinds)
        if name:
            self.export(Path(name))

    def export(self, target: Path) -> None:
        """Write the list as a spreadsheet that can be taken in again."""
        from desktop.flows.import_prices import export_prices

        if not target.suffix:
            target = target.with_suffix(".xlsx")
        self.context.tasks.flow(
            lambda shop: export_prices(shop, target=target),
            then=lambda rows: self._exported(target, rows),
            failed=lambda error: self._note.say(error.sentence, "er", "warning-circle"),
        )

    def _exported(self, target: Path, rows: int) -> None:
        told = ngettext("{n} row is in {file}.", "{n} rows are in {file}.", rows)
        self._note.say(told.format(n=rows, file=target.name), "ok", "check-circle")


def _found(reader: Any) -> Found:
    return queries.settings.products(reader), queries.settings.firms(reader)
