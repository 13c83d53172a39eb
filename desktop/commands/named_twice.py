# SPDX-License-Identifier: Apache-2.0
"""Of two pipelines, stages of one pipeline or reasons of one list that came under one name, the later gets another.

From the hub, which lets a second name through where the same push holds work on it, or with the shop that a desk
brought along; and with data written out before the rule was asked. Nothing that stands on either of them is touched.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row

from desktop.commands.by_desk import person_with
from desktop.domain.rights import Right
from desktop.domain.schema import BY_KIND
from desktop.i18n import N_
from desktop.storage import name_rules
from desktop.storage.database import Reader
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.free_names import free_name
from desktop.values.search import label_key

LABEL = N_("Gave another name to what two computers had called alike: {names}")


def is_wanted(reader: Reader) -> bool:
    """Whether there is such a thing here."""
    return any(_later(reader.connection, kind) is not None for kind in name_rules.KINDS)


@command(LABEL)
def mend(uow: UnitOfWork) -> None:
    """After a round with the hub: every desk whose person may edit stages does so, and all of them write the same."""
    person = person_with(uow, Right.EDIT_STAGES)
    if person is not None:
        uow.actor = person
        uow.name(names=", ".join(f"“{name}”" for name in name_apart(uow)))


def name_apart(uow: UnitOfWork) -> tuple[str, ...]:
    """Number the names of those that came later; returns them."""
    named: list[str] = []
    for kind in name_rules.KINDS:
        while (found := _later(uow.connection, kind)) is not None:
            record_id, taken = found
            record: Any = uow.get(BY_KIND[kind], record_id)
            record.name = free_name(record.name.strip(), taken)
            named.append(record.name)
            uow.flush()
    return tuple(named)


def _later(connection: Connection, kind: str) -> tuple[UUID, set[str]] | None:
    """The first of what has the name of one that was there before, with the names that are taken beside it.

    In whatever order the rows lie at a desk: a reason may stand in two lists, and its name has to be free in both.
    """
    lists, later = name_rules.lists(connection, kind), {}
    for rows in lists:
        seen: set[str] = set()
        for row in sorted(rows, key=_since):
            if label_key(row.name) in seen:
                later[_since(row)] = row.id
            seen.add(label_key(row.name))
    if not later:
        return None
    found = later[min(later)]
    beside = [rows for rows in lists if any(row.id == found for row in rows)]
    return found, {label_key(row.name) for rows in beside for row in rows}


def _since(row: Row[Any]) -> tuple[bool, UUID]:
    """What is shipped was there first, and an id of version 7 tells when it was made."""
    return row.id.version == 7, row.id
