# SPDX-License-Identifier: Apache-2.0
"""The counter: price list and calendar, the client with orders to repeat, orders found, the till and the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, select

from desktop.domain.deal import Deal, DealLine
from desktop.domain.document import Attachment
from desktop.domain.firm import Firm
from desktop.domain.people import Company, Contact
from desktop.domain.product import Product
from desktop.queries.client_phones import first_phone
from desktop.queries.counter_orders import find_orders, order, ready_orders
from desktop.queries.scripts import at_counter
from desktop.queries.till import shift
from desktop.storage.database import Reader
from desktop.storage.desk_memory import desk_code
from desktop.storage.own_firm import first_firm, no_firm, shop_currency
from desktop.storage.preferences import HAND_OUT, preference
from desktop.storage.tables import counter as series
from desktop.storage.working_time import shop_calendar
from desktop.values.catalogue import PriceTerms, ProductRow
from desktop.values.drafts.order import OrderFile
from desktop.values.money import Money
from desktop.values.numbers import OrderNumber
from desktop.values.pricing import PriceTable
from desktop.values.rows.counter import (
    CounterClient,
    CounterDay,
    CounterDesk,
    FirmHead,
    RepeatLine,
    RepeatRow,
)
from desktop.values.states import StageKind

__all__ = ["client", "day", "desk", "find_orders", "order", "products", "ready_orders", "shift"]

REPEATS = 3
_LOOK_BACK = 12
_NUMBER_SERIES = "order"


def desk(reader: Reader) -> CounterDesk:
    """What the order form needs before a client comes; UserError where the shop has no firm yet."""
    connection = reader.connection
    firm = connection.execute(first_firm(Firm.__table__)).first()
    if firm is None:
        raise no_firm()
    slots = preference(connection, HAND_OUT).get("slots", ())
    next_n = connection.scalar(select(series.c.next).where(series.c.series == _NUMBER_SERIES))
    return CounterDesk(
        products=products(reader),
        terms=PriceTerms.of(firm.currency, firm.tax_rate, firm.tax_mode),
        firm=FirmHead(firm.name, firm.address, firm.phone, firm.opening_hours, firm.country),
        calendar=shop_calendar(connection, reader.zone, reader.today),
        slots=tuple(time.fromisoformat(text) for text in slots),
        next_number=OrderNumber(desk_code(connection), next_n or 1),
        script=at_counter(connection),
    )


def products(reader: Reader) -> tuple[ProductRow, ...]:
    """The price list in its order."""
    same = "id name icon unit on_tiles working_hours tax_rate position stamp".split()
    found = reader.connection.execute(
        select(Product.__table__)
        .where(Product.archived_at.is_(None))
        .order_by(Product.position, Product.name)
    ).mappings()
    return tuple(
        ProductRow(
            **{name: row[name] for name in same}, table=PriceTable.from_document(row["table"])
        )
        for row in found
    )


def client(
    reader: Reader, *, contact_id: UUID | None, company_id: UUID | None
) -> CounterClient | None:
    """A client with the last orders to repeat; None where they are no longer there."""
    connection = reader.connection
    contact = _first(connection, select(Contact.__table__).where(Contact.id == contact_id))
    company = _first(
        connection,
        select(Company.__table__).where(
            Company.id == (company_id or (contact.company_id if contact else None))
        ),
    )
    owner = contact or company
    if owner is None:
        return None
    mine = (
        Deal.contact_id == contact.id
        if contact is not None
        else Deal.company_id == (company.id if company is not None else None)
    )
    taken = select(func.count()).select_from(Deal).where(mine, Deal.archived_at.is_(None))
    return CounterClient(
        contact_id=contact.id if contact is not None else None,
        company_id=company.id if company is not None else None,
        name=owner.name,
        company=company.name if company is not None and contact is not None else "",
        digits=first_phone(connection, contact_id, company.id if company is not None else None),
        email=owner.email,
        discount_percent=owner.discount_percent
        or (company.discount_percent if company is not None else 0),
        ready_channel=contact.ready_channel if contact is not None else "",
        orders=connection.scalar(taken) or 0,
        repeats=_repeats(reader, mine),
    )


def _repeats(reader: Reader, mine: Any) -> tuple[RepeatRow, ...]:
    """The newest orders that differ from one another in what was ordered."""
    connection, zone = reader.connection, reader.zone
    deals = connection.execute(
        select(Deal.id, Deal.number, Deal.title, Deal.created_at, Deal.amount, Deal.ready_channel)
        .where(mine, Deal.archived_at.is_(None), Deal.stage_kind != StageKind.LOST.value)
        .order_by(Deal.created_at.desc())
        .limit(_LOOK_BACK)
    ).all()
    ids = [deal.id for deal in deals]
    lines, files = _lines_of(connection, ids), _files_of(connection, ids)
    found: dict[object, RepeatRow] = {}
    for deal in deals:
        kept = tuple(one for one in lines.get(deal.id, ()) if one.product_id is not None)
        same = tuple((one.product_id, one.quantity, tuple(one.options.items())) for one in kept)
        if kept and same not in found and len(found) < REPEATS:
            found[same] = RepeatRow(
                order_id=deal.id,
                number=deal.number,
                title=deal.title,
                at=deal.created_at.astimezone(zone),
                amount=deal.amount,
                lines=kept,
                ready_channel=deal.ready_channel,
                files=tuple(files.get(deal.id, {}).values()),
            )
    return tuple(found.values())


def _lines_of(connection: Connection, deal_ids: Sequence[UUID]) -> dict[UUID, list[RepeatLine]]:
    rows = connection.execute(
        select(
            DealLine.deal_id,
            DealLine.product_id,
            DealLine.title,
            DealLine.quantity,
            DealLine.options,
            DealLine.sets,
        )
        .where(DealLine.deal_id.in_(deal_ids), DealLine.archived_at.is_(None))
        .order_by(DealLine.position)
    )
    found: dict[UUID, list[RepeatLine]] = {}
    for deal_id, product_id, title, quantity, options, sets in rows:
        line = RepeatLine(product_id, title, quantity // max(1, sets), dict(options), sets)
        found.setdefault(deal_id, []).append(line)
    return found


def _files_of(connection: Connection, deal_ids: Sequence[UUID]) -> dict[UUID, dict[str, OrderFile]]:
    """The newest version of each file on these cards, by its name."""
    rows = connection.execute(
        select(
            Attachment.card_id,
            Attachment.file_name,
            Attachment.blob,
            Attachment.size,
            Attachment.version,
            Attachment.at,
        )
        .where(Attachment.card_id.in_(deal_ids), Attachment.archived_at.is_(None))
        .order_by(Attachment.version)
    )
    found: dict[UUID, dict[str, OrderFile]] = {}
    for card_id, name, blob, size, version, at in rows:
        found.setdefault(card_id, {})[name] = OrderFile(name, blob, size, version, at)
    return found


def day(reader: Reader) -> CounterDay:
    """How many orders this counter took since midnight, their sum, what waits on the shelf, and the till."""
    local = reader.now.astimezone(reader.zone)
    midnight = datetime.combine(local.date(), time(0), reader.zone)
    taken = reader.connection.execute(
        select(
            func.count(), func.coalesce(func.sum(Deal.amount), 0), func.max(Deal.currency)
        ).where(Deal.is_counter, Deal.created_at >= midnight, Deal.archived_at.is_(None))
    ).one()
    waiting = reader.connection.scalar(
        select(func.count())
        .select_from(Deal)
        .where(
            Deal.is_counter,
            Deal.is_open,
            Deal.ready_at.is_not(None),
            Deal.handed_over_at.is_(None),
        )
    )
    currency = taken[2] or shop_currency(reader.connection)
    return CounterDay(taken[0], Money(taken[1], currency), shift(reader), waiting or 0)


def _first(connection: Connection, statement: Any) -> Row[Any] | None:
    return connection.execute(statement.limit(1)).first()
