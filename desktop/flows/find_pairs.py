# SPDX-License-Identifier: Apache-2.0
"""Looks through all clients for two that may be one; nothing else waits for it."""

from __future__ import annotations

from desktop.flows.shop import Shop
from desktop.queries import duplicates
from desktop.queries.duplicate_pairs import decided, lead_pairs, likely_pairs, surest
from desktop.values.rows.duplicates import PairRow


def find_pairs(shop: Shop) -> tuple[PairRow, ...]:
    """Two cards each that may be one, surest first, without those of which somebody has decided."""
    but = shop.read(decided)
    many = shop.read(duplicates.known)
    leads = shop.read(lambda reader: lead_pairs(reader, but))
    return surest([*likely_pairs(many, but), *leads])
