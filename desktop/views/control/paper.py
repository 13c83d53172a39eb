# SPDX-License-Identifier: Apache-2.0
"""Puts the sheet of a day on paper: the system's own dialog asks for the printer; without one a PDF is kept."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from desktop.documents.day_sheet import DaySheet
from desktop.i18n import _
from desktop.views import reach
from desktop.views.context import Context

if TYPE_CHECKING:
    from desktop.flows.shop import Shop


class DayPaper(QObject):
    """`printed` goes on one A4."""

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._page = context, page

    def print(self, sheet: DaySheet) -> None:
        """Ask for a printer and print; where there is none, keep a PDF and say where it lies."""
        from PySide6.QtPrintSupport import QPrintDialog  # Qt's printing is loaded only for paper

        from desktop.background import printing

        if not printing.printers():
            self.keep(sheet)
            return
        device = printing.page_printer(sheet.title)
        if QPrintDialog(device, self._page).exec() == QDialog.DialogCode.Accepted:
            self._context.tasks.outside(
                lambda: printing.print_day(device, sheet), then=self._printed
            )

    def keep(self, sheet: DaySheet) -> None:
        """Keep the sheet as a PDF beside the shop."""

        def work(shop: Shop) -> Path:
            from desktop.flows.print_ticket import keep_day

            return keep_day(shop, sheet)

        self._context.tasks.flow(work, then=self._kept)

    def _printed(self, is_done: bool) -> None:
        if not is_done:
            self._context.tell(
                _("The printer does not answer. Nothing is lost, print the sheet later.")
            )

    def _kept(self, path: Path) -> None:
        said = _("No printer was found: kept as {file}.").format(file=path.name)
        self._context.offer(said, _("Open"), partial(reach.show, path, self._context.tell))
