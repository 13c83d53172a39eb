# SPDX-License-Identifier: Apache-2.0
"""The rows of a list worked out against what the shop has: part after part of what is to be stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from desktop.channels.client_lists import ListHead
from desktop.channels.client_rows import ClientReader
from desktop.channels.columns import BadRow
from desktop.channels.spreadsheets import rows_below
from desktop.flows.list_plan import ListPlan, Planned
from desktop.queries.many_duplicates import ManyDuplicates
from desktop.values.batches import batches
from desktop.values.drafts.client_list import Known, ListEntry, ListLead, ListWish
from desktop.values.first_touches import FirstTouches

CHUNK = 1000
"""Entries of one transaction: short enough that nobody waits at the counter."""


class Part(NamedTuple):
    """What one transaction stores, and how many rows were read by then, and how many of them were no good."""

    entries: list[ListEntry]
    rows: int
    bad: int


@dataclass(frozen=True, slots=True)
class ListOrder:
    """A list, how it is read, and what it is to become; `by_hand` where somebody said what its columns hold."""

    path: Path
    head: ListHead
    wish: ListWish
    by_hand: bool = False

    def reader(self, country: str) -> ClientReader:
        """What reads its rows; phones that name no country are of this one."""
        table = self.head.table
        return ClientReader(
            table.columns, self.head.columns, country, wants_reach=bool(self.wish.channel)
        )


class ListRows:
    """The rows of a list as they become entries, against who is known."""

    def __init__(self, order: ListOrder, known: ManyDuplicates) -> None:
        self._order, self._wish = order, order.wish
        self._reader = order.reader(known.country)
        self._plan = ListPlan(known)
        self._left: set[UUID | None] = set()
        self._rows = self._bad = 0

    def parts(self, touches: FirstTouches, whose: Iterable[UUID | None]) -> Iterator[Part]:
        """Whatever of the rows is stored; behind the last of them a part without any tells how the list ended."""
        told = 0
        for batch in batches(self._entries(touches, iter(whose)), CHUNK):
            told = self._rows
            yield Part(batch, told, self._bad)
        if self._rows > told:
            yield Part([], self._rows, self._bad)

    def _entries(self, touches: FirstTouches, whose: Iterator[UUID | None]) -> Iterator[ListEntry]:
        for row in rows_below(self._order.path, self._order.head.table):
            self._rows += 1
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
            self._left |= entry.made
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
        return entry._replace(makes_company=True)

    def _becomes_lead(self, entry: ListEntry) -> bool:
        if not self._wish.channel:
            return False
        asked = self._wish.about_alike if entry.is_new else self._wish.about_known
        return asked(entry.line) is Known.LEAD
