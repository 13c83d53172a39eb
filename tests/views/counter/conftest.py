# SPDX-License-Identifier: Apache-2.0
"""A desk with the counter, closed again after the test."""

import pytest

from tests.counter_desk import CounterDesk


@pytest.fixture
def desk(qtbot, tmp_path):
    made = CounterDesk(tmp_path)
    yield made
    made.close()
