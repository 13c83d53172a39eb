# SPDX-License-Identifier: Apache-2.0
"""What every page is given by whoever builds the window, so that no page reaches for anything else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from desktop.background.change_hub import ChangeHub
from desktop.background.tasks import Tasks
from desktop.clock import Clock

if TYPE_CHECKING:
    from desktop.settings import Settings
    from desktop.views.session import Person


@dataclass(frozen=True, slots=True)
class Context:
    """The desk as a page sees it.

    `go` opens another page (kind, id). `tell` shows a quiet sentence; what a command did is told with its undo
    by the window itself, because the change hub carries the step's label.
    """

    tasks: Tasks
    hub: ChangeHub
    settings: Settings
    person: Person
    clock: Clock
    go: Callable[[str, UUID | None], None]
    tell: Callable[[str], None]
