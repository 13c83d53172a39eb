# SPDX-License-Identifier: Apache-2.0
"""The legal and bank data of a company or a person, as one unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Self

from desktop.frozen import dataclass

RUSSIA = "RU"

_FIRM_RU = (
    "legal_name",
    "short_name",
    "inn",
    "kpp",
    "ogrn",
    "address",
    "signatory_name",
    "signatory_post",
    "bik",
    "bank",
    "account",
    "email",
)
_FIRM = ("legal_name", "company_number", "address", "signatory_name", "signatory_post", "email")
_PERSON_RU = ("legal_name", "address", "passport", "email")
_PERSON = ("legal_name", "address", "email")


@dataclass(frozen=True, slots=True)
class Requisites:
    """Every field is text as typed; an empty one is not known. `genitive_*` hold a form mended by hand."""

    legal_name: str = ""
    short_name: str = ""
    inn: str = ""
    kpp: str = ""
    ogrn: str = ""
    company_number: str = ""
    vat_id: str = ""
    address: str = ""
    signatory_name: str = ""
    signatory_post: str = ""
    signatory_basis: str = ""
    genitive_name: str = ""
    genitive_post: str = ""
    bik: str = ""
    bank: str = ""
    correspondent: str = ""
    account: str = ""
    iban: str = ""
    swift: str = ""
    passport: str = ""
    email: str = ""

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """From the stored document; what a newer version added is left alone."""
        return cls(**{name: str(value) for name, value in stored.items() if name in _FIELDS})

    def stored(self) -> dict[str, str]:
        """As a document, without the empty fields."""
        return {name: value for name in _FIELDS if (value := getattr(self, name))}

    def with_field(self, name: str, value: str) -> Self:
        """The same with one field changed."""
        return replace(self, **{name: value})

    @property
    def tax_id(self) -> str:
        """The number that tells this payer from others: INN, else VAT id, else company number."""
        return self.inn or self.vat_id or self.company_number

    @staticmethod
    def needed(country: str, *, person: bool) -> tuple[str, ...]:
        """The fields a contract takes, in the order of the form; `country` is the firm's, ISO 3166."""
        if country == RUSSIA:
            return _PERSON_RU if person else _FIRM_RU
        return _PERSON if person else _FIRM

    @property
    def is_sole_trader(self) -> bool:
        """Whether a Russian sole trader (ИП) has these: their INN is a person's, of 12 digits."""
        return sum(map(str.isdigit, self.inn)) == 12

    def wanted(self, country: str, *, person: bool) -> tuple[str, ...]:
        """The needed fields that this payer can have: a sole trader has no KPP."""
        needed = self.needed(country, person=person)
        return tuple(name for name in needed if not (name == "kpp" and self.is_sole_trader))

    def missing(self, country: str, *, person: bool) -> tuple[str, ...]:
        """The wanted fields that are empty."""
        return tuple(
            name for name in self.wanted(country, person=person) if not getattr(self, name)
        )

    def is_complete(self, country: str, *, person: bool) -> bool:
        """Whether a contract can be made."""
        return not self.missing(country, person=person)


_FIELDS = tuple(field.name for field in fields(Requisites))
