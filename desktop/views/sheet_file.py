# SPDX-License-Identifier: Apache-2.0
"""A list that is shown, written into a spreadsheet: where to is asked, it is written off the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.i18n import _
from desktop.values.file_names import safe_stem
from desktop.values.sheet import NO_MORE, Sheet
from desktop.views.context import Context

_WORKBOOK, _TEXT = ".xlsx", ".csv"


class SheetFile(QObject):
    """`words` says for the toast how many rows are in which file."""

    def __init__(self, context: Context, page: QWidget, words: Callable[[int, str], str]) -> None:
        super().__init__(page)
        self._context, self._page, self._words = context, page, words

    def ask(self, name: str) -> Path | None:
        """Which file, with the kind that was chosen; None where nobody chose any."""
        from PySide6.QtWidgets import QFileDialog  # none is made where nothing is exported

        path, chosen = QFileDialog.getSaveFileName(
            self._page,
            _("Export this list"),
            str(Path.home() / f"{safe_stem(name)}{_WORKBOOK}"),
            ";;".join((_("Workbook (*.xlsx)"), _("Text with semicolons (*.csv)"))),
        )
        if not path:
            return None
        target = Path(path)
        suffix = _TEXT if "csv" in chosen else _WORKBOOK
        return target if target.suffix else target.with_suffix(suffix)

    def write(
        self, sheet: Sheet, path: Path, name: str, more: Mapping[str, Sheet] = NO_MORE
    ) -> None:
        """Write the list into a file, and behind it what belongs to it; what kind of file says its name."""

        def work() -> int:
            from desktop.channels import spreadsheets  # brings openpyxl: not before it is wanted

            headers, rows = sheet
            if path.suffix.lower() == _TEXT:
                return spreadsheets.write_csv(path, headers, rows, more=more)
            return spreadsheets.write_xlsx(path, headers, rows, sheet=name, more=more)

        self._context.tasks.outside(
            work, then=lambda count: self._context.tell(self._words(count, path.name))
        )
