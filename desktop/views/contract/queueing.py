# SPDX-License-Identifier: Apache-2.0
"""The one transaction in which the wizard's letter goes into the outbox and its draft is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from desktop import commands
from desktop.values.drafts.contract import KIND, ContractDraft
from desktop.values.rows.contract import ContractCard
from desktop.values.states import StagePurpose

if TYPE_CHECKING:
    from desktop.flows.make_contract import MadePapers


def queueing(
    deal_id: UUID, card: ContractCard, draft: ContractDraft, made: MadePapers
) -> Callable[[commands.UnitOfWork], UUID]:
    """The letter of this draft with all that goes along, and what follows when the server has it."""
    letter, key = draft.letter, str(deal_id)
    assert letter is not None
    follows = {}
    if card.awaiting:
        follows["move_to_purpose"] = StagePurpose.AWAITING_PAYMENT.value
    if card.touch_id:
        follows["finish_task"] = str(card.touch_id)
    files = [{"name": one.name, "blob": one.blob, "size": one.size} for one in made.files]

    def queue(uow: commands.UnitOfWork) -> UUID:
        letter_id = commands.messages.queue_letter(
            uow,
            deal_id=deal_id,
            recipient=letter.recipient,
            subject=letter.subject,
            body=letter.body,
            sender_domain=card.mail.domain,
            attachments=files,
            then=follows,
            letter_id=draft.letter_id,
        )
        commands.drafts.drop_draft(uow, kind=KIND, key=key)
        return letter_id

    return queue
