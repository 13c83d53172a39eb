# SPDX-License-Identifier: Apache-2.0
"""Those whom the rows of a list have made or added to, packed: a long list takes hardly more memory than a short one.

Each is a few hundred bytes, found by what may name them. Of those whom the row at hand means the unpacked one is held,
and packed again once the next row is looked at.
"""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

_FEWEST = 1024
_PLAIN = 2
"""The form of marshal without references: shorter for what holds nothing twice."""


@dataclass(slots=True)
class MetCompany:
    """An organisation that a row means; one that is known as far as rows have added to it."""

    id: UUID
    name: str
    is_known: bool
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    comment: str = ""
    tax_id: str = ""
    at: int = -1
    """Where it is packed, if it is."""


@dataclass(slots=True)
class MetContact:
    """The same of a person, with where they work."""

    id: UUID
    name: str
    is_known: bool
    firm: MetCompany | None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    comment: str = ""
    post: str = ""
    at: int = -1


MetClient = MetContact | MetCompany


class Places:
    """Places by the hash of what names them, several under one: two flat arrays, a slot taken by the next free one."""

    def __init__(self) -> None:
        self._hashes, self._at = array("q", bytes(8 * _FEWEST)), array("i", bytes(4 * _FEWEST))
        self._count = 0

    def add(self, key: object, at: int) -> None:
        """Let a key lead to a place, too."""
        if 3 * self._count >= 2 * len(self._at):
            self._grow()
        self._put(hash(key), at + 1)
        self._count += 1

    def of(self, key: object) -> list[int]:
        """The places a key leads to, in their order; one in many billions may be another key's."""
        wanted, hashes, places = hash(key), self._hashes, self._at
        last = len(places) - 1
        slot, found = wanted & last, []
        while place := places[slot]:
            if hashes[slot] == wanted:
                found.append(place - 1)
            slot = slot + 1 & last
        found.sort()
        return found

    def _put(self, hashed: int, place: int) -> None:
        last = len(self._at) - 1
        slot = hashed & last
        while self._at[slot]:
            slot = slot + 1 & last
        self._hashes[slot], self._at[slot] = hashed, place

    def _grow(self) -> None:
        old = zip(self._hashes, self._at, strict=True)
        size = 2 * len(self._at)
        self._hashes, self._at = array("q", bytes(8 * size)), array("i", bytes(4 * size))
        for hashed, place in old:
            if place:
                self._put(hashed, place)


class Met:
    """Whom the rows have met. `known_firm` tells of an organisation of the shop what is to be known of it."""

    def __init__(self, known_firm: Callable[[UUID], MetCompany | None]) -> None:
        self._known_firm = known_firm
        self._packed: list[bytes] = []
        self._places = Places()
        self._changed: dict[UUID, int] = {}
        """Where those of the shop are packed to whom rows have added."""
        self._open: list[tuple[MetClient, bytes]] = []

    def settle(self) -> None:
        """The next row is looked at: whom the last one changed is packed."""
        for owner, before in self._open:
            now = _pack(owner)
            if now != before:
                self._packed[self._place(owner)] = now
        self._open.clear()

    def make(self, owner: MetClient) -> None:
        """The row at hand makes somebody."""
        self._open.append((owner, b""))
        self._place(owner)

    def known(self, id: UUID, read: Callable[[], MetClient]) -> MetClient:
        """Somebody of the shop, with what earlier rows have added."""
        for owner, _before in self._open:
            if owner.id == id:
                return owner
        at = self._changed.get(id)
        if at is not None:
            return self._unpacked(at)
        owner = read()
        self._open.append((owner, _pack(owner)))
        return owner

    def name(self, owner: MetClient, *key: object) -> None:
        """Let this lead to somebody from now on."""
        self._places.add(key, self._place(owner))

    def named(self, *key: object) -> Iterator[MetClient]:
        """Those to whom it leads, in the order in which they were met."""
        return map(self._unpacked, self._places.of(key))

    def _place(self, owner: MetClient) -> int:
        if owner.at < 0:
            owner.at = len(self._packed)
            self._packed.append(b"")
            if owner.is_known:
                self._changed[owner.id] = owner.at
        return owner.at

    def _unpacked(self, at: int) -> MetClient:
        for one, _before in self._open:
            if one.at == at:
                return one
        packed = self._packed[at]
        is_person, key, *rest = marshal.loads(packed)  # noqa: S302 - packed here, a few rows ago
        if is_person:
            name, is_known, firm, *said = rest
            owner: MetClient = MetContact(UUID(bytes=key), name, is_known, self._firm(firm), *said)
        else:
            owner = MetCompany(UUID(bytes=key), *rest)
        owner.at = at
        self._open.append((owner, packed))
        return owner

    def _firm(self, packed: int | bytes | None) -> MetCompany | None:
        if isinstance(packed, int):
            owner = self._unpacked(packed)
            assert isinstance(owner, MetCompany)
            return owner
        return None if packed is None else self._known_firm(UUID(bytes=packed))


def _pack(owner: MetClient) -> bytes:
    said = owner.phones, owner.emails, owner.comment
    if isinstance(owner, MetCompany):
        whole: tuple[Any, ...] = (
            *(False, owner.id.bytes, owner.name, owner.is_known),
            *(*said, owner.tax_id),
        )
    else:
        firm = owner.firm
        works = None if firm is None else firm.at if firm.at >= 0 else firm.id.bytes
        whole = (True, owner.id.bytes, owner.name, owner.is_known, works, *said, owner.post)
    return marshal.dumps(whole, _PLAIN)
