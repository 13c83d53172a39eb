# SPDX-License-Identifier: Apache-2.0
"""The groups under one another, walked by arrows; what is settled goes, and the row after it takes its place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

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
from desktop.views.widgets.scroll_area import ScrollArea

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


class LookList(ScrollArea):
    """Tells which row is current, and what is wanted of it."""

    current_changed = Signal(object)
    """The entry, or None where there is none."""
    wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        super().__init__(self._content, parent)
        self._rows: list[LookRow] = []
        self._notes: list[Label] = []
        self._current: LookRow | None = None
        self._group = ALL

    @property
    def rows(self) -> list[LookRow]:
        """The rows in their order."""
        return self._rows

    def current(self) -> Entry | None:
        """What the keys mean."""
        return self._current.entry if self._current is not None else None

    def place(self) -> int:
        """At which row one is, from 0."""
        return self._rows.index(self._current) if self._current in self._rows else 0

    # What is shown

    def show_look(self, look: ToLookAt, words: Words, group: str) -> None:
        """Show these groups, or one of them; the current row stays, or the one after it takes its place."""
        had_focus = self._has_focus()
        key = key_of(self._current.entry) if self._current is not None else None
        place, self._group = self.place(), group
        known = {key_of(row.entry): row for row in self._rows}
        self._take_apart()
        self._rows, self._notes, self._current = [], [], None
        for name, count, entries in groups(look):
            if not count or group not in {ALL, name}:
                continue
            self._add_head(name, count)
            self._add_rows(entries, words, known)
            if len(entries) < count:
                self._add_line("dots-three", _more(count - len(entries)))
            if name == CONFLICTS and (said := settled_themselves(look.settled_themselves)):
                self._add_line("check", said, ink="ok")
        self._column.addStretch(1)
        for row in known.values():
            row.hide()
            row.deleteLater()
        self._find_current(key, place)
        self._fit()
        if had_focus:
            self.focus_rows()

    def _take_apart(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and not isinstance(widget, LookRow):
                widget.hide()
                widget.deleteLater()

    def _add_head(self, group: str, count: int) -> None:
        strip = _Strip(self._content)
        icon, ink = _ICONS[group]
        strip.line.addWidget(Icon(icon, ink, 16, strip))
        strip.line.addWidget(Label(group_title(group), strip, weight=theme.SEMIBOLD))
        strip.line.addWidget(Label(formats.number(count), strip, role="meta"))
        strip.line.addStretch(1)
        note = Label(group_note(group), strip, style="small", role="secondary")
        strip.line.addWidget(note)
        self._notes.append(note)
        self._column.addWidget(strip)

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
                row = LookRow(entry, words, self._content, shows_object=shows)
                row.chosen.connect(self._choose)
                row.wanted.connect(self.wanted)
                row.walked.connect(self.walk)
            self._rows.append(row)
            self._column.addWidget(row)

    def _add_line(self, icon: str, text: str, *, ink: str = "tx3") -> None:
        strip = _Strip(self._content, is_sunk=False)
        strip.line.addWidget(Icon(icon, ink, 16, strip))
        strip.line.addWidget(Label(text, strip, style="small", role="secondary"), 1)
        self._column.addWidget(strip)

    def _find_current(self, key: object, place: int) -> None:
        found = next((row for row in self._rows if key_of(row.entry) == key), None)
        if found is None and self._rows:
            found = self._rows[min(place, len(self._rows) - 1)]
        self._current = None
        self._choose(found)

    # Walking

    def _choose(self, row: LookRow | None) -> None:
        if row is self._current and row is not None:
            return
        before, self._current = self._current, row
        for one, is_it in ((before, False), (row, True)):
            if one is not None:
                one.set_current(is_it)
        self.current_changed.emit(row.entry if row is not None else None)

    def walk(self, step: int) -> None:
        """Go to the next row, or the one before."""
        place = self.place() + step
        if 0 <= place < len(self._rows):
            self._rows[place].setFocus(Qt.FocusReason.TabFocusReason)

    def focus_rows(self) -> None:
        """Put the focus into the current row."""
        if self._current is not None:
            self._current.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, key: object) -> None:
        """Make the row with this key the current one."""
        found = next((row for row in self._rows if key_of(row.entry) == key), None)
        if found is not None:
            self._choose(found)

    def _has_focus(self) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))

    # Room

    def adapt(self, width: int) -> None:
        """Fit so many pixels at text size 100."""
        self._width = width
        self._fit()

    _width = 1200

    def _fit(self) -> None:
        is_tight = self._width < _TIGHT
        room = theme.px(self._width - OBJECT - 5 * GAP - 2 * _BOX)
        for kind in {type(row.entry) for row in self._rows}:
            rows = [row for row in self._rows if type(row.entry) is kind]
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
