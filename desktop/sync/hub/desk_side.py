# SPDX-License-Identifier: Apache-2.0
"""The way from a desk to the hub.

Every call is one statement in a transaction of its own, so that nobody holds the hub's lock while something else is
done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Any, LiteralString, Self
from uuid import UUID

import psycopg
from psycopg import errors, sql
from psycopg.types.json import Jsonb

from desktop import APP_NAME, __version__
from desktop.storage.asked_numbers import Given
from desktop.storage.hub_rows import Confirmed
from desktop.sync.hub import line, snapshot
from desktop.sync.hub.answers import (
    CodeTaken,
    Forked,
    Gap,
    HubAway,
    InviteOver,
    NotKnown,
    OtherCertificate,
    Unreadable,
    UpdateFirst,
    told,
)
from desktop.sync.hub.line import Address
from desktop.sync.hub.snapshot import Tally, Wanted
from desktop.sync.hub.standing import NEVER, SEES_ALL, Standing
from desktop.values.rows.hub_line import HubLine

SCHEMA = 1
"""Of the documents this version writes; the hub may ask for a newer one."""

PAGE = 5000
_MANY = 50
"""New rows from which on it is worth taking all at once; the verdicts are the same either way."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """The hub's answer to a push: up to which number it has all, its place, and what it did not take.

    `numbers` are the places that papers were given, by the number of the operation that asked.
    With `all_new` each operation put its row in as it was sent, at every second place up to the head.
    """

    acked: int
    head: int
    now: str
    bad: Mapping[int, str]
    numbers: Mapping[int, Given]
    all_new: bool = False


class Claim(StrEnum):
    """What the hub says to a desk that wants to do what may be done only once."""

    MINE = "mine"
    TAKEN = "taken"
    DONE = "done"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in the hub's order, the head of the same moment and its mark, and the mark of a place seen before."""

    rows: list[Confirmed]
    head: int
    mark: UUID | None
    mark_before: UUID | None


class Hub:
    """One connection, made when it is needed and made anew after a break."""

    page = PAGE

    def __init__(
        self, address: Address, password: str, *, is_wanted: Callable[[], bool] = lambda: True
    ) -> None:
        """Whatever waits for the hub ends with HubAway once it `is_wanted` no more."""
        self._address, self._password, self._is_wanted = address, password, is_wanted
        self._connection: psycopg.Connection[Any] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    # What a desk asks

    def knock(self) -> None:
        """See whether the hub lets this login in."""
        self._value("SELECT 1")

    def change_password(self, password: str) -> None:
        """Replace the own password; the statement holds only its SCRAM verifier."""
        with self._told():
            connection = self._connected()
            verifier = connection.pgconn.encrypt_password(
                password.encode(), self._address.login.encode(), b"scram-sha-256"
            )
            change = sql.SQL("ALTER ROLE {} PASSWORD {}")
            connection.execute(
                change.format(sql.Identifier(self._address.login), sql.Literal(verifier.decode()))
            )
        self._password = password

    def join(
        self, secret: str, device: UUID, code: str, name: str, beside: UUID | None = None
    ) -> Standing:
        """Sit down with an invite's secret; the same device may ask again when the answer was lost.

        Where others sit already, `beside` names a device of that desk: who has its disk knows it.
        """
        ask = "SELECT crm.join_desk(%s, %s, %s, %s, %s)"
        return Standing.read(self._value(ask, secret, device, code, name, beside))

    def fork(self, old: UUID, new: UUID, code: str, *, is_fresh: bool) -> Standing:
        """Go on under a new line of numbers, at a desk of this code; CodeTaken where a fresh one is another's."""
        return Standing.read(
            self._value("SELECT crm.fork_device(%s, %s, %s, %s)", old, new, code, is_fresh)
        )

    def bring_counters(self, device: UUID, following: Mapping[str, int]) -> None:
        """The number that each series of a shop that is brought along gives next."""
        self._value("SELECT crm.bring_counters(%s, %s)", device, Jsonb(dict(following)))

    def brought(self, device: UUID) -> None:
        """All of the shop that this device brought along is at the hub."""
        self._value("SELECT crm.brought(%s)", device)

    def hello(self, device: UUID, cursor: int) -> Standing:
        """Where both stand; raises NotKnown where the device is unknown."""
        if (found := self._value("SELECT crm.hello(%s, %s)", device, cursor)) is None:
            raise NotKnown
        return Standing.read(found)

    def differs_at(self, device: UUID, known: Sequence[Mapping[str, Any]]) -> int | None:
        """From which number of a device on the hub has something else than this desk knows; None where nowhere."""
        found = self._value("SELECT crm.differs_at(%s, %s)", device, Jsonb(list(known)))
        return None if found is None else int(found)

    def push(self, device: UUID, ops: Sequence[Mapping[str, Any]]) -> Pushed:
        """Send operations; each is answered once and for all."""
        version = f"{APP_NAME} {__version__}"
        many = len(ops) >= _MANY and all(op.get("new") for op in ops)
        function = sql.SQL("SELECT crm.{}(%s, %s, %s, %s)").format(
            sql.Identifier("push_new" if many else "push")
        )
        found = self._value(function, device, SCHEMA, version, Jsonb(list(ops)))
        given = {n: Given(one["place"], one["fields"]) for n, one in found["numbers"]}
        all_new = bool(found.get("all_new"))
        return Pushed(
            found["acked"], found["head"], found["now"], dict(found["bad"]), given, all_new
        )

    def pull(self, cursor: int, seen: int = 0) -> Page:
        """The next page after a place in the order; `seen` is a place whose mark this desk remembers."""
        rows = self._rows(
            "SELECT s.id, s.entity, s.seq, s.doc::text, s.ver::text, h.seq, h.mark, h.before FROM "
            "(SELECT seq, crm.mark_at(seq) AS mark, crm.mark_at(%s) AS before FROM crm.hub OFFSET 0) h "
            "LEFT JOIN LATERAL (SELECT * FROM crm.state WHERE seq > %s ORDER BY seq LIMIT %s) s ON true "
            "ORDER BY s.seq",
            seen,
            cursor,
            self.page,
        )
        return Page([Confirmed.read(*row[:5]) for row in rows if row[0] is not None], *rows[0][5:])

    def fetch(self, ids: Sequence[UUID]) -> list[Confirmed]:
        """Single rows as they stand."""
        return self._confirmed("id = ANY (%s)", list(ids))

    def pull_realm(self, realm: int, cursor: int) -> list[Confirmed]:
        """The next rows of one realm alone after a place in the order."""
        return self._confirmed("realm = %s AND seq > %s ORDER BY seq LIMIT %s", realm, cursor, PAGE)

    def kinds_of(self, realms: Sequence[int]) -> list[str]:
        """Which kinds of records lie in these realms."""
        rows = self._rows("SELECT name FROM crm.entity WHERE realm = ANY (%s)", list(realms))
        return [name for (name,) in rows]

    def moved(self, seq: int) -> tuple[int, list[UUID]]:
        """Where the hub is, and which cards came to this desk or left it since a place in the order."""
        rows = self._rows("SELECT head, card FROM crm.moved(%s)", seq)
        head = int(rows[0][0]) if rows else seq
        return head, [card for _head, card in rows if card is not None]

    def cards(self) -> tuple[int, list[UUID]]:
        """Where the hub is, and every card that this desk is given."""
        rows = self._rows("SELECT h.seq, p.card FROM crm.hub h LEFT JOIN crm.place p ON true")
        return int(rows[0][0]), [card for _head, card in rows if card is not None]

    def of_cards(self, cards: Sequence[UUID]) -> list[Confirmed]:
        """What this desk is given of some cards."""
        return self._confirmed("card = ANY (%s)", list(cards))

    def out_of_sight(self, ids: Sequence[UUID]) -> set[UUID]:
        """Those of these rows that are at the hub and that this desk is not given."""
        return {row for (row,) in self._rows("SELECT crm.out_of_sight(%s)", list(ids))}

    def sealed(self, device: UUID, numbers: Sequence[int]) -> dict[int, str]:
        """What the hub has taken of this device under these numbers, as only the hub can read it."""
        return self._seals("SELECT n, what FROM crm.sealed(%s, %s)", device, list(numbers))

    def sealed_anew(
        self, old: UUID, new: UUID, moves: Sequence[Mapping[str, Any]]
    ) -> dict[int, str]:
        """What was sealed for a device, sealed for the one it goes on as; by the number it had."""
        if not any("z" in one for one in moves):
            return {}
        ask = "SELECT n, what FROM crm.sealed_anew(%s, %s, %s)"
        return self._seals(ask, old, new, Jsonb(list(moves)))

    def _seals(self, ask: str, *arguments: object) -> dict[int, str]:
        try:
            return dict(self._rows(ask, *arguments))
        except errors.UndefinedFunction:  # a hub that was not brought up yet seals nothing
            return {}

    def history(self, ids: Sequence[UUID]) -> list[HubLine]:
        """Who wrote what on some records, in the hub's order."""
        rows = self._rows(
            "SELECT seq, at, code || '.' || dseq, person, desk, entity, id, hlc, patch FROM crm.history(%s)",
            list(ids),
        )
        return [
            HubLine(seq, at, by, person, desk, kind, row, int(hlc, 16), patch)
            for seq, at, by, person, desk, kind, row, hlc, patch in rows
        ]

    def devices(self) -> list[dict[str, Any]]:
        """Who sits at which desk, as far as people are told: codes, names, when they were last here."""
        rows = self._rows(
            "SELECT code, desk_code, desk_name, employee_id, last_seen, app_version, revoked OR NOT active, pulled_seq "
            "FROM crm.devices()"
        )
        names = "code desk_code desk user_id last_seen version is_closed pulled".split()
        return [dict(zip(names, row, strict=True)) for row in rows]

    def tally(self, seen: int = 0) -> Tally:
        """How much stands now; `seen` is a place whose mark this desk remembers."""
        rows = self._rows(
            "SELECT h.seq, h.mark, h.before, s.entity, count(s.seq), sum(s.seq) FROM "
            "(SELECT seq, crm.mark_at(seq) AS mark, crm.mark_at(%s) AS before FROM crm.hub OFFSET 0) h "
            "LEFT JOIN crm.state s ON s.seq <= h.seq GROUP BY 1, 2, 3, 4",
            seen,
        )
        head, mark, before = rows[0][:3]
        kinds = {kind: (n, int(total)) for *_head, kind, n, total in rows if n}
        return Tally(head, mark, before, kinds)

    def copy(self, wanted: Wanted, after: int, most: int) -> list[tuple[Any, ...]]:
        """The next rows of a kind in the order, as storage.take_new takes them; Unreadable where one is in the way."""
        statement, arguments = snapshot.page(wanted, after, most)
        with self._told(), self._connected().cursor(binary=True) as cursor:
            try:
                return cursor.execute(statement, arguments).fetchall()
            except psycopg.DataError as error:
                raise Unreadable(str(error)) from error

    def copy_whole(self, wanted: Wanted, after: int, most: int) -> list[Confirmed]:
        """The same rows with their documents as they stand."""
        statement, arguments = snapshot.whole(wanted, after, most)
        return [Confirmed.read(*row) for row in self._rows(statement, *arguments)]

    def count(self, wanted: Wanted) -> int:
        """How many rows these are."""
        statement, arguments = snapshot.count(wanted)
        return int(self._value(statement, *arguments))

    def of_kinds(self, kinds: Sequence[str], after: int, most: int) -> list[Confirmed]:
        """The next rows of some kinds as they stand."""
        return self._confirmed(
            "entity = ANY (%s) AND seq > %s ORDER BY seq LIMIT %s", list(kinds), after, most
        )

    def purge(self, row: UUID, why: str) -> None:
        """Erase a row with what is its own, for good; NotAllowed to whoever does not manage people."""
        self._value("SELECT crm.purge(%s, %s)", row, why)

    # What may be done only once

    def claim(self, device: UUID, kind: str, id: UUID, attempt: int, seconds: int) -> Claim:
        """Ask to be the one who makes this attempt; the claim ends after that time unless it is done before."""
        ask = "SELECT crm.claim(%s, %s, %s, %s, %s)"
        return Claim(self._value(ask, device, kind, id, attempt, seconds))

    def claim_done(self, device: UUID, kind: str, id: UUID, attempt: int) -> None:
        """It is done, or given up for good."""
        self._value("SELECT crm.claim_done(%s, %s, %s, %s)", device, kind, id, attempt)

    # The connection

    def _value(self, statement: str | sql.Composed, *arguments: object) -> Any:
        rows = self._rows(statement, *arguments)
        return rows[0][0] if rows else None

    def _confirmed(self, condition: LiteralString, *arguments: object) -> list[Confirmed]:
        """Rows as they stand, their documents as texts: of one that nothing can read no other suffers."""
        text = sql.SQL("SELECT id, entity, seq, doc::text, ver::text FROM crm.state WHERE {}")
        return [
            Confirmed.read(*row) for row in self._rows(text.format(sql.SQL(condition)), *arguments)
        ]

    def _rows(self, statement: str | sql.Composed, *arguments: object) -> list[tuple[Any, ...]]:
        with self._told():
            cursor = self._connected().execute(statement, arguments)
            return cursor.fetchall()

    def _connected(self) -> psycopg.Connection[Any]:
        if self._connection is None or self._connection.closed:
            self._connection = line.call(self._address, self._password, self._is_wanted)
        return self._connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            self._forget_broken()
            raise told(error) from error

    def _forget_broken(self) -> None:
        if self._connection is not None and self._connection.broken:
            self.close()


__all__ = [
    "NEVER",
    "SEES_ALL",
    "Address",
    "CodeTaken",
    "Forked",
    "Gap",
    "Hub",
    "HubAway",
    "InviteOver",
    "NotKnown",
    "OtherCertificate",
    "Page",
    "Pushed",
    "Standing",
    "Unreadable",
    "UpdateFirst",
]
