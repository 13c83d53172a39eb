# SPDX-License-Identifier: Apache-2.0
"""What scripts are called where one of them is chosen for a card, and which of them that card follows."""

from __future__ import annotations

from typing import NamedTuple

from desktop.i18n import N_, _
from desktop.values.rows.navigator import Ticket
from desktop.values.rows.scripts import ScriptPart
from desktop.values.states import Channel
from desktop.values.touch_plans import ClientSegment, script_key

_OF_CHANNELS = {
    Channel.WALK_IN: N_("Order at the counter"),
    Channel.PHONE: N_("Enquiry by phone"),
    Channel.WEBSITE: N_("Website enquiry"),
    Channel.EMAIL: N_("Enquiry by e-mail"),
    Channel.COLD_LIST: N_("Cold call"),
    Channel.MAILING: N_("Answer to a mailing"),
    Channel.REFERRAL: N_("Somebody sent them"),
    Channel.REPEAT: N_("Order again"),
}


class ScriptName(NamedTuple):
    """A script that may be chosen: `is_own` that of the card's own channel or client, `is_followed` now."""

    key: str
    words: str
    is_followed: bool
    is_own: bool


def of_lead(part: ScriptPart) -> list[ScriptName]:
    """The scripts of all channels; a channel that a newer version invented is called as it is written."""
    keys = list(dict.fromkeys((*Channel, part.channel, part.script.channel)))
    return [
        ScriptName(str(key), _name(str(key)), key == part.script.channel, key == part.channel)
        for key in keys
        if key
    ]


def of_deal(ticket: Ticket) -> list[ScriptName]:
    """What is said to each kind of client; chosen again, its own binds the deal to nothing."""
    own = ticket.past.segment
    return [
        ScriptName(
            "" if segment is own else script_key(segment),
            segment.label(),
            segment is ticket.says,
            segment is own,
        )
        for segment in ClientSegment
    ]


def of_ticket(ticket: Ticket) -> list[ScriptName]:
    """Those that the card in front may follow."""
    return of_lead(ticket.script) if ticket.script is not None else of_deal(ticket)


def _name(channel: str) -> str:
    known = Channel.known(channel)
    return _(_OF_CHANNELS[known]) if known is not None else channel
