# SPDX-License-Identifier: Apache-2.0
"""The hub's answers in words, once for all who tell of them: what happened, what is safe, what to do."""

from __future__ import annotations

from enum import Enum

from desktop.frozen import dataclass
from desktop.i18n import N_, _


@dataclass(frozen=True, slots=True)
class _Words:
    what: str
    safe: str
    to_do: str = ""


class HubAnswer(Enum):
    """Why the hub does not take part now."""

    AWAY = _Words(
        N_("The hub cannot be reached"),
        N_("Nothing is lost: what waits is sent when it is back."),
    )
    OTHER_CERTIFICATE = _Words(
        N_("What answers there does not show the hub's certificate"),
        N_("Nothing was sent."),
        N_("Ask the admin for a new invite."),
    )
    NOT_KNOWN = _Words(
        N_("The hub does not let this desk in"),
        N_("What was written stays here."),
        N_("Ask the admin for an invite."),
    )
    INVITE_OVER = _Words(
        N_("This invite has been used, or its time is over"),
        N_("Nothing was changed."),
        N_("Ask the admin for a new one."),
    )
    UPDATE_FIRST = _Words(
        N_("The hub asks for a newer version"),
        N_("What was written waits here."),
        N_("Update Counterfoil."),
    )
    OTHER_HUB = _Words(
        N_("There is another hub at this address than the one this desk has joined"),
        N_("Nothing was sent to it."),
        N_("Ask the admin."),
    )

    @property
    def what(self) -> str:
        """What happened, as a heading."""
        return _(self.value.what)

    @property
    def rest(self) -> str:
        """What is safe, and what to do."""
        parts = (self.value.safe, self.value.to_do)
        return " ".join(_(part) for part in parts if part)

    @property
    def sentence(self) -> str:
        """All of it."""
        return f"{self.what}. {self.rest}"
