# SPDX-License-Identifier: Apache-2.0
"""What the hub refused because it was older than this program goes to it again, by itself, once the hub knows the kind.

A person sees it in To look at until then, and may try it or discard it there; what they discarded stays so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from desktop.commands.to_look_at import try_again
from desktop.domain.bookkeeping import REFUSED, Finding
from desktop.domain.schema import BY_KIND
from desktop.domain.user import User
from desktop.i18n import N_
from desktop.storage import outbox
from desktop.storage.database import Reader
from desktop.storage.tables import refused
from desktop.storage.unit_of_work import UnitOfWork
from desktop.storage.work import Actor

LABEL = N_("Sent what an older hub had refused")
UNKNOWN = "unknown_entity"
"""The hub's word for a kind that it does not know."""

Step = tuple[UUID, int]


def kinds(reader: Reader) -> frozenset[str]:
    """The kinds of records that wait until the hub knows them."""
    return frozenset(op.kind for ops in _waiting(reader).values() for op in ops)


def authors(reader: Reader) -> tuple[UUID, ...]:
    """The devices of this desk under which such records were written."""
    return tuple(dict.fromkeys(device for device, _step in _waiting(reader)))


def send_again(uow: UnitOfWork, *, device_id: UUID, known: Collection[str]) -> None:
    """Write again, as the person who wrote it, what one device made of these kinds, now that they are `known`.

    Only rows that were new, with what was changed on them since: on any other row somebody may have written meanwhile.
    UserError where a rule or right stands in the way by now.
    """
    membership = outbox.membership(uow.connection)
    owners = {one.id: one for one in membership.by_user.values()} if membership else {}
    if (owner := owners.get(device_id)) is None:
        return
    person = uow.find(User, owner.user_id)
    uow.actor = Actor(owner.user_id, tuple(person.roles) if person is not None else ())
    made: set[UUID] = set()
    for (device, step), ops in _waiting(uow).items():
        if device == device_id and _can_go(uow, ops, known, made):
            made.update(op.id for op in ops if op.is_new)
            try_again(uow, device_id=device, step=step, what="")
            uow.flush()


def _can_go(
    uow: UnitOfWork,
    ops: Sequence[Row[*tuple[Any, ...]]],
    known: Collection[str],
    made: Collection[UUID],
) -> bool:
    return all(
        op.kind in known
        and op.kind in BY_KIND
        and (op.id in made or (op.is_new and uow.find(BY_KIND[op.kind], op.id) is None))
        for op in ops
    )


def _waiting(shop: Reader | UnitOfWork) -> Mapping[Step, list[Row[*tuple[Any, ...]]]]:
    """The operations of each step that an older hub refused and that nobody is done with, in their order."""
    connection = shop.connection
    ops = connection.execute(
        select(refused.c.device_id, refused.c.step, refused.c.kind, refused.c.id, refused.c.is_new)
        .where(refused.c.verdict == UNKNOWN)
        .order_by(refused.c.n)
    ).all()
    if not ops:
        return {}
    still = {
        (row.card_id, row.rule)
        for row in connection.execute(
            select(Finding.card_id, Finding.rule).where(
                Finding.card_kind == REFUSED,
                Finding.settled_at.is_(None),
                Finding.archived_at.is_(None),
            )
        )
    }
    found: dict[Step, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for op in ops:
        if (op.device_id, str(op.step)) in still:
            found[op.device_id, op.step].append(op)
    return found
