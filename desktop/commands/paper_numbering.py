# SPDX-License-Identifier: Apache-2.0
"""How a legal paper gets its number: alone at once, from the hub where desks meet, so that no series has a gap."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, select

from desktop.domain.deal import Deal
from desktop.domain.document import Document
from desktop.domain.invoice import InvoiceIssue
from desktop.storage import asked_numbers
from desktop.storage.tables import counter
from desktop.storage.unit_of_work import UnitOfWork
from desktop.values.paper_numbers import Series


def number_now(uow: UnitOfWork, series: Series) -> str:
    """The next number, or an empty one where the hub gives it: then `ask` for it."""
    return "" if uow.is_joined else series.number(uow.next_in(series.name))


def ask_for_issue(uow: UnitOfWork, issue: InvoiceIssue, series: Series) -> None:
    """Let the hub number an invoice."""
    past = _past(uow, series, select(InvoiceIssue.number).where(InvoiceIssue.series == series.name))
    uow.asked[issue.id] = asked_numbers.ask(series, issue.invoice_id, past, number=series.form)


def ask_for_document(
    uow: UnitOfWork, paper: Document, series: Series, name: str, *, invoice_id: UUID | None = None
) -> None:
    """Let the hub number a document; that of an invoice gets the invoice's. `name` has {number} in it."""
    past = 0
    if invoice_id is None:
        deal = uow.get(Deal, paper.card_id)
        alike = select(Document.number).join(Deal, Deal.id == Document.card_id)
        alike = alike.where(Document.kind.startswith("contract"), Deal.firm_id == deal.firm_id)
        past = _past(uow, series, alike)
    into = {"number": series.form, "name": name.format(number=series.form)}
    uow.asked[paper.id] = asked_numbers.ask(series, invoice_id or paper.id, past, **into)


def _past(uow: UnitOfWork, series: Series, numbers: Select[str]) -> int:
    """The highest place this desk has seen: a hub that was put back goes on behind it."""
    seen = [series.place(number) or 0 for number in uow.execute(numbers).scalars()]
    following = uow.connection.scalar(select(counter.c.next).where(counter.c.series == series.name))
    return max([*seen, (following or 1) - 1])
