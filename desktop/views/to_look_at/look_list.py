# SPDX-License-Identifier: Apache-2.0
"""The groups under one another, walked by arrows; what is settled goes, and the row after it takes its place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.i18n import _, formats
from desktop.models.look_groups import (
    ALL,
    CONFLICTS,
    DOUBLES,
    FINDINGS,
    REFUSED,
    Entry,
    group_note,
    group_title,
    groups,
    key_of,
    settled_themselves,
)
from desktop.models.to_look_at import Words
from desktop.values.rows.to_look_at import ConflictRow, ToLookAt
from desktop.views import theme
from desktop.views.to_look_at.row import DEEDS, GAP, OBJECT, LookRow
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live
from desktop.views.widgets.walked_list import WalkedList

_ICONS = {
    CONFLICTS: ("arrows-left-right", "mg"),
    REFUSED: ("warning-circle", "er"),
    DOUBLES: ("bank", "wa"),
    FINDINGS: ("warning", "wa"),
}
_TIGHT, _NOTE_FROM, _BOX = 760, 700, 206
"""Widths: below the first the parts stand one below the other; a value wants the last."""


class _Strip(Live, QWidget):
    """A sunk line 32 high: a group's heading, or how many more follow."""

    def __init__(self, parent: QWidget, *, is_sunk: bool = True) -> None:
        super().__init__(parent)
        self._is_sunk = is_sunk
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(12, 0, 12, 1)
        self.line.setSpacing(8)
        self.setFixedHeight(theme.px(32))

    def restyle(self) -> None:
        """Grow with the text."""
        self.setFixedHeight(theme.px(32))
        super().restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the line below."""
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.sunk if self._is_sunk else look.sf)
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.ln)
        painter.end()


class LookList(WalkedList[LookRow]):
    """Tells which row is current, and what is wanted of it."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._notes: list[Label] = []

    def current(self) -> Entry | None:
        """What the keys mean."""
        return self.current_item.entry if self.current_item is not None else None

    # What is shown

    def show_look(self, look: ToLookAt, words: Words, group: str) -> None:
        """Show these groups, or one of them; the current row stays, or the one after it takes its place."""
        had_focus = self.has_focus()
        before, place = self.current(), self.place()
        known = {key_of(row.entry): row for row in self.items}
        self._take_apart()
        self.items, self.current_item, self._notes = [], None, []
        for name, count, entries in groups(look):
            if not count or group not in {ALL, name}:
                continue
            self._add_head(name, count)
            self._add_rows(entries, words, known)
            if len(entries) < count:
                self._add_line("dots-three", _more(count - len(entries)))
            if name == CONFLICTS and (said := settled_themselves(look.settled_themselves)):
                self._add_line("check", said, ink="ok")
        self.column.addStretch(1)
        for row in known.values():
            row.hide()
            row.deleteLater()
        self.settle(self._row_of(key_of(before)) if before is not None else None, place)
        self._fit()
        if had_focus:
            self.focus_current()

    def _take_apart(self) -> None:
        while (item := self.column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and not isinstance(widget, LookRow):
                widget.hide()
                widget.deleteLater()

    def _add_head(self, group: str, count: int) -> None:
        strip = _Strip(self.content)
        icon, ink = _ICONS[group]
        strip.line.addWidget(Icon(icon, ink, 16, strip))
        strip.line.addWidget(Label(group_title(group), strip, weight=theme.SEMIBOLD))
        strip.line.addWidget(Label(formats.number(count), strip, role="meta"))
        strip.line.addStretch(1)
        note = Label(group_note(group), strip, style="small", role="secondary")
        strip.line.addWidget(note)
        self._notes.append(note)
        self.column.addWidget(strip)

    def _add_rows(self, entries: object, words: Words, known: dict[object, LookRow]) -> None:
        before: object = None
        assert isinstance(entries, tuple)
        for entry in entries:
            about = (entry.about.kind, entry.about.id)
            shows = not isinstance(entry, ConflictRow) or about != before
            before = about
            row = known.pop(key_of(entry), None)
            if row is None or row.entry != entry or row.shows_object != shows:
                if row is not None:
                    known[object()] = row
                row = LookRow(entry, words, self.content, shows_object=shows)
                self.join(row)
                row.wanted.connect(self.wanted)
            self.items.append(row)
            self.column.addWidget(row)

    def _add_line(self, icon: str, text: str, *, ink: str = "tx3") -> None:
        strip = _Strip(self.content, is_sunk=False)
        strip.line.addWidget(Icon(icon, ink, 16, strip))
        strip.line.addWidget(Label(text, strip, style="small", role="secondary"), 1)
        self.column.addWidget(strip)

    def choose(self, key: object) -> None:
        """Make the row with this key the current one."""
        if (found := self._row_of(key)) is not None:
            self.make_current(found)

    def _row_of(self, key: object) -> LookRow | None:
        return next((row for row in self.items if key_of(row.entry) == key), None)

    # Room

    def adapt(self, width: int) -> None:
        """Fit so many pixels at text size 100."""
        self._width = width
        self._fit()

    _width = 1200

    def _fit(self) -> None:
        is_tight = self._width < _TIGHT
        room = theme.px(self._width - OBJECT - 5 * GAP - 2 * _BOX)
        for kind in {type(row.entry) for row in self.items}:
            rows = [row for row in self.items if type(row.entry) is kind]
            bare = max(row.deeds_width(with_keys=False) for row in rows)
            whole = max(row.deeds_width(with_keys=True) for row in rows)
            # Before a value is cut the key caps go.
            deeds = max(theme.px(DEEDS), bare, min(whole, room))
            for row in rows:
                row.adapt(tight=is_tight, deeds=deeds)
        for note in self._notes:
            note.setVisible(self._width >= _NOTE_FROM)


def _more(count: int) -> str:
    return _("{n} more; settle some of these first").format(n=formats.number(count))
