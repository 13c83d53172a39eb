# SPDX-License-Identifier: Apache-2.0
"""Whether two cards came to the same number: a hub that was put back to an older state may have given one twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Select, bindparam, select

from desktop.domain.deal import Deal
from desktop.domain.document import Document
from desktop.domain.invoice import Invoice, InvoiceIssue
from desktop.domain.lead import Lead
from desktop.i18n import N_
from desktop.storage.work import Broken, Work
from desktop.values.batches import batches
from desktop.values.changes import Origin
from desktop.values.paper_numbers import CONTRACT

Rows = Select[*tuple[Any, ...]]

RULE = "number_twice"
_SENTENCE = N_(
    "Another card has the same number. Both stay as they are. Agree with the accountant which of them goes out anew."
)


def broken(work: Work) -> Iterator[Broken]:
    """Cards that share a number, among what came from the hub; one desk never gives a number twice."""
    if work.origin is not Origin.SYNC:
        return
    for kind, twice in _twice().items():
        came = {op.value("number") for op in work.done.ops_of(kind)} - {None, ""}
        for card in _cards(work, twice, came):
            yield Broken(RULE, card, _SENTENCE)


def _cards(work: Work, twice: Rows, came: Iterable[str]) -> list[UUID]:
    rows = [
        tuple(row)
        for batch in batches(came)
        for row in work.connection.execute(twice, {"numbers": batch})
    ]
    shared: dict[tuple[Any, ...], list[UUID]] = {}
    for card, *key in rows:
        shared.setdefault(tuple(key), []).append(card)
    return [card for cards in shared.values() if len(cards) > 1 for card in cards]


@cache
def _twice() -> dict[str, Rows]:
    """By kind who holds these numbers: the card, and what is the same where two hold one."""
    numbers: BindParameter[Any] = bindparam("numbers", expanding=True)
    return {
        "deal": select(Deal.id, Deal.number).where(
            Deal.number.in_(numbers), Deal.archived_at.is_(None)
        ),
        "lead": select(Lead.id, Lead.number).where(
            Lead.number.in_(numbers), Lead.archived_at.is_(None)
        ),
        "invoice_issue": select(Invoice.deal_id, InvoiceIssue.series, InvoiceIssue.number)
        .join(Invoice, Invoice.id == InvoiceIssue.invoice_id)
        .where(InvoiceIssue.number.in_(numbers)),
        "document": select(Document.card_id, Deal.firm_id, Document.number)
        .join(Deal, Deal.id == Document.card_id)
        .where(
            Document.number.in_(numbers),
            Document.kind.startswith(CONTRACT),
            Document.archived_at.is_(None),
        ),
    }
