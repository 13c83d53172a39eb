# SPDX-License-Identifier: Apache-2.0
"""To look at: what a merge left broken on a card is noted for its holder, and settled once the card is put right."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import select

from desktop.domain.bookkeeping import Finding
from desktop.domain.deal import Deal
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
        deal = work.find(Deal, one.card_id)
        work.add(
            Finding(
                id=finding_id,
                card_kind="deal",
                card_id=one.card_id,
                rule=one.rule,
                found_at=work.now,
                holder_id=deal.holder_id if deal else None,
            )
        )
    work.flush()


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
