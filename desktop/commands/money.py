# SPDX-License-Identifier: Apache-2.0
"""Money: shifts of the till, payments, refunds, and what only an accountant confirms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select

from desktop.commands.card_moves import change_stage, final_stage, stage_with
from desktop.commands.cards import soon, system_touch
from desktop.domain.bookkeeping import Voided, voided_id
from desktop.domain.deal import Deal
from desktop.domain.firm import Firm
from desktop.domain.payment import Confirmation, Payment, Reversal, Shift, confirmation_id
from desktop.domain.pipeline import Stage
from desktop.domain.rights import Right
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.storage.caches import paid_on
from desktop.storage.guard_facts import missing_for
from desktop.storage.in_force import TILL_METHODS, cash_taken, counts
from desktop.storage.own_firm import shop_currency
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.changes import Label, Seen
from desktop.values.ids import derived_id
from desktop.values.money import prepayment
from desktop.values.states import PaymentMethod, StageKind, StagePurpose, TaskKind

HOURS_TO_BEGIN = 2
_PAYMENTS_CONFIRMED = N_("Payments confirmed: {count}")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a confirmation did: how much is still to pay (negative: too much), and the stage it led to, if any."""

    rest: int
    stage: str | None


@dataclass(frozen=True, slots=True)
class Received:
    """A sum in minor units that came for a deal's invoice; `payment_id` is made when the form opens."""

    deal_id: UUID
    invoice_id: UUID | None
    amount: int
    payment_id: UUID | None = None


@command(N_("The shift is open"), Right.TAKE_MONEY)
def open_shift(uow: UnitOfWork, *, opening_cash: int) -> UUID:
    """Open this desk's till with so much cash in the drawer, in minor units."""
    if current_shift(uow) is not None:
        raise UserError(_("The shift is open already. Nothing was changed."))
    if opening_cash < 0:
        raise UserError(
            _("The drawer cannot hold less than nothing. Count the cash again."),
            field="opening_cash",
        )
    shift = Shift(
        desk=uow.desk,
        opened_at=uow.now,
        opened_by=uow.actor.user_id,
        currency=shop_currency(uow.connection),
        opening_cash=opening_cash,
    )
    return uow.add(shift).id


@command(N_("The shift is closed"), Right.TAKE_MONEY)
def close_shift(uow: UnitOfWork, *, counted_cash: int, comment: str = "", seen: Seen = None) -> int:
    """Close this desk's till with what was counted; returns the difference to what should be there."""
    shift = current_shift(uow)
    if shift is None:
        raise UserError(_("No shift is open. Nothing was changed."))
    if counted_cash < 0:
        raise UserError(
            _("The drawer cannot hold less than nothing. Count the cash again."),
            field="counted_cash",
        )
    difference = counted_cash - cash_expected(uow, shift)
    if difference and not comment.strip():
        raise UserError(
            _("The cash differs from the book. The shift stays open. Count again or say why."),
            field="comment",
        )
    shift.closed_at, shift.closed_by = uow.now, uow.actor.user_id
    shift.counted_cash, shift.comment = counted_cash, comment.strip()
    return difference


@command(N_("Confirmed the shift"), Right.CONFIRM_SHIFTS)
def confirm_shift(uow: UnitOfWork, *, shift_id: UUID, seen: Seen = None) -> None:
    """The accountant has compared a closed shift with the cash; who did it first stays its confirmer."""
    shift = uow.get(Shift, shift_id)
    if shift.confirmed_at is not None:
        return
    if shift.closed_at is None:
        raise UserError(_("This shift is still open. Nothing was changed. Close it first."))
    shift.confirmed_at, shift.confirmed_by = uow.now, uow.actor.user_id


@command(N_("Took payment for {deal}"), Right.TAKE_MONEY)
def take_payment(
    uow: UnitOfWork,
    *,
    deal_id: UUID,
    amount: int,
    method: str,
    given: int = 0,
    receipt: str = "",
    payment_id: UUID | None = None,
    seen: Seen = None,
) -> UUID:
    """Money at the till: it counts at once. `given` is what the client handed over, for the change.

    `payment_id` is made when the form opens, so that a double press stores one payment.
    """
    deal = uow.get(Deal, deal_id)
    if payment_id is not None and uow.find(Payment, payment_id) is not None:
        return payment_id
    if amount <= 0:
        raise UserError(_("Enter the sum that was paid."), field="amount")
    payment = till_payment(uow, deal, amount=amount, method=method, given=given, receipt=receipt)
    if payment_id is not None:
        payment.id = payment_id
    uow.add(payment)
    uow.name(deal=deal.title)
    take_into_work(uow, deal)
    return payment.id


@command(N_("Refund for {deal}"), Right.TAKE_MONEY)
def refund(
    uow: UnitOfWork, *, payment_id: UUID, amount: int, reason: str, seen: Seen = None
) -> UUID:
    """Give back part or all of a till payment, from the open shift."""
    payment = uow.get(Payment, payment_id)
    if not reason.strip():
        raise UserError(_("Say why the money goes back."), field="reason")
    if payment.method not in TILL_METHODS:
        raise UserError(
            _(
                "This payment came through the bank, not the till. Nothing was given back. "
                "Let the accountant send it back and reverse the payment."
            )
        )
    if not 0 < amount <= _refundable(uow, payment):
        raise UserError(
            _("No more can go back than was paid. Nothing was changed."), field="amount"
        )
    deal = uow.get(Deal, payment.deal_id)
    back = till_payment(uow, deal, amount=-amount, method=payment.method)
    back.refund_of, back.comment = payment.id, reason.strip()
    uow.add(back)
    uow.name(deal=deal.title)
    return back.id


@command(N_("Recorded a transfer for {deal}"), Right.TAKE_MONEY)
def record_transfer(
    uow: UnitOfWork,
    *,
    deal_id: UUID,
    amount: int,
    paid_on: date,
    invoice_id: UUID | None = None,
    payer: str = "",
    purpose: str = "",
    payment_id: UUID | None = None,
    seen: Seen = None,
) -> UUID:
    """A bank payment somebody knows of; it counts when an accountant confirms it."""
    deal = uow.get(Deal, deal_id)
    if amount <= 0:
        raise UserError(_("Enter the sum that was paid."), field="amount")
    payment = Payment(
        deal_id=deal.id,
        amount=amount,
        currency=deal.currency,
        method=PaymentMethod.TRANSFER.value,
        at=uow.now,
        by=uow.actor.user_id,
        invoice_id=invoice_id,
        payer=payer,
        purpose=purpose,
        paid_on=paid_on,
    )
    if payment_id is not None:
        if uow.find(Payment, payment_id) is not None:
            return payment_id
        payment.id = payment_id
    uow.name(deal=deal.title)
    return uow.add(payment).id


@command(N_("Confirmed payment for {deal}"), Right.CONFIRM_PAYMENTS)
def confirm_payment(uow: UnitOfWork, *, payment_id: UUID, seen: Seen = None) -> Confirmed:
    """The bank has the money. The deal goes to work by itself once the agreed prepayment is there.

    Confirming the same payment twice, also on two desks, is one confirmation.
    """
    payment = uow.get(Payment, payment_id)
    deal = uow.get(Deal, payment.deal_id)
    key = confirmation_id(payment_id)
    if uow.find(Confirmation, key) is None:
        uow.add(Confirmation(id=key, payment_id=payment_id, at=uow.now, by=uow.actor.user_id))
    uow.name(deal=deal.title)
    stage = take_into_work(uow, deal)
    return Confirmed(deal.amount - _paid(uow, deal), stage)


@command(_PAYMENTS_CONFIRMED, Right.CONFIRM_PAYMENTS)
def confirm_received(
    uow: UnitOfWork,
    *,
    received: Sequence[Received] = (),
    payments: Sequence[UUID] = (),
    shifts: Sequence[UUID] = (),
    paid_on: date,
    seen: Seen = None,
) -> list[Confirmed]:
    """Everything ticked in the accountant's list, in one step.

    Sums received are recorded and confirmed, payments recorded by others and closed shifts are
    confirmed. The answers stand in that order, shifts without one.
    """
    done = []
    for one in received:
        payment_id = record_transfer(
            uow,
            deal_id=one.deal_id,
            amount=one.amount,
            paid_on=paid_on,
            invoice_id=one.invoice_id,
            payment_id=one.payment_id,
        )
        uow.flush()
        done.append(confirm_payment(uow, payment_id=payment_id))
    done.extend(confirm_payment(uow, payment_id=payment_id) for payment_id in payments)
    for shift_id in shifts:
        confirm_shift(uow, shift_id=shift_id)
    _name_confirmed(uow, payments=len(done), shifts=len(shifts))
    return done


def _name_confirmed(uow: UnitOfWork, *, payments: int, shifts: int) -> None:
    """What undo and the toast call it: a shift is no payment, and a single one has a name."""
    if payments and shifts:
        text = N_("Confirmed: payments {payments}, shifts {shifts}")
    elif shifts:
        text = N_("Shifts confirmed: {count}") if shifts > 1 else N_("Confirmed the shift")
    else:
        text = _PAYMENTS_CONFIRMED if payments > 1 else N_("Confirmed payment for {deal}")
    if uow.label.text == _PAYMENTS_CONFIRMED:  # else it is a part of something larger
        uow.label = Label(text, uow.label.fields)
    uow.name(count=str(payments + shifts), payments=str(payments), shifts=str(shifts))


@command(N_("Reversed a payment of {deal}"), Right.CONFIRM_PAYMENTS)
def reverse_payment(uow: UnitOfWork, *, payment_id: UUID, reason: str, seen: Seen = None) -> None:
    """A payment recorded or confirmed by mistake no longer counts; both stay in the book.

    The holder of an open deal is told by a touch.
    """
    payment = uow.get(Payment, payment_id)
    if not reason.strip():
        raise UserError(_("Say why the payment does not count."), field="reason")
    deal = uow.find(Deal, payment.deal_id)
    uow.name(deal=deal.title if deal else "")
    if _is_voided(uow, payment_id):
        raise UserError(
            _("This payment was taken back already. Nothing was changed. Open the list again.")
        )
    key = derived_id(payment_id, "reversal")
    while uow.find(Reversal, key) is not None:
        if not _is_voided(uow, key):
            return
        key = derived_id(key, "again")
    uow.add(
        Reversal(
            id=key,
            payment_id=payment_id,
            reason=reason.strip(),
            at=uow.now,
            by=uow.actor.user_id,
        )
    )
    if deal is not None and deal.is_open:
        goal = _("A payment was reversed: ask the client")
        system_touch(uow, deal, TaskKind.CALL, goal, soon(uow, HOURS_TO_BEGIN))


# What other commands build on


def current_shift(uow: UnitOfWork) -> Shift | None:
    """This desk's open shift."""
    return uow.one(
        select(Shift)
        .where(Shift.desk == uow.desk, Shift.closed_at.is_(None), Shift.archived_at.is_(None))
        .order_by(Shift.opened_at.desc())
    )


def cash_expected(uow: UnitOfWork, shift: Shift) -> int:
    """What should lie in the drawer, in minor units."""
    taken: int = uow.execute(cash_taken(shift.id)).scalar_one()
    return shift.opening_cash + taken


def till_payment(
    uow: UnitOfWork, deal: Deal, *, amount: int, method: str, given: int = 0, receipt: str = ""
) -> Payment:
    """A payment in the open shift, not yet added; UserError where the sum or the cash given cannot be right."""
    assert PaymentMethod(method).is_till, f"not money of the till: {method}"
    if amount == 0:
        raise UserError(_("Enter the sum that was paid."), field="amount")
    if given and given < amount:
        raise UserError(_("The client gave less than the sum. Nothing was taken."), field="given")
    shift = current_shift(uow)
    return Payment(
        deal_id=deal.id,
        amount=amount,
        currency=deal.currency,
        method=method,
        at=uow.now,
        by=uow.actor.user_id,
        shift_id=shift.id if shift else None,
        given=given,
        receipt=receipt,
    )


def _refundable(uow: UnitOfWork, payment: Payment) -> int:
    """What of a till payment may still go back: nothing of one that does not count, or is itself a refund."""
    same = select(func.coalesce(func.sum(Payment.amount), 0)).where(
        Payment.deal_id == payment.deal_id,
        or_(Payment.id == payment.id, Payment.refund_of == payment.id),
        counts(),
    )
    return max(0, uow.one(same) or 0) if payment.amount > 0 else 0


def _is_voided(uow: UnitOfWork, fact_id: UUID) -> bool:
    known = uow.find(Voided, voided_id(fact_id))
    return known is not None and known.is_on


def take_into_work(uow: UnitOfWork, deal: Deal) -> str | None:
    """Move a deal that awaits payment to work once the agreed part is there; returns the stage's name.

    Where the stage demands something still missing the card stays, and its holder gets a touch that says so. An order
    that was handed over unpaid is done once its rest is there.
    """
    if deal.handed_over_at is not None:
        return _finish_handed_over(uow, deal)
    stage = uow.find(Stage, deal.stage_id)
    if stage is None or stage.purpose != StagePurpose.AWAITING_PAYMENT:
        return None
    firm = uow.find(Firm, deal.firm_id)
    percent = firm.prepayment_percent if firm else 100
    if _paid(uow, deal) < prepayment(deal.amount, percent):
        return None
    target = stage_with(uow, deal.pipeline_id, StagePurpose.IN_WORK)
    if target is None:
        return None
    begin = soon(uow, HOURS_TO_BEGIN)
    if missing_for(uow, deal, target):
        system_touch(
            uow, deal, TaskKind.PREPARE, _("Paid: complete the card and take it into work"), begin
        )
        return None
    change_stage(uow, deal, target)
    system_touch(uow, deal, TaskKind.PREPARE, _("Paid: take into work"), begin)
    return target.name


def _finish_handed_over(uow: UnitOfWork, deal: Deal) -> str | None:
    if not deal.is_open or _paid(uow, deal) < deal.amount:
        return None
    stage = final_stage(uow, deal.pipeline_id, StageKind.WON)
    change_stage(uow, deal, stage)
    return stage.name


def _paid(uow: UnitOfWork, deal: Deal) -> int:
    uow.flush()
    paid: int = uow.execute(paid_on(deal.id)).scalar_one()
    return paid
