# SPDX-License-Identifier: Apache-2.0
"""Steps of a person that touch many cards or clients: written in short parts, named and undone as one.

Whatever breaks off in the middle leaves whole parts behind, which undo takes back like the rest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from uuid import UUID

from desktop import commands, queries
from desktop.errors import UserError
from desktop.flows import hand_clients
from desktop.flows.lists_under_way import only_one
from desktop.flows.past_imports import beside, there_again
from desktop.flows.shop import Shop
from desktop.i18n import N_, _, formats, ngettext
from desktop.values.batches import batches
from desktop.values.changes import Label, Origin
from desktop.values.drafts.touch import TouchDraft
from desktop.values.handing_over import Handed, Share, most_given
from desktop.values.parts import Parts

if TYPE_CHECKING:
    from desktop.commands.card_moves import BulkMoved
    from desktop.commands.history import Reverted
    from desktop.storage.undo_parts import UndoParts
    from desktop.storage.undo_plan import Plan
    from desktop.storage.unit_of_work import UnitOfWork

T = TypeVar("T")

AT_ONCE = 25
"""Cards that one transaction moves or changes."""

_FIRMS_AT_ONCE = 1000

Progress = Callable[[Label, int, int], object]
"""Told the name of a step that takes long, and how many of how many parts of it are done."""

Count = Callable[[int, int], object]
"""Told how many of how many cards are done, on the step's own thread."""


def undo(shop: Shop, progress: Progress | None = None) -> Reverted:
    """Take back the person's last step that stands; UserError where there is none or it has an answer instead."""
    plan = shop.read(queries.history.next_undo)
    return _revert(shop, plan, _How(Origin.UNDO, commands.history.revert_part), progress)


def redo(shop: Shop, progress: Progress | None = None) -> Reverted:
    """Do again what undo took back last, as long as nothing new was done since; UserError where there is nothing.

    Of an import there may be: a colleague at this computer, or another one, may have taken the same list in.
    """
    plan = shop.read(queries.history.next_redo)
    _refuse_there_again(shop, plan)
    return _revert(shop, plan, _How(Origin.REDO, commands.history.revert_part), progress)


def take_import_back(
    shop: Shop,
    *,
    step: int,
    progress: Progress | None = None,
    is_stopped: Callable[[], bool] | None = None,
) -> Reverted:
    """Take back an import that stands, whosever it is and whatever was done since: cards worked on since stay.

    Where `is_stopped` says so, whole cards are left, and the same call goes on with them. It is done again as any
    undo, or by `bring_import_back`.
    """
    plan = shop.read(lambda reader: queries.history.taking_back(reader, step=step))
    how = _How(Origin.UNDO, commands.history.revert_import, is_stopped)
    return _revert(shop, plan, how, progress)


def bring_import_back(
    shop: Shop,
    *,
    step: int,
    progress: Progress | None = None,
    is_stopped: Callable[[], bool] | None = None,
) -> Reverted:
    """Do again an import that was taken back, whatever was done since.

    UserError where another list has brought its leads since: they would be there twice.
    """
    plan = shop.read(lambda reader: queries.history.bringing_back(reader, step=step))
    _refuse_there_again(shop, plan)
    how = _How(Origin.REDO, commands.history.revert_import, is_stopped)
    return _revert(shop, plan, how, progress)


def take_twins_back(
    shop: Shop,
    *,
    step: int,
    progress: Progress | None = None,
    is_stopped: Callable[[], bool] | None = None,
) -> int:
    """Of a list that another computer took in as well, take back what is one too many here; returns how many leads.

    What somebody has worked on since stays. It is a step of its own, undone as any other.
    """
    plan = shop.read(lambda reader: queries.history.taking_back(reader, step=step))
    count, clients = 0, set[UUID]()

    def take(uow: UnitOfWork, part: Sequence[int]) -> tuple[int, frozenset[UUID]]:
        return commands.history.take_twins(uow, plan=plan, part=part)

    with _cut(shop, plan) as planned, shop.in_parts() as parts:
        for at, part in enumerate(planned):
            if is_stopped is not None and is_stopped():
                break
            if progress is not None:
                progress(plan.label, at, planned.count)
            gone, theirs = _write(parts, partial(take, part=part))
            count += gone
            clients |= theirs
        for some in batches(clients, _FIRMS_AT_ONCE):
            firms = partial(commands.history.take_firms, plan=plan, clients=some)
            _write(parts, firms)
    return count


def move_cards(
    shop: Shop,
    *,
    moves: Sequence[tuple[UUID, Sequence[UUID]]],
    after_id: UUID | None = None,
    before_id: UUID | None = None,
    label: Label | None = None,
) -> list[BulkMoved]:
    """Move cards, each group to its stage; those that miss what it demands stay and are named, group by group.

    With `after_id` or `before_id` the cards stand between these neighbours, in the order they are named.
    """
    done: list[BulkMoved] = []
    with shop.in_parts(label=label) as parts:
        for stage_id, ids in moves:
            moved: list[UUID] = []
            stayed: list[tuple[UUID, tuple[str, ...]]] = []

            def move(
                uow: UnitOfWork, some: Sequence[UUID], to: UUID, after: UUID | None
            ) -> BulkMoved:
                return commands.moves.move_cards(
                    uow, card_ids=some, stage_id=to, after_id=after, before_id=before_id
                )

            for some in batches(ids, AT_ONCE):
                follows = moved[-1] if moved and (after_id or before_id) else after_id
                part = _write(parts, partial(move, some=some, to=stage_id, after=follows))
                moved += part.moved
                stayed += part.stayed
            done.append(commands.card_moves.BulkMoved(tuple(moved), tuple(stayed)))
    return done


def hand_over(
    shop: Shop,
    *,
    shares: Sequence[Share],
    comment: str = "",
    back_on: dt.date | None = None,
    touches_of: UUID | None = None,
    touches_to: UUID | None = None,
    clients_of: UUID | None = None,
    progress: Count | None = None,
) -> Handed:
    """Let each colleague of these shares answer for their cards; those that cannot go stay and are named.

    What else is still to be done by `touches_of` goes to whoever gets most cards, without any to `touches_to`; clients
    in the shares, with whom nothing is open, go from `clients_of`. UserError where one card alone is handed over and
    cannot go.
    """
    handed = Handed()
    alone = len(shares) == 1 and len(shares[0].card_ids) == 1
    with shop.in_parts(label=_label_of(shares)) as parts:
        for share, some in _in_parts(shares, progress):
            give = partial(
                commands.handover.hand_over,
                card_ids=some,
                to=share.to,
                comment=comment,
                back_on=back_on,
                must_move=alone,
            )
            handed += _write(parts, give)
        if touches_of is not None:
            to = most_given(shares) if shares else touches_to
            _hand_touches(parts, touches_of, to)
        if clients_of is not None:
            for part in hand_clients.parts_of(shop, shares, giver_id=clients_of, comment=comment):
                _write(parts, part)
    return handed


def _label_of(shares: Sequence[Share]) -> Label | None:
    """What a handover to several is called; one to a single colleague is named by its command."""
    if len(shares) <= 1:
        return None
    count = sum(len(share.card_ids) for share in shares)
    return Label(N_("Handed over, cards: {count}"), {"count": formats.number(count)})


def _hand_touches(parts: Parts, holder_id: UUID, to: UUID | None) -> None:
    give = partial(commands.handover.hand_touches_over, holder_id=holder_id, to=to, at_most=AT_ONCE)
    _all_of(parts, give)


def dismiss(
    shop: Shop,
    *,
    user_id: UUID,
    shares: Sequence[Share] = (),
    touches_to: UUID | None = None,
    comment: str = "",
    progress: Count | None = None,
) -> Handed:
    """A colleague leaves: their cards and touches go on to others first, then their access is closed, all one step.

    What is in no share goes to the head's queue. Where it breaks off in the middle they are still there.
    """
    named = {card_id for share in shares for card_id in share.card_ids}
    held = shop.read(lambda r: queries.handover.held_by(r, holder_id=user_id))
    rest = tuple(card_id for card_id in held if card_id not in named)
    handed = Handed()

    def give(uow: UnitOfWork, share: Share) -> Handed:
        return commands.people.hand_over_leaver(uow, user_id=user_id, share=share, comment=comment)

    with shop.in_parts() as parts:
        for share, some in _in_parts([*shares, Share(None, rest)], progress):
            handed += _write(parts, partial(give, share=Share(share.to, tuple(some))))
        for part in hand_clients.parts_of(shop, shares, giver_id=user_id, comment=comment):
            _write(parts, part)
        _all_of(
            parts,
            lambda uow: commands.people.hand_touches_of_leaver(
                uow, user_id=user_id, to=touches_to, at_most=AT_ONCE
            ),
        )
        # What has come to them meanwhile goes as well: the house lets nobody leave with it.
        handed += _write(
            parts,
            lambda uow: commands.people.dismiss_person(
                uow, user_id=user_id, touches_to=touches_to, comment=comment
            ),
        )
    return handed


def _in_parts(
    shares: Sequence[Share], progress: Count | None
) -> Iterator[tuple[Share, Sequence[UUID]]]:
    """The cards of each share, as many as one transaction takes; `progress` hears how many have gone."""
    done, whole = 0, sum(len(share.card_ids) for share in shares)
    for share in shares:
        for some in batches(share.card_ids, AT_ONCE):
            if progress is not None and whole > AT_ONCE:
                progress(done, whole)
            yield share, some
            done += len(some)


def _all_of(parts: Parts, command: Callable[[UnitOfWork], int]) -> None:
    """Run a command that does so much at once until nothing is left for it."""
    while _write(parts, command) == AT_ONCE:
        pass


def set_next_touch(
    shop: Shop, *, deal_ids: Sequence[UUID], touch: TouchDraft, reason: str = ""
) -> None:
    """Let the next touch of each card be this one."""

    def plan(uow: UnitOfWork, some: Sequence[UUID]) -> None:
        commands.deals.set_next_touch(uow, deal_ids=some, touch=touch, reason=reason)

    with shop.in_parts() as parts:
        for some in batches(deal_ids, AT_ONCE):
            _write(parts, partial(plan, some=some))


class _How(NamedTuple):
    """Whether a step is taken back or done again, by which command, and who may stop it."""

    origin: Origin
    part: Callable[..., Reverted]
    is_stopped: Callable[[], bool] | None = None


def _revert(shop: Shop, plan: Plan, how: _How, progress: Progress | None) -> Reverted:
    left: tuple[tuple[str, UUID, str], ...] = ()
    step = plan.goes_on

    def revert(uow: UnitOfWork, *, part: Sequence[int], is_last: bool) -> Reverted:
        return how.part(uow, plan=plan, part=part, is_last=is_last)

    with _cut(shop, plan) as planned, shop.in_parts(origin=how.origin) as parts:
        for at, part in enumerate(planned, 1):
            if how.is_stopped is not None and how.is_stopped():
                return commands.history.Reverted(plan.label, left, is_whole=False)
            if progress is not None and planned.count > 1:
                progress(plan.label, at - 1, planned.count)
            revert_it = partial(revert, part=part, is_last=at == planned.count)
            left += _write(parts, revert_it, step=step).left
    return commands.history.Reverted(plan.label, left)


def _refuse_there_again(shop: Shop, plan: Plan) -> None:
    if not plan.is_list:
        return
    again = there_again(shop, step=plan.step)
    if again.leads:
        raise UserError(
            ngettext(
                "{n} lead of this import has come with another list since and would be there twice. Nothing was "
                "changed. Take that list back first.",
                "{n} leads of this import have come with another list since and would be there twice. Nothing was "
                "changed. Take that list back first.",
                again.leads,
            ).format(n=formats.number(again.leads))
        )
    if again.clients:
        raise UserError(
            ngettext(
                "{n} client of this import has come with another list since and would be there twice. Nothing was "
                "changed. Take that list back first.",
                "{n} clients of this import have come with another list since and would be there twice. Nothing was "
                "changed. Take that list back first.",
                again.clients,
            ).format(n=formats.number(again.clients))
        )


@contextmanager
def _cut(shop: Shop, plan: Plan) -> Iterator[UndoParts]:
    """What a plan reverts, in parts; of a list, while no other one is worked on."""
    file = plan.label.fields.get("file", "")
    with only_one(shop.folder, file, comes=False) if plan.is_list else nullcontext():
        read = partial(beside, shop) if plan.is_list else shop.read
        with read(lambda reader: queries.history.in_parts(reader, plan=plan)) as parts:
            yield parts


def _write(parts: Parts, command: Callable[[UnitOfWork], T], *, step: int | None = None) -> T:
    with telling_what_stands(has_begun=bool(parts.changes)):
        return parts.write(command, step=step)


@contextmanager
def telling_what_stands(*, has_begun: bool) -> Iterator[None]:
    """Where a part is refused after others were let through (`has_begun`), the sentence says so."""
    try:
        yield
    except UserError as error:
        if not has_begun:
            raise
        raise UserError(
            _("{sentence} What was done before that stands; undo takes it back.").format(
                sentence=error.sentence
            ),
            field=error.field,
        ) from error
