# SPDX-License-Identifier: Apache-2.0
"""Joins a desk to a hub by an invite, and makes rounds with it. What breaks off is taken up again where it stood."""

from __future__ import annotations

import json
import secrets as randomness
import time
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from desktop import __version__, saving, secrets
from desktop.commands.people import take_pin
from desktop.domain import pin as pins
from desktop.errors import UserError
from desktop.flows import hub_place
from desktop.flows.hub_place import Place
from desktop.flows.hub_rounds import HubRounds, turn
from desktop.flows.hub_words import in_words
from desktop.flows.shop import Shop
from desktop.i18n import N_, _
from desktop.storage import bring_along, desk_memory, outbox, outgoing
from desktop.storage.database import Reader, settle
from desktop.storage.outbox import Device
from desktop.storage.tables import FILE_NAME
from desktop.storage.unit_of_work import UnitOfWork
from desktop.sync import bootstrap, invite, people
from desktop.sync.hub.desk_side import (
    Address,
    CodeTaken,
    Hub,
    InviteOver,
    NotKnown,
    Standing,
)
from desktop.sync.invite import Invite
from desktop.sync.round import BRINGING, EPOCH, HUB_ID, Round
from desktop.values.changes import Label, Origin
from desktop.values.numbers import draw_desk_code
from desktop.values.rows.joining import InviteRow, Joined, JoinStep, Step

JOINING, _INVITE, _PIN = "hub_joining", "hub_invite", "hub_first_pin"
_INVITE_SECRETS = "hub invite"
"""The name under which an invite's password and secret lie in the password store until the seat is taken."""

_JOINED = Label(N_("Joined the hub"))

UNFINISHED = f"{FILE_NAME}.joining"
"""The name of a first shop's file until all records are in it, so that half of one is taken for none."""

Told = Callable[[JoinStep], None]


def look_at(path: Path, folder: Path) -> InviteRow:
    """Read an invite and see whether its hub answers. UserError where the file is no invite."""
    found = invite.read(path)
    answers_ms, trouble = None, ""
    try:
        with in_words(_no_answer()):
            started = time.perf_counter()
            way_in(_place(found, folder).address(folder, found.login), found)
            answers_ms = (time.perf_counter() - started) * 1000
    except UserError as error:
        trouble = error.sentence
    return InviteRow(
        found.host, found.port, found.database, found.person, found.until, answers_ms, trouble
    )


def join(
    shop: Shop,
    found: Invite,
    *,
    desk_name: str,
    brings: bool,
    told: Told = lambda _step: None,
) -> Round:
    """Sit down at the hub: bring this shop along, or begin with what is there. UserError where it cannot be done.

    `told` hears how far it is, on this thread. What breaks off after this desk has its seat goes on with `go_on`, or
    with any later round.
    """
    _refuse_in_the_way(shop, brings=brings)
    place = _place(found, shop.folder)
    device_id = _device_id(shop, found, desk_name)
    with in_words(), _let_in(place.address(shop.folder, found.login), found) as hub:
        told(JoinStep(Step.CERTIFICATE))
        standing = _take_seat(shop, hub, found, device_id, desk_name)
    told(JoinStep(Step.VERSION, detail=__version__))
    told(JoinStep(Step.SEAT, detail=desk_name))
    device = Device(device_id, standing.employee_id, found.login, standing.code)
    note = partial(_note_seat, place=place, standing=standing, device=device, brings=brings)
    # From the moment on that the desk has its seat the program makes rounds by itself: the first one is the joining's.
    with turn(shop.folder):
        shop.write(note, origin=Origin.SYNC, label=_JOINED)
        secrets.delete(_INVITE_SECRETS)
        return _go_on(shop, told, has_turn=True)


def _refuse_in_the_way(shop: Shop, *, brings: bool) -> None:
    if shop.read(_has_seat):
        raise UserError(_("This computer has joined a hub already. Nothing was changed."))
    if not brings and shop.read(lambda r: people.are_there(r.connection)):
        raise UserError(
            _(
                "There is a shop on this computer already. Nothing was changed. Join with a new folder, or bring "
                "this shop along."
            )
        )


def _note_seat(
    uow: UnitOfWork, *, place: Place, standing: Standing, device: Device, brings: bool
) -> None:
    hub_place.keep_place(uow, place)
    desk_memory.remember(uow.connection, HUB_ID, str(standing.hub_id))
    desk_memory.remember(uow.connection, EPOCH, str(standing.epoch))
    desk_memory.forget(uow.connection, _INVITE)
    outgoing.register(uow, device, last_n=standing.acked, is_main=True)
    if brings:
        bring_along.owe_everything(uow, device.id, is_first=not standing.head)
        desk_memory.remember(uow.connection, BRINGING, str(device.id))


def resume(shop: Shop, told: Told) -> Round | None:
    """Take up a joining that broke off; None where none was begun."""
    if shop.read(_has_seat):
        return go_on(shop, told)
    kept, held_back = shop.read(partial(_memory, _INVITE)), secrets.get(_INVITE_SECRETS)
    if kept is None or held_back is None:
        return None
    held, (password, secret) = json.loads(kept), json.loads(held_back)
    found = Invite(**held["invite"], password=password, secret=secret)
    return join(shop, found, desk_name=held["desk"], brings=False, told=told)


def join_first(shop: Shop, path: Path | None, *, desk_name: str, told: Told) -> Joined:
    """Join with this computer's first shop, or take up what broke off; what is in the way is told in the answer."""
    try:
        if path is None or shop.read(_has_seat):
            resume(shop, told)
        else:
            join(shop, invite.read(path), desk_name=desk_name, brings=False, told=told)
    except UserError as error:
        trouble = error.sentence
    else:
        trouble = ""
    _set_pin(shop)
    return stands(shop, trouble)


def keep_pin(shop: Shop, pin: str) -> None:
    """The PIN typed by whoever sits down here, theirs once their record is here; an empty one changes nothing.

    UserError of the field "pin" where it is none.
    """
    kept = pins.hashed(pin) if pin else ""
    shop.write(
        lambda uow: desk_memory.remember(uow.connection, _PIN, kept),
        origin=Origin.SYNC,
        label=_JOINED,
    )


def _set_pin(shop: Shop) -> None:
    kept, seat = shop.read(
        lambda r: (desk_memory.recall(r.connection, _PIN), outbox.membership(r.connection))
    )
    if not kept or seat is None or not shop.read(lambda r: people.are_there(r.connection)):
        return

    def set_pin(uow: UnitOfWork) -> None:
        take_pin(uow, user_id=seat.main.user_id, hashed=kept)
        desk_memory.forget(uow.connection, _PIN)

    shop.write(set_pin)


def go_on(shop: Shop, told: Told) -> Round:
    """Send what is brought along and copy what is not here yet. UserError where it breaks off: nothing is lost."""
    return _go_on(shop, told, has_turn=False)


def _go_on(shop: Shop, told: Told, *, has_turn: bool) -> Round:
    broken = _("The line to the hub broke. What came stays, and it goes on from there.")
    with in_words(broken), HubRounds(shop) as rounds:
        of = rounds.owes()
        gone = 0

        def sent(changes: int) -> None:
            nonlocal gone
            gone += changes
            told(JoinStep(Step.SENT, gone, max(of, gone)))

        rounds.sent, rounds.copied = sent, told
        return rounds.run(has_turn=has_turn)


def finish(folder: Path) -> None:
    """The first shop of this computer is here: from now on it is opened as one. Nobody may have it open."""
    settle(folder / UNFINISHED, folder / FILE_NAME)


def forget(folder: Path) -> None:
    """Joining is given up before it began: nothing of it stays."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        (folder / f"{UNFINISHED}{suffix}").unlink(missing_ok=True)
    (folder / hub_place.CA_FILE).unlink(missing_ok=True)
    secrets.delete(_INVITE_SECRETS)


def stands(shop: Shop, trouble: str = "") -> Joined:
    """How far the joining of this desk is."""
    return shop.read(
        lambda r: Joined(
            is_whole=bootstrap.is_whole(r), has_cards=bootstrap.has_cards(r), trouble=trouble
        )
    )


def _no_answer() -> str:
    return _(
        "The hub does not answer. Nothing was changed. See whether this computer is in the office's network, "
        "then try again."
    )


def _place(found: Invite, folder: Path) -> Place:
    """Where the invite leads; the certificate that the hub must show lies beside the shop."""
    saving.write_whole(folder / hub_place.CA_FILE, found.ca.encode())
    return Place(found.host, found.port, found.database)


def _let_in(address: Address, found: Invite) -> Hub:
    return Hub(address, way_in(address, found))


def _take_seat(shop: Shop, hub: Hub, found: Invite, device_id: UUID, desk_name: str) -> Standing:
    standing = _sit_down(shop, hub, found, device_id, desk_name)
    hub_place.take_own_password(hub, found.login)
    return standing


def sync_round(shop: Shop) -> Round:
    """One round with the hub; UserError where the hub does not take part now."""
    with in_words(), HubRounds(shop) as rounds:
        return rounds.run()


def _device_id(shop: Shop, found: Invite, desk_name: str) -> UUID:
    """The same at a second try, so that the hub knows who asks again; with all that the second try needs."""
    made = UUID(shop.read(partial(_memory, JOINING)) or str(uuid4()))
    invited = asdict(found)
    held_back = [invited.pop("password"), invited.pop("secret")]
    secrets.put(_INVITE_SECRETS, json.dumps(held_back))

    def note(uow: UnitOfWork) -> None:
        desk_memory.remember(uow.connection, JOINING, str(made))
        held = {"invite": invited, "desk": desk_name}
        desk_memory.remember(uow.connection, _INVITE, json.dumps(held))

    shop.write(note, origin=Origin.SYNC, label=_JOINED)
    return made


def way_in(address: Address, found: Invite) -> str:
    """The invite's password, or the one it was replaced by when a first try broke off."""
    try:
        with Hub(address, found.password) as hub:
            hub.knock()
    except NotKnown as error:
        kept = secrets.get(hub_place.secret(found.login))
        if kept is None:
            raise InviteOver from error
        return kept
    return found.password


def _sit_down(shop: Shop, hub: Hub, found: Invite, device_id: UUID, desk_name: str) -> Standing:
    """Numbers already given keep the code they were given under; new ones get one that no other desk has."""
    while True:
        code = shop.read(lambda r: desk_memory.desk_code(r.connection))
        try:
            return hub.join(found.secret, device_id, code, desk_name)
        except CodeTaken:
            other = draw_desk_code(randomness.choice)
            shop.write(partial(_take_code, other), origin=Origin.SYNC, label=_JOINED)


def _take_code(code: str, uow: UnitOfWork) -> None:
    desk_memory.name_desk(uow.connection, code)
    uow.has_new_membership = True


def _has_seat(reader: Reader) -> bool:
    return outgoing.is_joined(reader.connection)


def _memory(key: str, reader: Reader) -> str | None:
    return desk_memory.recall(reader.connection, key)
