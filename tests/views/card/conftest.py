# SPDX-License-Identifier: Apache-2.0
"""A desk with one deal's page, closed again after the test."""

from collections.abc import Callable, Iterator

import pytest

from desktop.views import theme
from tests.card_desk import CardDesk


@pytest.fixture(autouse=True)
def light(qapp):
    """Each test begins in the light theme at 100 %."""
    if theme.current() is not theme.LIGHT or theme.text_size() != 100 or not qapp.styleSheet():
        theme.apply(qapp, "light")
    yield qapp
    if theme.current() is not theme.LIGHT or theme.text_size() != 100:
        theme.apply(qapp, "light")


@pytest.fixture
def make_desk(tmp_path, qapp) -> Iterator[Callable[..., CardDesk]]:
    """Makes desks as a test wants them; the test plants deals, then calls `open`."""
    made: list[CardDesk] = []

    def make(**wishes) -> CardDesk:
        desk = CardDesk(tmp_path, **wishes)
        made.append(desk)
        return desk

    yield make
    for desk in made:
        desk.close()


@pytest.fixture
def desk(make_desk) -> CardDesk:
    """A desk in English at 1440 × 900, with a person who holds every role."""
    return make_desk()
