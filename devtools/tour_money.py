# SPDX-License-Identifier: Apache-2.0
"""The tour's last part: the accountant confirms the money, the deal goes into work by itself, and is won."""

from desktop.queries import payments as payments_query
from desktop.storage.check import check as check_shop
from desktop.values.rows.card import Event
from desktop.views.payments.page import PaymentsPage
from devtools.tour_deal import SUM, stage, the_deal, wait_for_card
from devtools.tour_desk import Tour


def confirm(tour: Tour) -> None:
    """The invoice is ticked as paid in the accountant's list, and the deal is taken into work."""
    hands = tour.hands
    hands.press("Ctrl+K")
    hands.wait(lambda: hands.name() == "Search and commands", "the palette")
    hands.write(">payments")
    hands.press("Return")
    hands.wait(lambda: isinstance(tour.page(), PaymentsPage), "the accountant's list")
    page = tour.page()
    assert isinstance(page, PaymentsPage)
    hands.wait(lambda: page.model.first_row() is not None, "the invoice in the list")
    expected = tour.read(payments_query.desk).expected
    tour.report.check("the invoice is expected", [one.amount for one in expected], [SUM])
    hands.press("Space")
    hands.wait(page.model.chosen, "the tick")
    tour.picture("payments")
    hands.press("Ctrl+Return")
    tour.until("the deal is paid", lambda: the_deal(tour).paid == SUM)
    tour.report.check(
        "the deal was taken into work by itself", stage(the_deal(tour)), "Proof & production"
    )
    tour.report.check("nothing is expected any more", tour.read(payments_query.desk).expected, ())


def win(tour: Tour) -> None:
    """Closed on the board; its timeline tells the whole way."""
    hands = tour.hands
    hands.press("Ctrl+3")
    hands.wait(lambda: tour.title().startswith("Deals"), "the board")
    wait_for_card(tour, "Proof & production")
    hands.press("Ctrl+Shift+W")
    tour.until("the deal is won", lambda: the_deal(tour).stage_kind == "won")
    tour.picture("won")
    deal = the_deal(tour)
    tour.report.check("paid in full", (deal.amount, deal.paid), (SUM, SUM))
    events = {line.event for line in deal.timeline}
    wanted = {Event.STAGE, Event.DOCUMENT, Event.LETTER, Event.PAYMENT}
    tour.report.check("its timeline has moves, papers, letter and payment", wanted - events, set())


def look_at_shop(tour: Tour) -> None:
    """The whole shop is sound at the end."""
    report = tour.read(lambda reader: check_shop(reader.connection, tour.shop))
    tour.report.check("the shop is sound", [one.detail for one in report.faults], [])
