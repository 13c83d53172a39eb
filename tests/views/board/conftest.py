# SPDX-License-Identifier: Apache-2.0
"""A desk with the deals page, closed again after the test."""

from collections.abc import Callable

import pytest

from tests.board_desk import BoardDesk


@pytest.fixture
def make_desk(make_desks) -> Callable[..., BoardDesk]:
    """Makes desks as a test wants them."""
    return make_desks(BoardDesk)


@pytest.fixture
def desk(make_desk) -> BoardDesk:
    """A desk in English at 1440 × 900, with a person who holds every role."""
    return make_desk()
