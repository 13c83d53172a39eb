# SPDX-License-Identifier: Apache-2.0
"""Whether a fact still counts: undo may have switched it off, and money may wait or have been taken back."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import SQLCoreOperations

from desktop.domain.bookkeeping import Voided
from desktop.domain.document import DocumentVersion
from desktop.domain.payment import Confirmation, Payment, Reversal
from desktop.values.states import PaymentMethod

TILL_METHODS = tuple(method.value for method in PaymentMethod if method.is_till)
"""Money of the till counts as received when it is recorded; any other when an accountant confirms it."""


def stands(fact_id: SQLCoreOperations[UUID]) -> ColumnElement[bool]:
    """The condition that undo has not switched this fact off."""
    return ~exists().where(Voided.fact_id == fact_id, Voided.is_on, Voided.archived_at.is_(None))


def counts(payment: type[Payment] = Payment) -> ColumnElement[bool]:
    """The condition that a payment's money counts as received; `payment` may be an alias."""
    # One by one: the places of a list would be put into the statement's text whenever it runs.
    at_the_till = (payment.method == method for method in TILL_METHODS)
    came = or_(*at_the_till, is_confirmed(payment))
    return and_(came, ~is_reversed(payment), stands(payment.id))


def awaits_confirmation() -> ColumnElement[bool]:
    """The condition that a payment is a transfer which nobody has confirmed or taken back."""
    is_transfer = Payment.method == PaymentMethod.TRANSFER.value
    return and_(is_transfer, ~is_confirmed(), ~is_reversed(), stands(Payment.id))


def is_confirmed(payment: type[Payment] = Payment) -> ColumnElement[bool]:
    """The condition that an accountant has confirmed a payment."""
    return exists().where(Confirmation.payment_id == payment.id, stands(Confirmation.id))


def is_reversed(payment: type[Payment] = Payment) -> ColumnElement[bool]:
    """The condition that a payment was recorded or confirmed by mistake."""
    return exists().where(Reversal.payment_id == payment.id, stands(Reversal.id))


def cash_taken(
    shift_id: SQLCoreOperations[UUID] | UUID, *, closed: SQLCoreOperations[str] | None = None
) -> Select[int]:
    """The cash that went into the drawer in a shift less what was given back, in minor units.

    What was reversed after the shift was `closed`, with that stamp, had been in the drawer then. Times would not tell
    that: clocks are set back.
    """
    is_taken_back = is_reversed()
    if closed is not None:
        is_taken_back = exists().where(
            Reversal.payment_id == Payment.id, Reversal.stamp < closed, stands(Reversal.id)
        )
    return select(func.coalesce(func.sum(Payment.amount), 0)).where(
        Payment.shift_id == shift_id,
        Payment.method == PaymentMethod.CASH.value,
        stands(Payment.id),
        ~is_taken_back,
    )


def is_newest_version() -> ColumnElement[bool]:
    """The condition that a version of a document is the newest of those that stand."""
    other = aliased(DocumentVersion)
    newest = select(func.max(other.version)).where(
        other.document_id == DocumentVersion.document_id, stands(other.id)
    )
    return and_(DocumentVersion.version == newest.scalar_subquery(), stands(DocumentVersion.id))
