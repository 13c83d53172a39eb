# SPDX-License-Identifier: Apache-2.0
"""Counts the rows of a list as they are read, and keeps of them what a person is shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from desktop.channels.client_lists import ListHead
from desktop.channels.client_rows import ClientReader, ClientRow
from desktop.channels.columns import BadRow
from desktop.channels.tables import TableRow
from desktop.flows.list_plan import Planned
from desktop.values.drafts.client_list import ListWish
from desktop.values.first_touches import Spread
from desktop.values.phone import pretty_phone
from desktop.values.rows.client_list import (
    SHOWN,
    ListCheck,
    ListChoices,
    ListColumn,
    ListLine,
    Sure,
    Verdict,
    become,
)

_MOST_DOUBTS = 20
_LETTERS = 4


class Tally:
    """What becomes of the rows, in numbers, and the first of them as they read."""

    def __init__(self, head: ListHead, country: str, *, by_hand: bool) -> None:
        self._head, self._country, self._by_hand = head, country, by_hand
        self._counts: Counter[Verdict] = Counter()
        self._lines: list[ListLine] = []
        self._bad: list[ListLine] = []
        self._known: list[ListLine] = []
        self._faults: Counter[str] = Counter()
        self._alike = 0
        self._doubts = [doubt.sentence for doubt in head.table.doubts[:_MOST_DOUBTS]]
        self._letters: dict[str, None] = {}
        self._filled: Counter[int] = Counter()
        self._wrong: Counter[int] = Counter()

    @property
    def rows(self) -> int:
        """How many there were."""
        return self._counts.total()

    def add_bad(self, row: TableRow, bad: BadRow, reader: ClientReader) -> None:
        """A row that stays out."""
        line = ListLine(bad.line, Verdict.BAD, name=bad.name, about=bad.sentence, fault=bad.fault)
        if len(self._lines) < SHOWN:
            company, name, phone, email, wants = reader.as_it_stands(row)
            self._lines.append(
                replace(line, company=company, name=name, phone=phone, email=email, wants=wants)
            )
        self._counts[Verdict.BAD] += 1
        self._faults[bad.fault] += 1
        if len(self._bad) < SHOWN:
            self._bad.append(line)
        self._filled.update(at for at in self._head.columns if row.cells[at] != "")
        self._wrong.update(bad.columns)

    def add(
        self, row: TableRow, client: ClientRow, planned: Planned, reader: ClientReader, alike: str
    ) -> None:
        """A good row, and what becomes of it; `alike` is the name of a client whom a new one may be."""
        entry = planned.entry
        verdict = Verdict.KNOWN
        if entry.is_new:
            verdict = Verdict.NEW
        elif entry.adds:
            verdict = Verdict.ADDS
        self._filled.update([at for at in self._head.columns if row.cells[at] != ""])
        if verdict is Verdict.NEW and not alike and len(self._lines) >= SHOWN:
            self._counts[verdict] += 1
        else:
            line = self._line(client, verdict, alike or planned.about, is_alike=bool(alike))
            self._keep(line)
            self._alike += bool(alike)
            if (verdict is not Verdict.NEW or alike) and len(self._known) < SHOWN:
                self._known.append(line)
        if len(self._doubts) < _MOST_DOUBTS:
            self._doubts += (doubt.sentence for doubt in reader.hints(row, client))
        if len(self._letters) < _LETTERS:
            self._note_letters(client)

    def leads(self, wish: ListWish) -> int:
        """How many leads come of it."""
        return become(self._counts, self._known, wish)[0]

    def check(
        self,
        path: Path,
        mark: tuple[int, int],
        spread: Spread | None,
        choices: ListChoices,
        *,
        wants_reach: bool = False,
    ) -> ListCheck:
        """The dry run as it is shown, of a file that was marked so before it was looked through."""
        table, wrong = self._head.table, self._head.wrong_encoding
        return ListCheck(
            path=path,
            mark=mark,
            columns=self._columns(),
            lines=tuple(self._lines),
            counts=dict(self._counts),
            bad=tuple(self._bad),
            faults=dict(self._faults),
            known=tuple(self._known),
            alike=self._alike,
            country=self._country,
            wants_reach=wants_reach,
            encoding=table.encoding,
            is_encoding_sure=table.is_encoding_sure,
            delimiter=table.delimiter,
            sheet=table.sheet,
            program=self._head.program,
            has_names=bool(table.header_line),
            letters="".join(self._letters),
            doubts=tuple(self._doubts),
            wrong_encoding=wrong.sentence if wrong else "",
            better_encoding=wrong.encoding if wrong else "",
            spread=spread,
            choices=choices,
        )

    def _keep(self, line: ListLine) -> None:
        self._counts[line.verdict] += 1
        if len(self._lines) < SHOWN:
            self._lines.append(line)

    def _line(self, client: ClientRow, verdict: Verdict, about: str, *, is_alike: bool) -> ListLine:
        return ListLine(
            line=client.line,
            verdict=verdict,
            company=client.company,
            name=client.name,
            phone=", ".join(pretty_phone(one.digits, self._country) for one in client.phones),
            email=", ".join(client.emails),
            wants=client.wants,
            comment=client.comment,
            about=about,
            is_alike=is_alike,
        )

    def _note_letters(self, client: ClientRow) -> None:
        """Letters beyond ASCII that the file really holds: they show whether it reads well."""
        for text in (client.company, client.name, client.comment):
            if not text.isascii():
                for letter in text:
                    if letter.isalpha() and not letter.isascii() and len(self._letters) < _LETTERS:
                        self._letters[letter] = None

    def _columns(self) -> tuple[ListColumn, ...]:
        head, found = self._head, []
        for at, name in enumerate(head.table.columns):
            field = head.columns.get(at)
            sure = Sure.CHOSEN if self._by_hand else Sure.GUESSED
            if at in head.remembered:
                sure = Sure.REMEMBERED
            found.append(
                ListColumn(
                    name,
                    head.table.sample(at),
                    field.value if field else "",
                    sure,
                    self._filled[at],
                    self._wrong[at],
                )
            )
        return tuple(found)
