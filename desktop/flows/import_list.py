# SPDX-License-Identifier: Apache-2.0
"""A client list from CSV, XLSX or vCards: a dry run, then all good rows in parts under one step that undo takes back.

The file is read row after row, each time anew: how much memory that takes does not depend on its length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from uuid import UUID

from desktop.channels.client_lists import ListHead, head_of
from desktop.channels.client_rows import ClientField, ClientReader
from desktop.channels.columns import BadRow, plain
from desktop.channels.spreadsheets import read_table, rows_below
from desktop.commands.client_lists import end_list, take_in_clients
from desktop.errors import UserError
from desktop.flows.left_out import save_left_out
from desktop.flows.list_alike import Alike
from desktop.flows.list_plan import ListPlan, Planned
from desktop.flows.list_tally import Tally
from desktop.flows.long_steps import telling_what_stands
from desktop.flows.shop import Shop
from desktop.i18n import _
from desktop.queries import duplicates
from desktop.queries.client_lists import (
    booked,
    by_rules,
    calendar,
    choices,
    norms,
    remembered_columns,
)
from desktop.values.batches import batches
from desktop.values.changes import Origin
from desktop.values.drafts.client_list import Known, ListEntry, ListLead, ListWish
from desktop.values.first_touches import FirstTouches, in_turn, spread
from desktop.values.rows.client_list import ListCheck, ListTaken

CHUNK = 1000
"""Rows of one transaction: short enough that nobody waits at the counter."""

_HEAD = 400
"""Rows that tell how a list is read."""

Fields = Mapping[int, str] | None
"""What each column holds, by its number, as the values of ClientField; None lets the columns' names say it."""

_CLIENTS_ONLY = ListWish()


def check_list(
    shop: Shop,
    *,
    path: Path,
    encoding: str = "",
    fields: Fields = None,
    wish: ListWish = _CLIENTS_ONLY,
    is_stopped: Callable[[], bool] | None = None,
) -> ListCheck | None:
    """What a list would bring; nothing is stored. UserError where the file is no list of clients.

    None where `is_stopped` says that nobody waits for the answer any more.
    """
    known = shop.read(duplicates.known)
    head = _head(shop, path, encoding, fields)
    tally = Tally(head, known.country, by_hand=fields is not None)
    if head.wrong_encoding is None:
        reader = _reader(head, known.country, wish)
        plan, alike = ListPlan(known), Alike(known)
        for row in rows_below(path, head.table):
            if is_stopped is not None and tally.rows % CHUNK == 0 and is_stopped():
                return None
            client = reader.read(row)
            if isinstance(client, BadRow):
                tally.add_bad(row, client)
                continue
            planned = plan.plan(client)
            tally.add(row, client, planned, reader, alike.name_of(client, planned))
        if not tally.rows:
            raise UserError(
                _("This list has headings and no rows. Nothing was taken in. Choose another one.")
            )
    lying = None
    if wish.channel:
        holders = _holders(shop, wish, tally.leads(wish))
        lying = spread(_touches(shop, wish, holders), islice(in_turn(holders), tally.leads(wish)))
    return tally.check(path, lying, shop.read(choices))


def import_list(
    shop: Shop,
    *,
    path: Path,
    encoding: str = "",
    fields: Fields = None,
    wish: ListWish = _CLIENTS_ONLY,
    progress: Callable[[int, int], object] | None = None,
    is_stopped: Callable[[], bool] | None = None,
) -> ListTaken:
    """Take in all good rows of a list, and return how many.

    New ones become leads where the wish names a channel, and known clients get what is new to them where it says so.
    `progress` is told (done, all) after each part; when `is_stopped` says so, the rows that are in stay in, each
    whole, and the same list brings the rest another time. A second import of the same list adds nothing. UserError
    where the letters are garbled or the file cannot be read to its end: nothing is taken in.
    """
    known = shop.read(duplicates.known)
    head = _head(shop, path, encoding, fields)
    if head.wrong_encoding is not None:
        raise UserError(head.wrong_encoding.sentence)
    # Read once to its end before anything is written: a file that breaks off must not be half in.
    count = sum(1 for _row in rows_below(path, head.table))
    work = _Import(head, _reader(head, known.country, wish), ListPlan(known), wish)
    step: int | None = None
    source, holders = wish.source or path.stem, _holders(shop, wish, count)
    touches = _touches(shop, wish, holders)
    for batch in batches(work.entries(path, touches, in_turn(holders)), CHUNK):
        if is_stopped is not None and is_stopped():
            return work.taken(step, is_whole=False)
        work.count(batch)
        command = partial(
            take_in_clients,
            entries=batch,
            file=path.name,
            source=source,
            channel=wish.channel,
            counts=work.counts(count),
        )
        with telling_what_stands(has_begun=step is not None):
            step = shop.write(command, origin=Origin.IMPORT, step=step)
        if progress is not None:
            progress(work.rows, count)
    # Rows that bring nothing may come after those that were stored last.
    end = partial(
        end_list, fields=_named(head), step=step, file=path.name, counts=work.counts(count)
    )
    shop.write(end, origin=Origin.IMPORT)
    return work.taken(step, is_whole=True)


class _Import:
    """Rows become entries, and are counted when they are in."""

    def __init__(
        self, head: ListHead, reader: ClientReader, plan: ListPlan, wish: ListWish
    ) -> None:
        self._head, self._reader, self._plan, self._wish = head, reader, plan, wish
        self._new = self._added = self._leads = self._bad = 0
        self._left: set[UUID | None] = set()
        self.rows = 0

    def entries(
        self, path: Path, touches: FirstTouches, whose: Iterator[UUID | None]
    ) -> Iterator[ListEntry]:
        """Whatever of a row is stored, row after row."""
        for row in rows_below(path, self._head.table):
            self.rows += 1
            client = self._reader.read(row)
            if isinstance(client, BadRow):
                self._bad += 1
                continue
            entry = self._wanted(self._plan.plan(client))
            if entry is not None and self._becomes_lead(entry):
                holder = next(whose)
                lead = ListLead(
                    holder, touches.next_for(holder), client.wants, client.site, client.note
                )
                entry = entry._replace(lead=lead)
            if entry is not None and entry.adds:
                yield entry

    def _wanted(self, planned: Planned) -> ListEntry | None:
        """The entry, unless it adds to somebody known who is to be left as they are, or to who was left out."""
        entry = planned.entry
        if entry.is_new and self._wish.about_alike(entry.line) is Known.SKIP:
            self._left |= entry.makes
            return None
        if not self._left.isdisjoint({entry.contact_id, entry.company_id}):
            return self._beside_who_was_left(entry)
        if entry.is_new or planned.is_met:
            return entry
        is_left = self._wish.about_known(entry.line) is Known.SKIP
        return None if is_left else entry

    def _beside_who_was_left(self, entry: ListEntry) -> ListEntry | None:
        """Nobody of a row that was left out is there: its person is left again, its firm made with the next person."""
        firm = entry.company_id
        if (entry.contact_id or firm) in self._left:
            return None
        assert firm is not None
        self._left.discard(firm)
        return entry._replace(makes=entry.makes | {firm})

    def _becomes_lead(self, entry: ListEntry) -> bool:
        if not self._wish.channel:
            return False
        asked = self._wish.about_alike if entry.is_new else self._wish.about_known
        return asked(entry.line) is Known.LEAD

    def counts(self, of: int) -> dict[str, str]:
        """What is read by now, of so many rows, as the step of the journal keeps it."""
        known = self.rows - self._bad - self._new
        told = {"rows": self.rows, "of": of, "new": self._new, "known": known, "bad": self._bad}
        return {name: str(number) for name, number in told.items()}

    def count(self, batch: list[ListEntry]) -> None:
        """These are stored next."""
        new = sum(entry.is_new for entry in batch)
        self._new += new
        self._added += len(batch) - new
        self._leads += sum(entry.lead is not None for entry in batch)

    def taken(self, step: int | None, *, is_whole: bool) -> ListTaken:
        """How it ended."""
        return ListTaken(self._new, self._added, self._bad, self._leads, is_whole, step)


def save_bad_rows(check: ListCheck, target: Path) -> int:
    """Write the rows that stay out, with the reason in a last column; returns how many there are."""
    reasons = {line.line: line.about for line in check.bad}
    return save_left_out(check.path, target, reasons=reasons, encoding=check.encoding)


def _head(shop: Shop, path: Path, encoding: str, fields: Fields) -> ListHead:
    table = read_table(path, encoding=encoding or None, limit=_HEAD)
    if fields is None:
        return head_of(table, memory=shop.read(remembered_columns))
    columns = {at: ClientField(field) for at, field in fields.items() if field}
    return head_of(table, columns=columns)


def _named(head: ListHead) -> dict[str, str]:
    """What each column holds, by its plain heading."""
    return {
        plain(name): head.columns[at].value if at in head.columns else ""
        for at, name in enumerate(head.table.columns)
    }


def _reader(head: ListHead, country: str, wish: ListWish) -> ClientReader:
    return ClientReader(head.table.columns, head.columns, country, wants_reach=bool(wish.channel))


def _holders(shop: Shop, wish: ListWish, count: int) -> Sequence[UUID | None]:
    """Whose so many leads are, one after the other."""
    if wish.by_rule:
        return shop.read(lambda reader: by_rules(reader, wish.channel, count))
    return wish.holders


def _touches(shop: Shop, wish: ListWish, holders: Sequence[UUID | None]) -> FirstTouches:
    people = {one for one in holders if one is not None}
    days, first = shop.read(calendar)
    return FirstTouches(
        days,
        wish.first or first,
        wish.a_day,
        norms=shop.read(lambda reader: norms(reader, people)),
        booked=shop.read(lambda reader: booked(reader, people)),
    )
