# SPDX-License-Identifier: Apache-2.0
"""The page of stages and scripts in a real window over a real shop, driven by keys."""

from typing import Any

from PySide6.QtCore import Qt

from desktop.domain.pipeline import Stage
from desktop.views.context import Context
from desktop.views.page import Page
from desktop.views.settings.stages import StagesSection
from desktop.views.settings.stages_page import StagesPage
from desktop.views.widgets.dialog import open_over
from tests.settings_desk import SettingsDesk
from tests.shell import press


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


def names(view: StagesSection) -> list[str]:
    """The open stages, as they are listed."""
    return [row.name for row in view.model.rows]


def stage(desk: StagesDesk, name: str) -> Stage:
    """A stage as it is stored."""
    found: Stage = desk.shop.row(Stage, desk.shop.stage(name))
    return found


def publish(desk: StagesDesk, view: StagesSection) -> None:
    """Publish by keys."""
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    desk.wait(lambda: not view.draft.count, "it is published")


def ask(desk: StagesDesk, kind: type[Any]) -> Any:
    """The dialog that is open, which has to be of this kind."""
    found = open_over(desk.window)
    assert isinstance(found, kind)
    return found
