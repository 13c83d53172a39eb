# SPDX-License-Identifier: Apache-2.0
"""What a card says in words: its next touch, its due time, and the whole of it for a screen reader."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from desktop.frozen import dataclass
from desktop.i18n import N_, _, formats, ngettext, pgettext
from desktop.values.money import Money
from desktop.values.rows.board import CardRow, StageRow
from desktop.values.states import Channel, Heat, StagePurpose, TaskKind
from desktop.values.times import is_untimed, time_text

LATE, TODAY, LATER, MISSING = "late", "today", "later", "missing"

_SHORT_GOAL = 12
_KIND_ICONS: dict[str, str] = {
    TaskKind.CALL: "phone",
    TaskKind.WRITE: "envelope-simple",
    TaskKind.MEET: "users",
    TaskKind.PREPARE: "check-circle",
    TaskKind.APPROVE: "eye",
    TaskKind.HAND_OVER: "package",
    TaskKind.INFORM: "note-pencil",
}
_CHANNEL_ICONS: dict[str, str] = {
    Channel.WALK_IN: "storefront",
    Channel.PHONE: "phone",
    Channel.WEBSITE: "globe",
    Channel.EMAIL: "envelope-simple",
    Channel.COLD_LIST: "list-bullets",
    Channel.MAILING: "megaphone",
    Channel.REFERRAL: "users",
    Channel.REPEAT: "repeat",
    "whatsapp": "whatsapp-logo",
    "telegram": "telegram-logo",
    "sms": "device-mobile",
}


@dataclass(frozen=True, slots=True)
class ChipWords:
    """A chip: text, icon, and what it means: "late", "today", "later" or "missing".

    `short` is the text where there is no room for all of it; empty where there is nothing shorter to say.
    """

    text: str
    icon: str
    meaning: str
    short: str = ""


class TouchDay:
    """Sorts touches into late, today, later and missing, by the texts the rows hold; made once for many cards."""

    def __init__(self, now: dt.datetime) -> None:
        midnight = dt.datetime.combine(now.date() + dt.timedelta(days=1), dt.time(), now.tzinfo)
        self._now, self._midnight = time_text(now), time_text(midnight)

    def meaning(self, card: CardRow) -> str:
        """What the chip of this card means."""
        due = card.touch_due
        if due is None:
            return MISSING
        if due < self._now:
            return LATE
        return TODAY if due < self._midnight else LATER


def touch_chip(card: CardRow, now: dt.datetime, *, at_bank: bool = False) -> ChipWords:
    """The chip of the next touch; `now` carries the desk's zone. `at_bank`: the stage awaits payment."""
    due = card.touch_at
    if due is None:
        return ChipWords(_("No next touch"), "warning", MISSING)
    kind = card.touch_kind or ""
    icon = "bank" if at_bank and kind != TaskKind.CALL else kind_icon(kind)
    what = touch_word(kind, card.touch_goal or "")
    local = due.astimezone(now.tzinfo)
    if local < now:
        span = late_span(local, now)
        return ChipWords(
            _("{what} · {span} late").format(what=what, span=span), icon, LATE, _late_short(span)
        )
    if local.date() == now.date():
        return ChipWords(_today(what, kind, local), icon, TODAY, _today_short(what, local))
    return ChipWords(_later(what, local, now), icon, LATER, _later_short(what, local, now))


def touch_word(kind: str, goal: str) -> str:
    """The one or two words a chip has room for: a short goal, else its verb, for a call always "Call"."""
    if kind == TaskKind.CALL and len(goal) > _SHORT_GOAL:
        return TaskKind.CALL.label()
    if goal and len(goal) <= _SHORT_GOAL:
        return goal
    if kind in {TaskKind.CALL, TaskKind.MEET, TaskKind.HAND_OVER}:
        return TaskKind(kind).label()
    return goal.split(maxsplit=1)[0].rstrip(",.:;") if goal else TaskKind.words(kind)


def kind_icon(kind: str) -> str:
    """The icon of a task kind."""
    return _KIND_ICONS.get(kind, "check-circle")


def channel_icon(channel: str) -> str:
    """The icon of the channel an enquiry came by."""
    return _CHANNEL_ICONS.get(channel, "chat-text")


CHANNELS = {
    "whatsapp": "WhatsApp",
    "telegram": "Telegram",
    "sms": N_("SMS"),
    "email": N_("E-mail"),
}
"""Ways a message comes or goes that are noted by hand."""
USUAL_CHANNEL = "sms"
"""How a client is told that an order is ready, unless they want it otherwise."""


def channel_name(channel: str) -> str:
    """The name of a way messages come by."""
    return _(CHANNELS[channel]) if channel in CHANNELS else Channel.words(channel)


def due_words(card: CardRow, now: dt.datetime) -> tuple[str, str]:
    """When the goods are promised, and what it means: "late", "soon" (tomorrow), "later" or nothing."""
    due = card.due_at
    if due is None:
        return "", ""
    local = due.astimezone(now.tzinfo)
    days = (local.date() - now.date()).days
    if days == 0:
        return _("Today {time}").format(time=formats.short_time(local)), "late"
    meaning = "late" if days < 0 else "soon" if days == 1 else "later"
    return formats.short_date(local.date()), meaning


def sum_words(card: CardRow) -> str:
    """The sum in whole units, as the board shows it."""
    return formats.money(Money(card.amount, card.currency), whole=True)


def spoken(
    card: CardRow, stage: StageRow, row: int, count: int, *, now: dt.datetime, holder: str
) -> str:
    """The whole card in one sentence for a screen reader."""
    due = card.due_at
    heat = Heat.known(card.heat)
    parts = [
        card.client,
        card.title,
        formats.money(Money(card.amount, card.currency), whole=True),
        _("due {day}").format(day=formats.long_date(due.astimezone(now.tzinfo).date()))
        if due
        else "",
        touch_chip(card, now, at_bank=stage.purpose == StagePurpose.AWAITING_PAYMENT).text,
        heat.label().lower() if heat else "",
        _("owner {name}").format(name=holder) if holder else "",
        _("{row} of {count} in {stage}").format(row=row + 1, count=count, stage=stage.name),
    ]
    return ", ".join(part for part in parts if part)


class Mark(StrEnum):
    """The dot after a client's name; what two changed at once goes before what is not sent yet."""

    NONE = ""
    UNSENT = "unsent"
    CONFLICT = "conflict"


def mark_words(mark: Mark) -> str:
    """What the dot means."""
    return {
        Mark.UNSENT: _("Waiting to be sent"),
        Mark.CONFLICT: _("Changed in two places"),
    }.get(mark, "")


def stage_age(since: dt.datetime, now: dt.datetime, stage: str) -> str:
    """How long a card has stood on its stage, in days: "in “Quote sent” for 6 days"."""
    days = (now - since).days
    if not days:
        return _("in “{stage}” for less than a day").format(stage=stage)
    return ngettext("in “{stage}” for {n} day", "in “{stage}” for {n} days", days).format(
        stage=stage, n=days
    )


def limit_words(since: dt.datetime, now: dt.datetime, minutes: int) -> str:
    """How a card stands to its stage's limit: "2 d over the limit of 5 d", "3 d left of 5 d"; "" without a limit."""
    if not minutes:
        return ""
    limit = dt.timedelta(minutes=minutes)
    left = since + limit - now
    pattern = (
        _("{span} left of {limit}")
        if left >= dt.timedelta()
        else _("{span} over the limit of {limit}")
    )
    return pattern.format(span=formats.span(left), limit=formats.span(limit))


def age_words(card: CardRow, stage: StageRow, now: dt.datetime) -> str:
    """How long a card has stood on its stage, and how that stands to the stage's limit."""
    since = card.stage_since
    parts = (stage_age(since, now, stage.name), limit_words(since, now, stage.limit))
    return ", ".join(part for part in parts if part)


def is_over_limit(card: CardRow, stage: StageRow, now: dt.datetime) -> bool:
    """Whether a card stands on its stage longer than the stage allows."""
    limit = dt.timedelta(minutes=stage.limit)
    return bool(limit) and card.stage_since + limit < now


def late_span(due: dt.datetime, now: dt.datetime) -> str:
    """How late something is. People count nights: what was for Tuesday is two days late on Thursday."""
    nights = dt.timedelta(days=(now.date() - due.date()).days)
    return formats.span(nights or now - due)


def _late_short(span: str) -> str:
    # The icon says what; how late it is must never be what is cut.
    return pgettext("chip", "{span} late").format(span=span)


def _today(what: str, kind: str, due: dt.datetime) -> str:
    if is_untimed(due):
        return _("{what} today").format(what=what)
    pattern = _("{what} today {time}") if kind == TaskKind.CALL else _("{what} {time}")
    return pattern.format(what=what, time=formats.short_time(due))


def _today_short(what: str, due: dt.datetime) -> str:
    if is_untimed(due):
        return what
    return _("{what} {time}").format(what=what, time=formats.short_time(due))


def _later(what: str, due: dt.datetime, now: dt.datetime) -> str:
    if (due.date() - now.date()).days < 7:
        day = _("{weekday} {day}").format(
            weekday=formats.day_name(due.date(), short=True), day=due.day
        )
    else:
        day = formats.short_date(due.date())
    return _("{what} {day}").format(what=what, day=day)


def _later_short(what: str, due: dt.datetime, now: dt.datetime) -> str:
    if (due.date() - now.date()).days >= 7:
        return formats.short_date(due.date())
    weekday = formats.day_name(due.date(), short=True)
    return _("{what} {day}").format(what=what, day=weekday)
