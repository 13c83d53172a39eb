# SPDX-License-Identifier: Apache-2.0
"""What the questions about a deal need: refusal reasons, a glance at the card, the shop's calendar."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, null, select

from desktop.domain.card import CARDS, Card
from desktop.domain.deal import Deal, DealLine
from desktop.domain.lead import Lead
from desktop.domain.people import Company, Contact
from desktop.domain.pipeline import RefusalReason, Stage
from desktop.domain.record import table_of
from desktop.domain.touch import Activity, Comment, Task
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.i18n import _
from desktop.queries.client_phones import first_phone
from desktop.storage.database import Reader
from desktop.storage.in_force import stands
from desktop.storage.own_firm import shop_country
from desktop.storage.working_time import shop_calendar
from desktop.values.calendar import WorkingCalendar
from desktop.values.phone import pretty_phone
from desktop.values.rows.board import DealBrief, PeekRow, ReasonRow, RefusalChoices

RIVALS = 20
"""How many names of those who won deals from us are offered."""

_deal, _line, _stage = Deal.__table__, DealLine.__table__, Stage.__table__
_contact, _user = Contact.__table__, User.__table__
_activity, _comment, _task = Activity.__table__, Comment.__table__, Task.__table__
_company, _reason = Company.__table__, RefusalReason.__table__


def working_calendar(reader: Reader) -> WorkingCalendar:
    """The calendar natural dates are read by."""
    return shop_calendar(reader.connection, reader.zone, reader.today)


def refusal_choices(reader: Reader, *, kind: str = "deal") -> RefusalChoices:
    """Why a deal, or a lead, may be refused, in the order of the keys 1–8, and whose offers won before."""
    reasons = reader.connection.execute(
        select(_reason.c.id, _reason.c.name, _reason.c.asks_offer)
        .where(
            _reason.c.for_leads if kind == Lead.entity() else _reason.c.for_deals,
            _reason.c.archived_at.is_(None),
        )
        .order_by(_reason.c.position, _reason.c.name)
    )
    rivals = reader.connection.scalars(
        select(_deal.c.lost_to)
        .where(_deal.c.lost_to != "", _deal.c.archived_at.is_(None))
        .group_by(_deal.c.lost_to)
        .order_by(func.count().desc())
        .limit(RIVALS)
    )
    return RefusalChoices(tuple(ReasonRow(*row) for row in reasons), tuple(rivals))


def brief(reader: Reader, *, deal_id: UUID) -> DealBrief:
    """As much of a deal or a lead as a question about it says. UserError where it is no longer there."""
    for cls in CARDS:
        row = reader.connection.execute(_brief_of(cls).where(cls.id == deal_id)).one_or_none()
        if row is not None:
            amount, currency = (row.amount, row.currency) if cls is Deal else (0, "")
            return DealBrief(
                row.id, row.client or "", row.title, amount, currency, row.stage_id, row.stage,
                row.stage_since, row.stamp, cls.entity(),
            )  # fmt: skip
    raise UserError(_("This card is no longer there. Nothing was changed. Open the list again."))


def _brief_of(cls: type[Card]) -> Select[*tuple[Any, ...]]:
    card = table_of(cls)
    names = ["id", "title", "stage_id", "stage_since", "stamp"]
    names += ["amount", "currency"] if cls is Deal else []
    people = card.outerjoin(_contact, _contact.c.id == card.c.contact_id)
    firms = people.outerjoin(_company, _company.c.id == card.c.company_id)
    return select(
        *(card.c[name] for name in names),
        _stage.c.name.label("stage"),
        func.coalesce(_company.c.name, _contact.c.name, "").label("client"),
    ).select_from(firms.join(_stage, _stage.c.id == card.c.stage_id))


def peek(reader: Reader, *, deal_id: UUID) -> PeekRow:
    """What a glance at a deal's or a lead's card shows beyond the card itself; empty where it is gone."""
    for cls in CARDS:
        row = reader.connection.execute(_glance_at(cls).where(cls.id == deal_id)).one_or_none()
        if row is not None:
            return _peeked(reader, deal_id, row)
    return PeekRow()


def _glance_at(cls: type[Card]) -> Select[*tuple[Any, ...]]:
    """Only deals wait for something, so a lead says nothing of that."""
    card = table_of(cls)
    names = ["id", "contact_id", "company_id", "note"]
    blocked = ("block_note", "blocked_by", "blocked_at")
    return select(
        *(card.c[name] for name in names),
        *(card.c[name] if cls is Deal else null().label(name) for name in blocked),
        _contact.c.name.label("contact"),
        _contact.c.email,
    ).select_from(card.outerjoin(_contact, _contact.c.id == card.c.contact_id))


def _peeked(reader: Reader, card_id: UUID, row: Row[*tuple[Any, ...]]) -> PeekRow:
    last = _last_words(reader, card_id)
    return PeekRow(
        contact=row.contact or "",
        phone=_phone(reader, row.contact_id, row.company_id),
        email=row.email or "",
        comment=last.text if last else "",
        comment_by=_name(reader, last.by) if last else "",
        comment_at=last.at if last else None,
        note=row.note,
        block_note=row.block_note or "",
        blocked_by=_name(reader, row.blocked_by),
        blocked_at=row.blocked_at,
        lines=_lines(reader, card_id),
        postponed=_postponed(reader, card_id),
    )


def _last_words(reader: Reader, deal_id: UUID) -> Row[str, UUID | None, datetime] | None:
    """The newest comment or talk."""
    comments = select(_comment.c.text, _comment.c.by, _comment.c.at).where(
        _comment.c.card_id == deal_id, stands(_comment.c.id)
    )
    talks = select(_activity.c.comment.label("text"), _activity.c.by, _activity.c.at).where(
        _activity.c.card_id == deal_id,
        stands(_activity.c.id),
        _activity.c.comment != "",
    )
    found = [
        reader.connection.execute(one.order_by(one.selected_columns.at.desc()).limit(1)).first()
        for one in (comments, talks)
    ]
    return max((row for row in found if row is not None), key=lambda row: row.at, default=None)


def _phone(reader: Reader, contact_id: UUID | None, company_id: UUID | None) -> str:
    digits = first_phone(reader.connection, contact_id, company_id)
    if not digits:
        return ""
    return pretty_phone(digits, shop_country(reader.connection))


def _name(reader: Reader, user_id: UUID | None) -> str:
    if user_id is None:
        return ""
    return reader.connection.scalar(select(_user.c.name).where(_user.c.id == user_id)) or ""


def _lines(reader: Reader, deal_id: UUID) -> tuple[str, ...]:
    return tuple(
        reader.connection.scalars(
            select(_line.c.title)
            .where(_line.c.deal_id == deal_id, _line.c.archived_at.is_(None))
            .order_by(_line.c.position)
        )
    )


def _postponed(reader: Reader, deal_id: UUID) -> int:
    found = reader.connection.scalar(
        select(_task.c.postponed)
        .where(_task.c.card_id == deal_id, Task.is_open)
        .order_by(_task.c.due_at)
        .limit(1)
    )
    return found or 0
