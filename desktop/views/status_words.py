# SPDX-License-Identifier: Apache-2.0
"""The norms in the status bar: a seller's own figures, or the team's with what is to be attended to."""

from __future__ import annotations

from desktop.i18n import _, formats
from desktop.values.norms import Amounts, Measure
from desktop.values.rows.control import DayFigures
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
