# SPDX-License-Identifier: Apache-2.0
"""Begins handovers whose day has come, each on one desk only: alone this one, else the one that the hub lets.

Carried out they are one step of the person at this desk, who can undo it; that it was carried out is noted apart, so
that undo does not begin it anew. Where the program is ended in the middle it goes on at the next start, in the same
step: cards that have gone are no longer the giver's. What another desk has begun and not ended goes on there, or here
where a person says so: nobody else can know how far it came.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from desktop import commands, queries
from desktop.errors import UserError
from desktop.flows.hand_over_planned import hand_over
from desktop.flows.hub_claims import Claims, Leave, own_line
from desktop.flows.shop import Shop
from desktop.i18n import _, formats
from desktop.storage import offered
from desktop.values.changes import Origin
from desktop.values.rows.handover import PlannedStart

if TYPE_CHECKING:
    from desktop.storage.database import Reader
    from desktop.sync.hub.desk_side import Hub

AGAIN_S = 60.0
"""After so many seconds a handover that waits for the hub or another desk is looked at again."""

WRONG_CLOCK = timedelta(days=1)
"""A clock that is so far from the hub's says nothing about days; dates and comments would bear its time."""

_TRY = offered.HANDOVER_TRY[0]

Tell = Callable[[str], object]
Line = Callable[[Shop], "Hub | None"]


class _Hub(NamedTuple):
    """What the hub said: how far this clock is from its own (None: it is away), and who writes under which code."""

    clock_off: timedelta | None
    seats: Mapping[str, UUID]


def begin(shop: Shop, tell: Tell, *, line: Line = own_line) -> float | None:
    """Carry out what is due; returns in how many seconds to look again where something has to wait.

    `tell` is given the sentence of one that cannot go as it was planned: it must not keep the others from their day.
    """
    if not shop.read(queries.planned_handovers.is_due):
        return None
    claims = Claims(shop, line, offered.HANDOVER)
    try:
        hub = _ask(claims)
        if (said := _wrong_clock(hub.clock_off)) is not None:
            tell(said)
            return AGAIN_S
        due = shop.read(partial(_due, hub=hub))
        has_to_wait = False
        for plan in due:
            try:
                has_to_wait |= not _begin(shop, plan, claims, tell)
            except UserError as error:
                tell(error.sentence)
    finally:
        claims.hang_up()
    return AGAIN_S if has_to_wait else None


def begin_now(shop: Shop, plan_id: UUID, tell: Tell, *, line: Line = own_line) -> None:
    """Carry one out because a person wants it now, before its day, or in place of a desk that has left it half done.

    UserError where it cannot begin here, with what to do.
    """
    claims = Claims(shop, line, offered.HANDOVER)
    try:
        hub = _ask(claims)
        if (said := _wrong_clock(hub.clock_off)) is not None:
            raise UserError(said)
        found = shop.read(
            lambda r: queries.planned_handovers.to_begin(r, seats=hub.seats, plan_id=plan_id)
        )
        if not found:
            raise UserError(
                _(
                    "This handover has gone already, or is not yours to begin. Nothing was changed. Ask who planned "
                    "it, or the head."
                )
            )
        if found[0].is_over:
            raise UserError(_over_words(found[0]))
        if not _begin(shop, found[0], claims, tell, is_wished=True):
            raise UserError(_waits_words(is_away=claims.is_away))
    finally:
        claims.hang_up()


def _ask(claims: Claims) -> _Hub:
    return _Hub(None, {}) if claims.is_alone else _Hub(claims.clock_off(), claims.seats())


def _due(reader: Reader, hub: _Hub) -> tuple[PlannedStart, ...]:
    """What is due by both clocks, this one's and the hub's: they may disagree about midnight."""
    off = hub.clock_off or timedelta()
    day = min(reader.today, (reader.now + off).astimezone(reader.zone).date())
    return queries.planned_handovers.to_begin(reader, seats=hub.seats, day=day)


def _begin(
    shop: Shop, plan: PlannedStart, claims: Claims, tell: Tell, *, is_wished: bool = False
) -> bool:
    """Whether it needs no other look soon: it went, or waits for a person."""
    if plan.is_over:
        tell(_over_words(plan))
        return True
    if plan.is_stranded and not is_wished:
        return True
    leave = Leave.DO if plan.is_undone else claims.ask(plan.id, _TRY)
    if leave is Leave.LET_BE:
        return False
    if leave is Leave.ASK and not (plan.is_begun or is_wished):
        shop.write(
            partial(commands.planned_handovers.note_stranded, plan_id=plan.id), origin=Origin.ROBOT
        )
        tell(_stranded_words(plan))
        return True
    must_be_private = leave is Leave.DO_IF_PRIVATE
    mark = partial(
        commands.planned_handovers.begin_planned, plan_id=plan.id, must_be_private=must_be_private
    )
    if not shop.write(mark, origin=Origin.ROBOT):
        return False
    if not plan.is_undone and not hand_over(shop, plan, tell):
        return True
    # A step of the program: undoing the handover must leave this note, or it would begin again at once.
    shop.write(
        partial(commands.planned_handovers.end_planned, plan_id=plan.id), origin=Origin.ROBOT
    )
    claims.over(plan.id, _TRY)
    return True


def _wrong_clock(off: timedelta | None) -> str | None:
    if off is None or abs(off) < WRONG_CLOCK:
        return None
    return _(
        "This computer’s clock is {span} off, so no planned handover begins here: it begins at another computer, or "
        "once the clock is right. All cards are where they were."
    ).format(span=formats.span(abs(off)))


def _waits_words(*, is_away: bool) -> str:
    if is_away:
        return _(
            "The hub does not answer, and another computer may be at this handover. Nothing was changed: it begins "
            "once the hub is back."
        )
    return _("Another computer is at this handover. Nothing was changed here: its cards come soon.")


def _over_words(plan: PlannedStart) -> str:
    return _(
        "The handover of {name}’s work planned for {day} was not carried out: the day to come back has passed. All "
        "cards are where they were. Give it other days or call it off in the agenda."
    ).format(name=plan.giver, day=formats.short_date(plan.starts_on))


def _stranded_words(plan: PlannedStart) -> str:
    return _(
        "Another computer has begun the handover of {name}’s work and was not heard of since. It goes on there by "
        "itself. To go on here instead, press “Begin now” in the agenda."
    ).format(name=plan.giver)
