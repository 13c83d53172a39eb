# SPDX-License-Identifier: Apache-2.0
"""The rules of money, checked on every payment and shift a transaction touched, whoever wrote it.

A command that forgets one of them, an undo and a redo all end here: what the book says was received, given back and
counted in a closed shift cannot be bent by taking a step back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from desktop.domain.bookkeeping import Voided
from desktop.domain.payment import Confirmation, Payment, Reversal, Shift
from desktop.frozen import dataclass
from desktop.i18n import N_
from desktop.storage.in_force import TILL_METHODS, counts, is_confirmed, is_reversed, stands
from desktop.storage.work import Broken, Work
from desktop.values.batches import batches
from desktop.values.money import LARGEST

Rows = Select[*tuple[Any, ...]]

_MONEY = frozenset({"payment", "confirmation", "reversal", "voided"})
_NO_SHIFT = N_(
    "The till has no open shift. Nothing was taken. Open the shift, then take the money."
)
_NO_SUM = N_("Enter the sum that was paid.")
_TOO_LARGE = N_("This sum is too large. Check how many digits it has.")
_SHIFT_CLOSED = N_(
    "The shift of this payment is closed. Nothing was changed. Ask the accountant to reverse the payment."
)
_TOO_MUCH_BACK = N_("No more can go back than was paid. Nothing was changed.")
_PARTLY_BACK = N_(
    "Part of this payment was given back. Nothing was changed. Reverse what was given back first."
)
_CONFIRMED = N_(
    "A confirmed payment is not undone. Nothing has changed. Reverse the payment instead."
)
_TAKEN_BACK = N_("This payment was taken back. Nothing was confirmed. Open the list again.")
_SHIFT_HAS_MONEY = N_("Money went through this shift. Nothing was changed. Close it instead.")
_SHIFT_CONFIRMED = N_("The accountant has confirmed this shift. Nothing was changed.")
_SHIFT_BESIDE = N_("Another shift of this till is open. Nothing was changed. Close that one first.")


def broken(work: Work) -> Iterator[Broken]:
    """What the payments and shifts of this transaction break."""
    if work.kinds & _MONEY:
        yield from _payments(work)
    for op in work.done.ops_of("shift"):
        yield from _shift(work, op.id)
    for op in work.done.ops_of("deal_line"):
        if abs(op.value("amount") or 0) > LARGEST:
            yield Broken("sum", None, _TOO_LARGE)


@dataclass(frozen=True, slots=True)
class _Touched:
    """The payments a transaction is about: those it made, those it confirmed, those that undo switched."""

    new: frozenset[UUID]
    confirmed: frozenset[UUID]
    switched: frozenset[UUID]
    all: frozenset[UUID]


def _payments(work: Work) -> Iterator[Broken]:
    touched = _touched(work)
    for row in _with_parents(work, touched.all):
        for rule, sentence in _of_payment(work, row, touched):
            yield Broken(rule, row.deal_id, sentence)


def _touched(work: Work) -> _Touched:
    new = frozenset(work.done.new("payment"))
    confirmed = frozenset(_named_by(work, "confirmation"))
    reversed_ = frozenset(_named_by(work, "reversal"))
    switched: set[UUID] = set()
    about: set[UUID] = set()
    for batch in batches(op.id for op in work.done.ops_of("voided")):
        for itself, through, instead in work.connection.execute(_voided(), {"ids": batch}):
            switched.update(filter(None, [itself]))
            about.update(filter(None, [through, instead]))
    everything = new | confirmed | reversed_ | switched | about
    return _Touched(new, confirmed, frozenset(switched), everything)


def _named_by(work: Work, kind: str) -> Iterator[UUID]:
    """The payments that new facts of this kind speak of."""
    for op in work.done.ops_of(kind):
        if op.is_new:
            yield UUID(str(op.patch["payment_id"]))


def _with_parents(work: Work, ids: frozenset[UUID]) -> list[Row[Any]]:
    """What is known of these payments, and of those they give money back of."""
    found = _known(work, ids)
    return found + _known(work, {row.refund_of for row in found if row.refund_of} - ids)


def _known(work: Work, ids: Iterable[UUID]) -> list[Row[Any]]:
    return [
        row
        for batch in batches(ids)
        for row in work.connection.execute(_facts(), {"ids": batch}).all()
    ]


def _of_payment(work: Work, row: Row[Any], touched: _Touched) -> Iterator[tuple[str, str]]:
    if row.id in touched.new:
        yield from _of_new(work, row)
    if row.id in touched.switched and row.closed_at is not None:
        yield "closed_shift", _SHIFT_CLOSED
    if row.id in touched.confirmed and (row.is_voided or row.is_reversed):
        yield "taken_back", _TAKEN_BACK
    elif row.is_voided and row.is_confirmed and not row.is_reversed:
        yield "confirmed", _CONFIRMED
    if row.back > (max(row.amount, 0) if row.counts else 0):
        gives_back = bool(work.done.new("payment"))
        yield "refund", _TOO_MUCH_BACK if gives_back else _PARTLY_BACK


def _of_new(work: Work, row: Row[Any]) -> Iterator[tuple[str, str]]:
    is_open = row.shift_id is not None and row.closed_at is None
    if row.method in TILL_METHODS and not is_open and not work.passes_demands:
        yield "open_shift", _NO_SHIFT
    if row.amount == 0 or (row.amount < 0) is not (row.refund_of is not None):
        yield "sum", _NO_SUM
    if abs(row.amount) > LARGEST:
        yield "sum", _TOO_LARGE


@cache
def _voided() -> Rows:
    return (
        select(Payment.id, Confirmation.payment_id, Reversal.payment_id)
        .select_from(Voided)
        .join(Payment, Payment.id == Voided.fact_id, isouter=True)
        .join(Confirmation, Confirmation.id == Voided.fact_id, isouter=True)
        .join(Reversal, Reversal.id == Voided.fact_id, isouter=True)
        .where(Voided.id.in_(bindparam("ids", expanding=True)))
    )


@cache
def _facts() -> Rows:
    refund = aliased(Payment)
    back = select(func.coalesce(-func.sum(refund.amount), 0)).where(
        refund.deal_id == Payment.deal_id, refund.refund_of == Payment.id, counts(refund)
    )
    return (
        select(
            Payment.id,
            Payment.deal_id,
            Payment.amount,
            Payment.method,
            Payment.refund_of,
            Payment.shift_id,
            Shift.closed_at,
            counts().label("counts"),
            (~stands(Payment.id)).label("is_voided"),
            is_confirmed().label("is_confirmed"),
            is_reversed().label("is_reversed"),
            back.scalar_subquery().label("back"),
        )
        .join(Shift, Shift.id == Payment.shift_id, isouter=True)
        .where(Payment.id.in_(bindparam("ids", expanding=True)))
    )


def _shift(work: Work, shift_id: UUID) -> Iterator[Broken]:
    row = work.connection.execute(_shift_facts(), {"id": shift_id}).one()
    if row.archived_at is not None:
        if row.has_money:
            yield Broken("shift_money", None, _SHIFT_HAS_MONEY)
    elif row.closed_at is None:
        if row.confirmed_at is not None:
            yield Broken("shift_confirmed", None, _SHIFT_CONFIRMED)
        if row.has_neighbour:
            yield Broken("shift_beside", None, _SHIFT_BESIDE)


@cache
def _shift_facts() -> Rows:
    other = aliased(Shift)
    return select(
        Shift.archived_at,
        Shift.closed_at,
        Shift.confirmed_at,
        exists().where(Payment.shift_id == Shift.id, stands(Payment.id)).label("has_money"),
        exists()
        .where(
            other.desk == Shift.desk,
            other.id != Shift.id,
            other.closed_at.is_(None),
            other.archived_at.is_(None),
        )
        .label("has_neighbour"),
    ).where(Shift.id == bindparam("id"))
