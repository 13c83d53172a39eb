# SPDX-License-Identifier: Apache-2.0
"""What the hub did not let through: each transaction with all that was typed in it, and who could help."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select

from desktop.domain.bookkeeping import REFUSED, Finding
from desktop.domain.rights import Right, may
from desktop.domain.schema import BY_KIND
from desktop.queries.row_teller import RowTeller
from desktop.queries.told_values import Teller
from desktop.queries.who_looks import Staff
from desktop.queries.whose_record import Records
from desktop.storage.card_of import FIELD
from desktop.storage.database import Reader
from desktop.storage.tables import journal_step, refused
from desktop.values.rows.to_look_at import About, RefusedRow, Value
from desktop.values.stamp import COUNTER_BITS

Rows = Select[*tuple[Any, ...]]

_FORBIDDEN = "forbidden"
SEALED = "sealed"
"""In place of the kind of a record that nobody here can name."""


def steps(reader: Reader, staff: Staff, *, settled: bool = False) -> list[Row[Any]]:
    """The findings about refused transactions that this person has to look at, the newest first."""
    is_settled = (
        Finding.settled_at.is_not(None) if settled else Finding.settled_at.is_(None)
    ) & Finding.archived_at.is_(None)
    found: Rows = select(
        Finding.card_id, Finding.rule, Finding.found_at, Finding.holder_id, Finding.settled_at
    ).where(Finding.card_kind == REFUSED, is_settled)
    rows = reader.connection.execute(found.order_by(Finding.found_at.desc(), Finding.id))
    return [row for row in rows if staff.looks(row.holder_id)]


def row(tell: RowTeller, finding: Row[Any]) -> RefusedRow:
    """One refused transaction for the screen."""
    reader, staff = tell.reader, tell.staff
    device_id, step = finding.card_id, int(finding.rule)
    ops = reader.connection.execute(
        select(refused)
        .where(refused.c.device_id == device_id, refused.c.step == step)
        .order_by(refused.c.n)
    ).all()
    made = reader.connection.execute(
        select(journal_step.c.label, journal_step.c.fields, journal_step.c.at).where(
            journal_step.c.n == step
        )
    ).first()
    typed = [op for op in ops if op.kind]
    was_sealed = bool(ops) and not typed
    verdict = (typed or ops)[0].verdict if ops else ""
    at = made.at if made else _written_at(ops) if was_sealed else None
    author = staff.held.get(finding.holder_id, ())
    right = _missing_right(typed, author) if verdict == _FORBIDDEN else None
    about = About(SEALED, device_id) if was_sealed else _about(tell.records, typed, device_id)
    return RefusedRow(
        device_id,
        step,
        about,
        made.label if made else "",
        tuple(json.loads(made.fields).items()) if made else (),
        at,
        finding.found_at,
        verdict,
        right.value if right else "",
        texts=tuple(_texts(tell.values, typed)),
        ask=staff.with_right(right) if about.page else None,
        settled_at=finding.settled_at,
        was_sealed=was_sealed,
    )


def _written_at(ops: Sequence[Row[Any]]) -> datetime | None:
    """The step left this desk with the card; the writes keep their time."""
    times = [int(op.hlc, 16) >> COUNTER_BITS for op in ops]
    return datetime.fromtimestamp(min(times) / 1000, UTC) if min(times) else None


def _about(records: Records, ops: Sequence[Row[Any]], device_id: UUID) -> About:
    """The card of the first operation that has one; else what the first one made."""
    found = [
        records.about(op.kind, op.id, json.loads(op.doc))
        for op in ops
        if op.kind in FIELD or op.kind in BY_KIND
    ]
    with_page = [one for one in found if one.page]
    return next(iter([*with_page, *found]), About("", device_id))


def _missing_right(ops: Iterable[Row[Any]], roles: tuple[str, ...]) -> Right | None:
    for op in ops:
        facts = BY_KIND[op.kind].__sync__ if op.kind in BY_KIND else None
        if facts is None:
            continue
        wanted = [facts.capability] if facts.capability else []
        wanted += [right for field, right in facts.protected.items() if field in json.loads(op.doc)]
        for right in wanted:
            if not may(roles, right):
                return right
    return None


def _texts(teller: Teller, ops: Iterable[Row[Any]]) -> Iterable[tuple[str, str, Value]]:
    """Every value of the transaction, with its kind and field."""
    for op in ops:
        if op.kind not in BY_KIND:
            continue
        for field, raw in json.loads(op.doc).items():
            if (value := teller.value(op.kind, field, raw)) is not None:
                yield op.kind, field, value
