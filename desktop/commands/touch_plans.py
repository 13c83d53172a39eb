# SPDX-License-Identifier: Apache-2.0
"""Touch plans, made the shop's own by the head of sales, or given back to what is shipped."""

from __future__ import annotations

from uuid import UUID

from desktop.domain.rights import Right
from desktop.domain.touch import TouchPlan, touch_plan_id
from desktop.errors import UserError
from desktop.i18n import N_
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.changes import Seen
from desktop.values.touch_plans import Plan


@command(N_("Changed a touch plan"), Right.EDIT_STAGES)
def set_plan(
    uow: UnitOfWork, *, pipeline_id: UUID | None, segment: str, plan: Plan, seen: Seen = None
) -> UUID:
    """The plan of a pipeline (None: of all) and a kind of client ("": every one). UserError where it cannot be read."""
    if problem := plan.problem():
        raise UserError(problem, field="plan")
    place = touch_plan_id(pipeline_id, segment)
    own = uow.find(TouchPlan, place) or uow.add(
        TouchPlan(id=place, pipeline_id=pipeline_id, segment=segment)
    )
    own.steps = [step.stored() for step in plan.steps]
    own.retries, own.say = list(plan.retries), list(plan.say)
    own.archived_at = None
    return own.id


@command(N_("Gave a touch plan back to what is shipped"), Right.EDIT_STAGES)
def drop_plan(uow: UnitOfWork, *, plan_id: UUID, seen: Seen = None) -> None:
    """The plan no longer holds; what stands above it does again."""
    uow.get(TouchPlan, plan_id).archived_at = uow.now
