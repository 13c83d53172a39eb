# SPDX-License-Identifier: Apache-2.0
"""What the head has changed of pipelines, stages, reasons and scripts, published to all desks in one step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from desktop.commands import stages, to_come
from desktop.commands.card_moves import change_stage, find_cards
from desktop.commands.scripts import publish_script
from desktop.domain.card import CARDS
from desktop.domain.pipeline import Pipeline, RefusalReason, Stage
from desktop.domain.rights import Right
from desktop.errors import UserError
from desktop.i18n import _
from desktop.storage import house_rules, name_rules
from desktop.storage.card_of import touched_cards
from desktop.storage.database import Reader
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.edits import ChangedMeanwhile, by_id, is_reordered, merged_order
from desktop.values.stages_draft import (
    DEALS,
    LEADS,
    PUBLISHED,
    StagesDraft,
    pipeline_taken,
    reason_taken,
    stage_taken,
)


class Rehearsed(UserError):
    """All of it would be let through; nothing was stored."""


@command(PUBLISHED, Right.EDIT_STAGES)
def publish(uow: UnitOfWork, *, draft: StagesDraft) -> int:
    """Store every change at once, or none; returns how many there were.

    What is refused names its place: `stage:<id>:<field>`, `pipeline:<id>:<field>`, `reason:<id>:<field>` or
    `script:<channel>:<step>`. ChangedMeanwhile where somebody else has changed one of these facts to something else.
    """
    _write(uow, draft)
    return draft.count


def rehearse(uow: UnitOfWork, *, draft: StagesDraft) -> None:
    """Ask of a draft all that is asked as it is published, but what its cards miss; always ends in a UserError.

    Before many cards are moved for it in parts: for a name that stands twice none of them is to have moved.
    """
    _write(uow, draft, with_cards=False)
    raise Rehearsed("")


def moves_before(uow: Reader | UnitOfWork, draft: StagesDraft) -> list[tuple[UUID, UUID, UUID]]:
    """The open cards that may move before the draft is published: (card, from, to), stage by stage.

    Stages that come or change with the draft are made ready for them (to_come).
    """
    found: list[tuple[UUID, UUID, UUID]] = []
    for stage_id, cards_to in draft.stages.gone.items():
        if cards_to is None or not to_come.can_take_cards(draft, cards_to):
            continue
        for cls in CARDS:
            here = select(cls.id).where(cls.stage_id == stage_id, cls.is_open).order_by(cls.id)
            found += [(one, stage_id, cards_to) for one in uow.connection.execute(here).scalars()]
    return found


@command(PUBLISHED, Right.EDIT_STAGES)
def move_before(
    uow: UnitOfWork,
    *,
    draft: StagesDraft,
    moves: Sequence[tuple[UUID, UUID, UUID]],
    is_rehearsal: bool = False,
) -> None:
    """Some of these cards go to where the draft sends them. As a rehearsal all is asked and nothing stored."""
    to_come.make_ready(uow, draft, dict.fromkeys(to for _card, _from, to in moves))
    # All at once: a card asked for by itself would write the one before first.
    cards = find_cards(uow, [card_id for card_id, _from, _to in moves])
    for card_id, stage_id, cards_to in moves:
        card = cards.get(card_id)
        target = uow.get(Stage, cards_to)
        if card is not None and card.is_open and card.stage_id == stage_id and not _is_gone(target):
            change_stage(uow, card, target)
    # How many changes were published is what the step's name says.
    uow.name(count="0")
    if is_rehearsal:
        uow.flush()
        house_rules.enforce(uow, touched_cards(uow))
        raise Rehearsed("")


def _write(uow: UnitOfWork, draft: StagesDraft, *, with_cards: bool = True) -> None:
    _refuse_changed_meanwhile(uow, draft)
    touched = _write_stages(uow, draft)
    _write_pipelines(uow, draft)
    uow.flush()
    _retire(uow, draft, with_cards=with_cards)
    _write_reasons(uow, draft)
    uow.flush()
    _check_names(uow, draft)
    for pipeline_id in (*touched, *draft.pipelines.added):
        stages.check_purposes(stages.stages_in_use(uow, pipeline_id))
    _put_in_order(uow, draft)
    for channel, steps in draft.scripts.items():
        with _at("script", channel):
            publish_script(uow, channel=channel, steps=steps, based_on=draft.based_on.get(channel))
    uow.name(count=str(draft.count))


@contextmanager
def _at(kind: str, place: object) -> Iterator[None]:
    """Let what is refused name its place."""
    try:
        yield
    except UserError as error:
        error.field = f"{kind}:{place}:{error.field or ''}"
        raise


def _refuse_changed_meanwhile(uow: UnitOfWork, draft: StagesDraft) -> None:
    held: dict[str, Mapping[UUID, Any]] = {
        "stage": by_id(uow.all(select(Stage).where(Stage.archived_at.is_(None)))),
        "pipeline": by_id(uow.all(select(Pipeline).where(Pipeline.archived_at.is_(None)))),
        "reason": by_id(uow.all(select(RefusalReason).where(RefusalReason.archived_at.is_(None)))),
    }
    edits = {"stage": draft.stages, "pipeline": draft.pipelines, "reason": draft.reasons}
    found = [
        (kind, *one) for kind, records in held.items() for one in edits[kind].meanwhile(records)
    ]
    if not found:
        _refuse_reordered(uow, draft)
        return
    kinds: dict[str, type[Stage | Pipeline | RefusalReason]] = {
        "stage": Stage, "pipeline": Pipeline, "reason": RefusalReason,
    }  # fmt: skip
    names = dict.fromkeys(uow.get(kinds[kind], record).name for kind, record, _field in found)
    sentence = _(
        "Somebody else has changed this meanwhile: {names}. Nothing was published, your draft is kept. "
        "Look at it, then publish again to let yours stand."
    )
    kind, record, field = found[0]
    told = ", ".join(f"“{name}”" for name in names)
    raise ChangedMeanwhile(sentence.format(names=told), field=f"{kind}:{record}:{field}")


def _refuse_reordered(uow: UnitOfWork, draft: StagesDraft) -> None:
    for key, base in draft.moved.items():
        if is_reordered(base, _order_now(uow, key)):
            raise ChangedMeanwhile(
                _(
                    "Somebody else has put these in another order meanwhile. Nothing was published, your draft is "
                    "kept. Publish again to let yours stand."
                ),
                field=f"order:{key}:",
            )


def _order_now(uow: UnitOfWork, key: str) -> list[UUID]:
    if key not in (DEALS, LEADS):
        return [stage.id for stage in stages.stages_in_use(uow, UUID(key))]
    asked = RefusalReason.for_leads if key == LEADS else RefusalReason.for_deals
    found = select(RefusalReason).where(RefusalReason.archived_at.is_(None), asked)
    # As the editor lists them.
    order = RefusalReason.for_deals.desc(), RefusalReason.position
    return [reason.id for reason in uow.all(found.order_by(*order))]


def _write_stages(uow: UnitOfWork, draft: StagesDraft) -> set[UUID]:
    """Change stages and add new ones to pipelines that are there; returns the pipelines concerned."""
    touched: set[UUID] = set()
    for stage_id, facts in draft.stages.changed.items():
        if stage_id in draft.stages.lost:
            continue
        stage = uow.get(Stage, stage_id)
        with _at("stage", stage_id):
            stages.write_facts(stage, facts)
        touched.add(stage.pipeline_id)
    for stage_id, facts in draft.stages.added.items():
        pipeline_id = UUID(facts["pipeline_id"])
        if pipeline_id in draft.pipelines.added:
            continue
        if _is_gone(uow.get(Pipeline, pipeline_id)):
            sentence = _("“{stage}” has no pipeline any more. Nothing was published. Remove it.")
            raise UserError(sentence.format(stage=facts["name"]), field=f"stage:{stage_id}:name")
        with _at("stage", stage_id):
            stages.put_stage(uow, pipeline_id, stage_id, facts)
        touched.add(pipeline_id)
    return touched


def _write_pipelines(uow: UnitOfWork, draft: StagesDraft) -> None:
    for pipeline_id, facts in draft.pipelines.added.items():
        own = {
            stage_id: stage
            for stage_id, stage in draft.stages.added.items()
            if stage["pipeline_id"] == str(pipeline_id)
        }
        with _at("pipeline", pipeline_id):
            stages.put_pipeline(uow, pipeline_id, **facts)
        order = merged_order(draft.orders.get(str(pipeline_id), ()), [*own])
        for position, stage_id in enumerate(order):
            with _at("stage", stage_id):
                stages.put_stage(uow, pipeline_id, stage_id, own[stage_id]).position = position
    for pipeline_id, facts in draft.pipelines.changed.items():
        if pipeline_id not in draft.pipelines.lost:
            with _at("pipeline", pipeline_id):
                stages.rename_pipeline(uow, pipeline_id=pipeline_id, name=facts["name"])


_TAKEN: Final[Mapping[str, Callable[[str], str]]] = {
    "pipeline": pipeline_taken,
    "stage": stage_taken,
    "refusal_reason": reason_taken,
}


def _check_names(uow: UnitOfWork, draft: StagesDraft) -> None:
    """The house's rule, said where the name stands."""
    edits = {"pipeline": draft.pipelines, "stage": draft.stages, "refusal_reason": draft.reasons}
    for kind, theirs in edits.items():
        touched = {*theirs.added, *theirs.changed}
        for one in name_rules.named_as_another(uow.connection, kind, touched):
            place = "reason" if kind == "refusal_reason" else kind
            raise UserError(_TAKEN[kind](one.name), field=f"{place}:{one.id}:name")


def _retire(uow: UnitOfWork, draft: StagesDraft, *, with_cards: bool) -> None:
    for stage_id, cards_to in draft.stages.gone.items():
        stage = uow.get(Stage, stage_id)
        if _is_gone(stage):
            continue
        with _at("stage", stage_id):
            stages.retire_stage(uow, stage_id=stage_id, cards_to=cards_to, with_cards=with_cards)
        uow.flush()
    for pipeline_id in draft.pipelines.gone:
        if not _is_gone(uow.get(Pipeline, pipeline_id)):
            with _at("pipeline", pipeline_id):
                stages.retire_pipeline(uow, pipeline_id=pipeline_id)


def _write_reasons(uow: UnitOfWork, draft: StagesDraft) -> None:
    for reason_id, facts in draft.reasons.added.items():
        with _at("reason", reason_id):
            stages.refuse_reason(facts["name"])
            stages.add_reason(uow, reason_id=reason_id, **facts)
    for reason_id, facts in draft.reasons.changed.items():
        if reason_id not in draft.reasons.lost:
            reason = uow.get(RefusalReason, reason_id)
            wished = {"name": reason.name, "asks_offer": reason.asks_offer, **facts}
            with _at("reason", reason_id):
                stages.refuse_reason(wished["name"])
                stages.change_reason(uow, reason_id=reason_id, **wished)
    for reason_id in draft.reasons.gone:
        if not _is_gone(uow.get(RefusalReason, reason_id)):
            stages.remove_reason(uow, reason_id=reason_id)


def _put_in_order(uow: UnitOfWork, draft: StagesDraft) -> None:
    for key, wished in draft.orders.items():
        order = merged_order(wished, _order_now(uow, key))
        if key in (DEALS, LEADS):
            stages.order_reasons(uow, reason_ids=order)
        elif order:
            stages.order_stages(uow, pipeline_id=UUID(key), stage_ids=order)


def _is_gone(record: Stage | Pipeline | RefusalReason) -> bool:
    return record.archived_at is not None
