# SPDX-License-Identifier: Apache-2.0
"""The head's sheet of a day in the words that are printed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from desktop.documents.day_sheet import DaySheet, SheetGroup, SheetPerson, SheetRow
from desktop.i18n import _, formats
from desktop.models import control_words as words
from desktop.values.norms import Amounts, Measure
from desktop.values.rows.control import (
    ControlRow,
    ControlSheet,
    DayFigures,
    Trouble,
    by_segment,
)
from desktop.values.sheet import Sheet, Value
from desktop.values.touch_plans import ClientSegment


def days_words(first: dt.date, last: dt.date) -> str:
    """The day, or the days from the first to the last."""
    if first == last:
        day = formats.full_day(first)
        return day[:1].upper() + day[1:]
    return f"{formats.short_date(first)} – {formats.short_date(last, year=True)}"


def paper(sheet: ControlSheet, now: dt.datetime) -> DaySheet:
    """What is printed of a sheet, as it is now in the shop."""
    team = sheet.team
    figures = (_("Dials"), _("Talks"), _("New leads"))
    about = [
        days_words(team.first, team.last),
        _("printed {when}").format(when=formats.short_moment(now)),
    ]
    if not team.has_telephone:
        about.append(_("no telephone system: +N is by own word"))
    return DaySheet(
        title=_("Day control"),
        about=" · ".join(about),
        columns=(_("Manager"), *figures, _("Pace")),
        people=tuple(
            _person(part, sheet, now, segment=part.name if part is not one else "")
            for one in team.people
            for part in (one, *by_segment(one))
        ),
        card_columns=(_("Card"), _("Owner"), _("What is wrong"), _("How long"), _("Sum")),
        groups=tuple(_groups(sheet, now)),
        foot=team_words(sheet),
        more=_("and {n} more, see the list in the program"),
    )


def team_words(sheet: ControlSheet) -> str:
    """The team's sums, which are those of the rows."""
    done, norm = sheet.team.done, sheet.team.norm
    parts = [
        f"{measure.label()} {formats.number(done.of(measure))}/{formats.number(norm.of(measure))}"
        for measure in Measure
    ]
    parts.append(_("To attend to {n}").format(n=formats.number(len(sheet.rows) + sheet.beyond)))
    return _("Team: {figures}").format(figures=" · ".join(parts))


def _person(
    one: DayFigures, sheet: ControlSheet, now: dt.datetime, *, segment: str = ""
) -> SheetPerson:
    said = words.pace_words(one, sheet.team, now)
    return SheetPerson(
        f"    {ClientSegment.words(segment)}" if segment else one.name,
        "" if segment else words.about_person(one),
        tuple(_figure(one, measure) for measure in Measure),
        " · ".join(filter(None, (said.chip, said.rest))),
    )


def norms_sheet(sheet: ControlSheet, now: dt.datetime) -> Sheet:
    """The people of the sheet for a spreadsheet, with real figures: what is printed of them, and the team's sums."""
    headers = [_("Manager"), _("Kind of client"), _("About the day")]
    for measure in Measure:
        name = measure.label()
        headers += [
            name,
            _("{figure}: norm").format(figure=name),
            _("{figure}: by own word").format(figure=name),
        ]
    team = sheet.team
    rows = [
        _norms_row(part, one, sheet, now) for one in team.people for part in (one, *by_segment(one))
    ]
    rows.append([_("Team"), "", "", *_amounts(team.done, team.norm, team.noted), ""])
    return [*headers, _("Pace")], rows


def _norms_row(
    part: DayFigures, one: DayFigures, sheet: ControlSheet, now: dt.datetime
) -> list[Value]:
    segment = part.name if part is not one else ""
    said = _person(part, sheet, now, segment=segment)
    figures = _amounts(part.done, part.norm.least, part.noted)
    return [one.name, ClientSegment.words(segment), said.about, *figures, said.pace]


def _amounts(done: Amounts, norm: Amounts, noted: Amounts) -> list[Value]:
    return [Decimal(part.of(measure)) for measure in Measure for part in (done, norm, noted)]


def _figure(one: DayFigures, measure: Measure) -> str:
    """What was done, of how much; on a day off there is no norm, and what was done all the same is told."""
    done, noted, norm = (part.of(measure) for part in (one.done, one.noted, one.norm.least))
    if not (norm or done or noted):
        return ""
    said = formats.number(done)
    if norm:
        said += f" / {formats.number(norm)}"
    return f"{said} +{formats.number(noted)}" if noted else said


def _groups(sheet: ControlSheet, now: dt.datetime) -> list[SheetGroup]:
    groups = []
    for trouble in Trouble:
        rows = [row for row in sheet.rows if row.trouble is trouble]
        beyond = sheet.beyond if trouble is Trouble.OVERDUE else 0
        if rows:
            title = words.group_title(trouble, len(rows) + beyond)
            groups.append(SheetGroup(title, tuple(_row(row, sheet, now) for row in rows)))
    return groups


def _row(row: ControlRow, sheet: ControlSheet, now: dt.datetime) -> SheetRow:
    return SheetRow(
        " ".join(filter(None, (row.client or row.title, words.kind_word(row)))),
        sheet.names.get(row.holder_id, "") if row.holder_id else "—",
        words.cause(row),
        words.how_long(row, now),
        words.sum_of(row),
    )
