# SPDX-License-Identifier: Apache-2.0
"""The list of clients as a table: its columns, and what each is sorted by."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.clock import Clock
from desktop.i18n import N_
from desktop.models.client_words import ClientWords, contact_line, spoken_client
from desktop.models.rows import Column, RowsModel
from desktop.values.initials import initials, tint
from desktop.values.rows.clients import ClientList, ClientRow, ClientSort

SORTS = {
    "name": ClientSort.NAME,
    "last": ClientSort.LAST,
    "total": ClientSort.TOTAL,
    "open": ClientSort.OPEN,
    "owed": ClientSort.OWED,
    "touch": ClientSort.TOUCH,
}
"""What a column is sorted by; a column that is not here is not sorted."""

FALLING_FIRST = frozenset({ClientSort.LAST, ClientSort.TOTAL, ClientSort.OPEN, ClientSort.OWED})
"""Of these the largest is wanted first; names and touches rise."""

MORE = 200
"""So many more rows are asked for when the end comes into view."""


class ClientsModel(RowsModel[ClientRow]):
    """Clients in the order of the query. `found` says how many there are; more are asked for by `wants_more`."""

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        self.words = ClientWords(clock)
        self.found = 0
        super().__init__(
            _columns(self.words),
            key=lambda row: row.id,
            spoken=lambda row: spoken_client(row, self.words),
            parent=parent,
        )

    def show(self, clients: ClientList) -> None:
        """Show this answer of the query."""
        words = self.words
        is_other = (words.currency, words.country) != (clients.currency, clients.country)
        words.currency, words.country = clients.currency, clients.country
        self.found = clients.found
        self.replace(clients.rows)
        if is_other:
            self.retranslate()

    @property
    def wants_more(self) -> bool:
        """Whether there are clients that were not asked for yet."""
        return len(self.rows) < self.found

    def column_of(self, sort: ClientSort) -> int:
        """The column that is sorted by this."""
        keys = [column.key for column in self.columns]
        return next(keys.index(key) for key, one in SORTS.items() if one is sort)


def _columns(words: ClientWords) -> tuple[Column[ClientRow], ...]:
    return (
        Column(
            "name",
            N_("Client"),
            text=lambda row: row.name,
            detail=lambda row: contact_line(row, words),
            is_strong=True,
        ),
        Column("last", N_("Last order"), text=lambda row: words.day(row.last_order_at)),
        Column(
            "total",
            N_("Total"),
            text=lambda row: words.sum(row.total, whole=True) if row.orders else "",
            detail=lambda row: words.orders(row.orders) if row.orders else "",
            is_number=True,
            is_strong=True,
        ),
        Column(
            "owed",
            N_("To pay"),
            text=lambda row: words.sum(row.owed, whole=True) if row.owed else "",
            is_number=True,
        ),
        Column(
            "open",
            N_("Open deals"),
            text=lambda row: str(row.open_deals) if row.open_deals else "",
            is_number=True,
        ),
        Column(
            "touch",
            N_("Next touch"),
            text=lambda row: words.touch(row.touch_at, row.touch_kind)[0] if row.open_deals else "",
            chip=lambda row: (
                words.touch(row.touch_at, row.touch_kind)[1:] if row.open_deals else None
            ),
        ),
        Column(
            "holder",
            "",
            avatar=lambda row: (initials(row.holder), tint(row.holder_id)) if row.holder else None,
        ),
    )
