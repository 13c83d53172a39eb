# SPDX-License-Identifier: Apache-2.0
"""Who has to look at what: the two it is between, the holder of a card, and the head for those who are gone."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from desktop.domain.rights import Right, may, rights_of
from desktop.domain.schema import BY_KIND
from desktop.domain.user import User
from desktop.frozen import dataclass
from desktop.storage.database import Reader
from desktop.values.rows.to_look_at import Colleague
from desktop.values.states import Role


@dataclass(frozen=True, slots=True)
class Staff:
    """The people who are here, in their order, with what they may do."""

    me: UUID | None
    roles: tuple[str, ...]
    people: dict[UUID, Colleague]
    held: dict[UUID, tuple[str, ...]]

    @property
    def leads(self) -> bool:
        """Whether this person looks at what nobody else can."""
        return may(self.roles, Right.HAND_CARDS_OVER) or may(self.roles, Right.EDIT_PEOPLE)

    def looks(self, *whose: UUID | None) -> bool:
        """Whether something of these people is for this one to look at."""
        if self.me in whose and self.me is not None:
            return True
        return self.leads and not any(one in self.people for one in whose)

    def looks_at_kind(self, kind: str) -> bool:
        """Whether records of this kind are this person's to keep in order: stages, prices, templates, the firm."""
        right = BY_KIND[kind].__sync__.capability if kind in BY_KIND else None
        return right in _KEPT and may(self.roles, right)

    def other(self, *whose: UUID | None) -> Colleague | None:
        """The one of these who is not this person."""
        return next(
            (self.people[one] for one in whose if one in self.people and one != self.me), None
        )

    def with_right(self, right: Right | None) -> Colleague | None:
        """Somebody else who may do this; without a right, somebody who leads."""
        wanted = right or Right.HAND_CARDS_OVER
        for person, roles in self.held.items():
            if person == self.me or not may(roles, wanted):
                continue
            role = next(one for one in _by_rank(roles) if wanted in rights_of((one,)))
            found = self.people[person]
            return Colleague(found.id, found.name, found.phone, role)
        return None


_KEPT = frozenset(
    {
        Right.EDIT_STAGES,
        Right.EDIT_PRICES,
        Right.EDIT_TEMPLATES,
        Right.EDIT_FIRM,
        Right.EDIT_PEOPLE,
    }
)


def _by_rank(roles: Iterable[str]) -> list[str]:
    order: list[str] = [Role.HEAD, Role.ACCOUNTANT, Role.ADMIN]
    return sorted(roles, key=lambda role: order.index(role) if role in order else len(order))


def staff(reader: Reader) -> Staff:
    """Everybody who works here now."""
    rows = reader.connection.execute(
        select(User.id, User.name, User.phone, User.roles)
        .where(User.is_active, User.archived_at.is_(None))
        .order_by(User.position, User.name)
    ).all()
    return Staff(
        reader.user_id,
        reader.roles,
        {row.id: Colleague(row.id, row.name, row.phone) for row in rows},
        {row.id: tuple(row.roles) for row in rows},
    )
