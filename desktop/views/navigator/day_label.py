# SPDX-License-Identifier: Apache-2.0
"""Which day it is, in the header: in full where there is room."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QWidget

from desktop.i18n import formats
from desktop.views.widgets.label import Label

_IN_FULL = 1300
"""From so wide a window on; below it the figures of the day need the room."""


class DayLabel(Label):
    """In a narrow window month and day of the week are short: "Thu 15 Oct"."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent, role="secondary")
        self._is_full = True

    def fit(self, width: int) -> None:
        """Suit a window of this width; the day itself is shown anew after it."""
        self._is_full = width >= _IN_FULL

    def show_day(self, day: dt.date) -> None:
        """Say this day."""
        words = formats.full_day(day) if self._is_full else formats.short_date(day)
        self.set_content(words[:1].upper() + words[1:])
