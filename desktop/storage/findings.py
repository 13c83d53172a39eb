# SPDX-License-Identifier: Apache-2.0
"""To look at: what a merge left broken on a card, and what the hub refused.

The first is settled once the card is put right, the second when its author is done with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from sqlalchemy import select

from desktop.domain.bookkeeping import REFUSED, Finding, refused_id
from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.storage.work import Broken, Work
from desktop.values.batches import batches
from desktop.values.ids import derived_id


def note(work: Work, broken: Iterable[Broken]) -> None:
    """One finding for each card and rule, whoever finds it how often."""
    for one in broken:
        if one.card_id is None:
            continue
        finding_id = derived_id(one.card_id, "finding", one.rule)
        known = work.find(Finding, finding_id)
        if known is not None:
            known.settled_at = None
            continue
        card = work.find(Deal, one.card_id) or work.find(Lead, one.card_id)
        work.add(
            Finding(
                id=finding_id,
                card_kind=type(card).entity() if card else Deal.entity(),
                card_id=one.card_id,
                rule=one.rule,
                found_at=work.now,
                holder_id=card.holder_id if card else None,
            )
        )
    work.flush()


def note_refused(work: Work, steps: Mapping[tuple[UUID, int], UUID | None]) -> None:
    """What was refused stands open for whoever wrote it, by device and step."""
    for (device_id, step), author in steps.items():
        if work.find(Finding, finding_id := refused_id(device_id, step)) is None:
            work.add(
                Finding(
                    id=finding_id,
                    card_kind=REFUSED,
                    card_id=device_id,
                    rule=str(step),
                    found_at=work.now,
                    holder_id=author,
                )
            )


def settle(
    work: Work, cards: Collection[UUID], rules: Collection[str], broken: Iterable[Broken] = ()
) -> None:
    """Close what was noted of these cards under rules that were asked again and are no longer broken."""
    still = {derived_id(one.card_id, "finding", one.rule) for one in broken if one.card_id}
    for batch in batches(cards):
        noted = select(Finding.id).where(
            Finding.card_id.in_(batch), Finding.settled_at.is_(None), Finding.rule.in_(rules)
        )
        for finding_id in work.execute(noted).scalars().all():
            if finding_id not in still:
                work.get(Finding, finding_id).settled_at = work.now
