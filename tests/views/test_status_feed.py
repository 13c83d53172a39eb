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


def test_production_sees_its_jobs_and_no_money(qapp, tmp_path):
    """Covers: J3."""
    desk = FeedDesk(tmp_path, roles=("production",))
    try:
        now = desk.clock.now()
        for ready_at in (None, None, now):
            desk.shop.a_deal("in_work", due_at=now, ready_at=ready_at)
        feed = StatusFeed(desk.context, desk.window)
        feed.start()
        desk.wait(lambda: desk.window.status.toolTip(), "the figures")
        assert desk.window.status.toolTip() == "Jobs today 3 · Made ready 1"
    finally:
        desk.close()
