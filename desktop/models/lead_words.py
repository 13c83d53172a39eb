# SPDX-License-Identifier: Apache-2.0
"""What a lead says in words: since when it is held, its attempts, and the whole of it for a screen reader."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from desktop.i18n import _, formats, ngettext
from desktop.models import card_words
from desktop.values.attempts import MOST_UNANSWERED, Attempt, Reach, unanswered
from desktop.values.rows.board import CardRow, StageRow
from desktop.values.rows.leads import LeadRow
from desktop.values.states import Heat, TaskKind
from desktop.values.times import is_untimed

NOBODY, OTHER, TALK = (reach[0] for reach in Reach)
"""The letters a row keeps its attempts in."""

TAKE_WITHIN = dt.timedelta(minutes=15)
"""In which a lead is to be taken (D2)."""

_NEAR = 0.75
"""From this part of the limit on the age is a warning."""


def age_words(card: LeadRow, now: dt.datetime) -> str:
    """Since when somebody holds it, or for how long nobody does: "taken 3 d", "untaken 12 min"."""
    return held_words(card.held_since, now, held=card.holder_key is not None)


def held_words(since: dt.datetime, now: dt.datetime, *, held: bool) -> str:
    """The same of a lead that somebody has, or nobody, since then."""
    words = _("taken {span}") if held else _("untaken {span}")
    return words.format(span=formats.span(now - since))


def ago_words(length: dt.timedelta) -> str:
    """How long ago, in whole days by their name: "3 days ago", "12 min ago"."""
    if length >= dt.timedelta(days=1):
        return ngettext("{n} day ago", "{n} days ago", length.days).format(n=length.days)
    return _("{span} ago").format(span=formats.span(length))


def brief_age_words(card: LeadRow, now: dt.datetime) -> str:
    """The time alone, where there is no room for the word: who has it shows beside it."""
    return formats.span(now - card.held_since)


def untaken_meaning(since: dt.datetime, due_at: dt.datetime | None, now: dt.datetime) -> str:
    """How long nobody has it against the time in which it is to be taken: "late", "soon", or nothing.

    `due_at` is when the head's touch to take it is due, in working time; without one the wall's minutes count.
    """
    due = due_at or since + TAKE_WITHIN
    if now > due:
        return "late"
    return "soon" if now >= due - TAKE_WITHIN * (1 - _NEAR) else ""


def take_due(kind: str | None, due_at: dt.datetime | None) -> dt.datetime | None:
    """When a lead is to be taken, by its next touch; None where that is something else."""
    return due_at if kind == TaskKind.PREPARE else None


def age_meaning(card: LeadRow, stage: StageRow, now: dt.datetime) -> str:
    """How its age stands to its limit: "late", "soon" from three quarters on, or nothing.

    While nobody has it, that is the time to take it; then the limit of the stage.
    """
    if card.holder_key is None:
        return untaken_meaning(card.held_since, take_due(card.touch_kind, card.touch_at), now)
    if not stage.limit:
        return ""
    limit = dt.timedelta(minutes=stage.limit)
    spent = now - card.stage_since
    if spent > limit:
        return "late"
    return "soon" if spent >= limit * _NEAR else ""


def touch_words(card: CardRow, now: dt.datetime) -> card_words.ChipWords:
    """The chip of the next touch with its time only; the icon says what: "13:00", "Fri, 16", "−2 d"."""
    long = card_words.touch_chip(card, now)
    due = card.touch_at
    if due is None:
        return card_words.ChipWords(_("No touch"), long.icon, long.meaning)
    local = due.astimezone(now.tzinfo)
    return card_words.ChipWords(_when(local, now), long.icon, long.meaning)


def _when(due: dt.datetime, now: dt.datetime) -> str:
    if due < now:
        return f"−{card_words.late_span(due, now)}"
    days = (due.date() - now.date()).days
    if days == 0:
        return _("today") if is_untimed(due) else formats.short_time(due)
    if days < 7:
        return f"{formats.day_name(due.date(), short=True)}, {due.day}"
    return formats.short_date(due.date())


def legend() -> list[tuple[str, str]]:
    """What the four dots mean, by their letters; the last one is a touch that is planned."""
    return [
        (NOBODY, _("no answer")),
        (OTHER, _("another person")),
        (TALK, _("talk")),
        ("p", _("planned")),
    ]


def reached_words(counts: Counter[str]) -> str:
    """How many attempts reached whom: "2 without an answer, 1 with another person, 1 talk"."""
    parts = []
    if n := counts[NOBODY]:
        parts.append(ngettext("{n} without an answer", "{n} without an answer", n).format(n=n))
    if n := counts[OTHER]:
        parts.append(ngettext("{n} with another person", "{n} with another person", n).format(n=n))
    if n := counts[TALK]:
        parts.append(ngettext("{n} talk", "{n} talks", n).format(n=n))
    return ", ".join(parts)


def path_sentence(attempts: Sequence[Attempt]) -> str:
    """What came of the attempts, and how far it is to the refusal reason "no answer"."""
    told = reached_words(Counter(one.reach[0] for one in attempts))
    in_a_row = unanswered(attempts)
    left = MOST_UNANSWERED - in_a_row
    if in_a_row and left > 0:
        after = ngettext(
            "The reason “no answer” is offered after {n} more in a row.",
            "The reason “no answer” is offered after {n} more in a row.",
            left,
        ).format(n=left)
    elif in_a_row:
        after = _("{n} in a row without an answer: the lead may be refused for it.").format(
            n=in_a_row
        )
    elif attempts:
        after = ngettext(
            "The reason “no answer” is offered after {n} in a row.",
            "The reason “no answer” is offered after {n} in a row.",
            MOST_UNANSWERED,
        ).format(n=MOST_UNANSWERED)
    else:
        after = ""
    begin = f"{told}." if told else _("Nobody was called yet.")
    return f"{begin} {after}".strip()


def attempt_icon(attempt: Attempt) -> str:
    """What happened, as an icon."""
    if attempt.kind == TaskKind.MEET:
        return "users"
    if attempt.kind != TaskKind.CALL:
        return (
            card_words.channel_icon(attempt.kind) if attempt.kind != "write" else "envelope-simple"
        )
    if attempt.reach is Reach.NOBODY:
        return "phone-x"
    return "phone-call" if attempt.reach is Reach.TALK else "phone"


def spoken(
    card: LeadRow, stage: StageRow, row: int, count: int, *, now: dt.datetime, holder: str
) -> str:
    """The whole lead in one sentence for a screen reader."""
    tries = len(card.tries)
    tried = ""
    if tries:
        tried = ngettext("{n} attempt: {what}", "{n} attempts: {what}", tries).format(
            n=tries, what=reached_words(Counter(card.tries))
        )
    heat = Heat.known(card.heat)
    parts = [
        card.client,
        card.title,
        age_words(card, now),
        tried,
        card_words.touch_chip(card, now).text,
        heat.label().lower() if heat else "",
        holder,
        _("{row} of {count} in {stage}").format(row=row + 1, count=count, stage=stage.name),
    ]
    return ", ".join(part for part in parts if part)
