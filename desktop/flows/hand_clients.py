# SPDX-License-Identifier: Apache-2.0
"""Clients with whom nothing is open go along in a handover: each is called on a day that has room for it (D2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from uuid import UUID

from desktop import commands
from desktop.flows.shop import Shop
from desktop.queries.client_lists import booked, calendar, norms
from desktop.storage.unit_of_work import UnitOfWork
from desktop.values.batches import batches
from desktop.values.first_touches import FirstTouches
from desktop.values.handing_over import Share

AT_ONCE = 25
"""Clients that one transaction hands over."""


def parts_of(
    shop: Shop, shares: Sequence[Share], *, giver_id: UUID, comment: str
) -> Iterator[Callable[[UnitOfWork], int]]:
    """The commands that hand over the clients of these shares, so many clients in each."""
    getting = {share.to for share in shares if share.clients and share.to is not None}
    if not getting:
        return
    days, first = shop.read(calendar)
    room = FirstTouches(
        days,
        first,
        norms=shop.read(lambda reader: norms(reader, getting)),
        booked=shop.read(lambda reader: booked(reader, getting)),
    )
    for share in shares:
        if share.to is None:
            continue
        for some in batches(share.clients, AT_ONCE):
            yield partial(
                commands.client_handover.hand_clients_over,
                clients=[(client, room.next_for(share.to)) for client in some],
                giver_id=giver_id,
                to=share.to,
                comment=comment,
            )
