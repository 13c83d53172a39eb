# SPDX-License-Identifier: Apache-2.0
"""How the program is there while its window is not: stays in the tray, reminds over other programs, keeps quiet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop import settings as declared
from desktop.frozen import dataclass
from desktop.i18n import _, ngettext
from desktop.models import sync_words
from desktop.settings import AnySetting
from desktop.values.rows.today import Figures, ReminderRow
from desktop.views import actions, window_place
from desktop.views.context import Context
from desktop.views.main_window import MainWindow
from desktop.views.tray.corner import Corner
from desktop.views.tray.icon import RULE, Entry, TrayIcon

if TYPE_CHECKING:
    from desktop.views.reminder_popup import ReminderPopups
    from desktop.views.tray.compact_today import CompactToday

QUIET = dt.timedelta(hours=1)
_TOLD = "told that it stays in the tray"
_BALLOON_MS = 10_000


@dataclass(frozen=True, slots=True)
class Entrance:
    """The way into the window: `come_in` shows it, or asks first who is there; `is_shut` says whether it would ask."""

    come_in: Callable[[], None]
    is_shut: Callable[[], bool]


class Presence(QObject):
    """Belongs to one person's window. Without a tray everything but staying behind works alike."""

    def __init__(
        self,
        context: Context,
        window: MainWindow,
        entrance: Entrance,
        *,
        has_tray: Callable[[], bool] = window_place.has_tray,
    ) -> None:
        super().__init__(window)
        self._context, self._window, self._entrance = context, window, entrance
        self._has_tray = has_tray
        self._figures = Figures()
        self._quiet = QTimer(self, singleShot=True)
        self._quiet.timeout.connect(self.end_quiet)
        self._held: list[ReminderRow] = []
        self._inside: ReminderPopups | None = None
        self._outside: ReminderPopups | None = None
        self._compact: CompactToday | None = None
        self.tray = TrayIcon(self, self._entries)
        self.tray.pressed.connect(self.open_today)
        window.stays = self.stays
        window.stayed.connect(self._say_stays)
        window.status.language_changed.connect(self._retranslate)
        self._end = context.settings.on_change(self._changed)
        self.destroyed.connect(self._end)
        if context.sync is not None:
            context.sync.changed.connect(self.tray.fill)
        self._show_icon()

    # Staying

    def stays(self) -> bool:
        """Whether closing the window leaves the program in the tray: only where there is one to come back from."""
        return self._wants_icon() and self._has_tray()

    def _wants_icon(self) -> bool:
        person = self._context.person.id
        return self._context.settings.get(declared.STAY_IN_TRAY, person=person)

    def _show_icon(self) -> None:
        # Shown also where there is no tray yet: at the start of a session it often comes later.
        self.tray.icon.setVisible(self._wants_icon())

    def _changed(self, setting: AnySetting) -> None:
        if setting is declared.STAY_IN_TRAY:
            self._show_icon()

    def _say_stays(self) -> None:
        """Once to each person: a window that was closed and a program that goes on are not what everybody expects."""
        settings, person = self._context.settings, self._context.person.id
        if settings.recall(_TOLD, person=person):
            return
        settings.remember(_TOLD, value=True, person=person)
        self.tray.icon.showMessage(
            _("Counterfoil goes on in the tray"),
            _("It reminds you of touches. To end it, choose Quit in the icon’s menu."),
            self.tray.icon.icon(),
            _BALLOON_MS,
        )

    # What is counted

    def count(self, figures: Figures) -> None:
        """Show how today stands, in the tray and on the program's place in the task bar."""
        self._figures = figures
        self.tray.show_figures(figures)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.setBadgeNumber(figures.today)

    # Reminding

    def remind(self, rows: Sequence[ReminderRow]) -> None:
        """Tell of touches where they are seen: in the window, else over whatever is in front."""
        if self.is_quiet:
            self._held += rows
            return
        if self._context.settings.get(declared.SOUNDS, person=self._context.person.id):
            QApplication.beep()
        if self._is_in_front():
            self._in_window().show_reminders(rows)
            return
        QApplication.alert(self._window)
        if self._context.settings.get(declared.REMIND_OVER_OTHERS, person=self._context.person.id):
            self._in_corner().show_reminders(rows, discreet=self._entrance.is_shut())
        else:
            self._in_window().show_reminders(rows)

    def _is_in_front(self) -> bool:
        return self._window.isVisible() and QApplication.activeWindow() is not None

    def _in_window(self) -> ReminderPopups:
        if self._inside is None:
            from desktop.views.reminder_popup import ReminderPopups  # when the first one rings

            self._inside = ReminderPopups(self._window.page_area, self._context)
        return self._inside

    def _in_corner(self) -> ReminderPopups:
        if self._outside is None:
            corner = Corner(self._window)
            from desktop.views.reminder_popup import ReminderPopups

            self._outside = ReminderPopups(
                corner,
                self._context,
                asks_in=self._window,
                come_in=self._entrance.come_in,
                fit=corner.fit,
            )
        return self._outside

    # Quiet

    @property
    def is_quiet(self) -> bool:
        """Whether reminders wait for the end of an hour without them."""
        return self._quiet.isActive()

    def be_quiet(self) -> None:
        """Nothing rings for an hour; what came due is told together after it."""
        self._quiet.start(round(QUIET.total_seconds() * 1000))
        self.tray.fill()

    def end_quiet(self) -> None:
        """Tell what has waited."""
        self._quiet.stop()
        held, self._held = self._held, []
        self.tray.fill()
        if held:
            self.remind(held)

    # The menu

    def _entries(self) -> Sequence[Entry]:
        entries = [*self._hub_entries(), Entry(self._today_words(), "compass", self.open_today)]
        for action_id in (actions.NEW_ORDER.id, actions.NEW_LEAD.id):
            entries += self._deed(action_id)
        entries += self._deed(actions.SEARCH.id, _("Find client by phone"), "magnifying-glass")
        entries.append(RULE)
        if self.is_quiet:
            entries.append(Entry(_("Remind again now"), "bell", self.end_quiet))
        else:
            entries.append(Entry(_("Quiet for 1 hour"), "bell", self.be_quiet))
        if (sync := self._context.sync) is not None and sync.is_joined:
            entries.append(Entry(_("Sync now"), "arrows-clockwise", sync.try_now))
        entries.append(Entry(_("Open Counterfoil"), "ticket", self._entrance.come_in))
        entries.append(Entry(_("Quit: nothing reminds any more"), "x", self._window.end))
        return entries

    def _hub_entries(self) -> list[Entry]:
        """What hinders the hub, at the top of the menu; nothing where all is well."""
        sync = self._context.sync
        if sync is None or not sync.is_joined:
            return []
        chip = sync_words.chip(sync.state, sync.unsent, self._context.now())
        return [] if chip.is_quiet else [Entry(f"{chip.word} {chip.rest}", chip.icon), RULE]

    def _today_words(self) -> str:
        left = self._figures.today
        return ngettext("Today: {n} left", "Today: {n} left", left).format(n=left)

    def _deed(self, action_id: str, text: str = "", icon: str = "") -> list[Entry]:
        action = self._window.action(action_id)
        if action is None:
            return []
        spec = actions.spec_of(action)
        do = partial(self._do, action_id)
        return [Entry(text or _(spec.text), icon or spec.icon, do)]

    def _do(self, action_id: str) -> None:
        self._entrance.come_in()
        action = self._window.action(action_id)
        if action is not None and not self._entrance.is_shut():
            action.trigger()

    def open_today(self) -> None:
        """Show the day in its small window; behind a locked door the question who is there."""
        if self._entrance.is_shut():
            self._entrance.come_in()
            return
        if self._compact is None:
            from desktop.views.tray.compact_today import CompactToday  # when it is asked for

            self._compact = CompactToday(self._context, self._window, self._entrance.come_in)
        self._compact.turn_up()

    def _retranslate(self) -> None:
        self.tray.show_figures(self._figures)
