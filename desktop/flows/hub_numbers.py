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
    from desktop.sync.hub.desk_side import HubAway, NotKnown, UpdateFirst
    from desktop.sync.round import OtherHub

    try:
        (make_round or _one_round)(shop)
    except HubAway:
        number_here(shop)
    except (NotKnown, UpdateFirst, OtherHub, UserError) as error:
        _log.info("No number from the hub: %s", error)


def _one_round(shop: Shop) -> None:
    from desktop.flows.hub_rounds import HubRounds

    deadline = shop.clock.monotonic() + PATIENCE_S
    with HubRounds(shop, is_wanted=lambda: shop.clock.monotonic() < deadline) as rounds:
        rounds.run()
