# SPDX-License-Identifier: Apache-2.0
"""A client list from CSV or XLSX: a dry run, then all good rows in chunks under one step that undo takes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from desktop.channels.client_lists import (
    SYNONYMS,
    ClientField,
    ClientListDraft,
    ClientRow,
    read_clients,
)
from desktop.channels.columns import best_headed
from desktop.channels.spreadsheets import read_table
from desktop.commands.client_lists import take_in_clients
from desktop.errors import UserError
from desktop.flows.left_out import save_left_out
from desktop.flows.list_plan import ListPlan, Planned
from desktop.flows.shop import Shop
from desktop.queries.known_clients import KnownClients, known_clients
from desktop.values.batches import batches
from desktop.values.changes import Origin
from desktop.values.drafts.client_list import ListEntry
from desktop.values.phone import pretty_phone
from desktop.values.rows.client_list import ListCheck, ListColumn, ListLine, ListTaken, Verdict

CHUNK = 50
"""Rows of one transaction: short enough that nobody waits at the counter."""

Fields = Mapping[int, str] | None
"""What each column holds, by its number, as the values of ClientField; None lets the columns' names say it."""


def check_list(shop: Shop, *, path: Path, encoding: str = "", fields: Fields = None) -> ListCheck:
    """What a list would bring; nothing is stored. UserError where the file is no list of clients."""
    known = shop.read(known_clients)
    draft = _read(path, encoding, fields, known.country)
    plan = ListPlan(known)
    lines = [_line(row, plan.plan(row), known.country) for row in draft.rows]
    lines += [
        ListLine(bad.line, Verdict.BAD, name=bad.name, about=bad.sentence) for bad in draft.bad
    ]
    wrong = draft.wrong_encoding
    return ListCheck(
        path=path,
        size=path.stat().st_size,
        columns=_columns(draft),
        lines=tuple(sorted(lines, key=lambda line: line.line)),
        encoding=draft.table.encoding,
        is_encoding_sure=draft.table.is_encoding_sure,
        delimiter=draft.table.delimiter,
        sheet=draft.table.sheet,
        doubts=tuple(doubt.sentence for doubt in draft.doubts),
        wrong_encoding=wrong.sentence if wrong else "",
        better_encoding=wrong.encoding if wrong else "",
    )


def import_list(
    shop: Shop,
    *,
    path: Path,
    encoding: str = "",
    fields: Fields = None,
    adds_to_known: bool = True,
    source: str = "",
    progress: Callable[[int, int], object] | None = None,
    is_stopped: Callable[[], bool] | None = None,
) -> ListTaken:
    """Take in all good rows of a list, and return how many.

    Known clients get what is new to them, unless `adds_to_known` is off. `progress` is told (done, all) after each
    chunk; when `is_stopped` says so, what is in stays in, and the same list brings the rest another time. A
    second import of the same list adds nothing. UserError where the letters are garbled: nothing is taken in.
    """
    known = shop.read(known_clients)
    draft = _read(path, encoding, fields, known.country)
    if draft.wrong_encoding is not None:
        raise UserError(draft.wrong_encoding.sentence)
    entries = _entries(draft, known, adds_to_known=adds_to_known)
    taken: list[ListEntry] = []
    step: int | None = None
    for batch in batches(entries, CHUNK):
        if is_stopped is not None and is_stopped():
            break
        step = shop.write(
            partial(take_in_clients, entries=batch, file=path.name, source=source or path.stem),
            origin=Origin.IMPORT,
            step=step,
        )
        taken += batch
        if progress is not None:
            progress(len(taken), len(entries))
    new = sum(_is_new(entry) for entry in taken)
    return ListTaken(
        new=new,
        added=len(taken) - new,
        left_out=len(draft.bad),
        is_whole=len(taken) == len(entries),
        step=step,
    )


def save_bad_rows(check: ListCheck, target: Path) -> int:
    """Write the rows that stay out, with the reason in a last column; returns how many there are."""
    reasons = {line.line: line.about for line in check.bad}
    return save_left_out(check.path, target, reasons=reasons, encoding=check.encoding)


def _read(path: Path, encoding: str, fields: Fields, country: str) -> ClientListDraft:
    table = read_table(path, encoding=encoding or None)
    if fields is None:
        return read_clients(table, country=country)
    columns = {at: ClientField(field) for at, field in fields.items() if field}
    return read_clients(best_headed(table, SYNONYMS), country=country, columns=columns)


def _entries(
    draft: ClientListDraft, known: KnownClients, *, adds_to_known: bool
) -> list[ListEntry]:
    plan = ListPlan(known)
    entries = [plan.plan(row).entry for row in draft.rows]
    made = frozenset().union(*(entry.makes for entry in entries))
    return [
        one
        for one in entries
        if one.adds and (adds_to_known or (one.contact_id or one.company_id) in made)
    ]


def _is_new(entry: ListEntry) -> bool:
    return entry.makes_contact or (entry.contact_id is None and entry.makes_company)


def _line(row: ClientRow, planned: Planned, country: str) -> ListLine:
    verdict = Verdict.KNOWN
    if _is_new(planned.entry):
        verdict = Verdict.NEW
    elif planned.entry.adds:
        verdict = Verdict.ADDS
    return ListLine(
        line=row.line,
        verdict=verdict,
        company=row.company,
        name=row.name,
        phone=", ".join(pretty_phone(phone.digits, country) for phone in row.phones),
        email=", ".join(row.emails),
        comment=row.comment,
        about=planned.about,
    )


def _columns(draft: ClientListDraft) -> tuple[ListColumn, ...]:
    table = draft.table
    found = []
    for at, name in enumerate(table.columns):
        field = draft.columns.get(at)
        found.append(ListColumn(name, table.sample(at), field.value if field else ""))
    return tuple(found)
