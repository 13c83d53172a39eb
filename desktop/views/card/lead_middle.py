# SPDX-License-Identifier: Apache-2.0
"""The middle of a lead: script, history and files share it; below the script stands what was said last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models import script_names
from desktop.models.timeline import TimelineModel
from desktop.values.rows.card import Event, TimelineRow
from desktop.values.rows.leads import LeadCard
from desktop.views import theme
from desktop.views.card.composer import Composer
from desktop.views.card.history import History
from desktop.views.card.middle import Middle
from desktop.views.scripts.script_choice import ScriptChoice
from desktop.views.scripts.script_panel import ScriptPanel
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.panel import Hairline, Panel
from desktop.views.widgets.tabs import Tabs

SCRIPT, HISTORY, FILES = "script", "history", "files"
_ROOM_FOR_LAST = 860
_LAST, _MOST_OF_LAST = 92, 180


class LeadMiddle(QWidget):
    """Three tabs over one column. `file_wanted` tells the line of a file, `attach_wanted` that one is to be added."""

    file_wanted = Signal(object)
    attach_wanted = Signal()

    def __init__(
        self,
        composer: Composer,
        lines: TimelineModel,
        now: Callable[[], dt.datetime],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._files: tuple[TimelineRow, ...] = ()
        self._has_room = True
        self._entries = 0
        self.choice = ScriptChoice(self)
        self.tabs = Tabs(
            [
                (SCRIPT, lambda: _("Script"), "list-numbers"),
                (HISTORY, self._history_words, "clock-counter-clockwise"),
                (FILES, self._files_words, "paperclip"),
            ],
            self,
            name=lambda: _("Script, history and files"),
            inset=0,
            line=False,
        )
        self.tabs.chosen.connect(lambda _key: self._show())
        self.script = ScriptPanel(now, self)
        self.talk = Middle(composer, lines, self)
        self.last = History(lines, self)
        self.last.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.last.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.last.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._list = _Files(self)
        self._list.wanted.connect(self.file_wanted)
        self._list.attach.clicked.connect(self.attach_wanted)
        self._lay_out()
        self._show()

    def _lay_out(self) -> None:
        self._panel = _Frame(parent=self, padding=(0, 0))
        self._panel.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._panel.body.setSpacing(0)
        bar = QHBoxLayout()
        bar.setContentsMargins(7, 0, 15, 0)
        bar.addWidget(self.tabs)
        bar.addStretch(1)
        bar.addWidget(self.choice)
        self._panel.body.addLayout(bar)
        self._panel.body.addWidget(Hairline(self._panel))
        self._panel.body.addWidget(self.script, 1)
        self._panel.body.addWidget(self._list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PANEL_GAP)
        column.addWidget(self._panel)
        column.addWidget(self.talk, 100)
        column.addWidget(self.last, 100)
        column.addStretch(1)

    def show_card(self, card: LeadCard, me: str, *, anew: bool, can_change: bool) -> None:
        """Show a lead's script, and how much history and how many files there are."""
        can_answer = can_change and card.is_open
        self.choice.show_scripts(script_names.of_lead(card.script), can_change=can_answer)
        self.script.show_part(card.script, me, anew=anew, can_change=can_answer)
        self._files = tuple(row for row in card.timeline if row.event is Event.FILE)
        self._list.show_files(self._files, can_change=can_change)
        self._entries = len(card.timeline)
        self.tabs.renew()
        self._show()

    def choose(self, key: str) -> None:
        """Bring a tab into view."""
        self.tabs.choose(key)
        self._show()

    def current(self) -> str:
        """The tab in view."""
        return self.tabs.current()

    def adapt(self, window: QSize) -> None:
        """Leave out what the window has no room for."""
        self._has_room = window.height() >= _ROOM_FOR_LAST
        self.script.adapt(window)
        self._show()

    def retranslate(self) -> None:
        """Say everything anew."""
        self.talk.filters.renew()
        self.tabs.renew()

    def _show(self) -> None:
        key = self.tabs.current()
        self.script.setVisible(key == SCRIPT)
        self._list.setVisible(key == FILES)
        self.talk.setVisible(key == HISTORY)
        self.last.setVisible(key == SCRIPT and self._has_room and bool(self._entries))
        self.last.setMinimumHeight(theme.px(_LAST))
        self.last.setMaximumHeight(theme.px(_MOST_OF_LAST))

    def _history_words(self) -> str:
        return _("History {n}").format(n=self._entries)

    def _files_words(self) -> str:
        count = len(self._files)
        return _("Files {n}").format(n=count) if count else _("Files")


class _Frame(Panel):
    """As high as it wants to be where there is room, and lower where there is not: what it holds scrolls."""

    def hasHeightForWidth(self) -> bool:
        """Its steps know their height; asked by its width it could not be made lower."""
        return False


class _Files(QWidget):
    """The files of the lead, newest first, each opened by a press."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self._none = Label(
            lambda: _("No file yet. Drop one anywhere on the card."), self, role="secondary"
        )
        self.attach = Button(
            lambda: _("Attach files…"), self, kind="link", size="small", icon="paperclip"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.addWidget(self._none)
        column.addLayout(self._rows)
        column.addWidget(self.attach, 0, Qt.AlignmentFlag.AlignLeft)

    def show_files(self, files: tuple[TimelineRow, ...], *, can_change: bool) -> None:
        """Show these."""
        empty(self._rows)
        self._none.setVisible(not files)
        self.attach.setVisible(can_change)
        for row in files:
            button = Button(
                row.subject, self, kind="quiet", size="small", icon="file-text", spread=True
            )
            button.clicked.connect(partial(self.wanted.emit, row))
            self._rows.addWidget(button)
