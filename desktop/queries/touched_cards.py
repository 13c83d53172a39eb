# SPDX-License-Identifier: Apache-2.0
"""The card a touch belongs to, whatever it is, as parts of statements: a deal, a lead, or a person without either."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.people import Company, Contact
from desktop.domain.pipeline import Stage
from desktop.domain.touch import Task
from desktop.storage.attempts import heats_of
from desktop.storage.database import Reader
from desktop.values.states import StageKind

_ONCE = literal(1)
_other = aliased(Task)
_next = aliased(Stage)


def of_tasks() -> Any:
    """Touches with their cards and the clients of those."""
    task, deal, lead = Task.__table__, Deal.__table__, Lead.__table__
    contact, company = Contact.__table__, Company.__table__
    person = func.coalesce(Deal.contact_id, Lead.contact_id, Task.card_id)
    return (
        task.outerjoin(deal, deal.c.id == task.c.card_id)
        .outerjoin(lead, lead.c.id == task.c.card_id)
        .outerjoin(contact, contact.c.id == person)
        .outerjoin(company, company.c.id == _company_id())
    )


def of_tasks_with_stage() -> Any:
    """The same with the stage the card stands on."""
    stage = Stage.__table__
    return of_tasks().outerjoin(stage, stage.c.id == func.coalesce(Deal.stage_id, Lead.stage_id))


def _company_id() -> ColumnElement[Any]:
    return case(
        (Deal.id.is_not(None), Deal.company_id),
        (Lead.id.is_not(None), Lead.company_id),
        else_=Contact.company_id,
    )


def others() -> ColumnElement[int]:
    """How many other touches of the same card are still to be done."""
    return (
        select(func.count())
        .select_from(_other)
        .where(_other.card_id == Task.card_id, _other.is_open, _other.id != Task.id)
        .scalar_subquery()
    )


def is_there() -> ColumnElement[bool]:
    """The condition that the card was not removed."""
    return and_(Deal.archived_at.is_(None), Lead.archived_at.is_(None))


def is_there_by_index(card_id: Any = Task.card_id) -> ColumnElement[bool]:
    """The same where no card is joined: indexes alone tell which were removed."""
    removed = (select(card.id).where(card.archived_at.is_not(None)) for card in (Deal, Lead))
    return card_id.not_in(union_all(*removed))  # type: ignore[no-any-return]


def client() -> ColumnElement[str]:
    """Whom the card is called after."""
    return func.coalesce(Company.name, Contact.name, "")


def title() -> ColumnElement[str]:
    """What the client wants."""
    return func.coalesce(Deal.title, Lead.title, "")


def amount() -> ColumnElement[int]:
    """The money at stake, in minor units."""
    return func.coalesce(Deal.amount, Lead.expected_amount, 0)


def currency() -> ColumnElement[str]:
    """Its currency; empty where no money is at stake."""
    return func.coalesce(Deal.currency, Lead.currency, "")


def is_open() -> ColumnElement[bool]:
    """Whether the card is open; a person without one has none that is."""
    kind = func.coalesce(Deal.stage_kind, Lead.stage_kind)
    return func.coalesce(kind == StageKind.OPEN.value, False)


def heat() -> ColumnElement[str]:
    """How near the client is to buying, as a deal keeps it; of leads `heats` says it."""
    return func.coalesce(Deal.heat, "")


class Touched(Protocol):
    """A row that names the card of a touch."""

    @property
    def card_kind(self) -> str:
        """What kind of card it is."""

    @property
    def card_id(self) -> UUID:
        """Which one."""


def heats(reader: Reader, rows: Iterable[Touched]) -> dict[UUID, str]:
    """How warm the leads among the cards of these rows are, as their board shows it."""
    leads = {row.card_id for row in rows if row.card_kind == Lead.entity()}
    return heats_of(reader.connection, leads, reader.now) if leads else {}


def facts() -> tuple[ColumnElement[Any], ...]:
    """What else a ticket says of the card, under the names it has there."""
    return (
        func.coalesce(Deal.contact_id, Lead.contact_id, Contact.id).label("contact_id"),
        _company_id().label("company_id"),
        func.coalesce(Deal.pipeline_id, Lead.pipeline_id).label("pipeline_id"),
        func.coalesce(Deal.stage_id, Lead.stage_id).label("stage_id"),
        func.coalesce(Deal.stamp, Lead.stamp, "").label("card_stamp"),
        func.coalesce(Deal.number, Lead.number, "").label("number"),
        Deal.due_at.label("goods_due"),
        func.coalesce(Deal.stage_since, Lead.stage_since).label("stage_since"),
        is_open().label("is_open"),
    )


def control_facts() -> tuple[ColumnElement[Any], ...]:
    """What a row of the head's control says of its card, whatever it is."""
    return (
        client().label("client"),
        title().label("title"),
        amount().label("amount"),
        currency().label("currency"),
        func.coalesce(Deal.stamp, Lead.stamp, "").label("card_stamp"),
    )


def control_columns(*, what: Any = Task.goal, times: Any = _ONCE) -> tuple[ColumnElement[Any], ...]:
    """The same with the touch that is wrong: since when, what for or why, and how often."""
    # Whoever answers for the card, nobody for one that was not taken; a touch without a card is its holder's.
    of_card = func.coalesce(Deal.holder_id, Lead.holder_id)
    has_card = or_(Deal.id.is_not(None), Lead.id.is_not(None))
    return (
        Task.card_kind.expression,
        Task.card_id.expression,
        case((has_card, of_card), else_=Task.holder_id).label("holder_id"),
        Task.due_at.label("since"),
        Task.kind.expression,
        what.label("what"),
        times.label("times"),
        Task.id.label("task_id"),
        Task.created_at.label("planned_at"),
        *control_facts(),
    )


def next_stage() -> tuple[ColumnElement[Any], ...]:
    """The open stage after the card's own: id, name, purpose."""
    following = (
        select(_next)
        .where(
            _next.pipeline_id == func.coalesce(Deal.pipeline_id, Lead.pipeline_id),
            _next.position > Stage.position,
            _next.kind == StageKind.OPEN.value,
            _next.archived_at.is_(None),
        )
        .order_by(_next.position)
        .limit(1)
        .correlate(Deal, Lead, Stage)
    )
    return (
        following.with_only_columns(_next.id).scalar_subquery().label("step_id"),
        following.with_only_columns(_next.name).scalar_subquery().label("step"),
        following.with_only_columns(_next.purpose).scalar_subquery().label("step_purpose"),
    )
