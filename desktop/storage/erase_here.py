# SPDX-License-Identifier: Apache-2.0
"""A client's data is erased in a shop on one computer, by the same rules as at a hub (resources/hub/011, 014).

The rows stay, blank: what names them still finds something. What they said is gone from them, the journal, the search
and forms left open (storage.erased), past the journal, for it would keep what is to be gone.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, or_, select, text, update

from desktop.domain.bookkeeping import Conflict
from desktop.domain.pairing import Pairing
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.record import Record, table_of
from desktop.domain.schema import BY_KIND
from desktop.errors import UserError
from desktop.i18n import _
from desktop.storage import desk_memory, erased
from desktop.storage.shapes import Form, Shape, shapes
from desktop.storage.tables import FILE_NAME
from desktop.storage.unit_of_work import UnitOfWork
from desktop.values.search import fold

ERASURES: Final = "erasures"
"""Under which key stands who was erased, when, by whom and why: ids and that reason, nothing else of them."""

_EMPTY: Final[dict[Form, Any]] = {
    Form.TEXT: "",
    Form.DOCUMENT: {},
    Form.WORDS: {},
    Form.NAMES: [],
    Form.ROWS: [],
}
_WAIT_S: Final = 5


def clients_called(connection: Connection, wanted: str) -> list[UUID]:
    """The clients that have this name, or this phone (digits alone, with the country code)."""
    digits = "".join(sign for sign in wanted if sign.isdigit())
    found: list[UUID] = []
    for cls, owner in ((Contact, ContactPhone.contact_id), (Company, ContactPhone.company_id)):
        rows = connection.execute(select(cls.id, cls.name).where(cls.joined_to.is_(None)))
        found += [row.id for row in rows if row.name and fold(row.name) == fold(wanted.strip())]
        if digits:
            phones = select(owner).where(ContactPhone.digits == digits, owner.is_not(None))
            found += [one for one in connection.scalars(phones) if one is not None]
    return list(dict.fromkeys(found))


def one_called(connection: Connection, wanted: str) -> UUID:
    """The one client who has this name or phone; UserError where that is nobody, or several."""
    found = clients_called(connection, wanted)
    if len(found) != 1:
        raise UserError(
            _(
                "{n} clients have the name or phone “{client}”. Nothing was done. Give the phone of the one who is "
                "meant, with the country code."
            ).format(n=len(found), client=wanted)
        )
    return found[0]


def rows_of(connection: Connection, client: UUID) -> dict[str, list[UUID]]:
    """A client's rows by kind: all cards that are one client by now, their phones, what was decided about them."""
    found = _cards(connection, client)
    ids = [*found["contact"], *found["company"]]
    found["contact_phone"] = _ids(
        connection, ContactPhone, ContactPhone.contact_id.in_(ids), ContactPhone.company_id.in_(ids)
    )
    found["pairing"] = _ids(
        connection, Pairing, Pairing.kept_id.in_(ids), Pairing.other_id.in_(ids)
    )
    all_ids = [one for part in found.values() for one in part]
    found["conflict"] = _ids(connection, Conflict, Conflict.on_id.in_(all_ids))
    return {kind: part for kind, part in found.items() if part}


def _cards(connection: Connection, client: UUID) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = {}
    for cls in (Contact, Company):
        pairs = [
            (row.id, row.joined_to)
            for row in connection.execute(select(cls.id, cls.joined_to))
            if row.joined_to is not None
        ]
        known = {client}
        while more := {one for pair in pairs if known & {*pair} for one in pair} - known:
            known |= more
        found[cls.entity()] = _ids(connection, cls, cls.id.in_(known))
    return found


def _ids(connection: Connection, cls: type[Record], *any_of: ColumnElement[bool]) -> list[UUID]:
    return list(connection.scalars(select(cls.id).where(or_(*any_of))))


def erase(uow: UnitOfWork, client: UUID, why: str) -> int:
    """Blank a client for good; returns how many rows that were."""
    connection = uow.connection
    rows = rows_of(connection, client)
    uow.flush()
    connection.execute(text("PRAGMA secure_delete=ON"))
    for kind, ids in rows.items():
        cls = BY_KIND[kind]
        table = table_of(cls)
        blank = _blank(uow, cls)
        for one in ids:
            connection.execute(update(table).where(table.c.id == one).values(**blank))
    uow.session.expire_all()
    erased.forget(uow, rows)
    _note(uow, rows, why)
    return sum(len(ids) for ids in rows.values())


def _blank(uow: UnitOfWork, cls: type[Record]) -> dict[str, Any]:
    """What a row says once it is erased: figures and times that must be there stay, and a phone's owner."""
    values: dict[str, Any] = {}
    for shape in shapes(cls.entity()):
        if shape.name == "archived_at":
            values[shape.name] = uow.now
        elif cls is ContactPhone and shape.form is Form.ID:
            continue
        elif cls is Conflict:
            values |= {"fields": {}, "settled_at": uow.now}
        elif shape.may_be_empty:
            values[shape.name] = None
        elif shape.form in _EMPTY and not _is_kept(cls, shape):
            values[shape.name] = _EMPTY[shape.form]
    return values


def _is_kept(cls: type[Record], shape: Shape) -> bool:
    return cls is Pairing and shape.name in {"card_kind", "verdict"}


def _note(uow: UnitOfWork, rows: dict[str, list[UUID]], why: str) -> None:
    known = json.loads(desk_memory.recall(uow.connection, ERASURES) or "[]")
    by = uow.actor.user_id
    known.append(
        {
            "ids": [str(one) for ids in rows.values() for one in ids],
            "at": uow.now.isoformat(),
            "by": None if by is None else str(by),
            "why": why,
        }
    )
    desk_memory.remember(uow.connection, ERASURES, json.dumps(known, ensure_ascii=False))


def leave_no_trace(folder: Path) -> None:
    """Bring the log, which holds the pages as they were, into the database's file; while it is read, later."""
    with closing(sqlite3.connect(folder / FILE_NAME, timeout=_WAIT_S)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
