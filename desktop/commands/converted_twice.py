# SPDX-License-Identifier: Apache-2.0
"""One lead that two computers made a deal of while apart: one of the two deals goes on, the other is joined to it.

The hub lets the later conversion stand, and tells both who converted. Nothing of either deal is lost: what is planned,
the files and the lines go along, and what was said on the other one stands in the history of the one that goes on.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from desktop.commands.card_moves import open_tasks
from desktop.commands.cards import add_comment
from desktop.domain.bookkeeping import Conflict
from desktop.domain.deal import Deal, DealLine
from desktop.domain.document import Attachment
from desktop.domain.lead import Lead
from desktop.domain.rights import Right, demand
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.i18n import _
from desktop.storage.unit_of_work import UnitOfWork


def two_deals(conflict: Conflict) -> tuple[UUID, UUID] | None:
    """The deal that was overwritten and the one that stands, where a notice is about these."""
    one = conflict.fields.get("deal_id") if conflict.on_kind == Lead.entity() else None
    if not one or not one["lost"] or not one["won"]:
        return None
    return UUID(one["lost"]), UUID(one["won"])


def go_on_with(uow: UnitOfWork, lead_id: UUID, kept_id: UUID, other_id: UUID) -> None:
    """The lead became the one deal; the other is joined to it, unless somebody has closed it already.

    UserError where one of them is not here, or money or an invoice stands on the one that would go (the house's rules).
    """
    demand(uow.actor.roles, Right.SELL)
    lead = uow.get(Lead, lead_id)
    kept, other = uow.find(Deal, kept_id), uow.find(Deal, other_id)
    if kept is None or other is None:
        raise UserError(
            _(
                "One of the two deals is a colleague’s and not on this computer. Nothing was changed. Ask them, or "
                "the head."
            )
        )
    if kept.archived_at is not None:
        raise UserError(
            _("{number} is no longer there. Nothing was changed. Keep the other deal.").format(
                number=kept.number
            )
        )
    lead.deal_id = kept.id
    if other.archived_at is None and other.is_open:
        _join(uow, kept, other)


def _join(uow: UnitOfWork, kept: Deal, other: Deal) -> None:
    for task in open_tasks(uow, other.id):
        task.card_kind, task.card_id = kept.entity(), kept.id
    files = select(Attachment).where(
        Attachment.card_id == other.id, Attachment.archived_at.is_(None)
    )
    for file in uow.all(files):
        file.card_kind, file.card_id = kept.entity(), kept.id
    if not _lines(uow, kept):
        for line in _lines(uow, other):
            line.deal_id = kept.id
    other.archived_at = uow.now
    holder = uow.find(User, other.holder_id)
    words = _(
        "Converted twice: {number} ({holder}) is joined to this deal. Its touches, files and history are here."
    )
    name = holder.name if holder is not None else "–"
    add_comment(uow, kept.id, words.format(number=other.number, holder=name), kept.entity())


def _lines(uow: UnitOfWork, deal: Deal) -> list[DealLine]:
    found = select(DealLine).where(DealLine.deal_id == deal.id, DealLine.archived_at.is_(None))
    return list(uow.all(found))
