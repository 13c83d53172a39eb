# SPDX-License-Identifier: Apache-2.0
"""Compares a description with a card that is kept: what both have in common, and how sure that makes it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self
from uuid import UUID

from desktop.queries.likeness import ALIKE, CONTRADICT, bare, is_name, likeness, may_be_one
from desktop.values.phone import try_phone
from desktop.values.rows.duplicates import (
    COMPANY,
    CONTACT,
    DuplicateFound,
    Reason,
    Sought,
    score,
)
from desktop.values.search import fold, name_key

LEAST_SCORE = 35
"""What is less sure than this is not told."""

_SHORTEST_WORD = 3
_NAMESAKES = 0.5
"""Two people of one name are one less often than two firms of one name."""


@dataclass(frozen=True)
class Card:
    """A client that is kept, as far as it is compared. Phones are digits with the country code."""

    kind: str
    id: UUID
    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    tax_id: str = ""
    company: str = ""
    company_id: UUID | None = None
    address: str = ""
    post: str = ""
    comment: str = ""

    @classmethod
    def read(cls, row: Any, phones: Mapping[bytes, Sequence[str]]) -> Self:
        """From a row of queries.duplicates, with the phones of all by their owners."""
        # By their places: of all clients of a shop, asking for each column by its name would take longest.
        kind, key, name, email, more, tax_id, inn, address, company, company_id, post, comment = row
        emails = (email, *json.loads(more)) if more != "[]" else (email,)
        return cls(
            kind,
            UUID(bytes=key),
            name,
            tuple(phones.get(key, ())),
            tuple([email_key(one) for one in emails if one]),
            tax_id or inn or "",
            company or "",
            UUID(bytes=company_id) if company_id else None,
            address or "",
            post,
            comment,
        )

    @cached_property
    def key(self) -> str:
        """The name for comparing."""
        return bare(self.whole_key)

    @property
    def whole_key(self) -> str:
        """The name for telling that it is just the same."""
        return name_key(self.name)

    def sought(self) -> Sought:
        """The card as a description of whom it may be."""
        is_firm = self.kind == COMPANY
        return Sought(
            name="" if is_firm else self.name,
            company=self.name if is_firm else self.company,
            phones=tuple(f"+{digits}" for digits in self.phones),
            emails=self.emails,
            tax_id=self.tax_id,
            address=self.address,
        )


@dataclass(frozen=True)
class Wanted:
    """A description, ready to be compared."""

    phones: frozenset[str]
    emails: frozenset[str]
    tax_id: str
    person: str
    firm: str
    towns: frozenset[str]

    @classmethod
    def of(cls, sought: Sought, country: str) -> Self:
        """A description as typed; `country` is where phones without a code are."""
        numbers = (try_phone(text, country) for text in sought.phones if text.strip())
        return cls(
            phones=frozenset(one.digits for one in numbers if one is not None),
            emails=frozenset(email_key(one) for one in sought.emails if one.strip()),
            tax_id=sought.tax_id.strip(),
            person=_key(sought.name),
            firm=_key(sought.company),
            towns=towns(sought.address),
        )

    def searched(self) -> Iterator[list[list[str]]]:
        """What to ask the index of words for: all words of each name at once, then each word by itself."""
        for key in dict.fromkeys((self.firm, self.person)):
            words = [word for word in key.split() if len(word) >= _SHORTEST_WORD]
            if len(words) > 1:
                yield [[word] for word in words]
            for word in words:
                yield [[word, word[:-1]] if len(word) > 4 else [word]]
            if len(words) > 1:
                yield [["".join(words[at : at + 2]) for at in range(len(words) - 1)]]


def email_key(email: str) -> str:
    """An address for comparing."""
    return email.strip().casefold()


def towns(address: str) -> frozenset[str]:
    """The parts of an address that hold no number, folded: the town is among them."""
    parts = (part.strip() for part in address.split(","))
    return frozenset(
        fold(part) for part in parts if part and not any(sign.isdigit() for sign in part)
    ) - {""}


def judge(wanted: Wanted, card: Card) -> DuplicateFound | None:
    """What a description and a card have in common; None where it is too little."""
    name, likeness_, differ = _names(wanted, card)
    same = tuple(_same(wanted, card))
    reasons = [reason for reason, _value in same]
    if name is not None:
        reasons.append(name)
        if wanted.towns & towns(card.address):
            reasons.append(Reason.TOWN)
    sure = score(tuple(reasons), names_differ=differ, likeness=likeness_)
    if not reasons or sure < LEAST_SCORE:
        return None
    return DuplicateFound(
        kind=card.kind,
        id=card.id,
        name=card.name,
        score=sure,
        reasons=tuple(reasons),
        same=same[0][1] if same else "",
        company=card.company,
        company_id=card.company_id,
    )


def _same(wanted: Wanted, card: Card) -> Iterator[tuple[Reason, str]]:
    """What is just the same, with the value."""
    if wanted.tax_id and wanted.tax_id == card.tax_id:
        yield Reason.TAX_ID, card.tax_id
    shared = (
        (Reason.PHONE, wanted.phones, card.phones),
        (Reason.EMAIL, wanted.emails, card.emails),
    )
    for reason, asked, held in shared:
        value = next((one for one in held if one in asked), None)
        if value is not None:
            yield reason, value


def best_of(found: Iterable[DuplicateFound | None]) -> list[DuplicateFound]:
    """Surest first. A person for whom nothing but their firm's number speaks is told by the firm."""
    rows = [one for one in found if one is not None]
    rows.sort(key=lambda one: (-one.score, one.kind != COMPANY, one.name))
    firms = {one.id: one for one in rows if one.kind == COMPANY}
    return [
        one
        for one in rows
        if one.company_id not in firms or one.score > firms[one.company_id].score
    ]


def _names(wanted: Wanted, card: Card) -> tuple[Reason | None, float, bool]:
    """Whether the names are the same or similar, how much, and whether they plainly contradict."""
    asked = _asked_names(wanted, card)
    if not asked or not is_name(card.key):
        return None, 0.0, False
    alike = max(likeness(one, card.key) for one in asked)
    if alike >= ALIKE:
        weight = _NAMESAKES + (1 - _NAMESAKES) * _in_one_firm(wanted, card)
        if alike == 1.0 and weight == 1.0:
            return Reason.NAME, 1.0, False
        return (Reason.NAME if alike == 1.0 else Reason.SIMILAR), alike * weight, False
    differ = alike < CONTRADICT and not any(may_be_one(one, card.key) for one in asked)
    return None, 0.0, differ


def _asked_names(wanted: Wanted, card: Card) -> list[str]:
    """A person is compared with people, a firm with firms; a name that stands alone with either."""
    own = wanted.person if card.kind == CONTACT else wanted.firm
    if own:
        return [own]
    return [
        one for one in (wanted.person, wanted.firm) if one and not (wanted.person and wanted.firm)
    ]


def _in_one_firm(wanted: Wanted, card: Card) -> float:
    """How little it says against two people of one name where they work: firms are always weighed in full."""
    if card.kind == COMPANY or not wanted.person:
        return 1.0
    if not wanted.firm and not card.company:
        return 0.6
    return 1.0 if likeness(wanted.firm, bare(name_key(card.company))) >= ALIKE else 0.0


def _key(name: str) -> str:
    return bare(name_key(name)) if name.strip() else ""
