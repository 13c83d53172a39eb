# SPDX-License-Identifier: Apache-2.0
"""A shop for each test of the heart, closed at its end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes import FakeClock
from tests.shop import OpenShop, open_shop


@pytest.fixture
def shop(tmp_path: Path, clock: FakeClock) -> Iterator[OpenShop]:
    """A shop that is set up, at the standing clock."""
    opened = open_shop(tmp_path, clock)
    yield opened
    opened.close()
