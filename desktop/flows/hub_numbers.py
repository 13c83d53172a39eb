# SPDX-License-Identifier: Apache-2.0
"""Numbers of legal papers where desks meet: asked of the hub at once, or taken from the desk's own series."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from desktop import log
from desktop.commands import documents
from desktop.errors import UserError
from desktop.flows.number_here import number_here
from desktop.flows.shop import Shop
from desktop.storage import asked_numbers
from desktop.values.changes import Seen

PATIENCE_S: Final = 8.0
"""So long somebody who makes papers waits for the hub's answer; a desk in an office has it in a few milliseconds."""

TURN_S: Final = 60.0
"""So long they wait while another round goes on: the hub is there, and that round may bring the number as well."""

_log = log.logger("numbers")


def issue_invoice(shop: Shop, *, deal_id: UUID, seen: Seen = None) -> None:
    """Give the deal its invoice, with a number as far as there is one now."""
    shop.write(lambda uow: documents.issue_invoice(uow, deal_id=deal_id, seen=seen))
    settle(shop)


def settle(shop: Shop, *, make_round: Callable[[Shop], object] | None = None) -> None:
    """Let papers that wait for a number have it: from the hub by a round, from the desk where the hub is away.

    What still has none afterwards gets it with a later round: where the shop wants numbers from the hub only, where the
    line broke while it was asked, or where the hub does not let this desk in.
    """
    if not shop.read(lambda reader: asked_numbers.waiting(reader.connection)):
        return
    # psycopg: only where there is a hub
    from desktop.flows.hub_rounds import TurnTaken
    from desktop.sync.hub.desk_side import HubAway, NotKnown, UpdateFirst
    from desktop.sync.round import OtherHub

    try:
        (make_round or _one_round)(shop)
    except HubAway:
        number_here(shop)
    except TurnTaken:
        _log.info("Another round goes on, and numbers come with it or the next")
    except (NotKnown, UpdateFirst, OtherHub, UserError) as error:
        _log.info("No number from the hub: %s", error)


def _one_round(shop: Shop) -> None:
    """An operation goes to the hub behind those before it, so that it takes a round; while one goes on it may be it."""
    from desktop.flows.hub_rounds import HubRounds

    patience = _Patience(shop)
    with HubRounds(shop, is_wanted=patience.lasts) as rounds:
        rounds.begun = patience.begin
        rounds.run()


class _Patience:
    """How long somebody waits: first for the turn, as long as nobody else has brought the number, then for the hub."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._has_begun = False
        self._until = shop.clock.monotonic() + TURN_S

    def begin(self) -> None:
        """It is our turn."""
        self._has_begun = True
        self._until = self._shop.clock.monotonic() + PATIENCE_S

    def lasts(self) -> bool:
        """Whether the answer is still waited for."""
        if self._shop.clock.monotonic() >= self._until:
            return False
        return self._has_begun or self._shop.read(lambda r: asked_numbers.waiting(r.connection))
