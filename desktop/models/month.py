# SPDX-License-Identifier: Apache-2.0
"""The deals of a month as a table: those behind one figure of the plan."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from PySide6.QtCore import QObject

from desktop.i18n import N_, _
from desktop.models import month_words as words
from desktop.models.rows import Column, Index, RowsModel
from desktop.values.money import Money
from desktop.values.rows.month import MonthDeal, MyMonth, Part
from desktop.values.sheet import Sheet

CLIENT, STAGE, TOUCH, GAP, SUM = "client", "stage", "touch", "gap", "sum"


class MonthModel(RowsModel[MonthDeal]):
    """One part of the plan at a time."""

    def __init__(self, parent: QObject | None = None) -> None:
        self._month = MyMonth(dt.date.min)
        self._now = dt.datetime.min.replace(tzinfo=dt.UTC)
        super().__init__(
            (
                Column(
                    CLIENT,
                    N_("Deal"),
                    text=lambda row: row.client or row.title,
                    detail=lambda row: row.title if row.client else "",
                    is_strong=True,
                ),
                Column(STAGE, N_("Stage"), text=lambda row: row.stage),
                Column(
                    TOUCH,
                    N_("Next touch"),
                    text=lambda row: words.touch_words(row, self._now)[0],
                    chip=self._chip,
                ),
                Column(
                    GAP,
                    N_("Of the gap"),
                    text=lambda row: words.of_gap(row, self._month),
                    is_number=True,
                ),
                Column(
                    SUM,
                    N_("Sum"),
                    text=lambda row: words.money_of(row.amount, self._month),
                    is_number=True,
                    is_strong=True,
                ),
            ),
            key=lambda row: (row.id, row.part),
            spoken=lambda row: words.spoken(row, self._month, self._now),
            parent=parent,
        )

    def show(self, month: MyMonth, part: Part, now: dt.datetime) -> None:
        """Show the deals of this part."""
        self._month, self._now = month, now
        self.replace(month.of(part))
        self.retranslate()

    def entry(self, index: Index) -> MonthDeal | None:
        """The deal of a line."""
        return self.rows[index.row()] if index.isValid() else None

    def _chip(self, row: MonthDeal) -> tuple[str, str] | None:
        said, tone = words.touch_words(row, self._now)
        return (tone, "") if said else None

    def sheet(self, month: MyMonth) -> Sheet:
        """All deals of the month for a spreadsheet."""
        headers = [_("Part of the plan"), _("Client"), _("Deal"), _("Stage"), _("Sum")]
        return headers, [
            [words.part_name(one.part), one.client, one.title, one.stage, _amount(one, month)]
            for one in month.deals
        ]


def _amount(deal: MonthDeal, month: MyMonth) -> Decimal | None:
    return Money(deal.amount, month.currency).amount if month.currency else None
