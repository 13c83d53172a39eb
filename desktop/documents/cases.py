# SPDX-License-Identifier: Apache-2.0
"""Russian names and posts in the genitive, as a proposal that a person looks over.

Names go through petrovich, corrected where it is known to be wrong; posts are inflected by pymorphy3 up to the first
noun, because what follows it does not change: «заместитель генерального директора» → «заместителя генерального
директора». No program knows how every family says its name: what is stored is always the form a person has seen.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


class Gender(StrEnum):
    """The grammatical gender of a person's name."""

    MALE = "m"
    FEMALE = "f"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A form in the genitive; `sure` is False where a person should look twice."""

    text: str
    sure: bool


_FIRST_NAMES_OUT_OF_RULE: Final = {
    "лев": "льва",
    "павел": "павла",
    "пётр": "петра",
    "петр": "петра",
}
_MALE_IN_A: Final = frozenset(
    "никита илья фома лука кузьма савва данила гаврила мустафа муса иса".split()
)
_MALE_IN_SOFT_SIGN: Final = frozenset(
    "игорь лазарь цезарь рауль даниэль эмиль камиль рафаэль жоэль".split()
)
_HUSHING: Final = "гкхжчшщ"
# Surnames in -а whose last syllable is stressed and French stay as they are; the others decline: Окуджава → Окуджавы.
_NEVER_CHANGE: Final = frozenset("дюма золя петипа тома дега рабле".split())
_FLEETING_VOWEL: Final = {
    "заяц": "зайца",
    "соловей": "соловья",
    "воробей": "воробья",
    "муравей": "муравья",
    "лев": "льва",
}
_FROZEN_ENDINGS: Final = ("ых", "их", "ко", "аго", "яго", "ово", "э", "и", "у", "ю", "о", "е", "ы")
_SHORTENED: Final = frozenset({"и.о.", "врио", "врид", "и", "о", "и.", "о."})
_ORIENTAL: Final = frozenset({"оглы", "кызы", "оглу", "углы", "уулу", "гызы"})


def gender_of(full_name: str) -> Gender | None:
    """Whose name it is, by patronymic, then by first name, then by surname; None when nothing tells."""
    words = full_name.casefold().replace("ё", "е").split()
    for word in words[2:]:
        if word.endswith(("вич", "ьич", "кич", "мич", "оглы", "оглу", "улы", "уулу")):
            return Gender.MALE
        if word.endswith(("вна", "чна", "шна", "кызы", "гызы")):
            return Gender.FEMALE
    if len(words) > 1 and (known := _gender_of_first_name(words[1])):
        return known
    surname = words[0] if words else ""
    if surname.endswith(("ова", "ева", "ина", "ына", "ская", "цкая")):
        return Gender.FEMALE
    return Gender.MALE if surname.endswith(("ов", "ев", "ин", "ын", "ский", "цкий")) else None


def genitive_name(full_name: str, *, gender: Gender | None = None) -> Proposal:
    """«Липина Мария Олеговна» → «Липиной Марии Олеговны»: surname, first name, patronymic in that order.

    Names in Latin letters and single initials stay as they are.
    """
    words = full_name.split()
    meant = gender or gender_of(full_name)
    if not words or not re.search("[а-яё]", full_name, re.IGNORECASE):
        return Proposal(" ".join(words), sure=not words)
    if meant is None:
        return Proposal(" ".join(words), sure=False)
    surname, sure = _hyphenated(words[0], meant)
    names = [_first_name(word, meant) for word in words[1:2]]
    patronymic = _patronymic(words[2:], meant)
    return Proposal(" ".join([surname, *names, *patronymic]), sure=sure and len(words) > 1)


def genitive_post(post: str) -> Proposal:
    """«генеральный директор» → «генерального директора»; a post without a noun we know stays as it is."""
    parts = [_one_post(part) for part in re.split(r"\s+и\s+", post.strip())]
    # «директор по развитию и продажам»: what follows «и» need not be a second post, so only the first one decides.
    return Proposal(" и ".join(part.text for part in parts), sure=parts[0].sure)


def _one_post(post: str) -> Proposal:
    words = post.split()
    done: list[str] = []
    for at, word in enumerate(words):
        form, is_noun = _post_word(word)
        if form is None:
            return Proposal(
                " ".join([*done, *words[at:]]), sure=bool(done) or words[0].casefold() in _SHORTENED
            )
        done.append(form)
        if is_noun:
            return Proposal(" ".join([*done, *words[at + 1 :]]), sure=True)
    return Proposal(" ".join(done), sure=bool(done))


def agreeing(gender: Gender | None, male: str, female: str) -> str:
    """The form that agrees with a person: «действующего», «действующей»; both where the gender is not known."""
    if gender is None:
        return f"{male} ({female})"
    return male if gender is Gender.MALE else female


def short_name(full_name: str) -> str:
    """«Липина Мария Олеговна» → «Липина М. О.», "Paul Hartwell" → "P. Hartwell"."""
    words = full_name.split()
    if len(words) < 2:
        return full_name.strip()
    if re.search("[а-яё]", full_name, re.IGNORECASE):
        initials = "\u00a0".join(
            f"{word[0]}." for word in words[1:3] if word.casefold() not in _ORIENTAL
        )
        return f"{words[0]}\u00a0{initials}"
    initials = "\u00a0".join(f"{word[0]}." for word in words[:-1])
    return f"{initials}\u00a0{words[-1]}"


def _hyphenated(surname: str, gender: Gender) -> tuple[str, bool]:
    parts = [_surname(part, gender) for part in surname.split("-")]
    return "-".join(part for part, _sure in parts), all(sure for _part, sure in parts)


def _surname(word: str, gender: Gender) -> tuple[str, bool]:
    """One surname in the genitive, and whether it follows a rule without exceptions."""
    low = word.casefold()
    plain = low.replace("ё", "е")
    if len(word.rstrip(".")) < 2 or low in _NEVER_CHANGE or low.endswith(_FROZEN_ENDINGS):
        return word, len(word) > 2
    if gender is Gender.MALE and low in _FLEETING_VOWEL:
        return _like(word, _FLEETING_VOWEL[low]), False
    if low.endswith(("ая", "яя")) or (
        gender is Gender.FEMALE and plain.endswith(("ова", "ева", "ина", "ына"))
    ):
        return _petrovich("lastname", word, gender), True
    if low.endswith("я"):
        return word[:-1] + _cased("и", word), False
    if low.endswith("а") and not plain.endswith(("уа", "иа", "еа", "оа")):
        return word[:-1] + _cased("и" if low[-2:-1] in _HUSHING else "ы", word), False
    if gender is Gender.FEMALE:
        return word, True
    if low.endswith("ой") and len(re.findall("[аеёиоуыэюя]", low)) == 1:
        return word[:-1] + _cased("я", word), False  # Цой → Цоя: no adjective, as Толстой is one
    regular = plain.endswith(("ов", "ев", "ин", "ын", "кий", "ский", "ой", "ый"))
    return _petrovich("lastname", word, gender), regular


def _first_name(word: str, gender: Gender) -> str:
    low = word.casefold()
    if len(word.rstrip(".")) < 2 or not re.search("[а-яё]", low):
        return word
    if low in _FIRST_NAMES_OUT_OF_RULE and gender is Gender.MALE:
        return _like(word, _FIRST_NAMES_OUT_OF_RULE[low])
    if low.endswith("а"):
        return word[:-1] + _cased("и" if low[-2] in _HUSHING else "ы", word)
    if low.endswith("я"):
        return word[:-1] + _cased("и", word)
    if gender is Gender.FEMALE:
        # A woman's name in a consonant stays (Кармен), one in a soft sign turns to -и (Любовь, Нинель).
        return word[:-1] + _cased("и", word) if low.endswith("ь") else word
    return _petrovich("firstname", word, gender)


def _patronymic(words: list[str], gender: Gender) -> list[str]:
    """«Олеговны»; of «Гусейн оглы» the father's name stays too, as passports and registry offices write it."""
    if not words or words[-1].casefold() in _ORIENTAL:
        return words
    return [
        _petrovich("middlename", words[0], gender) if len(words[0].rstrip(".")) > 1 else words[0],
        *words[1:],
    ]


def _gender_of_first_name(name: str) -> Gender | None:
    if name in _MALE_IN_A or name in _MALE_IN_SOFT_SIGN:
        return Gender.MALE
    tags = [parse.tag for parse in _morphology().parse(name)]
    genders = {tag.gender for tag in tags if "Name" in tag and "nomn" in tag and "sing" in tag}
    # Саша and Женя may be either; the surname knows.
    return (
        {"masc": Gender.MALE, "femn": Gender.FEMALE}.get(genders.pop())
        if len(genders) == 1
        else None
    )


def _post_word(word: str) -> tuple[str | None, bool]:
    """A word of a post in the genitive and whether it is the noun; None where the changing part has ended."""
    first, hyphen, rest = word.partition("-")
    if hyphen and (head := _post_word(first)) and head[1] and (tail := _post_word(rest))[1]:
        return f"{head[0]}-{tail[0]}", True
    for parse in _morphology().parse(word):
        if not {"nomn", "sing"} <= parse.tag.grammemes:
            continue
        if parse.tag.POS in ("NOUN", "ADJF", "PRTF", "NPRO"):
            form = parse.inflect({"gent", "sing"})
            if form is not None:
                return _like(word, form.word), parse.tag.POS == "NOUN"
    return None, False


def _petrovich(what: str, word: str, gender: Gender) -> str:
    from petrovich.enums import Case
    from petrovich.enums import Gender as Theirs

    theirs = Theirs.MALE if gender is Gender.MALE else Theirs.FEMALE
    return _like(word, getattr(_names(), what)(word.lower(), Case.GENITIVE, theirs))


@functools.cache
def _names() -> Any:
    from petrovich.main import Petrovich

    return Petrovich()


@functools.cache
def _morphology() -> Any:
    # The dictionary takes about 0.2 s and 20 MB: only a shop that makes Russian contracts pays for it.
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


def _like(pattern: str, word: str) -> str:
    """`word` in the letter case of `pattern`."""
    if len(pattern) > 1 and pattern.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if pattern[:1].isupper() else word


def _cased(ending: str, word: str) -> str:
    return ending.upper() if len(word) > 1 and word.isupper() else ending
