# SPDX-License-Identifier: Apache-2.0
"""The list of clients for a spreadsheet: what each shown column holds, with real sums and days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from typing import Final

from desktop.i18n import N_, _
from desktop.models.client_words import ClientWords
from desktop.values.money import Money
from desktop.values.rows.clients import ClientRow
from desktop.values.sheet import Sheet, Value

Told = Callable[[ClientRow, ClientWords], Value]


def _sum(minor: int, words: ClientWords) -> Decimal | None:
    return Money(minor, words.currency).amount if words.currency else None


def _day(moment: dt.datetime | None, words: ClientWords) -> dt.date | None:
    return moment.astimezone(words.now.tzinfo).date() if moment else None


_PARTS: Final[dict[str, tuple[tuple[str, Told], ...]]] = {
    "name": (
        (N_("Client"), lambda row, _words: row.name),
        (N_("Contact person"), lambda row, _words: row.person),
        (N_("Phone"), lambda row, words: words.phone(row.digits)),
        (N_("E-mail"), lambda row, _words: row.email),
    ),
    "last": ((N_("Last order"), lambda row, words: _day(row.last_order_at, words)),),
    "total": (
        (N_("Orders"), lambda row, _words: Decimal(row.orders)),
        (N_("Total"), lambda row, words: _sum(row.total, words)),
    ),
    "owed": ((N_("To pay"), lambda row, words: _sum(row.owed, words)),),
    "open": ((N_("Open deals"), lambda row, _words: Decimal(row.open_deals)),),
    "touch": ((N_("Next touch"), lambda row, words: _day(row.touch_at, words)),),
    "holder": ((N_("Owner"), lambda row, _words: row.holder),),
}
"""What stands in a column of the list, taken apart: header and value."""


def client_sheet(rows: Iterable[ClientRow], shown: Collection[str], words: ClientWords) -> Sheet:
    """These clients, with what the columns shown hold."""
    parts = [part for key in _PARTS if key in shown for part in _PARTS[key]]
    values = [[told(row, words) for _title, told in parts] for row in rows]
    return [_(title) for title, _told in parts], values
