# SPDX-License-Identifier: Apache-2.0
"""What the board of leads is: a module of its own, as the board of deals is painted first and needs none of it."""

from __future__ import annotations

from datetime import datetime

from desktop import queries
from desktop.i18n import N_
from desktop.models import lead_words
from desktop.models.board_filter import UNTAKEN
from desktop.models.board_order import Sort
from desktop.models.card_words import LATE, MISSING, TODAY
from desktop.values.rows.board import LEAD, CardRow, StageRow
from desktop.values.rows.leads import LeadRow
from desktop.views.board.kinds import BoardKind, Widths
from desktop.views.board.lead_layout import LeadLayout


def _speak_lead(
    card: CardRow, stage: StageRow, row: int, count: int, *, now: datetime, holder: str
) -> str:
    assert isinstance(card, LeadRow)
    return lead_words.spoken(card, stage, row, count, now=now, holder=holder)


LEADS = BoardKind(
    entity=LEAD,
    title=N_("Leads"),
    memory="leads",
    source=lambda: queries.leads_board,
    layout=LeadLayout,
    speech=_speak_lead,
    widths=Widths(152, 174, 220, 5),
    states=(UNTAKEN, LATE, TODAY, MISSING),
    sorts=(Sort.TOUCH, Sort.CLIENT, Sort.RANK),
    lacks=frozenset({"amount", "due", "paid", "blocked"}),
    wide={"stage": 188},
    nothing=(
        N_("No leads in this stage"),
        N_("Drop a card here or press Ctrl\N{NO-BREAK SPACE}N."),
    ),
    hidden=N_("This stage has leads that the filter leaves out."),
)
