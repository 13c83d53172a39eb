# SPDX-License-Identifier: Apache-2.0
"""Which touch plan holds for a card, and the plans as the head of sales edits them."""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, or_, select

from desktop.domain.column_types import Uuid16
from desktop.domain.pipeline import Pipeline
from desktop.domain.touch import TouchPlan
from desktop.storage import shipped
from desktop.storage.database import Reader
from desktop.storage.preferences import LANGUAGE, preference
from desktop.values.rows.touch_plans import PlanRow, PlansRow
from desktop.values.touch_plans import ClientSegment, Plan, PlanStep, places

Rows = Select[*tuple[Any, ...]]

_EVERYBODY = "everybody"


def plan_for(connection: Connection, pipeline_id: UUID | None, segment: str) -> Plan:
    """The plan that holds for a pipeline and a kind of client; where the shop has none, the shipped one."""
    rows = connection.execute(_plans(), {"pipeline": pipeline_id, "segment": segment})
    own = {(row.pipeline_id, row.segment): row for row in rows}
    best = next((own[place] for place in places(pipeline_id, segment) if place in own), None)
    if best is None:
        return shipped_plan(preference(connection, LANGUAGE).get("code", ""), segment)
    return _read(best.steps, best.retries, best.say)


def plans(reader: Reader) -> PlansRow:
    """Every plan: what the shop made its own, and what is shipped for the rest."""
    connection = reader.connection
    own = {
        (row.pipeline_id, row.segment): PlanRow(
            _read(row.steps, row.retries, row.say), row.id, row.stamp
        )
        for row in connection.execute(
            select(TouchPlan.__table__).where(TouchPlan.archived_at.is_(None))
        )
    }
    pipelines = select(Pipeline.id, Pipeline.name).where(Pipeline.archived_at.is_(None))
    language = preference(connection, LANGUAGE).get("code", "")
    return PlansRow(
        tuple(
            (row.id, row.name) for row in connection.execute(pipelines.order_by(Pipeline.position))
        ),
        own,
        {segment.value: shipped_plan(language, segment.value) for segment in ClientSegment},
    )


@cache
def shipped_plan(language: str, segment: str) -> Plan:
    """The plan that comes with the program."""
    known = shipped.touch_plans(language)
    body = known.get(segment or _EVERYBODY, known[_EVERYBODY])
    return _read(body["steps"], body["retries"], body["say"])


def _read(steps: list[dict[str, Any]], retries: list[str], say: list[str]) -> Plan:
    return Plan(tuple(PlanStep.read(step) for step in steps), tuple(retries), tuple(say))


@cache
def _plans() -> Rows:
    plan = TouchPlan.__table__.c
    return select(plan.pipeline_id, plan.segment, plan.steps, plan.retries, plan.say).where(
        plan.archived_at.is_(None),
        or_(plan.pipeline_id.is_(None), plan.pipeline_id == bindparam("pipeline", type_=Uuid16)),
        plan.segment.in_(["", bindparam("segment")]),
    )
