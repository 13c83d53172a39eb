# SPDX-License-Identifier: Apache-2.0
"""What the player of one round is told to do; it travels as one JSON argument."""

import json
from dataclasses import asdict, dataclass
from typing import Final, Self

STEPS: Final = ("order", "letters", "contract", "comment", "import", "backup", "deal")
"""The steps at work, in the order in which a player goes on from any of them."""

SETUP: Final = "setup"
"""The first start, in a folder of its own."""

RESTORE: Final = "restore"
"""A backup put in the place of a shop of its own."""

KINDS: Final = (*STEPS, SETUP, RESTORE)
"""What a kill may cut off."""

QUIET: Final = "quiet"
"""No step at all: the player waits until no letter is under way."""

BEAT_MS: Final = 100
"""The player counts its own time in these: beats of its window, fewer where the machine keeps it waiting."""


CLIENTS_IN_LIST: Final = 400
"""Rows of each list that is imported: enough for several transactions."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one player is to do.

    `serial` makes names and numbers nobody used before. `unsure` are the letters that have to be asked about now;
    `wizard` and `card` are the titles of deals where a wizard or a comment was left unfinished. A player that is not to
    be killed `ends` when it is done, as people end the program.
    """

    shop: str
    kind: str
    serial: int
    clients: str = ""
    letters_of: str = ""
    unsure: tuple[str, ...] = ()
    wizard: str = ""
    card: str = ""
    ends: bool = False

    def text(self) -> str:
        """As an argument."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> Self:
        """From the argument."""
        told = json.loads(text)
        return cls(**{**told, "unsure": tuple(told["unsure"])})
