# SPDX-License-Identifier: Apache-2.0
"""Feeds the status bar and the rail's pills with the figures of the person at the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop import queries
from desktop.i18n import _, formats
from desktop.models import sync_words
from desktop.models.live import EachMinute, Live
from desktop.values.money import Money
from desktop.values.rows.today import Figures
from desktop.values.times import is_untimed
from desktop.views.context import Context
from desktop.views.counter.printer_watch import PrinterWatch
from desktop.views.main_window import MainWindow
from desktop.views.status_bar import KeptState, Segment

KINDS = (
    "task",
    "deal",
    "lead",
    "payment",
    "confirmation",
    "reversal",
    "shift",
    "invoice_issue",
    "voided",
    "conflict",
    "finding",
    "activity",
    "phone_call",
    "norm",
    "absence",
)


class StatusFeed(QObject):
    """Asks for the figures when something they count has changed, and once a minute for those that time changes."""

    counted = Signal(object)
    """The figures, for whoever shows them outside the window."""

    def __init__(
        self, context: Context, window: MainWindow, *, warning: Callable[[], str] = lambda: ""
    ) -> None:
        """`warning` says what is wrong with how the data is kept, such as a backup that is old; "" for nothing."""
        super().__init__(window)
        self.shows_warning = False
        self._context, self._window, self._warning = context, window, warning
        self._figures = Figures()
        self._printer = PrinterWatch(context, self)
        self._printer.changed.connect(self._say)
        self._live = Live(context.hub, KINDS, self._ask, self)
        self._clock = EachMinute(self._ask, self)
        window.status.language_changed.connect(self.retranslate)
        if context.sync is not None:
            context.sync.changed.connect(self._say)
        self._say()

    def start(self) -> None:
        """Begin once the window has been painted."""
        self._live.wake()
        self._clock.wake()

    def retranslate(self) -> None:
        """Say the same figures in another language."""
        self._say()

    def _ask(self) -> None:
        if self._context.person.may("take_money"):
            self._printer.look()
        self._context.tasks.fetch(
            "figures",
            lambda r: queries.today.figures(r),
            then=self._show,
        )

    def _show(self, figures: Figures) -> None:
        self._figures = figures
        self._say()
        self.counted.emit(figures)

    def _say(self) -> None:
        figures, status = self._figures, self._window.status
        self._say_kept()
        self._window.set_counts(
            {
                "today": figures.today,
                "payments": figures.to_confirm,
                "to_look_at": figures.to_look_at,
                "control": figures.troubles,
            }
        )
        may = self._context.person.may
        segments: list[Segment] = []
        if may("confirm_payments"):
            segments += self._payments(figures)
        if may("take_money") and figures.minds_till:
            segments += self._till(figures)
        if printer := self._printer.segment(rule=bool(segments)):
            segments.append(printer)
        if figures.jobs_today is not None and figures.jobs_done is not None:
            segments += _jobs(figures.jobs_today, figures.jobs_done, rule=bool(segments))
        segments += _norms(figures)
        if may("sell"):
            segments += self._next_touch(figures, rule=bool(segments))
        status.set_segments(segments)

    def _say_kept(self) -> None:
        """How the data is kept: here alone, or here and at the hub. An old backup is told where the hub is well."""
        sync, status, warning = self._context.sync, self._window.status, self._warning()
        chip = None
        if sync is not None and sync.is_joined:
            chip = sync_words.chip(sync.state, sync.unsent, self._context.now())
            status.set_place(sync_words.place(sync.state))
        self.shows_warning = bool(warning) and (chip is None or chip.is_quiet)
        if self.shows_warning:
            status.set_state(KeptState("warning", warning, tone="warning"), opens=True)
        elif chip is not None:
            status.set_state(KeptState(chip.icon, chip.rest, chip.word, chip.tone), opens=True)
        else:
            status.set_state(KeptState("check-circle", _("Saved on this computer")))

    def _payments(self, figures: Figures) -> list[Segment]:
        if not figures.currency:
            return []
        expected = formats.money(Money(figures.expected, figures.currency), whole=True)
        overdue = formats.money(Money(figures.overdue, figures.currency), whole=True)
        return [
            Segment(_("Expected {sum}"), {"sum": expected}, ("sum",)),
            Segment(
                _("Overdue {sum}"),
                {"sum": overdue},
                ("sum",),
                tone="danger" if figures.overdue else "",
            ),
        ]

    def _till(self, figures: Figures) -> list[Segment]:
        if figures.shift_since is None:
            return [Segment(_("No shift is open"))]
        since = figures.shift_since.astimezone(self._context.clock.zone)
        drawer = formats.short_money(Money(figures.drawer, figures.currency))
        return [
            Segment(_("Shift since {time}"), {"time": formats.short_time(since)}, ("time",)),
            Segment(_("Cash drawer {sum}"), {"sum": drawer}, ("sum",)),
        ]

    def _next_touch(self, figures: Figures, *, rule: bool) -> list[Segment]:
        if figures.next_touch_at is None:
            return []
        now = self._context.now()
        when = figures.next_touch_at.astimezone(now.tzinfo)
        return [
            Segment(
                _("Next touch {time} {client}"),
                {"time": _when(when, now), "client": figures.next_client},
                ("time",),
                rule=rule,
            )
        ]


def _when(due: dt.datetime, now: dt.datetime) -> str:
    """A time of today, else the day; one that is only for a day has no time to tell."""
    if due.date() == now.date():
        return _("today") if is_untimed(due) else formats.short_time(due)
    if is_untimed(due):
        return formats.relative_day(due.date(), today=now.date())
    return formats.relative_moment(due, now=now)


def _norms(figures: Figures) -> list[Segment]:
    """The head reads the team's sums, a seller their own."""
    # Loaded with the first figures, after the first paint.
    from desktop.views.status_words import own_segments, team_segments

    if figures.team is not None:
        return team_segments(figures.team.done, figures.team.norm, figures.troubles)
    return own_segments(figures.day) if figures.day is not None else []


def _jobs(today: int, done: int, *, rule: bool) -> list[Segment]:
    """What production has before it by tonight, and behind it since this morning."""
    return [
        Segment(_("Jobs today {n}"), {"n": formats.number(today)}, ("n",), rule=rule),
        Segment(_("Made ready {n}"), {"n": formats.number(done)}, ("n",)),
    ]
