# SPDX-License-Identifier: Apache-2.0
"""The till of this desk, which the status bar tells of, too: apart from the counter and all that it reads."""

from __future__ import annotations

from sqlalchemy import case, func, select

from desktop.domain.payment import Payment, Shift
from desktop.domain.user import User
from desktop.storage.database import Reader
from desktop.storage.desk_memory import desk_code
from desktop.storage.in_force import counts
from desktop.values.rows.counter import ShiftRow
from desktop.values.states import PaymentMethod


def shift(reader: Reader) -> ShiftRow | None:
    """This desk's open shift with what went through it; None while the till is closed."""
    connection = reader.connection
    row = connection.execute(
        select(Shift.__table__, User.name.label("person"))
        .join(User, User.id == Shift.opened_by, isouter=True)
        .where(
            Shift.desk == desk_code(connection),
            Shift.closed_at.is_(None),
            Shift.archived_at.is_(None),
        )
        .order_by(Shift.opened_at.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    is_cash = Payment.method == PaymentMethod.CASH.value
    sums = connection.execute(
        select(
            *(
                func.coalesce(func.sum(case((which & sign, Payment.amount), else_=0)), 0)
                for which in (is_cash, ~is_cash)
                for sign in (Payment.amount > 0, Payment.amount < 0)
            ),
            func.count(),
        ).where(Payment.shift_id == row.id, counts())
    ).one()
    cash_in, cash_out, card_in, card_out, payments = (int(one) for one in sums)
    return ShiftRow(
        id=row.id,
        opened_at=row.opened_at,
        opened_by=row.person or "",
        currency=row.currency,
        opening_cash=row.opening_cash,
        cash=row.opening_cash + cash_in + cash_out,
        cash_in=cash_in,
        cash_out=-cash_out,
        card_in=card_in,
        card_out=-card_out,
        payments=payments,
        stamp=row.stamp,
    )
