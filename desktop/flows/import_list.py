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
from desktop.channels.spreadsheets import mark_of, read_table, rows_below
from desktop.channels.tables import TableRow
from desktop.commands.client_lists import end_list, take_in_clients
from desktop.errors import UserError
from desktop.flows.left_out import save_rows
from desktop.flows.list_apart import Stopped, read_to, tallied, worked_out
from desktop.flows.list_entries import CHUNK, ListOrder, Part
from desktop.flows.list_tally import Tally
from desktop.flows.lists_under_way import UnderWay, only_one
from desktop.flows.long_steps import telling_what_stands
from desktop.flows.shop import Shop
from desktop.i18n import _
from desktop.queries.client_lists import (
    booked,
    by_rules,
    calendar,
    choices,
    country,
    norms,
    remembered_columns,
)
from desktop.values.changes import Origin
from desktop.values.drafts.client_list import ListEntry, ListWish
from desktop.values.first_touches import FirstTouches, in_turn, spread
from desktop.values.rows.client_list import ListCheck, ListTaken

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
    mark = mark_of(path)
    head = _head(shop, path, encoding, fields)
    order = ListOrder(path, head, wish, by_hand=fields is not None)
    if head.wrong_encoding is None:
        tally = tallied(shop, order, is_stopped or (lambda: False))
        if tally is None:
            return None
        if not tally.rows:
            raise UserError(
                _("This list has headings and no rows. Nothing was taken in. Choose another one.")
            )
    else:
        tally = Tally(head, shop.read(country), by_hand=order.by_hand)
    lying = None
    if wish.channel:
        holders = _holders(shop, wish, tally.leads(wish))
        lying = spread(_touches(shop, wish, holders), islice(in_turn(holders), tally.leads(wish)))
    mark_of(path)  # a list that was taken away meanwhile is said to be gone
    return tally.check(path, mark, lying, shop.read(choices), wants_reach=bool(wish.channel))


def import_list(
    shop: Shop,
    *,
    path: Path,
    encoding: str = "",
    fields: Fields = None,
    wish: ListWish = _CLIENTS_ONLY,
    mark: tuple[int, int] | None = None,
    progress: Callable[[int, int], object] | None = None,
    is_stopped: Callable[[], bool] | None = None,
) -> ListTaken:
    """Take in all good rows of a list, and return how many.

    New ones become leads where the wish names a channel, and known clients get what is new to them where it says so.
    `progress` is told (done, all) after each part; when `is_stopped` says so, the rows that are in stay in, each
    whole, and the same list brings the rest another time. A second import of the same list adds nothing. UserError
    where the letters are garbled, the file cannot be read to its end or is another one than had this `mark` when a
    person saw its dry run, or another list is being worked on: nothing is taken in.
    """
    with only_one(shop.folder, path.name, comes=True) as mine:
        if mark is not None and mark_of(path) != mark:
            raise UserError(
                _(
                    "“{file}” was changed since it was looked through. Nothing was taken in. Check it again, then "
                    "import it."
                ).format(file=path.name)
            )
        head = _head(shop, path, encoding, fields)
        if head.wrong_encoding is not None:
            raise UserError(head.wrong_encoding.sentence)
        order, stops = ListOrder(path, head, wish), is_stopped or (lambda: False)
        return _taken_in(shop, order, mine, progress or (lambda _done, _of: None), stops)


def _taken_in(
    shop: Shop,
    order: ListOrder,
    mine: UnderWay,
    progress: Callable[[int, int], object],
    is_stopped: Callable[[], bool],
) -> ListTaken:
    stored, path, wish = _Stored(), order.path, order.wish
    store = partial(
        take_in_clients, file=path.name, source=wish.source or path.stem, channel=wish.channel
    )
    try:
        with worked_out(shop, order, is_stopped) as parts:
            # Read once to its end before anything is written: a file that breaks off must not be half in.
            count = _count(order, is_stopped)
            holders = _holders(shop, wish, count)
            for part in parts(_touches(shop, wish, holders), holders):
                stored.count(part)
                if part.entries:
                    command = partial(store, entries=part.entries, counts=stored.counts(count))
                    with telling_what_stands(has_begun=mine.step is not None):
                        mine.step, gone = shop.write(command, origin=Origin.IMPORT, step=mine.step)
                    stored.leave(gone)
                progress(part.rows, count)
    except Stopped:
        return stored.taken(mine.step, is_whole=False)
    if stored.rows < count:
        raise UserError(read_to(stored.rows))
    # Rows that bring nothing may come after those that were stored last.
    counts, named = stored.counts(count), _named(order.head)
    end = partial(end_list, fields=named, step=mine.step, file=path.name, counts=counts)
    shop.write(end, origin=Origin.IMPORT)
    return stored.taken(mine.step, is_whole=True)


class _Stored:
    """Counts what is in."""

    def __init__(self) -> None:
        self._new = self._added = self._leads = self._bad = self._gone = self.rows = 0

    def counts(self, of: int) -> dict[str, str]:
        """What is read by now, of so many rows, as the step of the journal keeps it."""
        known = self.rows - self._bad - self._new
        told = {"rows": self.rows, "of": of, "new": self._new, "known": known, "bad": self._bad}
        return {name: str(number) for name, number in told.items()}

    def count(self, part: Part) -> None:
        """This part is stored next."""
        self._add(part.entries, 1)
        self._bad, self.rows = part.bad, part.rows

    def leave(self, gone: Sequence[ListEntry]) -> None:
        """These of it were not: whom they are about has gone meanwhile."""
        self._add(gone, -1)
        self._gone += len(gone)

    def _add(self, entries: Sequence[ListEntry], times: int) -> None:
        new = sum(entry.is_new for entry in entries)
        self._new += times * new
        self._added += times * (len(entries) - new)
        self._leads += times * sum(entry.lead is not None for entry in entries)

    def taken(self, step: int | None, *, is_whole: bool) -> ListTaken:
        """How it ended."""
        return ListTaken(
            self._new, self._added, self._bad, self._leads, is_whole, step, gone=self._gone
        )


def save_bad_rows(shop: Shop, check: ListCheck, target: Path) -> int:
    """Write the rows that stay out, with the reason in a last column; returns how many there are.

    A dry run keeps but the first of them.
    """
    columns = [column.name for column in check.columns]
    return save_rows(target, columns, partial(bad_rows, shop, check))


def bad_rows(shop: Shop, check: ListCheck) -> Iterator[tuple[TableRow, str]]:
    """The rows that stay out, each with the reason, read from the file anew."""
    fields = {at: column.field for at, column in enumerate(check.columns)}
    head = _head(shop, check.path, check.encoding, fields)
    reader = ClientReader(
        head.table.columns, head.columns, check.country, wants_reach=check.wants_reach
    )
    for row in rows_below(check.path, head.table):
        client = reader.read(row)
        if isinstance(client, BadRow):
            yield row, client.sentence


def _head(shop: Shop, path: Path, encoding: str, fields: Fields) -> ListHead:
    table = read_table(path, encoding=encoding or None, limit=_HEAD)
    if fields is None:
        return head_of(table, memory=shop.read(remembered_columns))
    columns = {at: ClientField(field) for at, field in fields.items() if field}
    return head_of(table, columns=columns)


def _count(order: ListOrder, is_stopped: Callable[[], bool]) -> int:
    """How many rows a list has; Stopped once nobody waits for it."""
    count = 0
    for count, _row in enumerate(rows_below(order.path, order.head.table), 1):
        if count % CHUNK == 0 and is_stopped():
            raise Stopped
    return count


def _named(head: ListHead) -> dict[str, str]:
    """What each column holds, by its plain heading."""
    return {
        plain(name): head.columns[at].value if at in head.columns else ""
        for at, name in enumerate(head.table.columns)
    }


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
