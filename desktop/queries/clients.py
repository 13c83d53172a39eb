# SPDX-License-Identifier: Apache-2.0
"""The list of clients: filtered, sorted, with what they ordered and owe; and who may be the same client."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    Integer,
    Select,
    Subquery,
    bindparam,
    case,
    cast,
    column,
    func,
    literal,
    or_,
    select,
    table,
    true,
    union_all,
)

from desktop.domain.deal import Deal
from desktop.domain.firm import Firm
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.pipeline import Stage
from desktop.domain.touch import Task
from desktop.domain.user import User
from desktop.queries.client_page import AGREED, client, client_of
from desktop.queries.client_search import find_clients, readings
from desktop.storage import search_match
from desktop.storage.database import Reader
from desktop.storage.search_index import CLIENTS
from desktop.values.phone import try_phone
from desktop.values.rows.clients import ClientFilter, ClientList, ClientRow, ClientSort, Duplicate
from desktop.values.search import name_key
from desktop.values.states import StageKind

__all__ = ["client", "client_of", "clients", "duplicates"]

MOST_FOUND = 400
"""A search in the list shows so many of the best; nobody reads further."""

_contact, _company, _phone = Contact.__table__, Company.__table__, ContactPhone.__table__
_deal, _stage, _task, _user = Deal.__table__, Stage.__table__, Task.__table__, User.__table__
_firm = Firm.__table__


def clients(
    reader: Reader,
    *,
    filter: ClientFilter = ClientFilter.ALL,
    text: str = "",
    sort: ClientSort = ClientSort.LAST,
    descending: bool = True,
    limit: int = 200,
) -> ClientList:
    """Organisations, and people of none. `text` narrows them as the search does; archived ones are left out."""
    connection = reader.connection
    firm = connection.execute(
        select(_firm.c.currency, _firm.c.country).order_by(_firm.c.position).limit(1)
    ).first()
    among = _row_keys(connection, text) if text.strip() else None
    everybody = _everybody(among)
    counts = connection.execute(_counts(everybody)).one()
    numbers = dict(zip(ClientFilter, (int(count or 0) for count in counts), strict=True))
    kept = select(everybody).where(_condition(everybody, filter))
    order = _order(everybody, sort, descending=descending)
    rows = connection.execute(kept.order_by(*order).limit(limit)).all()
    return ClientList(
        rows=tuple(_with_people(connection, rows)),
        found=numbers[filter],
        counts=numbers,
        currency=firm.currency if firm else "",
        country=firm.country if firm else "",
    )


def duplicates(
    reader: Reader,
    *,
    phone: str = "",
    email: str = "",
    tax_id: str = "",
    company: str = "",
    but: Iterable[UUID] = (),
) -> tuple[Duplicate, ...]:
    """Clients who have this phone, e-mail or tax id, or an organisation of this name; `but` are left out."""
    connection = reader.connection
    found: dict[UUID, Duplicate] = {}
    for by, statement in _same(connection, phone, email, tax_id, company):
        for row in connection.execute(statement):
            is_other_name = by == "name" and name_key(row.name) != name_key(company)
            if not is_other_name:
                found.setdefault(row.id, Duplicate(row.id, bool(row.is_company), row.name, by))
    for id in but:  # noqa: A001 - a record's id
        found.pop(id, None)
    return tuple(found.values())


# The list


def _everybody(among: list[int] | None) -> Subquery[Any]:
    """Every client with the sums of their deals and their next touch."""
    firms = select(
        *_company.c["id", "stamp", "name", "email"],
        literal(1, Integer).label("is_company"),
        (_company.c.n * 2 + 1).label("key"),
    ).where(_company.c.archived_at.is_(None))
    people = select(
        *_contact.c["id", "stamp", "name", "email"],
        literal(0, Integer).label("is_company"),
        (_contact.c.n * 2).label("key"),
    ).where(_contact.c.archived_at.is_(None), _contact.c.company_id.is_(None))
    both = union_all(firms, people).subquery("client")
    sums, touches = _sums(), _touches()
    joined = (
        select(
            both,
            *(func.coalesce(sums.c[name], 0).label(name) for name in _SUMS),
            sums.c["last"],
            sums.c.holder_id,
            *touches.c["touch_at", "touch_kind", "touch_deal_id"],
        )
        .outerjoin(sums, sums.c.client_id == both.c.id)
        .outerjoin(touches, touches.c.client_id == both.c.id)
    )
    if among is not None:
        joined = joined.where(both.c.key.in_(among))
    return joined.subquery("listed")


_SUMS = ("orders", "total", "open_deals", "owed")


def _client_of_deal() -> Any:
    return func.coalesce(_deal.c.company_id, _contact.c.company_id, _deal.c.contact_id)


def _sums() -> Subquery[Any]:
    is_lost = _deal.c.stage_kind == StageKind.LOST.value
    is_agreed = or_(
        _deal.c.stage_kind == StageKind.WON.value,
        _stage.c.purpose.in_(AGREED),
    )
    unpaid = func.max(_deal.c.amount - _deal.c.paid, 0)
    # `holder_id` is that of the newest deal: SQLite takes bare columns from the row of the one max().
    return (
        select(
            _client_of_deal().label("client_id"),
            func.sum(case((is_lost, 0), else_=1)).label("orders"),
            func.sum(case((is_lost, 0), else_=_deal.c.amount)).label("total"),
            func.sum(cast(_deal.c.stage_kind == StageKind.OPEN.value, Integer)).label("open_deals"),
            func.sum(case((is_agreed, unpaid), else_=0)).label("owed"),
            func.max(_deal.c.created_at).label("last"),
            _deal.c.holder_id,
        )
        .outerjoin(_contact, _contact.c.id == _deal.c.contact_id)
        .outerjoin(_stage, _stage.c.id == _deal.c.stage_id)
        .where(_deal.c.archived_at.is_(None))
        .group_by(_client_of_deal())
        .subquery("sums")
    )


def _touches() -> Subquery[Any]:
    """The earliest open task of each client; kind and deal are those of the row that min() found."""
    return (
        select(
            _client_of_deal().label("client_id"),
            func.min(_task.c.due_at).label("touch_at"),
            _task.c.kind.label("touch_kind"),
            _deal.c.id.label("touch_deal_id"),
        )
        .select_from(_task.join(_deal, _deal.c.id == _task.c.card_id))
        .outerjoin(_contact, _contact.c.id == _deal.c.contact_id)
        .where(
            _task.c.done_at.is_(None),
            _task.c.archived_at.is_(None),
            _deal.c.stage_kind == StageKind.OPEN.value,
            _deal.c.archived_at.is_(None),
        )
        .group_by(_client_of_deal())
        .subquery("touches")
    )


def _condition(listed: Subquery[Any], filter_: ClientFilter) -> Any:
    return {
        ClientFilter.ALL: true(),
        ClientFilter.COMPANIES: listed.c.is_company == 1,
        ClientFilter.PEOPLE: listed.c.is_company == 0,
        ClientFilter.OPEN: listed.c.open_deals > 0,
        ClientFilter.OWING: listed.c.owed > 0,
        ClientFilter.IDLE: listed.c.open_deals == 0,
    }[filter_]


def _counts(listed: Subquery[Any]) -> Select[Any]:
    return select(
        *(func.sum(case((_condition(listed, one), 1), else_=0)) for one in ClientFilter)
    ).select_from(listed)


def _order(listed: Subquery[Any], sort: ClientSort, *, descending: bool) -> list[Any]:
    """The order asked for; who has no such thing stands at the end, and equals stand by name."""
    index = table(CLIENTS, column("rowid"), column("words"))
    folded = select(index.c.words).where(index.c.rowid == listed.c.key).scalar_subquery()
    if sort is ClientSort.NAME:
        return [folded.desc() if descending else folded]
    by = {
        ClientSort.LAST: listed.c["last"],
        ClientSort.TOTAL: listed.c.total,
        ClientSort.OPEN: listed.c.open_deals,
        ClientSort.OWED: listed.c.owed,
        ClientSort.TOUCH: listed.c.touch_at,
    }[sort]
    return [by.desc().nulls_last() if descending else by.asc().nulls_last(), listed.c.key.desc()]


def _row_keys(connection: Connection, text: str) -> list[int]:
    """The index rows of the clients that a text finds; a person of an organisation gives the organisation's."""
    for reading in readings(connection, text.strip()):
        found = find_clients(connection, reading, limit=MOST_FOUND, look_at=MOST_FOUND)
        if not found:
            continue
        keys = {match.row for match in found.matches}
        owners = [contact_id or company_id for contact_id, company_id in found.owners]
        mine = or_(
            _contact.c.n.in_([key // 2 for key in keys if key % 2 == 0] or [-1]),
            _contact.c.id.in_(owners or [UUID(int=0)]),
        )
        theirs = select(_contact.c.n, _company.c.n).outerjoin(
            _company, _company.c.id == _contact.c.company_id
        )
        for contact_n, company_n in connection.execute(theirs.where(mine)):
            keys.add(2 * contact_n if company_n is None else 2 * company_n + 1)
        owning = select(_company.c.n).where(_company.c.id.in_(owners or [UUID(int=0)]))
        keys.update(2 * n + 1 for n in connection.execute(owning).scalars())
        return sorted(keys)
    return []


def _with_people(connection: Connection, rows: Any) -> Iterable[ClientRow]:
    """The rows with the first person of an organisation, a phone, and the name of the holder."""
    firms = [row.id for row in rows if row.is_company]
    people: dict[UUID, tuple[UUID, str]] = {}
    first = select(_contact.c.company_id, _contact.c.id, _contact.c.name).where(
        _contact.c.company_id.in_(bindparam("ids", expanding=True)),
        _contact.c.archived_at.is_(None),
    )
    for company_id, contact_id, name in connection.execute(
        first.order_by(_contact.c.n), {"ids": firms}
    ):
        people.setdefault(company_id, (contact_id, name))
    digits = _first_digits(
        connection, [*(row.id for row in rows), *(one[0] for one in people.values())]
    )
    holders = {row[0]: row[1] for row in connection.execute(select(_user.c.id, _user.c.name))}
    for row in rows:
        contact_id, person = people.get(row.id, (None if row.is_company else row.id, ""))
        yield ClientRow(
            id=row.id,
            is_company=bool(row.is_company),
            name=row.name,
            stamp=row.stamp,
            person=person,
            contact_id=contact_id,
            digits=digits.get(row.id) or digits.get(contact_id or row.id, ""),
            email=row.email,
            orders=row.orders,
            total=row.total,
            open_deals=row.open_deals,
            owed=row.owed,
            last_order_at=row.last,
            touch_at=row.touch_at,
            touch_kind=row.touch_kind or "",
            touch_deal_id=row.touch_deal_id,
            holder_id=row.holder_id,
            holder=holders.get(row.holder_id, ""),
        )


def _first_digits(connection: Connection, owners: list[UUID]) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for owner in (_phone.c.contact_id, _phone.c.company_id):
        statement = select(owner, _phone.c.digits).where(
            owner.in_(bindparam("ids", expanding=True)), _phone.c.archived_at.is_(None)
        )
        for owner_id, digits in connection.execute(
            statement.order_by(_phone.c.position), {"ids": owners}
        ):
            found.setdefault(owner_id, digits)
    return found


# Who may be the same


def _same(
    connection: Connection, phone: str, email: str, tax_id: str, company: str
) -> Iterable[tuple[str, Select[Any]]]:
    people = select(_contact.c.id, _contact.c.name, literal(0).label("is_company")).where(
        _contact.c.archived_at.is_(None)
    )
    firms = select(_company.c.id, _company.c.name, literal(1).label("is_company")).where(
        _company.c.archived_at.is_(None)
    )
    country = connection.scalar(select(_firm.c.country).order_by(_firm.c.position).limit(1))
    number = try_phone(phone, country or "") if phone.strip() else None
    if number is not None:
        mine = (_phone.c.digits == number.digits) & _phone.c.archived_at.is_(None)
        yield "phone", people.join(_phone, _phone.c.contact_id == _contact.c.id).where(mine)
        yield "phone", firms.join(_phone, _phone.c.company_id == _company.c.id).where(mine)
    if email.strip():
        address = email.strip().casefold()
        yield "email", people.where(func.lower(_contact.c.email) == address)
        yield "email", firms.where(func.lower(_company.c.email) == address)
    if tax_id.strip():
        yield "tax_id", firms.where(_company.c.tax_id == tax_id.strip())
    if company.strip():
        rows = search_match.companies_like(connection, name_key(company))
        yield "name", firms.where(_company.c.n.in_(rows))
