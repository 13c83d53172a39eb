# SPDX-License-Identifier: Apache-2.0
"""The views of today side by side: what comes next, when all of it is, and how the month stands."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop.i18n import _
from desktop.views.widgets.segmented import Segment, SegmentedControl

TODAY, AGENDA, MONTH = "today", "agenda", "month"


class TodayViews(SegmentedControl):
    """Goes to the other view; what is pressed here stays what the page is."""

    def __init__(self, own: str, go: Callable[[str, UUID | None], None], parent: QWidget) -> None:
        super().__init__(
            [
                Segment(TODAY, lambda: _("Navigator")),
                Segment(AGENDA, lambda: _("Agenda")),
                Segment(MONTH, lambda: _("My month")),
            ],
            parent,
            name=lambda: _("View"),
        )
        self.choose(own)

        def turn(key: str) -> None:
            self.choose(own)
            if key != own:
                go(key, None)

        self.chosen.connect(turn)
