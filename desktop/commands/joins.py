# SPDX-License-Identifier: Apache-2.0
"""Duplicates: two cards become one, are taken apart again for 90 days, or are said not to be the same."""

from __future__ import annotations

from uuid import UUID

from desktop.commands.card_moves import change_stage, first_stage, has_left, open_tasks
from desktop.commands.cards import add_comment, soon, system_touch
from desktop.commands.join_parts import (
    Joinable,
    Noted,
    asked_to_take,
    put_back,
    snapshot,
    take_addresses,
    take_fields,
    take_late,
    take_phones,
    take_touches,
)
from desktop.commands.lead_parts import head
from desktop.commands.lead_parts import put_back as to_head
from desktop.domain.lead import Lead
from desktop.domain.pairing import DIFFERENT, JOINED, UNDO_FOR, Pairing, pairing_id
from desktop.domain.people import Company, Contact
from desktop.domain.pipeline import Stage
from desktop.domain.rights import Right
from desktop.errors import UserError
from desktop.i18n import N_, _, long_date
from desktop.storage import joins
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.changes import Seen
from desktop.values.drafts.join import JoinDraft
from desktop.values.states import TaskKind

_HOURS_TO_LOOK = 1.0


@command(N_("Joined {other} to {kept}"), Right.SELL)
def join_cards(uow: UnitOfWork, *, draft: JoinDraft, seen: Seen = None) -> UUID:
    """Two cards become one, with both histories; returns what was decided, by which it can be taken back for 90 days.

    Deals, leads, orders, papers, money, touches and files go over to the card that stays. The other one is archived and
    names it, so that links, its number and what other computers still write on it lead there. UserError where one of
    them is joined already, or where the lead that stays would be closed while the other is open.
    """
    cls = joins.JOINABLE[draft.kind]
    kept, other = uow.get(cls, draft.kept_id), uow.get(cls, draft.other_id)
    _refuse_what_cannot_be(kept, other)
    noted, before = Noted(), snapshot(other)
    waiting = asked_to_take(uow, kept, other)
    take_fields(noted, draft, kept, other)
    if not isinstance(kept, Lead) and not isinstance(other, Lead):
        take_addresses(noted, draft, kept, other)
        take_phones(uow, noted, draft)
    other.joined_to, other.archived_at = kept.id, uow.now
    uow.flush()
    take_late(uow, noted, {other.id: kept.id}, joins.late(uow.connection, [other.id]))
    if isinstance(kept, Lead) and isinstance(other, Lead):
        _close_lead_into(uow, noted, kept, other, waiting)
    pairing = _decide(uow, draft.kind, kept.id, other.id, JOINED)
    pairing.changes = {"rows": noted.rows, "other": before}
    uow.name(other=called(other), kept=called(kept))
    return pairing.id


@command(N_("Not the same: {one} and {other}"), Right.SELL)
def not_the_same(
    uow: UnitOfWork, *, kind: str, one_id: UUID, other_id: UUID, seen: Seen = None
) -> None:
    """Two cards that look like one are two; nobody is asked about them again, at no computer."""
    cls = joins.JOINABLE[kind]
    one, other = uow.get(cls, one_id), uow.get(cls, other_id)
    pairing = _decide(uow, kind, one.id, other.id, DIFFERENT)
    pairing.changes = {}
    uow.name(one=called(one), other=called(other))


@command(N_("Took {kept} and {other} apart"), Right.SELL)
def take_apart(uow: UnitOfWork, *, pairing_id: UUID, seen: Seen = None) -> int:
    """Two cards that were joined are two again; whatever went over at the join goes back where it was.

    What came since stays with the card that stayed, and what somebody has changed since stays as it is; returns how
    many such things there are. UserError once 90 days have passed.
    """
    pairing = uow.get(Pairing, pairing_id)
    cls = joins.JOINABLE[pairing.card_kind]
    kept, other = uow.get(cls, pairing.kept_id), uow.get(cls, pairing.other_id)
    _refuse_to_take_apart(uow, pairing, other)
    other.joined_to = other.archived_at = None
    left = put_back(uow, pairing)
    pairing.verdict = DIFFERENT
    pairing.undone_at, pairing.undone_by = uow.now, uow.actor.user_id
    for card in (kept, other):
        if isinstance(card, Lead) and card.is_open:
            _come_back(uow, card)
            _give_a_next_touch(uow, card)
    uow.name(kept=called(kept), other=called(other))
    return left


@command(N_("{lead} is an enquiry of {client}"), Right.SELL)
def give_lead_to_client(
    uow: UnitOfWork,
    *,
    lead_id: UUID,
    contact_id: UUID | None = None,
    company_id: UUID | None = None,
    seen: Seen = None,
) -> None:
    """This enquiry is of that client: a person, or an organisation, to which whoever asked belongs if they had none.

    Whoever stood on the lead alone before stays as they are; are they the same person, both cards are joined.
    """
    lead = uow.get(Lead, lead_id)
    if contact_id is not None:
        contact = uow.get(Contact, contact_id)
        lead.contact_id = contact.id
        lead.company_id = contact.company_id or lead.company_id
        uow.name(lead=called(lead), client=contact.name)
        return
    company = uow.get(Company, company_id)
    lead.company_id = company.id
    person = uow.find(Contact, lead.contact_id)
    if person is not None and person.company_id is None:
        person.company_id = company.id
    uow.name(lead=called(lead), client=company.name)


def called(card: Joinable) -> str:
    """What a card is called: a lead by what is wanted, else by its number."""
    return card.title or card.number if isinstance(card, Lead) else card.name


def _refuse_what_cannot_be(kept: Joinable, other: Joinable) -> None:
    if kept.id == other.id:
        raise UserError(_("This is one card already. Nothing was changed."))
    if kept.archived_at is not None or other.archived_at is not None:
        raise UserError(
            _(
                "One of the two cards is no longer there. Nothing was changed. Look at the list again."
            )
        )
    if not isinstance(kept, Lead) or not isinstance(other, Lead):
        return
    if other.deal_id is not None:
        raise UserError(
            _("“{lead}” has become a deal. Nothing was changed. Join the clients instead.").format(
                lead=called(other)
            )
        )
    if other.is_open and not kept.is_open:
        raise UserError(
            _("“{lead}” is closed. Nothing was changed. Let the open lead stay.").format(
                lead=called(kept)
            )
        )


def _refuse_to_take_apart(uow: UnitOfWork, pairing: Pairing, other: Joinable) -> None:
    if not pairing.is_joined or other.joined_to is None:
        raise UserError(_("These two cards are apart already. Nothing was changed."))
    if uow.now - pairing.at > UNDO_FOR:
        day = long_date((pairing.at + UNDO_FOR).astimezone(uow.zone).date())
        raise UserError(
            _(
                "This join could be taken back till {day}. Nothing was changed. Add a new card and give it what is "
                "its own."
            ).format(day=day)
        )


def _close_lead_into(
    uow: UnitOfWork, noted: Noted, kept: Lead, other: Lead, waiting: frozenset[UUID]
) -> None:
    """The lead that stays has one line of touches, and says in its history what was joined to it."""
    take_touches(uow, noted, kept, waiting)
    words = _("Joined with {number}: its history stands here, too.").format(number=other.number)
    add_comment(uow, kept.id, words, kept.entity())


def _come_back(uow: UnitOfWork, lead: Lead) -> None:
    """While the lead was away its stage may have been retired, or who had it or its touches may have left."""
    if uow.get(Stage, lead.stage_id).archived_at is not None:
        change_stage(uow, lead, first_stage(uow, lead.pipeline_id))
    tasks = open_tasks(uow, lead.id)
    if has_left(uow, lead.holder_id):
        to_head(uow, lead, tasks)
    for task in tasks:
        if has_left(uow, task.holder_id):
            task.holder_id = lead.holder_id or head(uow)


def _give_a_next_touch(uow: UnitOfWork, lead: Lead) -> None:
    """An open lead is not left without one (D2): its touches may have been done while it was joined."""
    if not open_tasks(uow, lead.id):
        system_touch(
            uow,
            lead,
            TaskKind.CALL,
            _("See where this enquiry stands after the cards were taken apart"),
            soon(uow, _HOURS_TO_LOOK),
        )


def _decide(uow: UnitOfWork, kind: str, kept: UUID, other: UUID, verdict: str) -> Pairing:
    """What is decided about two cards; what was decided before is decided anew."""
    key = pairing_id(kept, other)
    known = uow.find(Pairing, key)
    if known is None:
        return uow.add(
            Pairing(
                id=key,
                card_kind=kind,
                kept_id=kept,
                other_id=other,
                verdict=verdict,
                at=uow.now,
                by=uow.actor.user_id,
            )
        )
    if verdict == DIFFERENT and known.is_joined:
        raise UserError(
            _("These two are one card by now. Nothing was changed. Take them apart first.")
        )
    known.kept_id, known.other_id, known.verdict = kept, other, verdict
    known.at, known.by, known.archived_at = uow.now, uow.actor.user_id, None
    known.undone_at = known.undone_by = None
    return known
