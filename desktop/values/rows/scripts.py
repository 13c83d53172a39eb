# SPDX-License-Identifier: Apache-2.0
"""A script as screens show it: on a card with what is answered, and as the head edits it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from desktop.values.calendar import WorkingCalendar
from desktop.values.scripts import Answers, Fill, Script


@dataclass(frozen=True, slots=True)
class ScriptPart:
    """The script of a card's channel with what the card answers of it.

    `channel` is the card's own, whose script is followed unless another was chosen. `under` says by the question under
    which version it was answered last, and by whom. `names` are what a sentence may name in braces; `products` is the
    price list to choose from.
    """

    script: Script = field(default_factory=Script)
    channel: str = ""
    answers: Answers = field(default_factory=dict)
    under: Mapping[str, tuple[UUID | None, str]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    products: tuple[tuple[UUID, str], ...] = ()
    country: str = ""
    currency: str = ""
    calendar: WorkingCalendar | None = None

    def required(self) -> tuple[Fill, ...]:
        """The questions without whose answers the script is not finished."""
        return self.script.required()

    @property
    def missing(self) -> tuple[Fill, ...]:
        """The required questions that nobody has answered."""
        return self.script.missing(self.answers)


@dataclass(frozen=True, slots=True)
class ScriptsRow:
    """Every channel's script that holds now, by the channel, and what is shipped for each."""

    holding: Mapping[str, Script]
    shipped: Mapping[str, Script]


@dataclass(frozen=True, slots=True)
class ScriptVersion:
    """One version of a channel's script: who published it; `holds` now. `is_shipped`: as it comes with the program."""

    script: Script
    by: str = ""
    holds: bool = False
    is_shipped: bool = False
