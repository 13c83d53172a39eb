# SPDX-License-Identifier: Apache-2.0
"""Theme, text size and language as the person at this desk has chosen them, switched while running."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from uuid import UUID

from PySide6.QtCore import QEvent, QLibraryInfo, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from desktop import i18n
from desktop import settings as declared
from desktop.views import theme

if TYPE_CHECKING:
    from desktop.settings import AnySetting, Settings
    from desktop.views.theme import Wish


class Look(QObject):
    """Applies the settings of looks to the application: at once, and whenever one of them changes."""

    def __init__(self, app: QApplication, settings: Settings) -> None:
        super().__init__(app)
        self._app = app
        self._settings = settings
        self._person: UUID | None = None
        self._qt_texts: QTranslator | None = None
        self._spoken = ""
        self._theme()
        self._language()
        settings.on_change(self._changed)

    def follow(self, person: UUID | None) -> None:
        """Look as this person has chosen; None is for the screens before anybody signed in."""
        self._person = person
        self._theme()
        self._language()

    def _changed(self, setting: AnySetting) -> None:
        if setting in (declared.THEME, declared.TEXT_SIZE):
            self._theme()
        elif setting is declared.LANGUAGE:
            self._language()

    def _theme(self) -> None:
        wish = self._settings.get(declared.THEME, person=self._person)
        size = self._settings.get(declared.TEXT_SIZE, person=self._person)
        theme.apply(self._app, cast("Wish", wish), size)

    def _language(self) -> None:
        chosen = self._settings.get(declared.LANGUAGE, person=self._person)
        wanted = chosen or i18n.best_language()
        if wanted == self._spoken == i18n.language():
            return
        self._spoken = wanted
        if wanted != i18n.language():
            i18n.switch(wanted)
        # Also where the program was started in that language: Qt has not heard of it.
        self._qt_texts = speak(self._app, self._qt_texts)


def speak(app: QApplication, before: QTranslator | None = None) -> QTranslator | None:
    """Give Qt's own texts the language spoken now and tell every widget that it changed.

    `before` is what an earlier call returned; what is returned belongs to the next one.
    """
    if before is not None:
        app.removeTranslator(before)
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    loaded = translator.load(f"qtbase_{i18n.spoken().qt}", folder)
    if loaded and app.installTranslator(translator):
        return translator
    if before is None:
        # Qt tells the widgets only when a translator comes or goes.
        for widget in app.topLevelWidgets():
            app.postEvent(widget, QEvent(QEvent.Type.LanguageChange))
    return None
