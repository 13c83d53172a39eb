# SPDX-License-Identifier: Apache-2.0
"""Figures in the status bar: a seller's own norms, the team's with what is to be attended to, those of a page."""

from __future__ import annotations

import datetime as dt

from desktop.i18n import _, formats
from desktop.models import hub_words
from desktop.values.norms import Amounts, Measure
from desktop.values.rows.control import DayFigures
from desktop.values.rows.hub import Checked, Mark
from desktop.values.rows.settings import PipelineSettingRow, StagesNow
from desktop.values.states import StageKind
from desktop.views.status_bar import Segment


def own_segments(one: DayFigures) -> list[Segment]:
    """What counts of one's own day, and what is by own word."""
    return [
        _figure(measure, one.done.of(measure), one.norm.least.of(measure), one.noted.of(measure))
        for measure in Measure
        if one.norm.least.of(measure)
    ]


def team_segments(done: Amounts, norm: Amounts, troubles: int) -> list[Segment]:
    """The team's sums, which are those of the sheet's rows, and how many cards want a look."""
    figures = [_figure(one, done.of(one), norm.of(one)) for one in Measure] if norm else []
    if figures:
        first = figures[0]
        figures[0] = Segment(
            _("Team: {figure}").replace("{figure}", first.sentence), first.values, first.strong
        )
    look = Segment(
        _("To attend to {n}"),
        {"n": formats.counted(troubles)},
        ("n",),
        tone="danger" if troubles else "",
        rule=bool(figures),
    )
    return [*figures, look]


def stage_segments(
    pipeline: PipelineSettingRow, now: StagesNow, moment: dt.datetime
) -> list[Segment]:
    """What is edited as it stands: the cards of a pipeline, those beyond a limit, and the last publication."""
    cards = sum(one.cards for one in pipeline.stages if one.kind == StageKind.OPEN)
    over = now.over.get(pipeline.id, 0)
    of_kind = _("Leads {n}") if pipeline.for_leads else _("Deals {n}")
    found = [
        Segment(of_kind, {"n": formats.number(cards)}, ("n",)),
        Segment(
            _("Over the limit {n}"),
            {"n": formats.number(over)},
            ("n",),
            tone="danger" if over else "",
        ),
    ]
    if now.published_at is not None:
        day = now.published_at.astimezone(moment.tzinfo).date()
        said = (
            _("Last published {day} by {person}") if now.published_by else _("Last published {day}")
        )
        told = {"day": formats.day_and_month(day), "person": now.published_by}
        found.append(Segment(said, told, ("day",), rule=True))
    return found


def hub_segments(checked: Checked, now: dt.datetime) -> list[Segment]:
    """The desks that joined the hub, those that were not heard of for long, and its copy where that is in doubt."""
    desks = {seat.desk_code for seat in checked.seats if not seat.is_closed}
    away = len(hub_words.away(checked.seats, now))
    found = [
        Segment(_("Desks {n}"), {"n": formats.number(len(desks))}, ("n",)),
        Segment(_("Off {n}"), {"n": formats.number(away)}, ("n",), tone="warning" if away else ""),
    ]
    backup = checked.find("backup")
    if backup is not None and backup.figure:
        tone = "" if backup.mark is Mark.GOOD else "warning"
        told = {"figure": backup.figure}
        found.append(Segment(_("Hub backup {figure}"), told, ("figure",), tone=tone, rule=True))
    return found


def _figure(measure: Measure, done: int, norm: int, noted: int = 0) -> Segment:
    sentence = {
        Measure.DIALS: _("Dials {done}/{norm}"),
        Measure.TALKS: _("Talks {done}/{norm}"),
        Measure.NEW_LEADS: _("New leads {done}/{norm}"),
    }[measure]
    values = {"done": formats.number(done), "norm": formats.number(norm)}
    if noted:
        values["noted"] = formats.number(noted)
        sentence += " +{noted}"
    return Segment(sentence, values, ("done",))
