# SPDX-License-Identifier: Apache-2.0
"""Pipelines and stages: added, changed, reordered, copied, retired with their cards moved; refusal reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from desktop.commands.card_moves import change_stage
from desktop.domain.card import Card
from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.pipeline import Pipeline, RefusalReason, Stage
from desktop.domain.rights import Right
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.changes import Seen
from desktop.values.search import fold
from desktop.values.states import StageKind

C = TypeVar("C", Deal, Lead)

LONGEST_SHORT_NAME = 14

_STAGE_FIELDS = frozenset(
    "name short_name purpose colour hint asks limit when_passed demands".split()
)


@command(N_("Added pipeline {pipeline}"), Right.EDIT_STAGES)
def add_pipeline(uow: UnitOfWork, *, name: str, copy_of: UUID | None = None) -> UUID:
    """A new pipeline: a copy of another one's stages, or one open stage with the two ends."""
    if not name.strip():
        raise UserError(_("The pipeline needs a name."), field="name")
    last = uow.execute(select(func.max(Pipeline.position))).scalar() or 0
    pipeline = uow.add(Pipeline(name=name.strip(), position=last + 1))
    uow.name(pipeline=pipeline.name)
    if copy_of is None:
        _plain_stages(uow, pipeline)
        return pipeline.id
    if uow.get(Pipeline, copy_of).for_leads:
        raise UserError(_("There is one lead funnel. Nothing was saved. Copy a pipeline of deals."))
    for stage in _stages(uow, copy_of):
        uow.add(
            Stage(
                pipeline_id=pipeline.id,
                name=stage.name,
                short_name=stage.short_name,
                kind=stage.kind,
                purpose=stage.purpose,
                position=stage.position,
                colour=stage.colour,
                hint=stage.hint,
                asks=stage.asks,
                limit_hours=stage.limit_hours,
                limit_minutes=stage.limit_minutes,
                when_passed=stage.when_passed,
                demands=list(stage.demands),
            )
        )
    return pipeline.id


@command(N_("Renamed pipeline {pipeline}"), Right.EDIT_STAGES)
def rename_pipeline(uow: UnitOfWork, *, pipeline_id: UUID, name: str, seen: Seen = None) -> None:
    """Another name for a pipeline."""
    if not name.strip():
        raise UserError(_("The pipeline needs a name."), field="name")
    uow.get(Pipeline, pipeline_id).name = name.strip()
    uow.name(pipeline=name.strip())


@command(N_("Retired pipeline {pipeline}"), Right.EDIT_STAGES)
def retire_pipeline(uow: UnitOfWork, *, pipeline_id: UUID, seen: Seen = None) -> None:
    """Take a pipeline out of use; one with open cards stays until they are moved."""
    pipeline = uow.get(Pipeline, pipeline_id)
    if pipeline.for_leads:
        raise UserError(_("The shop needs its lead funnel. Nothing was changed."))
    if _open_cards(uow, Deal, Deal.pipeline_id == pipeline_id):
        raise UserError(
            _("“{pipeline}” still has open cards. Nothing was changed. Move them first.").format(
                pipeline=pipeline.name
            )
        )
    pipeline.archived_at = uow.now
    uow.name(pipeline=pipeline.name)


@command(N_("Added stage {stage}"), Right.EDIT_STAGES)
def add_stage(
    uow: UnitOfWork, *, pipeline_id: UUID, name: str, after_id: UUID | None = None
) -> UUID:
    """A new open stage, after another one or as the last before the ends."""
    if not name.strip():
        raise UserError(_("The stage needs a name."), field="name")
    stages = _stages(uow, pipeline_id)
    _refuse_taken_name(stages, name)
    open_ones = [stage for stage in stages if stage.is_open]
    at = next((n + 1 for n, stage in enumerate(open_ones) if stage.id == after_id), len(open_ones))
    stage = Stage(pipeline_id=pipeline_id, name=name.strip(), colour=len(stages) % 8)
    uow.add(stage)
    _number([*open_ones[:at], stage, *open_ones[at:], *(s for s in stages if not s.is_open)])
    uow.name(stage=stage.name)
    return stage.id


@command(N_("Changed stage {stage}"), Right.EDIT_STAGES)
def change_stage_facts(
    uow: UnitOfWork, *, stage_id: UUID, fields: dict[str, object], seen: Seen = None
) -> None:
    """Change what a stage is called, says, limits and demands. A purpose stands once in a pipeline."""
    stage = uow.get(Stage, stage_id)
    unknown = set(fields) - _STAGE_FIELDS
    assert not unknown, f"not for a form: {unknown}"
    if not str(fields.get("name", stage.name)).strip():
        raise UserError(_("The stage needs a name."), field="name")
    if "name" in fields:
        others = [one for one in _stages(uow, stage.pipeline_id) if one.id != stage_id]
        _refuse_taken_name(others, str(fields["name"]))
    if len(str(fields.get("short_name", ""))) > LONGEST_SHORT_NAME:
        raise UserError(
            _("The short name has up to {n} letters.").format(n=LONGEST_SHORT_NAME),
            field="short_name",
        )
    purpose = fields.get("purpose")
    if purpose:
        _refuse_second(uow, stage, str(purpose))
    for name, value in fields.items():
        if name == "limit":
            stage.let_stay(int(str(value)))
        else:
            setattr(stage, name, value)
    uow.name(stage=stage.name)


@command(N_("Stages are in another order"), Right.EDIT_STAGES)
def order_stages(
    uow: UnitOfWork, *, pipeline_id: UUID, stage_ids: Sequence[UUID], seen: Seen = None
) -> None:
    """The stages in this order; the two ends stay at the end."""
    stages = {stage.id: stage for stage in _stages(uow, pipeline_id)}
    if set(stages) != set(stage_ids):
        raise UserError(
            _("The stages have changed meanwhile. Nothing was changed. Open them again.")
        )
    wished = [stages[stage_id] for stage_id in stage_ids]
    _number([*(s for s in wished if s.is_open), *(s for s in wished if not s.is_open)])


@command(N_("Retired stage {stage}"), Right.EDIT_STAGES)
def retire_stage(
    uow: UnitOfWork, *, stage_id: UUID, cards_to: UUID | None = None, seen: Seen = None
) -> int:
    """Take an open stage out of use and move its cards to another one, which merges the two; returns how many moved.

    What the other stage demands is asked of every card: where one misses it nothing is changed and it is named.
    """
    stage = uow.get(Stage, stage_id)
    if not stage.is_open:
        raise UserError(_("Every pipeline needs its two ends. Nothing was changed."))
    cards: list[Card] = [
        *_open_cards(uow, Deal, Deal.stage_id == stage_id),
        *_open_cards(uow, Lead, Lead.stage_id == stage_id),
    ]
    target = uow.find(Stage, cards_to)
    if cards and (target is None or target is stage):
        raise UserError(
            _("This stage has cards. Nothing was changed. Choose where they go."), field="cards_to"
        )
    if len([one for one in _stages(uow, stage.pipeline_id) if one.is_open]) == 1:
        raise UserError(_("A pipeline needs an open stage. Nothing was changed."))
    for card in cards:
        assert target is not None
        change_stage(uow, card, target)
    stage.archived_at = uow.now
    uow.name(stage=stage.name)
    return len(cards)


@command(N_("Merged stage {stage} into {other}"), Right.EDIT_STAGES)
def merge_stage(uow: UnitOfWork, *, stage_id: UUID, into: UUID, seen: Seen = None) -> int:
    """Let a stage become part of another one of its pipeline: its cards go there; returns how many."""
    stage, other = uow.get(Stage, stage_id), uow.get(Stage, into)
    if other.pipeline_id != stage.pipeline_id or not other.is_open or other is stage:
        raise UserError(_("Choose another open stage of the same pipeline."), field="cards_to")
    moved = retire_stage(uow, stage_id=stage_id, cards_to=into)
    uow.name(stage=stage.name, other=other.name)
    return moved


@command(N_("Added refusal reason {reason}"), Right.EDIT_STAGES)
def add_reason(
    uow: UnitOfWork,
    *,
    name: str,
    for_deals: bool = True,
    for_leads: bool = True,
    asks_offer: bool = False,
) -> UUID:
    """A reason that says something; "Other" is refused by the house."""
    last = uow.execute(select(func.max(RefusalReason.position))).scalar() or 0
    uow.name(reason=name.strip())
    reason = RefusalReason(
        name=name.strip(),
        for_deals=for_deals,
        for_leads=for_leads,
        asks_offer=asks_offer,
        position=last + 1,
    )
    return uow.add(reason).id


@command(N_("Changed refusal reason {reason}"), Right.EDIT_STAGES)
def change_reason(
    uow: UnitOfWork, *, reason_id: UUID, name: str, asks_offer: bool, seen: Seen = None
) -> None:
    """Other words for a reason; cards refused for it read the new ones."""
    reason = uow.get(RefusalReason, reason_id)
    reason.name, reason.asks_offer = name.strip(), asks_offer
    uow.name(reason=reason.name)


@command(N_("Refusal reasons are in another order"), Right.EDIT_STAGES)
def order_reasons(uow: UnitOfWork, *, reason_ids: Sequence[UUID], seen: Seen = None) -> None:
    """The reasons in this order, which is that of their digits; those that are not named follow."""
    known = {
        reason.id: reason
        for reason in uow.all(
            select(RefusalReason)
            .where(RefusalReason.archived_at.is_(None))
            .order_by(RefusalReason.position)
        )
    }
    named = [known.pop(reason_id) for reason_id in reason_ids if reason_id in known]
    for position, reason in enumerate([*named, *known.values()]):
        reason.position = position


@command(N_("Removed refusal reason {reason}"), Right.EDIT_STAGES)
def remove_reason(uow: UnitOfWork, *, reason_id: UUID, seen: Seen = None) -> None:
    """The reason is no longer offered; cards refused for it keep it."""
    reason = uow.get(RefusalReason, reason_id)
    reason.archived_at = uow.now
    uow.name(reason=reason.name)


def _open_cards(uow: UnitOfWork, cls: type[C], where: ColumnElement[bool]) -> Sequence[C]:
    return uow.all(select(cls).where(where, cls.is_open))


def _plain_stages(uow: UnitOfWork, pipeline: Pipeline) -> None:
    ends = ((_("New"), StageKind.OPEN), (_("Won"), StageKind.WON), (_("Refused"), StageKind.LOST))
    for position, (name, kind) in enumerate(ends):
        uow.add(Stage(pipeline_id=pipeline.id, name=name, kind=kind.value, position=position))


def _stages(uow: UnitOfWork, pipeline_id: UUID) -> Sequence[Stage]:
    found = select(Stage).where(Stage.pipeline_id == pipeline_id, Stage.archived_at.is_(None))
    return uow.all(found.order_by(Stage.position))


def _number(stages: Sequence[Stage]) -> None:
    for position, stage in enumerate(stages):
        stage.position = position


def _refuse_taken_name(stages: Sequence[Stage], name: str) -> None:
    if any(fold(stage.name) == fold(name) for stage in stages):
        raise UserError(
            _("This pipeline has a stage “{stage}” already. Choose another name.").format(
                stage=name.strip()
            ),
            field="name",
        )


def _refuse_second(uow: UnitOfWork, stage: Stage, purpose: str) -> None:
    others = (one for one in _stages(uow, stage.pipeline_id) if one.id != stage.id)
    other = next((one for one in others if one.purpose == purpose), None)
    if other is not None:
        raise UserError(
            _(
                "“{stage}” has this purpose already. Nothing was changed. Take it away there first."
            ).format(stage=other.name),
            field="purpose",
        )
