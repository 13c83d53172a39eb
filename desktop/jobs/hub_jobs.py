# SPDX-License-Identifier: Apache-2.0
"""Sub-commands of the hub: set it up, let people in, see how it stands; join it and make rounds with it."""

from __future__ import annotations

import argparse
import getpass
import os
import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop.errors import UserError
from desktop.i18n import _, ngettext
from desktop.jobs.job import Answer, Argument, Job
from desktop.jobs.shop_jobs import demand_shop, written_to

if TYPE_CHECKING:
    from desktop.sync.hub.admin_side import HubAdmin
    from desktop.sync.people import Invited

PASSWORD_VARIABLE: Final = "COUNTERFOIL_HUB_PASSWORD"  # noqa: S105 - its name, not the password

_SERVER: Final = (
    Argument(
        "--host", "HOST", "the server's name, as its certificate has it", kind=str, required=True
    ),
    Argument("--port", "PORT", "by default 5432", kind=int, default=5432),
    Argument(
        "--database", "NAME", "an empty database for this shop alone", kind=str, required=True
    ),
    Argument("--admin", "LOGIN", "a login that may create roles", kind=str, required=True),
    Argument("--ca", "FILE", "the certificate the server must show (PEM)", required=True),
)


def _admin(asked: argparse.Namespace) -> HubAdmin:
    """The admin's connection. The password is never an argument: other users of a computer see those."""
    from desktop.sync.hub.admin_side import HubAdmin
    from desktop.sync.hub.check import AdminAddress

    password = os.environ.get(PASSWORD_VARIABLE)
    if password is None and sys.stdin.isatty():
        password = getpass.getpass(_("Password of {login}: ").format(login=asked.admin))
    if password is None:
        raise UserError(
            _(
                "The admin's password is missing. Nothing was changed. Set {variable} or use a terminal."
            ).format(variable=PASSWORD_VARIABLE)
        )
    return HubAdmin(
        AdminAddress(asked.host, asked.port, asked.database, asked.admin, password, str(asked.ca))
    )


def _init(asked: argparse.Namespace, _folder: Path) -> Answer:
    """Schema, roles and grants; again brings an older hub up to this version."""
    with _admin(asked) as admin:
        mended = admin.set_up()
        doubts = admin.doubts()
        version = admin.version()
    said = [_("The hub is ready, version {version}.").format(version=version)]
    if mended:
        was = ngettext("{n} of its functions was another version's and has been replaced.",
                       "{n} of its functions were another version's and have been replaced.", len(mended))  # fmt: skip
        said.append(was.format(n=len(mended)))
    return {
        "said": "\n".join([*said, *doubts]),
        "version": version,
        "mended": mended,
        "doubts": doubts,
    }


def _invite(asked: argparse.Namespace, folder: Path) -> Answer:
    """A file that lets one person sit down at one desk."""
    from desktop.flows.hub_office import DAYS, invite_of
    from desktop.sync.invite import SUFFIX

    target: Path = asked.out
    if not target.suffix:
        target = target.with_suffix(SUFFIX)
    with _admin(asked) as admin:
        person = admin.person(asked.person) or _person_here(folder, asked.person)
        if person is None:
            raise UserError(
                _(
                    "Nobody is called {name}. No invite was made. Add the person first: Settings, "
                    "People and hub."
                ).format(name=asked.person)
            )
        invite = invite_of(admin, person, may_bring=asked.bring)
    invite.write(target)
    said = _(
        "{name} may sit down at one desk with {file} within {days} days. It lets in whoever has it."
    )
    return {
        "said": said.format(name=person.name, file=target, days=DAYS),
        "file": str(target),
        "expires": invite.expires,
    }


def _person_here(folder: Path, name: str) -> Invited | None:
    """Before the first desk has joined, people are only in the shop that will bring them."""
    from desktop.sync.people import in_shop

    demand_shop(folder)
    with written_to(folder) as shop:
        return shop.read(lambda r: in_shop(r.connection, name))


def _dismiss(asked: argparse.Namespace, _folder: Path) -> Answer:
    """Every login of a person ends, and whatever they have open; what they did stays."""
    with _admin(asked) as admin:
        person = admin.person(asked.person)
        if person is None:
            raise UserError(
                _("Nobody is called {name} at the hub. Nothing was changed.").format(
                    name=asked.person
                )
            )
        closed = admin.dismiss(person.id)
    said = ngettext(
        "{name} is let in no more: {n} login was closed. Set them inactive in the program too.",
        "{name} is let in no more: {n} logins were closed. Set them inactive in the program too.",
        closed,
    )
    return {"said": said.format(name=person.name, n=closed), "closed": closed}


def _erase(asked: argparse.Namespace, _folder: Path) -> Answer:
    """A person who asks for it is forgotten: the hub blanks what it has, and each desk with its next round."""
    with _admin(asked) as admin:
        found = admin.clients_called(asked.client)
        if len(found) != 1:
            raise UserError(
                _(
                    "{n} clients at the hub have the name or phone “{client}”. Nothing was erased. Give the phone "
                    "of the one who is meant, with the country code."
                ).format(n=len(found), client=asked.client)
            )
        rows = admin.erase(found[0], asked.why)
    said = _(
        "The client is erased at the hub, and at each computer with its next round. Backups and exported files keep "
        "what they have."
    )
    return {"said": said, "id": str(found[0]), "rows": rows}


def _status(asked: argparse.Namespace, _folder: Path) -> Answer:
    """Who has joined, how far they are, whether the history is whole."""
    with _admin(asked) as admin:
        desks, broken, head = admin.desks(), admin.broken_links(), admin.head()
        waiting, doubts = admin.waiting(), admin.doubts()
    lines = [_("The hub stands at {head}.").format(head=head)]
    lines += [
        _("{desk}, {person}: last here {when}, version {version}").format(
            desk=one["desk"],
            person=one["person"] or one["login"],
            when=one["last_seen"] or "–",
            version=one["version"] or "–",
        )
        for one in desks
    ]
    for person, n in waiting:
        held = ngettext(
            "{n} change that {person} gave again waits until its card is theirs to see.",
            "{n} changes that {person} gave again wait until their cards are theirs to see.",
            n,
        )
        lines.append(held.format(n=n, person=person))
    lines += doubts
    if broken:
        found = ngettext("{n} line of the history was changed or is missing.",
                         "{n} lines of the history were changed or are missing.", len(broken))  # fmt: skip
        lines.append(found.format(n=len(broken)))
    else:
        lines.append(_("The history is whole."))
    faults = [{"device": one[0], "n": one[1]} for one in broken]
    return {
        "said": "\n".join(lines),
        "desks": desks,
        "head": head,
        "waiting": dict(waiting),
        "doubts": doubts,
        "faults": faults,
    }


def _join(asked: argparse.Namespace, folder: Path) -> Answer:
    """This computer becomes a desk of the hub."""
    from desktop.flows.join_hub import join
    from desktop.sync import invite

    found = invite.read(asked.path)
    with written_to(folder) as shop:
        done = join(shop, found, desk_name=asked.name or platform.node(), brings=asked.bring)
    said = _("Joined as {person}. Sent: {sent}. Received: {received}.")
    return {
        "said": said.format(person=found.person, sent=done.sent, received=done.received),
        "sent": done.sent,
        "received": done.received,
    }


def _sync(_asked: argparse.Namespace, folder: Path) -> Answer:
    """One round with the hub."""
    demand_shop(folder)
    from desktop.flows.join_hub import sync_round

    with written_to(folder) as shop:
        done = sync_round(shop)
    said = _("Sent: {sent}. Received: {received}. Refused: {refused}.")
    return {
        "said": said.format(sent=done.sent, received=done.received, refused=done.refused),
        "sent": done.sent,
        "received": done.received,
        "refused": done.refused,
    }


JOBS: Final = (
    Job(
        ("hub", "init"),
        _init,
        "set up the hub in an empty database, or bring it up to this version",
        _SERVER,
    ),
    Job(("hub", "upgrade"), _init, "bring the hub up to this version", _SERVER),
    Job(
        ("hub", "invite"),
        _invite,
        "make a file that lets one person sit down at one desk",
        (
            *_SERVER,
            Argument("--person", "NAME", "whom, as in Settings, People", kind=str, required=True),
            Argument("--out", "FILE", "where to write the invite", required=True),
            Argument("--bring", "", "the desk brings its whole shop along", switch=True),
        ),
    ),
    Job(
        ("hub", "dismiss"),
        _dismiss,
        "close the logins of somebody who leaves",
        (*_SERVER, Argument("--person", "NAME", "whom", kind=str, required=True)),
    ),
    Job(
        ("hub", "erase"),
        _erase,
        "erase a client's data at the hub and at every computer, for good",
        (
            *_SERVER,
            Argument("--client", "WHO", "the client's name or phone", kind=str, required=True),
            Argument("--why", "TEXT", "kept with the date and your login", kind=str, required=True),
        ),
    ),
    Job(("hub", "status"), _status, "who has joined, and whether the history is whole", _SERVER),
    Job(
        ("join",),
        _join,
        "join a hub with an invite",
        (
            Argument("path", "INVITE", "the file the admin gave"),
            Argument("--name", "DESK", "this computer's name in lists", kind=str, default=""),
            Argument("--bring", "", "bring this shop along", switch=True),
        ),
    ),
    Job(
        ("sync",),
        _sync,
        "make a round with the hub",
        (Argument("--once", "", "one round, which is the default", switch=True),),
    ),
)
