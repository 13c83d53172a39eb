# SPDX-License-Identifier: Apache-2.0
"""An order and its ticket, as the tests of paper want them."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from desktop.documents.slips import Slip, order_slip
from desktop.values.numbers import OrderNumber
from desktop.values.rows.counter import FirmHead, OrderLineRow, OrderRow, TillPayment

NUMBER = OrderNumber("K7", 418)
LONDON = ZoneInfo("Europe/London")


def an_order(**fields) -> OrderRow:
    """500 business cards for £113.05, £50 of it paid in cash."""
    usual = OrderRow(
        id=UUID(int=1),
        number=str(NUMBER),
        code=NUMBER.paper_code,
        title="Business cards 500 pcs 4+4",
        currency="GBP",
        amount=11305,
        paid=5000,
        invoiced=0,
        created_at=datetime(2026, 10, 15, 10, 42, tzinfo=UTC),
        due_at=datetime(2026, 10, 19, 11, 0, tzinfo=UTC),
        stage="In work",
        is_open=True,
        is_counter=True,
        is_express=False,
        note="",
        ready_channel="sms",
        ready_at=None,
        shelf="",
        handed_over_at=None,
        handed_over_to="",
        contact_id=UUID(int=2),
        company_id=None,
        client="Priya Hartwell",
        company="Oak & Lime Bakery",
        digits="447700900342",
        taken_by="Rhea Kestler",
        taken_by_id=UUID(int=4),
        lines=(
            OrderLineRow(
                "Business cards 90 × 50", "Coated 300 gsm, 4+4, both, Matt lamination",
                500, "pcs", 11305, "24 × SRA3",
            ),
        ),
        payments=(
            TillPayment(
                UUID(int=3), 5000, "cash", datetime(2026, 10, 15, 10, 42, tzinfo=UTC), "000123", 6000
            ),
        ),
        firm=FirmHead("Rook Lane Print", "3 Rook Lane", "020 7946 0118", "Mon–Sat 9–19", "GB"),
    )  # fmt: skip
    return replace(usual, **fields)


def a_slip(copy: int = 1, **fields) -> Slip:
    """The ticket of that order."""
    return order_slip(an_order(**fields), zone=LONDON, copy=copy)
