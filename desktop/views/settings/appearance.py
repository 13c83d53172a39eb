# SPDX-License-Identifier: Apache-2.0
"""Look and language: how the program looks and speaks for the person at this desk, at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import i18n
from desktop import settings as declared
from desktop.i18n import _
from desktop.settings import AnySetting, Setting
from desktop.views.context import Context
from desktop.views.questions.first_hint import show_again
from desktop.views.settings import inputs
from desktop.views.settings.form import Failed, Form
from desktop.views.settings.section import Scrolled, SectionView
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.panel import Panel

_SHOWN: tuple[AnySetting, ...] = (
    declared.LANGUAGE,
    declared.THEME,
    declared.TEXT_SIZE,
    declared.SHOW_KEYS,
    declared.RAIL_PINNED,
    declared.CALL_WITH,
    declared.SIP_SERVER,
)


class AppearanceSection(SectionView):
    """Each choice holds at once, for this person on this desk."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        page = Scrolled(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        page.column.addWidget(self._look_panel())
        page.column.addWidget(self._window_panel())
        page.column.addWidget(self._calls_panel())
        self._end = context.settings.on_change(self._changed)
        self.destroyed.connect(self._end)
        self.refresh()

    def _look_panel(self) -> Panel:
        panel = Panel(lambda: _("Look and language"), self, padding=(16, 16))
        self._look = self.form(panel, self._save)
        inputs.choice(self._look, "language", lambda: _("Language"), _languages)
        self._listed(self._look, declared.THEME)
        self._listed(self._look, declared.TEXT_SIZE)
        panel.body.addWidget(self._look)
        return panel

    def _window_panel(self) -> Panel:
        panel = Panel(lambda: _("Window"), self, padding=(16, 16))
        self._window = self.form(panel, self._save, columns=1)
        for setting in (declared.SHOW_KEYS, declared.RAIL_PINNED):
            inputs.switch(self._window, setting.key, _label_of(setting))
        panel.body.addWidget(self._window)
        self.hints = Button(
            lambda: _("Show the first hints again"), panel, kind="link", size="small"
        )
        self.hints.clicked.connect(self._show_hints)
        panel.body.addWidget(self.hints, 0, Qt.AlignmentFlag.AlignLeft)
        return panel

    def _calls_panel(self) -> Panel:
        panel = Panel(lambda: _("Calls"), self, padding=(16, 16))
        self._calls = self.form(panel, self._save)
        self._listed(self._calls, declared.CALL_WITH)
        inputs.line(
            self._calls,
            declared.SIP_SERVER.key,
            _label_of(declared.SIP_SERVER),
            placeholder=lambda: _("pbx.firm.example"),
        )
        panel.body.addWidget(self._calls)
        return panel

    def _show_hints(self) -> None:
        show_again(self.context)
        self.told.emit(_("The hints come again with the next start."))

    def _listed(self, form: Form, setting: AnySetting) -> None:
        inputs.choice(form, setting.key, _label_of(setting), lambda: choices_of(setting))

    def refresh(self) -> None:
        """Show what holds now."""
        person = self.context.person.id
        values: dict[str, Any] = {
            one.key: self.context.settings.get(cast("Setting[str]", one), person=person)
            for one in _SHOWN
        }
        for form in (self._look, self._window, self._calls):
            form.load(values)

    def _save(self, values: dict[str, Any], _failed: Failed) -> None:
        for key, value in values.items():
            setting = cast("Setting[Any]", declared.DECLARED[key])
            self.context.settings.set(setting, value, person=self.context.person.id)
        self.stored.emit()

    def _changed(self, setting: AnySetting) -> None:
        if setting in _SHOWN and self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """The theme may have been switched by a key meanwhile."""
        super().showEvent(event)
        self.refresh()


def choices_of(setting: AnySetting) -> Sequence[tuple[Any, str]]:
    """The values a setting offers, in words."""
    return [(value, _(text)) for value, text in (setting.choices or {}).items()]


def _label_of(setting: AnySetting) -> Any:
    return lambda: _(setting.label)


def _languages() -> Sequence[tuple[Any, str]]:
    own = [(language.code, language.own_name) for language in i18n.languages()]
    return [("", _("As the system")), *own]
