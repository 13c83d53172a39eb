# SPDX-License-Identifier: Apache-2.0
"""What may go wrong with the hub, as the program tells it apart, made of what the driver says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import psycopg


class HubAway(Exception):
    """The hub cannot be reached now, or broke off. Work goes on; it is tried again."""


class OtherCertificate(HubAway):
    """What answers at the hub's address does not show the certificate that the invite brought."""


class NotKnown(Exception):
    """The hub does not know this person or desk, or no longer lets them in."""


class Unreadable(Exception):
    """Among the rows that were asked for is one that the hub's server itself cannot take apart."""


class NotThePart(Exception):
    """A part of a file is not of the size that the hub was told; somebody else may have told another."""


class UpdateFirst(Exception):
    """The hub takes no more from this version of the program."""


class InviteOver(Exception):
    """The invite has been used, or its time is over."""


class NotAllowed(Exception):
    """What was asked takes a right that this person does not have at the hub."""


class CodeTaken(Exception):
    """Another desk writes under this desk's two signs."""


class Forked(Exception):
    """Somebody else writes under this device's numbers: the shop was copied or put back to an older state.

    `at` is the first number that stands for something else at the hub.
    """

    def __init__(self, said: str, at: int) -> None:
        super().__init__(said)
        self.at = at


class Gap(Exception):
    """The hub misses operations of this device: it was put back to an older state."""


_OTHER_CERTIFICATE: Final = (
    "certificate verify failed",
    "does not match host name",
    "root certificate file",
)
"""As libpq says it."""

_ANSWERS: Final[Mapping[str, type[Exception]]] = {
    "CR001": NotKnown,
    "CR002": UpdateFirst,
    "CR004": Gap,
    "CR006": InviteOver,
    "CR007": CodeTaken,
    "CR010": NotAllowed,
    "CR011": NotThePart,
}


_NOT_LET_IN: Final = (
    "password authentication failed",
    "is not permitted to log in",
    "no password supplied",
)


def told(error: psycopg.Error) -> Exception:
    """The kind of trouble an error of the driver is; itself where it is a bug."""
    state = error.sqlstate or ""
    if state == "CR003":
        return Forked(str(error), int(error.diag.message_detail or 0))
    if state in _ANSWERS:
        return _ANSWERS[state](str(error))
    if state in {"28P01", "28000", "42501"}:
        return NotKnown(str(error))
    if any(part in str(error) for part in _OTHER_CERTIFICATE):
        return OtherCertificate(str(error))
    if any(words in str(error) for words in _NOT_LET_IN):
        return NotKnown(
            str(error)
        )  # libpq gives no SQLSTATE for what happens before the session begins
    if isinstance(error, psycopg.OperationalError) or state.startswith(
        ("08", "25", "53", "55", "57", "58", "40")
    ):
        return HubAway(str(error))
    return error
