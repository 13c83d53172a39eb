# SPDX-License-Identifier: Apache-2.0
"""Sums in words, Russian and English: "Восемнадцать тысяч двести рублей 00 копеек"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop.values.money import Money, minor_digits


@dataclass(frozen=True, slots=True)
class _Unit:
    """A coin or note by name: Russian forms for 1, 2 and 5, their gender, English forms for 1 and 2."""

    ru: tuple[str, str, str]
    en: tuple[str, str]
    gender: str = "m"


def _same(ru: str, en: str, gender: str = "m") -> _Unit:
    return _Unit((ru, ru, ru), (en, en), gender)


_ROUBLE: Final = ("рубль", "рубля", "рублей")
_KOPECK: Final = _Unit(("копейка", "копейки", "копеек"), ("kopeck", "kopecks"), "f")
_CENT: Final = _Unit(("цент", "цента", "центов"), ("cent", "cents"))
_DOLLAR: Final = ("доллар", "доллара", "долларов")
_TIYN: Final = _Unit(("тиын", "тиына", "тиынов"), ("tiyn", "tiyn"))


def _after(forms: tuple[str, str, str], tail: str) -> tuple[str, str, str]:
    return (f"{forms[0]} {tail}", f"{forms[1]} {tail}", f"{forms[2]} {tail}")


_UNITS: Final[dict[str, tuple[_Unit, _Unit]]] = {
    "RUB": (_Unit(_ROUBLE, ("rouble", "roubles")), _KOPECK),
    "BYN": (
        _Unit(
            ("белорусский рубль", "белорусских рубля", "белорусских рублей"),
            ("Belarusian rouble", "Belarusian roubles"),
        ),
        _KOPECK,
    ),
    "GBP": (
        _Unit(_after(("фунт", "фунта", "фунтов"), "стерлингов"), ("pound", "pounds")),
        _Unit(("пенс", "пенса", "пенсов"), ("penny", "pence")),
    ),
    "EUR": (_Unit(("евро", "евро", "евро"), ("euro", "euros")), _CENT),
    "USD": (_Unit(_after(_DOLLAR, "США"), ("US dollar", "US dollars")), _CENT),
    "CAD": (
        _Unit(
            ("канадский доллар", "канадских доллара", "канадских долларов"),
            ("Canadian dollar", "Canadian dollars"),
        ),
        _CENT,
    ),
    "AUD": (
        _Unit(
            ("австралийский доллар", "австралийских доллара", "австралийских долларов"),
            ("Australian dollar", "Australian dollars"),
        ),
        _CENT,
    ),
    "KZT": (_same("тенге", "tenge"), _TIYN),
    "KGS": (
        _Unit(("сом", "сома", "сомов"), ("som", "som")),
        _Unit(("тыйын", "тыйына", "тыйынов"), ("tyiyn", "tyiyn")),
    ),
    "UZS": (_Unit(("сум", "сума", "сумов"), ("soum", "soum")), _TIYN),
    "UAH": (_Unit(("гривна", "гривны", "гривен"), ("hryvnia", "hryvnias"), "f"), _KOPECK),
    "AMD": (
        _Unit(("драм", "драма", "драмов"), ("dram", "drams")),
        _Unit(("лума", "лумы", "лум"), ("luma", "luma"), "f"),
    ),
    "AZN": (
        _Unit(("манат", "маната", "манатов"), ("manat", "manats")),
        _Unit(("гяпик", "гяпика", "гяпиков"), ("qapik", "qapiks")),
    ),
    "GEL": (_same("лари", "lari"), _same("тетри", "tetri")),
    "TRY": (
        _Unit(("турецкая лира", "турецкие лиры", "турецких лир"), ("Turkish lira", "Turkish lira"), "f"),
        _Unit(("куруш", "куруша", "курушей"), ("kuruş", "kuruş")),
    ),
    "PLN": (
        _Unit(("злотый", "злотых", "злотых"), ("zloty", "zlotys")),
        _Unit(("грош", "гроша", "грошей"), ("grosz", "groszy")),
    ),
    "CHF": (
        _Unit(
            ("швейцарский франк", "швейцарских франка", "швейцарских франков"),
            ("Swiss franc", "Swiss francs"),
        ),
        _Unit(("раппен", "раппена", "раппенов"), ("rappen", "rappen")),
    ),
    "CNY": (_Unit(("юань", "юаня", "юаней"), ("yuan", "yuan")), _Unit(("фэнь", "фэня", "фэней"), ("fen", "fen"))),
    "JPY": (_Unit(("иена", "иены", "иен"), ("yen", "yen"), "f"), _same("", "")),
    "AED": (
        _Unit(("дирхам ОАЭ", "дирхама ОАЭ", "дирхамов ОАЭ"), ("UAE dirham", "UAE dirhams")),
        _Unit(("филс", "филса", "филсов"), ("fils", "fils")),
    ),
}  # fmt: skip

_LARGEST: Final = 10**15
"""Beyond this the dictionaries of number names run out in one language or the other."""


def money_in_words(money: Money, language: str) -> str:
    """A sum as contracts and invoices write it: whole units in words, the minor ones in digits.

    Russian for "ru", English for every other language. A currency we have no names for keeps its code:
    "Twelve SEK 50". ValueError for a sum of 10**15 units or more.
    """
    digits = minor_digits(money.currency)
    whole, part = divmod(abs(money.minor), 10**digits)
    units = _UNITS.get(money.currency)
    gender = units[0].gender if units else "m"
    words = [
        number_in_words(whole, language, gender=gender),
        _named(units, 0, whole, language) or money.currency,
    ]
    if digits:
        words += [f"{part:0{digits}d}", _named(units, 1, part, language)]
    if money.minor < 0:
        words.insert(0, "минус" if language == "ru" else "minus")
    text = " ".join(word for word in words if word)
    return text[:1].upper() + text[1:]


def number_in_words(number: int, language: str, *, gender: str = "m") -> str:
    """A whole number from 0 up in words; `gender` ("m", "f", "n") matters in Russian only: «одна», «две»."""
    if not 0 <= number < _LARGEST:
        raise ValueError(f"no words for {number}")
    from num2words import num2words  # 40 languages are imported at once: not at start

    if language != "ru":
        return str(num2words(number, lang="en")).replace(",", "")
    # num2words would let the gender reach the millions too («две миллиона гривен»): only the last three digits have it.
    head, tail = number - number % 1000, number % 1000
    parts = [str(num2words(head, lang="ru"))] if head else []
    if tail or not head:
        parts.append(str(num2words(tail, lang="ru", gender=gender)))
    return " ".join(parts)


def counted(number: int, forms: tuple[str, str, str]) -> str:
    """The Russian form that goes with a number: 1 рубль, 2 рубля, 5 рублей, 11 рублей, 21 рубль."""
    if number % 10 == 1 and number % 100 != 11:
        return forms[0]
    return forms[1] if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else forms[2]


def _named(units: tuple[_Unit, _Unit] | None, which: int, number: int, language: str) -> str:
    if units is None:
        return ""
    unit = units[which]
    return counted(number, unit.ru) if language == "ru" else unit.en[number != 1]
