# SPDX-License-Identifier: Apache-2.0
"""One lead with all that its page shows."""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, or_, select

from desktop.domain.column_types import Uuid16
from desktop.domain.lead import Lead
from desktop.domain.people import Contact, ContactPhone
from desktop.domain.pipeline import Pipeline, RefusalReason
from desktop.errors import UserError
from desktop.i18n import _
from desktop.queries import scripts
from desktop.queries.card import client_part, stages_of, touches
from desktop.queries.holders import holders
from desktop.queries.timeline import timeline
from desktop.storage.attempts import attempts_of
from desktop.storage.database import Reader
from desktop.storage.joins import staying
from desktop.storage.own_firm import shop_country
from desktop.values.attempts import heat_by_rule, heat_now, is_overridden
from desktop.values.rows.board import PipelineRow
from desktop.values.rows.leads import LeadCard, Person

Rows = Select[*tuple[Any, ...]]

_PLAIN = tuple(
    (
        "id number title stamp pipeline_id stage_id stage_kind stage_since created_at holder_id taken_at channel "
        "source site note expected_amount currency buys asked_note asked_at asked_by refusal_comment deal_id "
        "contact_id company_id"
    ).split()
)


def lead(reader: Reader, *, lead_id: UUID) -> LeadCard:
    """The lead's page, or that of the one it was joined to; UserError where it is no longer there."""
    connection = reader.connection
    lead_id = staying(connection, lead_id)
    row = connection.execute(_lead(), {"lead": lead_id}).first()
    if row is None:
        raise UserError(
            _(
                "This card is no longer there. It may have been undone, or handed over. Open the board again."
            )
        )
    tried = attempts_of(connection, [lead_id]).get(lead_id, ())
    warmth = {"now": reader.now, "quote_asked_at": row.quote_asked_at}
    return LeadCard(
        **dict(zip(_PLAIN, row, strict=False)),
        refusal_reason=row.refusal or "",
        heat=heat_now(tried, **warmth, heat=row.own_heat, heat_at=row.heat_at).value,
        heat_by_rule=heat_by_rule(tried, **warmth).value,
        is_heat_own=is_overridden(tried, row.own_heat, row.heat_at),
        country=shop_country(connection),
        client=client_part(connection, row.contact_id, row.company_id),
        people=_people(connection, row.contact_id, row.company_id, row.decider_id),
        stages=stages_of(connection, row.pipeline_id),
        holders=holders(connection),
        pipelines=tuple(PipelineRow(*one) for one in connection.execute(_pipelines())),
        touches=touches(connection, lead_id),
        attempts=tried,
        timeline=timeline(connection, lead_id),
        script=scripts.of_lead(reader, lead_id),
    )


def _people(
    connection: Connection,
    contact_id: UUID | None,
    company_id: UUID | None,
    decider_id: UUID | None,
) -> tuple[Person, ...]:
    """Whom one may talk to: the person of the lead, and the people of its organisation; who decides stands first."""
    given = {"contact": contact_id, "company": company_id, "decider": decider_id}
    rows = connection.execute(_contacts(), given).all()
    phones: dict[UUID, list[str]] = {}
    numbers = select(ContactPhone.contact_id, ContactPhone.digits).where(
        ContactPhone.contact_id.in_([row.id for row in rows]), ContactPhone.archived_at.is_(None)
    )
    for owner, digits in connection.execute(numbers.order_by(ContactPhone.position)):
        if owner is not None:
            phones.setdefault(owner, []).append(digits)
    people = [
        Person(
            row.id,
            row.name,
            row.post,
            tuple(phones.get(row.id, ())),
            row.email,
            row.id == decider_id,
        )
        for row in rows
    ]
    return tuple(sorted(people, key=lambda one: (not one.decides, one.id != contact_id, one.name)))


@cache
def _lead() -> Rows:
    return (
        select(
            *(getattr(Lead, name) for name in _PLAIN),
            Lead.decider_id,
            Lead.heat.label("own_heat"),
            Lead.heat_at,
            Lead.quote_asked_at,
            RefusalReason.name.label("refusal"),
        )
        .join(RefusalReason, RefusalReason.id == Lead.refusal_reason_id, isouter=True)
        .where(Lead.id == bindparam("lead", type_=Uuid16), Lead.archived_at.is_(None))
    )


@cache
def _contacts() -> Rows:
    named = [
        Contact.id == bindparam("contact", type_=Uuid16),
        Contact.id == bindparam("decider", type_=Uuid16),
        Contact.company_id == bindparam("company", type_=Uuid16),
    ]
    return select(Contact.id, Contact.name, Contact.post, Contact.email).where(
        or_(*named), Contact.archived_at.is_(None)
    )


@cache
def _pipelines() -> Rows:
    return (
        select(Pipeline.id, Pipeline.name, Pipeline.for_counter, Pipeline.stamp)
        .where(~Pipeline.for_leads, ~Pipeline.for_counter, Pipeline.archived_at.is_(None))
        .order_by(Pipeline.position)
    )
