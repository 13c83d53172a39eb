# SPDX-License-Identifier: Apache-2.0
"""A desk with the Navigator, closed again after the test, and what was handed to the system's programs."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from tests.navigator_desk import NavigatorDesk


@pytest.fixture
def make_desk(make_desks):
    """Makes desks as a test wants them."""
    return make_desks(NavigatorDesk)


@pytest.fixture
def desk(make_desk) -> NavigatorDesk:
    """A desk in English at 1440 × 900, with a person who holds every role."""
    return make_desk()


@pytest.fixture
def opened(monkeypatch) -> list[str]:
    """What was handed to the system's programs."""
    urls: list[str] = []

    def take(url: QUrl) -> bool:
        urls.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    return urls
