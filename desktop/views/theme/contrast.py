# SPDX-License-Identifier: Apache-2.0
"""The theme for a system set to high contrast: its own colours, no tints, words and icons as always."""

from dataclasses import fields

from PySide6.QtGui import QColor, QPalette

from desktop.views.theme.tokens import Theme

_GROUNDS = frozenset(
    "win rail col sf sunk hover ac_t ok_t wa_t er_t mg_t vi_t ne_t bar toast".split()
)
_ACCENTS = frozenset("ac ac_h".split())
_LINKS = frozenset("ac_tx toast_link".split())
_OTHER = frozenset("name is_dark scrim stages avatars on_ac".split())


def high_contrast(system: QPalette) -> Theme:
    """A theme made of the system's colours only: one ground, one ink, its selection and its link."""
    ground = system.color(QPalette.ColorRole.Window)
    ink = system.color(QPalette.ColorRole.WindowText)
    accent = system.color(QPalette.ColorRole.Highlight)
    on_accent = system.color(QPalette.ColorRole.HighlightedText)
    link = system.color(QPalette.ColorRole.Link)
    scrim = QColor(ground)
    scrim.setAlphaF(0.6)
    colours: dict[str, QColor] = {}
    for field in fields(Theme):
        if field.name in _GROUNDS:
            colours[field.name] = ground
        elif field.name in _ACCENTS:
            colours[field.name] = accent
        elif field.name in _LINKS:
            colours[field.name] = link
        elif field.name not in _OTHER:
            colours[field.name] = ink
    return Theme(
        name="contrast",
        is_dark=ground.lightnessF() < 0.5,
        scrim=scrim,
        stages=(ink,),
        avatars=((ground, ink),),
        on_ac=on_accent,
        **colours,
    )
