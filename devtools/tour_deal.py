# SPDX-License-Identifier: Apache-2.0
"""The tour's third part: a firm's deal from the board through contract, letter and payment to won."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import select

from desktop.domain.deal import Deal
from desktop.queries import card as card_query
from desktop.storage.database import Reader
from desktop.values.rows.card import DealCard
from desktop.views.board.page import BoardPage
from devtools.tour_desk import Tour

COMPANY, TO = "Oak & Lime Bakery Ltd", "orders@oakandlime.example"
WHAT, SUM = "Sticker labels 60 mm", 36500
CLIENT_CARD = """Oak & Lime Bakery Ltd
Company number: 00000342
Address: 14 Mill Row, Eastham
Director: Paul Hartwell
E-mail: orders@oakandlime.example
"""


def new_deal(tour: Tour) -> None:
    """A new firm with its person, what they want, for how much, and when they are called."""
    hands = tour.hands
    hands.press("Ctrl+3")
    hands.wait(lambda: tour.title().startswith("Deals"), "the board")
    hands.press("Ctrl+N")
    hands.wait(lambda: hands.shows("Make the deal"), "the form of a new deal")
    hands.write(COMPANY)
    hands.fill({"Contact person": "Priya Hartwell", "Phone": "07700900518", "E-mail": TO})
    hands.fill({"What is ordered": WHAT, "Sum": "365", "Due date": "+9", "When": "+1"})
    tour.picture("new-deal")
    hands.press("Ctrl+Return")
    tour.no_dialog()
    tour.until("the deal is stored", lambda: tour.read(_deal_of(WHAT)))
    tour.kept["deal"] = str(tour.read(_deal_of(WHAT)))
    deal = the_deal(tour)
    tour.report.check("the deal is £365", (deal.amount, deal.paid), (SUM, 0))
    tour.report.check("it stands on the first stage", stage(deal), "Brief & calculation")
    tour.report.check(
        "its firm and person are there",
        (deal.client.company, deal.client.contact),
        (COMPANY, "Priya Hartwell"),
    )
    tour.report.check("it has a next touch", len(deal.touches), 1)


def move(tour: Tour) -> None:
    """Two stages on by keys, one step taken back and done again."""
    hands = tour.hands
    wait_for_card(tour, "Brief & calculation")
    for wanted in ("Quote sent", "Contract & invoice"):
        hands.press("Ctrl+Shift+Right")
        wait_for_card(tour, wanted)
    tour.picture("board")
    tour.report.check("both moves are stored", stage(the_deal(tour)), "Contract & invoice")
    hands.press("Ctrl+Z")
    wait_for_card(tour, "Quote sent")
    tour.report.check("undo takes one move back", stage(the_deal(tour)), "Quote sent")
    hands.press("Ctrl+Shift+Z")
    wait_for_card(tour, "Contract & invoice")
    tour.report.check("redo does it again", stage(the_deal(tour)), "Contract & invoice")


def wait_for_card(tour: Tour, wanted: str) -> None:
    """Wait until the board shows the chosen card on this stage."""
    page = tour.page()
    assert isinstance(page, BoardPage)

    def is_there() -> bool:
        model, card = page.shapes.model, page.shapes.cards().current()
        if model is None or card is None:
            return False
        names = {one.id: one.name for one in (*model.stages, *model.finals)}
        return names.get(card.stage_id) == wanted

    tour.hands.wait(is_there, f"the card at {wanted}")


def the_deal(tour: Tour) -> DealCard:
    """The deal of the tour as its file has it now."""
    key = UUID(tour.kept["deal"])
    return tour.read(lambda reader: card_query.deal(reader, deal_id=key))


def stage(deal: DealCard) -> str:
    """The name of the stage it stands on."""
    return next(one.name for one in deal.stages if one.id == deal.stage_id)


def _deal_of(title: str) -> Callable[[Reader], UUID | None]:
    def find(reader: Reader) -> UUID | None:
        found: UUID | None = reader.connection.scalar(select(Deal.id).where(Deal.title == title))
        return found

    return find
