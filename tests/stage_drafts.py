# SPDX-License-Identifier: Apache-2.0
"""Stages changed as the editor changes them: in a draft over what is stored, then published."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from desktop.commands import publishing
from desktop.queries import scripts, settings
from desktop.storage.database import Reader
from desktop.values.stages_draft import StagesDraft, Stored


def stored(reader: Reader) -> Stored:
    """What the editor is shown."""
    return Stored(
        settings.pipelines(reader),
        settings.reasons(reader),
        scripts.scripts(reader),
        settings.lead_funnel_to_add(reader),
    )


def publish(shop: Any, change: Callable[[StagesDraft, Stored], Any], **given: Any) -> Any:
    """Change a new draft and publish it; returns what the change returns."""
    draft = StagesDraft()
    made = change(draft, shop.read(stored))
    shop.run(lambda uow: publishing.publish(uow, draft=draft), **given)
    return made


def pipeline_row(shown: Stored, draft: StagesDraft, pipeline_id: UUID) -> Any:
    """A pipeline as it would be published."""
    return next(one for one in draft.over(shown) if one.id == pipeline_id)


def add_stage(
    shop: Any, pipeline_id: UUID, name: str, after: UUID | None = None, **given: Any
) -> UUID:
    """A new stage of a pipeline."""
    made: UUID = publish(
        shop,
        lambda draft, shown: draft.add_stage(pipeline_row(shown, draft, pipeline_id), name, after),
        **given,
    )
    return made


def change_stage(shop: Any, stage_id: UUID, /, **facts: Any) -> None:
    """Other facts of a stage."""
    publish(shop, lambda draft, shown: draft.stages.put(stage_id, shown.stages()[stage_id], facts))


def add_pipeline(shop: Any, name: str, **given: Any) -> UUID:
    """A new pipeline with one open stage."""
    made: UUID = publish(shop, lambda draft, _shown: draft.add_pipeline(name), **given)
    return made
