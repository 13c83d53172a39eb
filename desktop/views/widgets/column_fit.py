# SPDX-License-Identifier: Apache-2.0
"""Columns that grow with the text, of which the spare ones go before the first becomes too narrow to read."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHeaderView, QTableView

from desktop.views import theme

STRETCHED = 0


class _Fit(QObject):
    def __init__(
        self, view: QTableView, widths: Mapping[int, int], spare: Sequence[int], least: int
    ) -> None:
        super().__init__(view)
        self._view, self._widths, self._spare, self._least = view, dict(widths), spare, least
        header, mode = view.horizontalHeader(), QHeaderView.ResizeMode
        for column, width in self._widths.items():
            is_stretched = width == STRETCHED
            header.setSectionResizeMode(column, mode.Stretch if is_stretched else mode.Interactive)
        view.viewport().installEventFilter(self)
        theme.notifier().changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        for column, width in self._widths.items():
            if width != STRETCHED:
                self._view.setColumnWidth(column, theme.px(width))
        self._fit()

    def _fit(self) -> None:
        wanted = sum(theme.px(width or self._least) for width in self._widths.values())
        for column in self._spare:
            is_too_much = wanted > self._view.viewport().width()
            self._view.setColumnHidden(column, is_too_much)
            if is_too_much:
                wanted -= theme.px(self._widths[column])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit another width."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return False


def fit_columns(
    view: QTableView, widths: Mapping[int, int], *, spare: Sequence[int] = (), least: int = 160
) -> None:
    """Give columns their widths of the design; STRETCHED ones share the rest.

    They are never under `least` while one of the `spare` columns, named in the order they go, could still give way.
    """
    _Fit(view, widths, spare, least)
