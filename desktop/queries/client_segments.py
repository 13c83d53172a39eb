# SPDX-License-Identifier: Apache-2.0
"""Which kind of client a call or a lead was about at its time: one who had bought before, or a new one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, case, func, literal_column, or_, select
from sqlalchemy.orm import aliased

from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.phone_call import PhoneCall
from desktop.domain.touch import Activity
from desktop.values.states import StageKind
from desktop.values.touch_plans import ClientSegment

_won = aliased(Deal)
_of_deal, _of_lead = aliased(Deal), aliased(Lead)


def segment_of_calls(entry: type[Activity | PhoneCall]) -> ColumnElement[str]:
    """The kind of client of a call's card."""
    return _segment(
        _of_card(entry, "contact_id"), _of_card(entry, "company_id"), entry.card_id, entry.at
    )


def segment_of_leads() -> ColumnElement[str]:
    """The kind of client of a lead, as it was when a talk confirmed that they buy such things."""
    return _segment(Lead.contact_id, Lead.company_id, Lead.id, Lead.buys_at)


def _of_card(entry: type[Activity | PhoneCall], name: str) -> ColumnElement[Any]:
    parts = (
        select(getattr(card, name))
        .where(card.id == entry.card_id)
        .correlate(entry)
        .scalar_subquery()
        for card in (_of_deal, _of_lead)
    )
    return func.coalesce(*parts)


def _segment(contact: Any, company: Any, card: Any, at: Any) -> ColumnElement[str]:
    """Each half has its index; one condition for both would read every deal of the shop."""
    bought = (
        select(_won.id)
        .where(
            theirs,
            _won.stage_kind == StageKind.WON.value,
            _won.archived_at.is_(None),
            _won.id != card,
            _won.closed_at < at,
        )
        .exists()
        for theirs in (_won.contact_id == contact, _won.company_id == company)
    )
    return case(
        (or_(*bought), literal_column(f"'{ClientSegment.RETURNING.value}'")),
        else_=literal_column(f"'{ClientSegment.NEW.value}'"),
    )
