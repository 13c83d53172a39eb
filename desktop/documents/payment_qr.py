# SPDX-License-Identifier: Apache-2.0
"""The QR code on an invoice that a bank's app reads: Russian ST00012 and the European EPC code.

Sources: GOST R 56042-2014 "Financial transactions standards. Two-dimensional barcode symbols for payments by
individuals"; European Payments Council EPC069-12 "Quick Response Code: guidelines to enable data capture for the
initiation of a SEPA credit transfer", version 2.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from desktop.documents import codes
from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.money import Money

_ACCOUNT: Final = re.compile(r"\d{20}")
_BIC: Final = re.compile(r"\d{9}")
_INN: Final = re.compile(r"\d{10}|\d{12}")
_KPP: Final = re.compile(r"\d{4}[\dA-Z]{2}\d{3}")
_IBAN: Final = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_SWIFT: Final = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")

# GOST R 56042-2014: lengths of the fields in characters, and of the five required ones together in bytes.
_LONGEST_REQUIRED: Final = 300
_LONGEST_NAME: Final = 160
_LONGEST_BANK: Final = 45
_LONGEST_PURPOSE: Final = 210
_LONGEST_EPC_NAME: Final = 70
_LONGEST_EPC_TEXT: Final = 140
_LONGEST_EPC: Final = 331
_LARGEST_EPC: Final = 99_999_999_999


@dataclass(frozen=True, slots=True)
class RussianPayee:
    """Whom a Russian bank's app should pay; all of it stands in the firm's requisites."""

    name: str
    account: str
    bank_name: str
    bic: str
    corr_account: str
    inn: str = ""
    kpp: str = ""


@dataclass(frozen=True, slots=True)
class EuroPayee:
    """Whom a SEPA credit transfer goes to; the bank's BIC may be left out inside the area (version 002)."""

    name: str
    iban: str
    bic: str = ""


def st00012(payee: RussianPayee, *, amount: Money, purpose: str) -> str:
    """The text of a GOST R 56042-2014 code in UTF-8 (that is the 2 of ST00012), the sum in kopecks.

    A payee's name too long for the code is cut at its end: banks go by account and INN. UserError names the requisite
    that is missing or does not have its shape.
    """
    _require_currency(amount, "RUB")
    _check("PersonalAcc", _("account"), payee.account, _ACCOUNT)
    _check("BIC", _("BIK"), payee.bic, _BIC)
    _check("CorrespAcc", _("correspondent account"), payee.corr_account, _ACCOUNT, optional=True)
    _check("PayeeINN", _("INN"), payee.inn, _INN, optional=True)
    _check("KPP", _("KPP"), payee.kpp, _KPP, optional=True)
    required = {
        "PersonalAcc": payee.account,
        "BankName": _text(_("bank's name"), payee.bank_name, _LONGEST_BANK),
        "BIC": payee.bic,
        # The standard demands the field; "0" says that the bank has no correspondent account.
        "CorrespAcc": payee.corr_account or "0",
    }
    optional = {
        "Sum": str(amount.minor),
        "Purpose": _text(_("purpose of payment"), purpose, _LONGEST_PURPOSE),
        "PayeeINN": payee.inn,
        "KPP": payee.kpp,
    }
    rest = "|".join(_pairs(required))
    room = _LONGEST_REQUIRED - len(f"Name=|{rest}".encode())
    name = _cut_bytes(_text(_("payee's name"), payee.name, _LONGEST_NAME), room)
    return "|".join([f"ST00012|Name={name}", rest, *_pairs(optional)])


def epc(payee: EuroPayee, *, amount: Money, text: str) -> str:
    """The text of an EPC069-12 code, version 002, UTF-8, with free remittance text.

    UserError names what is missing or does not have its shape.
    """
    _require_currency(amount, "EUR")
    iban = re.sub(r"\s", "", payee.iban).upper()
    bic = payee.bic.strip().upper()
    _check("IBAN", _("IBAN"), iban, _IBAN)
    _check("BIC", _("BIC"), bic, _SWIFT, optional=True)
    if amount.minor > _LARGEST_EPC:
        raise UserError(_("A payment QR code holds at most 999,999,999.99 euros."))
    lines = [
        "BCD",
        "002",
        "1",  # UTF-8
        "SCT",
        bic,
        _text(_("payee's name"), payee.name, _LONGEST_EPC_NAME),
        iban,
        f"EUR{amount.amount:f}",
        "",  # purpose of the credit transfer
        "",  # structured creditor reference: excludes the free text
        _cut(_line(text), _LONGEST_EPC_TEXT),
    ]
    payload = "\n".join(lines)
    if len(payload.encode()) > _LONGEST_EPC:
        raise UserError(
            _("The payment QR code would be too large. Shorten the purpose of payment.")
        )
    return payload


def png(payload: str, *, module_pixels: int = 8) -> bytes:
    """The code as a black and white PNG picture with its quiet frame."""
    from PIL import Image

    squares = codes.qr(payload)
    side = len(squares) + 2 * codes.QUIET_FRAME
    small = Image.new("1", (side, side), color=1)
    for y, row in enumerate(squares, codes.QUIET_FRAME):
        for x, dark in enumerate(row, codes.QUIET_FRAME):
            if dark:
                small.putpixel((x, y), 0)
    picture = io.BytesIO()
    pixels = side * module_pixels
    small.resize((pixels, pixels), Image.Resampling.NEAREST).save(picture, "PNG")
    return picture.getvalue()


def _require_currency(amount: Money, currency: str) -> None:
    if amount.currency != currency:
        raise UserError(
            _("This kind of payment QR code is for {currency} only.").format(currency=currency)
        )
    if amount.minor <= 0:
        raise UserError(_("A payment QR code needs a sum above zero."))


def _check(
    field: str, name: str, value: str, shape: re.Pattern[str], *, optional: bool = False
) -> None:
    if not value and optional:
        return
    if not shape.fullmatch(value):
        raise UserError(
            _("No payment QR code: the {requisite} is missing or mistyped. Check your firm's requisites.").format(
                requisite=name
            ),
            field=field,
        )  # fmt: skip


def _text(name: str, value: str, longest: int) -> str:
    """A value on one line; the separator of the format inside a value would start a new field."""
    value = _line(value)
    if not value or "|" in value:
        raise UserError(
            _("No payment QR code: the {requisite} is empty or holds the sign “|”.").format(
                requisite=name
            )
        )
    return _cut(value, longest)


def _line(value: str) -> str:
    return " ".join(value.split())


def _cut_bytes(value: str, room: int) -> str:
    return value.encode()[:room].decode(errors="ignore").rstrip()


def _cut(value: str, longest: int) -> str:
    return value[:longest].rstrip()


def _pairs(fields: Mapping[str, str]) -> Iterable[str]:
    return (f"{name}={value}" for name, value in fields.items() if value)
