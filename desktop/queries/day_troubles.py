# SPDX-License-Identifier: Apache-2.0
"""The cards that something is wrong with: by which conditions, and how many there are."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    bindparam,
    func,
    literal_column,
    select,
    type_coerce,
    union,
)
from sqlalchemy.orm import aliased

from desktop.domain.column_types import UtcTime
from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.phone_call import PhoneCall
from desktop.domain.pipeline import Stage
from desktop.domain.touch import Activity, Task
from desktop.domain.user import User
from desktop.queries import touched_cards as cards
from desktop.queries.day_figures import is_put_off
from desktop.storage.database import Reader
from desktop.storage.in_force import stands
from desktop.values.states import WhenPassed

Rows = Select[*tuple[Any, ...]]

CALLS_LOOKED_AT: Final = timedelta(days=14)
AT: Final = bindparam("at", type_=UtcTime)
LIMIT: Final = Stage.limit_hours * 60 + Stage.limit_minutes
CARDS: Final[tuple[type[Deal | Lead], ...]] = (Deal, Lead)
_SINCE = bindparam("since", type_=UtcTime)


def count(reader: Reader) -> int:
    """How many cards today's list has, and those beyond it."""
    given = {"at": reader.now, "since": reader.now - CALLS_LOOKED_AT}
    return reader.connection.scalar(_count(), given) or 0


def count_up_to(reader: Reader, most: int) -> int:
    """The same, but no further than to `most`: a shop with many leads may have tens of thousands of late touches.

    Asked after each change: the cards themselves would bring megabytes of the file into memory.
    """
    given = {"at": reader.now, "since": reader.now - CALLS_LOOKED_AT, "most": most}
    return min(most, reader.connection.scalar(_count_up_to(), given) or 0)


def is_late(*, is_now: bool) -> tuple[Any, ...]:
    """An open touch whose time had passed at that moment; before now one that was planned by then."""
    late = Task.is_open, Task.due_at < AT
    return late if is_now else (*late, Task.created_at < AT)


@cache
def _count() -> Select[int]:
    return select(func.count()).select_from(union(*_listed()).subquery())


@cache
def _count_up_to() -> Select[int]:
    """Each kind is read only until it has so many cards by itself; a union of them all would first gather every one."""
    most = bindparam("most", type_=Integer)
    kinds = [one.distinct().limit(most).subquery() for one in _listed()]
    found = union(*(select(kind.c.card_id) for kind in kinds)).subquery()
    return select(func.count()).select_from(found)


def _listed() -> tuple[Rows, ...]:
    """The cards of today's list by what is wrong, from indexes alone; of calls and third postponements few."""
    card_id = _plus(Task.card_id).label("card_id")
    late = select(card_id).where(*is_late(is_now=True), cards.is_there_by_index())
    of_people = Task.holder_id.in_(select(User.id).where(User.archived_at.is_(None)))
    calls = select(PhoneCall.card_id).where(*is_uncommented())
    return (
        late.where(of_people),
        late.where(Task.holder_id.is_(None)),
        select(card_id).where(is_put_off(), cards.is_there_by_index()),
        calls.where(cards.is_there_by_index(PhoneCall.card_id)),
        *(
            select(_plus(card.id).label("card_id"))
            .select_from(with_stage(card))
            .where(*is_standing(card))
            for card in CARDS
        ),
    )


def _plus(column: Any) -> ColumnElement[Any]:
    """A column that SQLite looks up nothing by, and in whose order it goes through no rows, as if that were cheap."""
    return literal_column(f"+{column.class_.entity()}.{column.key}", column.type)


def with_stage(card: type[Deal | Lead]) -> Any:
    """The stages with the cards that stand on them; stages come first, where SQLite would go through all cards."""
    stage, cards_ = Stage.__table__, card.__table__
    return stage.join(cards_, cards_.c.stage_id == _plus(Stage.id))


def is_standing(card: type[Deal | Lead]) -> tuple[ColumnElement[bool], ...]:
    """On a stage that tells the head, longer than its limit; found in an index by stage and since when."""
    before = func.strftime("%Y-%m-%dT%H:%M:%fZ", AT, func.printf("-%d minutes", LIMIT))
    return (
        Stage.when_passed == WhenPassed.HEAD.value,
        Stage.archived_at.is_(None),
        literal_column("0") < LIMIT,
        # As the partial index has it.
        card.stage_kind == literal_column("'open'"),
        card.archived_at.is_(None),
        type_coerce(card.stage_since, String) < before,
    )


def is_uncommented() -> tuple[ColumnElement[bool], ...]:
    """A talk that the telephone system recorded, with a card, for which nobody said what came of it."""
    said = aliased(Activity)
    is_said = select(said.id).where(said.id == PhoneCall.activity_id, stands(said.id)).exists()
    return (
        PhoneCall.at >= _SINCE,
        PhoneCall.at <= AT,
        # As the partial index has it.
        PhoneCall.talk_s > literal_column("0"),
        PhoneCall.card_id.is_not(None),
        PhoneCall.archived_at.is_(None),
        ~is_said,
    )
