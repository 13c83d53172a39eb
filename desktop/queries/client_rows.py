# SPDX-License-Identifier: Apache-2.0
"""What the list shows of some clients: person and phone, sums over their deals, next touch, holder."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, bindparam, case, func, literal, or_, select

from desktop.domain.deal import Deal
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.pipeline import Stage
from desktop.domain.touch import Task
from desktop.domain.user import User
from desktop.queries.client_page import AGREED
from desktop.values.rows.clients import ClientRow
from desktop.values.states import StageKind

_contact, _company, _phone = Contact.__table__, Company.__table__, ContactPhone.__table__
_deal, _stage, _task, _user = Deal.__table__, Stage.__table__, Task.__table__, User.__table__
_NOBODY = [UUID(int=0)]
Found = dict[UUID, Any]


def client_rows(connection: Connection, ids: list[UUID]) -> list[ClientRow]:
    """The clients of these ids, in their order; of what is archived or unknown there is no row."""
    firms = {row.id: row for row in connection.execute(_FIRMS, {"ids": ids})}
    people = {row.id: row for row in connection.execute(_PEOPLE, {"ids": ids})}
    theirs: dict[UUID, list[Row[Any]]] = {}
    for row in connection.execute(_PEOPLE_OF, {"ids": list(firms)}):
        theirs.setdefault(row.company_id, []).append(row)
    everyone = [*people, *(one.id for some in theirs.values() for one in some)]
    owners = {"people": everyone or _NOBODY, "firms": list(firms) or _NOBODY}
    sums: Found = {row.client_id: row for row in connection.execute(_SUMS, owners)}
    touches: Found = {row.client_id: row for row in connection.execute(_TOUCHES, owners)}
    digits: dict[UUID, str] = {}
    for owner_id, number in connection.execute(_PHONES, owners):
        digits.setdefault(owner_id, number)
    rows = []
    for key in ids:
        known = firms.get(key) or people.get(key)
        if known is not None:
            named = _named(known, theirs.get(key, []), digits, is_company=key in firms)
            rows.append(_summed(named, sums.get(key), touches.get(key)))
    return rows


def _named(
    known: Row[Any], people: list[Row[Any]], digits: dict[UUID, str], *, is_company: bool
) -> ClientRow:
    first = people[0] if people else None
    phones = (digits.get(one) for one in (known.id, *(row.id for row in people)))
    return ClientRow(
        id=known.id,
        is_company=is_company,
        name=known.name,
        stamp=known.stamp,
        person=first.name if first is not None else "",
        contact_id=(first.id if first is not None else None) if is_company else known.id,
        digits=next((one for one in phones if one), ""),
        email=known.email,
    )


def _summed(row: ClientRow, sums: Row[Any] | None, touch: Row[Any] | None) -> ClientRow:
    if sums is not None:
        row = replace(
            row,
            orders=sums.orders,
            total=sums.total,
            open_deals=sums.open_deals,
            owed=sums.owed,
            last_order_at=sums.last,
            holder_id=sums.holder_id,
            holder=sums.holder or "",
        )
    if touch is not None:
        row = replace(
            row,
            touch_at=touch.touch_at,
            touch_kind=touch.touch_kind,
            touch_deal_id=touch.touch_deal_id,
        )
    return row


def _list(name: str) -> Any:
    return bindparam(name, expanding=True)


_CLIENT_OF_DEAL = func.coalesce(_deal.c.company_id, _contact.c.company_id, _deal.c.contact_id)
_THEIRS = and_(
    or_(_deal.c.company_id.in_(_list("firms")), _deal.c.contact_id.in_(_list("people"))),
    _deal.c.archived_at.is_(None),
)
_IS_LOST = _deal.c.stage_kind == StageKind.LOST.value
_IS_AGREED = or_(_deal.c.stage_kind == StageKind.WON.value, _stage.c.purpose.in_(AGREED))

_FIRMS = select(*_company.c["id", "stamp", "name", "email"]).where(
    _company.c.id.in_(_list("ids")), _company.c.archived_at.is_(None)
)
_PEOPLE = select(*_contact.c["id", "stamp", "name", "email"]).where(
    _contact.c.id.in_(_list("ids")), _contact.c.archived_at.is_(None)
)
_PEOPLE_OF = (
    select(*_contact.c["company_id", "id", "name"])
    .where(_contact.c.company_id.in_(_list("ids")), _contact.c.archived_at.is_(None))
    .order_by(_contact.c.n)
)
_PHONES = (
    select(func.coalesce(_phone.c.contact_id, _phone.c.company_id), _phone.c.digits)
    .where(
        or_(_phone.c.contact_id.in_(_list("people")), _phone.c.company_id.in_(_list("firms"))),
        _phone.c.archived_at.is_(None),
    )
    .order_by(_phone.c.position)
)
# The holder is that of the newest deal: SQLite takes bare columns from the row of the one max() or min().
_SUMS = (
    select(
        _CLIENT_OF_DEAL.label("client_id"),
        func.sum(case((_IS_LOST, 0), else_=1)).label("orders"),
        func.sum(case((_IS_LOST, 0), else_=_deal.c.amount)).label("total"),
        func.sum(case((Deal.is_open, 1), else_=0)).label("open_deals"),
        func.sum(
            case(
                (and_(_IS_AGREED, _deal.c.amount > _deal.c.paid), _deal.c.amount - _deal.c.paid),
                else_=literal(0),
            )
        ).label("owed"),
        func.max(_deal.c.created_at).label("last"),
        _deal.c.holder_id,
        _user.c.name.label("holder"),
    )
    .outerjoin(_contact, _contact.c.id == _deal.c.contact_id)
    .outerjoin(_stage, _stage.c.id == _deal.c.stage_id)
    .outerjoin(_user, _user.c.id == _deal.c.holder_id)
    .where(_THEIRS)
    .group_by(_CLIENT_OF_DEAL)
)
_TOUCHES = (
    select(
        _CLIENT_OF_DEAL.label("client_id"),
        func.min(_task.c.due_at).label("touch_at"),
        _task.c.kind.label("touch_kind"),
        _deal.c.id.label("touch_deal_id"),
    )
    .select_from(_deal.join(_task, _task.c.card_id == _deal.c.id))
    .outerjoin(_contact, _contact.c.id == _deal.c.contact_id)
    .where(_THEIRS, Deal.is_open, Task.is_open)
    .group_by(_CLIENT_OF_DEAL)
)
