# SPDX-License-Identifier: Apache-2.0
"""Works out the shop's public holidays where this desk has not kept them, so that its next start need not."""

from __future__ import annotations

from desktop.domain.holidays import public_holidays
from desktop.flows.shop import Shop
from desktop.storage import kept_holidays
from desktop.values.changes import Label, Origin


def keep_holidays(shop: Shop) -> None:
    """Keep them for this year, country and language."""
    asked = shop.read(
        lambda r: (
            None
            if kept_holidays.is_kept(r.connection, r.today)
            else kept_holidays.asked_for(r.connection, r.today)
        )
    )
    if asked is None:
        return
    days = public_holidays(*asked)
    shop.write(
        lambda uow: kept_holidays.keep(uow.connection, uow.today, asked, days),
        origin=Origin.SYNC,
        label=Label(""),
    )
