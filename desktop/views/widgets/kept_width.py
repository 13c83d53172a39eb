# SPDX-License-Identifier: Apache-2.0
"""A width that grows with the text, for a widget that lays nothing out itself."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.views import theme


class _Keeper(QObject):
    def __init__(self, widget: QWidget, width: int, most: int) -> None:
        super().__init__(widget)
        self._widget, self._width, self._most = widget, width, most
        theme.notifier().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        if self._width:
            self._widget.setFixedWidth(theme.px(self._width))
        else:
            self._widget.setMaximumWidth(theme.px(self._most))


def keep_width(widget: QWidget, width: int = 0, *, most: int = 0) -> None:
    """Keep the widget as wide as the design says at 100 %, or at `most` so wide, at every text size."""
    _Keeper(widget, width, most)
