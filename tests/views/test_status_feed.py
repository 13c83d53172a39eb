# SPDX-License-Identifier: Apache-2.0
"""The figures of the status bar over a real shop."""

import pytest
from PySide6.QtWidgets import QApplication

from desktop import i18n
from desktop.views import look
from desktop.views.page import Page
from desktop.views.status_feed import StatusFeed
from tests.settings_desk import SettingsDesk


class FeedDesk(SettingsDesk):
    """Any page, with the status bar fed."""

    key = "deal"

    def _make_page(self, context):
        self.context = context
        return Page("Deal")


@pytest.fixture
def desk(qapp, tmp_path):
    opened = FeedDesk(tmp_path)
    yield opened
    opened.close()


def test_the_figures_are_said_in_another_language_at_once(desk):
    """Covers: M2."""
    feed = StatusFeed(desk.context, desk.window)
    feed.start()
    status = desk.window.status
    desk.wait(lambda: "Expected" in status.toolTip(), "the figures")
    i18n.switch("ru")
    translator = look.speak(QApplication.instance())
    try:
        desk.wait(lambda: "Ждём" in status.toolTip(), "the figures in Russian")
        assert "Expected" not in status.toolTip()
    finally:
        i18n.switch("en")
        look.speak(QApplication.instance(), translator)
