# SPDX-License-Identifier: Apache-2.0
"""Each line of the accountant's list says under its column what the column is named after."""

import datetime as dt
from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from desktop.models.payments import PaymentsModel
from desktop.values.rows.payments import ExpectedRow, PaymentDesk, ShiftRow, TransferRow

LONDON = ZoneInfo("Europe/London")
NOW = dt.datetime(2026, 10, 15, 11, 35, tzinfo=LONDON)
DAY = dt.date(2026, 10, 14)
TRANSFER = TransferRow(
    UUID(int=1), UUID(int=2), "Gale Surf Hire", "Vinyl decals", 38000, "GBP", DAY, "Maya Lindqvist",
    "I-0860", dt.date(2026, 10, 16),
)  # fmt: skip
SHIFT = ShiftRow(
    UUID(int=3), "A", dt.datetime(2026, 10, 14, 19, 2, tzinfo=dt.UTC), 41250, -200, "GBP", "gave 2 back"
)  # fmt: skip


DUE = dt.date(2026, 10, 13)
INVOICE = ExpectedRow(
    UUID(int=4), UUID(int=5), "I-0861", "Rowan Catering", "Boxes", 64300, 20000, "GBP", DUE
)


@pytest.fixture
def model(qapp):
    made = PaymentsModel()
    made.show(PaymentDesk(transfers=(TRANSFER,), shifts=(SHIFT,)), NOW)
    return made


def line(model, row):
    return {
        column.key: model.index(row, place).data() for place, column in enumerate(model.columns)
    }


def test_a_transfer_names_its_invoice_and_who_says_that_it_came(model):
    """Covers: H2."""
    shown = line(model, 1)
    assert (shown["what"], shown["until"]) == ("I-0860", "Fri 16 Oct")
    assert shown["deal"] == "Vinyl decals · came Wed 14 Oct, noted by Maya Lindqvist"


def test_a_group_adds_up_what_stands_in_its_columns(model):
    """Covers: H2."""
    other = replace(INVOICE, invoice_id=UUID(int=6), amount=1000, paid=0)
    model.show(PaymentDesk(expected=(INVOICE, other)), NOW)
    head = line(model, 0)
    assert (head["what"], head["sum"], head["rest"]) == (
        "Invoices that wait for money  2", "£653.00", "£453.00",
    )  # fmt: skip


def test_a_shift_says_when_it_was_closed_and_not_when_to_pay(model):
    """Covers: H3."""
    shown = line(model, 3)
    assert (shown["what"], shown["client"], shown["until"]) == ("Shift of A", "", "")
    assert shown["deal"] == "closed Wed 14 Oct, 20:02 · gave 2 back"
