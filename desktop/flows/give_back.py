# SPDX-License-Identifier: Apache-2.0
"""Gives cards back that were lent, in short parts of one step; what stays is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from desktop import commands, queries
from desktop.flows.long_steps import AT_ONCE, telling_what_stands
from desktop.flows.shop import Shop
from desktop.i18n import formats, ngettext
from desktop.values.batches import batches
from desktop.values.handing_over import Handed, Stays
from desktop.values.rows.handover import LoanRow

_NAMED = 3
"""So many cards that stay are named."""


def give_back(shop: Shop, loan: LoanRow, tell: Callable[[str], object]) -> Handed:
    """Let whoever lent these cards answer for them again. Those that were closed or have gone on stay, and are told.

    It waits for no hub: two desks that do it apart have done it once.
    """
    handed = Handed()
    with shop.in_parts() as parts:
        for some in batches(loan.card_ids, AT_ONCE):
            give = partial(
                commands.loans.give_back,
                card_ids=some,
                giver_id=loan.giver_id,
                receiver_id=loan.receiver_id,
            )
            with telling_what_stands(has_begun=bool(parts.changes)):
                handed += parts.write(give)
    if handed.stayed:
        reasons = dict.fromkeys(why for _card, why in handed.stayed)
        tell(" ".join(_stay_words(shop, handed.staying(why), why) for why in reasons))
    return handed


def _stay_words(shop: Shop, cards: Sequence[UUID], why: str) -> str:
    names = shop.read(lambda r: queries.loans.titles(r, card_ids=cards[:_NAMED]))
    more = " …" if len(cards) > _NAMED else ""
    return ngettext(
        "{n} card stays where it is ({names}). {why}.",
        "{n} cards stay where they are ({names}). {why}.",
        len(cards),
    ).format(n=formats.number(len(cards)), why=Stays.words(why), names=", ".join(names) + more)
