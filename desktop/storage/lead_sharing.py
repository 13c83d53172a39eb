# SPDX-License-Identifier: Apache-2.0
"""Who takes leads that come, by the shop's rules and by what its sellers hold now."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection, String, func, select, type_coerce

from desktop.domain.card import CARDS
from desktop.domain.holding import LeadRule
from desktop.domain.lead import Lead
from desktop.storage.staff import away_on, colleagues
from desktop.values.lead_rules import Arrival, Rule, Seller, share

_REMEMBERED = dt.timedelta(days=60)
"""How far back it is looked who got the last lead: only leads that came since then are read."""


def who_takes(
    connection: Connection, arrivals: Iterable[Arrival], *, now: dt.datetime, today: dt.date
) -> list[UUID | None]:
    """Who answers for each of these leads; None for one that waits for the head. Ask once for all rows of an import.

    Nobody who left, or is away today, gets any.
    """
    rules = rules_of(connection)
    if not rules:
        return [None for _arrival in arrivals]
    return share(rules, sellers(connection, now=now, today=today), arrivals)


def rules_of(connection: Connection) -> list[Rule]:
    """The shop's rules in their order."""
    found = select(LeadRule.way, LeadRule.channel, LeadRule.product_id, LeadRule.people)
    found = found.where(LeadRule.archived_at.is_(None)).order_by(LeadRule.position, LeadRule.id)
    return [
        Rule(row.way, row.channel, row.product_id, tuple(UUID(one) for one in row.people))
        for row in connection.execute(found)
    ]


def open_cards(connection: Connection) -> Counter[UUID]:
    """How many open deals and leads each colleague answers for."""
    held: Counter[UUID] = Counter()
    for cls in CARDS:
        counts = select(cls.holder_id, func.count()).where(cls.is_open, cls.holder_id.is_not(None))
        for holder_id, count in connection.execute(counts.group_by(cls.holder_id)):
            if holder_id is not None:
                held[holder_id] += count
    return held


def sellers(connection: Connection, *, now: dt.datetime, today: dt.date) -> list[Seller]:
    """Those at work who may be given leads, in their order, with what rules ask of them."""
    load, last, away = (
        open_cards(connection),
        _last_leads(connection, now),
        away_on(connection, today),
    )
    return [
        Seller(one.id, one.is_manager, last.get(one.id, ""), load[one.id])
        for one in colleagues(connection)
        if one.sells and one.id not in away
    ]


def _last_leads(connection: Connection, now: dt.datetime) -> dict[UUID, str]:
    """When each colleague got their last lead; leads of one moment, as an import makes them, in their order."""
    place = func.max(type_coerce(Lead.taken_at, String) + func.hex(Lead.id))
    got = select(Lead.holder_id, place).where(
        Lead.created_at >= now - _REMEMBERED,
        Lead.holder_id.is_not(None),
        Lead.archived_at.is_(None),
    )
    rows = connection.execute(got.group_by(Lead.holder_id))
    return {holder: when for holder, when in rows if holder is not None}
