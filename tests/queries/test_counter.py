# SPDX-License-Identifier: Apache-2.0
"""What the counter reads: the price list, the client's last orders, orders by any word for them, the till."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.commands import history, money, orders
from desktop.domain.deal import Deal
from desktop.errors import UserError
from desktop.queries import counter, search
from desktop.values.changes import Origin
from desktop.values.drafts.order import OrderDraft, OrderLine
from desktop.values.ids import new_id
from tests.shop import open_shop

DIGITS = "447700900342"


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def place(shop, product=0, quantity=500, **fields):
    products = shop.read(counter.products)
    draft = OrderDraft(
        phone="07700 900 342",
        name="Priya",
        lines=(OrderLine(products[product].id, quantity),),
        due_at=shop.clock.now() + timedelta(days=4),
    )
    draft = replace(draft, **fields)
    return shop.run(lambda uow: orders.place_order(uow, draft=draft))


def find(shop, text):
    return [one.id for one in shop.read(lambda r: counter.find_orders(r, text=text))]


def test_the_desk_has_products_terms_and_the_next_number(shop):
    """Covers: A2, H6, J1."""
    desk = shop.read(counter.desk)
    assert [one.name for one in desk.products[:2]] == ["Business cards", "Copies, print"]
    assert (desk.terms.currency, desk.terms.tax_rate, desk.terms.adds_tax) == ("GBP", 20, False)
    assert desk.firm.name == "Rook Lane Print"
    assert place(shop).number == str(desk.next_number)
    assert shop.read(counter.desk).next_number.n == desk.next_number.n + 1


def test_a_client_brings_the_last_orders_that_differ(shop):
    """Covers: A2."""
    for product, quantity in ((0, 500), (3, 200), (0, 500), (2, 100), (1, 40)):
        placed = place(shop, product, quantity)
        shop.clock.advance(days=1)
    found = shop.read(lambda r: counter.client(r, contact_id=placed.contact_id, company_id=None))
    assert (found.name, found.digits, found.orders) == ("Priya", DIGITS, 5)
    assert [(one.lines[0].title, one.lines[0].quantity) for one in found.repeats] == [
        ("Copies, print A4", 40),
        ("Flyers, leaflets A5", 100),
        ("Business cards 90 × 50", 500),
    ]
    assert shop.read(lambda r: counter.client(r, contact_id=new_id(), company_id=None)) is None


def test_a_client_without_a_phone_is_not_called_on_somebody_else_s(shop):
    """Covers: A2, B3, J4."""
    company, contact = shop.a_company(), shop.a_contact(phone="")
    shop.a_contact("Marlow Finch", "447700900777")
    for person, organisation in ((contact, None), (None, company), (contact, company)):
        found = shop.read(
            lambda r, ids=(person, organisation): counter.client(
                r, contact_id=ids[0], company_id=ids[1]
            )
        )
        assert found.digits == ""
    nobody = shop.a_deal(is_counter=True)
    assert shop.read(lambda r: counter.order(r, order_id=nobody)).digits == ""


def test_a_refused_order_is_nothing_to_repeat(shop):
    contact = shop.a_contact()
    shop.a_deal("lost", contact=contact)
    found = shop.read(lambda r: counter.client(r, contact_id=contact, company_id=None))
    assert (found.orders, found.repeats) == (1, ())


def test_an_order_is_found_by_whatever_a_client_has(shop):
    """Covers: H6, J2, J4."""
    shop.a_contact("Marlow Finch", "447700900777")
    placed = place(shop)
    deal = shop.row(Deal, placed.order_id)
    n = deal.number.rpartition("-")[2]
    for text in (
        *(deal.number, deal.number.lower().replace("-", " "), n, n.lstrip("0"), deal.code),
        *(str(deal.id), "0342", "07700 900 342", "Priya", "priy"),
    ):
        assert find(shop, text) == [deal.id], text
    assert find(shop, "0777") == find(shop, "") == find(shop, "😀") == []


def test_what_is_ready_stands_before_what_is_not_and_closed_ones_need_their_number(shop):
    """Covers: J4."""
    shop.an_open_shift()
    first, second, third = place(shop), place(shop), place(shop)
    shop.run(lambda uow: orders.mark_ready(uow, order_id=second.order_id, shelf="B12"))
    shop.run(
        lambda uow: orders.hand_over(uow, order_id=third.order_id, taken_by="Priya", method="card")
    )
    assert find(shop, "0342") == [second.order_id, first.order_id]
    assert find(shop, third.number) == [third.order_id]
    (ready,) = shop.read(counter.ready_orders)
    assert (ready.id, ready.shelf, ready.is_ready, ready.rest) == (
        second.order_id, "B12", True, 11900,
    )  # fmt: skip


def test_an_order_is_read_with_its_lines_and_its_money(shop):
    """Covers: H3, J4."""
    shop.an_open_shift()
    placed = place(shop, prepayment=5000, method="cash", given=6000, receipt="000123")
    row = shop.read(lambda r: counter.order(r, order_id=placed.order_id))
    assert (row.number, row.rest, row.client, row.digits) == (
        placed.number, 6900, "Priya", DIGITS,
    )  # fmt: skip
    assert (row.lines[0].unit, row.lines[0].sheets) == ("pcs", "24 × SRA3")
    (paid,) = row.payments
    assert (paid.amount, paid.given, paid.receipt, paid.refundable) == (5000, 6000, "000123", 5000)
    shop.run(lambda uow: money.refund(uow, payment_id=paid.id, amount=2000, reason="A spot"))
    row = shop.read(lambda r: counter.order(r, order_id=placed.order_id))
    assert [one.refundable for one in row.payments] == [3000, 0]
    with pytest.raises(UserError, match="no longer there"):
        shop.read(lambda r: counter.order(r, order_id=new_id()))


def test_the_day_counts_orders_since_midnight_and_knows_the_till(shop):
    """Covers: H3."""
    assert shop.read(counter.day).shift is None
    shop.an_open_shift(opening_cash=10000)
    place(shop)
    shop.clock.advance(days=1)
    today = place(shop, prepayment=5000, method="cash")
    place(shop, 1, 10, pays_in_full=True, method="card")
    shop.run(lambda uow: orders.mark_ready(uow, order_id=today.order_id))
    day = shop.read(counter.day)
    assert (day.orders, day.sum.minor, day.ready) == (2, 11900 + 120, 1)
    till = day.shift
    assert (till.opening_cash, till.cash, till.cash_in, till.card_in) == (10000, 15000, 5000, 120)
    shop.run(history.undo, origin=Origin.UNDO)  # the ready mark
    shop.run(history.undo, origin=Origin.UNDO)  # the order paid by card
    assert shop.read(counter.day).shift.card_in == 0


def test_the_number_on_the_ticket_finds_just_this_order_whatever_the_codes_on_paper_begin_with(
    shop,
):
    """Covers: A2, M3."""
    shop.database.desk = "K7"  # 305 in the codes on paper: with "3" they all begin
    soon = shop.clock.now() + timedelta(hours=1)
    placed = [place(shop, due_at=soon + timedelta(days=4 - day)) for day in range(3)]
    third = placed[2].order_id
    for day in range(30):
        shop.a_deal(title=f"Labels {day}", is_counter=True, due_at=soon)
    assert placed[2].number == "K7-0003"
    for typed in ("0003", "3", "K7-3"):
        assert find(shop, typed)[0] == third
        hits = shop.read(lambda r, typed=typed: search.palette(r, text=f"#{typed}")).hits
        assert hits[0].id == third
