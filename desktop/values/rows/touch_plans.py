# SPDX-License-Identifier: Apache-2.0
"""Touch plans as they are edited: for each pipeline and kind of client, the shop's own or what is shipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from desktop.values.touch_plans import Plan, places


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan of the shop's own."""

    plan: Plan
    id: UUID
    stamp: str


@dataclass(frozen=True, slots=True)
class PlansRow:
    """The pipelines with their names, the shop's own plans by pipeline and kind of client, and the shipped ones."""

    pipelines: tuple[tuple[UUID, str], ...] = ()
    own: Mapping[tuple[UUID | None, str], PlanRow] = field(default_factory=dict)
    shipped: Mapping[str, Plan] = field(default_factory=dict)

    def holding(self, pipeline_id: UUID | None, segment: str) -> Plan:
        """The plan that holds in that place."""
        own = (self.own[place].plan for place in places(pipeline_id, segment) if place in self.own)
        return next(own, self.shipped[segment])
