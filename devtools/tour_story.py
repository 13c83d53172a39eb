# SPDX-License-Identifier: Apache-2.0
"""The story of the tour, in its order."""

from collections.abc import Callable
from typing import Final

from devtools import tour_contract, tour_counter, tour_deal, tour_money, tour_setup
from devtools.tour_desk import Tour

Step = Callable[[Tour], None]

STEPS: Final[tuple[tuple[str, Step], ...]] = (
    ("First start: an empty shop", tour_setup.first_start),
    ("Settings: the firm's requisites", tour_setup.firm),
    ("Settings: the mail server", tour_setup.mail),
    ("F2: an order at the counter", tour_counter.take_order),
    ("The ticket and what is on it", tour_counter.look_at_ticket),
    ("Scanned on another page, and made ready", tour_counter.make_ready),
    ("F8: handed over, the rest paid", tour_counter.hand_over),
    ("A firm's deal on the board", tour_deal.new_deal),
    ("Moved by keys, undone and redone", tour_deal.move),
    ("The contract wizard: requisites", tour_contract.requisites),
    ("The contract wizard: both papers looked at", tour_contract.preview),
    ("The contract wizard: the letter leaves", tour_contract.send),
    ("What the papers and the letter hold", tour_contract.look_at_papers),
    ("The accountant confirms the payment", tour_money.confirm),
    ("Won", tour_money.win),
    ("The shop at the end", tour_money.look_at_shop),
)
