# SPDX-License-Identifier: Apache-2.0
"""Works out what each row of a client list becomes: a new client, an addition to a known one, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from desktop.channels.client_rows import ClientRow
from desktop.queries.likeness import may_be_one
from desktop.queries.many_duplicates import ManyDuplicates
from desktop.queries.matching import Card, email_key
from desktop.values.drafts.client_list import ListEntry
from desktop.values.ids import new_id
from desktop.values.phone import pretty_phone
from desktop.values.rows.duplicates import COMPANY
from desktop.values.search import fold, name_key


@dataclass(slots=True)
class _Firm:
    """An organisation that a row means; one that is known as far as rows have added to it."""

    id: UUID
    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    comment: str = ""
    tax_id: str = ""


@dataclass(slots=True)
class _Person:
    id: UUID
    name: str
    firm: _Firm | None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    comment: str = ""
    post: str = ""


_Owner = _Person | _Firm


class Planned(NamedTuple):
    """An entry and the name of the known client it belongs to ("" for a new one)."""

    entry: ListEntry
    about: str


class ListPlan:
    """Tells known clients from new ones, row after row; a row may belong to what an earlier one makes.

    A person is known by a phone or an e-mail where the names do not contradict, else by the name within a
    company, else, in a row without phone and e-mail, by the name alone. An organisation is known by its INN,
    else by its name without legal form.
    """

    def __init__(self, known: ManyDuplicates) -> None:
        self._known = known
        self._meant: dict[UUID, _Owner] = {}
        # What rows have made or added:
        self._by_phone: dict[str, tuple[_Owner, ...]] = {}
        self._by_email: dict[str, tuple[_Owner, ...]] = {}
        self._by_inn: dict[str, _Firm] = {}
        self._by_company: dict[str, _Firm] = {}
        self._by_name: dict[tuple[str, UUID | None], _Person] = {}

    def plan(self, row: ClientRow) -> Planned:
        """What becomes of this row; the plan remembers it for the rows that follow."""
        owners = list(self._owners(row))
        person = next(
            (
                one
                for one in owners
                if isinstance(one, _Person) and may_be_one(fold(row.name), fold(one.name))
            ),
            None,
        )
        makes: set[UUID] = set()
        firm = person.firm if person else None
        if firm is None:
            firm = self._firm_of(row, makes) or next(
                (one for one in owners if isinstance(one, _Firm) and person is None), None
            )
        if person is None:
            person = self._person_by_name(row, firm)
        if person is None and (row.name or firm is None):
            person = self._make_person(row, firm, makes)
        known = [one.name for one in (firm, person) if one is not None and one.id not in makes]
        entry = self._entry(row, person, firm, frozenset(makes))
        return Planned(entry, known[0] if known else "")

    # Whom a row means

    def _owners(self, row: ClientRow) -> Iterator[_Owner]:
        for phone in row.phones:
            yield from map(self._of, self._known.with_phone(phone.digits))
            yield from self._by_phone.get(phone.digits, ())
        for email in row.emails:
            yield from map(self._of, self._known.with_email(email))
            yield from self._by_email.get(email_key(email), ())

    def _of(self, card: Card) -> _Owner:
        """Somebody known, with what earlier rows have added."""
        found = self._meant.get(card.id)
        if found is None:
            found = self._meant[card.id] = self._read(card)
        return found

    def _read(self, card: Card) -> _Owner:
        key, name, phones, emails, said = card.id, card.name, card.phones, card.emails, card.comment
        if card.kind == COMPANY:
            return _Firm(key, name, phones, emails, said, card.tax_id)
        firm = self._firm_at(card.company_id)
        return _Person(key, name, firm, phones, emails, said, card.post)

    def _firm_at(self, company_id: UUID | None) -> _Firm | None:
        card = self._firms.get(company_id) if company_id else None
        return self._firm(card) if card else None

    def _firm(self, card: Card) -> _Firm:
        firm = self._of(card)
        assert isinstance(firm, _Firm)
        return firm

    @cached_property
    def _firms(self) -> dict[UUID, Card]:
        return {card.id: card for card in self._known.cards if card.kind == COMPANY}

    def _firm_of(self, row: ClientRow, makes: set[UUID]) -> _Firm | None:
        firm = self._with_inn(row.inn) if row.inn else None
        if firm is not None or not row.company:
            return firm
        key = name_key(row.company)
        firm = self._by_company.get(key)
        if firm is None and key in self._known_companies:
            firm = self._firm(self._known_companies[key])
        is_another = firm is not None and row.inn and firm.tax_id
        if firm is None or is_another:
            firm = self._by_company[key] = _Firm(new_id(), row.company)
            makes.add(firm.id)
        return firm

    def _with_inn(self, inn: str) -> _Firm | None:
        for card in self._known.with_tax_id(inn):
            if card.kind == COMPANY:
                return self._firm(card)
        return self._by_inn.get(inn)

    @cached_property
    def _known_companies(self) -> dict[str, Card]:
        return {card.whole_key: card for card in self._firms.values()}

    def _person_by_name(self, row: ClientRow, firm: _Firm | None) -> _Person | None:
        if not row.name or (firm is None and (row.phones or row.emails)):
            return None
        key = name_key(row.name), firm.id if firm else None
        person: _Owner | None = self._by_name.get(key)
        if person is None and key in self._known_people:
            person = self._of(self._known_people[key])
        assert not isinstance(person, _Firm)
        return person

    @cached_property
    def _known_people(self) -> dict[tuple[str, UUID | None], Card]:
        people = (card for card in self._known.cards if card.kind != COMPANY)
        return {(card.whole_key, card.company_id): card for card in people}

    def _make_person(self, row: ClientRow, firm: _Firm | None, makes: set[UUID]) -> _Person:
        called = pretty_phone(row.phones[0].digits, self._known.country) if row.phones else ""
        name = row.name or called or row.emails[0]
        person = _Person(new_id(), name, firm)
        self._by_name[(name_key(name), firm.id if firm else None)] = person
        makes.add(person.id)
        return person

    # What is new about them

    def _entry(
        self, row: ClientRow, person: _Person | None, firm: _Firm | None, makes: frozenset[UUID]
    ) -> ListEntry:
        owner = person or firm
        assert owner is not None
        joins = person is not None and person.firm is None and firm is not None
        if joins and person is not None:
            person.firm = firm
        taken = len(owner.phones)
        theirs = {*owner.phones, *(firm.phones if firm else ())}
        phones = tuple(phone for phone in row.phones if phone.digits not in theirs)
        for phone in phones:
            self._give_phone(owner, phone.digits)
        email, comment = self._more_words(owner, row)
        return ListEntry(
            line=row.line,
            contact_id=person.id if person else None,
            company_id=firm.id if firm else None,
            makes=makes,
            name=person.name if person else "",
            company=firm.name if firm else "",
            post=self._new_post(row, person),
            phones=phones,
            first_position=taken,
            email=email,
            inn=self._new_inn(row, firm, is_new=owner.id in makes),
            comment=comment,
            joins=joins,
        )

    def _more_words(self, owner: _Owner, row: ClientRow) -> tuple[str, str]:
        """An e-mail where there is none; the comment and further e-mails where they do not stand already."""
        email, rest = "", list(row.emails)
        if rest and not owner.emails:
            email, key = rest[0], email_key(rest.pop(0))
            owner.emails = (key,)
            self._by_email[key] = (*self._by_email.get(key, ()), owner)
        words = [row.comment, *(one for one in rest if email_key(one) not in owner.emails)]
        comment = "\n".join(one for one in words if one and one not in owner.comment)
        owner.comment = "\n".join(part for part in (owner.comment, comment) if part)
        return email, comment

    @staticmethod
    def _new_post(row: ClientRow, person: _Person | None) -> str:
        if person is None or person.post or not row.post:
            return ""
        person.post = row.post
        return row.post

    def _new_inn(self, row: ClientRow, firm: _Firm | None, *, is_new: bool) -> str:
        if firm is None:
            return row.inn if is_new else ""
        if not row.inn or firm.tax_id:
            return ""
        firm.tax_id = row.inn
        self._by_inn[row.inn] = firm
        return row.inn

    def _give_phone(self, owner: _Owner, digits: str) -> None:
        self._by_phone[digits] = (*self._by_phone.get(digits, ()), owner)
        owner.phones = (*owner.phones, digits)
