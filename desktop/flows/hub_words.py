# SPDX-License-Identifier: Apache-2.0
"""What the hub answers, as sentences for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from desktop.errors import UserError
from desktop.sync.hub.answers import (
    HubAway,
    InviteOver,
    NotKnown,
    OtherCertificate,
    UpdateFirst,
)
from desktop.sync.round import OtherHub
from desktop.values.hub_answers import HubAnswer

_ANSWERS: Final[Mapping[type[Exception], HubAnswer]] = {
    OtherCertificate: HubAnswer.OTHER_CERTIFICATE,
    HubAway: HubAnswer.AWAY,
    NotKnown: HubAnswer.NOT_KNOWN,
    InviteOver: HubAnswer.INVITE_OVER,
    UpdateFirst: HubAnswer.UPDATE_FIRST,
    OtherHub: HubAnswer.OTHER_HUB,
}


@contextmanager
def in_words(away: str = "") -> Iterator[None]:
    """The hub's answers as sentences; `away` is what is said where it does not answer."""
    try:
        yield
    except tuple(_ANSWERS) as error:
        answer = next(one for kind, one in _ANSWERS.items() if isinstance(error, kind))
        said = away if away and answer is HubAnswer.AWAY else answer.sentence
        raise UserError(said) from error
