# SPDX-License-Identifier: Apache-2.0
"""The rules by which leads find a holder, with who would take the next lead by each."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from desktop.domain.holding import LeadRule
from desktop.domain.product import Product
from desktop.storage.database import Reader
from desktop.storage.lead_sharing import sellers
from desktop.storage.staff import colleagues
from desktop.values.lead_rules import Arrival, Rule, reached, share
from desktop.values.rows.lead_rules import LeadRulesRow, RuleRow


def rules(reader: Reader) -> LeadRulesRow:
    """Every rule in its order; products and sellers to choose from."""
    connection = reader.connection
    people = [one for one in colleagues(connection) if one.sells]
    names = {one.id: one.name for one in people}
    here = sellers(connection, now=reader.now, today=reader.today)
    stored = select(LeadRule.__table__).where(LeadRule.archived_at.is_(None))
    rows = [
        (
            row.id,
            row.stamp,
            Rule(row.way, row.channel, row.product_id, tuple(map(UUID, row.people))),
        )
        for row in connection.execute(stored.order_by(LeadRule.position, LeadRule.id))
    ]
    is_reached = reached([rule for _id, _stamp, rule in rows])
    found = []
    for (rule_id, stamp, rule), reaches in zip(rows, is_reached, strict=True):
        [taker] = share([rule], here, [Arrival(rule.channel, rule.product_id)])
        found.append(RuleRow(rule_id, stamp, rule, names.get(taker, "") if taker else "", reaches))
    products = select(Product.id, Product.name).where(Product.archived_at.is_(None))
    return LeadRulesRow(
        tuple(found),
        tuple(
            (row.id, row.name) for row in connection.execute(products.order_by(Product.position))
        ),
        tuple((one.id, one.name, one.is_manager) for one in people),
    )
