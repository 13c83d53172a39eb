# SPDX-License-Identifier: Apache-2.0
"""A desk with the settings page, closed again after the test."""

from collections.abc import Callable

import pytest

from tests.settings_desk import SettingsDesk


@pytest.fixture
def make_desk(make_desks) -> Callable[..., SettingsDesk]:
    """Makes desks as a test wants them."""
    return make_desks(SettingsDesk)


@pytest.fixture
def desk(make_desk) -> SettingsDesk:
    """A desk in English at 1440 × 900, with a person who holds every role."""
    return make_desk()
