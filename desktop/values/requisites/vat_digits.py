# SPDX-License-Identifier: Apache-2.0
"""The check digits of VAT ids, a rule for each country that publishes one.

Each rule gets the number without the country's letters, already of the right form, and says whether
its check digits fit.
"""

from __future__ import annotations

from collections.abc import Callable
from string import ascii_uppercase

from desktop.values.requisites.check import weighted

_SIGNS = "0123456789" + ascii_uppercase
_FRENCH = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O
_SPANISH = "TRWAGMYFPDXBNJZSQVHLCKE"


def mod_97(text: str) -> int:
    """ISO 7064 mod 97: the remainder of a text whose letters count from A = 10 to Z = 35."""
    return int("".join(str(_SIGNS.index(sign)) for sign in text)) % 97


def luhn(digits: str) -> bool:
    """ISO 7812 (Luhn): whether a number ends in its own check digit."""
    backwards = [int(digit) for digit in reversed(digits)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in backwards[1::2])
    return (sum(backwards[::2]) + sum(doubled)) % 10 == 0


def _austria(number: str) -> bool:
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in number[2:8:2])
    whole = sum(int(digit) for digit in number[1:8:2])
    return (10 - (whole + doubled + 4) % 10) % 10 == int(number[8])


def _belgium(number: str) -> bool:
    return 97 - int(number[:8]) % 97 == int(number[8:])


def _britain(number: str) -> bool:
    if not number.isdigit():
        return True  # government departments and health authorities: GD and HA have no check digit
    total = weighted(number, range(8, 1, -1)) + int(number[7:9])
    return 0 in {total % 97, (total + 55) % 97}  # the second rule is for numbers since 2010


def _germany(number: str) -> bool:
    product = 10  # ISO 7064 mod 11,10
    for digit in number[:8]:
        product = 2 * ((int(digit) + product) % 10 or 10) % 11
    return (11 - product) % 10 == int(number[8])


def _denmark(number: str) -> bool:
    return weighted(number, (2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


def _finland(number: str) -> bool:
    return (11 - weighted(number, (7, 9, 10, 5, 8, 4, 2)) % 11) % 11 == int(number[7])


def _france(number: str) -> bool:
    siren = int(number[2:])
    if number[:2].isdigit():
        return luhn(number[2:]) and int(number[:2]) == (12 + 3 * (siren % 97)) % 97
    first, second = _FRENCH.index(number[0]), _FRENCH.index(number[1])
    key = first * 24 + second - 10 if number[0].isdigit() else first * 34 + second - 100
    return (siren + 1 + key // 11) % 11 == key % 11


def _luxembourg(number: str) -> bool:
    return int(number[:6]) % 89 == int(number[6:])


def _netherlands(number: str) -> bool:
    by_person = weighted(number[:8], range(9, 1, -1)) % 11 == int(number[8])
    return by_person or mod_97(f"NL{number}") == 1  # the second rule is for sole traders since 2020


def _poland(number: str) -> bool:
    return weighted(number, (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11 == int(number[9])


def _portugal(number: str) -> bool:
    return (11 - weighted(number, range(9, 1, -1)) % 11) % 11 % 10 == int(number[8])


def _spain(number: str) -> bool:
    first, middle, last = number[0], number[1:8], number[8]
    if first in "0123456789XYZKLM":
        leading = {"X": "0", "Y": "1", "Z": "2", "K": "", "L": "", "M": ""}.get(first, first)
        return last == _SPANISH[int(leading + middle) % 23]
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in middle[::2])
    digit = (10 - (doubled + sum(int(digit) for digit in middle[1::2])) % 10) % 10
    letter = "JABCDEFGHI"[digit]
    if first in "ABEH":
        return last == str(digit)
    return last == letter if first in "NPQRSW" else last in {str(digit), letter}


def _sweden(number: str) -> bool:
    return luhn(number[:10])


RULES: dict[str, Callable[[str], bool]] = {
    "AT": _austria,
    "BE": _belgium,
    "DE": _germany,
    "DK": _denmark,
    "ES": _spain,
    "FI": _finland,
    "FR": _france,
    "GB": _britain,
    "IT": luhn,
    "LU": _luxembourg,
    "NL": _netherlands,
    "PL": _poland,
    "PT": _portugal,
    "SE": _sweden,
    "XI": _britain,
}
