# SPDX-License-Identifier: Apache-2.0
"""Cells of a price list: sums, quantities, tax and time as people write them there."""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, Decimal
from typing import Final

from desktop.channels.columns import plain
from desktop.channels.tables import Cell, cell_text
from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.money import parse_price

HOURS_A_DAY: Final = 8

_CURRENCIES: Final = {
    "£": "GBP", "€": "EUR", "$": "USD", "¥": "JPY", "₽": "RUB", "руб": "RUB", "рублей": "RUB",
    "р": "RUB", "gbp": "GBP", "eur": "EUR", "usd": "USD", "rub": "RUB",
}  # fmt: skip
_SUM: Final = re.compile(r"([^\d.,+−-]*)([+−-]?)\s*(\d[\d.,\s]*?)([^\d]*)")
_AMBIGUOUS: Final = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_COUNTED: Final = r"(?:шт|штук|экз|листов|pcs|pieces|sheets)"
_QUANTITY: Final = re.compile(
    rf"(?:от|from|тираж|run|≥|>=)?\s*(?P<from>\d[\d\s]{{0,9}}?)(?:\s*[-–—]\s*\d[\d\s]*?)?"
    rf"\s*{_COUNTED}?\.?\s*(?:и более|and more|\+)?",
    re.IGNORECASE,
)
_PERCENT: Final = re.compile(r"\D*?(\d{1,3}(?:[.,]\d{1,2})?)\s*%?")
_SPAN: Final = re.compile(
    r"(?:до|up to)?\s*(?:\d+\s*[-–—]\s*)?(?P<count>\d{1,4}(?:[.,]\d)?)\s*(?P<unit>\D*)",
    re.IGNORECASE,
)
_DAYS: Final = re.compile(r"дн|день|дня|day|сут|^д$", re.IGNORECASE)
_PIECE: Final = frozenset(
    ("", "1", "piece", "pc", "pcs", "each", "шт", "штука", "штуку", "экз", "лист", "sheet")
)
_ORDER: Final = frozenset(
    ("order", "job", "run", "line", "once", "заказ", "тираж", "весь тираж", "партия", "раз")
)
_LOTS: Final = {
    **dict.fromkeys(("hundred", "сотня", "сотню"), 100),
    **dict.fromkeys(("thousand", "тысяча", "тысячу", "тыс", "тыс шт"), 1000),
}
_NO_TAX: Final = frozenset(
    ("no", "none", "no vat", "no tax", "exempt", "без ндс", "нет", "не облагается")
)
_LARGEST_QUANTITY: Final = 10_000_000


def amount(cell: Cell, currency: str) -> Decimal:
    """A sum in major units, with its sign. UserError when it is none or names another currency."""
    if isinstance(cell, Decimal):
        return cell
    text = cell_text(cell)
    found = _SUM.fullmatch(text)
    if found is None:
        raise _no_price(text)
    words = [word for part in (found[1], found[4]) for word in _words(part)]
    for word in words:
        named = _CURRENCIES.get(word)
        if named is None and word not in _PIECE:
            raise _no_price(text)
        if named not in (None, currency):
            raise UserError(
                _("The price “{text}” is in {other}, this shop's prices are in {currency}.").format(
                    text=text, other=named, currency=currency
                )
            )
    try:
        value = parse_price(found[3])
    except UserError as error:
        raise _no_price(text) from error
    return -value if found[2] in ("-", "−") else value


def may_be_thousands(cell: Cell) -> bool:
    """Whether a sum like "1,250" was read as one and a quarter, and may have meant thousands."""
    return bool(_AMBIGUOUS.fullmatch(cell_text(cell))) and isinstance(cell, str)


def quantity(cell: Cell) -> int:
    """A quantity, of a range its beginning: "100", "от 500 шт.", "100–499", "1 000+"."""
    text = cell_text(cell)
    found = _QUANTITY.fullmatch(text)
    number = int(re.sub(r"\s", "", found["from"])) if found else 0
    if not 1 <= number <= _LARGEST_QUANTITY:
        raise UserError(_("“{text}” is no quantity. Write a whole number.").format(text=text))
    return number


def is_quantity(name: str) -> bool:
    """Whether a column's name is a quantity, so that its cells are prices from that quantity up."""
    found = _QUANTITY.fullmatch(name)
    number = int(re.sub(r"\s", "", found["from"])) if found else 0
    return 1 <= number <= _LARGEST_QUANTITY


def pieces_per_price(cell: Cell) -> int:
    """For how many pieces a price is meant: 1 for a piece, 100 for a hundred; 0 for the whole order."""
    text = plain(cell_text(cell))
    text = re.sub(r"^(?:за|per|for)\s+", "", text)
    if text in _ORDER:
        return 0
    if text in _PIECE:
        return 1
    return _LOTS.get(text) or quantity(text)


def tax_rate(cell: Cell) -> str:
    """A tax rate in percent as text: "20", "20%", "НДС 22 %", a percent cell; "0" for no tax."""
    text = cell_text(cell)
    if plain(text) in _NO_TAX:
        return "0"
    if isinstance(cell, Decimal) and 0 < cell < 1:
        # A workbook keeps 20 % as 0.2.
        text = cell_text(cell * 100)
    found = _PERCENT.fullmatch(text)
    rate = Decimal(found[1].replace(",", ".")) if found else Decimal(-1)
    if not 0 <= rate < 100:
        raise UserError(_("“{text}” is no tax rate. Write percent, like 20.").format(text=text))
    return cell_text(rate)


def working_hours(cell: Cell, *, column: str) -> int:
    """Working hours, rounded up; days have eight. The column's name says what bare numbers are."""
    text = cell_text(cell)
    found = _SPAN.fullmatch(text)
    if found is None:
        raise UserError(
            _("“{text}” is no time. Write working hours, or days like “2 days”.").format(text=text)
        )
    count = Decimal(found["count"].replace(",", "."))
    unit = found["unit"].strip() or column
    hours = count * HOURS_A_DAY if _DAYS.search(unit) else count
    return int(hours.to_integral_value(ROUND_CEILING))


def express(cell: Cell, currency: str) -> tuple[Decimal, Decimal]:
    """What express work costs on top: percent and a fee; "30 %", "950", "30 % + 950"."""
    if isinstance(cell, Decimal):
        return (cell * 100, Decimal(0)) if 0 < cell < 1 else (Decimal(0), cell)
    percent = fee = Decimal(0)
    for part in cell_text(cell).split("+"):
        if part.strip().endswith("%"):
            found = _PERCENT.fullmatch(part.strip())
            if found is None:
                raise _no_price(part)
            percent += Decimal(found[1].replace(",", "."))
        else:
            fee += amount(part.strip(), currency)
    return percent, fee


def _no_price(text: str) -> UserError:
    return UserError(_("“{text}” is no price. Write a sum like 11.40.").format(text=text))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+|[£€$¥₽]", text.casefold())
