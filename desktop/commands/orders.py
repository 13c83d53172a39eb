# SPDX-License-Identifier: Apache-2.0
"""Orders of the counter: taken, claimed, made ready and handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from desktop.commands import card_moves, cards, clients, documents, money
from desktop.commands.client_records import checked_email
from desktop.commands.order_parts import (
    draft_lines,
    price_terms,
    products_of,
    ready_touch,
    refuse_problems,
)
from desktop.domain.deal import Deal
from desktop.domain.document import Attachment
from desktop.domain.people import Contact
from desktop.domain.pipeline import Pipeline
from desktop.domain.rights import Right, may
from desktop.domain.script import ScriptAnswer
from desktop.domain.touch import Task
from desktop.errors import UserError, refuse
from desktop.i18n import N_, _
from desktop.i18n import money as shown_money
from desktop.storage import caches, drafts
from desktop.storage.scripts import script_for
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.changes import Seen
from desktop.values.drafts.order import OrderDraft
from desktop.values.drafts.order_script import unanswered
from desktop.values.money import Money
from desktop.values.order_words import order_title
from desktop.values.scripts import Question, Script
from desktop.values.states import (
    Channel,
    Outcome,
    PaymentMethod,
    ProductionState,
    StageKind,
    StagePurpose,
    TaskKind,
)

ORDER_DRAFT = "order"
"""The kind of the drafts that the counter keeps: the form's own and the parked ones, by the order's id."""

DAYS_TO_CHASE_REST = 3


@dataclass(frozen=True, slots=True)
class Placed:
    """An order that was taken.

    `invoice` is the number of its invoice where it is paid by one, empty until the hub gives it.
    """

    order_id: UUID
    number: str
    contact_id: UUID | None
    invoice: str | None = None


@dataclass(frozen=True, slots=True)
class HandedOver:
    """How a handover ended: what was taken for the rest, and what is still owed, in minor units."""

    taken: int
    rest: int


@command(N_("Order {order} is taken"), Right.TAKE_ORDERS)
def place_order(uow: UnitOfWork, *, draft: OrderDraft) -> Placed:
    """Store an order with its client, lines, payment, files and next touch, all in this transaction.

    The client is found by phone or made; the lines are priced again from the price list. The deal stands on the first
    stage of the counter's pipeline, with "hand over" at its due time as the next touch. Placing the same draft again
    stores nothing. UserError names the field that is wrong.
    """
    known = uow.find(Deal, draft.id)
    if known is not None:
        return Placed(known.id, known.number, known.contact_id)
    products, terms = products_of(uow, draft.real_lines), price_terms(uow)
    refuse_problems(uow, draft, products, terms)
    sums = draft.sums(products, terms)
    script = script_for(uow.connection, Channel.WALK_IN.value)
    refuse(unanswered(draft, script, sums))
    _refuse_other_sum(draft, sums.total)
    deal = _start(uow, draft)
    deal.title = order_title(
        [
            (products[one.product_id], one.options, one.quantity, one.sets)
            for one in draft.real_lines
            if one.product_id is not None
        ]
    )
    _name_client(uow, deal, draft)
    cards.set_lines(uow, deal, draft_lines(draft, products, terms))
    if sums.prepaid:
        _take_prepayment(uow, deal, draft, sums.prepaid.minor)
    _attach(uow, deal, draft)
    _answer(uow, deal, draft, script)
    assert deal.due_at is not None
    cards.system_touch(uow, deal, TaskKind.HAND_OVER, _("Hand over the order"), deal.due_at)
    invoice = _invoice(uow, deal) if not PaymentMethod(draft.method).is_till else None
    drafts.drop(uow.connection, kind=ORDER_DRAFT, key=str(draft.id), user_id=uow.actor.user_id)
    uow.name(order=deal.number)
    return Placed(deal.id, deal.number, deal.contact_id, invoice)


@command(N_("Order {order}: client named"), Right.TAKE_ORDERS)
def claim_order(
    uow: UnitOfWork, *, order_id: UUID, phone: str = "", name: str = "", seen: Seen = None
) -> UUID:
    """Give an order that was taken without a name its client, found by phone or made; returns the contact."""
    deal = uow.get(Deal, order_id)
    if deal.contact_id is not None:
        raise UserError(_("This order already has its client. Nothing was changed."))
    contact = clients.contact_for(uow, phone=phone, name=name)
    deal.contact_id, deal.company_id = contact.id, deal.company_id or contact.company_id
    uow.name(order=deal.number)
    return contact.id


@command(N_("Order {order} is ready"), Right.PRODUCE)
def mark_ready(
    uow: UnitOfWork, *, order_id: UUID, shelf: str = "", seen: Seen = None
) -> str | None:
    """The work lies on the shelf; the client is to be told once. Returns the stage it went to, if there is one.

    Doing it again only changes the shelf. UserError for an order that is handed over or closed.
    """
    deal = _open_order(uow, order_id)
    is_first = deal.ready_at is None
    deal.shelf = shelf.strip()
    uow.name(order=deal.number)
    if not is_first:
        return None
    deal.ready_at = uow.now
    for line in cards.lines_of(uow, deal.id):
        line.production_state = ProductionState.READY.value
    stage = card_moves.stage_with(uow, deal.pipeline_id, StagePurpose.READY)
    if stage is not None:
        card_moves.change_stage(uow, deal, stage)
    ready_touch(uow, deal)
    return stage.name if stage else None


@command(N_("Handed over {order}"), Right.TAKE_ORDERS)
def hand_over(
    uow: UnitOfWork,
    *,
    order_id: UUID,
    taken_by: str,
    method: str = "",
    given: int = 0,
    receipt: str = "",
    reason: str = "",
    payment_id: UUID | None = None,
    seen: Seen = None,
) -> HandedOver:
    """The client takes the work; with a `method` of the till the rest is paid in the same step.

    An order with a rest is not handed over, unless somebody with the right to override says why: then it stays open,
    with a touch to get the rest. UserError where nobody took it, it was handed over before, or the rest is missing.
    """
    deal = _open_order(uow, order_id)
    if deal.handed_over_at is not None:
        raise UserError(_("This order was handed over already. Nothing was changed."))
    if not taken_by.strip():
        raise UserError(_("Say who took it."), field="taken_by")
    uow.name(order=deal.number)
    rest = deal.amount - deal.paid
    taken = 0
    if rest > 0 and method and PaymentMethod(method).is_till:
        payment = money.till_payment(
            uow, deal, amount=rest, method=method, given=given, receipt=receipt.strip()
        )
        payment.id = payment_id or payment.id
        uow.add(payment)
        taken, rest = rest, 0
    deal.handed_over_at, deal.handed_over_to = uow.now, taken_by.strip()
    for line in cards.lines_of(uow, deal.id):
        line.production_state = ProductionState.HANDED_OVER.value
    _finish_touches(uow, deal)
    if rest > 0:
        _let_go_unpaid(uow, deal, rest, reason)
    else:
        card_moves.change_stage(
            uow, deal, card_moves.final_stage(uow, deal.pipeline_id, StageKind.WON)
        )
    return HandedOver(taken, rest)


def _refuse_other_sum(draft: OrderDraft, total: Money) -> None:
    """Whoever saved saw a sum; another one is shown first."""
    if draft.told is not None and total.minor != draft.told:
        raise UserError(
            _("The price list was changed: the order now costs {sum}. Check it and save.").format(
                sum=shown_money(total)
            )
        )


def _take_prepayment(uow: UnitOfWork, deal: Deal, draft: OrderDraft, amount: int) -> None:
    payment = money.till_payment(
        uow,
        deal,
        amount=amount,
        method=draft.method,
        given=draft.given,
        receipt=draft.receipt.strip(),
    )
    payment.id = draft.payment_id
    uow.add(payment)


def _start(uow: UnitOfWork, draft: OrderDraft) -> Deal:
    pipeline = uow.one(
        select(Pipeline)
        .where(Pipeline.for_counter, Pipeline.archived_at.is_(None))
        .order_by(Pipeline.position)
    )
    if pipeline is None:
        raise UserError(
            _("No pipeline is for the counter. Nothing was saved. Choose one: Stages, scripts.")
        )
    deal = cards.start_deal(
        uow,
        title="",
        pipeline_id=pipeline.id,
        channel=(Channel.REPEAT if draft.repeat_of else Channel.WALK_IN).value,
        deal_id=draft.id,
    )
    deal.is_counter, deal.is_express = True, draft.is_express
    deal.due_at, deal.note, deal.ready_channel = (
        draft.due_at,
        draft.note.strip(),
        draft.ready_channel,
    )
    return deal


def _name_client(uow: UnitOfWork, deal: Deal, draft: OrderDraft) -> None:
    if draft.is_anonymous:
        return
    contact = uow.find(Contact, draft.contact_id)
    if contact is None and (draft.phone.strip() or draft.name.strip()):
        contact = clients.contact_for(
            uow, phone=draft.phone, name=draft.name, company=draft.company
        )
    if contact is not None:
        deal.contact_id, deal.company_id = contact.id, draft.company_id or contact.company_id
        if draft.ready_channel and not contact.ready_channel:
            contact.ready_channel = draft.ready_channel
    else:
        deal.company_id = draft.company_id


def _answer(uow: UnitOfWork, deal: Deal, draft: OrderDraft, script: Script) -> None:
    """What the script asked beyond the form's own fields, and under which version."""
    given = {field: text.strip() for field, text in draft.answers.items() if text.strip()}
    contact = uow.find(Contact, deal.contact_id)
    if (email := given.pop(Question.EMAIL, "")) and contact is not None:
        contact.email = checked_email(email)
    deal.source = given.pop(Question.SOURCE, "")
    deal.answers = given
    for field in draft.answers:
        uow.add(
            ScriptAnswer(
                card_kind=deal.entity(),
                card_id=deal.id,
                field=field,
                at=uow.now,
                by=uow.actor.user_id,
                script_id=script.id,
            )
        )


def _attach(uow: UnitOfWork, deal: Deal, draft: OrderDraft) -> None:
    for file in draft.files:
        uow.add(
            Attachment(
                card_id=deal.id,
                file_name=file.name,
                blob=file.blob,
                size=file.size,
                at=uow.now,
                by=uow.actor.user_id,
                version=file.version,
            )
        )


def _invoice(uow: UnitOfWork, deal: Deal) -> str:
    """The invoice's number; its paper is made from the card, which the second touch says."""
    uow.flush()
    caches.refresh(uow, [deal.id])
    number = documents.issue_invoice(uow, deal_id=deal.id)
    goal = _("Send invoice {number}").format(number=number) if number else _("Send the invoice")
    cards.system_touch(uow, deal, TaskKind.WRITE, goal, cards.soon(uow, 1))
    return number


def _open_order(uow: UnitOfWork, order_id: UUID) -> Deal:
    deal = uow.get(Deal, order_id)
    if not deal.is_open:
        raise UserError(
            _("Order {number} is closed already. Nothing was changed.").format(number=deal.number)
        )
    return deal


def _finish_touches(uow: UnitOfWork, deal: Deal) -> None:
    done: list[Task] = [
        task for task in card_moves.open_tasks(uow, deal.id) if task.kind == TaskKind.HAND_OVER
    ]
    for task in done:
        task.finish(at=uow.now, by=uow.actor.user_id, outcome=Outcome.DONE.value)


def _let_go_unpaid(uow: UnitOfWork, deal: Deal, rest: int, reason: str) -> None:
    owed = shown_money(Money(rest, deal.currency))
    if not may(uow.actor.roles, Right.OVERRIDE_GATES):
        raise UserError(
            _("{sum} is still to pay. Nothing was handed over. Take the rest, or ask the head.").format(
                sum=owed
            ),
            field="method",
        )  # fmt: skip
    if not reason.strip():
        raise UserError(
            _("{sum} is still to pay. Say why it is handed over unpaid.").format(sum=owed),
            field="reason",
        )
    cards.add_comment(uow, deal.id, _("Handed over unpaid: {reason}").format(reason=reason.strip()))
    due_at = cards.soon(uow, 0) + timedelta(days=DAYS_TO_CHASE_REST)
    goal = _("Get the rest: {sum}").format(sum=owed)
    cards.system_touch(uow, deal, TaskKind.CALL, goal, due_at)
