# SPDX-License-Identifier: Apache-2.0
"""What others stand on may not be taken away under them, whoever tries: undo, above all, passes here.

A card that money came for, a stage with cards, the last admin; and nothing is written on a card that is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, ColumnExpressionArgument, exists, select

from desktop.domain.card import CARD_KINDS, CARDS
from desktop.domain.deal import Deal
from desktop.domain.invoice import Invoice, InvoiceIssue
from desktop.domain.lead import Lead
from desktop.domain.schema import BY_KIND
from desktop.domain.touch import Activity, Comment, Task
from desktop.domain.user import User
from desktop.i18n import N_
from desktop.storage.card_of import named_card
from desktop.storage.card_rules import HOLDER_LEFT
from desktop.storage.in_force import stands
from desktop.storage.journal import Op
from desktop.storage.many_ids import among
from desktop.storage.tables import journal, journal_step
from desktop.storage.work import Broken, Work
from desktop.values.changes import Origin
from desktop.values.states import Role

_BY_PEOPLE = (Origin.PERSON.value, Origin.IMPORT.value)
_CARD_GONE = N_(
    "This card is no longer there. It may have been undone, or handed over. Open the board again."
)
_HAS_MONEY = N_("Money came for this card. Nothing was changed. Give it back first.")
_HAS_INVOICE = N_(
    "An invoice was issued for this card. Nothing was changed. Refuse the card with a reason instead."
)
_WORKED_ON = N_(
    "A colleague has worked on this card since. Nothing was changed. Refuse the card with a reason instead."
)
STAGE_GONE: Final = "stage_gone"
_STAGE_GONE = N_(
    "This stage is no longer in use. The card stays where it was. Choose another stage."
)
_STAGE_HELD = N_("Cards stand on this stage. Nothing was changed. Move them first.")
_PIPELINE_HELD = N_("Cards stand in this pipeline. Nothing was changed. Move them first.")
_HOLDS_CARDS = N_("Cards are still theirs. Nothing was changed. Hand them over first.")
_HOLDS_TOUCHES = N_("Touches are still theirs. Nothing was changed. Hand them over first.")
NO_ADMIN = N_("Somebody has to be the admin. Nothing was changed. Make another one first.")


def broken(work: Work) -> Iterator[Broken]:
    """What this transaction takes away under others, or puts where nothing stands any more."""
    for op in work.done.ops_of(*_RULES):
        if not op.is_gone:
            yield from _RULES[op.kind](work, op)
    yield from _worked_on(work)


def on_gone_card(work: Work, card: UUID) -> Iterator[Broken]:
    """Whether somebody writes on a card that is no longer there; what is said on a joined lead stands on another."""
    if work.origin in {Origin.UNDO, Origin.REDO, Origin.SYNC}:
        return
    written = [op for op in work.ops if _written_card(op) == card]
    if written and not (_is_joined(work, card) and all(map(_is_fact, written))):
        yield Broken("card_gone", card, _CARD_GONE)


def on_gone_stage(card: UUID) -> Broken:
    """That an open card stands on a stage, or in a pipeline, that is no longer there."""
    return Broken(STAGE_GONE, card, _STAGE_GONE)


def _is_joined(work: Work, card: UUID) -> bool:
    lead = work.find(Lead, card)
    return lead is not None and lead.joined_to is not None


def _is_fact(op: Op) -> bool:
    return BY_KIND[op.kind].__sync__.fact


def _written_card(op: Op) -> UUID | None:
    """The card that an operation writes on; its own archiving is none of it."""
    if op.kind in CARD_KINDS:
        return None if op.is_new or "archived_at" in op.patch else op.id
    return named_card(op)


def _deal(work: Work, op: Op) -> Iterator[Broken]:
    if not _is_archived(op):
        return
    deal = work.get(Deal, op.id)
    if deal.paid:
        yield Broken("card_money", op.id, _HAS_MONEY)
    elif _is_there(work, *_standing_invoice(op.id)):
        yield Broken("card_invoice", op.id, _HAS_INVOICE)


def _worked_on(work: Work) -> Iterator[Broken]:
    if work.origin is not Origin.UNDO:
        return
    cards = [op.id for op in work.done.ops_of(*CARD_KINDS) if not op.is_gone and _is_archived(op)]
    for card in sorted(_others_worked(work, cards)) if cards else ():
        yield Broken("card_worked_on", card, _WORKED_ON)


def _stage(work: Work, op: Op) -> Iterator[Broken]:
    if _is_archived(op):
        yield from _held(work, "stage_id", op.id, Broken("stage_held", None, _STAGE_HELD))


def _pipeline(work: Work, op: Op) -> Iterator[Broken]:
    if _is_archived(op):
        yield from _held(work, "pipeline_id", op.id, Broken("pipeline_held", None, _PIPELINE_HELD))


def _held(work: Work, field: str, place: UUID, held: Broken) -> Iterator[Broken]:
    """Open cards that would stand nowhere; one that was retired at another computer leaves each of them to look at."""
    standing = [(cls, getattr(cls, field) == place, cls.is_open) for cls in CARDS]
    if work.origin is not Origin.SYNC:
        yield from (held for _cls, *where in standing if _is_there(work, *where))
        return
    for cls, *where in standing:
        yield from map(on_gone_stage, work.execute(select(cls.id).where(*where)).scalars())


def _user(work: Work, op: Op) -> Iterator[Broken]:
    if op.is_new or op.patch.keys().isdisjoint({"roles", "is_active", "archived_at"}):
        return
    if op.value("is_active") is False or _is_archived(op):
        yield from _left_with_work(work, op.id)
    if not has_admin(work):
        yield Broken("no_admin", None, NO_ADMIN)


def has_admin(work: Work, *, leaves: UUID | None = None) -> bool:
    """Whether somebody is the admin, also once this colleague `leaves`."""
    people = select(User.id, User.roles).where(User.archived_at.is_(None), User.is_active)
    return any(Role.ADMIN.value in row.roles and row.id != leaves for row in work.execute(people))


def _left_with_work(work: Work, user_id: UUID) -> Iterator[Broken]:
    """The open cards of somebody who leaves, and what they have to do on others': handed over in the same step."""
    # After a merge a card is for somebody to look at, like one that was given to who left; a touch comes to whoever
    # has its card by the head's control once it is late.
    is_merge = work.origin is Origin.SYNC
    rule = HOLDER_LEFT if is_merge else "holds_cards"
    if not is_merge and _is_there(work, Task.holder_id == user_id, Task.is_open):
        yield Broken("holds_touches", None, _HOLDS_TOUCHES)
    for cls in CARDS:
        for card_id in work.execute(select(cls.id).where(cls.holder_id == user_id, cls.is_open)):
            yield Broken(rule, card_id.id, _HOLDS_CARDS)


def _is_archived(op: Op) -> bool:
    """Whether the transaction archives a record that was there before."""
    return not op.is_new and op.value("archived_at") is not None


def _standing_invoice(card: UUID) -> tuple[ColumnElement[bool], ...]:
    issued = exists().where(InvoiceIssue.invoice_id == Invoice.id)
    return Invoice.deal_id == card, Invoice.archived_at.is_(None), issued


def _others_worked(work: Work, cards: Sequence[UUID]) -> set[UUID]:
    """Of these cards those that a step of a colleague that stands changed, or on which one said something."""
    me = work.actor.user_id
    changed = (
        select(journal.c.id)
        .join(journal_step, journal_step.c.n == journal.c.step)
        .where(among(journal.c.id, cards), journal_step.c.user_id != me)
        .where(journal_step.c.n != (work.reverts or 0))
        .where(journal_step.c.undone_by.is_(None), journal_step.c.origin.in_(_BY_PEOPLE))
    )
    said = (
        select(fact.card_id).where(among(fact.card_id, cards), fact.by != me, stands(fact.id))
        for fact in (Activity, Comment)
    )
    return {card for one in (changed, *said) for card in work.execute(one.distinct()).scalars()}


def _is_there(work: Work, *conditions: ColumnExpressionArgument[bool]) -> bool:
    return bool(work.execute(select(exists().where(*conditions))).scalar())


_RULES: dict[str, Callable[[Work, Op], Iterator[Broken]]] = {
    "deal": _deal,
    "pipeline": _pipeline,
    "stage": _stage,
    "user": _user,
}
