# SPDX-License-Identifier: Apache-2.0
"""To look at: what a merge could not settle alone, in groups, each row settled by one key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop import queries
from desktop.i18n import N_, _, formats
from desktop.models.live import Live
from desktop.models.look_groups import ALL, Entry, groups, key_of, short_title
from desktop.models.to_look_at import Words
from desktop.values.rows.to_look_at import ToLookAt
from desktop.views import theme
from desktop.views.actions import ActionSpec
from desktop.views.context import Context
from desktop.views.page import DOCKED, Page
from desktop.views.to_look_at import deeds
from desktop.views.to_look_at.look_list import LookList
from desktop.views.to_look_at.side import WIDTH, LookSide
from desktop.views.to_look_at.steps import LookSteps
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.empty_state import EmptyState
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.segmented import Segment, SegmentedControl

KINDS = (
    "conflict",
    "finding",
    "payment",
    "confirmation",
    "reversal",
    "voided",
    "deal",
    "lead",
    "deal_line",
    "task",
    "contact",
    "company",
    "user",
)
_META_FROM = 1300


class LookPage(Page):
    """The rail's own item leads here while anything waits; settled on one desk, it is settled on all."""

    def __init__(self, context: Context) -> None:
        super().__init__(N_("To look at"))
        self._context = context
        self._look = ToLookAt()
        self._width = 1440
        self._make_header()
        self.list = LookList(self)
        self.empty = EmptyState(
            lambda: _("Nothing to look at"),
            lambda: _("What two desks change at once, and what the hub refuses, comes here."),
            self,
            icon="ph.check-circle",
            ink="ok",
        )
        panel = Panel(parent=self, padding=(0, 0))
        panel.body.addWidget(self.list)
        panel.body.addWidget(self.empty)
        self.set_body(panel)
        self.side = LookSide(self)
        self.set_side(self.side, WIDTH)
        self.steps = LookSteps(context, self, current=self.list.current, words=self._words)
        self._ways = self._ways_of(self.steps)
        self._deeds = {spec: self.act(spec, do) for spec, do in self._ways.items()}
        self._explain = self.act(deeds.SIDE, self.toggle_side)
        self.list.current_changed.connect(lambda _row: self._current_changed(self.list.current()))
        self.list.wanted.connect(self._do)
        self.side.wanted.connect(self._do)
        self.follow(Live(context.hub, KINDS, self.refresh, self))
        self.show_look(self._look)

    def _make_header(self) -> None:
        self.which = SegmentedControl(
            [Segment(ALL, lambda: short_title(ALL, 0))], self, name=lambda: _("What is shown")
        )
        self.which.chosen.connect(lambda _key: self._show())
        self.header.add_after(self.which, spare=True)
        self.earlier = Button(lambda: _("Settled earlier"), self, icon="clock-counter-clockwise")
        self.earlier.setCheckable(True)
        self.earlier.toggled.connect(lambda _on: self.refresh())
        self.header.add_tool(self.earlier)

    def _ways_of(self, steps: LookSteps) -> dict[ActionSpec, Callable[[], None]]:
        return {
            deeds.KEEP: steps.keep,
            deeds.MINE: steps.put_back,
            deeds.BELOW: partial(steps.put_back, below=True),
            deeds.ASK: steps.ask,
            deeds.COPY: steps.copy,
            deeds.AGAIN: steps.try_again,
            deeds.DISCARD: steps.discard,
            deeds.REAL: steps.both_are_real,
            deeds.REVERSE: steps.reverse,
            deeds.TOUCH: steps.set_touch,
            deeds.OPEN: steps.open,
        }

    # Asking and showing

    def refresh(self) -> None:
        """Ask for everything again."""
        ask = queries.to_look_at
        settled = self.earlier.isChecked()
        self._context.tasks.fetch(
            "to look at",
            lambda r: ask.settled(r) if settled else ask.to_look_at(r),
            then=self.show_look,
        )

    def show_look(self, look: ToLookAt) -> None:
        """Show an answer; the current row stays, or the one after it takes its place."""
        self._look = look
        self._say_groups()
        self._show()

    def _say_groups(self) -> None:
        segments = [Segment(ALL, lambda: short_title(ALL, self._look.count))]
        for name, count, _rows in groups(self._look):
            if count:
                segments.append(Segment(name, partial(short_title, name, count)))
        self.which.set_segments(segments)

    def _show(self) -> None:
        self.list.show_look(self._look, self._words(), self.which.current())
        has_rows = bool(self.list.items)
        self.list.setVisible(has_rows)
        self.empty.setVisible(not has_rows)
        self._say_meta()
        self._current_changed(self.list.current())

    def _say_meta(self) -> None:
        is_wide = self._width >= _META_FROM
        self.header.set_meta(_("settled on one desk, settled on all") if is_wide else "")

    def _words(self) -> Words:
        return Words(self._context.now())

    def _current_changed(self, entry: Entry | None) -> None:
        words = self._words()
        place = _("{n} of {count}").format(
            n=formats.number(self.list.place() + 1), count=formats.number(len(self.list.items))
        )
        self.side.show_entry(entry, words, place if entry is not None else "")
        for spec, action in self._deeds.items():
            action.setEnabled(entry is not None and deeds.may(entry, spec, words))

    def _do(self, spec: ActionSpec) -> None:
        self._ways[spec]()

    # What the window asks

    def focus_first(self) -> None:
        """Work begins at the current row."""
        if self.list.current() is not None:
            self.list.focus_current()
        else:
            super().focus_first()

    def panes(self) -> list[QWidget]:
        """The list and the explanation."""
        return [self.list, *([self.side] if self.side.isVisible() else [])]

    def place(self) -> object:
        """The current row."""
        entry = self.list.current()
        return key_of(entry) if entry is not None else None

    def restore(self, place: object) -> None:
        """Choose it again."""
        self.list.choose(place)

    def adapt(self, window: QSize) -> None:
        """The explanation opens over a narrow list."""
        super().adapt(window)
        self._width = window.width()
        side = WIDTH + theme.PANEL_GAP if window.width() >= DOCKED else 0
        rail = 192 if window.width() >= 1400 else 56
        self.list.adapt(window.width() - rail - side - 2 * theme.PAGE_PADDING)
        self._explain.setEnabled(window.width() < DOCKED)
        self._say_meta()

    def retranslate(self) -> None:
        """Say everything anew."""
        self._say_groups()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was missed; begin with the first row when it has come."""
        super().showEvent(event)
        QTimer.singleShot(0, self.focus_if_nowhere)
