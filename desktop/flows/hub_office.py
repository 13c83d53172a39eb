# SPDX-License-Identifier: Apache-2.0
"""The admin's side of the hub within the program: test it, set it up, bring this shop along, let people in and out.

The admin's password is typed for the moment, or lies in this computer's password store; it is kept nowhere else.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from desktop import saving, secrets
from desktop.clock import Clock
from desktop.errors import UserError
from desktop.flows import hub_place
from desktop.flows.join_hub import join
from desktop.flows.shop import Shop
from desktop.i18n import N_, _
from desktop.queries import hub as hub_queries
from desktop.storage import desk_memory, outgoing
from desktop.storage.outbox import Device
from desktop.sync import people
from desktop.sync.hub import check
from desktop.sync.hub.admin_side import HubAdmin
from desktop.sync.hub.check import AdminAddress, Own
from desktop.sync.hub.desk_side import Hub, HubAway, NotKnown
from desktop.sync.invite import Invite
from desktop.sync.round import CURSOR, HUB_ID, Round
from desktop.values.changes import Label, Origin
from desktop.values.rows.hub import Checked, OpenInvite, SeatRow, Server

DAYS: Final = 3
"""For so long an invite may be used."""

SERVER_CA: Final = "hub-server-ca.pem"
_KEPT: Final = Label(N_("Remembered the hub's server"))


# The server and its password


def keep_server(shop: Shop, server: Server) -> Server:
    """Remember how the admin meets the hub; its certificate is copied beside the shop, for its file may be moved."""
    kept = replace(server, ca=str(shop.folder / SERVER_CA))
    if server.ca != kept.ca:
        saving.write_whole(Path(kept.ca), _certificate(server.ca))
    told = json.dumps(kept.stored())
    shop.write(
        lambda uow: desk_memory.remember(uow.connection, hub_queries.SERVER, told),
        origin=Origin.SYNC,
        label=_KEPT,
    )
    return kept


def _certificate(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise UserError(
            _(
                "{file} cannot be read. Nothing was changed. Choose the certificate's file anew."
            ).format(file=Path(path).name or "–"),
            field="ca",
        ) from error


def kept_password(server: Server) -> str | None:
    """The admin's password, where it was put into this computer's store."""
    return secrets.get(server.secret)


def keep_or_forget(server: Server, password: str) -> str:
    """Put the admin's password into this computer's store, or an empty one out of it; returns what is in the way.

    It comes after what it was typed for, which is done all the same.
    """
    try:
        if password:
            secrets.put(server.secret, password)
        else:
            secrets.delete(server.secret)
    except UserError as error:
        return error.sentence
    return ""


def _address(server: Server, password: str) -> AdminAddress:
    return AdminAddress(
        server.host, server.port, server.database, server.login, password, server.ca
    )


# Does it work


def test_server(server: Server, password: str, clock: Clock) -> Checked:
    """As the admin, before anything was set up or when it shall be seen why nothing goes."""
    return Checked(tuple(check.run(_address(server, password), None, clock)), at=clock.now())


def test_desk(shop: Shop) -> Checked:
    """As this desk: the line, the certificate, the rights, one write, the clocks; and who else is there."""
    place = shop.read(hub_place.place)
    devices = shop.read(lambda r: outgoing.devices(r.connection))
    if place is None or not devices:
        return Checked(())
    main = devices[0]
    password = hub_place.password(main.login) or ""
    own = Own(UUID(_memory(shop, HUB_ID)), main.id, int(_memory(shop, CURSOR) or 0))
    ca = str(shop.folder / hub_place.CA_FILE)
    address = AdminAddress(place.host, place.port, place.database, main.login, password, ca)
    steps = tuple(check.run(address, own, shop.clock))
    seats: tuple[SeatRow, ...] = ()
    if Checked(steps).is_good:
        seats = _seats(Hub(place.address(shop.folder, main.login), password), main, own.cursor)
    return Checked(steps, seats, shop.clock.now())


def _seats(hub: Hub, main: Device, cursor: int) -> tuple[SeatRow, ...]:
    try:
        with hub:
            head = hub.hello(main.id, cursor).head
            rows = hub.devices()
    except (HubAway, NotKnown):
        return ()
    return tuple(SeatRow(lacks=max(0, head - row.pop("pulled")), **row) for row in rows)


def _memory(shop: Shop, key: str) -> str:
    return shop.read(lambda r: desk_memory.recall(r.connection, key)) or ""


# What the admin does


def set_up(server: Server, password: str) -> int:
    """Set the hub up in an empty database, or bring it up to this version; returns that."""
    with HubAdmin(_address(server, password)) as admin:
        admin.set_up()
        return admin.version()


def bring_along(
    shop: Shop, server: Server, password: str, *, user_id: UUID, desk_name: str
) -> Round:
    """Set the hub up where it is not, and let this desk join it with its whole shop.

    An invite for oneself, used at once. What breaks off is taken up where it stood at the next try.
    """
    set_up(server, password)
    made = _made(shop, server, password, user_id, may_bring=True)
    return join(shop, made, desk_name=desk_name, brings=True)


def invite(shop: Shop, server: Server, password: str, *, user_id: UUID) -> OpenInvite:
    """Let one person sit down at one desk, once, within days."""
    made = _made(shop, server, password, user_id, may_bring=False)
    expires = datetime.fromisoformat(made.expires)
    return OpenInvite(user_id, made.person, expires, made.text)


def _made(shop: Shop, server: Server, password: str, user_id: UUID, *, may_bring: bool) -> Invite:
    person = shop.read(lambda r: people.one_in_shop(r.connection, user_id))
    if person is None:
        raise UserError(
            _("This person no longer works here. No invite was made. Open their access first.")
        )
    with HubAdmin(_address(server, password)) as admin:
        return invite_of(admin, person, may_bring=may_bring)


def invite_of(admin: HubAdmin, person: people.Invited, *, may_bring: bool) -> Invite:
    """Make a login for a person at one desk, and what lets them sit down with it."""
    where = admin.address
    certificate = where.certificate
    seat = admin.let_in(
        person.id, person.name, person.roles, valid=timedelta(days=DAYS), may_bring=may_bring
    )
    return Invite(
        where.host, where.port, where.database, seat.login, seat.password, seat.secret,
        certificate, person.name, seat.expires,
    )  # fmt: skip


def dismiss(server: Server, password: str, user_id: UUID) -> int:
    """Close every login of a person; returns how many there were."""
    with HubAdmin(_address(server, password)) as admin:
        return admin.dismiss(user_id)


def take_off(server: Server, password: str, code: str) -> None:
    """Close one seat; the person's other ones stay."""
    with HubAdmin(_address(server, password)) as admin:
        admin.take_off(code)
