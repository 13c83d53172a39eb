# SPDX-License-Identifier: Apache-2.0
"""What the fields of requisites are called, and how a value stands to its check."""

from __future__ import annotations

from desktop.i18n import N_, _
from desktop.values.drafts.requisites import Requisites
from desktop.values.requisites import Check, check_field

LABELS = {
    "legal_name": N_("Legal name"),
    "short_name": N_("Short name"),
    "inn": N_("INN"),
    "kpp": N_("KPP"),
    "ogrn": N_("OGRN"),
    "company_number": N_("Company no."),
    "vat_id": N_("VAT no."),
    "address": N_("Address"),
    "signatory_name": N_("Signatory"),
    "signatory_post": N_("Post"),
    "signatory_basis": N_("Acts on"),
    "bik": N_("BIK"),
    "bank": N_("Bank"),
    "correspondent": N_("Corr. account"),
    "account": N_("Account"),
    "iban": N_("IBAN"),
    "swift": N_("BIC"),
    "passport": N_("Passport"),
    "email": N_("E-mail"),
}

_OPTIONAL = {"RU": ("correspondent",), "": ("vat_id", "iban", "swift")}


def label(field: str) -> str:
    """The name of a field in the present language."""
    return _(LABELS[field])


def shown_fields(requisites: Requisites, country: str, *, person: bool) -> tuple[str, ...]:
    """The fields to show: those a contract takes, what else is usual in the country, and what is filled anyway."""
    needed = Requisites.needed(country, person=person)
    usual = () if person else _OPTIONAL.get(country, _OPTIONAL[""])
    filled = tuple(name for name in LABELS if getattr(requisites, name))
    wanted = {*needed, *usual, *filled}
    return (*needed, *(name for name in LABELS if name in wanted and name not in needed))


def checked(requisites: Requisites, field: str) -> Check | None:
    """The check of a field's value; None where it is empty or nothing can be checked."""
    value = getattr(requisites, field)
    return check_field(field, value, bik=requisites.bik) if value else None
