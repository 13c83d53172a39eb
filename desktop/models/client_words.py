# SPDX-License-Identifier: Apache-2.0
"""What a client's list and page say in words: dates, sums, phones, touches and what happened."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from desktop.clock import Clock, local
from desktop.i18n import N_, _, formats, ngettext
from desktop.models.card_words import kind_icon, late_span
from desktop.values.money import Money
from desktop.values.phone import pretty_phone
from desktop.values.rows.clients import ClientEvent, ClientFilter, ClientRow, Happened
from desktop.values.states import MessageState, Outcome, PaymentMethod, TaskKind
from desktop.values.times import is_untimed

_NAMED_DAYS = 10
"""A day not farther off than this is told by its weekday and number, which the eye finds faster than a month."""

Chip = tuple[str, str, str]
"""Text, tone and icon."""

FILTERS = {
    ClientFilter.ALL: (N_("All clients"), "users-three"),
    ClientFilter.COMPANIES: (N_("Companies"), "buildings"),
    ClientFilter.PEOPLE: (N_("People"), "user-circle"),
    ClientFilter.OPEN: (N_("Open deals"), "columns"),
    ClientFilter.OWING: (N_("To pay"), "receipt"),
    ClientFilter.IDLE: (N_("Nothing open"), "hourglass"),
}
"""The lists of the Clients page: name and icon."""


@dataclass(slots=True)
class ClientWords:
    """Says things for a shop: in its currency, country and zone, at the present moment."""

    clock: Clock
    currency: str = ""
    country: str = ""

    @property
    def now(self) -> dt.datetime:
        """The present moment in the shop's zone."""
        return local(self.clock)

    def day(self, moment: dt.datetime | None) -> str:
        """A day in words where there are any; empty for none."""
        if moment is None:
            return ""
        now = self.now
        return formats.relative_day(moment.astimezone(now.tzinfo).date(), today=now.date())

    def near_day(self, moment: dt.datetime) -> str:
        """A day where there is little room: its name only while that tells which one is meant."""
        now = self.now
        day = moment.astimezone(now.tzinfo).date()
        if day == now.date():
            return formats.relative_day(day, today=now.date())
        if abs((now.date() - day).days) <= _NAMED_DAYS:
            return _("{weekday} {day}").format(
                weekday=formats.day_name(day, short=True), day=day.day
            )
        return formats.day_and_month(day)

    def moment(self, moment: dt.datetime) -> str:
        """Day and time."""
        return formats.relative_moment(moment, now=self.now)

    def due(self, moment: dt.datetime) -> str:
        """When a touch is due: day and time, the day alone where that is all that was agreed."""
        is_for_day = is_untimed(moment.astimezone(self.now.tzinfo))
        return self.day(moment) if is_for_day else self.moment(moment)

    def sum(self, minor: int, currency: str = "", *, whole: bool = False) -> str:
        """A sum in the shop's currency or another; empty where no currency is known."""
        code = currency or self.currency
        return formats.money(Money(minor, code), whole=whole) if code else ""

    def phone(self, digits: str) -> str:
        """A number as people here read it."""
        return pretty_phone(digits, self.country) if digits else ""

    def touch(self, at: dt.datetime | None, kind: str) -> Chip:
        """The next touch of a client: late ones say how late, today's the time, later ones the day."""
        if at is None:
            return _("no touch"), "missing", "warning"
        now = self.now
        due = at.astimezone(now.tzinfo)
        icon = kind_icon(kind)
        if due < now:
            what = TaskKind.words(kind).lower()
            late = _("{what} · {span} late").format(what=what, span=late_span(due, now))
            return late, "danger", icon
        if due.date() == now.date() and not is_untimed(due):
            return formats.relative_moment(at, now=now), "warning", icon
        if due.date() == now.date():
            return formats.relative_day(due.date(), today=now.date()), "warning", icon
        return formats.relative_day(due.date(), today=now.date()), "neutral", icon

    def orders(self, count: int) -> str:
        """How many orders."""
        return ngettext("{n} order", "{n} orders", count).format(n=formats.number(count))


def contact_line(row: ClientRow, words: ClientWords) -> str:
    """The second line of a client: phone and person, or what else there is to reach them by."""
    parts = [words.phone(row.digits), row.person, "" if row.digits else row.email]
    return " · ".join(part for part in parts if part)


def spoken_client(row: ClientRow, words: ClientWords) -> str:
    """A line of the list in one sentence for a screen reader."""
    touch = words.touch(row.touch_at, row.touch_kind)[0] if row.open_deals else ""
    owed = _("{sum} to pay").format(sum=words.sum(row.owed)) if row.owed else ""
    last = words.day(row.last_order_at)
    parts = [
        row.name,
        contact_line(row, words),
        words.orders(row.orders),
        words.sum(row.total, whole=True) if row.total else "",
        _("last order {day}").format(day=last) if last else "",
        owed,
        touch,
        row.holder,
    ]
    return ", ".join(part for part in parts if part)


_EVENT_ICONS = {
    Happened.CALL: ("phone-outgoing", "accent"),
    Happened.COMMENT: ("chat-text", "neutral"),
    Happened.MOVE: ("arrow-right", "violet"),
    Happened.PAYMENT: ("money", "success"),
    Happened.DOCUMENT: ("file-text", "accent"),
    Happened.LETTER: ("envelope-simple", "neutral"),
}
_ACTIVITY_ICONS: dict[str, str] = {
    TaskKind.WRITE: "paper-plane-tilt",
    TaskKind.MEET: "users",
    TaskKind.PREPARE: "check-circle",
    TaskKind.APPROVE: "eye",
    TaskKind.HAND_OVER: "package",
    TaskKind.INFORM: "note-pencil",
}


def event_icon(event: ClientEvent) -> tuple[str, str]:
    """Icon and tone of a line of the timeline."""
    icon, tone = _EVENT_ICONS[event.happened]
    if event.happened is Happened.CALL:
        icon = _ACTIVITY_ICONS.get(event.what, icon)
        if event.outcome == Outcome.NO_ANSWER:
            icon = "phone-x"
    return icon, tone


def event_title(event: ClientEvent, words: ClientWords) -> str:
    """What happened, in a few words."""
    match event.happened:
        case Happened.COMMENT:
            return _("Comment")
        case Happened.MOVE:
            return _("Moved to {stage}").format(stage=event.what)
        case Happened.PAYMENT:
            pattern = _("Paid {sum}") if event.amount >= 0 else _("Paid back {sum}")
            return pattern.format(sum=words.sum(abs(event.amount), event.currency))
        case Happened.LETTER:
            return _("Letter “{subject}”").format(subject=event.what)
        case Happened.DOCUMENT:
            return event.what
        case _:
            return TaskKind.words(event.what)


def event_text(event: ClientEvent) -> str:
    """What was said or written, and how it ended."""
    parts = [event.text]
    match event.happened:
        case Happened.CALL if outcome := Outcome.known(event.outcome):
            parts.insert(0, outcome.label())
        case Happened.LETTER if state := MessageState.known(event.outcome):
            parts.append(state.label().lower())
        case Happened.PAYMENT if method := PaymentMethod.known(event.what):
            parts.insert(0, method.label().lower())
    return " · ".join(part for part in parts if part)


def event_line(event: ClientEvent, words: ClientWords) -> str:
    """All of it in one line: what was said speaks for itself, a payment is nothing without its sum."""
    said = event_text(event)
    if event.happened in {Happened.CALL, Happened.COMMENT} and said:
        return said
    return " · ".join(filter(None, (event_title(event, words), said)))


def in_file(count: int, file: str) -> str:
    """That so many clients were written into a file."""
    said = ngettext("{n} client is in {file}.", "{n} clients are in {file}.", count)
    return said.format(n=formats.number(count), file=file)
