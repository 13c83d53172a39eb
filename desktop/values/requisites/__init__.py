# SPDX-License-Identifier: Apache-2.0
"""Requisites: their check digits in sentences, and the paste box that reads a company card.

Nothing is looked up anywhere: a number can be right and still belong to nobody.
"""

from __future__ import annotations

from collections.abc import Callable

from desktop.i18n import _
from desktop.values.email_address import address_problem
from desktop.values.requisites.card import read_requisites
from desktop.values.requisites.check import Check
from desktop.values.requisites.europe import (
    check_company_number,
    check_iban,
    check_swift,
    check_vat_id,
)
from desktop.values.requisites.russia import (
    check_account,
    check_bik,
    check_correspondent,
    check_inn,
    check_kpp,
    check_ogrn,
)

__all__ = [
    "Check",
    "check_account",
    "check_bik",
    "check_company_number",
    "check_correspondent",
    "check_email",
    "check_field",
    "check_iban",
    "check_inn",
    "check_kpp",
    "check_ogrn",
    "check_swift",
    "check_vat_id",
    "read_requisites",
]


def check_email(text: str) -> Check:
    """Whether a text has the form of one e-mail address."""
    problem = address_problem(text.strip())
    return Check(ok=not problem, sentence=problem or _("form is right"))


_CHECKS: dict[str, Callable[[str], Check]] = {
    "inn": check_inn,
    "kpp": check_kpp,
    "ogrn": check_ogrn,
    "bik": check_bik,
    "iban": check_iban,
    "swift": check_swift,
    "vat_id": check_vat_id,
    "company_number": check_company_number,
    "email": check_email,
}


def check_field(name: str, value: str, *, bik: str = "") -> Check | None:
    """The check of a field of `drafts.requisites.Requisites` by its name; None where none is known.

    An account is checked only together with the BIK of its bank.
    """
    if name == "correspondent":
        return check_correspondent(value, bik)
    if name == "account":
        return check_account(value, bik) if bik else None
    check = _CHECKS.get(name)
    return None if check is None else check(value)
