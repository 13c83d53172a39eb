# SPDX-License-Identifier: Apache-2.0
"""Client lists: reads people and companies from a table, good rows apart from bad ones."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop.channels.columns import BadRow, best_headed, match_columns, plain, short_name
from desktop.channels.tables import Cell, Doubt, Table, TableRow, cell_text
from desktop.channels.text_encoding import ENCODINGS, better_reading
from desktop.errors import UserError
from desktop.i18n import _, ngettext
from desktop.values.email_address import address_problem, addresses_in, split_address
from desktop.values.phone import SHORTEST, Phone, find_phones
from desktop.values.requisites import check_inn

_LOST_LETTER: Final = "\ufffd"
_NOT_DIGIT: Final = re.compile(r"[^0-9]")
_NOTICEABLE_DIGITS: Final = 5
_INN_LENGTHS: Final = {8: 10, 9: 10, 11: 12}
_SAMPLE_ROWS: Final = 400
_LONGEST_SAMPLE: Final = 40


class ClientField(enum.Enum):
    """What a column of a client list may hold."""

    NAME = "name"
    SURNAME = "surname"
    PATRONYMIC = "patronymic"
    COMPANY = "company"
    PHONE = "phone"
    EMAIL = "email"
    INN = "inn"
    COMMENT = "comment"


SYNONYMS: Final[Mapping[ClientField, tuple[str, ...]]] = {
    ClientField.NAME: (
        *("name", "full name", "first name", "contact", "contact person", "person"),
        *("имя", "фио", "ф и о", "контакт", "контактное лицо"),
    ),
    ClientField.SURNAME: ("surname", "last name", "family name", "фамилия"),
    ClientField.PATRONYMIC: ("patronymic", "middle name", "отчество"),
    ClientField.COMPANY: (
        *("company", "organisation", "organization", "firm", "company name"),
        *("компания", "организация", "фирма", "название компании", "юрлицо", "юридическое лицо"),
        *("наименование", "название", "контрагент", "предприятие"),
    ),
    ClientField.PHONE: (
        *("phone", "phones", "telephone", "tel", "mobile", "cell", "phone number"),
        *("телефон", "телефоны", "тел", "мобильный", "сотовый", "номер телефона"),
    ),
    ClientField.EMAIL: (
        *("e mail", "email", "mail", "emails", "e mails"),
        *("почта", "электронная почта", "эл почта", "имейл", "адрес электронной почты"),
    ),
    ClientField.INN: ("inn", "tax id", "tax number", "инн"),
    ClientField.COMMENT: (
        *("comment", "comments", "note", "notes", "remark", "wants", "address", "town", "city"),
        *("комментарий", "комментарии", "примечание", "заметка", "заметки", "описание"),
        *("адрес", "город", "интересует"),
    ),
}
_SEVERAL: Final = frozenset({ClientField.PHONE, ClientField.EMAIL, ClientField.COMMENT})
_NAMES: Final = frozenset({ClientField.NAME, ClientField.SURNAME, ClientField.PATRONYMIC})
# A column of these names holds companies beside a column of people, and anybody where there is none.
_ANYBODY: Final = frozenset(("client", "clients", "customer", "клиент", "клиенты", "заказчик"))
_LEGAL_FORM: Final = re.compile(
    r"(?:ООО|ОАО|ЗАО|ПАО|АО|ИП|НКО|АНО|МУП|ГУП|ФГУП|ГБУ|МБУ|ТОО|Общество с)\b|.*\b(?:Ltd|LLC|LLP|Inc|PLC|GmbH)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ClientRow:
    """One client of a list. `same_as` is the line of an earlier row with the same phone, e-mail or INN, or 0."""

    line: int
    name: str = ""
    company: str = ""
    phones: tuple[Phone, ...] = ()
    emails: tuple[str, ...] = ()
    inn: str = ""
    comment: str = ""
    same_as: int = 0


@dataclass(frozen=True, slots=True)
class WrongEncoding:
    """The list was read in a wrong encoding: a sentence, the better one ("" where none helps), how it reads."""

    sentence: str
    encoding: str
    sample: str


@dataclass(frozen=True, slots=True)
class ClientListDraft:
    """What a list would bring. Nothing is stored; with `wrong_encoding` the rows are not to be trusted."""

    table: Table
    columns: Mapping[int, ClientField]
    rows: tuple[ClientRow, ...]
    bad: tuple[BadRow, ...]
    doubts: tuple[Doubt, ...]
    wrong_encoding: WrongEncoding | None = None


def read_clients(
    table: Table, *, country: str, columns: Mapping[int, ClientField] | None = None
) -> ClientListDraft:
    """The clients of a list, and the rows that stay out with a reason for each.

    `columns` says which column means what (by number); without it their names do. `country` (ISO
    3166) reads phones that name none. UserError where no column can hold a client.
    """
    if columns is None:
        table = best_headed(table, SYNONYMS)
        columns = guess_columns(table.columns)
    wrong = _wrong_encoding(table)
    if not set(columns.values()) - {ClientField.COMMENT, ClientField.INN, ClientField.PATRONYMIC}:
        if wrong:
            return ClientListDraft(table, columns, (), (), table.doubts, wrong)
        raise UserError(
            _(
                "No column of this list is a name, a company, a phone or an e-mail. "
                "Say which column is which, or name them in the first row."
            )
        )
    rows, bad, doubts = _sorted_rows(table, columns, country)
    return ClientListDraft(table, columns, rows, bad, (*table.doubts, *doubts), wrong)


def guess_columns(names: Sequence[str]) -> dict[int, ClientField]:
    """What the columns of a list seem to hold, by their names; a column that is not known has no entry."""
    matched = match_columns(names, SYNONYMS, several=_SEVERAL)
    for index, name in enumerate(names):
        if index in matched or plain(name) not in _ANYBODY:
            continue
        free = ClientField.COMPANY if ClientField.NAME in matched.values() else ClientField.NAME
        if free not in matched.values():
            matched[index] = free
    return dict(sorted(matched.items()))


def _sorted_rows(
    table: Table, columns: Mapping[int, ClientField], country: str
) -> tuple[tuple[ClientRow, ...], tuple[BadRow, ...], tuple[Doubt, ...]]:
    rows: list[ClientRow] = []
    bad: list[BadRow] = []
    doubts: list[Doubt] = []
    seen: dict[str, int] = {}
    for row in table.rows:
        try:
            client = _client(row, table.columns, columns, country)
        except UserError as error:
            bad.append(BadRow(row.line, _name_of(row, columns), error.sentence))
            continue
        keys = [*(phone.digits for phone in client.phones), *client.emails, client.inn]
        keys = [key.casefold() for key in keys if key]
        same_as = min((seen[key] for key in keys if key in seen), default=0)
        for key in keys:
            seen.setdefault(key, row.line)
        rows.append(replace(client, same_as=same_as))
        doubts += _hints(row, table.columns, columns, client)
    return tuple(rows), tuple(bad), tuple(doubts)


def _client(
    row: TableRow, names: tuple[str, ...], columns: Mapping[int, ClientField], country: str
) -> ClientRow:
    if row.extra:
        raise UserError(_("It has more cells than the header: its columns are shifted."))
    phones = dict.fromkeys(
        phone
        for cell in _cells(row, columns, ClientField.PHONE)
        for phone in _phones(cell, country)
    )
    emails = dict.fromkeys(
        email for cell in _cells(row, columns, ClientField.EMAIL) for email in _emails(cell)
    )
    name = " ".join(map(_line, _cells(row, columns, *_NAMES)))
    company = " ".join(map(_line, _cells(row, columns, ClientField.COMPANY)))
    if not company and _LEGAL_FORM.match(name):
        name, company = "", name
    client = ClientRow(
        line=row.line,
        name=name,
        company=company,
        phones=tuple(phones),
        emails=tuple(emails),
        inn=_inn("".join(map(cell_text, _cells(row, columns, ClientField.INN)))),
        comment=_comment(row, names, columns),
    )
    if not (client.name or client.company or phones or emails):
        raise UserError(_("There is nothing to call this client by."))
    return client


def _cells(row: TableRow, columns: Mapping[int, ClientField], *fields: ClientField) -> list[Cell]:
    """The filled cells of these fields in the order of their columns."""
    return [
        row.cells[index]
        for index, field in columns.items()
        if field in fields and index < len(row.cells) and row.cells[index] != ""
    ]


def _line(cell: Cell) -> str:
    return " ".join(cell_text(cell).split())


def _phones(cell: Cell, country: str) -> list[Phone]:
    text = cell_text(cell)
    found = find_phones(text, country)
    if found:
        return found
    count = len(_NOT_DIGIT.sub("", text))
    if 0 < count < SHORTEST:
        sentence = ngettext(
            "The phone {phone} has {count} digit, it needs {least} or more.",
            "The phone {phone} has {count} digits, it needs {least} or more.",
            count,
        )
        raise UserError(sentence.format(phone=text, count=count, least=SHORTEST))
    raise UserError(_("{phone} is no phone.").format(phone=text))


def _emails(cell: Cell) -> Iterator[str]:
    for part in addresses_in(cell_text(cell)):
        address = split_address(part)[1] or part
        if problem := address_problem(address):
            raise UserError(problem)
        yield address


def _inn(text: str) -> str:
    """The INN; leading zeros that a spreadsheet program has dropped are put back where they then fit."""
    if not text:
        return ""
    digits = _NOT_DIGIT.sub("", text)
    padded = digits.zfill(_INN_LENGTHS.get(len(digits), 0))
    check = check_inn(padded if check_inn(padded).ok else text)
    if not check.ok:
        raise UserError(_("INN {inn}: {reason}").format(inn=text, reason=check.sentence))
    return padded


def _hints(
    row: TableRow, names: Sequence[str], columns: Mapping[int, ClientField], client: ClientRow
) -> Iterator[Doubt]:
    """What was read otherwise than it stands there."""
    for index, field in columns.items():
        text = cell_text(row.cells[index])
        if field is ClientField.INN and client.inn != _NOT_DIGIT.sub("", text):
            sentence = _("Line {line}: INN {text} had lost its zeros, it is read as {inn}.")
            sentence = sentence.format(line=row.line, text=text, inn=client.inn)
            yield Doubt(row.line, names[index], sentence)
        if field is ClientField.PHONE and _has_more_digits(text, client.phones):
            sentence = _("Line {line}: not all of “{text}” could be read as phones.")
            yield Doubt(row.line, names[index], sentence.format(line=row.line, text=text))


def _has_more_digits(text: str, phones: Sequence[Phone]) -> bool:
    read = sum(len(phone.digits) + len(phone.extension) for phone in phones)
    return len(_NOT_DIGIT.sub("", text)) - read >= _NOTICEABLE_DIGITS


def _comment(row: TableRow, names: tuple[str, ...], columns: Mapping[int, ClientField]) -> str:
    """The comments of a row, each with its column's name where there are several columns."""
    chosen = [index for index, field in columns.items() if field is ClientField.COMMENT]
    filled = [
        (names[index], cell_text(row.cells[index])) for index in chosen if row.cells[index] != ""
    ]
    if len(chosen) == 1:
        return "".join(text for _name, text in filled)
    return "\n".join(f"{name}: {text}" for name, text in filled)


def _name_of(row: TableRow, columns: Mapping[int, ClientField]) -> str:
    company = _cells(row, columns, ClientField.COMPANY)
    cells = company or _cells(row, columns, *_NAMES)
    return " ".join(map(_line, cells)) or short_name(row)


def _wrong_encoding(table: Table) -> WrongEncoding | None:
    texts = [*table.columns]
    for row in (*table.above, *table.rows[:_SAMPLE_ROWS]):
        texts += [cell for cell in row.cells if isinstance(cell, str)]
    better = better_reading(texts, table.encoding)
    garbled = next((text for text in texts if not text.isascii()), "")[:_LONGEST_SAMPLE]
    if better:
        encoding, sample = better
        sentence = (
            _(
                "The letters are garbled: “{garbled}”. As {encoding} they read “{sample}”. "
                "Nothing was read in. Choose that encoding."
            )
            if table.encoding
            else _(
                "The letters in this workbook are garbled: “{garbled}” should read “{sample}”. "
                "Nothing was read in. Export the list again, in {encoding}."
            )
        )
        label = dict(ENCODINGS).get(encoding, encoding)
        text = sentence.format(garbled=garbled, encoding=label, sample=sample)
        return WrongEncoding(text, encoding, sample)
    lost = next((text for text in texts if _LOST_LETTER in text), "")
    if not lost:
        return None
    text = _(
        "Letters are missing: “{garbled}”. They were lost before this file was saved. "
        "Nothing was read in. Export the list again."
    ).format(garbled=lost[:_LONGEST_SAMPLE])
    return WrongEncoding(text, "", "")
