# SPDX-License-Identifier: Apache-2.0
"""One deal kept up to date for its page, and what its parts say in figures and words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import takewhile
from typing import Any, Generic, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop import queries
from desktop.background.change_hub import ChangeHub
from desktop.background.tasks import Tasks
from desktop.i18n import _, formats, ngettext
from desktop.models.card_words import late_span
from desktop.values.changes import Changes
from desktop.values.money import UnitPrice
from desktop.values.recurrence import Every, every_of
from desktop.values.rows.card import DealCard, LineRow, OpenCard, TimelineRow, TouchRow
from desktop.values.rows.today import AgendaRow
from desktop.values.states import Outcome, ProductionState, TaskKind
from desktop.values.times import is_untimed

_ALWAYS = ("user", "stage", "firm", "contact_phone", "refusal_reason", "script")
"""Kinds whose changes concern every card."""


C = TypeVar("C", bound=OpenCard)


class CardFeed(QObject, Generic[C]):
    """Reads one card and reads it again whenever something of it changed; while nobody looks it only remembers."""

    shown = Signal(object)
    """The card, as it is now."""
    failed = Signal(object)
    """The UserError that says why there is none."""

    def __init__(
        self,
        tasks: Tasks,
        hub: ChangeHub,
        parent: QObject | None = None,
        *,
        read: Callable[[Any, UUID], Any] = lambda r, id_: queries.card.deal(r, deal_id=id_),
    ) -> None:
        """`read` is the query of the card: a deal's, or a lead's."""
        super().__init__(parent)
        self._tasks, self._read = tasks, read
        self.deal_id: UUID | None = None
        self.card: C | None = None
        self._is_awake = False
        self._is_stale = False
        hub.changed.connect(self._changed)

    def open(self, deal_id: UUID) -> None:
        """Read this deal now."""
        if deal_id != self.deal_id:
            self.card = None
        self.deal_id = deal_id
        self.look()

    def wake(self) -> None:
        """Somebody looks: read again if anything was missed."""
        self._is_awake = True
        if self._is_stale:
            self.look()

    def sleep(self) -> None:
        """Nobody looks."""
        self._is_awake = False

    def look(self) -> None:
        """Read the deal again."""
        deal_id = self.deal_id
        if deal_id is None:
            return
        self._is_stale = False
        self._tasks.fetch(
            f"card for {id(self)}",
            lambda r: self._read(r, deal_id),
            then=partial(self._take, deal_id),
            failed=self.failed.emit,
        )

    def _take(self, asked: UUID, card: C) -> None:
        """A lead that was joined to another comes as that one: whoever shows it goes there."""
        if asked == self.deal_id:
            self.card = card
            self.shown.emit(card)

    def _changed(self, changes: Changes) -> None:
        if not self._concerns(changes):
            return
        self._is_stale = True
        if self._is_awake:
            self.look()

    def _concerns(self, changes: Changes) -> bool:
        if self.deal_id is None:
            return False
        if self.deal_id in changes.ids("card") or changes.touches(*_ALWAYS):
            return True
        client = self.card.client if self.card else None
        return client is not None and (
            client.contact_id in changes.ids("contact")
            or client.company_id in changes.ids("company")
        )


def tax_words(rates: tuple[Decimal, ...]) -> str:
    """What the row of the tax is called: with the rate where there is only one."""
    if len(rates) == 1:
        return _("VAT {rate} included").format(rate=formats.percent(Decimal(f"{rates[0]:f}")))
    return _("VAT included") if rates else _("No VAT")


def quantity_words(line: LineRow, currency: str) -> str:
    """How many at what price: "5,000 × £0.064"."""
    price = formats.money(UnitPrice(line.unit_price, currency))
    return f"{formats.number(line.quantity)} × {price}"


@dataclass(frozen=True, slots=True)
class ProductionStep:
    """One thing to be done for an order line; `when` is when it is due or was done, in words."""

    line_id: UUID
    line: str
    state: ProductionState
    is_done: bool
    when: str = ""


_STEPS = (ProductionState.IN_WORK, ProductionState.READY, ProductionState.HANDED_OVER)


def production_steps(card: DealCard, zone: dt.tzinfo | None) -> list[ProductionStep]:
    """The steps of every line in their order; a line with no known state has none done."""
    order = list(ProductionState)
    steps = []
    for line in card.lines:
        known = ProductionState.known(line.production_state)
        reached = order.index(known) if known else 0
        for state in _STEPS:
            is_done = order.index(state) <= reached
            when = _step_words(card, state, zone, is_done=is_done)
            steps.append(ProductionStep(line.id, line.title, state, is_done, when))
    return steps


def _step_words(
    card: DealCard, state: ProductionState, zone: dt.tzinfo | None, *, is_done: bool
) -> str:
    if is_done:
        done_at = {
            ProductionState.READY: card.ready_at,
            ProductionState.HANDED_OVER: card.handed_over_at,
        }.get(state)
        return formats.short_date(done_at.astimezone(zone).date()) if done_at else ""
    if state is ProductionState.READY and card.due_at is not None:
        return formats.short_moment(card.due_at.astimezone(zone))
    return ""


def due_chip(due_at: dt.datetime, now: dt.datetime) -> tuple[str, str, str]:
    """When a touch is due, as the chip of its ticket: text, tone and icon. `now` carries the desk's zone."""
    due = due_at.astimezone(now.tzinfo)
    if due < now:
        return _("{span} late").format(span=late_span(due, now)), "danger", "clock"
    is_timed = not is_untimed(due)
    if due.date() == now.date():
        words = _("Today {time}").format(time=formats.short_time(due)) if is_timed else _("Today")
        return words[:1].upper() + words[1:], "warning", "clock"
    day = formats.short_moment(due) if is_timed else formats.short_date(due.date())
    return day, "neutral", "clock"


def unanswered(timeline: Iterable[TimelineRow]) -> int:
    """How many calls in a row nobody has answered, by what happened, newest first."""
    outcomes = [row.outcome for row in timeline if row.outcome]
    return len(list(takewhile(lambda outcome: outcome == Outcome.NO_ANSWER, outcomes)))


def next_touch_words(due_at: dt.datetime | None, now: dt.datetime) -> str:
    """The composer's chip: "Next touch: today 13:00"."""
    if due_at is None:
        return _("Next touch: choose")
    due = due_at.astimezone(now.tzinfo)
    if is_untimed(due):
        moment = formats.relative_day(due.date(), today=now.date())
    else:
        moment = formats.relative_moment(due, now=now)
    return _("Next touch: {moment}").format(moment=moment)


def touch_detail(touch: TouchRow | AgendaRow) -> str:
    """What else is known of a touch: its note, else its kind; who set the time; how often it waited and why."""
    kind = TaskKind.words(touch.kind)
    parts = [touch.note or kind] if touch.note or kind != touch.goal else []
    if touch.agreed:
        parts.append(_("time agreed with the client"))
    if touch.postponed:
        words = ngettext("postponed {n} time", "postponed {n} times", touch.postponed)
        parts.append(words.format(n=touch.postponed))
    if touch.postpone_reason:
        parts.append(touch.postpone_reason)
    if every_of(touch.recurrence) is not Every.NEVER:
        parts.append(every_of(touch.recurrence).label())
    if touch.checklist:
        done = sum(one.is_done for one in touch.checklist)
        parts.append(_("steps {done} of {n}").format(done=done, n=len(touch.checklist)))
    return " · ".join(parts)
