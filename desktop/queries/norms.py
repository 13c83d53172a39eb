# SPDX-License-Identifier: Apache-2.0
"""Norms, days away and targets as the head edits them in Settings."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from desktop.domain.norm import Absence, Norm, Target
from desktop.domain.rights import Right, may
from desktop.domain.user import User
from desktop.storage.database import Reader
from desktop.storage.norms import norm_of, shipped_norms
from desktop.storage.own_firm import shop_currency
from desktop.values.rows.board import HolderRow
from desktop.values.rows.norms import AwayRow, NormsRow, OwnNorm, TargetRow

_PAST = timedelta(days=31)
"""Days away that are over for longer are not shown."""


def norms(reader: Reader, *, month: date) -> NormsRow:
    """Everything, with the targets of the month that begins on this day."""
    run = reader.connection.execute
    own = run(select(Norm.__table__).where(Norm.archived_at.is_(None)))
    people = run(
        select(User.id, User.name, User.roles)
        .where(User.is_active, User.archived_at.is_(None))
        .order_by(User.position, User.id)
    ).all()
    currency = shop_currency(reader.connection)
    return NormsRow(
        month,
        currency,
        {(row.role, row.segment): OwnNorm(norm_of(row), row.id, row.stamp) for row in own},
        shipped_norms(),
        tuple(HolderRow(one.id, one.name) for one in people),
        _away(reader),
        _targets(
            reader,
            month,
            tuple(HolderRow(one.id, one.name) for one in people if may(one.roles, Right.SELL)),
            currency,
        ),
    )


def _away(reader: Reader) -> tuple[AwayRow, ...]:
    columns = "id stamp user_id first_day last_day works name".split()
    found = (
        select(*(getattr(Absence, name) for name in columns), User.name.label("person"))
        .join(User, User.id == Absence.user_id)
        .where(Absence.archived_at.is_(None), Absence.last_day >= reader.today - _PAST)
        .order_by(Absence.first_day, User.position)
    )
    return tuple(AwayRow(**row) for row in reader.connection.execute(found).mappings())


def _targets(
    reader: Reader, month: date, sellers: tuple[HolderRow, ...], currency: str
) -> tuple[TargetRow, ...]:
    found = select(Target.__table__).where(Target.month == month, Target.archived_at.is_(None))
    own = {row.user_id: row for row in reader.connection.execute(found)}
    return tuple(
        TargetRow(one.id, one.name, row.amount, row.currency or currency, row.id, row.stamp)
        if (row := own.get(one.id)) is not None
        else TargetRow(one.id, one.name, 0, currency)
        for one in sellers
    )
