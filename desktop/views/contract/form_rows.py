# SPDX-License-Identifier: Apache-2.0
"""Which fields the form of requisites has, in which rows, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.i18n import N_, _
from desktop.values.drafts.requisites import RUSSIA


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form: its title, and its rows of (field, share of the width)."""

    title: str
    rows: tuple[tuple[tuple[str, int], ...], ...]
    has_cases: bool = False


_FIRM_RU = (
    Section(
        N_("Organisation"),
        (
            (("legal_name", 442), ("short_name", 200)),
            (("inn", 210), ("kpp", 210), ("ogrn", 210)),
            (("address", 1),),
        ),
    ),
    Section(
        N_("Who signs"),
        ((("signatory_name", 310), ("signatory_post", 160), ("signatory_basis", 160)),),
        has_cases=True,
    ),
    Section(
        N_("Bank"),
        (
            (("bik", 136), ("bank", 282), ("correspondent", 212)),
            (("account", 1), ("email", 1)),
        ),
    ),
)
_FIRM = (
    Section(
        N_("Organisation"),
        (
            (("legal_name", 442), ("short_name", 200)),
            (("company_number", 1), ("vat_id", 1)),
            (("address", 1),),
        ),
    ),
    Section(
        N_("Who signs"),
        ((("signatory_name", 310), ("signatory_post", 160), ("signatory_basis", 160)),),
    ),
    Section(N_("Bank and mail"), ((("iban", 1), ("swift", 1)), (("email", 1),))),
)
_PERSON_RU = (
    Section(
        N_("Client"),
        ((("legal_name", 1),), (("passport", 1),), (("address", 1),), (("email", 1),)),
    ),
)
_PERSON = (Section(N_("Client"), ((("legal_name", 1),), (("address", 1),), (("email", 1),))),)


def sections(country: str, *, person: bool) -> tuple[Section, ...]:
    """The parts of the form for a firm of this country and its client."""
    if country == RUSSIA:
        return _PERSON_RU if person else _FIRM_RU
    return _PERSON if person else _FIRM


_LABELS = {
    "legal_name": N_("Name by the charter"),
    "short_name": N_("Short, for the invoice"),
    "inn": N_("INN"),
    "kpp": N_("KPP"),
    "ogrn": N_("OGRN"),
    "company_number": N_("Company no."),
    "vat_id": N_("VAT no."),
    "address": N_("Registered address"),
    "signatory_name": N_("Full name"),
    "signatory_post": N_("Post"),
    "signatory_basis": N_("Acts on the basis of"),
    "bik": N_("BIK"),
    "bank": N_("Bank"),
    "correspondent": N_("Corr. account"),
    "account": N_("Settlement account"),
    "iban": N_("IBAN"),
    "swift": N_("BIC"),
    "passport": N_("Passport: number, issued by, date"),
    "email": N_("E-mail for documents"),
}
_FOR_PERSON = {"legal_name": N_("Full name"), "address": N_("Address")}
_KNOWN_BANK = {
    "bank": N_("Bank, by the BIK"),
    "correspondent": N_("Corr. account, by the BIK"),
}
_SHORT = {
    "legal_name": N_("Legal name"),
    "short_name": N_("Short name"),
    "address": N_("Address"),
    "signatory_name": N_("Signatory"),
    "signatory_post": N_("Post"),
    "account": N_("Account"),
    "email": N_("E-mail"),
    "passport": N_("Passport"),
}

EXAMPLES = {
    "inn": "0017483204",
    "kpp": "001701001",
    "bik": "040000742",
    "email": "name@firm.example",
    "iban": "GB00 ABCD 0000 0000 0000 00",
}


def label(name: str, *, person: bool = False, known_bank: bool = False) -> str:
    """What a field is called above its input."""
    if person and name in _FOR_PERSON:
        return _(_FOR_PERSON[name])
    if known_bank and name in _KNOWN_BANK:
        return _(_KNOWN_BANK[name])
    return _(_LABELS[name])


def short_label(name: str) -> str:
    """What a field is called in a sentence or a narrow list."""
    return _(_SHORT.get(name, _LABELS[name]))
