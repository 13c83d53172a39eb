# SPDX-License-Identifier: Apache-2.0
"""Money: whole minor units and a currency, exact arithmetic, and sums as people type them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from desktop.errors import UserError
from desktop.frozen import dataclass
from desktop.i18n import _

_EXACT = Context(prec=60)
LARGEST = 10**15
"""Minor units beyond which nothing is a sum of a shop; thousands of them added still fit into 64 bits."""

# ISO 4217, list one: the currencies whose minor unit is not a hundredth.
_WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
_SIGNS = {"£": "GBP", "€": "EUR", "$": "USD", "¥": "JPY", "₽": "RUB", "руб": "RUB", "р": "RUB"}

_SPACES = r"(?<=[0-9])[\s'’](?=[0-9]{3}(?![0-9]))|(?<![0-9])\s+|\s+(?![0-9])"
_TERM = (
    r"(?P<minus>[+-]?)(?P<before>[^0-9.,+-]*)(?P<number>[0-9.,]+)"
    r"(?P<after>(?:[^0-9.,+-]+\.?)?)(?=[+-]|$)"
)
_PLAIN = r"(?P<plain>[0-9]*)"
_GROUPED = r"(?P<grouped>[1-9][0-9]{0,2}(?P<mark>[.,])[0-9]{3}(?:(?P=mark)[0-9]{3})*)"
_DECIMALS = r"(?:(?!(?P=mark))[.,](?P<decimals>[0-9]*))?"
_GROUPS_FIRST = f"(?:{_GROUPED}|{_PLAIN}){_DECIMALS}"  # "1,234" is one thousand
_DECIMALS_FIRST = f"(?:{_PLAIN}|{_GROUPED}){_DECIMALS}"  # "1,234" is a bit over one


def minor_digits(currency: str) -> int:
    """How many decimals the minor unit of a currency has (ISO 4217): GBP 2, JPY 0, KWD 3."""
    if currency in _WHOLE:
        return 0
    return 3 if currency in _THOUSANDTHS else 2


@dataclass(frozen=True, slots=True)
class Money:
    """An exact sum in minor units (pence, kopecks). Two currencies never mix: that is a ValueError."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"minor units are whole numbers, not {self.minor!r}")

    @classmethod
    def of(cls, amount: Decimal | int | str, currency: str) -> Money:
        """Money from an amount in major units, rounded half up: Money.of("12.345", "GBP") is £12.35."""
        return cls(half_up(Fraction(amount) * 10 ** minor_digits(currency)), currency)

    @property
    def amount(self) -> Decimal:
        """The sum in major units, with all decimals of its currency."""
        return Decimal(self.minor).scaleb(-minor_digits(self.currency), _EXACT)

    def times(self, quantity: Decimal | int) -> Money:
        """The sum of `quantity` such things, rounded half up to the minor unit."""
        return Money(half_up(Fraction(self.minor) * Fraction(quantity)), self.currency)

    def percent(self, rate: Decimal | int) -> Money:
        """So many percent of the sum, rounded half up."""
        return Money(half_up(Fraction(self.minor) * Fraction(rate) / 100), self.currency)

    def included_tax(self, rate: Decimal | int) -> Money:
        """The tax inside this sum at `rate` percent, rounded half up."""
        share = Fraction(rate) / (100 + Fraction(rate))
        return Money(half_up(Fraction(self.minor) * share), self.currency)

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __abs__(self) -> Money:
        return Money(abs(self.minor), self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._same(other)

    def _same(self, other: Money) -> int:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")
        return other.minor


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """The price of one piece, which may be finer than the smallest coin; never with fewer decimals than that."""

    unit: Decimal
    currency: str

    @property
    def amount(self) -> Decimal:
        """The price with as many decimals as it needs."""
        exponent = self.unit.normalize().as_tuple().exponent
        finest = -exponent if isinstance(exponent, int) else 0
        decimals = max(minor_digits(self.currency), finest)
        return self.unit.quantize(Decimal(1).scaleb(-decimals))


def half_up(value: Fraction) -> int:
    """The nearest whole number; a half goes away from zero, so that a refund mirrors its payment."""
    whole = int(abs(value) + Fraction(1, 2))
    return -whole if value < 0 else whole


def round_price(price: Decimal, digits: int) -> Decimal:
    """A unit price kept to so many decimals, half up; unit prices may be finer than the minor unit."""
    return price.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, _EXACT)


def total(sums: Iterable[Money], currency: str) -> Money:
    """All sums together; zero of that currency when there are none."""
    return sum(sums, Money(0, currency))


def prepayment(amount: int, percent: int) -> int:
    """So many percent of a sum in minor units; a part of a unit counts as a whole one."""
    return -(-amount * percent // 100)


def parse_money(text: str, currency: str) -> Money:
    """A sum as people type it: "1 234,50", "£3.20", "500-25 руб.", "120+45".

    Both decimal marks and any grouping are read; a mark before exactly three digits groups them.
    UserError when it is no sum, names another currency, or is finer than the minor unit.
    """
    plain = re.sub(_SPACES, "", text).replace("−", "-")
    terms = list(re.finditer(_TERM, plain[:100]))
    if "".join(term[0] for term in terms) != plain or not terms:
        raise UserError(_("This is not a sum. Write it like 1234.50 or 120+45."))
    minor = sum(_minor(term, currency) for term in terms)
    if abs(minor) > LARGEST:
        raise UserError(_("This sum is too large. Check how many digits it has."))
    return Money(minor, currency)


def parse_price(text: str) -> Decimal:
    """A unit price in major units as people type it: "11,40", "0.064", "£1 250".

    It may be finer than the minor unit, so a lone mark is always the decimal one. UserError when it
    is no price.
    """
    plain = re.sub(_SPACES, "", text).strip("£€$¥₽")
    price = _number(_DECIMALS_FIRST, plain[:20])
    if price is None or len(plain) > 20:
        raise UserError(_("This is not a price. Write it like 11.40 or 0.064."))
    return price


def _minor(term: re.Match[str], currency: str) -> int:
    _refuse_other_currency(term["before"] or term["after"], currency)
    digits = minor_digits(currency)
    amount = _number(_DECIMALS_FIRST if digits == 3 else _GROUPS_FIRST, term["number"])
    if amount is None:
        raise UserError(_("This is not a sum. Write it like 1234.50 or 120+45."))
    minor = Fraction(amount.scaleb(digits, _EXACT))
    if minor.denominator != 1:
        raise UserError(_("This sum is finer than the smallest coin. Check its decimals."))
    return -minor.numerator if term["minus"] == "-" else minor.numerator


def _refuse_other_currency(named: str, currency: str) -> None:
    meant = _SIGNS.get(named.casefold().rstrip("."), named.upper())
    if meant in ("", currency):
        return
    if not (len(meant) == 3 and meant.isascii() and meant.isalpha()):
        raise UserError(_("This is not a sum. Write it like 1234.50 or 120+45."))
    raise UserError(
        _("This sum is in {other}, but {currency} is asked for here.").format(
            other=meant, currency=currency
        )
    )


def _number(shape: str, text: str) -> Decimal | None:
    found = re.fullmatch(shape, text)
    if found is None or not any(digit.isdigit() for digit in text):
        return None
    whole = re.sub("[.,]", "", found["plain"] or found["grouped"] or "0")
    return Decimal(f"{whole}.{found['decimals']}" if found["decimals"] else whole)
