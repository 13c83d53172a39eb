# SPDX-License-Identifier: Apache-2.0
"""What every page is given by whoever builds the window, so that no page reaches for anything else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from desktop.background.change_hub import ChangeHub
from desktop.background.tasks import Tasks
from desktop.clock import Clock, local
from desktop.frozen import dataclass

if TYPE_CHECKING:
    from desktop.models.sync_status import SyncStatus
    from desktop.settings import Settings
    from desktop.views.session import Person


@dataclass(frozen=True, slots=True)
class Context:
    """The desk as a page sees it.

    `go` opens another page (kind, id). `tell` shows a quiet sentence; what a command did is told with its undo
    by the window itself, because the change hub carries the step's label. `offer` says a sentence with a word to
    press. `sync` knows how the desk stands with its hub.
    """

    tasks: Tasks
    hub: ChangeHub
    settings: Settings
    person: Person
    clock: Clock
    go: Callable[[str, UUID | None], None]
    tell: Callable[[str], None]
    offers: Callable[[str, str, Callable[[], object]], None] | None = None
    sync: SyncStatus | None = None
    at_hand: dict[UUID, Any] = field(default_factory=dict)
    """What a page knows of a record that another is opened for: shown at once, until the shop has answered."""

    def offer(self, sentence: str, word: str, do: Callable[[], object]) -> None:
        """Say a sentence and what can be done about it; where nothing can be pressed, the sentence alone."""
        if self.offers is not None:
            self.offers(sentence, word, do)
        else:
            self.tell(sentence)

    def now(self) -> dt.datetime:
        """The present moment in the desk's zone."""
        return local(self.clock)
