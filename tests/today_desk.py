# SPDX-License-Identifier: Apache-2.0
"""A desk for the pages of today, each in a window of its own over a real shop."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.views.today.page import TodayPage
from tests.window_desk import WindowDesk


class TodayDesk(WindowDesk):
    """What the pages are given is in `context`."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        super().__init__(folder)
        self.qtbot = qtbot
        self.context = self.make_context()

    def page(self) -> TodayPage:
        """All touches, shown and filled."""
        page = TodayPage(self.context)
        self.qtbot.addWidget(page)
        page.resize(1200, 700)
        page.show()
        self.wait(lambda: page.model.first_row() is not None, "the touches are shown")
        return page
