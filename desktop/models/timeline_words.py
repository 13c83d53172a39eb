# SPDX-License-Identifier: Apache-2.0
"""What the lines of a card's timeline say: title, quiet words, chips and what can be done with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal
from uuid import UUID

from desktop.i18n import N_, _, formats, pgettext
from desktop.models.card_words import channel_icon, channel_name, kind_icon
from desktop.models.record_words import field_label
from desktop.values.money import Money
from desktop.values.rows.board import LEAD
from desktop.values.rows.card import Event, TimelineRow
from desktop.values.states import (
    MessageState,
    Outcome,
    PaymentMethod,
    StageKind,
    TaskKind,
)
from desktop.values.times import is_untimed

Stress = Literal["plain", "quiet", "medium", "strong"]
Title = tuple[tuple[str, Stress], ...]
Chip = tuple[str, str, str]
"""Text, tone and icon."""


class Act(StrEnum):
    """What a line lets one do."""

    NOTHING = ""
    OPEN = "open"
    WITHDRAW = "withdraw"
    RETRY = "retry"


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the timeline in words. `who` is whose avatar stands at its end."""

    kind: Literal["box", "line"]
    title: Title
    icon: str
    tone: str = "neutral"
    meta: str = ""
    time: str = ""
    who: UUID | None = None
    text: str = ""
    chips: tuple[Chip, ...] = ()
    badge: Chip | None = None
    act: Act = Act.NOTHING
    link: str = ""
    link_icon: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says timeline rows on one card: with its people, at the present moment (`now` carries the desk's zone)."""

    now: dt.datetime
    names: Mapping[UUID, str] = field(default_factory=dict)
    client: str = ""

    def say(self, row: TimelineRow) -> Said:
        """The row in words."""
        return _SAYERS[row.event](self, row)

    def day(self, day: dt.date) -> str:
        """The heading over a day."""
        words = formats.full_day(day)
        if day == self.now.date():
            return _("Today, {day}").format(day=words)
        if day.year != self.now.year:
            return f"{_capital(words)} {day.year}"
        return _capital(words)

    def moment(self, at: dt.datetime) -> str:
        """A moment in words, without a time where none was named: "today 13:00", "Fri 16 Oct"."""
        local = at.astimezone(self.now.tzinfo)
        if is_untimed(local):
            return formats.relative_day(local.date(), today=self.now.date())
        return formats.relative_moment(at, now=self.now)

    def time(self, row: TimelineRow) -> str:
        """When it happened, by the clock: the day stands above."""
        return formats.short_time(row.at.astimezone(self.now.tzinfo))

    def first_name(self, user: UUID | None) -> str:
        """What colleagues call somebody; empty for nobody."""
        return self.names.get(user, "").partition(" ")[0] if user else ""


def _call(speaker: Speaker, row: TimelineRow) -> Said:
    is_in = row.direction == "in"
    missed = row.outcome == Outcome.NO_ANSWER
    icon = "phone-x" if missed else "phone-incoming" if is_in else "phone-outgoing"
    title = _("Call")
    if row.duration_s:
        title = _("Call, {length}").format(length=_length(row.duration_s))
    return _talk(speaker, row, title, icon, "neutral" if missed else "accent")


def _talk(speaker: Speaker, row: TimelineRow, title: str, icon: str, tone: str) -> Said:
    ours, theirs = speaker.first_name(row.by), speaker.client
    pair = (theirs, ours) if row.direction == "in" else (ours, theirs)
    return Said(
        "box",
        ((title, "strong"),),
        icon,
        tone,
        meta=" → ".join(part for part in pair if part),
        time=speaker.time(row),
        who=row.by,
        text=row.text,
        chips=_talk_chips(speaker, row),
    )


def _talk_chips(speaker: Speaker, row: TimelineRow) -> tuple[Chip, ...]:
    chips: list[Chip] = []
    outcome = Outcome.known(row.outcome)
    if outcome is not None and outcome is not Outcome.DONE:
        chips.append((outcome.label(), *OUTCOME_LOOKS[outcome]))
    if row.next_touch_at is not None:
        local = row.next_touch_at.astimezone(speaker.now.tzinfo)
        tone = "warning" if local.date() == speaker.now.date() else "neutral"
        words = pgettext("history", "Next touch: {moment}").format(
            moment=speaker.moment(row.next_touch_at)
        )
        chips.append((words, tone, "calendar-blank"))
    return tuple(chips)


OUTCOME_LOOKS = {
    Outcome.AGREED: ("success", "thumbs-up"),
    Outcome.CALL_BACK: ("warning", "repeat"),
    Outcome.NO_ANSWER: ("neutral", "phone-x"),
    Outcome.OTHER_PERSON: ("neutral", "user"),
    Outcome.QUOTE_SENT: ("accent", "paper-plane-tilt"),
    Outcome.MEETING: ("accent", "calendar-check"),
    Outcome.REFUSED: ("danger", "prohibit"),
    Outcome.DONE: ("success", "check"),
    Outcome.CLOSED: ("neutral", "check"),
}
"""Tone and icon of each result."""


def _message(speaker: Speaker, row: TimelineRow) -> Said:
    talk = TaskKind.known(row.kind)
    if talk is not None:
        return _talk(speaker, row, talk.label(), kind_icon(talk), "accent")
    channel = channel_name(row.kind)
    if row.direction != "in":
        meta = _("{channel} to {name}").format(channel=channel, name=speaker.client)
        return Said(
            "box",
            ((speaker.names.get(row.by, "") if row.by else channel, "strong"),),
            channel_icon(row.kind),
            meta=meta if speaker.client else channel,
            time=speaker.time(row),
            who=row.by,
            text=row.text,
        )
    noted = speaker.first_name(row.by)
    return Said(
        "box",
        ((speaker.client or _("Client"), "strong"),),
        channel_icon(row.kind),
        meta=_("{channel}, noted by {name}").format(channel=channel, name=noted)
        if noted
        else channel,
        time=speaker.time(row),
        text=row.text,
    )


def _comment(speaker: Speaker, row: TimelineRow) -> Said:
    return Said(
        "box",
        ((_("Comment"), "strong"),),
        "note-pencil",
        time=speaker.time(row),
        who=row.by,
        text=row.text,
    )


def _letter(speaker: Speaker, row: TimelineRow) -> Said:
    known = MessageState.known(row.state)
    tone, act, icon = _LETTERS.get(row.state, ("neutral", Act.NOTHING, "envelope-simple"))
    is_done = row.state in {MessageState.SENT, MessageState.DELIVERED}
    words = {Act.WITHDRAW: _("Withdraw"), Act.RETRY: _("Try again")}
    quoted = _("“{subject}”").format(subject=row.subject)
    return Said(
        "line" if is_done else "box",
        (
            (pgettext("history", "E-mail") + " ", "plain"),
            (quoted, "strong"),
            (" " + _("to {address}").format(address=row.after), "quiet"),
        ),
        icon,
        "danger" if tone == "danger" else "neutral",
        time=speaker.time(row),
        who=row.by,
        text="" if is_done else row.text,
        badge=(known.label(), tone, "") if known and not is_done else None,
        act=act,
        link=words.get(act, ""),
        link_icon={Act.WITHDRAW: "arrow-counter-clockwise", Act.RETRY: "repeat"}.get(act, ""),
    )


_LETTERS: dict[str, tuple[str, Act, str]] = {
    MessageState.WAITING: ("warning", Act.WITHDRAW, "envelope-simple"),
    MessageState.SENDING: ("warning", Act.NOTHING, "paper-plane-tilt"),
    MessageState.SENT: ("accent", Act.NOTHING, "envelope-simple"),
    MessageState.DELIVERED: ("success", Act.NOTHING, "envelope-simple"),
    MessageState.FAILED: ("danger", Act.RETRY, "warning-circle"),
    MessageState.UNSURE: ("danger", Act.NOTHING, "warning-circle"),
    MessageState.WITHDRAWN: ("neutral", Act.NOTHING, "arrow-counter-clockwise"),
}


def _stage(speaker: Speaker, row: TimelineRow) -> Said:
    icon, tone = {
        StageKind.WON.value: ("check-circle", "success"),
        StageKind.LOST.value: ("prohibit", "danger"),
    }.get(row.kind, ("arrow-right", "violet"))
    return _line(
        speaker,
        row,
        icon,
        tone,
        ((_("Stage") + " ", "plain"), (f"{row.before} → ", "quiet"), (row.after, "strong")),
    )


def _holder(speaker: Speaker, row: TimelineRow) -> Said:
    before = f"{row.before} → " if row.before else ""
    title: Title = ((_("Owner") + " ", "plain"), (before, "quiet"), (row.after, "strong"))
    return _line(speaker, row, "users", "neutral", title)


def _conflict(speaker: Speaker, row: TimelineRow) -> Said:
    field = field_label(row.kind, row.subject)
    both = formats.joined(list(dict.fromkeys(name for name in (row.before, row.after) if name)))
    title: Title = (
        (_("Changed in two places") + ": ", "plain"),
        (field, "strong"),
        (f", {both}" if both else "", "quiet"),
    )
    said = _line(speaker, row, "arrows-left-right", "magenta", title)
    if row.state == "settled":
        return said
    return replace(said, badge=(pgettext("conflict", "to look at"), "magenta", ""))


def _payment(speaker: Speaker, row: TimelineRow) -> Said:
    amount = formats.money(Money(abs(row.amount), row.currency))
    method = PaymentMethod.known(row.kind)
    words = _("Paid") if row.amount >= 0 else _("Paid back")
    icons = {PaymentMethod.CASH: "money", PaymentMethod.CARD: "credit-card"}
    waits = row.kind == PaymentMethod.TRANSFER and row.state != "confirmed"
    text = f" {method.label().lower() if method else ''}" + (f": {row.text}" if row.text else "")
    said = _line(
        speaker,
        row,
        icons.get(method, "bank") if method else "money",
        "success" if row.amount >= 0 else "warning",
        ((f"{words} ", "plain"), (amount, "strong"), (text, "quiet")),
    )
    if not waits:
        return said
    return replace(said, badge=(_("not confirmed"), "warning", ""))


def _document(speaker: Speaker, row: TimelineRow) -> Said:
    made = {
        "edited": N_("edited by hand"),
        "template": N_("made from the template"),
        "builtin": N_("made as the built-in form"),
    }.get(row.kind, "")
    return _paper(speaker, row, "file-text", "accent", _(made) if made else "")


def _file(speaker: Speaker, row: TimelineRow) -> Said:
    return _paper(speaker, row, file_icon(row.subject), "neutral", "")


def _paper(speaker: Speaker, row: TimelineRow, icon: str, tone: str, meta: str) -> Said:
    return Said(
        "box",
        ((row.subject, "medium"),),
        icon,
        tone,
        meta=meta,
        time=speaker.time(row),
        who=row.by,
        badge=(_("v{n}").format(n=row.after), "neutral", "") if row.after else None,
        act=Act.OPEN,
    )


def file_icon(name: str) -> str:
    """The icon of a file by the ending of its name."""
    ending = name.rpartition(".")[2].lower()
    if ending in {"png", "jpg", "jpeg", "gif", "svg", "tif", "tiff", "webp", "bmp", "psd", "ai"}:
        return "image"
    return "file-pdf" if ending == "pdf" else "file-text"


def _touch_set(speaker: Speaker, row: TimelineRow) -> Said:
    title: list[tuple[str, Stress]] = [(_("Robot set a task:") + " ", "quiet")]
    goal = row.subject
    if row.next_touch_at is not None:
        due = row.next_touch_at.astimezone(speaker.now.tzinfo)
        same_day = due.date() == row.at.astimezone(speaker.now.tzinfo).date()
        has_time = same_day and not is_untimed(due)
        when = formats.short_time(due) if has_time else formats.short_date(due.date())
        goal = _("{goal} by {when}").format(goal=goal, when=when)
    return _line(speaker, row, "robot", "neutral", (*title, (goal, "plain")))


def _touch_done(speaker: Speaker, row: TimelineRow) -> Said:
    title: Title = ((_("Done:") + " ", "quiet"), (row.subject, "plain"))
    return _line(speaker, row, "check-circle", "neutral", title)


def _created(speaker: Speaker, row: TimelineRow) -> Said:
    channel = channel_name(row.kind)
    is_lead = row.subject == LEAD
    title: Title = ((_("Lead created") if is_lead else _("Deal created"), "plain"),)
    if channel:
        words = _("Lead created:") if is_lead else _("Deal created:")
        title = ((words + " ", "plain"), (channel, "strong"))
    return _line(speaker, row, "flag", "success", title)


def _line(
    speaker: Speaker,
    row: TimelineRow,
    icon: str,
    tone: str,
    title: Title,
) -> Said:
    return Said("line", title, icon, tone, time=speaker.time(row), who=row.by)


def _length(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return _("{s} s").format(s=rest)
    return _("{m} min {s} s").format(m=minutes, s=rest)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_SAYERS: dict[Event, Callable[[Speaker, TimelineRow], Said]] = {
    Event.CALL: _call,
    Event.MESSAGE: _message,
    Event.COMMENT: _comment,
    Event.LETTER: _letter,
    Event.STAGE: _stage,
    Event.PAYMENT: _payment,
    Event.DOCUMENT: _document,
    Event.FILE: _file,
    Event.TOUCH_SET: _touch_set,
    Event.TOUCH_DONE: _touch_done,
    Event.HOLDER: _holder,
    Event.CREATED: _created,
    Event.CONFLICT: _conflict,
}
