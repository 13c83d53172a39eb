# SPDX-License-Identifier: Apache-2.0
"""A desk with the one deal's page, closed again after the test."""

from collections.abc import Callable

import pytest

from tests.card_desk import CardDesk


@pytest.fixture
def make_desk(make_desks) -> Callable[..., CardDesk]:
    """Makes desks as a test wants them."""
    return make_desks(CardDesk)


@pytest.fixture
def desk(make_desk) -> CardDesk:
    """A desk in English at 1440 × 900, with a person who holds every role."""
    return make_desk()
