# SPDX-License-Identifier: Apache-2.0
"""The day at the right: how far it is, what comes after this ticket, who passed what over, and the keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import N_, _, ngettext, pgettext
from desktop.models.queue import sum_words, when_words
from desktop.values.rows.control import DayFigures, TeamDay
from desktop.values.rows.month import MyMonth
from desktop.values.rows.navigator import Passed, Queue, QueueRow
from desktop.views import theme
from desktop.views.navigator.norm_panels import NormsPanel, PlanPanel
from desktop.views.widgets.kept_width import keep_width
from desktop.views.widgets.keys import IN_TEXT, KeyCap
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.progress import Bar
from desktop.views.widgets.scroll_area import ScrollArea
from desktop.views.widgets.text_block import Run, bold

WIDTH = 220
_TILL = "–"


def _card() -> str:
    # TR: what a key opens: the card of the ticket in front
    return pgettext("key", "card")


_KEYS = (
    ((("1", _TILL, "6"), N_("outcome")),),
    ((("J", "K"), N_("next, previous")),),
    ((("C",), N_("call")), (("W",), "WhatsApp")),
    ((("O",), _card), (("S",), N_("snooze"))),
    ((("?",), N_("all keys")),),
)
"""In lines: some keys, and what they do."""


class DayPanel(QWidget):
    """Panels of the day; each is there only while it has something to say."""

    def __init__(self, go: Callable[[str, UUID | None], None], parent: QWidget) -> None:
        super().__init__(parent)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PANEL_GAP)
        self.norms = NormsPanel(inside)
        self.plan = PlanPanel(go, inside)
        self.progress = DayProgress(inside)
        self._after = _After(inside)
        self._passed = _PassedOver(inside)
        for panel in (
            self.norms,
            self.progress,
            self.plan,
            self._after,
            self._passed,
            _Keys(inside),
        ):
            column.addWidget(panel)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ScrollArea(inside, self))
        keep_width(self, WIDTH)
        for hidden in (self.norms, self.plan, self.progress, self._after):
            hidden.hide()

    def show_day(self, queue: Queue, after: QueueRow | None, now: dt.datetime) -> None:
        """Show the day as it stands."""
        self.progress.show_day(queue)
        self.progress.setVisible(self.norms.isHidden())
        self._after.show_row(after, now)
        self._after.setVisible(bool(queue.rows))
        self._passed.show_people(queue.passed)

    def show_norms(self, one: DayFigures | None, team: TeamDay, now: dt.datetime) -> None:
        """Show the norms of who has some; for others how many touches are done stands there."""
        has_norm = one is not None and bool(one.norm)
        self.norms.setVisible(has_norm)
        self.progress.setVisible(not has_norm)
        if one is not None:
            self.norms.show_day(one, team, now)

    def show_month(self, month: MyMonth) -> None:
        """Show the plan of who has a target."""
        self.plan.setVisible(bool(month.target))
        self.plan.show_month(month)


class DayProgress(Panel):
    """How many touches are done of how many, and the calls that were noted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, padding=(16, 12))
        self._queue = Queue()
        self.body.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(Label(lambda: _("Touches today"), self, style="section"), 1)
        self._figure = Label(self._figures, self)
        head.addWidget(self._figure)
        self._groove = Bar(self, name=lambda: _("Touches done today"))
        self._calls = Label(self._call_words, self, style="small", role="secondary", lines=0)
        self.body.addLayout(head)
        self.body.addWidget(self._groove)
        self.body.addWidget(self._calls)

    def show_day(self, queue: Queue) -> None:
        """Show the day as it stands."""
        self._queue = queue
        whole = queue.done + queue.left
        self._groove.set_parts([(queue.done / whole if whole else 0, "ok_s")])
        self._figure.retranslate()
        self._calls.retranslate()

    def _figures(self) -> list[Run]:
        whole = self._queue.done + self._queue.left
        return [bold(str(self._queue.done)), Run(f" / {whole}", ink="tx3")]

    def _call_words(self) -> str:
        dials = ngettext("{n} call noted", "{n} calls noted", self._queue.dials)
        talks = ngettext("{n} talk", "{n} talks", self._queue.talks)
        return f"{dials.format(n=self._queue.dials)} · {talks.format(n=self._queue.talks)}"


class _After(Panel):
    """What comes when this ticket is done."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent, padding=(16, 12))
        self.body.setSpacing(0)
        self.body.addWidget(Label(lambda: _("After this"), self, style="section"))
        self.body.addSpacing(4)
        self._who = Label("", self)
        self._what = Label("", self, style="small", role="secondary", lines=2)
        self.body.addWidget(self._who)
        self.body.addWidget(self._what)

    def show_row(self, row: QueueRow | None, now: dt.datetime) -> None:
        """Show this touch; without one the day is done after it."""
        if row is None:
            self._who.set_content(lambda: _("Nothing: the day is done then."))
            self._what.hide()
            return
        when = when_words(row, now)
        self._who.set_content([bold(f"{when}  " if when else ""), Run(row.client or row.goal)])
        self._what.set_content(" · ".join(part for part in (row.goal, sum_words(row)) if part))
        self._what.show()


class _PassedOver(Panel):
    """For the head: who left due touches undone today."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent, padding=(16, 12))
        self._people: tuple[Passed, ...] = ()
        self.body.setSpacing(4)
        self.body.addWidget(Label(lambda: _("Passed over today"), self, style="section"))
        self._lines = Label(self._words, self, style="small", lines=0)
        self.body.addWidget(self._lines)
        self.hide()

    def show_people(self, people: tuple[Passed, ...]) -> None:
        """Show who and how many."""
        self._people = people
        self.setVisible(bool(people))
        self._lines.retranslate()

    def _words(self) -> str:
        return "\n".join(f"{one.name}: {one.touches}" for one in self._people)


class _Keys(Panel):
    """The keys that are wanted most."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent, padding=(16, 12))
        self.body.setSpacing(8)
        self.body.addWidget(Label(lambda: _("Keys"), self, style="section"))
        for parts in _KEYS:
            line = QHBoxLayout()
            line.setSpacing(4)
            for signs, text in parts:
                line.addLayout(self._caps(signs))
                line.addWidget(Label(_said(text), self, style="small", role="secondary"))
                line.addSpacing(4)
            line.addStretch(1)
            self.body.addLayout(line)

    def _caps(self, signs: tuple[str, ...]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0 if _TILL in signs else 4)
        for sign in signs:
            if sign == _TILL:
                row.addWidget(Label(sign, self, style="small", role="meta"))
            else:
                row.addWidget(KeyCap(sign, self, height=IN_TEXT))
        return row


def _said(text: str | Callable[[], str]) -> Callable[[], str]:
    return text if callable(text) else lambda: _(text)
