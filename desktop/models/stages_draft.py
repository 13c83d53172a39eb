# SPDX-License-Identifier: Apache-2.0
"""What the head has changed of stages and scripts and not published yet: kept as a draft, laid over what is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from desktop.values.rows.scripts import ScriptsRow
from desktop.values.rows.settings import PipelineSettingRow, StageSettingRow
from desktop.values.scripts import Script, ScriptStep, read_steps

KIND = "stages"
"""The kind of the draft on this desk."""


@dataclass(slots=True)
class StagesDraft:
    """Changed facts by stage, orders by pipeline, steps by channel with the version that the editor began with."""

    facts: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    orders: dict[UUID, tuple[UUID, ...]] = field(default_factory=dict)
    scripts: dict[str, tuple[ScriptStep, ...]] = field(default_factory=dict)
    based_on: dict[str, UUID | None] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many things are changed: each fact, each order, each script."""
        return sum(map(len, self.facts.values())) + len(self.orders) + len(self.scripts)

    # Changing

    def set_facts(self, row: StageSettingRow, fields: Mapping[str, Any]) -> None:
        """Change facts of a stage; one that is as it is stored is no change any more. `row` is the stored one."""
        changed = {**self.facts.get(row.id, {}), **fields}
        kept = {name: value for name, value in changed.items() if value != _stored(row, name)}
        if kept:
            self.facts[row.id] = kept
        else:
            self.facts.pop(row.id, None)

    def set_order(self, pipeline: PipelineSettingRow, stage_ids: Sequence[UUID]) -> None:
        """Let the stages stand in this order."""
        if tuple(stage_ids) == tuple(one.id for one in pipeline.stages):
            self.orders.pop(pipeline.id, None)
        else:
            self.orders[pipeline.id] = tuple(stage_ids)

    def set_script(self, stored: Script, steps: Sequence[ScriptStep]) -> None:
        """Let a channel's script have these steps."""
        channel = stored.channel
        if tuple(steps) == stored.steps:
            self.scripts.pop(channel, None)
            self.based_on.pop(channel, None)
        else:
            self.based_on.setdefault(channel, stored.id)
            self.scripts[channel] = tuple(steps)

    # Showing

    def over(self, pipeline: PipelineSettingRow) -> PipelineSettingRow:
        """A pipeline as it would be published; stages that came or went meanwhile keep their own place."""
        stages = {one.id: self._over_stage(one) for one in pipeline.stages}
        order = [one for one in self.orders.get(pipeline.id, ()) if one in stages]
        if set(order) != set(stages):
            order = list(stages)
        return replace(pipeline, stages=tuple(stages[one] for one in order))

    def _over_stage(self, row: StageSettingRow) -> StageSettingRow:
        changed = dict(self.facts.get(row.id, {}))
        if "demands" in changed:
            changed["demands"] = tuple(changed["demands"])
        return replace(row, **changed)

    def script(self, stored: Script) -> Script:
        """A channel's script as it would be published."""
        steps = self.scripts.get(stored.channel)
        return stored if steps is None else replace(stored, steps=steps)

    def settle(self, pipelines: Sequence[PipelineSettingRow], scripts: ScriptsRow) -> None:
        """Let go of what is stored as it was wished, and of stages that are no longer there."""
        rows = {one.id: one for pipeline in pipelines for one in pipeline.stages}
        for stage_id in [*self.facts]:
            if stage_id in rows:
                self.set_facts(rows[stage_id], {})
            else:
                del self.facts[stage_id]
        known = {one.id: one for one in pipelines}
        for pipeline_id, order in [*self.orders.items()]:
            if pipeline_id in known and set(order) == {one.id for one in known[pipeline_id].stages}:
                self.set_order(known[pipeline_id], order)
            else:
                del self.orders[pipeline_id]
        for channel, steps in [*self.scripts.items()]:
            self.set_script(scripts.holding[channel], steps)

    # Kept through a restart

    def to_document(self) -> dict[str, Any]:
        """In plain JSON types."""
        return {
            "facts": {str(key): _plain(fields) for key, fields in self.facts.items()},
            "orders": {str(key): [str(one) for one in ids] for key, ids in self.orders.items()},
            "scripts": {
                key: [step.stored() for step in steps] for key, steps in self.scripts.items()
            },
            "based_on": {key: str(id_) if id_ else "" for key, id_ in self.based_on.items()},
        }

    @classmethod
    def from_document(cls, body: Mapping[str, Any]) -> StagesDraft:
        """A draft kept before; ValueError, KeyError or TypeError where it can no longer be read."""
        return cls(
            {UUID(key): dict(fields) for key, fields in body["facts"].items()},
            {UUID(key): tuple(map(UUID, ids)) for key, ids in body["orders"].items()},
            {key: read_steps(steps) for key, steps in body["scripts"].items()},
            {key: UUID(id_) if id_ else None for key, id_ in body["based_on"].items()},
        )


def _stored(row: StageSettingRow, name: str) -> Any:
    value = getattr(row, name)
    return list(value) if isinstance(value, tuple) else value


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: list(v) if isinstance(v, tuple) else v for name, v in fields.items()}
