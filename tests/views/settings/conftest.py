# SPDX-License-Identifier: Apache-2.0
"""A desk with the settings page, closed again after the test."""

from collections.abc import Callable, Iterator

import pytest

from desktop.views import theme
from tests.settings_desk import SettingsDesk


@pytest.fixture(autouse=True)
def light(qapp):
    """Each test begins in the light theme at 100 %."""
    if theme.current() is not theme.LIGHT or theme.text_size() != 100 or not qapp.styleSheet():
        theme.apply(qapp, "light")
    yield qapp
    if theme.current() is not theme.LIGHT or theme.text_size() != 100:
        theme.apply(qapp, "light")


@pytest.fixture
def make_desk(tmp_path, qapp) -> Iterator[Callable[..., SettingsDesk]]:
    """Makes desks as a test wants them."""
    made: list[SettingsDesk] = []

    def make(**wishes) -> SettingsDesk:
        desk = SettingsDesk(tmp_path, **wishes)
        made.append(desk)
        return desk

    yield make
    for desk in made:
        desk.close()


@pytest.fixture
def desk(make_desk) -> SettingsDesk:
    """A desk in English at 1440 × 900, with a person who holds every role."""
    return make_desk()
