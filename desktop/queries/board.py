# SPDX-License-Identifier: Apache-2.0
"""The board: a pipeline's stages, its open cards with their next touch, and the finals of this month.

These are the only queries that run before SQLAlchemy is there, so they are plain SQL and take whatever can
execute it: the boot's own sqlite3 connection for the first paint, the reader's connection ever after.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from desktop.errors import UserError
from desktop.i18n import _
from desktop.storage import sight
from desktop.values.rows.board import (
    Board,
    BoardWish,
    CardRow,
    HolderRow,
    PipelineRow,
    StageRow,
)
from desktop.values.times import month_start as start_of_month
from desktop.values.times import time_text

if TYPE_CHECKING:
    from desktop.storage.database import Reader

Execute = Callable[[str, tuple[Any, ...]], Iterable[tuple[Any, ...]]]
"""Runs one select and gives its rows."""

FEW = 40
"""More cards of a stage than any screen shows at once."""

FINAL_CARDS = 50
"""How many closed cards a final column shows when it is opened."""

_SHARED = tuple(
    map(
        CardRow._fields.index,
        (
            "stage_key title currency due heat channel holder_key blocked stamp touch_due touch_kind touch_goal "
            "controller_key"
        ).split(),
    )
)

_AT_ONCE = 500
"""So many rows are read before what they share is shared: of all of them it would take as much again as the cards."""

_CARD = """
SELECT deal.id, deal.stage_id, deal.number, deal.title,
       coalesce(company.name, contact.name, ''),
       deal.amount, deal.paid, deal.currency, deal.due_at, deal.stage_since, deal.heat, deal.channel,
       deal.holder_id, deal.rank, deal.block_reason, deal.stamp,
       touch.due_at, touch.kind, touch.goal, touch.agreed, coalesce(deal.controller_id, head.id)
FROM deal
LEFT JOIN (
    SELECT id FROM user WHERE is_active AND archived_at IS NULL AND roles LIKE '%"head"%'
    ORDER BY position, name LIMIT 1) AS head
LEFT JOIN contact ON contact.id = deal.contact_id
LEFT JOIN company ON company.id = deal.company_id
LEFT JOIN task AS touch ON touch.n = (
    SELECT n FROM task
    WHERE card_id = deal.id AND done_at IS NULL AND archived_at IS NULL
    ORDER BY due_at LIMIT 1)
"""

OPEN_CARDS = f"""{_CARD}
WHERE deal.stage_id IN (SELECT id FROM stage WHERE pipeline_id = ?)
  AND deal.stage_kind = 'open' AND deal.archived_at IS NULL
"""

FIRST_CARDS = f"""{_CARD}
WHERE deal.n IN (
    SELECT n FROM (
        SELECT n, id, (
            SELECT due_at FROM task
            WHERE card_id = deal.id AND done_at IS NULL AND archived_at IS NULL
            ORDER BY due_at LIMIT 1) AS touch_due
        FROM deal WHERE stage_id = ? AND stage_kind = 'open' AND archived_at IS NULL)
    ORDER BY touch_due, id LIMIT ?)
"""
"""The cards of a stage that stand first in the order of their next touch: only of these is all read."""

TOTALS = """
SELECT stage_id, count(*), sum(amount) FROM deal
WHERE stage_id IN (SELECT id FROM stage WHERE pipeline_id = ?)
  AND stage_kind = 'open' AND archived_at IS NULL
GROUP BY stage_id
"""

CHANGED_CARDS = f"""{_CARD}
WHERE deal.id IN ({{marks}}) AND deal.stage_kind = 'open' AND deal.archived_at IS NULL
  AND deal.stage_id IN (SELECT id FROM stage WHERE pipeline_id = ?)
"""

CLOSED_CARDS = f"""{_CARD}
WHERE deal.stage_id = ? AND deal.stage_kind <> 'open' AND deal.archived_at IS NULL AND deal.closed_at >= ?
ORDER BY deal.closed_at DESC LIMIT {FINAL_CARDS}
"""

STAGES = """
SELECT id, name, short_name, kind, purpose, colour, hint, limit_hours * 60 + limit_minutes, demands, stamp
FROM stage WHERE pipeline_id = ? AND archived_at IS NULL ORDER BY position
"""

FINALS = """
SELECT stage_id, count(*), sum(amount)
FROM deal
WHERE stage_id IN (SELECT id FROM stage WHERE pipeline_id = ? AND kind <> 'open')
  AND stage_kind <> 'open' AND archived_at IS NULL AND closed_at >= ?
GROUP BY stage_id
"""

PIPELINES = """
SELECT id, name, for_counter, stamp FROM pipeline
WHERE archived_at IS NULL AND NOT for_leads ORDER BY position
"""

HOLDERS = "SELECT id, name, is_active FROM user WHERE archived_at IS NULL ORDER BY position, name"

_MAPPED = "PRAGMA mmap_size=268435456"
"""Cards lie scattered over the file: reading its pages in place takes half the time of copying each of them."""

CURRENCY = "SELECT currency FROM firm WHERE archived_at IS NULL ORDER BY position LIMIT 1"


def board(reader: Reader, *, pipeline_id: UUID | None = None, month_start: datetime) -> Board:
    """One pipeline's board, by default the first one's; finals count what was closed since `month_start`.

    UserError where the shop has no pipeline.
    """
    return read_board(through(reader), BoardWish(pipeline_id), month_start)


def changed(
    reader: Reader, *, pipeline_id: UUID, deal_ids: Sequence[UUID], month_start: datetime
) -> tuple[list[CardRow], tuple[StageRow, ...]]:
    """Those of these deals that are open cards of the pipeline now, and its stages with the finals' counts."""
    marks = ", ".join("?" * len(deal_ids))
    execute = through(reader)
    keys = (*(deal_id.bytes for deal_id in deal_ids), pipeline_id.bytes)
    found = execute(CHANGED_CARDS.format(marks=marks), keys)
    return list(map(CardRow._make, found)), stages_of(execute, pipeline_id, month_start)


def closed_cards(reader: Reader, *, stage_id: UUID, since: datetime) -> list[CardRow]:
    """The newest cards that ended on a final stage."""
    found = through(reader)(CLOSED_CARDS, (stage_id.bytes, time_text(since)))
    return [CardRow._make(row) for row in found]


def first_board(
    path: Path,
    wish: BoardWish,
    now: datetime,
    who: tuple[UUID | None, Sequence[str]] = (None, ()),
) -> Board | None:
    """The board for the first paint as `who` sees it, read before SQLAlchemy is there; None where it cannot."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return None
    try:
        connection.execute(_MAPPED)
        people = sight.people_seen_by(connection, *who)
        if people is not None:
            sight.look_as(connection, people)
        return read_board(connection.execute, wish, start_of_month(now))
    except (sqlite3.Error, UserError):
        return None
    finally:
        connection.close()


def read_board(execute: Execute, wish: BoardWish, month_start: datetime) -> Board:
    """The board by any means that runs SQL."""
    pipelines = tuple(
        PipelineRow(UUID(bytes=key), name, bool(counter), stamp)
        for key, name, counter, stamp in execute(PIPELINES, ())
    )
    chosen = next((p for p in pipelines if p.id == wish.pipeline_id), None) or next(
        iter(pipelines), None
    )
    if chosen is None:
        raise UserError(_("There is no pipeline yet. Nothing is lost. Add one: Stages, scripts."))
    stages = stages_of(execute, chosen.id, month_start)
    cards, more = _first_cards(execute, chosen.id, stages, wish) or (
        _cards(execute(OPEN_CARDS, (chosen.id.bytes,))),
        {},
    )
    return Board(
        pipeline=chosen,
        pipelines=pipelines,
        stages=stages,
        cards=cards,
        holders=holders(execute),
        currency=next((row[0] for row in execute(CURRENCY, ())), ""),
        more=more,
    )


def holders(execute: Execute) -> tuple[HolderRow, ...]:
    """Everybody who was not removed, in their order."""
    rows = execute(HOLDERS, ())
    return tuple(HolderRow(UUID(bytes=key), name, bool(active)) for key, name, active in rows)


def _cards(rows: Iterable[tuple[Any, ...]]) -> list[CardRow]:
    """The rows as cards which share what many have in common: SQLite makes a new text for each row."""
    known: dict[Any, Any] = {}
    cards: list[CardRow] = []
    left = iter(rows)
    while some := [*islice(left, _AT_ONCE)]:
        columns: list[Iterable[Any]] = [*zip(*some, strict=True)]
        for place in _SHARED:
            columns[place] = map(known.setdefault, columns[place], columns[place])
        cards += map(partial(tuple.__new__, CardRow), zip(*columns, strict=True))
    return cards


def _first_cards(
    execute: Execute, pipeline_id: UUID, stages: Iterable[StageRow], wish: BoardWish
) -> tuple[list[CardRow], dict[bytes, tuple[int, int]]] | None:
    """The first cards of each stage and what follows them; None where all are wanted or there are no more."""
    if not wish.few:
        return None
    totals = {key: (count, amount) for key, count, amount in execute(TOTALS, (pipeline_id.bytes,))}
    if all(count <= FEW for count, _amount in totals.values()):
        return None
    cards: list[CardRow] = []
    for stage in stages:
        key = stage.id.bytes
        if key in totals:
            found = [CardRow._make(row) for row in execute(FIRST_CARDS, (key, FEW))]
            count, amount = totals[key]
            totals[key] = (count - len(found), amount - sum(card.amount for card in found))
            cards += found
    if wish.current and all(card.key != wish.current for card in cards):
        return None
    return cards, {key: more for key, more in totals.items() if more[0]}


def stages_of(
    execute: Execute, pipeline_id: UUID, month_start: datetime, counts: str = FINALS
) -> tuple[StageRow, ...]:
    """A pipeline's stages; `counts` says how many cards have ended on the finals, and for how much."""
    pipeline = pipeline_id.bytes
    finals = {row[0]: row[1:] for row in execute(counts, (pipeline, time_text(month_start)))}
    stages = []
    for key, name, short, kind, purpose, colour, hint, limit, demands, stamp in execute(
        STAGES, (pipeline,)
    ):
        facts = (name, short, kind, purpose, colour, hint, limit, tuple(json.loads(demands)), stamp)
        stages.append(StageRow(UUID(bytes=key), *facts, *finals.get(key, (0, 0))))
    return tuple(stages)


def through(reader: Reader) -> Execute:
    """Runs plain SQL on the reader's connection."""

    def execute(sql: str, parameters: tuple[Any, ...]) -> Iterable[tuple[Any, ...]]:
        cursor = reader.connection.exec_driver_sql(sql, parameters).cursor
        assert cursor is not None
        return chain.from_iterable(iter(partial(cursor.fetchmany, _AT_ONCE), []))

    return execute
