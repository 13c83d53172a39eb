# SPDX-License-Identifier: Apache-2.0
"""What a merge could not settle alone: changed in two places, refused, possibly paid twice, left broken."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, case, func, or_, select

from desktop.domain.bookkeeping import HANDOVER_STAYED, REFUSED, Conflict, Finding
from desktop.domain.card import CARD_KINDS
from desktop.domain.deal import Deal, DealLine
from desktop.domain.lead import Lead
from desktop.domain.schema import BY_KIND
from desktop.domain.touch import Task
from desktop.queries import conflict_rows, double_payments, refused_steps
from desktop.queries.row_teller import RowTeller
from desktop.queries.who_looks import Staff, staff
from desktop.storage.database import Reader
from desktop.values.rows.to_look_at import FindingRow, ToLookAt

Rows = Select[*tuple[Any, ...]]

_KNOWN = tuple(sorted(BY_KIND.keys() - {"payment"}))
"""A newer program's kinds are settled there. What stands on a payment says that it is no second one."""

MOST = 50
"""Rows of a group that are shown at once; those that are settled make room for the next."""
SETTLED_FOR = timedelta(days=90)
_WEEK = timedelta(days=7)


def to_look_at(reader: Reader) -> ToLookAt:
    """Everything that waits for the person at the desk."""
    people = staff(reader)
    conflicts = _open_conflicts(reader, people)
    refused = refused_steps.steps(reader, people)
    pairs = double_payments.pairs(reader)
    findings = _findings(reader, people)
    tell = RowTeller(reader, people)
    return ToLookAt(
        tuple(conflict_rows.row(tell, one) for one in conflicts[:MOST]),
        tuple(refused_steps.row(tell, one) for one in refused[:MOST]),
        tuple(double_payments.row(tell, pair) for pair in pairs[:MOST]),
        tuple(
            FindingRow(
                one.id, tell.records.about(one.card_kind, one.card_id), one.rule, one.found_at
            )
            for one in findings[:MOST]
        ),
        _settled_themselves(reader),
        (len(conflicts), len(refused), len(pairs), len(findings)),
    )


def count(reader: Reader) -> int:
    """How many wait for the person at the desk: what the rail says, and the page's groups sum up to."""
    return sum(counts(reader))


def counts(reader: Reader) -> tuple[int, int, int, int]:
    """The same by group: changed in two places, refused, possibly paid twice, left broken."""
    people = staff(reader)
    conflicts, refused = _from_hub(reader, people)
    pairs, findings = double_payments.pairs(reader), _findings(reader, people)
    return conflicts, refused, len(pairs), len(findings)


def from_hub(reader: Reader) -> tuple[int, int]:
    """The first two: asked after every change, so no payments are compared."""
    return _from_hub(reader, staff(reader))


def _from_hub(reader: Reader, people: Staff) -> tuple[int, int]:
    conflicts = reader.connection.execute(_open_ones())
    refused = refused_steps.steps(reader, people)
    return sum(_is_for(people, one) for one in conflicts), len(refused)


def cards_in_conflict(reader: Reader) -> frozenset[bytes]:
    """The keys of the cards that were changed in two places, themselves or in what hangs on them."""
    of_line = select(DealLine.deal_id).where(DealLine.id == Conflict.on_id).scalar_subquery()
    of_task = select(Task.card_id).where(Task.id == Conflict.on_id).scalar_subquery()
    card = case(
        (Conflict.on_kind.in_(CARD_KINDS), Conflict.on_id),
        (Conflict.on_kind == DealLine.entity(), of_line),
        (Conflict.on_kind == Task.entity(), of_task),
    )
    found = select(card).where(Conflict.settled_at.is_(None), Conflict.archived_at.is_(None))
    return frozenset(one.bytes for one in reader.connection.scalars(found) if one is not None)


def settled(reader: Reader) -> ToLookAt:
    """What was settled of late, by whom; what was overwritten may still be put back."""
    people = staff(reader)
    since = reader.now - SETTLED_FOR
    found = _conflicts().where(Conflict.settled_at >= since).order_by(Conflict.settled_at.desc())
    rows = [one for one in reader.connection.execute(found) if _is_for(people, one)]
    refused = refused_steps.steps(reader, people, settled=True)
    tell = RowTeller(reader, people)
    return ToLookAt(
        tuple(conflict_rows.row(tell, one) for one in rows[:MOST]),
        tuple(refused_steps.row(tell, one) for one in refused[:MOST]),
        counts=(len(rows), len(refused), 0, 0),
    )


# Which


def _conflicts() -> Rows:
    return select(
        Conflict.id,
        Conflict.on_kind,
        Conflict.on_id,
        Conflict.fields,
        Conflict.found_at,
        Conflict.loser_id,
        Conflict.winner_id,
        Conflict.settled_at,
        Conflict.settled_by,
    ).where(Conflict.archived_at.is_(None), Conflict.on_kind.in_(_KNOWN))


def _open_conflicts(reader: Reader, people: Staff) -> list[Row[Any]]:
    """What was changed in two places and waits, record by record, the newest first."""
    found = _conflicts().where(Conflict.settled_at.is_(None)).order_by(Conflict.found_at.desc())
    rows = [one for one in reader.connection.execute(found) if _is_for(people, one)]
    first: dict[UUID, int] = {}
    for n, one in enumerate(rows):
        first.setdefault(one.on_id, n)
    return sorted(rows, key=lambda one: (first[one.on_id], conflict_rows.unit_of(one)))


@cache
def _open_ones() -> Rows:
    """As much of what waits as says whose it is."""
    return select(Conflict.on_kind, Conflict.loser_id, Conflict.winner_id).where(
        Conflict.settled_at.is_(None), Conflict.archived_at.is_(None), Conflict.on_kind.in_(_KNOWN)
    )


def _is_for(people: Staff, row: Row[Any]) -> bool:
    return people.looks(row.loser_id, row.winner_id) or people.looks_at_kind(row.on_kind)


def _findings(reader: Reader, people: Staff) -> list[Row[Any]]:
    found = reader.connection.execute(_broken_ones())
    return [one for one in found if one.is_there and _finding_is_for(people, one)]


def _finding_is_for(people: Staff, row: Row[Any]) -> bool:
    # Noted at the desk of who carried the handover out, where the card's owner may never sit.
    is_left_by_handover = row.rule == HANDOVER_STAYED
    return people.looks(row.holder_id) or (is_left_by_handover and people.looks(None))


@cache
def _broken_ones() -> Rows:
    """The open findings, each beside its card, if that is there.

    An outer join, because SQLite walks through all cards for an inner one: it knows the open findings by their card.
    """
    return (
        select(
            Finding.id, Finding.card_kind, Finding.card_id, Finding.rule, Finding.found_at,
            or_(Deal.id.is_not(None), Lead.id.is_not(None)).label("is_there"),
            func.coalesce(Deal.holder_id, Lead.holder_id).label("holder_id"),
        )
        .join(Deal, Deal.id == Finding.card_id, isouter=True)
        .join(Lead, Lead.id == Finding.card_id, isouter=True)
        .where(
            Finding.card_kind != REFUSED,
            Finding.settled_at.is_(None),
            Finding.archived_at.is_(None),
            Deal.archived_at.is_(None),
            Lead.archived_at.is_(None),
        )
        .order_by(Finding.found_at.desc(), Finding.id)
    )  # fmt: skip


def _settled_themselves(reader: Reader) -> int:
    """How often this person wrote both values of late: nobody is asked about that."""
    mine = select(func.count()).where(
        Conflict.loser_id == reader.user_id,
        Conflict.winner_id == reader.user_id,
        Conflict.settled_by.is_(None),
        Conflict.settled_at >= reader.now - _WEEK,
    )
    return reader.connection.scalar(mine) or 0
