# SPDX-License-Identifier: Apache-2.0
"""The order being typed: what follows from what, and what is left alone."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from desktop.models.counter import OrderForm
from desktop.values.calendar import WorkingCalendar
from desktop.values.catalogue import PriceTerms, ProductRow
from desktop.values.drafts.order import OrderFile
from desktop.values.numbers import OrderNumber
from desktop.values.pricing import Choice, Option, PriceBreak, PriceTable
from desktop.values.rows.counter import CounterClient, CounterDesk, FirmHead, RepeatLine, RepeatRow

NOW = datetime(2026, 10, 15, 10, 42, tzinfo=UTC)
STOCK = Option("stock", "Stock", (Choice("coated", "Coated"), Choice("kraft", "Kraft")))
CARDS = ProductRow(
    UUID(int=1),
    "Business cards",
    PriceTable(
        (PriceBreak(1, Decimal("0.30")), PriceBreak(500, Decimal("0.20"))),
        (STOCK,),
        express_fee=Decimal(20),
    ),
    working_hours=16,
)
COPIES = ProductRow(
    UUID(int=2), "Copies", PriceTable((PriceBreak(1, Decimal("0.10")),)), working_hours=1
)
DESK = CounterDesk(
    (CARDS, COPIES),
    PriceTerms("GBP", Decimal(20)),
    FirmHead(country="GB"),
    WorkingCalendar(ZoneInfo("Europe/London")),
    (time(12), time(16)),
    OrderNumber("K7", 1),
)
PRIYA = CounterClient(
    UUID(int=7), None, "Priya Hartwell", discount_percent=5, ready_channel="email"
)


@pytest.fixture
def form(qapp):
    made = OrderForm(lambda: NOW)
    made.set_desk(DESK)
    return made


def test_a_clients_discount_and_channel_hold_until_somebody_else_is_named(form):
    """Covers: A2, C2."""
    form.choose_product(CARDS.id)
    form.change_line(quantity=100)
    form.take_client(PRIYA)
    assert (form.sums.total.minor, form.draft.ready_channel) == (2850, "email")
    form.name_client(phone="07700 900 111")
    assert (form.client, form.draft.contact_id, form.sums.total.minor) == (None, None, 3000)


def test_a_discount_given_by_hand_outlives_the_client(form):
    """Covers: C3."""
    form.choose_product(CARDS.id)
    form.change_line(quantity=100)
    form.set_discount(Decimal(10))
    form.take_client(PRIYA)
    assert form.line.discount == 10
    form.another_line()
    assert form.line.discount == 10


def test_the_usual_time_follows_the_slowest_product_and_an_agreed_one_stays(form):
    """Covers: A2, E5."""
    form.choose_product(COPIES.id)
    quick = form.draft.due_at
    form.another_line()
    form.choose_product(CARDS.id)
    assert form.draft.due_at > quick
    agreed = NOW + timedelta(days=9)
    form.set_due(agreed)
    form.remove_line(1)
    assert form.draft.due_at == agreed
    form.toggle_express()
    assert form.draft.due_at < agreed


def test_a_draft_that_lay_long_is_promised_anew(form):
    form.choose_product(COPIES.id)
    form.change_line(quantity=5)
    form.set_due(NOW - timedelta(days=3))
    form.load(form.draft, None)
    assert form.draft.due_at > NOW


def test_another_product_begins_with_its_own_answers(form):
    form.choose_product(CARDS.id)
    form.answer("stock", "kraft")
    form.change_line(quantity=7)
    form.choose_product(CARDS.id)
    assert form.line.options == {"stock": "kraft"}
    form.choose_product(COPIES.id)
    assert (form.line.options, form.line.quantity) == ({}, 7)


def test_the_next_price_break_is_one_key(form):
    """Covers: A2, J1."""
    form.choose_product(CARDS.id)
    form.change_line(quantity=400)
    assert form.take_break()
    assert form.line.quantity == 500
    assert not form.take_break()


def test_one_line_always_stays(form):
    form.choose_product(CARDS.id)
    form.another_line()
    form.another_line()
    assert len(form.draft.lines) == 2
    form.remove_line(1)
    form.remove_line(0)
    assert len(form.draft.lines) == 1
    assert form.draft.is_empty


def test_a_repeat_takes_what_is_still_sold_at_todays_answers(form):
    """Covers: A2."""
    gone = RepeatLine(UUID(int=99), "Gone", 5, {})
    kept = RepeatLine(CARDS.id, "Cards", 500, {"stock": "kraft", "finish": "lost"}, sets=2)
    file = OrderFile("cards.pdf", "hash", 5)
    row = RepeatRow(UUID(int=3), "K7-0001", "Cards", NOW, 1, (gone, kept), "call", (file,))
    form.take_client(PRIYA)
    form.repeat(row)
    (line,) = form.draft.lines
    assert (line.product_id, line.quantity, line.sets, line.discount) == (CARDS.id, 500, 2, 5)
    assert line.options == {"stock": "kraft"}
    assert (form.draft.files, form.draft.ready_channel) == ((file,), "call")


def test_a_file_of_the_same_name_is_its_next_version(form):
    form.add_file(OrderFile("a.pdf", "1", 5))
    form.add_file(OrderFile("b.pdf", "2", 5))
    form.add_file(OrderFile("a.pdf", "3", 5))
    assert [(one.name, one.blob, one.version) for one in form.draft.files] == [
        ("b.pdf", "2", 1), ("a.pdf", "3", 2),
    ]  # fmt: skip
    form.remove_file("a.pdf")
    assert len(form.draft.files) == 1


def test_what_was_given_counts_for_cash_only(form):
    form.set_method("cash")
    form.change(given=500)
    form.set_method("card")
    assert form.draft.given == 0


def test_what_is_stored_has_the_sum_that_was_shown(form):
    """Covers: A2."""
    form.choose_product(CARDS.id)
    form.change_line(quantity=500)
    form.another_line()
    to_place = form.to_place()
    assert (len(to_place.lines), to_place.told) == (1, 10000)
