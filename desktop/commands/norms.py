# SPDX-License-Identifier: Apache-2.0
"""What is asked of people, as the head of sales says it: norms of a day, days away, the month's target."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from desktop.domain.norm import Absence, Norm, Target, norm_id, target_id
from desktop.domain.rights import Right
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.i18n import N_, _, short_date
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.storage.working_time import parse_hours
from desktop.values.changes import Seen
from desktop.values.money import Money
from desktop.values.norms import DayNorm
from desktop.values.states import Role


@command(N_("Set the norm: {role}"), Right.SET_NORMS)
def set_norm(
    uow: UnitOfWork, *, role: str, segment: str = "", norm: DayNorm, seen: Seen = None
) -> UUID:
    """What a role is to do on a full day, with a kind of client ("": every one). UserError where it is no norm."""
    if problem := norm.problem():
        raise UserError(problem, field="norm")
    place = norm_id(role, segment)
    own = uow.find(Norm, place) or uow.add(Norm(id=place, role=role, segment=segment))
    own.dials, own.dials_up_to = norm.least.dials, norm.up_to.dials
    own.talks, own.talks_up_to = norm.least.talks, norm.up_to.talks
    own.new_leads = norm.least.new_leads
    own.archived_at = None
    uow.name(role=Role.words(role))
    return own.id


@command(N_("Gave the norm back to what is shipped: {role}"), Right.SET_NORMS)
def drop_norm(uow: UnitOfWork, *, norm_id: UUID, seen: Seen = None) -> None:
    """The shop's own norm no longer holds; what is shipped does again."""
    own = uow.get(Norm, norm_id)
    own.archived_at = uow.now
    uow.name(role=Role.words(own.role))


@command(N_("{person} is away from {day}"), Right.SET_NORMS)
def set_away(
    uow: UnitOfWork,
    *,
    user_id: UUID,
    first_day: date,
    last_day: date,
    works: str = "",
    name: str = "",
    absence_id: UUID | None = None,
    seen: Seen = None,
) -> UUID:
    """Days on which a person works only within `works` ("09:00-13:00"), or not at all; their norm follows."""
    if last_day < first_day:
        raise UserError(_("The last day is before the first. Nothing was saved."), field="last_day")
    try:
        parse_hours(works)
    except ValueError as error:
        raise UserError(
            _("These are no hours. Write them like 09:00-18:00."), field="works"
        ) from error
    person = uow.get(User, user_id)
    if absence_id is None:
        away = uow.add(Absence(user_id=user_id, first_day=first_day, last_day=last_day))
    else:
        away = uow.get(Absence, absence_id)
    away.user_id, away.first_day, away.last_day = user_id, first_day, last_day
    away.works, away.name = works, name.strip()
    uow.name(person=person.name, day=short_date(first_day))
    return away.id


@command(N_("{person} works as usual again from {day}"), Right.SET_NORMS)
def drop_away(uow: UnitOfWork, *, absence_id: UUID, seen: Seen = None) -> None:
    """The days were no days away after all."""
    away = uow.get(Absence, absence_id)
    away.archived_at = uow.now
    uow.name(person=uow.get(User, away.user_id).name, day=short_date(away.first_day))


@command(N_("Set the target of {person}"), Right.SET_NORMS)
def set_target(
    uow: UnitOfWork, *, user_id: UUID, month: date, target: Money, seen: Seen = None
) -> UUID:
    """What a person is to sell in the month of this day; 0 asks for nothing."""
    if target.minor < 0:
        raise UserError(_("A target is 0 or more. Nothing was saved."), field="target")
    first = month.replace(day=1)
    place = target_id(user_id, first)
    own = uow.find(Target, place) or uow.add(Target(id=place, user_id=user_id, month=first))
    own.amount, own.currency, own.archived_at = target.minor, target.currency, None
    uow.name(person=uow.get(User, user_id).name)
    return own.id
