# SPDX-License-Identifier: Apache-2.0
"""Numbers of orders, leads and quotes, the code of a desk, and the digits of a code on paper.

`K7-0418` is the 418th number of desk K7. On paper the same stands in digits only, because a
scanner types like a keyboard and letters depend on its layout: `2400418` and a check digit, where
the first three digits are the desk. The check digit is Damm's (H. M. Damm, "Total anti-symmetrische
Quasigruppen", Marburg 2004): unlike Luhn's it finds every exchange of two neighbours too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from uuid import UUID

from desktop.frozen import dataclass
from desktop.values.search import other_layout

# No 0 O, 1 I L, 2 Z, 5 S, 8 B, and no U V beside each other: each sign is read aloud and by eye.
_LETTERS = "ACDEFGHJKMNPRTVWXY"
_SIGNS = _LETTERS + "34679"
_CODE = f"[{_LETTERS}][{_SIGNS}]"
_NUMBER = r"([A-Z][A-Z0-9]{0,3})\s*[-‐‑–—]\s*([0-9]{1,9})"
_NUMBER_WITHOUT_DASH = r"([A-Z][A-Z0-9])\s*([0-9]{1,9})"
_LEAST_DIGITS = 4
_FIRST_DESK = 100  # three digits always: 100 to 513

_LOOKALIKES = str.maketrans("АВСЕНКМРТХУ", "ABCEHKMPTXY")  # Cyrillic, as printed, to Latin

_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OrderNumber:
    """The human number of an order: the desk that gave it and its place in that desk's count."""

    desk: str
    n: int

    def __str__(self) -> str:
        return f"{self.desk}-{self.n:0{_LEAST_DIGITS}d}"

    @property
    def paper_code(self) -> str:
        """The same in digits, with a check digit: what the ticket's barcode holds."""
        digits = f"{_desk_index(self.desk)}{self.n:0{_LEAST_DIGITS}d}"
        return digits + damm_digit(digits)


def draw_desk_code(choose: Callable[[Sequence[str]], str]) -> str:
    """A random two-character desk code; `choose` picks one of a sequence (secrets.choice)."""
    return choose(_LETTERS) + choose(_SIGNS)


def order_numbers(text: str) -> tuple[OrderNumber, ...]:
    """What a typed number can mean, likeliest first: "K7-418", "k7 0418"; empty when it is none.

    Letters of the wrong keyboard layout ("л7-418") and Cyrillic ones that look alike ("К7-418") are
    read too; where both readings are numbers, the caller takes the one that exists.
    """
    typed = text.strip().upper()
    forms = (typed, other_layout(typed), typed.translate(_LOOKALIKES))
    found = [
        re.fullmatch(_NUMBER, form) or re.fullmatch(_NUMBER_WITHOUT_DASH, form) for form in forms
    ]
    return tuple(dict.fromkeys(OrderNumber(part[1], int(part[2])) for part in found if part))


def from_paper_code(digits: str) -> OrderNumber | None:
    """The order a code on paper names, or None when a digit is wrong or it is no such code."""
    if not re.fullmatch(r"[1-5][0-9]{2}[0-9]{4,9}[0-9]", digits) or damm_digit(digits) != "0":
        return None
    letter, sign = divmod(int(digits[:3]) - _FIRST_DESK, len(_SIGNS))
    if letter >= len(_LETTERS):
        return None
    return OrderNumber(_LETTERS[letter] + _SIGNS[sign], int(digits[3:-1]))


def scanned(text: str) -> UUID | OrderNumber | None:
    """What a scanner typed, whatever the keyboard layout: an order's id or number; None if not ours."""
    typed = text.strip()
    for form in (typed, other_layout(typed)):
        if re.fullmatch(r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}", form):
            return UUID(form)
    return from_paper_code(typed)


def damm_digit(digits: str) -> str:
    """Damm's check digit of a row of digits; "0" for a row that ends in its own check digit."""
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return str(interim)


def _desk_index(desk: str) -> int:
    if not re.fullmatch(_CODE, desk):
        raise ValueError(f"not a desk code: {desk!r}")
    return _FIRST_DESK + _LETTERS.index(desk[0]) * len(_SIGNS) + _SIGNS.index(desk[1])
