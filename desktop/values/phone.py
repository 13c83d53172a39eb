# SPDX-License-Identifier: Apache-2.0
"""Phones: any notation to digits with the country code, and back to what people read.

Kept form: E.164 digits without the plus, extension apart. A number without a country is one of the
shop's country: in Russia 8 and 7 lead to the same number, elsewhere a trunk prefix is dropped.
Shapes for reading follow the numbering plans of Ofcom (+44) and Rossvyaz (+7).
"""

from __future__ import annotations

import re

from desktop.errors import UserError
from desktop.frozen import dataclass
from desktop.i18n import _

SHORTEST, LONGEST = 10, 15

_ZERO_TRUNK = {
    "GB": "44", "IE": "353", "DE": "49", "FR": "33", "NL": "31", "BE": "32", "AT": "43", "CH": "41",
    "SE": "46", "FI": "358", "UA": "380", "TR": "90", "CN": "86",
}  # fmt: skip
_NO_TRUNK = {
    "IT": "39", "ES": "34", "PL": "48", "CZ": "420", "PT": "351", "DK": "45", "NO": "47", "EE": "372",
    "LV": "371", "LT": "370",
}  # fmt: skip
# Country: its calling code, the trunk prefix dialled inside it, and the prefix that leads abroad.
_PLANS = {
    **{country: (code, "0", "00") for country, code in _ZERO_TRUNK.items()},
    **{country: (code, "", "00") for country, code in _NO_TRUNK.items()},
    "RU": ("7", "8", "810"), "KZ": ("7", "8", "810"), "BY": ("375", "80", "810"),
    "US": ("1", "1", "011"), "CA": ("1", "1", "011"), "TW": ("886", "0", "002"),
}  # fmt: skip
_WHOLE_LENGTH = 11  # in Russia, Belarus and North America a national number with its trunk prefix
_LEAST = {"7": 11, "1": 11, "44": 11}  # digits with the country code; elsewhere SHORTEST
_TWO_DIGIT_CODE = re.compile("2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]")
_BRITISH_CITIES = frozenset({"121", "131", "141", "151", "161", "191"})

_EXTENSION = re.compile(
    r"[\s,;(]*(?:доб(?:авочный)?|вн(?:утр)?|extension|ext|x|#)\s*[.:№]?\s*(?P<digits>[0-9]{1,6})\)?\s*$",
    re.IGNORECASE,
)
_OPTIONAL_TRUNK = re.compile(r"(?<=[0-9\s])\(0\)")  # +44 (0)20 …
_ALLOWED = re.compile(r"[0-9\s().+\-‐‑–—/\u00a0\u202f]+")
_WRITTEN = re.compile(
    r"(?<![\w@])(?:\+\s?|\(\s?)?[0-9](?:[()\s.\-‐‑–—]{0,3}[0-9]){4,}"
    r"(?:[\s,(]*(?:доб|вн|ext|x)[а-яa-z]*\.?\s*[0-9]{1,6}\)?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as it is kept: 10 to 15 digits with the country code, and an extension or none."""

    digits: str
    extension: str = ""

    @property
    def last4(self) -> str:
        """What a client says at the counter."""
        return self.digits[-4:]

    @property
    def uri(self) -> str:
        """The number for a dialling program (RFC 3966)."""
        return f"tel:+{self.digits}" + (f";ext={self.extension}" if self.extension else "")

    def link(self, scheme: str, server: str = "") -> str:
        """The number for a dialling program that answers to `tel`, `sip` (at a server) or `callto`."""
        if scheme == "sip":
            return f"sip:+{self.digits}" + (f"@{server}" if server else "")
        return f"callto:+{self.digits}" if scheme == "callto" else self.uri


def parse_phone(text: str, country: str) -> Phone:
    """The number somebody typed or wrote, in any notation; UserError when it cannot be one."""
    phone = try_phone(text, country)
    if phone is None:
        raise UserError(_("A phone needs 10–15 digits."), field="phone")
    return phone


def try_phone(text: str, country: str) -> Phone | None:
    """The same as `parse_phone`, for text that may be anything: None when it is no phone."""
    found = _EXTENSION.search(text)
    number = text[: found.start()] if found else text
    if not _ALLOWED.fullmatch(number):
        return None
    number = _OPTIONAL_TRUNK.sub("", number).strip().lstrip("(")
    digits = re.sub(r"[^0-9]", "", number)
    digits = _abroad(digits) if number.startswith("+") else _at_home(digits, country)
    if not _LEAST.get(_calling_code(digits), SHORTEST) <= len(digits) <= LONGEST:
        return None
    return Phone(digits, found["digits"] if found else "")


def find_phones(text: str, country: str) -> list[Phone]:
    """All phones in a text, in their order, each once; a line may hold several."""
    found: dict[str, Phone] = {}
    for written in _WRITTEN.finditer(text):
        for part in _apart(written[0], country):
            phone = try_phone(part, country)
            if phone is not None:
                found.setdefault(phone.digits, phone)
    return list(found.values())


def pretty_phone(digits: str, country: str = "") -> str:
    """A kept number as people read it: "+7 900 000-03-42", and at home in Britain "07700 900 342"."""
    if len(digits) == 11 and digits[0] == "7":
        return f"+7 {digits[1:4]} {digits[4:7]}-{digits[7:9]}-{digits[9:]}"
    if digits.startswith("44"):
        national = _british(digits[2:])
        return f"0{national}" if country == "GB" else f"+44 {national}"
    code = _calling_code(digits)
    return f"+{code} {_in_groups(digits[len(code) :])}" if code else digits


def last4(text: str) -> str:
    """The last four digits of whatever was written; fewer when there are fewer."""
    return re.sub(r"[^0-9]", "", text)[-4:]


def _abroad(digits: str) -> str:
    """Digits after a plus; "+8 900 …" is what some write for +7, and no country has +83 or +89."""
    return "7" + digits[1:] if re.fullmatch("8[39][0-9]{9}", digits) else digits


def _at_home(digits: str, country: str) -> str:
    """Digits without a plus, as somebody in this country dials them, with their country code."""
    code, trunk, dial_out = _PLANS.get(country, ("", "", "00"))
    if digits.startswith(dial_out) and len(digits) > _WHOLE_LENGTH:
        return digits[len(dial_out) :]
    if trunk and digits.startswith(trunk) and (trunk == "0" or len(digits) == _WHOLE_LENGTH):
        return code + digits[len(trunk) :]
    return digits if len(digits) >= _WHOLE_LENGTH else code + digits


def _apart(written: str, country: str) -> list[str]:
    """Numbers that stand side by side with nothing but a space between them."""
    if len(re.sub(r"[^0-9]", "", _EXTENSION.sub("", written))) <= LONGEST:
        return [written]
    code, trunk, _dial_out = _PLANS.get(country, ("0", "0", ""))
    parts, current = [], ""
    for word in written.split():
        begins = word.startswith(("+", "(", code, trunk))
        if begins and try_phone(current, country) is not None:
            parts.append(current)
            current = ""
        current = f"{current} {word}".strip()
    return [*parts, current]


def _british(national: str) -> str:
    """The national number in the groups of its range (Ofcom): mobiles, 02x, 011x and 01x1, others."""
    if len(national) != 10:
        return _in_groups(national)
    if national[0] == "2":
        return f"{national[:2]} {national[2:6]} {national[6:]}"
    if national[0] in "389" or national[:2] == "11" or national[:3] in _BRITISH_CITIES:
        return f"{national[:3]} {national[3:6]} {national[6:]}"
    return f"{national[:4]} {national[4:7]} {national[7:]}"


def _calling_code(digits: str) -> str:
    """The country code at the start of a number (ITU-T E.164): one, two or three digits."""
    if digits[:1] in {"1", "7"}:
        return digits[:1]
    return digits[:2] if _TWO_DIGIT_CODE.match(digits) else digits[:3]


def _in_groups(digits: str) -> str:
    """Groups of three, the last one of up to four."""
    groups = []
    while len(digits) > 4:
        groups.append(digits[:3])
        digits = digits[3:]
    return " ".join([*groups, digits])
