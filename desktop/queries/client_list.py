# SPDX-License-Identifier: Apache-2.0
"""The list of clients: first who stands on it and in what order, then what is shown of those few."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    Select,
    Subquery,
    column,
    func,
    or_,
    select,
    table,
    true,
    union_all,
)

from desktop.domain.deal import Deal
from desktop.domain.people import Company, Contact
from desktop.domain.pipeline import Stage
from desktop.domain.touch import Task
from desktop.queries.client_page import AGREED
from desktop.queries.client_rows import client_rows
from desktop.queries.client_search import find_clients, readings
from desktop.storage.database import Reader
from desktop.storage.own_firm import shop_country, shop_currency
from desktop.storage.search_index import CLIENTS
from desktop.values.rows.clients import ClientFilter, ClientList, ClientRow, ClientSort
from desktop.values.search import fold
from desktop.values.states import StageKind

MOST_FOUND = 400
"""A search in the list shows so many of the best; nobody reads further."""

_contact, _company = Contact.__table__, Company.__table__
_deal, _stage, _task = Deal.__table__, Stage.__table__, Task.__table__
_NOBODY = UUID(int=0)

_IS_THERE = _deal.c.archived_at.is_(None)
_IS_LOST = _deal.c.stage_kind == StageKind.LOST.value
_IS_OWED = (
    (_deal.c.amount > _deal.c.paid)
    & (_deal.c.stage_kind != StageKind.LOST.value)
    & _IS_THERE
    & or_(_deal.c.stage_kind == StageKind.WON.value, _stage.c.purpose.in_(AGREED))
)


def clients(
    reader: Reader,
    *,
    filter: ClientFilter = ClientFilter.ALL,
    text: str = "",
    sort: ClientSort = ClientSort.LAST,
    descending: bool = True,
    limit: int = 200,
) -> ClientList:
    """Organisations, and people of none. `text` narrows them as the search does; archived ones are left out.

    Who has nothing of what is sorted by stands at the end, whichever the direction.
    """
    connection = reader.connection
    if text.strip():
        found = client_rows(connection, _found(connection, text.strip()))
        counts: Mapping[ClientFilter, int] = {
            one: sum(_fits(row, one) for row in found) for one in ClientFilter
        }
        kept = [row for row in found if _fits(row, filter)]
        rows = _sorted(kept, sort, descending=descending)[:limit]
    else:
        counts = _counts(connection)
        rows = client_rows(connection, _ids(connection, filter, sort, descending, limit))
    return ClientList(
        rows=tuple(rows),
        found=counts[filter],
        counts=counts,
        currency=shop_currency(connection),
        country=shop_country(connection),
    )


# Among everybody


def _everybody() -> Subquery[Any]:
    firms = select(_company.c.id, (_company.c.n * 2 + 1).label("key"))
    people = select(_contact.c.id, (_contact.c.n * 2).label("key"))
    return union_all(
        firms.where(_company.c.archived_at.is_(None)),
        people.where(_contact.c.archived_at.is_(None), _contact.c.company_id.is_(None)),
    ).subquery("client")


def _client_of_deal() -> Any:
    """Whose a deal is: the organisation's it names, else its person's, else the person's own."""
    return func.coalesce(_deal.c.company_id, _contact.c.company_id, _deal.c.contact_id)


def _of_deals(*columns: Any, deals: Any = _deal) -> Select[Any]:
    named = select(_client_of_deal().label("client_id"), *columns)
    return named.select_from(deals.outerjoin(_contact, _contact.c.id == _deal.c.contact_id))


def _open() -> Select[Any]:
    return _of_deals().where(Deal.is_open)


def _owing() -> Select[Any]:
    return _of_deals(deals=_deal.outerjoin(_stage, _stage.c.id == _deal.c.stage_id)).where(_IS_OWED)


def _counts(connection: Connection) -> Mapping[ClientFilter, int]:
    firms = select(func.count()).where(_company.c.archived_at.is_(None))
    people = select(func.count()).where(
        _contact.c.archived_at.is_(None), _contact.c.company_id.is_(None)
    )
    companies, persons = (connection.scalar(one) or 0 for one in (firms, people))
    dealing, owing = (
        connection.scalar(select(func.count(one.subquery().c.client_id.distinct()))) or 0
        for one in (_open(), _owing())
    )
    everybody = companies + persons
    return {
        ClientFilter.ALL: everybody,
        ClientFilter.COMPANIES: companies,
        ClientFilter.PEOPLE: persons,
        ClientFilter.OPEN: dealing,
        ClientFilter.OWING: owing,
        ClientFilter.IDLE: max(0, everybody - dealing),
    }


def _ids(
    connection: Connection,
    filter_: ClientFilter,
    sort: ClientSort,
    descending: bool,  # noqa: FBT001 - a private function
    limit: int,
) -> list[UUID]:
    if sort is ClientSort.LAST and descending and filter_ is ClientFilter.ALL:
        return _newest(connection, limit)
    everybody = _everybody()
    statement = select(everybody.c.id).where(_condition(everybody, filter_))
    if sort is ClientSort.NAME:
        by: Any = _folded_name(everybody)
    else:
        keys = _sort_keys(sort).subquery("keys")
        statement = statement.outerjoin(keys, keys.c.client_id == everybody.c.id)
        by = keys.c.value
    ordered = by.desc().nulls_last() if descending else by.asc().nulls_last()
    statement = statement.order_by(ordered, everybody.c.key.desc()).limit(limit)
    return list(connection.execute(statement).scalars())


def _folded_name(everybody: Subquery[Any]) -> Any:
    """The words of the search index: SQLite itself knows no order of letters beyond ASCII."""
    index = table(CLIENTS, column("rowid"), column("words"))
    return select(index.c.words).where(index.c.rowid == everybody.c.key).scalar_subquery()


def _newest(connection: Connection, limit: int) -> list[UUID]:
    """Who ordered last: the newest deals are read until there are enough clients, then those without a deal."""
    newest = _of_deals().where(_IS_THERE).order_by(_deal.c.created_at.desc())
    streamed = connection.execution_options(yield_per=400).execute(newest)
    ids: dict[UUID, None] = {}
    alive = _everybody()
    for part in streamed.partitions():
        fresh = {row.client_id for row in part if row.client_id is not None} - ids.keys()
        there = select(alive.c.id).where(alive.c.id.in_(fresh or [_NOBODY]))
        kept = set(connection.execute(there).scalars())
        ids.update(dict.fromkeys(row.client_id for row in part if row.client_id in kept))
        if len(ids) >= limit:
            break
    streamed.close()
    if len(ids) < limit:
        dealing = _of_deals().where(_IS_THERE).subquery("dealing")
        rest = select(alive.c.id).where(alive.c.id.not_in(_known(dealing)))
        ordered = rest.order_by(alive.c.key.desc()).limit(limit - len(ids))
        ids.update(dict.fromkeys(connection.execute(ordered).scalars()))
    return list(ids)[:limit]


def _known(clients_: Subquery[Any]) -> Select[Any]:
    """Client ids for NOT IN: an unknown client among them would leave nobody."""
    return select(clients_.c.client_id).where(clients_.c.client_id.is_not(None))


def _condition(everybody: Subquery[Any], filter_: ClientFilter) -> Any:
    is_company = everybody.c.key % 2 == 1
    return {
        ClientFilter.ALL: true(),
        ClientFilter.COMPANIES: is_company,
        ClientFilter.PEOPLE: ~is_company,
        ClientFilter.OPEN: everybody.c.id.in_(_known(_open().subquery("dealing"))),
        ClientFilter.OWING: everybody.c.id.in_(_known(_owing().subquery("owing"))),
        ClientFilter.IDLE: everybody.c.id.not_in(_known(_open().subquery("dealing"))),
    }[filter_]


def _sort_keys(sort: ClientSort) -> Select[Any]:
    """What each client is sorted by: one value of their deals for each."""
    match sort:
        case ClientSort.TOTAL:
            total = _of_deals(func.sum(_deal.c.amount).label("value"))
            found = total.where(_IS_THERE, ~_IS_LOST)
        case ClientSort.OPEN:
            found = _of_deals(func.count().label("value")).where(Deal.is_open)
        case ClientSort.OWED:
            staged = _deal.outerjoin(_stage, _stage.c.id == _deal.c.stage_id)
            owed = func.sum(_deal.c.amount - _deal.c.paid).label("value")
            found = _of_deals(owed, deals=staged).where(_IS_OWED)
        case ClientSort.TOUCH:
            touched = _task.join(_deal, _deal.c.id == _task.c.card_id)
            found = _of_deals(func.min(_task.c.due_at).label("value"), deals=touched)
            found = found.where(Deal.is_open, Task.is_open)
        case _:
            found = _of_deals(func.max(_deal.c.created_at).label("value")).where(_IS_THERE)
    return found.group_by(_client_of_deal())


# Among what a search found


def _found(connection: Connection, text: str) -> list[UUID]:
    """The clients a text finds; a person of an organisation gives the organisation."""
    for reading in readings(connection, text):
        found = find_clients(connection, reading, limit=MOST_FOUND, look_at=MOST_FOUND)
        if not found:
            continue
        rows = [match.row for match in found.matches]
        owners = [contact_id or company_id for contact_id, company_id in found.owners]
        people = select(func.coalesce(_contact.c.company_id, _contact.c.id)).where(
            or_(
                _contact.c.n.in_([row // 2 for row in rows if row % 2 == 0] or [-1]),
                _contact.c.id.in_(owners or [_NOBODY]),
            )
        )
        firms = select(_company.c.id).where(
            or_(
                _company.c.n.in_([row // 2 for row in rows if row % 2 == 1] or [-1]),
                _company.c.id.in_(owners or [_NOBODY]),
            )
        )
        ids = [*connection.execute(people).scalars(), *connection.execute(firms).scalars()]
        return list(dict.fromkeys(ids))
    return []


def _fits(row: ClientRow, filter_: ClientFilter) -> bool:
    return {
        ClientFilter.ALL: True,
        ClientFilter.COMPANIES: row.is_company,
        ClientFilter.PEOPLE: not row.is_company,
        ClientFilter.OPEN: row.open_deals > 0,
        ClientFilter.OWING: row.owed > 0,
        ClientFilter.IDLE: row.open_deals == 0,
    }[filter_]


def _sorted(rows: list[ClientRow], sort: ClientSort, *, descending: bool) -> list[ClientRow]:
    keys: dict[UUID, Any] = {
        row.id: {
            ClientSort.NAME: fold(row.name),
            ClientSort.LAST: row.last_order_at,
            ClientSort.TOTAL: row.total or None,
            ClientSort.OPEN: row.open_deals or None,
            ClientSort.OWED: row.owed or None,
            ClientSort.TOUCH: row.touch_at,
        }[sort]
        for row in rows
    }
    having = [row for row in rows if keys[row.id] is not None]
    having.sort(key=lambda row: keys[row.id], reverse=descending)
    return [*having, *(row for row in rows if keys[row.id] is None)]
