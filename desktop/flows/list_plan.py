# SPDX-License-Identifier: Apache-2.0
"""Works out what each row of a client list becomes: a new client, an addition to a known one, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, partial
from typing import NamedTuple, TypeVar
from uuid import UUID

from desktop.channels.client_rows import ClientRow
from desktop.flows.list_met import Met, MetClient, MetCompany, MetContact
from desktop.queries.likeness import may_be_one
from desktop.queries.many_duplicates import ManyDuplicates
from desktop.queries.matching import Card, email_key
from desktop.values.drafts.client_list import ListEntry
from desktop.values.ids import new_id
from desktop.values.phone import pretty_phone
from desktop.values.rows.duplicates import COMPANY
from desktop.values.search import fold, name_key

T = TypeVar("T")

_PHONE, _EMAIL, _INN, _COMPANY, _NAME = range(5)
"""What leads to somebody whom rows have met."""


class Planned(NamedTuple):
    """An entry and the name of the known client it belongs to ("" for a new one).

    `is_met` says that an earlier row of the list made them.
    """

    entry: ListEntry
    about: str
    is_met: bool = False


class ListPlan:
    """Tells known clients from new ones, row after row; a row may belong to what an earlier one makes.

    A person is known by a phone or an e-mail where the names do not contradict, else by the name within a
    company, else, in a row without phone and e-mail, by the name alone. An organisation is known by its INN,
    else by its name without legal form.
    """

    def __init__(self, known: ManyDuplicates) -> None:
        self._known = known
        self._met = Met(self._firm_at)

    def plan(self, row: ClientRow) -> Planned:
        """What becomes of this row; the plan remembers it for the rows that follow."""
        self._met.settle()
        owners = list(self._owners(row))
        person = next(
            (
                one
                for one in owners
                if isinstance(one, MetContact) and may_be_one(fold(row.name), fold(one.name))
            ),
            None,
        )
        makes: set[UUID] = set()
        firm = person.firm if person else None
        if firm is None:
            firm = self._firm_of(row, makes) or next(
                (one for one in owners if isinstance(one, MetCompany) and person is None), None
            )
        if person is None:
            person = self._person_by_name(row, firm)
        if person is None and (row.name or firm is None):
            person = self._make_person(row, firm, makes)
        known = [one.name for one in (firm, person) if one is not None and one.id not in makes]
        entry = self._entry(row, person, firm, makes)
        owner = person or firm
        is_met = owner is not None and not owner.is_known and not entry.is_new
        return Planned(entry, known[0] if known else "", is_met)

    # Whom a row means

    def _owners(self, row: ClientRow) -> Iterator[MetClient]:
        for phone in row.phones:
            yield from map(self._of, self._known.with_phone(phone.digits))
            met = self._met.named(_PHONE, phone.digits)
            yield from (one for one in met if phone.digits in one.phones)
        for email in row.emails:
            yield from map(self._of, self._known.with_email(email))
            key = email_key(email)
            yield from (one for one in self._met.named(_EMAIL, key) if key in one.emails)

    def _of(self, card: Card) -> MetClient:
        """Somebody known, with what earlier rows have added."""
        return self._met.known(card.id, partial(self._read, card))

    def _read(self, card: Card) -> MetClient:
        key, name, phones, emails, said = card.id, card.name, card.phones, card.emails, card.comment
        if card.kind == COMPANY:
            return MetCompany(key, name, True, phones, emails, said, card.tax_id)
        firm = self._firm_at(card.company_id)
        return MetContact(key, name, True, firm, phones, emails, said, card.post)

    def _firm_at(self, company_id: UUID | None) -> MetCompany | None:
        card = self._firms.get(company_id) if company_id else None
        return self._firm(card) if card else None

    def _firm(self, card: Card) -> MetCompany:
        firm = self._of(card)
        assert isinstance(firm, MetCompany)
        return firm

    @cached_property
    def _firms(self) -> dict[UUID, Card]:
        return {card.id: card for card in self._known.cards if card.kind == COMPANY}

    def _firm_of(self, row: ClientRow, makes: set[UUID]) -> MetCompany | None:
        firm = self._with_inn(row.inn) if row.inn else None
        if firm is not None or not row.company:
            return firm
        key = name_key(row.company)
        firm = self._firm_named(key)
        if firm is None and key in self._known_companies:
            firm = self._firm(self._known_companies[key])
        is_another = firm is not None and row.inn and firm.tax_id
        if firm is None or is_another:
            firm = MetCompany(new_id(), row.company, False)
            self._met.make(firm)
            self._met.name(firm, _COMPANY, key)
            makes.add(firm.id)
        return firm

    def _firm_named(self, key: str) -> MetCompany | None:
        """The last one that rows have made under a name."""
        met = self._met.named(_COMPANY, key)
        return _last(
            one for one in met if isinstance(one, MetCompany) and name_key(one.name) == key
        )

    def _with_inn(self, inn: str) -> MetCompany | None:
        for card in self._known.with_tax_id(inn):
            if card.kind == COMPANY:
                return self._firm(card)
        met = self._met.named(_INN, inn)
        return _last(one for one in met if isinstance(one, MetCompany) and one.tax_id == inn)

    @cached_property
    def _known_companies(self) -> dict[str, Card]:
        return {card.whole_key: card for card in self._firms.values()}

    def _person_by_name(self, row: ClientRow, firm: MetCompany | None) -> MetContact | None:
        if not row.name or (firm is None and (row.phones or row.emails)):
            return None
        key = name_key(row.name), firm.id if firm else None
        person: MetClient | None = self._person_named(*key)
        if person is None and key in self._known_people:
            person = self._of(self._known_people[key])
        assert not isinstance(person, MetCompany)
        return person

    def _person_named(self, key: str, firm: UUID | None) -> MetContact | None:
        """The last one that rows have made under a name at a firm; where they work may have been learnt since."""
        met = self._met.named(_NAME, key, firm)
        return _last(
            one for one in met if isinstance(one, MetContact) and name_key(one.name) == key
        )

    @cached_property
    def _known_people(self) -> dict[tuple[str, UUID | None], Card]:
        people = (card for card in self._known.cards if card.kind != COMPANY)
        return {(card.whole_key, card.company_id): card for card in people}

    def _make_person(self, row: ClientRow, firm: MetCompany | None, makes: set[UUID]) -> MetContact:
        called = pretty_phone(row.phones[0].digits, self._known.country) if row.phones else ""
        name = row.name or called or row.emails[0]
        person = MetContact(new_id(), name, False, firm)
        self._met.make(person)
        self._met.name(person, _NAME, name_key(name), firm.id if firm else None)
        makes.add(person.id)
        return person

    # What is new about them

    def _entry(
        self,
        row: ClientRow,
        person: MetContact | None,
        firm: MetCompany | None,
        makes: set[UUID],
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
            makes_contact=person is not None and person.id in makes,
            makes_company=firm is not None and firm.id in makes,
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

    def _more_words(self, owner: MetClient, row: ClientRow) -> tuple[str, str]:
        """An e-mail where there is none; the comment and further e-mails where they do not stand already."""
        email, rest = "", list(row.emails)
        if rest and not owner.emails:
            email, key = rest[0], email_key(rest.pop(0))
            owner.emails = (key,)
            self._met.name(owner, _EMAIL, key)
        words = [row.comment, *(one for one in rest if email_key(one) not in owner.emails)]
        comment = "\n".join(one for one in words if one and one not in owner.comment)
        owner.comment = "\n".join(part for part in (owner.comment, comment) if part)
        return email, comment

    @staticmethod
    def _new_post(row: ClientRow, person: MetContact | None) -> str:
        if person is None or person.post or not row.post:
            return ""
        person.post = row.post
        return row.post

    def _new_inn(self, row: ClientRow, firm: MetCompany | None, *, is_new: bool) -> str:
        if firm is None:
            return row.inn if is_new else ""
        if not row.inn or firm.tax_id:
            return ""
        firm.tax_id = row.inn
        self._met.name(firm, _INN, row.inn)
        return row.inn

    def _give_phone(self, owner: MetClient, digits: str) -> None:
        self._met.name(owner, _PHONE, digits)
        owner.phones = (*owner.phones, digits)


def _last(met: Iterable[T]) -> T | None:
    found = None
    for found in met:  # noqa: B007 - the last one is wanted
        pass
    return found
