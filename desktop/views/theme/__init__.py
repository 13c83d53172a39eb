# SPDX-License-Identifier: Apache-2.0
"""The look: colours, fonts and measures from one place, for widgets, delegates, palette and style sheet alike.

Knows nothing of CRM. `apply` sets the theme on the application; a widget reads `current()`, `font()` and `px()` when it
paints, and refreshes what it keeps in `changeEvent` on RESTYLE, which every widget gets on each `apply`.
What is not a widget connects to `notifier().changed`.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication

from desktop import paths
from desktop.views.theme import fonts, sheet
from desktop.views.theme.fonts import MEDIUM, REGULAR, SEMIBOLD, TEXT_SIZES
from desktop.views.theme.tokens import (
    CONTROL_HEIGHT,
    CONTROL_LARGE,
    CONTROL_SMALL,
    DARK,
    LIGHT,
    PAGE_PADDING,
    PANEL_GAP,
    RADIUS_CHIP,
    RADIUS_CONTROL,
    RADIUS_DIALOG,
    RADIUS_FIRST_RUN,
    RADIUS_KEY,
    RADIUS_PANEL,
    STAGES,
    TONES,
    Theme,
)

__all__ = [
    "CONTROL_HEIGHT",
    "CONTROL_LARGE",
    "CONTROL_SMALL",
    "DARK",
    "LIGHT",
    "MEDIUM",
    "PAGE_PADDING",
    "PANEL_GAP",
    "RADIUS_CHIP",
    "RADIUS_CONTROL",
    "RADIUS_DIALOG",
    "RADIUS_FIRST_RUN",
    "RADIUS_KEY",
    "RADIUS_PANEL",
    "REGULAR",
    "RESTYLE",
    "SEMIBOLD",
    "STAGES",
    "TEXT_SIZES",
    "TONES",
    "Notifier",
    "Theme",
    "Wish",
    "apply",
    "arguments",
    "current",
    "font",
    "line",
    "notifier",
    "px",
    "text_size",
]

Wish = Literal["system", "light", "dark"]
_STYLE = "Fusion"
RESTYLE = frozenset({QEvent.Type.StyleChange})


class Notifier(QObject):
    """Tells what is not a widget that colours or text size are others now."""

    changed = Signal()


class _Live:
    """What is in force: one per process, as there is one QApplication."""

    def __init__(self) -> None:
        self.theme = LIGHT
        self.wish: Wish = "light"
        self.text_size = 100
        self.fonts: dict[tuple[str, QFont.Weight | None], QFont] = {}
        self.notifier: Notifier | None = None
        self.is_loaded = self.has_style = False


_live = _Live()


def arguments() -> list[str]:
    """What an application is made with that shall have our style from its beginning.

    Qt takes it then without handing it to Python, whose binding would make eleven enumerations for it: a fiftieth of
    the way to the first paint.
    """
    _live.has_style = True
    return ["-style", _STYLE]


def current() -> Theme:
    """The theme in force (LIGHT until `apply`)."""
    return _live.theme


def text_size() -> int:
    """The chosen text size in per cent."""
    return _live.text_size


def px(pixels: float) -> int:
    """A length of the design, grown with the text size; whole device-independent pixels."""
    return round(pixels * _live.text_size / 100)


def line(style: str) -> int:
    """The line height of a text style in pixels, at the text size in force."""
    return px(fonts.STYLES[style].line)


def font(style: str, weight: QFont.Weight | None = None) -> QFont:
    """The font of a style (display, title, page, dialog, section, body, small, meta, avatar, avatar_28, avatar_40).

    Fonts are shared: copy one before changing it.
    """
    key = (style, weight)
    made = _live.fonts.get(key)
    if made is None:
        made = _live.fonts[key] = fonts.make(style, weight, _live.text_size / 100)
    return made


def notifier() -> Notifier:
    """The object whose signal `changed` follows each `apply`. Needs the application."""
    if _live.notifier is None:
        _live.notifier = Notifier(QCoreApplication.instance())
    return _live.notifier


def apply(app: QApplication, wish: Wish = "system", text_size: int = 100) -> None:
    """Put the theme on the application: Fusion, palette, style sheet, Inter; `system` follows the OS from now on."""
    if not _live.is_loaded:
        _live.is_loaded = True
        fonts.load(paths.resource("fonts"))
        if not _live.has_style:
            app.setStyle(_STYLE)
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(lambda: _follow_system(app))
        hints.accessibility().contrastPreferenceChanged.connect(lambda: _follow_system(app))
    _live.wish = wish
    _live.theme = _wanted(app, wish)
    if text_size != _live.text_size:
        _live.text_size = text_size
        _live.fonts.clear()
    with _no_collection():
        app.setFont(font("body"))
        app.setPalette(sheet.palette(_live.theme))
        app.setStyleSheet(sheet.sheet(_live.theme, text_size / 100))
    notifier().changed.emit()


@contextmanager
def _no_collection() -> Iterator[None]:
    """Qt walks a plain list of the widgets it polished: one that Python collects meanwhile would end the program."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _follow_system(app: QApplication) -> None:
    if _live.wish == "system":
        apply(app, "system", _live.text_size)


def _wanted(app: QApplication, wish: Wish) -> Theme:
    hints = app.styleHints()
    if wish != "system":
        return DARK if wish == "dark" else LIGHT
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        # Without a palette of our own the application has the system's.
        app.setPalette(QPalette())
        from desktop.views.theme import contrast

        return contrast.high_contrast(app.palette())
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT
