# SPDX-License-Identifier: Apache-2.0
"""Palette and style sheet made from a theme, for the stock controls that are not painted by hand."""

from PySide6.QtGui import QPalette

from desktop.views.theme.tokens import Theme

_ROLES = {
    "Window": "win",
    "WindowText": "tx",
    "Base": "sf",
    "AlternateBase": "sunk",
    "Text": "tx",
    "Button": "sf",
    "ButtonText": "tx",
    "BrightText": "er",
    "PlaceholderText": "tx3",
    "Highlight": "ac",
    "HighlightedText": "on_ac",
    "Accent": "ac",
    "Link": "ac_tx",
    "LinkVisited": "ac_tx",
    "ToolTipBase": "sf",
    "ToolTipText": "tx",
    "Light": "sf",
    "Midlight": "ln",
    "Mid": "ln2",
    "Dark": "edge",
    "Shadow": "tx3",
}


def palette(theme: Theme) -> QPalette:
    """The theme as Qt's own palette; disabled text is `tx3`, disabled fields are `sunk`."""
    made = QPalette()
    for role, token in _ROLES.items():
        made.setColor(QPalette.ColorRole[role], theme.ink(token))
    disabled = QPalette.ColorGroup.Disabled
    for role in ("WindowText", "Text", "ButtonText"):
        made.setColor(disabled, QPalette.ColorRole[role], theme.tx3)
    for role in ("Base", "Button"):
        made.setColor(disabled, QPalette.ColorRole[role], theme.sunk)
    return made


def sheet(theme: Theme, scale: float) -> str:
    """The QSS of menus, tool tips, scroll bars, table headers, pop-up lists and labels by role."""
    text = _SHEET
    for token in _USED:
        colour = theme.ink(token)
        text = text.replace(f"@{token};", f"{colour.name()};").replace(
            f"@{token} ", f"{colour.name()} "
        )
    return text.replace("@row", str(round(28 * scale))).replace("@small", str(round(12 * scale)))


_USED = (
    "sf",
    "sunk",
    "hover",
    "ln",
    "ln2",
    "edge",
    "tx",
    "tx2",
    "tx3",
    "ac",
    "ac_t",
    "ac_tx",
    "er",
)

_SHEET = """
QLabel[role="secondary"] { color: @tx2; }
QLabel[role="meta"] { color: @tx3; }
QLabel[role="error"] { color: @er; }
QLabel[role="link"] { color: @ac_tx; }
QToolTip { background: @sf; color: @tx; border: 1px solid @ln2; padding: 4px 6px; font-size: @smallpx; }
LineEdit, ComboBox QLineEdit { background: transparent; border: none; }
QMenu { background: @sf; border: 1px solid @ln2; padding: 4px; }
QMenu::item { min-height: @rowpx; padding: 0 24px 0 12px; border-radius: 4px; }
QMenu::item:selected { background: @hover; }
QMenu::item:disabled { color: @tx3; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: @ln; margin: 4px 8px; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: @ln2; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @edge; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QComboBox QAbstractItemView, QListView#wordList { background: @sf; border: 1px solid @ln2; outline: 0; padding: 4px;
  selection-background-color: @ac_t; selection-color: @tx; }
QHeaderView { background: @sunk; border: none; }
QHeaderView::section { background: @sunk; color: @tx2; border: none; border-bottom: 1px solid @ln; padding: 0 8px;
  font-size: @smallpx; font-weight: 500; }
"""
