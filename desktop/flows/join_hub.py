# SPDX-License-Identifier: Apache-2.0
"""Joins a desk to a hub by an invite, and makes rounds with it. What breaks off is taken up again where it stood."""

from __future__ import annotations

import secrets as randomness
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from uuid import UUID, uuid4

from desktop import secrets
from desktop.errors import UserError
from desktop.flows import hub_place
from desktop.flows.hub_place import Place
from desktop.flows.hub_rounds import HubRounds
from desktop.flows.shop import Shop
from desktop.i18n import N_, _
from desktop.storage import desk_memory, outgoing
from desktop.storage.database import Reader
from desktop.storage.outbox import Device
from desktop.storage.unit_of_work import UnitOfWork
from desktop.sync import people
from desktop.sync.hub.desk_side import (
    Address,
    CodeTaken,
    Hub,
    HubAway,
    InviteOver,
    NotKnown,
    Standing,
    UpdateFirst,
)
from desktop.sync.invite import Invite
from desktop.sync.round import EPOCH, HUB_ID, OtherHub, Round
from desktop.values.changes import Label, Origin
from desktop.values.numbers import draw_desk_code

JOINING = "hub_joining"
_JOINED = Label(N_("Joined the hub"))


def join(shop: Shop, invite: Invite, *, desk_name: str, brings: bool) -> Round:
    """Sit down at the hub: bring this shop along, or begin with what is there. UserError where it cannot be done."""
    if shop.read(lambda r: outgoing.devices(r.connection)):
        raise UserError(_("This computer has joined a hub already. Nothing was changed."))
    if not brings and shop.read(lambda r: people.are_there(r.connection)):
        raise UserError(
            _(
                "There is a shop on this computer already. Nothing was changed. Join with a new folder, or bring "
                "this shop along."
            )
        )
    place = Place(invite.host, invite.port, invite.database)
    (shop.folder / hub_place.CA_FILE).write_text(invite.ca, encoding="ascii")
    address = place.address(shop.folder, invite.login)
    device_id = _device_id(shop)
    with _told():
        password = _way_in(address, invite)
        with Hub(address, password) as hub:
            standing = _sit_down(shop, hub, invite, device_id, desk_name)
            fresh = randomness.token_urlsafe(24)
            secrets.put(hub_place.secret(invite.login), fresh)
            hub.change_password(fresh)
    device = Device(device_id, standing.employee_id, invite.login, standing.code)

    def note(uow: UnitOfWork) -> None:
        hub_place.keep_place(uow, place)
        desk_memory.remember(uow.connection, HUB_ID, str(standing.hub_id))
        desk_memory.remember(uow.connection, EPOCH, str(standing.epoch))
        outgoing.register(uow, device, last_n=standing.acked, is_main=True)
        if brings:
            hlc = f"{int(uow.now.timestamp() * 1000) << 16:016x}"
            outgoing.owe_everything(uow.connection, device.id, hlc)

    shop.write(note, origin=Origin.SYNC, label=_JOINED)
    done = sync_round(shop)
    if brings:
        with _told(), Hub(address, secrets.get(hub_place.secret(invite.login)) or "") as hub:
            hub.brought(device_id)
    return done


def sync_round(shop: Shop) -> Round:
    """One round with the hub; UserError where the hub does not take part now."""
    with _told(), HubRounds(shop) as rounds:
        return rounds.run()


def _device_id(shop: Shop) -> UUID:
    """The same at a second try, so that the hub knows who asks again."""
    known = shop.read(partial(_memory, JOINING))
    if known:
        return UUID(known)
    made = uuid4()
    shop.write(
        lambda uow: desk_memory.remember(uow.connection, JOINING, str(made)),
        origin=Origin.SYNC,
        label=_JOINED,
    )
    return made


def _way_in(address: Address, invite: Invite) -> str:
    """The invite's password, or the one it was replaced by when a first try broke off."""
    try:
        with Hub(address, invite.password) as hub:
            hub.knock()
    except NotKnown:
        kept = secrets.get(hub_place.secret(invite.login))
        if kept is None:
            raise
        return kept
    return invite.password


def _sit_down(shop: Shop, hub: Hub, invite: Invite, device_id: UUID, desk_name: str) -> Standing:
    """Numbers already given keep the code they were given under; new ones get one that no other desk has."""
    while True:
        code = shop.read(lambda r: desk_memory.desk_code(r.connection))
        try:
            return hub.join(invite.secret, device_id, code, desk_name)
        except CodeTaken:
            other = draw_desk_code(randomness.choice)
            shop.write(partial(_take_code, other), origin=Origin.SYNC, label=_JOINED)


def _take_code(code: str, uow: UnitOfWork) -> None:
    desk_memory.name_desk(uow.connection, code)
    uow.has_new_membership = True


def _memory(key: str, reader: Reader) -> str | None:
    return desk_memory.recall(reader.connection, key)


@contextmanager
def _told() -> Iterator[None]:
    """The hub's answers as sentences."""
    try:
        yield
    except HubAway as error:
        raise UserError(
            _("The hub cannot be reached. Nothing is lost: what waits is sent when it is back.")
        ) from error
    except NotKnown as error:
        raise UserError(
            _(
                "The hub does not let this desk in. What was written stays here. Ask the admin for an invite."
            )
        ) from error
    except InviteOver as error:
        raise UserError(
            _(
                "This invite has been used, or its time is over. Nothing was changed. Ask the admin for a new one."
            )
        ) from error
    except UpdateFirst as error:
        raise UserError(
            _("The hub asks for a newer version. What was written waits here. Update Counterfoil.")
        ) from error
    except OtherHub as error:
        raise UserError(
            _(
                "At this address there is another hub than the one this desk has joined. Nothing was changed."
            )
        ) from error
