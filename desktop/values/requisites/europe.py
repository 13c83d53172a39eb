# SPDX-License-Identifier: Apache-2.0
"""British and European requisites: IBAN, BIC, VAT ids, company numbers.

Sources: IBAN, ISO 13616 and the SWIFT registry; BIC, ISO 9362; VAT ids, the national rules as
collected by the European Commission (VIES) and HMRC; company numbers, Companies House.
"""

from __future__ import annotations

import re

from desktop.i18n import _
from desktop.values.requisites import vat_digits
from desktop.values.requisites.check import Check, bare, digits_right, place

_IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BY": 28, "CH": 21,
    "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22,
    "GE": 22, "GI": 23, "GL": 18, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IS": 26, "IT": 27,
    "KZ": 20, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31,
    "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19, "SK": 24, "SM": 27,
    "TR": 26, "UA": 29, "VA": 22, "XK": 20,
}  # fmt: skip

# Form of the number after the country's letters, and an example of it.
_VAT_FORMS = {
    "AT": (r"U\d{8}", "ATU12345675"), "BE": (r"[01]\d{9}", "BE0123456749"),
    "BG": (r"\d{9,10}", "BG123456789"), "CY": (r"\d{8}[A-Z]", "CY12345678X"),
    "CZ": (r"\d{8,10}", "CZ12345678"), "DE": (r"[1-9]\d{8}", "DE123456788"),
    "DK": (r"\d{8}", "DK12345674"), "EE": (r"\d{9}", "EE123456789"), "EL": (r"\d{9}", "EL123456789"),
    "ES": (r"[A-Z0-9]\d{7}[A-Z0-9]", "ESB12345674"), "FI": (r"\d{8}", "FI12345671"),
    "FR": (r"[A-HJ-NP-Z0-9]{2}\d{9}", "FR11123456782"),
    "GB": (r"\d{9}(?:\d{3})?|GD[0-4]\d\d|HA[5-9]\d\d", "GB123456782"),
    "HR": (r"\d{11}", "HR12345678901"), "HU": (r"\d{8}", "HU12345678"),
    "IE": (r"\d[A-Z0-9+*]\d{5}[A-W][A-I]?", "IE1234567T"), "IT": (r"\d{11}", "IT12345678903"),
    "LT": (r"\d{9}|\d{12}", "LT123456789"), "LU": (r"\d{8}", "LU12345613"),
    "LV": (r"\d{11}", "LV12345678901"), "MT": (r"\d{8}", "MT12345678"),
    "NL": (r"\d{9}B\d\d", "NL123456782B01"), "PL": (r"\d{10}", "PL1234567802"),
    "PT": (r"\d{9}", "PT123456789"), "RO": (r"\d{2,10}", "RO12345678"),
    "SE": (r"\d{10}01", "SE123456789701"), "SI": (r"\d{8}", "SI12345678"),
    "SK": (r"\d{10}", "SK1234567890"), "XI": (r"\d{9}(?:\d{3})?|GD[0-4]\d\d|HA[5-9]\d\d", "XI123456782"),
}  # fmt: skip


def check_iban(text: str) -> Check:
    """An account number with its country, by length and the two check digits (mod 97)."""
    iban = bare(text)
    length = _IBAN_LENGTHS.get(iban[:2])
    if length is None:
        sentence = _("An IBAN begins with the two letters of its country, like GB or DE.")
        return Check(ok=False, sentence=sentence, suspicious=0 if iban else None)
    if len(iban) != length or not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]+", iban, re.ASCII):
        sentence = _("An IBAN of {country} has {length} letters and digits; this one has {count}.")
        return Check(
            ok=False,
            sentence=sentence.format(country=iban[:2], length=length, count=len(iban)),
        )
    digits = f"{98 - vat_digits.mod_97(f'{iban[4:]}{iban[:2]}00'):02d}"
    if iban[2:4] == digits:
        return digits_right()
    sentence = _("The two digits after the country do not fit: by the rest they are {digits}.")
    return Check(ok=False, sentence=sentence.format(digits=digits), suspicious=place(text, 2))


def check_swift(text: str) -> Check:
    """A bank's BIC: four letters, a country, and two or five more signs; it has no check digit."""
    if re.fullmatch(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", bare(text)):
        return Check(ok=True, sentence=_("form is right"))
    return Check(ok=False, sentence=_("A BIC has 8 or 11 letters and digits, like ABCDGB2L."))


def check_vat_id(text: str, country: str = "") -> Check:
    """A VAT id with its country's letters, or without them when `country` is given.

    Check digits are computed where the country's rule is public; else only the form is checked.
    """
    vat_id = bare(text)
    if vat_id[:2] not in _VAT_FORMS and country in _VAT_FORMS:
        vat_id = country + vat_id
    form = _VAT_FORMS.get(vat_id[:2])
    if form is None:
        return Check(
            ok=False, sentence=_("A VAT id begins with the letters of its country, like GB.")
        )
    if not re.fullmatch(form[0], vat_id[2:], re.ASCII):
        sentence = _("A VAT id of {country} looks like {example}.")
        return Check(ok=False, sentence=sentence.format(country=vat_id[:2], example=form[1]))
    rule = vat_digits.RULES.get(vat_id[:2])
    if rule is None:
        return Check(ok=True, sentence=_("form is right"))
    if rule(vat_id[2:]):
        return digits_right()
    sentence = _("The check digits do not fit: at least one sign is wrong. Compare with the paper.")
    return Check(ok=False, sentence=sentence)


def check_company_number(text: str) -> Check:
    """A British company number: eight digits, or two letters of its register and six digits."""
    if re.fullmatch(r"[0-9]{8}|[A-Z]{2}[0-9]{6}", bare(text)):
        return Check(ok=True, sentence=_("8 characters"))
    return Check(
        ok=False, sentence=_("A company number has 8 digits, or two letters and 6 digits.")
    )
