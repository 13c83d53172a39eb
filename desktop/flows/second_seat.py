# SPDX-License-Identifier: Apache-2.0
"""One more person at a desk that has joined: an invite of their own gives them a login, kept in this desk's store.

From then on they sign in here also while the hub is away, and what they write goes out under their own login.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from desktop.errors import UserError
from desktop.flows import hub_place
from desktop.flows.hub_words import in_words
from desktop.flows.join_hub import sync_round, way_in
from desktop.flows.shop import Shop
from desktop.i18n import N_, _
from desktop.storage import desk_memory, outgoing, owed_again, pin_tries
from desktop.storage.outbox import Device
from desktop.storage.unit_of_work import UnitOfWork
from desktop.sync import invite as invites
from desktop.sync.hub.desk_side import Hub, Standing
from desktop.sync.invite import Invite
from desktop.sync.round import HUB_ID, OtherHub
from desktop.values.changes import Label, Origin

_SAT_DOWN = Label(N_("Sat down at this desk"))


def sit_down(shop: Shop, path: Path) -> UUID:
    """Take the seat an invite is for; returns whose it is. What breaks off may be tried again with the same file."""
    found = invites.read(path)
    place = shop.read(hub_place.place)
    if place is None:
        raise UserError(
            _("This computer has not joined a hub. Nothing was changed. Join it first.")
        )
    if found.database != place.database:
        raise UserError(
            _(
                "This invite is for another hub than this desk's. Nothing was changed. Ask the admin."
            )
        )
    address = place.address(shop.folder, found.login)
    device_id = _device_id(shop, found.login)
    with in_words(), Hub(address, way_in(address, found)) as hub:
        standing = _take_seat(shop, hub, found, device_id)
        hub_place.take_own_password(hub, found.login)
        device = Device(device_id, standing.employee_id, found.login, standing.code)
        anew = _sealed_anew(shop, hub, device)
    register = partial(_register, device, standing.acked, anew)
    shop.write(register, origin=Origin.SYNC, label=_SAT_DOWN)
    sync_round(shop)
    return device.user_id


def _take_seat(shop: Shop, hub: Hub, found: Invite, device_id: UUID) -> Standing:
    """At the desk as the hub knows it: its code with the name it was given there."""
    code = shop.read(lambda r: desk_memory.desk_code(r.connection))
    name = next((one["desk"] for one in hub.devices() if one["desk_code"] == code), "")
    sitting = shop.read(lambda r: outgoing.devices(r.connection))
    here = next((one for one in sitting if one.code.startswith(code)), sitting[0])
    standing = hub.join(found.secret, device_id, code, name, beside=here.id)
    if str(standing.hub_id) != shop.read(lambda r: desk_memory.recall(r.connection, HUB_ID)):
        raise OtherHub
    return standing


def _register(device: Device, acked: int, anew: Mapping[int, str], uow: UnitOfWork) -> None:
    """A seat they had here before ends, and what waits under it goes out under the new one."""
    before = _before(outgoing.devices(uow.connection), device)
    if before is None:
        outgoing.register(uow, device, last_n=acked, is_main=False)
    elif before.id != device.id:
        owed_again.replace(uow, before.id, device, anew)
    pin_tries.forget(uow.connection, device.user_id)


def _before(seats: Sequence[Device], device: Device) -> Device | None:
    """The seat that this person has here already."""
    return next((one for one in seats if one.user_id == device.user_id), None)


def _sealed_anew(shop: Shop, hub: Hub, device: Device) -> dict[int, str]:
    """What waits sealed under the seat before goes out under the new one too."""
    seats = shop.read(lambda r: outgoing.devices(r.connection))
    if (before := _before(seats, device)) is None:
        return {}
    moves = shop.read(lambda r: owed_again.moves(r.connection, before.id, 0))
    return hub.sealed_anew(before.id, device.id, moves)


def _device_id(shop: Shop, login: str) -> UUID:
    """The same at a second try, so that the hub knows who asks again."""
    key = f"hub_sitting:{login}"
    known = shop.read(lambda r: desk_memory.recall(r.connection, key))
    if known:
        return UUID(known)
    made = uuid4()
    shop.write(
        lambda uow: desk_memory.remember(uow.connection, key, str(made)),
        origin=Origin.SYNC,
        label=_SAT_DOWN,
    )
    return made
