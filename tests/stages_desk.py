# SPDX-License-Identifier: Apache-2.0
"""The page of stages and scripts in a real window over a real shop, driven by keys."""

from typing import Any

from desktop.views.context import Context
from desktop.views.page import Page
from desktop.views.settings.stages import StagesSection
from desktop.views.settings.stages_page import StagesPage
from tests.settings_desk import SettingsDesk


class StagesDesk(SettingsDesk):
    """A desk with the page of stages in front."""

    key = "stages"

    def _make_page(self, context: Context) -> Page:
        return StagesPage(context)

    def open(self, _section: Any = None) -> Any:
        """Let the page look anew at what a test has planted, and go into it; returns what shows the stages."""
        self.page.view.refresh()
        self.settle()
        self.page.focus_first()
        return self.page.view

    def open_again(self) -> StagesSection:
        """What a program that was started anew shows: only what is stored and kept."""
        view = StagesSection(self.make_context(), self.window)
        view.refresh()
        return view
