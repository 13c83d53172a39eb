# SPDX-License-Identifier: Apache-2.0
"""What the head has changed of stages and scripts, published to all desks in one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from desktop.commands.scripts import publish_script
from desktop.commands.stages import change_stage_facts, order_stages
from desktop.domain.rights import Right
from desktop.errors import UserError
from desktop.i18n import N_
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.changes import Seen
from desktop.values.scripts import ScriptStep


@command(N_("Published stages and scripts, changes: {count}"), Right.EDIT_STAGES)
def publish(
    uow: UnitOfWork,
    *,
    facts: Mapping[UUID, Mapping[str, Any]],
    orders: Mapping[UUID, Sequence[UUID]],
    scripts: Mapping[str, Sequence[ScriptStep]],
    based_on: Mapping[str, UUID | None],
    seen: Seen = None,
) -> int:
    """Store every change at once, or none; returns how many there were.

    What is refused names its place: `stage:<id>:<field>` or `script:<channel>:<step>`.
    """
    for stage_id, fields in facts.items():
        try:
            change_stage_facts(uow, stage_id=stage_id, fields=dict(fields))
        except UserError as error:
            raise UserError(error.sentence, field=f"stage:{stage_id}:{error.field}") from error
    for pipeline_id, stage_ids in orders.items():
        order_stages(uow, pipeline_id=pipeline_id, stage_ids=stage_ids)
    for channel, steps in scripts.items():
        try:
            publish_script(uow, channel=channel, steps=steps, based_on=based_on.get(channel))
        except UserError as error:
            raise UserError(error.sentence, field=f"script:{channel}:{error.field}") from error
    count = sum(map(len, facts.values())) + len(orders) + len(scripts)
    uow.name(count=str(count))
    return count
