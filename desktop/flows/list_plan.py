# SPDX-License-Identifier: Apache-2.0
"""Works out what each row of a client list becomes: a new client, an addition to a known one, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from desktop.channels.client_rows import ClientRow
from desktop.queries.known_clients import KnownClients
from desktop.values.drafts.client_list import ListEntry
from desktop.values.ids import new_id
from desktop.values.phone import pretty_phone
from desktop.values.search import fold, name_key


@dataclass(slots=True)
class _Person:
    """Somebody who is known, or was made by an earlier row."""

    id: UUID
    name: str
    company_id: UUID | None
    email: str
    comment: str
    post: str


@dataclass(slots=True)
class _Firm:
    id: UUID
    name: str
    email: str
    comment: str
    tax_id: str


@dataclass(frozen=True, slots=True)
class Planned:
    """An entry and the name of the known client it belongs to ("" for a new one)."""

    entry: ListEntry
    about: str


class ListPlan:
    """Tells known clients from new ones, row after row; a row may belong to what an earlier one makes.

    A person is known by a phone or an e-mail where the names do not contradict, else by the name within a
    company, else, in a row without phone and e-mail, by the name alone. An organisation is known by its INN,
    else by its name without legal form.
    """

    def __init__(self, known: KnownClients) -> None:
        self._country = known.country
        self._people = {one.id: _Person(*one[:6]) for one in known.contacts.values()}
        self._firms = {one.id: _Firm(*one) for one in known.companies.values()}
        self._by_phone: dict[str, list[_Person | _Firm]] = {}
        self._digits: dict[UUID, list[str]] = {}
        for digits, contact_id, company_id in known.phones:
            owner = self._people.get(contact_id or _NOBODY) or self._firms.get(
                company_id or _NOBODY
            )
            if owner is not None:
                self._give_phone(owner, digits)
        self._by_email: dict[str, list[_Person | _Firm]] = {}
        everybody: list[_Person | _Firm] = [*self._people.values(), *self._firms.values()]
        for one in everybody:
            if one.email:
                self._by_email.setdefault(one.email.casefold(), []).append(one)
        for contact in known.contacts.values():
            for email in contact.other_emails:
                self._by_email.setdefault(email.casefold(), []).append(self._people[contact.id])
        self._by_inn = {firm.tax_id: firm for firm in self._firms.values() if firm.tax_id}

    def plan(self, row: ClientRow) -> Planned:
        """What becomes of this row; the plan remembers it for the rows that follow."""
        owners = list(self._owners(row))
        person = next(
            (one for one in owners if isinstance(one, _Person) and _may_be_one(row.name, one.name)),
            None,
        )
        makes: set[UUID] = set()
        firm = self._firms.get(person.company_id) if person and person.company_id else None
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

    def _owners(self, row: ClientRow) -> Iterator[_Person | _Firm]:
        for phone in row.phones:
            yield from self._by_phone.get(phone.digits, ())
        for email in row.emails:
            yield from self._by_email.get(email.casefold(), ())

    def _firm_of(self, row: ClientRow, makes: set[UUID]) -> _Firm | None:
        if row.inn and row.inn in self._by_inn:
            return self._by_inn[row.inn]
        if not row.company:
            return None
        key = name_key(row.company)
        firm = self._by_company.get(key)
        is_another = firm is not None and row.inn and firm.tax_id
        if firm is None or is_another:
            firm = self._by_company[key] = _Firm(new_id(), row.company, "", "", "")
            self._firms[firm.id] = firm
            makes.add(firm.id)
        return firm

    @cached_property
    def _by_company(self) -> dict[str, _Firm]:
        return {name_key(firm.name): firm for firm in self._firms.values()}

    def _person_by_name(self, row: ClientRow, firm: _Firm | None) -> _Person | None:
        if not row.name or (firm is None and (row.phones or row.emails)):
            return None
        return self._by_name.get((name_key(row.name), firm.id if firm else None))

    @cached_property
    def _by_name(self) -> dict[tuple[str, UUID | None], _Person]:
        return {(name_key(one.name), one.company_id): one for one in self._people.values()}

    def _make_person(self, row: ClientRow, firm: _Firm | None, makes: set[UUID]) -> _Person:
        called = pretty_phone(row.phones[0].digits, self._country) if row.phones else ""
        name = row.name or called or row.emails[0]
        person = _Person(new_id(), name, firm.id if firm else None, "", "", "")
        self._people[person.id] = person
        self._by_name[(name_key(name), person.company_id)] = person
        makes.add(person.id)
        return person

    # What is new about them

    def _entry(
        self, row: ClientRow, person: _Person | None, firm: _Firm | None, makes: frozenset[UUID]
    ) -> ListEntry:
        owner = person or firm
        assert owner is not None
        joins = person is not None and person.company_id is None and firm is not None
        if joins and person is not None and firm is not None:
            person.company_id = firm.id
        taken = len(self._digits.get(owner.id, ()))
        theirs = {digits for one in (owner, firm) if one for digits in self._digits.get(one.id, ())}
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

    def _more_words(self, owner: _Person | _Firm, row: ClientRow) -> tuple[str, str]:
        """An e-mail where there is none; the comment and further e-mails where they do not stand already."""
        email, rest = "", list(row.emails)
        if rest and not owner.email:
            email = owner.email = rest.pop(0)
            self._by_email.setdefault(email.casefold(), []).append(owner)
        words = [row.comment, *(one for one in rest if one.casefold() != owner.email.casefold())]
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

    def _give_phone(self, owner: _Person | _Firm, digits: str) -> None:
        self._by_phone.setdefault(digits, []).append(owner)
        self._digits.setdefault(owner.id, []).append(digits)


_NOBODY = UUID(int=0)


def _may_be_one(name: str, known: str) -> bool:
    """Whether two names may be of one person: each word of the shorter is a word of the longer, or its initial.

    Nobody's own name contradicts a number that stands for one.
    """
    if not any(map(str.isalpha, known)):
        return True
    few, many = sorted((fold(name).split(), fold(known).split()), key=len)
    return all(any(word.startswith(one) or one.startswith(word) for word in many) for one in few)
