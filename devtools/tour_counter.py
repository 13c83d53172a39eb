# SPDX-License-Identifier: Apache-2.0
"""The tour's second part: an order at the counter, its ticket, ready on the shelf, scanned, handed over and paid."""

import shutil
from pathlib import Path
from uuid import UUID

from desktop.queries import counter as counter_query
from desktop.queries import drafts as drafts_query
from desktop.storage.database import Reader
from desktop.values.rows.counter import OrderRow
from devtools import tour_papers
from devtools.tour_desk import Tour

PHONE, CLIENT = "07700900342", "Priya"
PREPAID = 5000


def take_order(tour: Tour) -> None:
    """A new client by phone, a product, 500 pieces, £50 in advance into a till that is opened for it."""
    hands = tour.hands
    hands.press("F2")
    hands.wait(lambda: "Counter order" in tour.title(), "the counter")
    hands.wait(lambda: hands.name() == "Phone", "the phone")
    hands.write(PHONE)
    hands.press("Return")
    hands.wait(lambda: hands.name() == "Name", "the name of a new client")
    hands.write(CLIENT)
    hands.press("Return", "1", "Return")
    hands.wait(lambda: hands.name().startswith("Quantity"), "the quantity")
    hands.replace("500")
    hands.press("Return", "Return", "Return", "F9")
    hands.write("50")
    tour.picture("counter-order")
    hands.press("F12")
    hands.wait(lambda: hands.name().startswith("Cash"), "the opening of the till")
    tour.picture("till")
    hands.write("100")
    hands.press("Return")
    tour.until("the order is stored", lambda: tour.read(_orders))
    hands.wait(lambda: hands.name() == "Phone", "the form for the next order")
    tour.kept["order"] = str(tour.read(_orders)[0])
    order = the_order(tour)
    check = tour.report.check
    check("the order has its client", (order.client, order.digits), (CLIENT, "447700900342"))
    check("500 pieces", order.lines[0].quantity, 500)
    check("£50 are paid", order.paid, PREPAID)
    drafts = tour.read(lambda reader: drafts_query.drafts(reader, kind="order"))
    check("no draft of it is left", len(drafts), 0)
    check("it is due", order.due_at is not None and order.due_at > tour.clock.now())


def look_at_ticket(tour: Tour) -> None:
    """Without a printer the ticket lies beside the shop as a PDF."""
    folder = tour.shop / "tickets"
    tour.until("the ticket is made", lambda: list(folder.glob("*.pdf")))
    order = the_order(tour)
    path = Path(shutil.copy(folder / f"{order.number}.pdf", tour.out / "ticket.pdf"))
    text = tour_papers.text(path)
    rest = f"{order.rest / 100:,.2f}"
    parts = (order.number, CLIENT, "500", "£50.00", f"£{rest}")
    tour.report.holds("the ticket names number, client, quantity and money", text, *parts)
    tour.report.holds("it says that it is no fiscal receipt", text, "fiscal")
    found = tour_papers.codes(path)
    tour.report.check("a scanner reads its bar code", order.code in found)


def make_ready(tour: Tour) -> None:
    """The ticket is scanned on another page, the order is put on shelf B12."""
    hands = tour.hands
    hands.press("Ctrl+3")
    hands.wait(lambda: "Counter order" not in tour.title(), "another page")
    hands.write(the_order(tour).code)
    hands.press("Return")
    hands.wait(lambda: hands.name() == "Shelf", "the scanned order")
    hands.write("B12")
    tour.picture("ready")
    hands.press("Return")
    tour.until("the order is ready", lambda: the_order(tour).ready_at is not None)
    tour.report.check("its shelf is kept", the_order(tour).shelf, "B12")
    tour.no_dialog()


def hand_over(tour: Tour) -> None:
    """By its number, the rest paid by card."""
    hands, order = tour.hands, the_order(tour)
    hands.press("F8")
    hands.wait(lambda: hands.name() == "Order", "the question which order")
    hands.write(order.number.partition("-")[2])
    hands.press("Return")
    hands.wait(lambda: hands.name().startswith("Taken by"), "who takes it")
    tour.picture("hand-over")
    hands.press("Return")
    tour.until("it is handed over", lambda: the_order(tour).handed_over_at is not None)
    tour.no_dialog()
    order = the_order(tour)
    check = tour.report.check
    check("nothing is left to pay", order.rest, 0)
    check("who took it is kept", order.handed_over_to, CLIENT)
    check("the order is closed", order.is_open, False)
    paid = sorted(one.amount for one in order.payments)
    check("two payments, both at the till", paid, sorted([PREPAID, order.amount - PREPAID]))


def the_order(tour: Tour) -> OrderRow:
    """The order of the tour as its file has it now."""
    key = UUID(tour.kept["order"])
    return tour.read(lambda reader: counter_query.order(reader, order_id=key))


def _orders(reader: Reader) -> list[UUID]:
    return [one.id for one in counter_query.find_orders(reader, text=PHONE[-4:])]
