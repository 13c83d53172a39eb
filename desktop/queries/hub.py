# SPDX-License-Identifier: Apache-2.0
"""This desk's side of the hub, for Settings: where it is, who sits here, whom the admin meets it as."""

from __future__ import annotations

import json

from sqlalchemy import select

from desktop.queries import sync
from desktop.storage import desk_memory
from desktop.storage.database import Reader
from desktop.storage.tables import device
from desktop.values.rows.hub import HubHere, OwnSeat, Server

ADDRESS = "hub_address"
SERVER = "hub_server"
SEATS = "hub_seats"
"""Keys of what a desk remembers of its hub: where it is, how its admin meets the server, and who writes under which
code at which desk: {code: [desk, person]}."""


def here(reader: Reader) -> HubHere:
    """How this desk belongs to a hub."""
    connection = reader.connection
    seats = connection.execute(select(device).order_by(device.c.is_main.desc())).all()
    place = desk_memory.recall(connection, ADDRESS)
    server = desk_memory.recall(connection, SERVER)
    return HubHere(
        **(json.loads(place) if place else {}),
        seats=tuple(OwnSeat(row.user_id, row.code, row.is_main) for row in seats),
        waits=sync.waiting(reader),
        server=Server.read(json.loads(server)) if server else Server(),
    )
