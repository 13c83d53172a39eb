# SPDX-License-Identifier: Apache-2.0
"""A card that was handed over only until a day, as it says so itself."""

from __future__ import annotations

import datetime as dt

from desktop.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Lent:
    """By whom a card is lent, and until when. `is_due`: that day has come, and it is still with the receiver."""

    giver: str
    back_on: dt.date
    is_due: bool = False
