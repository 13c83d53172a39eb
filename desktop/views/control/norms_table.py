# SPDX-License-Identifier: Apache-2.0
"""Everybody's figures of the day against the norm: three pace bars a person, and a word on how they keep up."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.i18n import _, formats
from desktop.models import control_words as words
from desktop.values.day_pace import Pace
from desktop.values.initials import initials, tint
from desktop.values.norms import Measure
from desktop.values.rows.control import DayFigures, TeamDay, by_segment
from desktop.values.touch_plans import ClientSegment
from desktop.views import theme
from desktop.views.widgets.avatar import Avatar
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.progress import PaceBar
from desktop.views.widgets.scroll_area import ScrollArea
from desktop.views.widgets.text_block import Run

HEAD, ROW, SEGMENT_ROW = 32, 44, 28
_NAME, _MEASURE, _VALUE, _BAR = 208, 184, 76, 92
_NARROW_NAME, _NARROW_MEASURE = 200, 100
_TINY_NAME, _TINY_MEASURE = 120, 78
_BETWEEN = 16
_SIDE = 16
_MOST_ROWS = 6
_WITH_BARS, _WITH_REST, _TINY = 1240, 900, 760


class NormsTable(Panel):
    """`asked` tells the person whom the head wants to ask why they are behind."""

    asked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent, padding=(0, 0))
        self._rows: dict[tuple[UUID, str], _PersonRow] = {}
        self._width = 1440
        self._content = QWidget(self)
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._head = _Head(self)
        self._scroll = ScrollArea(self._content, self)
        self.body.setSpacing(0)
        self.body.addWidget(self._head)
        self.body.addWidget(self._scroll)
        self._empty = Label(
            lambda: _("Nobody has a norm. Set one in Settings, Norms and targets."),
            self,
            role="secondary",
        )
        self._empty.setContentsMargins(_SIDE, 12, _SIDE, 12)
        self.body.addWidget(self._empty)
        self.say_as(lambda: _("Norms of the day"))

    def show_team(self, team: TeamDay, now: dt.datetime) -> None:
        """Show everybody's figures as they stand now."""
        lines = {
            (one.user_id, part.name if part is not one else ""): part
            for one in team.people
            for part in (one, *by_segment(one))
        }
        wanted = list(lines)
        if list(self._rows) != wanted:
            self._make_rows(wanted)
        for key, part in lines.items():
            self._rows[key].show_person(part, team, now)
        self._empty.setVisible(not wanted)
        self._scroll.setVisible(bool(wanted))
        self._fit()

    def _make_rows(self, keys: list[tuple[UUID, str]]) -> None:
        for row in self._rows.values():
            self._column.removeWidget(row)
            row.deleteLater()
        self._rows = {key: _PersonRow(self._content, segment=key[1]) for key in keys}
        for row in list(self._rows.values())[-1:]:
            row.is_last = True
        for (user_id, _segment), row in self._rows.items():
            row.asked.connect(lambda who=user_id: self.asked.emit(who))
            self._column.addWidget(row)

    def adapt(self, width: int) -> None:
        """Fit so many pixels of window at text size 100: first the bars go, then the words behind the chip."""
        self._width = width
        self._fit()

    def restyle(self) -> None:
        """Grow with the text."""
        super().restyle()
        self._fit()

    def _fit(self) -> None:
        self._head.adapt(self._width)
        for row in self._rows.values():
            row.adapt(self._width)
        heights = [row.minimumHeight() for row in self._rows.values()]
        most = _MOST_ROWS * theme.px(ROW)
        self._scroll.setFixedHeight(min(most, max(theme.px(ROW), sum(heights))))


class _Line(QWidget):
    """The columns that head and rows have in common."""

    def __init__(self, parent: QWidget, height: int) -> None:
        super().__init__(parent)
        self._height = height
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(_SIDE, 1, _SIDE, 0)
        self.line.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def widen(self, name: QWidget, measures: list[QWidget], width: int) -> None:
        """Give the columns their widths."""
        self.setFixedHeight(theme.px(self._height))
        of_name, of_measure = _NAME, _MEASURE
        if width < _WITH_BARS:
            of_name, of_measure = _NARROW_NAME, _NARROW_MEASURE
        if width < _TINY:
            of_name, of_measure = _TINY_NAME, _TINY_MEASURE
        self.line.setSpacing(_BETWEEN if width >= _WITH_BARS else 0)
        name.setFixedWidth(theme.px(of_name))
        for one in measures:
            one.setFixedWidth(theme.px(of_measure))


class _Head(_Line):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, HEAD)
        self._name = Label(
            lambda: _("Manager"), self, style="small", weight=theme.MEDIUM, role="secondary"
        )
        self._measures: list[QWidget] = [
            Label(measure.label, self, style="small", weight=theme.MEDIUM, role="secondary")
            for measure in Measure
        ]
        self._pace = Label(
            lambda: _("Pace"), self, style="small", weight=theme.MEDIUM, role="secondary"
        )
        self._legend = Label(
            lambda: _("❘ where the day should be now · +N by own word"),
            self,
            style="small",
            weight=theme.MEDIUM,
            role="secondary",
        )
        for part in (self._name, *self._measures, self._pace):
            self.line.addWidget(part)
        self.line.addStretch(1)
        self.line.addWidget(self._legend)

    def adapt(self, width: int) -> None:
        """Stand over the columns."""
        self.widen(self._name, self._measures, width)
        self._legend.setVisible(width >= _WITH_BARS)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the line below."""
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.sunk)
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.ln)
        painter.end()


class _Measure(Live, QWidget):
    """One figure with its bar."""

    def __init__(self, parent: QWidget, measure: Measure) -> None:
        super().__init__(parent)
        self._measure = measure
        self._has_norm, self._has_room = True, True
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._value = Label("", self)
        self.bar = PaceBar(self, name=measure.label)
        row.addWidget(self._value)
        row.addWidget(self.bar)
        row.addStretch(1)

    def show_figure(self, one: DayFigures, found: Pace, *, has_telephone: bool) -> None:
        """Show value, norm and what is by own word; the bar has what counts."""
        mine = found.measures[self._measure]
        value, norm = one.done.of(self._measure), one.norm.least.of(self._measure)
        noted = one.noted.of(self._measure)
        counts = has_telephone or self._measure is Measure.NEW_LEADS
        runs = [
            Run(formats.number(value), theme.SEMIBOLD, words.value_ink(mine) if counts else "tx2"),
        ]
        if norm:
            runs.append(Run(f" / {formats.number(norm)}", ink="tx2", style="small"))
        if noted:
            runs.append(Run(f" +{formats.number(noted)}", ink="tx2", style="small"))
        self._value.set_content(runs)
        self._value.setToolTip(
            _("{n} more by own word; they do not count").format(n=formats.number(noted))
            if noted
            else ""
        )
        worked = float(mine.tick / norm) if norm else 0.0
        if counts:
            self.bar.set_pace(value, norm, worked)
        else:
            share = min(1.0, noted / norm) if norm else 0.0
            self.bar.set_parts([(share, "edge")], tick=min(1.0, worked) if norm else None)
        self._has_norm = bool(norm)
        self.bar.setVisible(self._has_norm and self._has_room)

    def adapt(self, width: int) -> None:
        """Leave the bar out where there is no room."""
        self._value.setFixedWidth(theme.px(_VALUE))
        self.bar.setFixedWidth(theme.px(_BAR))
        self._has_room = width >= _WITH_BARS
        self.bar.setVisible(self._has_norm and self._has_room)


class _PersonRow(_Line):
    """One person's line, or that of one kind of client below it."""

    asked = Signal()

    def __init__(self, parent: QWidget, *, segment: str = "") -> None:
        super().__init__(parent, SEGMENT_ROW if segment else ROW)
        self._segment = segment
        self.is_last = False
        self._can_ask, self._has_room = False, True
        self._who = QWidget(self)
        who = QHBoxLayout(self._who)
        who.setContentsMargins(theme.px(36) if segment else 0, 0, 8, 0)
        who.setSpacing(8)
        self._avatar = Avatar("", "", 0, 28, self._who)
        names = QVBoxLayout()
        names.setContentsMargins(0, 0, 0, 2)
        names.setSpacing(0)
        self._name = Label(
            "",
            self._who,
            weight=None if segment else theme.MEDIUM,
            role="secondary" if segment else "",
        )
        self._about = Label("", self._who, style="meta", weight=theme.REGULAR, role="secondary")
        names.addStretch(1)
        names.addWidget(self._name)
        names.addWidget(self._about)
        names.addStretch(1)
        self._about.setVisible(not segment)
        who.addWidget(self._avatar)
        who.addLayout(names, 1)
        self._measures = [_Measure(self, measure) for measure in Measure]
        self._chip = Chip("", "neutral", "", self)
        self._rest = Label("", self, style="small", role="secondary")
        self._ask = Button(lambda: _("Ask"), self, icon="chat-text", size="small")
        self._ask.clicked.connect(self.asked)
        for part in (self._who, *self._measures):
            self.line.addWidget(part)
        pace = QHBoxLayout()
        pace.setSpacing(8)
        pace.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignVCenter)
        pace.addWidget(self._rest, 1)
        self.line.addLayout(pace, 1)
        self.line.addStretch(0)
        self.line.addWidget(self._ask, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_person(self, one: DayFigures, team: TeamDay, now: dt.datetime) -> None:
        """Show a person's day as it stands now."""
        found, said = words.pace_of(one, team, now), words.pace_words(one, team, now)
        if self._segment:
            self._name.set_content(ClientSegment.words(self._segment))
        else:
            self._avatar.set_person(initials(one.name), one.name, tint(one.user_id))
            self._name.set_content(one.name)
            self._about.set_content(words.about_person(one))
        for measure in self._measures:
            measure.show_figure(one, found, has_telephone=team.has_telephone)
        self._chip.set_chip(said.chip, said.tone, said.icon)
        self._rest.set_content(said.rest)
        self._rest.setToolTip(words.rhythm_words(one))
        self._can_ask = said.can_ask and not self._segment
        self._ask.setVisible(self._can_ask and self._has_room)
        self.setAccessibleName(words.spoken_person(one, team, now))

    def adapt(self, width: int) -> None:
        """Take the columns' widths; in a narrow window the words behind the chip go into its tool tip."""
        self.widen(self._who, list(self._measures), width)
        for measure in self._measures:
            measure.adapt(width)
        self._rest.setVisible(width >= _WITH_REST)
        self._avatar.setVisible(width >= _TINY and not self._segment)
        self._has_room = width >= _TINY
        self._ask.setVisible(self._can_ask and self._has_room)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line below; below the last one the panel has its own."""
        if self.is_last:
            return
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.current().ln)
        painter.end()
