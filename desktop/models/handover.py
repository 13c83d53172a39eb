# SPDX-License-Identifier: Apache-2.0
"""A handover as it is planned: what goes, to whom, how much each then has, and what clashes with whose day."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID

from PySide6.QtCore import QObject

from desktop.i18n import N_, _, formats, ngettext
from desktop.models.agenda import LEAST_MINUTES, MEETING_MINUTES
from desktop.models.rows import Column, RowsModel
from desktop.values.handing_over import Share, by_load, shares, with_clients
from desktop.values.money import Money
from desktop.values.rows.board import DEAL, LEAD
from desktop.values.rows.handover import GiveCard, HandoverOffer, Receiver
from desktop.values.states import TaskKind
from desktop.values.times import is_untimed

_ICONS = {DEAL: "columns", LEAD: "funnel"}


class Sharing(StrEnum):
    """How the cards are shared."""

    ONE = "one"
    LOAD = "load"
    PIPELINE = "pipeline"


@dataclass(frozen=True, slots=True)
class Wish:
    """What was chosen in the panel. `moved` are cards whose receiver was chosen by hand; None is the head's queue.

    It begins at once, or on a day to come (`starts_on`).
    """

    deals: bool = True
    leads: bool = True
    others: bool = True
    clients: bool = False
    sharing: Sharing = Sharing.ONE
    one: UUID | None = None
    by_pipeline: Mapping[UUID, UUID] = field(default_factory=dict)
    moved: Mapping[UUID, UUID] = field(default_factory=dict)
    starts_on: dt.date | None = None

    def with_moved(self, moved: Mapping[UUID, UUID]) -> Wish:
        """The same with these cards going to whom they were given by hand."""
        return replace(self, moved={**self.moved, **moved})


@dataclass(frozen=True, slots=True)
class Gets:
    """What one receiver gets, and how many open cards they then have."""

    receiver: Receiver
    count: int

    @property
    def after(self) -> int:
        """Their open cards afterwards."""
        return self.receiver.load + self.count


@dataclass(frozen=True, slots=True)
class Clash:
    """Touches that come to a receiver at a time when they have another one, or are away, by day."""

    receiver: Receiver
    days: tuple[dt.date, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Goes:
    """A card and who gets it; nobody yet where `to` is None."""

    card: GiveCard
    to: UUID | None
    name: str


class Handover:
    """An offer and what was wished of it, worked out. `now` carries the desk's zone."""

    def __init__(self, offer: HandoverOffer, wish: Wish, now: dt.datetime) -> None:
        self.offer, self.wish, self._now = offer, wish, now
        self.day = wish.starts_on or now.date()
        wanted = {DEAL: wish.deals, LEAD: wish.leads}
        self.cards = [card for card in offer.cards if wanted.get(card.kind, True)]
        self.given = self._given()

    def _given(self) -> dict[UUID, UUID]:
        ids = [card.id for card in self.cards]
        asked = set(ids)
        own = {one: to for one, to in self.wish.moved.items() if one in asked}
        rest = [one for one in ids if one not in own]
        found: dict[UUID, UUID] = {}
        match self.wish.sharing:
            case Sharing.ONE:
                found = dict.fromkeys(rest, self.wish.one) if self.wish.one else {}
            case Sharing.LOAD:
                loads = {one.id: one.load for one in self.takers()}
                found = by_load(rest, loads, Counter(own.values()))
            case Sharing.PIPELINE:
                found = self._by_pipeline(set(rest))
        return {one: to for one in ids if (to := own.get(one) or found.get(one)) is not None}

    def _by_pipeline(self, rest: set[UUID]) -> dict[UUID, UUID]:
        takers = self.pipeline_takers()
        going = [card for card in self.cards if card.id in rest and card.pipeline_id in takers]
        return {card.id: takers[card.pipeline_id] for card in going}

    def takers(self) -> list[Receiver]:
        """Among whom work is shared by itself: managers who are there on its day, else all who sell and are."""
        here = [one for one in self.offer.receivers if one.away_till(self.day) is None]
        return [one for one in here if one.is_manager] or here

    def pipeline_takers(self) -> dict[UUID, UUID]:
        """Who gets a pipeline's cards: who was chosen, else whoever holds most of it, of several the least loaded."""
        takers = self.takers()
        found = {}
        for pipeline_id, _name in self.offer.pipelines:
            chosen = self.wish.by_pipeline.get(pipeline_id)
            if chosen is None and takers:
                chosen = min(
                    takers, key=lambda one: (-one.by_pipeline.get(pipeline_id, 0), one.load)
                ).id
            if chosen is not None:
                found[pipeline_id] = chosen
        return found

    def shares(self) -> tuple[Share, ...]:
        """What each receiver gets, as the command wants it."""
        given = shares(dict(self.given), [one.id for one in self.offer.receivers])
        return with_clients(given, self.clients())

    def clients(self) -> dict[UUID, UUID]:
        """Who gets which client with whom nothing is open: nobody unless that was ticked.

        All go to the one person who was chosen, else to whoever of the takers has least, the cards among it.
        """
        going = self.offer.clients if self.wish.clients else ()
        if self.wish.sharing is Sharing.ONE:
            return dict.fromkeys(going, self.wish.one) if self.wish.one else {}
        loads = {one.id: one.load for one in self.takers()}
        return by_load(going, loads, Counter(self.given.values()))

    def others(self) -> int:
        """How much else that is to be done goes along."""
        return self.offer.others if self.wish.others else 0

    @property
    def has_something(self) -> bool:
        """Whether anything was chosen to go, whoever gets it."""
        clients = self.offer.clients if self.wish.clients else ()
        return bool(self.cards or self.others() or clients)

    def anybody(self) -> UUID | None:
        """Who goes on where there are touches and no cards: who was chosen, else the first who is there."""
        return self.wish.one or next((one.id for one in self.takers()), None)

    def goes(self) -> list[Goes]:
        """Each card with who gets it."""
        names = {one.id: one.name for one in self.offer.receivers}
        return [
            Goes(card, to := self.given.get(card.id), names.get(to, "") if to else "")
            for card in self.cards
        ]

    def gets(self) -> list[Gets]:
        """Who gets how many, in the order of the receivers."""
        counts = Counter(self.given.values())
        return [Gets(one, counts[one.id]) for one in self.offer.receivers if counts[one.id]]

    def amount(self, kind: str) -> tuple[int, str]:
        """How many cards of a kind there are, and their sum in words; empty where there is none."""
        cards = [card for card in self.offer.cards if card.kind == kind]
        return len(cards), sum_words(cards)

    def touches(self) -> int:
        """How many open touches go along."""
        going = {card.id for card in self.cards}
        return sum(touch.card_id in going for touch in self.offer.touches)

    def clashes(self) -> list[Clash]:
        """What falls on a time at which its receiver meets somebody, or on a day they are away."""
        people = {one.id: one for one in self.offer.receivers}
        found: dict[UUID, list[dt.date]] = defaultdict(list)
        for touch in self.offer.touches:
            to = self.given.get(touch.card_id)
            if to is None or to not in people or touch.due_at < self._now:
                continue
            local = touch.due_at.astimezone(self._now.tzinfo)
            if local.date() < self.day:
                continue
            if people[to].away_till(local.date()) is not None or self._is_taken(
                people[to], local, touch.kind
            ):
                found[to].append(local.date())
        return [
            Clash(people[to], tuple(sorted(set(days))), len(days)) for to, days in found.items()
        ]

    def _is_taken(self, receiver: Receiver, start: dt.datetime, kind: str) -> bool:
        """Whether the receiver has something at that time; two calls give way to one another, a meeting does not."""
        if is_untimed(start):
            return False
        end = start + _length(kind)
        return any(
            TaskKind.MEET in {kind, other} and busy < end and start < busy + _length(other)
            for busy, other in receiver.busy
        )


def _length(kind: str) -> dt.timedelta:
    minutes = MEETING_MINUTES if kind == TaskKind.MEET else LEAST_MINUTES
    return dt.timedelta(minutes=minutes)


def goes_model(parent: QObject) -> RowsModel[Goes]:
    """A table of cards and who gets each."""
    columns: tuple[Column[Goes], ...] = (
        Column(
            "card",
            N_("Card"),
            text=lambda one: one.card.client or one.card.title,
            detail=lambda one: one.card.title if one.card.client else "",
            icon=lambda one: (_ICONS.get(one.card.kind, "ticket"), "tx3"),
            is_strong=True,
        ),
        Column("to", N_("To whom"), text=lambda one: one.name or "–"),
    )
    return RowsModel(columns, lambda one: one.card.id, _goes_words, parent)


def _goes_words(one: Goes) -> str:
    card = one.card
    return ", ".join(filter(None, (card.client, card.title, one.name)))


def sum_words(cards: list[GiveCard] | tuple[GiveCard, ...]) -> str:
    """The money in these cards, by currency, in whole units; empty for none."""
    sums: Counter[str] = Counter()
    for card in cards:
        if card.amount:
            sums[card.currency] += card.amount
    return ", ".join(formats.money(Money(minor, code), whole=True) for code, minor in sums.items())


def after_words(gets: Gets) -> str:
    """How much a receiver has afterwards."""
    return ngettext("→ {n} open", "→ {n} open", gets.after).format(n=formats.number(gets.after))


def load_words(receiver: Receiver, today: dt.date) -> str:
    """How much a colleague has to do, or till when they are away."""
    till = receiver.away_till(today)
    if till is not None:
        return _("away till {day}").format(day=formats.short_date(till))
    held = _("{n} in work").format(n=formats.number(receiver.load))
    touches = ngettext("{n} touch today", "{n} touches today", receiver.today).format(
        n=formats.number(receiver.today)
    )
    return f"{held} · {touches}"


def none_words(handover: Handover) -> str:
    """Who of those who might have got some gets none, and why."""
    if handover.wish.sharing is not Sharing.LOAD or not handover.given:
        return ""
    getting = {one.receiver.id for one in handover.gets()}
    told = []
    for one in handover.offer.receivers:
        if one.id in getting or not one.is_manager:
            continue
        till = one.away_till(handover.day)
        if till is not None:
            told.append(
                _("{name} is away till {day}, gets none.").format(
                    name=one.name, day=formats.short_date(till)
                )
            )
        else:
            told.append(_("{name} has more to do already, gets none.").format(name=one.name))
    return " ".join(told)


def clash_words(clash: Clash) -> str:
    """One receiver's clashes, with the days: they stand side by side in their agenda."""
    days = _several([formats.short_date(day) for day in clash.days])
    return ngettext(
        "{n} touch clashes with {name}’s day: {days}. It keeps its time; both are in the agenda.",
        "{n} touches clash with {name}’s day: {days}. They keep their times; all are in the agenda.",
        clash.count,
    ).format(n=clash.count, name=clash.receiver.name, days=days)


def _several(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])


def primary_words(plan: Handover | None, *, is_person: bool) -> str:
    """What the filled button says: how many cards go; where none does, how many touches or clients."""
    # Before a receiver is chosen it says what was asked about, not that nothing goes.
    n = (len(plan.given) or len(plan.cards)) if plan is not None else 0
    if n == 0 and plan is not None and is_person:
        if (touches := plan.others()) and (name := _name(plan, plan.anybody())):
            return ngettext(
                "Hand {n} touch over to {name}", "Hand {n} touches over to {name}", touches
            ).format(n=formats.number(touches), name=name)
        if clients := len(plan.clients()):
            return ngettext("Hand over {n} client", "Hand over {n} clients", clients).format(
                n=formats.number(clients)
            )
    return ngettext("Hand over {n} card", "Hand over {n} cards", n).format(n=formats.number(n))


def _name(plan: Handover, receiver: UUID | None) -> str:
    return next((one.name for one in plan.offer.receivers if one.id == receiver), "")


def count_words(cards: list[GiveCard]) -> str:
    """How many deals and leads they are: "2 deals, 1 lead"."""
    counts = Counter(card.kind for card in cards)
    words = []
    if n := counts[DEAL]:
        words.append(ngettext("{n} deal", "{n} deals", n).format(n=formats.number(n)))
    if n := counts[LEAD]:
        words.append(ngettext("{n} lead", "{n} leads", n).format(n=formats.number(n)))
    return ", ".join(words)
