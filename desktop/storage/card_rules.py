# SPDX-License-Identifier: Apache-2.0
"""What the house asks of every deal and every lead at a commit: one statement for each kind, built once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    exists,
    func,
    or_,
    select,
)

from desktop.domain.bookkeeping import Finding
from desktop.domain.card import CARDS, Card
from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.pipeline import Pipeline, Stage
from desktop.domain.touch import Task
from desktop.domain.user import User
from desktop.i18n import N_
from desktop.storage import many_ids
from desktop.values.drafts.touch import LEAST_COMMENT
from desktop.values.states import StageKind

Rule = tuple[str, str]
"""A rule's key, and the sentence for the person who breaks it."""

HOLDER_LEFT = "holder_left"
"""Asked of a card only as it gets a holder: a card whose holder left in a merge can still be worked on."""

_EVERY_CARD: tuple[Rule, ...] = (
    (
        "next_touch",
        N_(
            "Every open card needs a next touch. Nothing was changed. "
            "Set the day and the goal of the next touch."
        ),
    ),
    (
        "refusal_reason",
        N_(
            "A refused card needs a reason and a comment. Nothing was changed. "
            "Choose why the client refused."
        ),
    ),
    (
        HOLDER_LEFT,
        N_(
            "Whoever is to answer for this card no longer works here. Nothing was changed. Choose another colleague."
        ),
    ),
    (
        "wrong_funnel",
        N_(
            "Leads stand in their own funnel, deals in a pipeline. Nothing was changed. "
            "Convert the lead to make a deal of it."
        ),
    ),
)
_RULES: dict[type[Card], tuple[Rule, ...]] = {
    Deal: (
        *_EVERY_CARD,
        (
            "contact",
            N_("A deal needs a contact. Nothing was changed. Choose the person you deal with."),
        ),
    ),
    Lead: (
        *_EVERY_CARD,
        (
            "contact",
            N_(
                "A lead needs somebody to talk to. Nothing was changed. A phone or an e-mail is enough."
            ),
        ),
        (
            "converted",
            N_("A lead is converted by making its deal. Nothing was changed. Choose “Convert”."),
        ),
    ),
}

CARD_RULES = frozenset(key for rules in _RULES.values() for key, _sentence in rules)


def ask(
    connection: Connection, cards: Sequence[UUID]
) -> Iterator[tuple[Row[*tuple[Any, ...]], tuple[Rule, ...]]]:
    """Each card of which there is something to tell, and the rules whose answers stand in its row's last columns.

    Before them come the card, whether something is noted of it, whether it is gone, and whether its stage is.
    """
    is_many = len(cards) > many_ids.FEW
    asked: dict[str, Any] = {"packed": many_ids.packed(cards)} if is_many else {"ids": cards}
    for cls in CARDS:
        for row in connection.execute(_statement(cls, is_many=is_many), asked):
            yield row, _RULES[cls]


@cache
def _statement(cls: type[Card], *, is_many: bool) -> Select[*tuple[Any, ...]]:
    no_stage = exists().where(Stage.id == cls.stage_id, Stage.archived_at.is_not(None))
    no_pipeline = exists().where(Pipeline.id == cls.pipeline_id, Pipeline.archived_at.is_not(None))
    is_noted = exists().where(Finding.card_id == cls.id, Finding.settled_at.is_(None))
    is_gone = cls.archived_at.is_not(None)
    asked = (is_noted, is_gone, cls.is_open & (no_stage | no_pipeline), *_broken(cls))
    few = cls.id.in_(bindparam("ids", expanding=True))
    among = many_ids.among_packed(cls.id) if is_many else few
    return select(cls.id, *asked).where(among, or_(*asked))


def _broken(cls: type[Card]) -> tuple[ColumnElement[bool], ...]:
    """Each rule of _RULES in its order: whether a card breaks it."""
    is_lost = (cls.stage_kind == StageKind.LOST.value) & cls.archived_at.is_(None)
    next_touch = exists().where(
        Task.card_id == cls.id,
        Task.is_open,
        func.trim(Task.goal) != "",
    )
    nameless = or_(
        cls.refusal_reason_id.is_(None), func.length(func.trim(cls.refusal_comment)) < LEAST_COMMENT
    )
    others = exists().where(
        Pipeline.id == cls.pipeline_id, ~Pipeline.for_leads if cls is Lead else Pipeline.for_leads
    )
    left = exists().where(User.id == cls.holder_id, ~User.is_active | User.archived_at.is_not(None))
    is_open = cls.is_open
    every = (is_open & ~next_touch, is_lost & nameless, is_open & left, is_open & others)
    nobody = is_open & cls.contact_id.is_(None)
    if cls is Deal:
        return (*every, nobody & ~Deal.is_counter)
    is_won = (Lead.stage_kind == StageKind.WON.value) & Lead.archived_at.is_(None)
    return (*every, nobody & Lead.company_id.is_(None), is_won & Lead.deal_id.is_(None))
