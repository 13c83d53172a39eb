# SPDX-License-Identifier: Apache-2.0
"""The accountant's list as a table: transfers, invoices and shifts in groups, with what was ticked or typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop.i18n import N_, _, formats
from desktop.models.rows import Column, Index, RowsModel
from desktop.values.money import Money
from desktop.values.rows.payments import ExpectedRow, PaymentDesk, ShiftRow, TransferRow


class Part(StrEnum):
    """The groups in their order."""

    TRANSFERS = "transfers"
    EXPECTED = "expected"
    SHIFTS = "shifts"

    def caption(self) -> str:
        """The words of the group's line."""
        return _(_CAPTIONS[self])


_CAPTIONS = {
    Part.TRANSFERS: N_("Transfers to confirm"),
    Part.EXPECTED: N_("Invoices that wait for money"),
    Part.SHIFTS: N_("Shifts to confirm"),
}


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The line above a group, with the sums of what stands below it; `rest` is 0 where nothing has one."""

    part: Part
    count: int
    amount: int
    currency: str
    rest: int = 0


Entry = ExpectedRow | TransferRow | ShiftRow
Line = Entry | GroupRow


def id_of(entry: Entry) -> UUID:
    """What an entry is chosen by."""
    if isinstance(entry, TransferRow):
        return entry.payment_id
    return entry.invoice_id if isinstance(entry, ExpectedRow) else entry.id


class PaymentsModel(RowsModel[Line]):
    """`received` holds, by entry, the sum that came; a transfer and a shift are ticked whole."""

    chosen_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        self.received: dict[UUID, int] = {}
        self._now = dt.datetime.min.replace(tzinfo=dt.UTC)
        super().__init__(
            (
                Column("what", N_("Invoice"), self._what),
                Column("client", N_("Client"), self._client, is_strong=True),
                Column("deal", N_("Deal"), self._deal),
                Column("until", N_("Pay by"), self._until, meaning=self._lateness),
                Column("sum", N_("Sum"), self._sum, is_number=True),
                Column("rest", N_("Rest"), self._rest, is_number=True),
                Column(
                    "received",
                    N_("Received"),
                    self._received,
                    is_number=True,
                    meaning=lambda _line: "paid",
                    is_strong=True,
                ),
            ),
            key=_key,
            spoken=self._spoken,
            parent=parent,
            is_group=lambda line: isinstance(line, GroupRow),
        )

    def show(self, desk: PaymentDesk, now: dt.datetime) -> None:
        """Take in an answer, as it is now in the shop; what was typed for an entry that is still there stays."""
        self._now = now
        lines: list[Line] = []
        parts: tuple[tuple[Part, tuple[Entry, ...]], ...] = (
            (Part.TRANSFERS, desk.transfers),
            (Part.EXPECTED, desk.expected),
            (Part.SHIFTS, desk.shifts),
        )
        for part, entries in parts:
            if entries:
                lines += [_group(part, entries), *entries]
        there = {id_of(line) for line in lines if not isinstance(line, GroupRow)}
        self.received = {key: amount for key, amount in self.received.items() if key in there}
        self.replace(lines)
        self.retranslate()
        self.chosen_changed.emit()

    def entry(self, index: Index) -> Entry | None:
        """The entry of a line, None for a group's."""
        line = self.rows[index.row()] if index.isValid() else None
        return None if line is None or isinstance(line, GroupRow) else line

    def receive(self, entry: Entry, amount: int | None) -> None:
        """Note the sum that came for an entry; None takes it back."""
        if amount is None:
            self.received.pop(id_of(entry), None)
        else:
            self.received[id_of(entry)] = amount
        self.retranslate()
        self.chosen_changed.emit()

    def chosen(self) -> list[tuple[Entry, int]]:
        """The entries that are to be confirmed, with their sums."""
        entries = [line for line in self.rows if not isinstance(line, GroupRow)]
        return [(one, self.received[id_of(one)]) for one in entries if id_of(one) in self.received]

    def _what(self, line: Line) -> str:
        match line:
            case GroupRow():
                return f"{line.part.caption()}  {line.count}"
            case ExpectedRow() | TransferRow():
                return line.number
            case _:
                return _("Shift of {desk}").format(desk=line.desk)

    def _client(self, line: Line) -> str:
        return line.client if isinstance(line, ExpectedRow | TransferRow) else ""

    def _deal(self, line: Line) -> str:
        """The deal; of a transfer also who says that it came, of a shift when it was closed."""
        match line:
            case ExpectedRow():
                return line.title
            case TransferRow():
                return _joined(line.title, _came(line))
            case ShiftRow():
                closed = formats.short_moment(line.closed_at.astimezone(self._now.tzinfo))
                return _joined(_("closed {moment}").format(moment=closed), line.comment)
            case _:
                return ""

    def _until(self, line: Line) -> str:
        until = line.pay_until if isinstance(line, ExpectedRow | TransferRow) else None
        return formats.short_date(until) if until else ""

    def _lateness(self, line: Line) -> str:
        until = line.pay_until if isinstance(line, ExpectedRow) else None
        return "late" if until and until < self._now.date() else ""

    def _sum(self, line: Line) -> str:
        amount = line.amount if isinstance(line, GroupRow) else _asked(line)
        return formats.money(Money(amount, line.currency))

    def _rest(self, line: Line) -> str:
        if isinstance(line, ShiftRow) and line.difference:
            return formats.money(Money(line.difference, line.currency), signed=True)
        rest = line.rest if isinstance(line, ExpectedRow | GroupRow) else 0
        return formats.money(Money(rest, line.currency)) if rest else ""

    def _received(self, line: Line) -> str:
        if isinstance(line, GroupRow) or id_of(line) not in self.received:
            return ""
        return "✓ " + formats.money(Money(self.received[id_of(line)], line.currency))

    def _spoken(self, line: Line) -> str:
        parts = (
            self._what(line),
            self._client(line),
            self._deal(line),
            self._sum(line),
            self._received(line),
        )
        return ", ".join(part for part in parts if part)


def whole(entry: Entry) -> int:
    """The sum that a tick stands for."""
    if isinstance(entry, ExpectedRow):
        return entry.rest
    return entry.amount if isinstance(entry, TransferRow) else entry.counted


def _asked(entry: Entry) -> int:
    """The sum that stands in an entry's line."""
    return entry.amount if isinstance(entry, ExpectedRow) else whole(entry)


def _group(part: Part, entries: Sequence[Entry]) -> GroupRow:
    rest = sum(one.rest for one in entries if isinstance(one, ExpectedRow))
    amount = sum(_asked(one) for one in entries)
    return GroupRow(part, len(entries), amount, entries[0].currency, rest)


def _came(transfer: TransferRow) -> str:
    """When the money is said to have come, and who says so."""
    if transfer.paid_on is None:
        return _("noted by {person}").format(person=transfer.recorded_by)
    day = formats.short_date(transfer.paid_on)
    return _("came {day}, noted by {person}").format(day=day, person=transfer.recorded_by)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _key(line: Line) -> object:
    return line.part if isinstance(line, GroupRow) else id_of(line)
