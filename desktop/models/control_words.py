# SPDX-License-Identifier: Apache-2.0
"""What the head's sheet says: how a person keeps up with the norm, and what is wrong with a card since when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from desktop.i18n import N_, _, formats, ngettext
from desktop.values.day_pace import (
    MeasurePace,
    Pace,
    Standing,
    as_time,
    minute_of,
    pace,
)
from desktop.values.money import Money
from desktop.values.norms import Measure, PersonDay
from desktop.values.rows.board import DEAL, LEAD
from desktop.values.rows.control import ControlRow, DayFigures, TeamDay, Trouble
from desktop.values.states import TaskKind
from desktop.values.times import is_untimed

_FULL: Final = Fraction(1)
_HALF: Final = Fraction(1, 2)
_STANDINGS: Final = {
    Standing.REACHED: (N_("norm reached"), "success", "check-circle"),
    Standing.AHEAD: (N_("ahead"), "success", "trend-up"),
    Standing.ON_PACE: (N_("on pace"), "accent", "trend-up"),
    Standing.NEARLY: (N_("just below"), "warning", "trend-down"),
    Standing.BELOW: (N_("below norm"), "danger", "trend-down"),
    Standing.NONE: (N_("no norm today"), "neutral", ""),
}
_INKS: Final = {Standing.NEARLY: "wa", Standing.BELOW: "er"}
_ORDER: Final = (Standing.BELOW, Standing.NEARLY)


@dataclass(frozen=True, slots=True)
class PaceWords:
    """How a person stands in a chip, and what that means in figures; `can_ask` where the head may want to know why."""

    chip: str
    tone: str
    icon: str
    rest: str = ""
    can_ask: bool = False


def pace_of(one: DayFigures, team: TeamDay, now: dt.datetime) -> Pace:
    """What counts of a person's day against the norm; without a telephone system, what they say themselves."""
    done = one.done if team.has_telephone else one.done + one.noted
    return pace(
        done,
        one.norm,
        one.day,
        minute=minute_of(now, team.last),
        rhythm=one.rhythm,
        earlier=one.earlier,
    )


def pace_words(one: DayFigures, team: TeamDay, now: dt.datetime) -> PaceWords:
    """How a person keeps up with the norm.

    Without a telephone system nothing is confirmed and nobody is said to be below: only what they noted is told.
    """
    found = pace_of(one, team, now)
    if found.standing is Standing.NONE:
        return PaceWords(*_chip(Standing.NONE), rest=one.day.name)
    if not team.has_telephone:
        word = _(_STANDINGS[found.standing][0])
        return PaceWords(
            _("not confirmed"),
            "neutral",
            "phone-x",
            _("by own word: {how}").format(how=word),
        )
    is_now = team.first == team.last == now.date()
    rest = _forecast(found) if is_now else _lacking(found)
    return PaceWords(*_chip(found.standing), rest=rest, can_ask=found.standing is Standing.BELOW)


def pace_line(said: PaceWords) -> str:
    """The same as one sentence: "Ahead: norm by 14:50"."""
    begin = said.chip[:1].upper() + said.chip[1:]
    return f"{begin}: {said.rest}" if said.rest else begin


def _chip(how: Standing) -> tuple[str, str, str]:
    word, tone, icon = _STANDINGS[how]
    return _(word), tone, icon


def _forecast(found: Pace) -> str:
    if found.standing is Standing.REACHED:
        return ""
    if found.standing is Standing.NEARLY and (lack := _lacking(found)):
        return lack
    if found.norm_by is not None:
        return _("norm by {time}").format(time=formats.short_time(as_time(found.norm_by)))
    if found.ends_at is None:
        return ""
    figures = " / ".join(
        formats.number(one.by_evening) for one in found.measures.values() if one.norm
    )
    return _("by {time}: {figures}").format(
        time=formats.short_time(as_time(found.ends_at)), figures=figures
    )


def _lacking(found: Pace) -> str:
    """What is missing most, of the figure that is farthest behind."""
    behind = [
        (measure, one)
        for measure, one in found.measures.items()
        if one.standing in _ORDER and one.lacking
    ]
    if not behind:
        return ""
    measure, one = min(behind, key=lambda pair: _ORDER.index(pair[1].standing))
    return {
        Measure.DIALS: ngettext("{n} dial is missing", "{n} dials are missing", one.lacking),
        Measure.TALKS: ngettext("{n} talk is missing", "{n} talks are missing", one.lacking),
        Measure.NEW_LEADS: ngettext(
            "{n} new lead is missing", "{n} new leads are missing", one.lacking
        ),
    }[measure].format(n=formats.number(one.lacking))


def rhythm_words(one: DayFigures) -> str:
    """Where the forecast comes from, for its tool tip."""
    if one.rhythm.is_known:
        return _(
            "By the usual rhythm of {name}: at which hours they called in the last four weeks."
        ).format(name=one.name)
    return _(
        "By an even day: there are too few calls of {name} yet to know the usual rhythm."
    ).format(name=one.name)


def day_words(day: PersonDay) -> str:
    """How a person works: "full day", "until 13:00, norm × ½", "day off"."""
    if day.hours is None:
        return day.name or _("day off")
    if day.share == _FULL:
        return _("full day")
    part = "½" if day.share == _HALF else formats.percent(round(100 * day.share))
    return _("{from_}–{until}, norm × {part}").format(
        from_=formats.short_time(day.hours.opens),
        until=formats.short_time(day.hours.closes),
        part=part,
    )


def about_person(one: DayFigures) -> str:
    """The line below a name: the day, and what was passed over or put off too often."""
    parts = [day_words(one.day)]
    if one.passed:
        parts.append(_("passed over {n}").format(n=formats.number(one.passed)))
    if one.put_off:
        parts.append(_("put off thrice {n}").format(n=formats.number(one.put_off)))
    return " · ".join(parts)


def value_ink(found: MeasurePace) -> str:
    """The colour token of a figure."""
    return _INKS.get(found.standing, "tx")


def spoken_person(one: DayFigures, team: TeamDay, now: dt.datetime) -> str:
    """A person's line in one sentence for a screen reader."""
    figures = [
        _("{what}: {value} of {norm}").format(
            what=measure.label(),
            value=formats.number(one.done.of(measure)),
            norm=formats.number(one.norm.least.of(measure)),
        )
        + (
            ", " + _("{n} more by own word").format(n=formats.number(one.noted.of(measure)))
            if one.noted.of(measure)
            else ""
        )
        for measure in Measure
    ]
    words = pace_words(one, team, now)
    return ", ".join(filter(None, [one.name, about_person(one), *figures, words.chip, words.rest]))


_TITLES: Final = {
    Trouble.NO_COMMENT: N_("Without a comment"),
    Trouble.OVERDUE: N_("Overdue"),
    Trouble.UNTOUCHED: N_("Untouched"),
    Trouble.PUT_OFF: N_("Postponed thrice"),
    Trouble.STANDING: N_("Stands too long"),
}
_NOTES: Final = {
    Trouble.NO_COMMENT: N_("there was a talk, nothing was written"),
    Trouble.OVERDUE: N_("the time has passed, there is no new one"),
    Trouble.UNTOUCHED: N_("leads without a single touch"),
    Trouble.PUT_OFF: N_("the reason is asked for"),
    Trouble.STANDING: N_("the stage asks to tell of it"),
}
ICONS: Final = {
    Trouble.NO_COMMENT: ("chat-text", "wa"),
    Trouble.OVERDUE: ("warning-circle", "er"),
    Trouble.UNTOUCHED: ("timer", "er"),
    Trouble.PUT_OFF: ("hourglass", "mg"),
    Trouble.STANDING: ("hourglass-high", "er"),
}
MEANINGS: Final = {
    Trouble.NO_COMMENT: "today",
    Trouble.OVERDUE: "late",
    Trouble.UNTOUCHED: "late",
    Trouble.PUT_OFF: "hot",
    Trouble.STANDING: "late",
}


def group_title(trouble: Trouble, count: int) -> str:
    """The heading of a group with how many it has."""
    return f"{_(_TITLES[trouble])} · {formats.number(count)}"


def group_note(trouble: Trouble) -> str:
    """What the group means."""
    return _(_NOTES[trouble])


def cause(row: ControlRow) -> str:
    """What is wrong with this card."""
    match row.trouble:
        case Trouble.NO_COMMENT:
            length = formats.duration(dt.timedelta(seconds=row.talk_s))
            return _("Talk of {length}, nothing written").format(length=length)
        case Trouble.UNTOUCHED:
            said = (
                _("Taken, no touch: {goal}").format(goal=_goal(row))
                if row.has_holder
                else _("Nobody has taken it")
            )
            return f"{said}, {_limit(row)}" if row.limit_minutes else said
        case Trouble.STANDING:
            return _("Stage “{stage}”, {limit}").format(stage=row.what, limit=_limit(row))
        case Trouble.PUT_OFF:
            why = _("“{reason}”").format(reason=row.what) if row.what else _goal(row)
            return " · ".join(filter(None, (why, _moved(row))))
        case _:
            others = row.times - 1
            more = (
                " " + ngettext("and {n} more", "and {n} more", others).format(n=others)
                if others
                else ""
            )
            return _goal(row) + more


def _limit(row: ControlRow) -> str:
    return _("limit {span}").format(span=formats.span(dt.timedelta(minutes=row.limit_minutes)))


def _goal(row: ControlRow) -> str:
    return (row.what if row.trouble is not Trouble.PUT_OFF else "") or TaskKind.words(row.kind)


def _moved(row: ControlRow) -> str:
    """The days it was postponed from: "from 8, 12, 14 Oct"."""
    if not row.moved:
        return ""
    last = row.moved[-1]
    days = [
        str(day.day)
        if (day.year, day.month) == (last.year, last.month)
        else formats.day_and_month(day)
        for day in row.moved[:-1]
    ]
    return _("from {days}").format(days=", ".join([*days, formats.day_and_month(last)]))


def how_long(row: ControlRow, now: dt.datetime) -> str:
    """Since when, or how often."""
    local = row.since.astimezone(now.tzinfo)
    if row.trouble is Trouble.PUT_OFF:
        return ngettext("{n} time", "{n} times", row.times).format(n=formats.number(row.times))
    if row.trouble is Trouble.NO_COMMENT:
        return formats.relative_moment(local, now=now)
    days = (now.date() - local.date()).days
    if days > 0:
        return ngettext("{n} day", "{n} days", days).format(n=formats.number(days))
    if is_untimed(local):
        return _("today")
    return formats.span(now - local)


def sum_of(row: ControlRow) -> str:
    """The money at stake; empty where there is none."""
    if not row.amount or not row.currency:
        return ""
    return formats.money(Money(row.amount, row.currency), whole=True)


def kind_word(row: ControlRow) -> str:
    """What kind of card it is, in small."""
    return {DEAL: _("deal"), LEAD: _("lead")}.get(row.card_kind, "")


DEEDS: Final = {"remind": N_("Remind"), "assign": N_("Assign"), "open": N_("Open")}


def deed(row: ControlRow) -> str:
    """What is done about this row first."""
    if row.trouble is Trouble.NO_COMMENT:
        return "remind"
    return "assign" if row.card_kind == LEAD and not row.has_holder else "open"


def telephone_words() -> str:
    """Why nothing counts where no telephone system is there."""
    return _(
        "No telephone system is connected, so no call can be confirmed: what people noted is shown as +N "
        "and does not count."
    )
