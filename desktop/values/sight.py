# SPDX-License-Identifier: Apache-2.0
"""Whose cards a person sees: their own, their team's, or all. The hub reckons the same (resources/hub/009_sight.sql).

Each role says it, and a person may be told something else than their roles. Whoever has several roles sees as much as
the widest of them. Who manages people sees all, so that no card is out of everybody's sight. What nobody holds is seen
by everybody, or nobody would take it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from desktop.i18n import N_
from desktop.values.states import Named, Role

PREFIX: Final = "sees:"
"""Before a role or a person's id: the key of the preference that says what they see."""

ALWAYS_ALL: Final = Role.ADMIN.value


class Sees(Named):
    """How much of the shop's cards somebody sees."""

    OWN = "own", N_("Own")
    TEAM = "team", N_("Team")
    ALL = "all", N_("All")


Kept = Mapping[str, Mapping[str, Any]]
"""What is kept under these keys, by what follows the prefix: {"sees": "own", "team": "Front"}."""

_ORDER: Final = [Sees.OWN, Sees.TEAM, Sees.ALL]


def of_roles(kept: Kept, roles: Iterable[str]) -> Sees:
    """What somebody with these roles sees, unless they are told something else."""
    found = [Sees.known(kept.get(role, {}).get("sees")) or Sees.ALL for role in roles]
    return max(found, key=_ORDER.index, default=Sees.OWN)


def of_person(kept: Kept, user_id: UUID, roles: Iterable[str]) -> Sees:
    """What this person sees."""
    held = list(roles)
    if ALWAYS_ALL in held:
        return Sees.ALL
    own = Sees.known(kept.get(str(user_id), {}).get("sees"))
    return of_roles(kept, held) if own is None else own


def team_of(kept: Kept, user_id: UUID) -> str:
    """The team a person is in; empty where they are in none."""
    return str(kept.get(str(user_id), {}).get("team") or "")


def people_seen(kept: Kept, user_id: UUID, roles: Iterable[str]) -> frozenset[UUID] | None:
    """Whose cards this person sees, their own among them; None where they see all."""
    sees = of_person(kept, user_id, roles)
    if sees is Sees.ALL:
        return None
    team = team_of(kept, user_id) if sees is Sees.TEAM else ""
    mates = {UUID(key) for key, value in kept.items() if team and value.get("team") == team}
    return frozenset({user_id, *mates})
