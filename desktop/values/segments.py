# SPDX-License-Identifier: Apache-2.0
"""What kind of buyer a client is, by how lately and how often they ordered.

How much they spent is not asked: it says something only beside what all others spent.
"""

from __future__ import annotations

from desktop.i18n import N_
from desktop.values.states import Named

_LATELY, _THIS_HALF, _THIS_YEAR = 90, 182, 365
"""Days since the last order."""
_OFTEN, _SEVERAL, _TWICE = 10, 4, 2
"""Orders in all."""


class Buyer(Named):
    """From who buys all the time to who has not been here for long."""

    CHAMPION = "champion", N_("Champion")
    LOYAL = "loyal", N_("Loyal")
    PROMISING = "promising", N_("Promising")
    NEW = "new", N_("New")
    AT_RISK = "at_risk", N_("At risk")
    SLEEPING = "sleeping", N_("Sleeping")


def buyer(orders: int, days_since: int) -> Buyer | None:
    """Which one with so many orders, the last of them so many days ago; None who has never ordered."""
    if orders < 1:
        return None
    if days_since > _THIS_YEAR:
        return Buyer.SLEEPING
    if days_since > _THIS_HALF:
        return Buyer.AT_RISK if orders >= _SEVERAL else Buyer.SLEEPING
    if orders >= _OFTEN and days_since <= _LATELY:
        return Buyer.CHAMPION
    if orders >= _SEVERAL:
        return Buyer.LOYAL
    return Buyer.PROMISING if orders >= _TWICE else Buyer.NEW
