# SPDX-License-Identifier: Apache-2.0
"""A draft of stages and scripts published: many cards of retired stages move first, in short parts of the same step.

Whatever ends the program in between leaves the old stages, beside them those that cards go to, every card on one of
them, and the draft: published again it goes on. What is asked of the draft and of its cards is asked before the first
card moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from desktop import commands, queries
from desktop.errors import UserError
from desktop.flows.long_steps import AT_ONCE, Count, telling_what_stands
from desktop.flows.shop import Shop
from desktop.i18n import _
from desktop.storage.unit_of_work import UnitOfWork
from desktop.values.batches import batches
from desktop.values.demands import DemandsUnmet, demand_label
from desktop.values.stages_draft import StagesDraft


def publish(shop: Shop, *, draft: StagesDraft, kept_as: str, progress: Count | None = None) -> None:
    """Publish, and drop the draft that was `kept_as`; UserError with nothing stored where something is in the way."""
    try:
        _publish(shop, draft, kept_as, progress)
    except DemandsUnmet as error:
        raise _named(shop, error) from error


def _publish(shop: Shop, draft: StagesDraft, kept_as: str, progress: Count | None) -> None:
    moves = shop.read(lambda reader: commands.publishing.moves_before(reader, draft))
    if len(moves) <= AT_ONCE:
        moves = []

    def end(uow: UnitOfWork) -> None:
        commands.publishing.publish(uow, draft=draft)
        commands.drafts.drop_draft(uow, kind=kept_as)

    if moves:
        _rehearse(shop, draft, moves)
    with shop.in_parts() as parts:
        for at, some in enumerate(batches(moves, AT_ONCE)):
            if progress is not None:
                progress(at * AT_ONCE, len(moves))
            with telling_what_stands(has_begun=bool(parts.changes)):
                parts.write(partial(commands.publishing.move_before, draft=draft, moves=some))
        with telling_what_stands(has_begun=bool(parts.changes)):
            parts.write(end)


def _rehearse(shop: Shop, draft: StagesDraft, moves: Sequence[tuple[UUID, UUID, UUID]]) -> None:
    asked = [partial(commands.publishing.rehearse, draft=draft)]
    asked += [
        partial(commands.publishing.move_before, draft=draft, moves=some, is_rehearsal=True)
        for some in batches(moves, AT_ONCE)
    ]
    for each in asked:
        try:
            shop.write(each)
        except commands.publishing.Rehearsed:
            continue


def _named(shop: Shop, error: DemandsUnmet) -> UserError:
    """Who publishes sees stages and no cards: the sentence names the one that cannot go."""
    name = shop.read(lambda reader: queries.settings.card_name(reader, error.card_id))
    return UserError(
        _(
            "“{card}” cannot go to “{stage}”: it lacks {missing}. Nothing was published. Fill it in, or let the "
            "cards go to another stage."
        ).format(card=name, stage=error.stage, missing=", ".join(map(demand_label, error.missing)))
    )
