# SPDX-License-Identifier: Apache-2.0
"""Reminders: how the program is there while its window is not, and whether it starts with the computer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, cast

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import paths
from desktop import settings as declared
from desktop.channels.autostart import Autostart, autostart, own_command
from desktop.errors import UserError
from desktop.i18n import _
from desktop.settings import Setting
from desktop.views import window_place
from desktop.views.context import Context
from desktop.views.settings import inputs
from desktop.views.settings.form import Failed
from desktop.views.settings.section import Scrolled, SectionView
from desktop.views.widgets.field import Note
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Panel

_SHOWN = (declared.STAY_IN_TRAY, declared.REMIND_OVER_OTHERS, declared.SOUNDS)
_START = "start_with_session"


class RemindersSection(SectionView):
    """Each switch holds at once; whether the program starts with the computer is kept by the system itself."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        *,
        system: Autostart | None = None,
        has_tray: Callable[[], bool] = window_place.has_tray,
    ) -> None:
        super().__init__(context, parent)
        self._system = system or autostart()
        self._has_tray = has_tray
        page = Scrolled(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        page.column.addWidget(self._window_panel())
        page.column.addWidget(self._start_panel())
        self.refresh()

    def _window_panel(self) -> Panel:
        panel = Panel(lambda: _("While the window is closed"), self, padding=(16, 16))
        self._window = self.form(panel, self._save, columns=1)
        for setting in _SHOWN:
            inputs.switch(self._window, setting.key, partial(_, setting.label))
        panel.body.addWidget(self._window)
        self._tray_note = Note(panel)
        panel.body.addWidget(self._tray_note)
        return panel

    def _start_panel(self) -> Panel:
        panel = Panel(lambda: _("With the computer"), self, padding=(16, 16))
        self._start = self.form(panel, self._save_start, columns=1)
        inputs.switch(
            self._start, _START, lambda: _("Start Counterfoil when I sign in to this computer")
        )
        panel.body.addWidget(self._start)
        panel.body.addWidget(
            Label(
                lambda: _(
                    "It starts into the tray. What came due while the computer was off is told once, together."
                ),
                panel,
                style="small",
                role="secondary",
                lines=0,
            )
        )
        return panel

    def refresh(self) -> None:
        """Show what holds now."""
        person = self.context.person.id
        self._window.load(
            {one.key: self.context.settings.get(one, person=person) for one in _SHOWN}
        )
        self._start.load({_START: self._system.is_on()})
        self._tray_note.say("" if self._has_tray() else _no_tray, "tx2", "info")

    def _save(self, values: dict[str, Any], _failed: Failed) -> None:
        for key, value in values.items():
            setting = cast("Setting[Any]", declared.DECLARED[key])
            self.context.settings.set(setting, value, person=self.context.person.id)
        self.stored.emit()

    def _save_start(self, values: dict[str, Any], _failed: Failed) -> None:
        if values[_START]:
            command = own_command(self._own_folder())
            self.context.tasks.outside(
                lambda: self._system.switch_on(command), then=self._kept, failed=self._refused
            )
        else:
            self.context.tasks.outside(
                self._system.switch_off, then=self._kept, failed=self._refused
            )

    def _own_folder(self) -> Path | None:
        """The shop's folder, where a plain start would open another one."""
        folder = self.context.tasks.folder
        chosen = self.context.settings.get(declared.SHOP_FOLDER)
        usual = Path(chosen) if chosen else paths.data_dir() / "shop"
        return None if folder == usual else folder

    def _refused(self, error: UserError) -> None:
        """Say why, and show again what holds: a switch has no room for a sentence."""
        self.context.tasks.told.emit(error)
        self._start.load({_START: self._system.is_on()}, anew=True)

    def _kept(self, _none: None) -> None:
        self.stored.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """The system's own settings may have changed it meanwhile."""
        super().showEvent(event)
        self.refresh()


def _no_tray() -> str:
    return _(
        "This desktop has no tray: closing the window ends the program. Reminders come in the window and over "
        "other programs, and the task bar shows how many touches are left."
    )
