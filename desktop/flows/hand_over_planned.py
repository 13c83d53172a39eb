# SPDX-License-Identifier: Apache-2.0
"""Carries out one planned handover in short parts of one step; a card that the house holds back keeps no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from desktop import commands
from desktop.errors import UserError
from desktop.flows import hand_clients
from desktop.flows.long_steps import AT_ONCE
from desktop.flows.shop import Shop
from desktop.i18n import formats, ngettext
from desktop.values.batches import batches
from desktop.values.changes import Label, Origin
from desktop.values.parts import Parts
from desktop.values.rows.handover import PlannedStart


def hand_over(shop: Shop, plan: PlannedStart, tell: Callable[[str], object]) -> bool:
    """Whether all has gone that can go. What stays is to be looked at, told once, and tried again with the next look.

    A UserError that is about no card (the disk is full) comes out; what has gone by then is noted as begun.
    """
    label = Label(commands.planned_handovers.HANDED, {"giver": plan.giver, "count": "0"})
    held: list[tuple[UUID, str]] = []
    with shop.in_parts(label=label) as parts:
        for share in plan.shares:
            for some in batches(share.card_ids, AT_ONCE):
                held += _give(parts, plan, share.to, some)
        if plan.touches_of is not None:
            _give_touches(parts, plan, plan.touches_of)
        clients = hand_clients.parts_of(
            shop, plan.shares, giver_id=plan.giver_id, comment=plan.comment
        )
        for part in clients:
            give = partial(
                commands.planned_handovers.hand_clients_planned, plan_id=plan.id, part=part
            )
            parts.write(give, step=plan.step)
    if held:
        _note(shop, plan, held, tell)
    return not held


def _give(
    parts: Parts, plan: PlannedStart, to: UUID | None, some: Sequence[UUID]
) -> list[tuple[UUID, str]]:
    """Hand over some cards, where that is refused one by one; returns those that stay, each with why."""
    give = partial(
        commands.planned_handovers.hand_over_planned,
        plan_id=plan.id,
        card_ids=some,
        to=to,
        comment=plan.comment,
        back_on=plan.back_on,
    )
    try:
        parts.write(give, step=plan.step)
    except UserError as error:
        if len(some) == 1:
            return [(some[0], error.sentence)]
        return [held for one in some for held in _give(parts, plan, to, [one])]
    return []


def _give_touches(parts: Parts, plan: PlannedStart, holder_id: UUID) -> None:
    give = partial(
        commands.planned_handovers.hand_touches_planned,
        plan_id=plan.id,
        holder_id=holder_id,
        to=plan.touches_to,
        at_most=AT_ONCE,
    )
    while parts.write(give, step=plan.step) == AT_ONCE:
        pass


def _note(
    shop: Shop,
    plan: PlannedStart,
    held: Sequence[tuple[UUID, str]],
    tell: Callable[[str], object],
) -> None:
    note = partial(
        commands.planned_handovers.note_stayed,
        card_ids=[card_id for card_id, _why in held],
        sentence=held[0][1],
    )
    if shop.write(note, origin=Origin.ROBOT):
        words = ngettext(
            "{n} card of {name} stays for now, all others went as planned: {sentence} It stands in To look at, and "
            "goes by itself once it is put right.",
            "{n} cards of {name} stay for now, all others went as planned: {sentence} They stand in To look at, and "
            "go by themselves once they are put right.",
            len(held),
        )
        tell(words.format(n=formats.number(len(held)), name=plan.giver, sentence=held[0][1]))
