# SPDX-License-Identifier: Apache-2.0
"""What kind of buyer a client is, by how lately and how often they ordered."""

import pytest

from desktop.values.segments import Buyer, buyer


@pytest.mark.parametrize(
    ("orders", "days", "kind"),
    [
        (0, 3, None),
        (1, 2, Buyer.NEW),
        (2, 100, Buyer.PROMISING),
        (7, 125, Buyer.LOYAL),
        (14, 52, Buyer.CHAMPION),
        (14, 120, Buyer.LOYAL),
        (9, 226, Buyer.AT_RISK),
        (2, 226, Buyer.SLEEPING),
        (30, 400, Buyer.SLEEPING),
    ],
)
def test_a_client_is_known_by_how_lately_and_how_often_they_ordered(orders, days, kind):
    """Covers: E1."""
    assert buyer(orders, days) is kind
