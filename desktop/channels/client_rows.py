# SPDX-License-Identifier: Apache-2.0
"""One row of a client list: who it names and how they are reached, or why it stays out, in one sentence."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeVar

from desktop.channels.columns import BadRow, short_name
from desktop.channels.tables import Cell, Doubt, TableRow, cell_text
from desktop.errors import UserError
from desktop.i18n import N_, _, ngettext
from desktop.values.email_address import address_problem, addresses_in, split_address
from desktop.values.phone import SHORTEST, Phone, find_phones, try_phone
from desktop.values.requisites import check_inn
from desktop.values.rows.client_list import Fault

T = TypeVar("T")

_NOT_DIGIT: Final = re.compile(r"[^0-9]")
_PLAIN_PHONE: Final = re.compile(r"[0-9()+ \-]{10,20}")
_PLAIN_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9_+-]{1,30}(?:\.[A-Za-z0-9_+-]{1,15}){0,2}@(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.){1,4}[A-Za-z]{2,20}"
)
_DAY: Final = re.compile(r"\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d(?: .*)?")
_ROUNDED: Final = re.compile(r"[+-]?\d(?:[.,]\d+)?[eE]\+?\d{1,2}")
_LEGAL_FORM: Final = re.compile(
    r"(?:ООО|ОАО|ЗАО|ПАО|АО|ИП|НКО|АНО|МУП|ГУП|ФГУП|ГБУ|МБУ|ТОО|Общество с)\b|.*\b(?:Ltd|LLC|LLP|Inc|PLC|GmbH)\b",
    re.IGNORECASE,
)
_INN_LENGTHS: Final = {8: 10, 9: 10, 11: 12}
_NOTICEABLE_DIGITS: Final = 5
_PHONE_THERE: Final = N_(
    "“{text}” in the column “{column}” is a phone: the cells of this row are shifted."
)
_MAIL_THERE: Final = N_(
    "“{text}” in the column “{column}” is an e-mail: the cells of this row are shifted."
)


class ClientField(enum.Enum):
    """What a column of a client list may hold."""

    NAME = "name"
    SURNAME = "surname"
    PATRONYMIC = "patronymic"
    COMPANY = "company"
    PHONE = "phone"
    EMAIL = "email"
    INN = "inn"
    POST = "post"
    ADDRESS = "address"
    SITE = "site"
    WANTS = "wants"
    COMMENT = "comment"


_NAMES: Final = frozenset({ClientField.NAME, ClientField.SURNAME, ClientField.PATRONYMIC})
_WORDS: Final = frozenset(
    {ClientField.ADDRESS, ClientField.SITE, ClientField.WANTS, ClientField.COMMENT}
)


class ClientRow(NamedTuple):
    """One client of a list. `comment` is all that is said about them, `note` what stands in the columns of comments."""

    line: int
    name: str = ""
    company: str = ""
    phones: tuple[Phone, ...] = ()
    emails: tuple[str, ...] = ()
    inn: str = ""
    post: str = ""
    site: str = ""
    wants: str = ""
    note: str = ""
    comment: str = ""


class ClientReader:
    """Reads the rows of one table: `names` are its columns, `columns` says which of them means what.

    `country` (ISO 3166) reads phones that name none. With `wants_reach` a row needs a phone or an e-mail.
    """

    def __init__(
        self,
        names: Sequence[str],
        columns: Mapping[int, ClientField],
        country: str,
        *,
        wants_reach: bool = False,
    ) -> None:
        self._names, self._columns, self._country = names, columns, country
        self._wants_reach = wants_reach
        at = {field: [i for i, one in columns.items() if one is field] for field in ClientField}
        self._phones, self._emails = at[ClientField.PHONE], at[ClientField.EMAIL]
        self._inn, self._company = at[ClientField.INN], at[ClientField.COMPANY]
        self._post, self._site = at[ClientField.POST], at[ClientField.SITE]
        self._wants, self._note = at[ClientField.WANTS], at[ClientField.COMMENT]
        self._name = [i for i, one in columns.items() if one in _NAMES]
        self._words = [i for i, one in columns.items() if one in _WORDS]
        self._column, self._fault = (
            -1,
            Fault.CELL,
        )  # what is being read, and what would be wrong with it

    def read(self, row: TableRow) -> ClientRow | BadRow:
        """The client of a row, or what is wrong with it."""
        self._column, self._fault = -1, Fault.SHIFTED
        try:
            return self._client(row)
        except UserError as error:
            blamed = (self._column,) if self._column >= 0 else ()
            return BadRow(row.line, self.name_of(row), error.sentence, blamed, self._fault.value)

    def name_of(self, row: TableRow) -> str:
        """What a row that cannot be read is called."""
        return self._joined(row, self._company) or self._joined(row, self._name) or short_name(row)

    def as_it_stands(self, row: TableRow) -> list[str]:
        """Company, person, phone, e-mail and wish of a row that cannot be read, as they were written."""
        places = self._company, self._name, self._phones, self._emails, self._wants
        return [self._joined(row, at) for at in places]

    def _client(self, row: TableRow) -> ClientRow:
        if row.extra:
            raise UserError(_("It has more cells than the header: its columns are shifted."))
        self._fault = Fault.CELL
        for at, sentence in row.troubles:
            if at < 0 or at in self._columns:
                raise UserError(sentence)
        self._fault = Fault.PHONE
        phones = _each_once([phone for at in self._phones for phone in self._at(row, at)])
        self._fault = Fault.EMAIL
        emails = _each_once([one for at in self._emails for one in self._mail(row, at)])
        self._column, self._fault = -1, Fault.SHIFTED
        name = self._called(row, self._name, phones, emails)
        company = self._called(row, self._company, phones, emails)
        if not company and name and _LEGAL_FORM.match(name):
            name, company = "", name
        self._fault = Fault.INN
        inn = _tax_number("".join(cell_text(row.cells[at]) for at in self._inn))
        self._fault = Fault.UNREACHED
        self._refuse_unreachable(name or company, reached=bool(phones or emails))
        return ClientRow(
            line=row.line,
            name=name,
            company=company,
            phones=phones,
            emails=emails,
            inn=inn,
            post=self._joined(row, self._post),
            site=self._joined(row, self._site),
            wants=self._joined(row, self._wants),
            note=self._text(row, self._note),
            comment=self._text(row, self._words),
        )

    def _refuse_unreachable(self, called: str, *, reached: bool) -> None:
        if reached or (called and not self._wants_reach):
            return
        if called:
            raise UserError(_("There is no phone and no e-mail to reach them by."))
        raise UserError(_("There is nothing to call this client by."))

    def _at(self, row: TableRow, at: int) -> list[Phone]:
        self._column, cell = at, row.cells[at]
        return _phones(cell, self._country) if cell != "" else []

    def _mail(self, row: TableRow, at: int) -> Iterable[str]:
        self._column, text = at, cell_text(row.cells[at])
        return _addresses(text) if text else ()

    def _called(
        self,
        row: TableRow,
        places: Sequence[int],
        phones: tuple[Phone, ...],
        emails: tuple[str, ...],
    ) -> str:
        """A name; one that is their own phone or e-mail is none, another's phone there says that cells are shifted."""
        words = []
        for at in places:
            text = _line(row.cells[at])
            if "@" in text and _PLAIN_ADDRESS.fullmatch(text):
                if text not in emails:
                    raise _shifted(_MAIL_THERE, text, self._names[at])
            elif len(text) >= SHORTEST <= len(_NOT_DIGIT.sub("", text)) and (
                phone := try_phone(text, self._country)
            ):
                if phone not in phones:
                    raise _shifted(_PHONE_THERE, text, self._names[at])
            elif text:
                words.append(text)
        return " ".join(words)

    @staticmethod
    def _joined(row: TableRow, places: Sequence[int]) -> str:
        if len(places) == 1:
            return _line(row.cells[places[0]])
        return " ".join([text for at in places if (text := _line(row.cells[at]))])

    def _text(self, row: TableRow, places: Sequence[int]) -> str:
        """What stands in these columns, each with its column's name where there are several."""
        if len(places) == 1:
            return cell_text(row.cells[places[0]])
        return "\n".join(
            f"{self._names[at]}: {cell_text(row.cells[at])}" for at in places if row.cells[at] != ""
        )

    def hints(self, row: TableRow, client: ClientRow) -> Iterator[Doubt]:
        """What was read otherwise than it stands there."""
        for at in self._inn:
            text = cell_text(row.cells[at])
            if text and client.inn != _NOT_DIGIT.sub("", text):
                sentence = _("Line {line}: INN {text} had lost its zeros, it is read as {inn}.")
                sentence = sentence.format(line=row.line, text=text, inn=client.inn)
                yield Doubt(row.line, self._names[at], sentence)
        for at in self._phones:
            text = cell_text(row.cells[at])
            if len(text) > LONGEST_SURE and _has_more_digits(text, client.phones):
                sentence = _("Line {line}: not all of “{text}” could be read as phones.")
                yield Doubt(row.line, self._names[at], sentence.format(line=row.line, text=text))


LONGEST_SURE: Final = 16
"""A shorter text has no room for a second phone."""


def _each_once(found: list[T]) -> tuple[T, ...]:
    return tuple(found if len(found) < 2 else dict.fromkeys(found))


def _shifted(sentence: str, text: str, column: str) -> UserError:
    return UserError(_(sentence).format(text=text, column=column))


def _line(cell: Cell) -> str:
    return " ".join(cell_text(cell).split())


def _phones(cell: Cell, country: str) -> list[Phone]:
    text = cell_text(cell)
    if _PLAIN_PHONE.fullmatch(text) and (phone := try_phone(text, country)):
        return [phone]
    if isinstance(cell, dt.date) or _DAY.fullmatch(text):
        raise UserError(_("{text} is a date, not a phone.").format(text=text))
    if _ROUNDED.fullmatch(text):
        raise UserError(
            _(
                "The phone {text} was shortened by the spreadsheet program. Make its column text there."
            ).format(text=text)
        )
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


def _addresses(text: str) -> Iterator[str]:
    if not text or _PLAIN_ADDRESS.fullmatch(text):
        yield from (text,) if text else ()
        return
    for part in addresses_in(text):
        address = split_address(part)[1] or part
        if problem := address_problem(address):
            raise UserError(problem)
        yield address


def _tax_number(text: str) -> str:
    """The INN; leading zeros that a spreadsheet program has dropped are put back where they then fit."""
    if not text:
        return ""
    digits = _NOT_DIGIT.sub("", text)
    padded = digits.zfill(_INN_LENGTHS.get(len(digits), 0))
    check = check_inn(padded if check_inn(padded).ok else text)
    if not check.ok:
        raise UserError(_("INN {inn}: {reason}").format(inn=text, reason=check.sentence))
    return padded


def _has_more_digits(text: str, phones: Sequence[Phone]) -> bool:
    read = sum(len(phone.digits) + len(phone.extension) for phone in phones)
    return len(_NOT_DIGIT.sub("", text)) - read >= _NOTICEABLE_DIGITS
