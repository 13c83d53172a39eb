# SPDX-License-Identifier: Apache-2.0
"""Numbers of the desk's own, for papers while the hub is away."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from desktop.domain.record import table_of
from desktop.domain.schema import BY_KIND
from desktop.storage import asked_numbers
from desktop.storage.journal import Op
from desktop.storage.preferences import preference
from desktop.storage.tables import outbox
from desktop.storage.unit_of_work import UnitOfWork
from desktop.values.paper_numbers import (
    NEXT,
    NUMBERS,
    Policy,
    at_desk,
    of_desk,
    policy,
)


def take_own(uow: UnitOfWork) -> int:
    """The hub is away: papers get numbers of the desk's own, where the shop's policy lets them; returns how many rows.

    What has been on its way to the hub stays: it may have a number there.
    """
    chosen = preference(uow.connection, NUMBERS)
    rows = [
        (row, json.loads(row.doc)[asked_numbers.KEY])
        for row in asked_numbers.unanswered(uow.connection)
    ]
    on_the_way = {_paper(asked) for row, asked in rows if row.verdict is not None}
    places: dict[tuple[str, str], int] = {}
    count = 0
    for row, asked in rows:
        paper = _paper(asked)
        if paper in on_the_way or policy(chosen, asked["series"]) is Policy.HUB_ONLY:
            continue
        series = of_desk(asked["series"], uow.desk)
        if paper not in places:
            places[paper] = uow.next_in(series)
        _number_own(uow, row, series, places[paper])
        count += 1
    return count


def _paper(asked: Mapping[str, Any]) -> tuple[str, str]:
    return asked["series"], asked["for"]


def _number_own(uow: UnitOfWork, row: asked_numbers.Asking, series: str, place: int) -> None:
    doc = json.loads(row.doc)
    asked = doc[asked_numbers.KEY]
    written = f"{place:0{asked['width'] or 1}d}"
    fields = {
        name: at_desk(form, uow.desk).replace(NEXT, written) for name, form in asked["into"].items()
    }
    table = table_of(BY_KIND[row.kind])
    before = uow.connection.execute(select(table).where(table.c.id == row.id)).mappings().one()
    stamp = uow.next_stamp()
    uow.note(
        Op(
            row.kind,
            row.id,
            False,
            stamp,
            {name: [before[name], new] for name, new in fields.items()},
        )
    )
    held = asked_numbers.held(doc, series, asked_numbers.Given(place, fields))
    uow.connection.execute(update(table).where(table.c.id == row.id).values(stamp=stamp, **fields))
    uow.connection.execute(update(outbox).where(outbox.c.n == row.n).values(doc=held))
    uow.session.expire_all()
