# SPDX-License-Identifier: Apache-2.0
"""The leads' board: the funnel's stages and its open leads with heat, attempts and next touch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from desktop.errors import UserError
from desktop.i18n import _
from desktop.queries import board as deals_board
from desktop.storage.attempts import attempts_of
from desktop.storage.database import Reader
from desktop.values.attempts import heat_now
from desktop.values.rows.board import Board, CardRow, PipelineRow, StageRow
from desktop.values.rows.leads import LeadRow
from desktop.values.states import Heat
from desktop.values.times import time_text

# The columns of a CardRow in its order, then those of a LeadRow; heat and attempts are put in afterwards.
_LEAD = """
SELECT lead.id, lead.stage_id, lead.number, lead.title,
       coalesce(company.name, contact.name, ''),
       0, 0, '', NULL, lead.stage_since, lead.heat, lead.channel,
       lead.holder_id, lead.rank, '', lead.stamp,
       touch.due_at, touch.kind, touch.goal, touch.agreed, NULL,
       lead.created_at, lead.taken_at, '', lead.asked_at IS NOT NULL,
       lead.heat_at, lead.quote_asked_at
FROM lead
LEFT JOIN contact ON contact.id = lead.contact_id
LEFT JOIN company ON company.id = lead.company_id
LEFT JOIN task AS touch ON touch.n = (
    SELECT n FROM task
    WHERE card_id = lead.id AND done_at IS NULL AND archived_at IS NULL
    ORDER BY due_at LIMIT 1)
"""
_OF_FUNNEL = "lead.stage_id IN (SELECT id FROM stage WHERE pipeline_id = ?)"
_OPEN = f"{_LEAD} WHERE {_OF_FUNNEL} AND lead.stage_kind = 'open' AND lead.archived_at IS NULL"
_CHANGED = f"{_OPEN} AND lead.id IN ({{marks}})"
_CLOSED = f"""{_LEAD}
WHERE lead.stage_id = ? AND lead.stage_kind <> 'open' AND lead.archived_at IS NULL AND lead.closed_at >= ?
ORDER BY lead.closed_at DESC LIMIT {deals_board.FINAL_CARDS}
"""
FINALS = """
SELECT stage_id, count(*), 0
FROM lead
WHERE stage_id IN (SELECT id FROM stage WHERE pipeline_id = ? AND kind <> 'open')
  AND stage_kind <> 'open' AND archived_at IS NULL AND closed_at >= ?
GROUP BY stage_id
"""
_FUNNELS = """
SELECT id, name, for_counter, stamp FROM pipeline WHERE archived_at IS NULL AND for_leads ORDER BY position
"""
_HEAT = CardRow._fields.index("heat")
_TRIES = len(CardRow._fields) + 2
_SHOWN = len(CardRow._fields) + 4


def board(reader: Reader, *, pipeline_id: UUID | None = None, month_start: datetime) -> Board:
    """The funnel with all its open leads; finals count what was closed since `month_start`.

    UserError where the shop has no funnel yet.
    """
    execute = deals_board.through(reader)
    funnels = tuple(
        PipelineRow(UUID(bytes=key), name, bool(counter), stamp)
        for key, name, counter, stamp in execute(_FUNNELS, ())
    )
    chosen = next((one for one in funnels if one.id == pipeline_id), next(iter(funnels), None))
    if chosen is None:
        raise UserError(
            _("There is no lead funnel yet. Nothing is lost. The head adds it: Stages, scripts.")
        )
    return Board(
        pipeline=chosen,
        pipelines=funnels,
        stages=deals_board.stages_of(execute, chosen.id, month_start, FINALS),
        cards=_leads(reader, execute(_OPEN, (chosen.id.bytes,))),
        holders=deals_board.holders(execute),
    )


def changed(
    reader: Reader, *, pipeline_id: UUID, deal_ids: Sequence[UUID], month_start: datetime
) -> tuple[list[CardRow], tuple[StageRow, ...]]:
    """Those of these cards that are open leads of the funnel now, and its stages with the finals' counts."""
    execute = deals_board.through(reader)
    marks = ", ".join("?" * len(deal_ids))
    keys = (pipeline_id.bytes, *(one.bytes for one in deal_ids))
    found = _leads(reader, execute(_CHANGED.format(marks=marks), keys))
    return found, deals_board.stages_of(execute, pipeline_id, month_start, FINALS)


def closed_cards(reader: Reader, *, stage_id: UUID, since: datetime) -> list[CardRow]:
    """The newest leads that ended on a final stage."""
    execute = deals_board.through(reader)
    return _leads(reader, execute(_CLOSED, (stage_id.bytes, time_text(since))))


def _leads(reader: Reader, rows: Iterable[tuple[Any, ...]]) -> list[CardRow]:
    found = list(rows)
    tried = attempts_of(reader.connection, [UUID(bytes=row[0]) for row in found])
    leads: list[CardRow] = []
    for row in found:
        attempts = tried.get(UUID(bytes=row[0]), ())
        heat_at, quote_asked_at = row[_SHOWN:]
        heat = heat_now(
            attempts,
            now=reader.now,
            quote_asked_at=_moment(quote_asked_at),
            heat=row[_HEAT],
            heat_at=_moment(heat_at),
        )
        fields = list(row[:_SHOWN])
        fields[_HEAT] = "" if heat is Heat.COLD else heat.value
        fields[_TRIES] = "".join(one.reach[0] for one in attempts)
        leads.append(LeadRow.made(fields))
    return leads


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
