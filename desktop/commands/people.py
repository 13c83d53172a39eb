# SPDX-License-Identifier: Apache-2.0
"""People of the shop: added, changed, dismissed; their roles, their order, their PINs."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select

from desktop.commands.handover import give_cards, give_touches, open_cards_of
from desktop.domain import pin as pins
from desktop.domain.deal import Deal
from desktop.domain.holding import PlannedHandover
from desktop.domain.rights import Right, demand
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.i18n import N_, _, relative_moment
from desktop.storage import pin_tries
from desktop.storage.outbox import membership
from desktop.storage.standing_rules import NO_ADMIN, has_admin
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.changes import Seen
from desktop.values.handing_over import Handed, Share
from desktop.values.states import Role


@command(N_("Added {person}"), Right.EDIT_PEOPLE)
def add_person(
    uow: UnitOfWork,
    *,
    name: str,
    roles: Iterable[str],
    email: str = "",
    phone: str = "",
    pin: str = "",
) -> UUID:
    """A new colleague, last in the list; without digits there is no PIN."""
    last = uow.one(select(func.coalesce(func.max(User.position), -1))) or 0
    person = uow.add(
        User(
            name=_free_name(uow, name, None),
            roles=_known_roles(roles),
            position=last + 1,
            pin=pins.hashed(pin) if pin else "",
            email=email.strip(),
            phone=phone.strip(),
        )
    )
    uow.name(person=person.name)
    return person.id


@command(N_("Changed {person}"), Right.EDIT_PEOPLE)
def change_person(
    uow: UnitOfWork,
    *,
    user_id: UUID,
    name: str,
    email: str = "",
    phone: str = "",
    seen: Seen = None,
) -> None:
    """Another name or address."""
    person = uow.get(User, user_id)
    person.name = _free_name(uow, name, user_id)
    person.email, person.phone = email.strip(), phone.strip()
    uow.name(person=person.name)


@command(N_("Changed the roles of {person}"), Right.EDIT_PEOPLE)
def set_roles(uow: UnitOfWork, *, user_id: UUID, roles: Iterable[str], seen: Seen = None) -> None:
    """What a colleague may do from now on; the house keeps an admin."""
    person = uow.get(User, user_id)
    person.roles = _known_roles(roles, person.roles)
    uow.name(person=person.name)


@command(N_("Closed the access of {person}"), Right.EDIT_PEOPLE)
def hand_over_leaver(
    uow: UnitOfWork,
    *,
    user_id: UUID,
    share: Share,
    comment: str = "",
) -> Handed:
    """Some cards of a colleague who is about to leave go on to another one, or to the head's queue."""
    uow.name(person=_leaver(uow, user_id).name)
    return give_cards(uow, share.card_ids, share.to, comment=comment, leaves=user_id)


@command(N_("Closed the access of {person}"), Right.EDIT_PEOPLE)
def hand_touches_of_leaver(
    uow: UnitOfWork, *, user_id: UUID, to: UUID | None, at_most: int | None = None
) -> int:
    """What else they had to do goes to somebody, else to the head; returns how much it is."""
    uow.name(person=_leaver(uow, user_id).name)
    return give_touches(uow, user_id, to, at_most=at_most, leaves=user_id)


@command(N_("Closed the access of {person}"), Right.EDIT_PEOPLE)
def dismiss_person(
    uow: UnitOfWork,
    *,
    user_id: UUID,
    touches_to: UUID | None = None,
    comment: str = "",
    seen: Seen = None,
) -> Handed:
    """A colleague leaves; what they did stays theirs, what is still to be done goes to others in the same step.

    Their open cards go to the head's queue: whoever shares them out does so before (hand_over_leaver). Their other
    touches go to `touches_to`, else to the head. What they watched over the head watches over. A handover that was
    planned for a later day does not happen any more.
    """
    person = uow.get(User, user_id)
    person.is_active, person.pin = False, ""
    uow.flush()
    handed = give_cards(uow, open_cards_of(uow, user_id), None, comment=comment)
    give_touches(uow, user_id, touches_to)
    watched = select(Deal).where(
        Deal.controller_id == user_id,
        Deal.is_open,
    )
    for deal in uow.all(watched):
        deal.controller_id = None
    for plan in uow.all(select(PlannedHandover).where(PlannedHandover.giver_id == user_id)):
        if plan.done_at is None and plan.archived_at is None:
            plan.archived_at = uow.now
    uow.name(person=person.name)
    return handed


def _leaver(uow: UnitOfWork, user_id: UUID) -> User:
    """Who is about to leave; the last admin may not, and is told before anything of theirs goes."""
    if not has_admin(uow, leaves=user_id):
        raise UserError(_(NO_ADMIN))
    return uow.get(User, user_id)


@command(N_("Opened the access of {person}"), Right.EDIT_PEOPLE)
def readmit_person(uow: UnitOfWork, *, user_id: UUID, seen: Seen = None) -> None:
    """A colleague comes back, with the roles they had and without a PIN."""
    person = uow.get(User, user_id)
    person.is_active = True
    pin_tries.forget(uow.connection, user_id)
    uow.name(person=person.name)


@command(N_("Set the PIN of {person}"))
def set_pin(uow: UnitOfWork, *, user_id: UUID, pin: str, seen: Seen = None) -> None:
    """A new PIN, one's own or, for an admin, anybody's; an empty one takes the PIN away. Opens a closed entry."""
    if user_id != uow.actor.user_id and uow.actor.user_id is not None:
        demand(uow.actor.roles, Right.EDIT_PEOPLE)
    person = uow.get(User, user_id)
    person.pin = pins.hashed(pin) if pin else ""
    pin_tries.forget(uow.connection, user_id)
    uow.name(person=person.name)


@command(N_("Set the PIN of {person}"))
def take_pin(uow: UnitOfWork, *, user_id: UUID, hashed: str) -> None:
    """The PIN that its owner typed at a desk before their record had come there."""
    person = uow.get(User, user_id)
    person.pin = hashed
    uow.name(person=person.name)


@command(N_("{person} may try the PIN again"), Right.EDIT_PEOPLE)
def open_entry(uow: UnitOfWork, *, user_id: UUID) -> None:
    """Forget the wrong PINs of a colleague."""
    uow.name(person=uow.get(User, user_id).name)
    pin_tries.forget(uow.connection, user_id)


def check_pin(uow: UnitOfWork, *, user_id: UUID, pin: str) -> bool:
    """Whether these are a person's digits; who has no PIN needs none. Takes about 50 ms by design.

    After five wrong ones UserError says till when the entry is closed; an admin can open it at once.
    """
    person = uow.get(User, user_id)
    if not person.is_active:
        raise UserError(
            _("{person} no longer works here. Ask the admin: Settings, People and hub.").format(
                person=person.name
            )
        )
    seats = membership(uow.connection)
    if seats is not None and user_id not in seats.by_user:
        raise UserError(
            _(
                "{person} has not sat at this desk yet. It takes an invite, which the admin makes: Settings, "
                "People and hub."
            ).format(person=person.name)
        )
    tries = pin_tries.tries(uow.connection, user_id)
    if tries.is_closed(uow.now):
        assert tries.closed_until is not None
        local = uow.now.astimezone(uow.zone)
        raise UserError(
            _(
                "Too many wrong PINs. {person} can try again from {when}. An admin can open the entry now: "
                "Settings, People and hub."
            ).format(person=person.name, when=relative_moment(tries.closed_until, now=local))
        )
    if not person.pin or pins.matches(pin, person.pin):
        pin_tries.forget(uow.connection, user_id)
        return True
    pin_tries.keep(uow.connection, user_id, tries.after_wrong(uow.now))
    return False


def _free_name(uow: UnitOfWork, name: str, user_id: UUID | None) -> str:
    wanted = " ".join(name.split())
    if not wanted:
        raise UserError(_("A colleague needs a name."), field="name")
    same = select(User).where(User.name == wanted, User.archived_at.is_(None))
    if any(other.id != user_id for other in uow.all(same)):
        raise UserError(
            _("There is a {person} already. Add a letter to tell them apart.").format(
                person=wanted
            ),
            field="name",
        )
    return wanted


def _known_roles(roles: Iterable[str], held: Iterable[str] = ()) -> list[str]:
    """In the order of the list of roles; one of a newer version that somebody holds stays."""
    wanted = {str(role) for role in roles}
    unknown = wanted - {role.value for role in Role} - set(held)
    assert not unknown, f"no such roles: {unknown}"
    if not wanted:
        raise UserError(_("Choose at least one role."), field="roles")
    known = [role.value for role in Role if role.value in wanted]
    return known + sorted(wanted.difference(known))
