# SPDX-License-Identifier: Apache-2.0
"""Who sits at this desk, where a seat ends: what waits under it comes back to be looked at, the others go on."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from desktop.storage.outbox import Device, remember_former
from desktop.storage.tables import device, outbox
from desktop.storage.unit_of_work import UnitOfWork

NOT_LET_IN = "not_let_in"
"""The verdict on what was written by somebody whose seat was closed before it was sent."""


def let_go(uow: UnitOfWork, one: Device, heir: Device) -> None:
    """The hub has closed this seat for good. What it had not sent nobody may send; `heir` reads for the desk then."""
    connection = uow.connection
    waiting = outbox.c.device_id == one.id, outbox.c.acked_head.is_(None)
    # As if the hub had refused it: the next pull puts the rows back and keeps what was typed.
    connection.execute(update(outbox).where(*waiting).values(acked_head=0, verdict=NOT_LET_IN))
    was_main = connection.scalar(select(device.c.is_main).where(device.c.id == one.id))
    connection.execute(delete(device).where(device.c.id == one.id))
    if was_main:
        connection.execute(update(device).where(device.c.id == heir.id).values(is_main=True))
    remember_former(connection, one)
    uow.has_new_membership = True
