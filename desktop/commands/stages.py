# SPDX-License-Identifier: Apache-2.0
"""Pipelines and stages: added, changed, reordered, copied, retired with their cards moved; refusal reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from desktop.commands.card_moves import change_stage
from desktop.domain.card import Card
from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.pipeline import Pipeline, RefusalReason, Stage
from desktop.domain.refusal import says_nothing
from desktop.domain.rights import Right
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.storage.house_rules import OTHER_IS_NO_REASON
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.changes import Seen
from desktop.values.ids import new_id
from desktop.values.states import StageKind

C = TypeVar("C", Deal, Lead)

LONGEST_SHORT_NAME = 14

_STAGE_FIELDS = frozenset(
    "name short_name purpose colour hint asks limit when_passed demands".split()
)


def put_pipeline(uow: UnitOfWork, pipeline_id: UUID, *, name: str, for_leads: bool = False) -> None:
    """A new pipeline behind the others, the lead funnel before them; one that was taken back is in use again."""
    _refuse_nameless(name)
    known = uow.find(Pipeline, pipeline_id)
    if known is not None:
        known.name, known.archived_at = name.strip(), None
        return
    last = uow.execute(select(func.max(Pipeline.position))).scalar() or 0
    position = -1 if for_leads else last + 1
    uow.add(Pipeline(id=pipeline_id, name=name.strip(), position=position, for_leads=for_leads))


@command(N_("Renamed pipeline {pipeline}"), Right.EDIT_STAGES)
def rename_pipeline(uow: UnitOfWork, *, pipeline_id: UUID, name: str, seen: Seen = None) -> None:
    """Another name for a pipeline."""
    _refuse_nameless(name)
    uow.get(Pipeline, pipeline_id).name = name.strip()
    uow.name(pipeline=name.strip())


@command(N_("Retired pipeline {pipeline}"), Right.EDIT_STAGES)
def retire_pipeline(uow: UnitOfWork, *, pipeline_id: UUID, seen: Seen = None) -> None:
    """Take a pipeline out of use; one with open cards stays until they are moved."""
    pipeline = uow.get(Pipeline, pipeline_id)
    if pipeline.for_leads:
        raise UserError(_("The shop needs its lead funnel. Nothing was changed."))
    if _open_cards(uow, Deal, Deal.pipeline_id == pipeline_id, 1):
        raise UserError(
            _("“{pipeline}” still has open cards. Nothing was changed. Move them first.").format(
                pipeline=pipeline.name
            )
        )
    pipeline.archived_at = uow.now
    uow.name(pipeline=pipeline.name)


def put_stage(
    uow: UnitOfWork, pipeline_id: UUID, stage_id: UUID, facts: Mapping[str, Any]
) -> Stage:
    """A stage of a pipeline as these facts have it, open where they do not say `kind`; one that is there gets them."""
    known = uow.find(Stage, stage_id)
    stage = known or Stage(
        id=stage_id,
        pipeline_id=pipeline_id,
        name="",
        kind=str(facts.get("kind", StageKind.OPEN.value)),
    )
    write_facts(stage, {name: value for name, value in facts.items() if name in _STAGE_FIELDS})
    if known is None:
        return uow.add(stage)
    stage.archived_at = None
    return stage


def write_facts(stage: Stage, fields: Mapping[str, Any]) -> None:
    """Change what a stage is called, says, limits and demands; UserError that names the field."""
    unknown = set(fields) - _STAGE_FIELDS
    assert not unknown, f"not for a form: {unknown}"
    if not str(fields.get("name", stage.name)).strip():
        raise UserError(_("The stage needs a name."), field="name")
    if len(str(fields.get("short_name", ""))) > LONGEST_SHORT_NAME:
        raise UserError(
            _("The short name has up to {n} letters.").format(n=LONGEST_SHORT_NAME),
            field="short_name",
        )
    for name, value in fields.items():
        if name == "limit":
            stage.let_stay(int(str(value)))
        elif name == "name":
            stage.name = str(value).strip()
        else:
            setattr(stage, name, list(value) if isinstance(value, tuple) else value)


def check_purposes(stages: Sequence[Stage]) -> None:
    """A purpose stands once in a pipeline. UserError with the place of the stage that has it as well."""
    held: dict[str, Stage] = {}
    for stage in stages:
        first = held.setdefault(stage.purpose, stage) if stage.purpose else stage
        if first is not stage:
            sentence = _(
                "“{stage}” has this purpose already. Nothing was changed. Take it away there first."
            )
            raise UserError(sentence.format(stage=first.name), field=f"stage:{stage.id}:purpose")


@command(N_("Stages are in another order"), Right.EDIT_STAGES)
def order_stages(
    uow: UnitOfWork, *, pipeline_id: UUID, stage_ids: Sequence[UUID], seen: Seen = None
) -> None:
    """The stages in this order; the two ends stay at the end."""
    stages = {stage.id: stage for stage in stages_in_use(uow, pipeline_id)}
    if set(stages) != set(stage_ids):
        raise UserError(
            _("The stages have changed meanwhile. Nothing was changed. Open them again.")
        )
    wished = [stages[stage_id] for stage_id in stage_ids]
    _number([*(s for s in wished if s.is_open), *(s for s in wished if not s.is_open)])


@command(N_("Retired stage {stage}"), Right.EDIT_STAGES)
def retire_stage(
    uow: UnitOfWork,
    *,
    stage_id: UUID,
    cards_to: UUID | None = None,
    with_cards: bool = True,
    seen: Seen = None,
) -> int:
    """Take an open stage out of use and move its cards to another one, which merges the two; returns how many moved.

    What the other stage demands is asked of every card: where one misses it nothing is changed and it is named.
    Without `with_cards` it is only seen whether the stage could go: that must not be stored.
    """
    stage = uow.get(Stage, stage_id)
    if not stage.is_open:
        raise UserError(_("Every pipeline needs its two ends. Nothing was changed."))
    # Where they are not moved there may be very many.
    most = None if with_cards else 1
    cards: list[Card] = [
        *_open_cards(uow, Deal, Deal.stage_id == stage_id, most),
        *_open_cards(uow, Lead, Lead.stage_id == stage_id, most),
    ]
    target = uow.find(Stage, cards_to)
    if cards and (target is None or target is stage):
        raise UserError(
            _("This stage has cards. Nothing was changed. Choose where they go."), field="cards_to"
        )
    if target is not None and target.archived_at is not None:
        raise UserError(
            _(
                "The cards would go to a stage that is no longer in use. Nothing was changed. Choose another one."
            ),
            field="cards_to",
        )
    if len([one for one in stages_in_use(uow, stage.pipeline_id) if one.is_open]) == 1:
        raise UserError(_("A pipeline needs an open stage. Nothing was changed."))
    for card in cards if with_cards else ():
        assert target is not None
        change_stage(uow, card, target)
    stage.archived_at = uow.now
    uow.name(stage=stage.name)
    return len(cards)


def refuse_reason(name: str) -> None:
    """UserError for a reason that says nothing, as storing it would be refused."""
    if says_nothing(name):
        raise UserError(_(OTHER_IS_NO_REASON), field="name")


@command(N_("Added refusal reason {reason}"), Right.EDIT_STAGES)
def add_reason(
    uow: UnitOfWork,
    *,
    name: str,
    for_deals: bool = True,
    for_leads: bool = True,
    asks_offer: bool = False,
    reason_id: UUID | None = None,
) -> UUID:
    """A reason that says something; "Other" is refused by the house."""
    last = uow.execute(select(func.max(RefusalReason.position))).scalar() or 0
    uow.name(reason=name.strip())
    reason = RefusalReason(
        id=reason_id or new_id(),
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


def _refuse_nameless(name: str) -> None:
    if not name.strip():
        raise UserError(_("The pipeline needs a name."), field="name")


def _open_cards(
    uow: UnitOfWork, cls: type[C], where: ColumnElement[bool], most: int | None
) -> Sequence[C]:
    return uow.all(select(cls).where(where, cls.is_open).limit(most))


def stages_in_use(uow: UnitOfWork, pipeline_id: UUID) -> Sequence[Stage]:
    """The stages of a pipeline that are in use, in order."""
    found = select(Stage).where(Stage.pipeline_id == pipeline_id, Stage.archived_at.is_(None))
    return uow.all(found.order_by(Stage.position))


def _number(stages: Sequence[Stage]) -> None:
    for position, stage in enumerate(stages):
        stage.position = position
