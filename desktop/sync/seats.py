# SPDX-License-Identifier: Apache-2.0
"""Several people at one desk: where the hub lets one of them in no more, the others go on.

A seat that the hub has closed is given up here too. Where only its password is missing, nothing is given up: what waits
under it waits on, and what others wrote after it waits behind it, for it may stand on that.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from desktop.storage import seats
from desktop.storage.outbox import Device
from desktop.storage.unit_of_work import UnitOfWork
from desktop.sync.footing import Footing
from desktop.sync.hub.desk_side import Hub, NotKnown


def part(footing: Footing, hub_of: Callable[[Device], Hub]) -> bool:
    """Somebody of this desk was not let in: see who, and whether the desk can go on without them."""
    inside: list[Device] = []
    outside: list[Device] = []
    for device in footing.devices():
        try:
            (inside if _is_let_in(hub_of(device), device) else outside).append(device)
        except NotKnown:
            outside.append(device)
    if not inside or not outside:
        return False
    closed = {row["code"] for row in hub_of(inside[0]).devices() if row["is_closed"]}
    for device in outside:
        if device.code in closed:
            footing.write(partial(_let_go, device, inside[0]))
        else:
            footing.absent.add(device.id)
    return True


def _is_let_in(hub: Hub, device: Device) -> bool:
    return not hub.hello(device.id, 0).is_revoked


def _let_go(device: Device, heir: Device, uow: UnitOfWork) -> None:
    seats.let_go(uow, device, heir)
