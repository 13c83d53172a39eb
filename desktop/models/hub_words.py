# SPDX-License-Identifier: Apache-2.0
"""The hub in words, for Settings: how it stands as a whole, who sits where and since when they were not seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from desktop.i18n import _, formats, ngettext
from desktop.values.rows.hub import Checked, HubHere, Mark, OpenInvite, SeatRow

HERE = dt.timedelta(minutes=2)
"""Who was heard of so lately is at the desk now: desks ask at least once a minute."""

_AWAY = dt.timedelta(days=1)

MARKS: Mapping[Mark, tuple[str, str]] = {
    Mark.GOOD: ("check-circle", "ok"),
    Mark.DOUBT: ("warning", "wa"),
    Mark.BAD: ("x-circle", "er"),
}
"""Icon and ink of a line of the test."""


class Headline(NamedTuple):
    """The hub in a word, and what there is to say with it."""

    icon: str
    ink: str
    word: str
    rest: str


def headline(here: HubHere, checked: Checked | None) -> Headline:
    """How the hub stands."""
    if not here.is_joined:
        rest = _("What is written is on this computer only.")
        return Headline("desktop", "tx2", _("No hub."), rest)
    if checked is None:
        return Headline("hourglass", "tx3", _("The hub is being asked…"), "")
    if not checked.is_good:
        rest = _("Work goes on; what is written waits here.")
        return Headline("cloud-slash", "er", _("Not reached."), rest)
    return Headline("cloud-check", "ok", _("Working."), _who_has_all(checked.seats))


def _who_has_all(seats: Sequence[SeatRow]) -> str:
    desks = {seat.desk_code for seat in seats if not seat.is_closed}
    behind = {seat.desk_code for seat in seats if seat.lacks and not seat.is_closed}
    # One person of a desk has asked for all; what they have, the desk has.
    behind -= {seat.desk_code for seat in seats if not seat.lacks and not seat.is_closed}
    if not behind:
        words = ngettext(
            "The {n} desk has everything.", "All {n} desks have everything.", len(desks)
        )
        return words.format(n=len(desks))
    return _("{n} of {all} desks have everything.").format(n=len(desks - behind), all=len(desks))


def about(here: HubHere, checked: Checked | None, now: dt.datetime) -> str:
    """Where the hub is, and which desks have been off for long."""
    if not here.is_joined:
        return _(
            "With a hub, a plain PostgreSQL of your own or rented, several computers share one shop and each works "
            "without it for as long as need be."
        )
    words = [f"{here.host} · {here.database}"]
    if here.waits:
        words.append(
            ngettext("{n} change waits here", "{n} changes wait here", here.waits).format(
                n=formats.number(here.waits)
            )
        )
    off = away(checked.seats if checked else (), now)
    if off:
        words.append(
            ngettext("{n} desk was not here for a day, nothing is lost there",
                     "{n} desks were not here for a day, nothing is lost there", len(off)).format(n=len(off))
        )  # fmt: skip
    return " · ".join(words)


def away(seats: Sequence[SeatRow], now: dt.datetime) -> set[str]:
    """The desks that were not heard of for a day."""
    return {
        seat.desk_code
        for seat in seats
        if not seat.is_closed and seat.last_seen is not None and now - seat.last_seen > _AWAY
    }


def backup_doubt(checked: Checked | None) -> str:
    """What is to be said of the hub's backup; empty while it is fresh."""
    step = checked.find("backup") if checked else None
    if step is None or step.mark is not Mark.DOUBT:
        return ""
    if not step.figure:
        return _("The hub has no backup yet.")
    return _("Last night’s backup did not run.")


def backup_commands(here: HubHere) -> str:
    """What makes a backup of this hub, for a computer with PostgreSQL's programs."""
    login = here.server.login or "hub_admin"
    at = f"-h {here.host} -p {here.port} -U {login}"
    return (
        "export PGSSLMODE=verify-full PGSSLROOTCERT=ca.pem\n"
        f"pg_dump {at} -Fc -f {here.database}-$(date +%F).dump {here.database} &&\n"
        f'  psql {at} -c "INSERT INTO crm.backup_made DEFAULT VALUES" {here.database}\n'
    )


def counted(seats: Sequence[SeatRow]) -> str:
    """How many desks are let in, and how many seats were taken off."""
    here = sum(not seat.is_closed for seat in seats)
    words = [ngettext("{n} allowed", "{n} allowed", here).format(n=here)]
    if gone := len(seats) - here:
        words.append(ngettext("{n} taken off", "{n} taken off", gone).format(n=gone))
    return ", ".join(words)


def seat_state(seat: SeatRow, now: dt.datetime) -> tuple[str, str]:
    """How a seat stands, with its ink."""
    if seat.is_closed:
        return _("taken off"), "tx3"
    if seat.last_seen is None:
        return _("not here yet"), "tx2"
    if now - seat.last_seen <= HERE:
        return (_("has all"), "ok") if not seat.lacks else (_("is catching up"), "wa")
    words = formats.ago(seat.last_seen.astimezone(now.tzinfo), now=now)
    return words, "wa" if now - seat.last_seen > _AWAY else "tx2"


def seen_words(
    seats: Sequence[SeatRow], user_id: UUID, now: dt.datetime, invite: OpenInvite | None = None
) -> tuple[str, str]:
    """When a person was last heard of and at which desk, with a meaning; empty where the hub knows nothing of them.

    Who has been at no desk may have an `invite` that was just made.
    """
    theirs = [
        seat
        for seat in seats
        if seat.user_id == user_id and not seat.is_closed and seat.last_seen is not None
    ]
    if not theirs:
        if invite is None or invite.user_id != user_id:
            return (_("at no desk yet"), "quiet") if seats else ("", "")
        till = formats.day_and_month(invite.expires.astimezone(now.tzinfo).date())
        return _("invite till {when}").format(when=till), "check"
    last = max(theirs, key=lambda seat: seat.last_seen or now)
    assert last.last_seen is not None
    if now - last.last_seen <= HERE:
        return _("now, {desk}").format(desk=last.desk), "done"
    words = formats.ago(last.last_seen.astimezone(now.tzinfo), now=now)
    return words, "check" if now - last.last_seen > _AWAY else ""
