# SPDX-License-Identifier: Apache-2.0
"""Which script holds for a channel, in which version; what a lead has answered of it, and what of it is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from desktop.domain.column_types import Uuid16
from desktop.domain.lead import Lead
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.product import Product
from desktop.domain.script import Script, ScriptAnswer
from desktop.domain.touch import Task
from desktop.domain.user import User
from desktop.storage import shipped
from desktop.storage.in_force import stands
from desktop.storage.preferences import LANGUAGE, preference
from desktop.values import scripts as values
from desktop.values.batches import batches
from desktop.values.money import Money
from desktop.values.scripts import Answers, Question

Rows = Select[*tuple[Any, ...]]

_NONE: Mapping[str, Any] = {}


def script_for(connection: Connection, channel: str) -> values.Script:
    """The newest version of a channel's script; where the shop has none, or gave it back, the shipped one."""
    newest = next(iter(versions_of(connection, channel)), None)
    return newest if newest is not None and newest.steps else shipped_for(connection, channel)


def versions_of(connection: Connection, channel: str) -> list[values.Script]:
    """The shop's own versions of a channel's script, the newest first; one without steps gave it back."""
    own = connection.execute(_versions(), {"channel": channel}).all()
    return [
        values.Script(channel, values.read_steps(row.steps), row.id, len(own) - n, row.at, row.by)
        for n, row in enumerate(own)
    ]


def shipped_for(connection: Connection, channel: str) -> values.Script:
    """The script that comes with the program, in the shop's language."""
    return shipped_script(preference(connection, LANGUAGE).get("code", ""), channel)


@cache
def shipped_script(language: str, channel: str) -> values.Script:
    """The script that comes with the program in a language."""
    return values.Script(channel, values.read_steps(shipped.script(language, channel)))


def answers_of(connection: Connection, lead_ids: Iterable[UUID]) -> dict[UUID, Answers]:
    """What these leads answer, each by the question's key; what is empty is left out."""
    return {
        row.id: _answers(row)
        for batch in batches(lead_ids)
        for row in connection.execute(_asked(), {"ids": batch})
    }


def missing_of(
    connection: Connection, leads: Iterable[tuple[UUID, str]]
) -> dict[UUID, tuple[values.Fill, ...]]:
    """The required questions of each lead, named with the channel of its script, that are not answered."""
    channels = dict(leads)
    held = {channel: script_for(connection, channel) for channel in {*channels.values()}}
    answers = answers_of(connection, channels)
    return {
        one: held[channel].missing(answers.get(one, _NONE)) for one, channel in channels.items()
    }


def answered_under(connection: Connection, card_id: UUID) -> dict[str, tuple[UUID | None, str]]:
    """By the question's key: under which version it was answered last (None: the shipped one), and by whom."""
    found = connection.execute(_given(), {"card": card_id})
    return {row.field: (row.script_id, row.name or "") for row in found}


def _answers(row: Row[Any]) -> Answers:
    budget = Money(row.budget, row.currency) if row.budget is not None and row.currency else None
    known: dict[str, Any] = {
        Question.PERSON: _name(row.person),
        Question.DECIDER: row.decider,
        Question.PHONE: row.phone,
        Question.EMAIL: row.email,
        Question.COMPANY: row.company,
        Question.SITE: row.site,
        Question.SOURCE: row.source,
        Question.BUYS: row.buys,
        Question.PRODUCT: row.product or row.title,
        Question.QUANTITY: row.quantity,
        Question.DUE: row.due_at,
        Question.PAPER: row.paper,
        Question.BUDGET: budget,
        Question.ARTWORK: row.artwork,
        Question.PREPAYMENT: row.prepayment,
        Question.DELIVERY: row.delivery,
        Question.NEXT_TOUCH: row.next_touch,
        Question.NOTE: row.note,
        **row.answers,
    }
    return {str(key): value for key, value in known.items() if value not in (None, "")}


def _name(name: str | None) -> str:
    """What somebody is called; who has no name yet is called by their number or address, which is none."""
    is_one = bool(name) and "@" not in str(name) and any(sign.isalpha() for sign in str(name))
    return str(name) if is_one else ""


@cache
def _versions() -> Rows:
    return (
        select(Script.id, Script.at, Script.by, Script.steps)
        .where(Script.channel == bindparam("channel"), Script.archived_at.is_(None))
        .order_by(Script.at.desc(), Script.id.desc())
    )


@cache
def _given() -> Rows:
    return (
        select(ScriptAnswer.field, ScriptAnswer.script_id, User.name)
        .join(User, User.id == ScriptAnswer.by, isouter=True)
        .where(ScriptAnswer.card_id == bindparam("card", type_=Uuid16), stands(ScriptAnswer.id))
        .order_by(ScriptAnswer.at, ScriptAnswer.id)
    )


@cache
def _asked() -> Rows:
    decider = aliased(Contact)
    phone = func.coalesce(
        _number(ContactPhone.contact_id, Lead.decider_id),
        _number(ContactPhone.contact_id, Lead.contact_id),
        _number(ContactPhone.company_id, Lead.company_id),
    )
    has_touch = exists().where(Task.card_id == Lead.id, Task.is_open)
    email = func.coalesce(func.nullif(decider.email, ""), func.nullif(Contact.email, ""))
    return (
        select(
            Lead.id,
            Lead.title, Lead.site, Lead.source, Lead.buys, Lead.quantity, Lead.due_at, Lead.paper, Lead.artwork,
            Lead.prepayment, Lead.delivery, Lead.note, Lead.answers, Lead.currency,
            Lead.expected_amount.label("budget"),
            Contact.name.label("person"),
            decider.name.label("decider"),
            Company.name.label("company"),
            func.coalesce(email, func.nullif(Company.email, "")).label("email"),
            Product.name.label("product"),
            phone.label("phone"),
            func.iif(has_touch, 1, None).label("next_touch"),
        )
        .outerjoin(Contact, Contact.id == Lead.contact_id)
        .outerjoin(decider, decider.id == Lead.decider_id)
        .outerjoin(Company, Company.id == Lead.company_id)
        .outerjoin(Product, Product.id == Lead.product_id)
        .where(Lead.id.in_(bindparam("ids", expanding=True)))
    )  # fmt: skip


def _number(owner: Any, who: Any) -> Any:
    """The first number of somebody the lead names."""
    theirs = select(ContactPhone.digits).where(owner == who, ContactPhone.archived_at.is_(None))
    first = theirs.order_by(ContactPhone.position).limit(1)
    return first.correlate(Lead).scalar_subquery()
