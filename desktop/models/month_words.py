# SPDX-License-Identifier: Apache-2.0
"""My month in words: the parts of the plan, what each working day needs, and how near a deal is."""

from __future__ import annotations

import datetime as dt
from typing import Final

from desktop.i18n import N_, _, formats, ngettext, pgettext
from desktop.models.card_words import late_span, touch_word
from desktop.values.money import Money
from desktop.values.rows.month import MonthDeal, MyMonth, Part
from desktop.values.times import is_untimed

_PARTS: Final = {
    Part.CLOSED: ("", "ok_s"),
    Part.AWAITED: (N_("Awaiting payment"), "wa_s"),
    Part.IN_WORK: (N_("In work, paid"), "vi"),
    Part.CHANCE: (N_("Can close the gap"), "ac"),
}


def part_name(part: Part) -> str:
    """What a part is called."""
    return pgettext("plan", "Closed") if part is Part.CLOSED else _(_PARTS[part][0])


def nothing_in(part: Part) -> str:
    """What stands where a part has no deal."""
    match part:
        case Part.CLOSED:
            return _("No deal is closed and paid in this month yet.")
        case Part.AWAITED:
            return _("No deal waits for its payment.")
        case Part.IN_WORK:
            return _("No deal is in work and paid.")
        case Part.CHANCE:
            return _("No open deal could be closed in this month.")


def part_ink(part: Part) -> str:
    """Its colour token."""
    return _PARTS[part][1]


def plan_title(month: MyMonth) -> str:
    """The heading of the plan: "October plan"."""
    name = formats.month_in_words(month.month).rsplit(" ", 1)[0]
    words = _("{month} plan").format(month=name)
    return words[:1].upper() + words[1:]


def money_of(minor: int, month: MyMonth) -> str:
    """A sum of the month in whole units."""
    return formats.money(Money(minor, month.currency), whole=True) if month.currency else "0"


def parts_shown(month: MyMonth) -> list[Part]:
    """The parts that are secured; what is in work only where something is."""
    return [
        part
        for part in (Part.CLOSED, Part.AWAITED, Part.IN_WORK)
        if part is not Part.IN_WORK or month.sum_of(part)
    ]


def shares(month: MyMonth) -> list[tuple[float, str]]:
    """The parts of the bar, each a share of the target; together never more than all of it."""
    whole = max(month.target, month.secured, 1)
    return [(month.sum_of(part) / whole, part_ink(part)) for part in parts_shown(month)]


def needs(month: MyMonth) -> str:
    """What is to be done about the gap: "12 working days left: £650 a day, about 2 deals."."""
    if not month.target:
        return _("No target is set for this month.")
    if not month.gap:
        return _("The target is reached.")
    if not month.days_left:
        return _("{sum} short of the target.").format(sum=money_of(month.gap, month))
    days = ngettext(
        "{n} working day left: {sum} a day", "{n} working days left: {sum} a day", month.days_left
    ).format(n=formats.number(month.days_left), sum=money_of(month.per_day, month))
    count = month.deals_needed
    if not count:
        return f"{days}."
    about = ngettext("about {n} deal", "about {n} deals", count).format(n=formats.number(count))
    return _("{days}, {about}.").format(days=days, about=about)


def pace(month: MyMonth) -> tuple[str, str, str]:
    """How the month stands to the days that are over: words, tone, icon; nothing without a target."""
    if not month.target:
        return "", "", ""
    due = month.target * month.worked
    if month.secured >= month.target:
        return _("target reached"), "success", "check-circle"
    if month.secured >= due:
        return _("on pace"), "success", "trend-up"
    return (
        _("{sum} behind").format(sum=money_of(round(due - month.secured), month)),
        "warning",
        "trend-down",
    )


def touch_words(deal: MonthDeal, now: dt.datetime) -> tuple[str, str]:
    """The next touch of a deal in few words, and its tone."""
    if deal.touch_at is None:
        return ("", "neutral") if deal.closed_at else (_("No next touch"), "danger")
    local = deal.touch_at.astimezone(now.tzinfo)
    what = touch_word(deal.touch_kind, "")
    if local < now:
        return f"{what} −{late_span(local, now)}", "danger"
    if local.date() == now.date():
        when = _("today") if is_untimed(local) else formats.short_time(local)
        return f"{what} {when}", "warning"
    return f"{what} {formats.short_date(local.date())}", "neutral"


def of_gap(deal: MonthDeal, month: MyMonth) -> str:
    """How much of the gap this deal would close; "" where there is none."""
    if deal.part is not Part.CHANCE or not month.gap or not deal.amount:
        return ""
    return formats.percent(min(100, deal.amount * 100 // month.gap))


def spoken(deal: MonthDeal, month: MyMonth, now: dt.datetime) -> str:
    """A line in one sentence for a screen reader."""
    parts = (
        deal.client,
        deal.title,
        money_of(deal.amount, month),
        deal.stage,
        touch_words(deal, now)[0],
        part_name(deal.part),
    )
    return ", ".join(filter(None, parts))
