# SPDX-License-Identifier: Apache-2.0
"""The paste box: picks the fields out of a company card, as it stands in a letter or on a site."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.values.requisites.check import bare

_GAP = r"[\s:№#.,=\-–—]{0,6}"
_UPPER = "А-ЯЁA-Z"
_NAME = rf"[{_UPPER}][а-яёa-z'’-]+(?:-[{_UPPER}][а-яёa-z]+)?"
_INITIALS = rf"[{_UPPER}]\. ?(?:[{_UPPER}]\.)?"
_PERSON = rf"(?:{_NAME}(?: +{_NAME}){{1,2}}|{_NAME} +{_INITIALS}|{_INITIALS} ?{_NAME})"
_POSTS = (
    r"генеральн(?:ый|ого) директор(?:а)?|ген\.?\s?директор|исполнительный директор|директор|управляющий|"
    r"председатель правления|председатель|президент|заведующ(?:ий|ая)|руководитель|главный врач|"
    r"managing director|company secretary|chief executive|director|secretary|partner|owner|manager"
)
_FORMS_RU = {
    "ООО": "Общество с ограниченной ответственностью",
    "АО": "Акционерное общество",
    "ПАО": "Публичное акционерное общество",
    "ЗАО": "Закрытое акционерное общество",
    "ОАО": "Открытое акционерное общество",
    "НКО": "Некоммерческая организация",
    "АНО": "Автономная некоммерческая организация",
    "ИП": "Индивидуальный предприниматель",
}
_LONG_RU = {name.casefold(): short for short, name in _FORMS_RU.items()}
_FORM_EN = r"(?:Ltd|Limited|LLP|PLC|plc|LLC|Inc|GmbH|CIC)\b\.?"

_NUMBERS = {
    "inn": rf"ИНН(?:\s*/\s*КПП)?{_GAP}([0-9]{{12}}|[0-9]{{10}})(?![0-9])",
    "kpp": rf"(?:КПП{_GAP}|ИНН\s*/\s*КПП{_GAP}[0-9]{{10}}\s*/\s*)([0-9]{{4}}[0-9A-Z]{{2}}[0-9]{{3}})(?![0-9])",
    "ogrn": rf"ОГРН(?:ИП)?{_GAP}([0-9]{{15}}|[0-9]{{13}})(?![0-9])",
    "bik": rf"БИК{_GAP}([0-9]{{9}})(?![0-9])",
    "company_number": (
        rf"(?:company|registration|registered|reg\.?)\s*(?:no\.?|number|in \w+ (?:no\.?|number)?){_GAP}"
        r"([A-Z]{2}[0-9]{6}|[0-9]{8})(?![0-9])"
    ),
    "vat_id": (
        rf"VAT\s*(?:reg(?:istration|\.)?)?\s*(?:no\.?|number|id)?{_GAP}"
        r"((?:[A-Z]{2} ?)?[A-Z0-9]?(?: ?[0-9]){7,12}(?: ?[A-Z][0-9]{0,2})?)(?![0-9A-Z])"
    ),
    "iban": r"(?<![A-Z0-9])([A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)(?![A-Z0-9])",
    "swift": rf"(?:BIC|SWIFT)(?:\s*/\s*(?:BIC|SWIFT))?(?:\s*code)?{_GAP}([A-Z]{{6}}[A-Z0-9]{{2}}(?:[A-Z0-9]{{3}})?)\b",
}
_TWENTY_DIGITS = re.compile(r"(?<![0-9A-Z])[0-9](?: ?[0-9]){19}(?![0-9])")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SIGNATORY = re.compile(rf"\b(?i:({_POSTS}))\b\s*(?:[:,–—-]\s*)?({_PERSON})")
_SOLE_TRADER = re.compile(rf"\b(?:ИП|(?i:индивидуальный предприниматель)) +({_PERSON})")
_BASIS = re.compile(
    r"на основании\s+(устава|доверенности[^\n,;]*|свидетельства[^\n,;]*)", re.IGNORECASE
)
_ADDRESSES = tuple(
    re.compile(rf"{words}[ \t]*[:–—-]?[ \t]*([^\n@]+)$", re.IGNORECASE | re.MULTILINE)
    for words in (
        r"(?:юридический адрес|юр\.?\s*адрес|registered (?:office|address))[^\n:]{0,20}",
        r"(?:адрес[^\n:]{0,30}|address)",
    )
)
_BANK_FORMS = r"(?:ПАО|ОАО|ЗАО|АО|ООО|НКО|АКБ|КБ)"
_BANKS = tuple(
    re.compile(shape)
    for shape in (
        rf"(?<!\w)[Вв]\s+((?:[Фф]илиал[а-яё]*|{_BANK_FORMS})\b[^\n]+)",
        r"(?<![«\"“„\w])(?i:банк[ае]?(?: получателя)?|bank(?: name)?)[ \t]*[:–—-][ \t]*([^\n]+)",
        rf"\b({_BANK_FORMS}\s+[«\"“„][^»\"”\n]*(?i:банк)[^»\"”\n]*[»\"”][^\n]*)",
    )
)
_END_OF_BANK = re.compile(
    r"[\s,;(]*(?:БИК|BIC|SWIFT|к\s*/\s*с|корр|р\s*/\s*с|ИНН|[0-9]{9,}).*", re.IGNORECASE
)
_END_OF_NAME = re.compile(
    r"[\s,;(]*(?:ИНН|ОГРН|КПП|БИК|р\s*/\s*с|адрес|в лице|тел\b).*", re.IGNORECASE
)
_SHORT_RU = re.compile(rf"(?<!\w)({'|'.join(_FORMS_RU)})\s+(?=[«\"“„{_UPPER}])([^\n]+)")
_LONG = re.compile(rf"({'|'.join(_FORMS_RU.values())})\s+([^\n]+)", re.IGNORECASE)
_NAME_EN = re.compile(rf"^(?:[^\n:]{{0,20}}:\s*)?([A-Z0-9][^\n:@]*?\s{_FORM_EN})", re.MULTILINE)


def read_requisites(text: str) -> dict[str, str]:
    """The fields that a pasted text holds, by the names of `drafts.requisites.Requisites`.

    Russian, British and IBAN cards are read. Numbers come without the spaces inside them and
    unchecked: a wrong digit has to be seen in its field.
    """
    found: dict[str, str] = {}
    text = text.replace("\u00a0", " ")
    for reader in (_names, _numbers, _accounts, _people, _places):
        for field, value in reader(text):
            if value:
                found.setdefault(field, value)
    return found


def _numbers(text: str) -> Iterator[tuple[str, str]]:
    for field, shape in _NUMBERS.items():
        flags = re.NOFLAG if field == "iban" else re.IGNORECASE
        hit = re.search(shape, text, flags)
        if hit is not None:
            yield field, bare(hit[1])


def _accounts(text: str) -> Iterator[tuple[str, str]]:
    for hit in _TWENTY_DIGITS.finditer(text):
        account = bare(hit[0])
        yield ("correspondent" if account.startswith("301") else "account"), account
    british = re.search(
        rf"\baccount\s*(?:no\.?|number)?{_GAP}([0-9]{{8}})(?![0-9])", text, re.IGNORECASE
    )
    if british is not None:
        yield "account", british[1]


def _people(text: str) -> Iterator[tuple[str, str]]:
    signatory = _SIGNATORY.search(text)
    if signatory is not None:
        yield "signatory_post", signatory[1].casefold()
        yield "signatory_name", " ".join(signatory[2].split())
    trader = _SOLE_TRADER.search(text)
    if trader is not None:
        yield "signatory_post", _FORMS_RU["ИП"].casefold()
        yield "signatory_name", trader[1]
    basis = _BASIS.search(text)
    if basis is not None:
        yield "signatory_basis", basis[1].strip(" .").casefold()
    email = _EMAIL.search(text)
    if email is not None:
        yield "email", email[0].rstrip(".")


def _places(text: str) -> Iterator[tuple[str, str]]:
    for shape in _ADDRESSES:
        address = shape.search(text)
        if address is not None:
            yield "address", address[1].strip(" .;")
    for shape in _BANKS:
        bank = shape.search(text)
        if bank is not None:
            yield "bank", _END_OF_BANK.sub("", bank[1]).strip(" ,;.")


def _names(text: str) -> Iterator[tuple[str, str]]:
    """The full and the short name; each is made from the other where the card has only one."""
    own = text
    for shape in _BANKS:
        own = shape.sub("\n", own)
    short = _SHORT_RU.search(own)
    long = _LONG.search(own)
    if long is not None:
        form, name = long[1], _trimmed(long[2])
        yield "legal_name", f"{form[0].upper()}{form[1:]} {name}"
        yield "short_name", f"{_LONG_RU[form.casefold()]} {name}"
    if short is not None:
        name = _trimmed(short[2])
        yield "short_name", f"{short[1]} {name}"
        yield "legal_name", f"{_FORMS_RU[short[1]]} {name}"
    english = _NAME_EN.search(own)
    if english is not None:
        yield "legal_name", english[1].strip()
        yield "short_name", english[1].strip()


def _trimmed(name: str) -> str:
    """The name without what follows it on its line."""
    quoted = re.match(r"[«\"“„][^»\"”\n]*[»\"”]", name)
    return quoted[0] if quoted is not None else _END_OF_NAME.sub("", name).strip(" ,;.()")
