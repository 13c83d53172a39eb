# SPDX-License-Identifier: Apache-2.0
"""What the Navigator's ticket says: its chip, the script with the card's own figures, the facts, the last contacts."""

from __future__ import annotations

import datetime as dt
import string
from dataclasses import dataclass

from desktop.i18n import _, formats, ngettext, pgettext
from desktop.models.card_words import (
    CHANNELS,
    USUAL_CHANNEL,
    channel_icon,
    channel_name,
    kind_icon,
    late_span,
)
from desktop.models.record_words import kind_label
from desktop.models.timeline_words import OUTCOME_LOOKS
from desktop.values.money import Money
from desktop.values.queue_order import AHEAD
from desktop.values.rows.board import DEAL
from desktop.values.rows.navigator import Contacted, Past, Ticket
from desktop.values.segments import Buyer, buyer
from desktop.values.states import Outcome, PaymentMethod, TaskKind
from desktop.values.times import is_untimed
from desktop.values.touch_plans import FIELDS

_DAYS_OF_MONTH = 30.44
_LUNCH, _EVENING = 13, 17
_BUYERS = {
    Buyer.CHAMPION: "success",
    Buyer.LOYAL: "accent",
    Buyer.PROMISING: "magenta",
    Buyer.NEW: "violet",
    Buyer.AT_RISK: "warning",
    Buyer.SLEEPING: "neutral",
}
_STRONG = frozenset({"title", "sum", "due", "email", "goal"})

_STILL_NOW = dt.timedelta(hours=1)
"""So long after its time a touch is still the one of now; then it is late, though of this day."""

Sentence = list[tuple[str, bool]]
"""The parts of a sentence, each with whether it is strong: what comes from the card is."""


@dataclass(frozen=True, slots=True)
class FactWords:
    """A line of the facts: what it is about, the value, and the strong figure after it."""

    label: str
    value: str
    figure: str = ""


def when_chip(ticket: Ticket, now: dt.datetime) -> tuple[str, str]:
    """When the touch is due, and in which tone: "Now · 11:40", "2 d late"; a time that is agreed says so."""
    words, tone = _due_words(ticket, now)
    return (_("{when}, agreed").format(when=words) if ticket.agreed else words), tone


def _due_words(ticket: Ticket, now: dt.datetime) -> tuple[str, str]:
    due = ticket.due_at.astimezone(now.tzinfo)
    if due.date() > now.date():
        return formats.short_date(due.date()), "neutral"
    if due.date() == now.date() and is_untimed(due):
        return _("For today"), "warning"
    if due < now - _STILL_NOW or due.date() < now.date():
        return _("{span} late").format(span=late_span(due, now)), "danger"
    time = formats.short_time(due)
    if due <= now + AHEAD:
        return _("Now · {time}").format(time=time), "warning"
    return _("At {time}").format(time=time), "neutral"


def place_words(ticket: Ticket, place: int, count: int) -> str:
    """The ticket's place in the day and why it is there: "12 of 28 · asked for a price yesterday"."""
    parts = [_("{n} of {count}").format(n=place, count=count), ticket.note or ticket.goal]
    return " · ".join(part for part in parts if part)


def waited_words(ticket: Ticket) -> str:
    """How often the touch waited, why, and how often it was passed over; "" where it did not."""
    parts: list[str] = []
    if ticket.postponed:
        words = ngettext("postponed {n} time", "postponed {n} times", ticket.postponed)
        said = words.format(n=ticket.postponed)
        parts.append(f"{said}: {ticket.postpone_reason}" if ticket.postpone_reason else said)
    if ticket.passes:
        passed = ngettext("passed over {n} time", "passed over {n} times", ticket.passes)
        parts.append(passed.format(n=ticket.passes))
    return " · ".join(parts)


def whom_words(ticket: Ticket) -> str:
    """The person behind the client: name and post."""
    name = ticket.contact if ticket.contact != ticket.client else ""
    return ", ".join(part for part in (name, ticket.post) if part)


def prefers_words(ticket: Ticket) -> tuple[str, str]:
    """The icon and the words of how they want to be told things; "" where it is how everybody is told."""
    if ticket.prefers in ("", USUAL_CHANNEL):
        return "", ""
    if ticket.prefers == TaskKind.CALL:
        return kind_icon(ticket.prefers), _("prefers a call")
    # TR: "prefers WhatsApp", of a client
    words = _("prefers {channel}").format(channel=channel_name(ticket.prefers))
    return channel_icon(ticket.prefers), words


def buyer_chip(ticket: Ticket, now: dt.datetime) -> tuple[str, str]:
    """What kind of buyer the client is, and in which tone."""
    past = ticket.past
    kind = buyer(past.orders, (now - past.last_at).days) if past.last_at is not None else None
    return (kind.label(), _BUYERS[kind]) if kind is not None else (_("New client"), "neutral")


def buyer_reason(ticket: Ticket, now: dt.datetime) -> str:
    """Why: how often they ordered, and how long ago they did last."""
    past = ticket.past
    if past.last_at is None:
        return _("They have not ordered yet.")
    day = past.last_at.astimezone(now.tzinfo).date()
    days = (now.date() - day).days
    orders = ngettext("{n} order", "{n} orders", past.orders).format(n=past.orders)
    ago = (
        ngettext("{n} day ago", "{n} days ago", days).format(n=formats.number(days))
        if days > 1
        else formats.relative_day(day, today=now.date())
    )
    return _("{orders}, the last one {ago}").format(orders=orders, ago=ago)


def script(ticket: Ticket, me: str, now: dt.datetime) -> list[Sentence]:
    """What to say, with the card's own figures; a sentence that lacks one of them is left out.

    Of two sentences that begin with the same field only the first is said. What the stage asks comes last.
    """
    known = _fields(ticket, me, now)
    said: list[Sentence] = []
    begun: set[str] = set()
    for pattern in ticket.plan.say:
        parts = _parts(pattern)
        names = [name for _text, name in parts if name]
        if not all(known.get(name) for name in names):
            continue
        first = names[0] if names and not parts[0][0] else ""
        if first in begun and first:
            continue
        begun.add(first)
        said.append(_filled(parts, known))
    if ticket.stage_asks:
        said.append([(ticket.stage_asks, False)])
    return said


def _fields(ticket: Ticket, me: str, now: dt.datetime) -> dict[str, str]:
    due = ticket.goods_due.astimezone(now.tzinfo).date() if ticket.goods_due else None
    values = (
        _first_name(ticket.contact or ticket.client),
        _first_name(me),
        ticket.firm,
        ticket.goal,
        ticket.title,
        _money(ticket.amount, ticket.currency) if ticket.amount else "",
        formats.full_day(due) if due else "",
        ticket.email,
    )
    return dict(zip(FIELDS, values, strict=True))


def _first_name(name: str) -> str:
    """How somebody is spoken to; a title or an initial alone would be none."""
    first = name.partition(" ")[0]
    return name if len(first) <= len("Dr") or first.endswith(".") else first


def _parts(pattern: str) -> list[tuple[str, str]]:
    try:
        return [
            (text, name or "") for text, name, _spec, _conv in string.Formatter().parse(pattern)
        ]
    except ValueError:  # a brace that was typed alone
        return [(pattern, "")]


def _filled(parts: list[tuple[str, str]], known: dict[str, str]) -> Sentence:
    sentence: Sentence = []
    for words, name in parts:
        text = words
        if text.startswith(".") and sentence and sentence[-1][0].endswith("."):
            text = text[1:]  # what the client wants ends in "pp." itself
        if text:
            sentence.append((text, False))
        if name:
            sentence.append((known[name], name in _STRONG))
    return sentence


def facts(ticket: Ticket, now: dt.datetime) -> list[FactWords]:
    """What is known of card and client, a line each; what is not known has none."""
    lines: list[FactWords] = []
    if ticket.title:
        money = _money(ticket.amount, ticket.currency) if ticket.amount else ""
        is_deal = ticket.card_kind == DEAL and ticket.is_open
        what = _("Open deal") if is_deal else kind_label(ticket.card_kind)
        lines.append(FactWords(what, ticket.title, money))
    if ticket.stage and ticket.stage_since:
        days = (now - ticket.stage_since).days + 1
        words = _("{stage}, day {n}").format(stage=ticket.stage, n=days)
        lines.append(FactWords(_("Stage"), words))
    lines += _past_facts(ticket.past, now)
    return lines


def brief(ticket: Ticket, now: dt.datetime) -> Sentence:
    """The same in one line, where there is no room; its figures are strong."""
    said: Sentence = []
    for line in facts(ticket, now)[:2]:
        said.append((f" · {line.value}" if said else line.value, False))
        if line.figure:
            said += [(" · ", False), (line.figure, True)]
    return said


def _past_facts(past: Past, now: dt.datetime) -> list[FactWords]:
    lines: list[FactWords] = []
    if past.last_at is not None and past.since is not None:
        last_on = past.last_at.astimezone(now.tzinfo).date()
        is_this_year = last_on.year == now.year
        day = (
            formats.day_and_month(last_on)
            if is_this_year
            else formats.short_date(last_on, year=True)
        )
        last = f"{day} · {past.last_title} · {_money(past.last_amount, past.currency)}"
        lines.append(FactWords(pgettext("fact", "Last order"), last))
        months = max(1, round((now - past.since).days / _DAYS_OF_MONTH))
        orders = ngettext("{n} in {months} month", "{n} in {months} months", months)
        words = (
            f"{orders.format(n=past.orders, months=months)} · {_money(past.total, past.currency)}"
        )
        lines.append(FactWords(pgettext("fact", "Orders"), words))
    if past.pays_after is not None:
        lines.append(FactWords(_("Pays"), _pays_words(past.pays_after, past.pays_by)))
    if past.best_hour is not None:
        lines.append(FactWords(_("Best time"), _hours_words(past.best_hour)))
    return lines


def _pays_words(days: int, method: str) -> str:
    """How soon and by which means: "same day, by card"."""
    soon = {0: _("same day"), 1: _("next day")}.get(days)
    soon = soon or ngettext("in {n} day", "in {n} days", days).format(n=days)
    means = PaymentMethod.words(method)
    return f"{soon}, {means[:1].lower()}{means[1:]}" if means else soon


def _hours_words(hour: int) -> str:
    """An hour of the day with the part of the day: "11:00–12:00, before lunch"."""
    parts = ((_LUNCH, _("before lunch")), (_EVENING, _("after lunch")), (24, _("towards evening")))
    part = next(words for until, words in parts if hour < until)
    return f"{hour:02}:00–{(hour + 1) % 24:02}:00, {part}"


def contact_words(one: Contacted, now: dt.datetime) -> tuple[str, str, str]:
    """One of the last contacts: icon, day, and what was said."""
    local = one.at.astimezone(now.tzinfo)
    day = formats.day_name(local.date(), short=True)
    if local.date() == now.date():
        day = formats.short_time(local)
    elif (now.date() - local.date()).days < 7:
        day = _("{weekday} {day}").format(weekday=day, day=local.day)
    else:
        day = formats.short_date(local.date()).partition(" ")[2]
    outcome = Outcome.known(one.outcome)
    icon = kind_icon(one.kind)
    if one.kind == TaskKind.CALL:
        icon = "phone-x" if outcome is Outcome.NO_ANSWER else "phone-outgoing"
        if one.direction == "in":
            icon = "phone-incoming"
    elif one.kind == "comment":
        icon = "chat-text"
    elif one.kind in CHANNELS:
        icon = channel_icon(one.kind)
    elif outcome is not None and outcome in OUTCOME_LOOKS:
        icon = OUTCOME_LOOKS[outcome][1]
    return icon, day, " ".join(one.text.split())


def _money(amount: int, currency: str) -> str:
    return formats.money(Money(amount, currency), whole=True) if currency else ""
