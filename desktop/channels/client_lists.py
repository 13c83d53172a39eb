# SPDX-License-Identifier: Apache-2.0
"""Client lists: reads people and companies from a table, good rows apart from bad ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.channels.cell_guess import beside_phones, guess_by_cells, with_unnamed
from desktop.channels.client_rows import ClientField
from desktop.channels.columns import best_headed, match_columns, plain
from desktop.channels.foreign_lists import SEVERAL, recognised
from desktop.channels.tables import Table
from desktop.channels.text_encoding import ENCODINGS, better_reading
from desktop.errors import UserError
from desktop.i18n import _

_LOST_LETTER: Final = "\ufffd"
_SAMPLE_ROWS: Final = 400
_LONGEST_SAMPLE: Final = 40


SYNONYMS: Final[Mapping[ClientField, tuple[str, ...]]] = {
    ClientField.NAME: (
        *("name", "full name", "first name", "contact", "contact person", "person", "main contact"),
        *("имя", "фио", "ф и о", "контакт", "контактное лицо", "полное имя", "основной контакт"),
    ),
    ClientField.SURNAME: ("surname", "last name", "family name", "фамилия"),
    ClientField.PATRONYMIC: ("patronymic", "middle name", "second name", "отчество"),
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
    ClientField.POST: ("position", "post", "job title", "job", "role", "должность"),
    ClientField.ADDRESS: (
        *("address", "town", "city", "region", "postcode"),
        *("адрес", "город", "населенный пункт", "регион"),
    ),
    ClientField.SITE: ("website", "web site", "site", "web", "url", "сайт", "веб сайт"),
    ClientField.WANTS: (
        *("wants", "interest", "interested in", "product", "need", "enquiry", "lead title"),
        *("интересует", "что нужно", "запрос", "потребность", "продукт", "товар"),
    ),
    ClientField.COMMENT: (
        *("comment", "comments", "note", "notes", "remark", "met at"),
        *("комментарий", "комментарии", "примечание", "заметка", "заметки", "описание"),
    ),
}
# A column of these names holds companies beside a column of people, and anybody where there is none.
_ANYBODY: Final = frozenset(("client", "clients", "customer", "клиент", "клиенты", "заказчик"))
_VALUES: Final = frozenset(one.value for one in ClientField)
_TELLING: Final = frozenset(
    {
        *(ClientField.NAME, ClientField.SURNAME, ClientField.COMPANY),
        *(ClientField.PHONE, ClientField.EMAIL),
    }
)


@dataclass(frozen=True, slots=True)
class WrongEncoding:
    """The list was read in a wrong encoding: a sentence, the better one ("" where none helps), how it reads."""

    sentence: str
    encoding: str
    sample: str


Memory = Sequence[Mapping[str, str]]
"""What the columns of lists were chosen to hold, by their plain headings, the newest list first; "" for nothing."""


@dataclass(frozen=True, slots=True)
class ListHead:
    """How a list is read: its first rows, and what each column holds.

    `remembered` are the columns whose meaning somebody chose in an earlier list, `program` is what wrote it. With
    `wrong_encoding` the rows are not to be trusted.
    """

    table: Table
    columns: Mapping[int, ClientField]
    remembered: frozenset[int] = frozenset()
    program: str = ""
    wrong_encoding: WrongEncoding | None = None


def head_of(
    table: Table, *, columns: Mapping[int, ClientField] | None = None, memory: Memory = ()
) -> ListHead:
    """How a list of clients is read, from its first rows.

    `columns` says which column means what (by number); without it what was chosen before (`memory`) does, then the
    program that wrote it, then the columns' names. UserError where no column can hold a client.
    """
    if not table.columns:
        raise UserError(
            _("There is nothing in this file. Nothing was taken in. Choose another one.")
        )
    known = recognised(table.columns)
    if known is None:
        table = with_unnamed(best_headed(table, SYNONYMS))
        known = recognised(table.columns)
    remembered: dict[int, ClientField | None] = {}
    if columns is None:
        remembered = recalled(table.columns, memory)
        columns = _together(remembered, dict(known[1]) if known else _guessed(table))
    wrong = _wrong_encoding(table)
    if not wrong and not set(columns.values()) & _TELLING:
        raise UserError(
            _(
                "No column of this list is a name, a company, a phone or an e-mail. "
                "Say which column is which, or name them in the first row."
            )
        )
    program = known[0] if known else ""
    return ListHead(table, columns, frozenset(remembered), program, wrong)


def _guessed(table: Table) -> dict[int, ClientField]:
    """By the names of the columns, and where these tell nothing, by what stands in them."""
    found = guess_columns(table.columns)
    if not _TELLING.intersection(found.values()):
        return guess_by_cells(table)
    return dict(
        sorted((found | dict.fromkeys(beside_phones(table, found), ClientField.PHONE)).items())
    )


def recalled(names: Sequence[str], memory: Memory) -> dict[int, ClientField | None]:
    """What these columns held in earlier lists: in one with the same headings, else each heading by itself."""
    plains = [plain(name) for name in names]
    same = next((one for one in memory if set(one) == set(plains)), None)
    lists = (same,) if same is not None else memory
    found: dict[int, ClientField | None] = {}
    for at, name in enumerate(plains):
        held = next((one[name] for one in lists if name in one), None)
        if held is not None and (held == "" or held in _VALUES):
            found[at] = ClientField(held) if held else None
    return found


def _together(
    remembered: Mapping[int, ClientField | None], guessed: Mapping[int, ClientField]
) -> dict[int, ClientField]:
    """What was chosen before, and what is guessed where nothing was; a field that is had once stays with the former."""
    found = {at: field for at, field in remembered.items() if field is not None}
    taken = set(found.values()) - SEVERAL
    found.update(
        (at, field) for at, field in guessed.items() if at not in remembered and field not in taken
    )
    return dict(sorted(found.items()))


def guess_columns(names: Sequence[str]) -> dict[int, ClientField]:
    """What the columns of a list seem to hold, by their names; a column that is not known has no entry."""
    matched = match_columns(names, SYNONYMS, several=SEVERAL)
    for index, name in enumerate(names):
        if index in matched or plain(name) not in _ANYBODY:
            continue
        free = ClientField.COMPANY if ClientField.NAME in matched.values() else ClientField.NAME
        if free not in matched.values():
            matched[index] = free
    return dict(sorted(matched.items()))


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
