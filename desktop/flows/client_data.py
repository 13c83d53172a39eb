# SPDX-License-Identifier: Apache-2.0
"""One client's data on request: written out with the files, or erased, here or at the hub for every computer."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from desktop.commands.erasure import demand_reason, erase_client
from desktop.errors import UserError
from desktop.flows import hub_place
from desktop.flows.shop import Shop
from desktop.i18n import _
from desktop.storage import client_export, erase_here, outgoing
from desktop.storage.client_export import Written

if TYPE_CHECKING:
    from desktop.storage.database import Reader


def erase(shop: Shop, *, client_id: UUID, why: str, by: UUID | None = None) -> None:
    """Erase a client for good. Where desks meet the hub does it under the login of whoever asks, for all of them."""
    if not shop.read(_is_joined):
        shop.write(lambda uow: erase_client(uow, client_id=client_id, why=why))
        erase_here.leave_no_trace(shop.folder)
        return
    demand_reason(why)
    _erase_at_hub(shop, client_id, why.strip(), by)


def _erase_at_hub(shop: Shop, client_id: UUID, why: str, by: UUID | None) -> None:
    from desktop.flows.hub_words import in_words  # psycopg: only where there is a hub
    from desktop.sync.hub.answers import NotAllowed
    from desktop.sync.hub.desk_side import Hub

    seats = shop.read(lambda reader: outgoing.devices(reader.connection))
    seat = next((one for one in seats if one.user_id == by), None)
    where = shop.read(hub_place.place)
    if seat is None or where is None:
        raise UserError(
            _("You have no login of your own at this computer. Nothing was erased. Ask the admin.")
        )
    away = _("The hub cannot be reached now. Nothing was erased. Try again when it is back.")
    try:
        with (
            in_words(away),
            Hub(
                where.address(shop.folder, seat.login), hub_place.password(seat.login) or ""
            ) as hub,
        ):
            hub.purge(client_id, why)
    except NotAllowed as error:
        raise UserError(
            _("Your role may not erase at the hub. Nothing was erased. Ask the admin.")
        ) from error


def write_out(shop: Shop, *, client_id: UUID, target: Path, now: datetime) -> Written:
    """All that is kept about a client and that this person sees, as JSON with the files beside it."""
    return shop.read(
        lambda reader: client_export.write_out(
            reader.connection, client_id, folder=shop.folder, target=target, now=now
        )
    )


def _is_joined(reader: Reader) -> bool:
    return outgoing.is_joined(reader.connection)
