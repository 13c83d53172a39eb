# SPDX-License-Identifier: Apache-2.0
"""Stages that come or change with a draft and that cards go to: ready before the rest, so that cards can go in parts.

Until the rest is published they stand beside those that are taken away, whose names and purposes they may be going to
have: they get them at the end, with everything else.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from desktop.commands import stages
from desktop.domain.pipeline import Stage
from desktop.storage.unit_of_work import UnitOfWork
from desktop.values.edits import Facts, merged_order
from desktop.values.free_names import free_name
from desktop.values.search import label_key
from desktop.values.stages_draft import StagesDraft


def can_take_cards(draft: StagesDraft, stage_id: UUID) -> bool:
    """Whether cards can go to a stage before the draft is published: not where its pipeline comes with the draft."""
    added = draft.stages.added.get(stage_id)
    is_of_new = added is not None and UUID(added["pipeline_id"]) in draft.pipelines.added
    return not is_of_new and stage_id not in draft.stages.gone


def make_ready(uow: UnitOfWork, draft: StagesDraft, stage_ids: Iterable[UUID]) -> None:
    """Let these stages be there and ask of cards what they will; what is so already stays."""
    for stage_id in stage_ids:
        if (added := draft.stages.added.get(stage_id)) is not None:
            _make_ready(uow, draft, stage_id, added)
        elif stage_id in draft.stages.changed and stage_id not in draft.stages.lost:
            stage = uow.get(Stage, stage_id)
            beside = stages.stages_in_use(uow, stage.pipeline_id)
            stages.write_facts(stage, _asked(draft.stages.changed[stage_id], stage_id, beside))


def _make_ready(uow: UnitOfWork, draft: StagesDraft, stage_id: UUID, facts: Facts) -> None:
    pipeline_id = UUID(facts["pipeline_id"])
    beside = stages.stages_in_use(uow, pipeline_id)
    asked = _asked(facts, stage_id, beside)
    known = next((one for one in beside if one.id == stage_id), None)
    if known is not None:
        stages.write_facts(known, asked)
        return
    name = free_name(facts["name"], {label_key(one.name) for one in beside})
    stages.put_stage(uow, pipeline_id, stage_id, {**facts, "purpose": "", **asked, "name": name})
    uow.flush()
    there = [one.id for one in beside]
    wished = merged_order(draft.orders.get(str(pipeline_id), ()), [*there, stage_id])
    stages.order_stages(uow, pipeline_id=pipeline_id, stage_ids=merged_order(there, wished))


def _asked(facts: Facts, stage_id: UUID, beside: Iterable[Stage]) -> Facts:
    """What is asked of who comes in, and what that means, unless another stage has the purpose as yet."""
    held = {one.purpose for one in beside if one.id != stage_id}
    asked = {name: facts[name] for name in ("demands", "purpose") if name in facts}
    return {name: value for name, value in asked.items() if name == "demands" or value not in held}
