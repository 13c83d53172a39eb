# SPDX-License-Identifier: Apache-2.0
"""What the parts of the wizard know of the whole."""

from __future__ import annotations

from typing import Protocol

from desktop.values.drafts.contract import ContractDraft, Step
from desktop.values.rows.contract import ContractCard
from desktop.views.contract.desk import ContractDesk
from desktop.views.widgets.live import Text


class Host(Protocol):
    """The wizard as its parts see it: the deal, the draft, and how it is told what happens."""

    desk: ContractDesk
    card: ContractCard
    draft: ContractDraft

    def keep(self, draft: ContractDraft) -> None:
        """The draft is this from now on; it is saved soon."""

    def busy(self, text: Text | None) -> None:
        """Something is being done that the next step waits for, and what; None when it is over."""

    def trouble(self, sentence: Text) -> None:
        """Something went wrong; an empty sentence when it no longer matters."""

    def go(self, step: Step) -> None:
        """Show another step."""

    def changed(self) -> None:
        """What the papers say has changed: what was drawn of them no longer holds."""

    def refresh(self) -> None:
        """Say anew what the footer and the list of steps say."""
