# SPDX-License-Identifier: Apache-2.0
"""Which cards a text finds among those that may be one: by name, phone, e-mail or the number of an order or a lead."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from desktop.domain.deal import Deal
from desktop.queries.search import palette
from desktop.storage.database import Reader

MOST = 100
"""Of each kind; who has that many hits types on."""


def cards_found(reader: Reader, *, text: str) -> frozenset[UUID]:
    """The clients and leads that a text finds, and the clients of the deals it finds."""
    found: set[UUID] = set()
    deals: list[UUID] = []
    for hit in palette(reader, text=text, limit=MOST).hits:
        if hit.kind == "deal" and hit.id is not None:
            deals.append(hit.id)
        found |= {one for one in (hit.id, hit.client_id) if one is not None}
    of_deals = select(Deal.contact_id, Deal.company_id).where(Deal.id.in_(deals))
    for row in reader.connection.execute(of_deals):
        found |= {one for one in row if one is not None}
    return frozenset(found)
