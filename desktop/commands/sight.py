# SPDX-License-Identifier: Apache-2.0
"""Whose cards people see: for a role, and for a person who is to see something else than their roles."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from desktop.commands.shop import put_preference
from desktop.domain.rights import Right
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.storage import sight
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.sight import ALWAYS_ALL, PREFIX, Sees, of_roles
from desktop.values.states import Role


@command(N_("Changed what the role {role} sees"), Right.EDIT_PEOPLE)
def set_role(uow: UnitOfWork, *, role: str, sees: str) -> None:
    """Own, team or all for everybody who has this role and no say of their own."""
    named = Role(role)
    if named == ALWAYS_ALL:
        raise UserError(
            _(
                "Admins see all cards, so that no card is out of everybody's sight. Nothing has changed."
            )
        )
    put_preference(uow, PREFIX + named.value, {"sees": Sees(sees).value})
    uow.name(role=named.label())


@command(N_("Changed what {person} sees"), Right.EDIT_PEOPLE)
def set_person(uow: UnitOfWork, *, user_id: UUID, sees: str, team: str) -> None:
    """Own, team or all for one person, and their team; what equals what their roles say follows the roles."""
    person = uow.get(User, user_id)
    wanted, team = Sees(sees), " ".join(team.split())
    if wanted is not Sees.ALL and ALWAYS_ALL in person.roles:
        raise UserError(
            _(
                "Admins see all cards, so that no card is out of everybody's sight. Nothing has changed. Take the role "
                "Admin away first."
            )
        )
    if wanted is Sees.TEAM and not team:
        raise UserError(
            _("Name the team first. Who has the same team sees one another's cards."), field="team"
        )
    kept = sight.kept(uow.connection)
    value: dict[str, Any] = {"team": team} if team else {}
    if wanted is not of_roles(kept, person.roles):
        value["sees"] = wanted.value
    put_preference(uow, PREFIX + str(user_id), value)
    uow.name(person=person.name)
