# SPDX-License-Identifier: Apache-2.0
"""Whose a record is, what it is called and where it opens: for lists that speak of records of any kind."""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Row, Select, bindparam, func, literal, select, union_all

from desktop.domain.card import CARD_KINDS, CARDS
from desktop.domain.column_types import Uuid16, encode
from desktop.domain.people import Company, Contact
from desktop.domain.record import table_of
from desktop.domain.schema import BY_KIND, SET_UP
from desktop.queries.told_values import Fields
from desktop.storage.card_of import FIELD
from desktop.storage.database import Reader
from desktop.values.rows.to_look_at import About

Rows = Select[*tuple[Any, ...]]

_IN_SETTINGS = frozenset(cls.entity() for cls in SET_UP)
_CLIENTS = ("contact", "company")


class Records:
    """Reads records of any kind, each once."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._rows: dict[tuple[str, UUID], dict[str, Any] | None] = {}

    def fields(self, kind: str, id: UUID) -> Fields:
        """A record as it stands, in the codec; empty where it is gone."""
        row = self._row(kind, id)
        return {} if row is None else {name: encode(value) for name, value in row.items()}

    def about(self, kind: str, id: UUID, doc: Fields | None = None) -> About:
        """What the record is about. `doc` speaks for one that is not there: its making was refused."""
        row = self._row(kind, id)
        here = {**row} if row is not None else _decoded(kind, doc or {})
        stamp = str(here.get("stamp") or "")
        if kind in _CLIENTS:
            return self._client(kind, id, id, kind, stamp)
        if kind == "contact_phone":
            owner = "company" if here.get("company_id") else "contact"
            owner_id = here.get(f"{owner}_id")
            return self._client(owner, owner_id, id, kind, stamp) if owner_id else About(kind, id)
        card = id if kind in CARD_KINDS else here.get(FIELD.get(kind, ""))
        if card is not None and (found := self._card(card)) is not None:
            title, page = found.title, found.page
            if kind == "deal_line":
                title = here.get("title") or title
            return About(kind, id, stamp, found.client, found.number, title, page, card)
        for client in _CLIENTS:
            if card is not None and self._row(client, card) is not None:
                return self._client(client, card, id, kind, stamp)
        if kind in CARD_KINDS:
            return About(
                kind, id, "", self._of_doc(here), here.get("number") or "", here.get("title") or ""
            )
        page = "settings" if kind in _IN_SETTINGS else ""
        return About(kind, id, stamp, str(here.get("name") or ""), page=page)

    def _client(self, kind: str, client: UUID, id: UUID, own: str, stamp: str) -> About:
        row = self._row(kind, client)
        name = str(row["name"]) if row else ""
        return About(own, id, stamp, name, page=kind, page_id=client)

    def _of_doc(self, doc: Fields) -> str:
        for kind in ("company", "contact"):
            client = doc.get(f"{kind}_id")
            if client is not None and (row := self._row(kind, client)) is not None:
                return str(row["name"])
        return ""

    def _card(self, id: UUID) -> Row[Any] | None:
        return self._reader.connection.execute(_cards(), {"id": id}).first()

    def _row(self, kind: str, id: UUID) -> dict[str, Any] | None:
        if (kind, id) not in self._rows:
            table = table_of(BY_KIND[kind])
            found = self._reader.connection.execute(select(table).where(table.c.id == id))
            row = found.mappings().first()
            self._rows[kind, id] = None if row is None else dict(row)
        return self._rows[kind, id]


def _decoded(kind: str, doc: Fields) -> dict[str, Any]:
    columns = table_of(BY_KIND[kind]).columns
    return {
        name: UUID(raw) if isinstance(columns[name].type, Uuid16) and raw else raw
        for name, raw in doc.items()
        if name in columns
    }


@cache
def _cards() -> CompoundSelect[*tuple[Any, ...]]:
    client = func.coalesce(Company.name, Contact.name, "").label("client")
    return union_all(
        *(
            select(cls.number, cls.title, client, literal(cls.entity()).label("page"))
            .join(Contact, Contact.id == cls.contact_id, isouter=True)
            .join(Company, Company.id == cls.company_id, isouter=True)
            .where(cls.id == bindparam("id", type_=Uuid16))
            for cls in CARDS
        )
    )
