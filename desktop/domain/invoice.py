# SPDX-License-Identifier: Apache-2.0
"""An invoice made from a deal, and the fact that freezes it when it is issued."""

from __future__ import annotations

import datetime as dt
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Protocol
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.record import Record, Sync
from desktop.domain.rights import Right
from desktop.i18n import N_


class Invoice(Record):
    """A demand for payment of a deal; a draft until an InvoiceIssue stands beside it."""

    __tablename__ = "invoice"
    __sync__: ClassVar[Sync] = Sync(
        capability=Right.ISSUE_INVOICES,
        references={"deal_id": "deal", "firm_id": "firm"},
        follows="deal_id",
    )

    deal_id: Mapped[UUID]
    firm_id: Mapped[UUID]
    amount: Mapped[int]
    currency: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None] = mapped_column(default=None)
    pay_until: Mapped[dt.date | None] = mapped_column(default=None)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (Index("ix_invoice_deal", "deal_id"),)


class InvoiceIssue(Record):
    """A fact: the invoice got its number and its lines were frozen."""

    __tablename__ = "invoice_issue"
    __sync__: ClassVar[Sync] = Sync(
        fact=True,
        capability=Right.ISSUE_INVOICES,
        references={"invoice_id": "invoice"},
        follows="invoice_id",
        answer=N_(
            "An issued number is not taken back. The invoice stays. Refuse the deal or issue a new invoice."
        ),
    )

    invoice_id: Mapped[UUID]
    series: Mapped[str]
    number: Mapped[str]
    at: Mapped[datetime]
    amount: Mapped[int]
    lines: Mapped[list[dict[str, Any]]]
    by: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (
            Index("ix_invoice_issue_invoice", "invoice_id"),
            Index("ix_invoice_issue_number", "series", "number"),
        )


class OrderLine(Protocol):
    """What an invoice needs to know of a line: the record has it, and a row read for a screen too."""

    title: str
    details: str
    quantity: int
    unit_price: Decimal
    amount: int
    tax_rate: Decimal


def frozen_line(line: OrderLine) -> dict[str, Any]:
    """A line as an issued invoice keeps it; two equal lines give the same document."""
    return {
        "title": line.title,
        "details": line.details,
        "quantity": line.quantity,
        "unit_price": _plain(line.unit_price),
        "amount": line.amount,
        "tax_rate": _plain(line.tax_rate),
    }


def _plain(number: Decimal) -> str:
    """Without needless zeros, so that 45 and 45.00 are the same price."""
    return f"{number.normalize():f}"
