# SPDX-License-Identifier: Apache-2.0
"""Asks the search index: the rows whose words, parts or digits match, and what a mistyped word may have meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    Select,
    String,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
)

from desktop.domain.people import ContactPhone
from desktop.frozen import dataclass
from desktop.storage.search_index import CLIENT_PARTS, CLIENTS, DEALS, DOCUMENTS, LEADS
from desktop.values.search import SLIPS_FROM, begins_with_slip

LEAST_PART = 3
"""The index of parts knows three signs in a row and more."""

_CANDIDATES = 3000
_MEANINGS = 8

Alternatives = Sequence[str]
"""Forms of one word, any of which will do."""


@dataclass(frozen=True, slots=True)
class Match:
    """A row of the index: its number (see desktop.storage.search_index) and its folded words."""

    row: int
    words: str

    @property
    def is_company(self) -> bool:
        """For clients: whether it is an organisation."""
        return self.row % 2 == 1

    @property
    def client_n(self) -> int:
        """For clients: the `n` of the contact or company."""
        return self.row // 2


def _matching(name: str) -> Select[Any]:
    index = table(name, column("rowid"), column("words"))
    wanted = literal_column(name).op("MATCH")(bindparam("wanted", type_=String))
    newest = index.c.rowid.desc()
    return select(index.c.rowid, index.c.words).where(wanted).order_by(newest)


_STATEMENTS = {
    name: _matching(name).limit(bindparam("limit"))
    for name in (CLIENTS, CLIENT_PARTS, DEALS, LEADS, DOCUMENTS)
}
_COMPANIES = _matching(CLIENTS).where(column("rowid").op("%")(2) == 1).limit(bindparam("limit"))

# The indexed expression must stand here as the index has it: a bound number would not be recognised.
_LAST4 = func.substr(ContactPhone.digits, literal_column("-4"))
LAST4 = (
    select(ContactPhone.contact_id, ContactPhone.company_id)
    .where(bindparam("last4") == _LAST4, ContactPhone.archived_at.is_(None))
    .order_by(ContactPhone.id.desc())
    .limit(bindparam("limit"))
)

_WORD = table("search_word", column("word"), column("backwards"))
_FROM_START = select(_WORD.c.word).where(
    _WORD.c.word >= bindparam("low"), _WORD.c.word < bindparam("high")
)
_FROM_END = select(_WORD.c.word).where(
    _WORD.c.backwards >= bindparam("low"), _WORD.c.backwards < bindparam("high")
)


def beginnings(words: Iterable[Alternatives]) -> str:
    """The expression for rows that have, for each word, one that begins with it or an alternative."""
    return " AND ".join(_one_of(forms, "*") for forms in words)


def whole(words: Iterable[Alternatives]) -> str:
    """The expression for rows that have each word, or an alternative, just as it is."""
    return " AND ".join(_one_of(forms, "") for forms in words)


def number(expression: str) -> str:
    """The same asked of numbers alone, for deals and documents."""
    return "{number} : (" + expression + ")"


def parts(words: Iterable[Alternatives], *, digits_only: bool = False) -> str:
    """The expression for rows that hold each word, or an alternative, anywhere; only words of 3 signs and more."""
    return ("{digits} : " if digits_only else "") + whole(words)


def _one_of(forms: Alternatives, end: str) -> str:
    # Folded words hold letters and digits only, so nothing in them can leave the quotes.
    return "(" + " OR ".join(f'"{form}"{end}' for form in forms) + ")"


def find(connection: Connection, index: str, wanted: str, *, limit: int) -> list[Match]:
    """The newest rows of an index that match an expression."""
    rows = connection.execute(_STATEMENTS[index], {"wanted": wanted, "limit": limit})
    return [Match(row, words) for row, words in rows]


def companies_like(connection: Connection, key: str, *, limit: int = 200) -> list[int]:
    """The `n` of the companies that have all the words of a name's key."""
    wanted = {"wanted": beginnings([[word] for word in key.split()]), "limit": limit}
    return [row // 2 for row, _words in connection.execute(_COMPANIES, wanted)] if key else []


def phone_owners(
    connection: Connection, last4: str, *, limit: int
) -> list[tuple[UUID | None, UUID | None]]:
    """The contact or company of each number with these last four digits, newest first."""
    rows = connection.execute(LAST4, {"last4": last4, "limit": limit})
    return [(contact_id, company_id) for contact_id, company_id in rows]


def meanings(connection: Connection, word: str) -> list[str]:
    """The word itself, and the known words that one slip of the finger may have made it.

    One slip is a letter wrong, missing, too many, or two changed places. The beginning or the end of the word
    has to be right; a word that is not yet whole is corrected in its second half only.
    """
    if len(word) < SLIPS_FROM or word.isdigit():
        return [word]
    half = len(word) // 2
    first, last = word[:half], word[::-1][: len(word) - half - 1]
    candidates = dict.fromkeys(_range(connection, _FROM_START, first))
    candidates.update(dict.fromkeys(_range(connection, _FROM_END, last)))
    near = [known for known in candidates if begins_with_slip(known, word)]
    near.sort(key=lambda known: (abs(len(known) - len(word)), known))
    return [word, *(known for known in near if known != word)][: _MEANINGS + 1]


def _range(connection: Connection, statement: Select[Any], start: str) -> list[str]:
    bounds = {"low": start, "high": start + "\U0010ffff"}
    return list(connection.execute(statement.limit(_CANDIDATES), bounds).scalars())
