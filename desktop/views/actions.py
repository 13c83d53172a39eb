# SPDX-License-Identifier: Apache-2.0
"""Actions declared once as data; menus, keys, palette entries and the shortcut sheet are made of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from enum import StrEnum

from PySide6.QtCore import QKeyCombination, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from desktop.frozen import dataclass
from desktop.i18n import N_, _, say_keys
from desktop.views import icons, theme
from desktop.views.keyboard import combination

IS_MAC = sys.platform == "darwin"


class Menu(StrEnum):
    """The menus in their order; PAGE holds what the open page adds."""

    SHOP = "shop"
    PAGE = "page"
    EDIT = "edit"
    GO = "go"
    VIEW = "view"
    HELP = "help"

    def caption(self) -> str:
        """The menu's title in the present language."""
        return _(_CAPTIONS[self])


_CAPTIONS = {
    Menu.SHOP: N_("Counterfoil"),
    Menu.PAGE: N_("Page"),
    Menu.EDIT: N_("Edit"),
    Menu.GO: N_("Go"),
    Menu.VIEW: N_("View"),
    Menu.HELP: N_("Help"),
}


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """Something a person can do.

    `keys` are in Qt's portable form, the first is the one that is shown; a single letter counts by
    its physical place and only while nobody types. `mac_keys` go before them on macOS. `right` is
    the word of the right that it needs, empty for everyone.
    """

    id: str
    text: str
    icon: str = ""
    keys: tuple[str, ...] = ()
    mac_keys: tuple[str, ...] = ()
    menu: Menu = Menu.PAGE
    right: str = ""
    in_palette: bool = True
    place: str = ""
    words: str = ""

    def shortcuts(self, *, mac: bool = IS_MAC) -> tuple[str, ...]:
        """The keys on this platform, the shown one first."""
        return (*self.mac_keys, *self.keys) if mac else self.keys


@dataclass(frozen=True, slots=True)
class KeyHint:
    """A line of the shortcut sheet for keys that a list or field handles by itself."""

    keys: str
    text: str


SEARCH = ActionSpec(
    "app.search", N_("Search and commands"), "magnifying-glass", ("Ctrl+K",), menu=Menu.GO,
    in_palette=False,
)  # fmt: skip
NEW_ORDER = ActionSpec(
    "order.new", N_("New counter order"), "storefront", ("F2",), ("Ctrl+Shift+O",), Menu.SHOP,
    right="take_orders",
)  # fmt: skip
FIND_TICKET = ActionSpec(
    "order.find", N_("Find a ticket or scan"), "barcode", ("F3",), ("Ctrl+Shift+F",), Menu.SHOP
)
HAND_OVER = ActionSpec(
    "order.hand_over", N_("Hand over an order"), "package", ("F8",), ("Ctrl+Shift+H",), Menu.SHOP,
    right="take_orders",
)  # fmt: skip
NEW_LEAD = ActionSpec("lead.new", N_("New lead"), "plus", ("Ctrl+N",), right="sell")
"""Belongs to the page of leads; the tray offers it, too."""
CHANGE_PERSON = ActionSpec("app.person", N_("Change person"), "users", ("Ctrl+L",), menu=Menu.SHOP)
QUIT = ActionSpec("app.quit", N_("Quit"), "x", ("Ctrl+Q",), menu=Menu.SHOP)
UNDO = ActionSpec("edit.undo", N_("Undo"), "arrow-counter-clockwise", ("Ctrl+Z",), menu=Menu.EDIT)
REDO = ActionSpec(
    "edit.redo", N_("Redo"), "arrow-clockwise", ("Ctrl+Shift+Z", "Ctrl+Y"), menu=Menu.EDIT
)
PRIMARY = ActionSpec(
    "page.primary", N_("Save, or the main button of the page"), "", ("Ctrl+Return",),
    menu=Menu.EDIT, in_palette=False,
)  # fmt: skip
FILTER = ActionSpec("page.filter", N_("Filter of the page"), "funnel", ("/",), menu=Menu.EDIT)
BACK = ActionSpec(
    "go.back", N_("Back"), "arrow-left", ("Alt+Left",), ("Ctrl+[",), Menu.GO, in_palette=False
)
FORWARD = ActionSpec(
    "go.forward", N_("Forward"), "arrow-right", ("Alt+Right",), ("Ctrl+]",), Menu.GO,
    in_palette=False,
)  # fmt: skip
NEXT_PANE = ActionSpec(
    "go.next_pane", N_("Next part of the page"), "", ("F6",), menu=Menu.GO, in_palette=False
)
LAST_PANE = ActionSpec(
    "go.last_pane", N_("Previous part of the page"), "", ("Shift+F6",), menu=Menu.GO,
    in_palette=False,
)  # fmt: skip
RAIL = ActionSpec(
    "view.rail", N_("Wide or narrow side rail"), "push-pin", ("Ctrl+B",), menu=Menu.VIEW
)
SIDE = ActionSpec("view.side", N_("Right panel"), "columns", ("Ctrl+\\",), menu=Menu.VIEW)
LIGHT = ActionSpec("view.light", N_("Light theme"), "sun", menu=Menu.VIEW)
DARK = ActionSpec("view.dark", N_("Dark theme"), "moon", menu=Menu.VIEW)
SYSTEM = ActionSpec("view.system", N_("Theme of the system"), "desktop", menu=Menu.VIEW)
KEYS = ActionSpec("help.keys", N_("Keys of this page"), "keyboard", ("?",), menu=Menu.HELP)

GLOBAL = (
    NEW_ORDER, FIND_TICKET, HAND_OVER, CHANGE_PERSON, QUIT,
    UNDO, REDO, PRIMARY, FILTER,
    SEARCH, BACK, FORWARD, NEXT_PANE, LAST_PANE,
    RAIL, SIDE, LIGHT, DARK, SYSTEM,
    KEYS,
)  # fmt: skip
"""Everything that works on each page, in the order of the menus."""


class ActionSet(QObject):
    """Actions of the window or of one page, each bound to what it does."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        self._by_keys: dict[QKeyCombination, QAction] = {}

    def add(self, spec: ActionSpec, do: Callable[[], object]) -> QAction:
        """Make the action of a declaration; what it does is called without arguments."""
        action = QAction(self)
        action.setObjectName(spec.id)
        action.setData(spec)
        # Only shown by menus: `Keyboard` triggers it, for the page in front and in any layout.
        action.setShortcuts([QKeySequence(keys) for keys in spec.shortcuts()])
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setMenuRole(_ROLES.get(spec.id, QAction.MenuRole.NoRole))
        action.triggered.connect(lambda _checked=False: do())
        self._actions[spec.id] = action
        for keys in spec.shortcuts():
            self._by_keys[combination(keys)] = action
        _dress(action)
        return action

    def find(self, wanted: QKeyCombination) -> QAction | None:
        """The action of these keys, None when they mean nothing here."""
        return self._by_keys.get(wanted)

    def get(self, id: str) -> QAction | None:
        """The action of that declaration, None when nobody has bound it."""
        return self._actions.get(id)

    def all(self) -> list[QAction]:
        """Every action: the window's in the order of their declaration, others as they were added."""
        declared = {spec.id: place for place, spec in enumerate(GLOBAL)}
        return sorted(
            self._actions.values(), key=lambda one: declared.get(one.objectName(), len(declared))
        )

    def retranslate(self) -> None:
        """Say and colour everything anew, after a switch of language or theme."""
        for action in self._actions.values():
            _dress(action)


_ROLES = {"app.quit": QAction.MenuRole.QuitRole, "go.settings": QAction.MenuRole.PreferencesRole}


def _dress(action: QAction) -> None:
    spec = spec_of(action)
    action.setText(_(spec.text))
    if spec.icon:
        action.setIcon(icons.icon(spec.icon, theme.current().tx2))
    keys = spec.shortcuts()
    action.setToolTip(f"{_(spec.text)} ({say_keys(keys[0])})" if keys else _(spec.text))


def spec_of(action: QAction) -> ActionSpec:
    """The declaration an action was made of."""
    spec = action.data()
    assert isinstance(spec, ActionSpec)
    return spec


def fill_menus(parent: QWidget, sets: Sequence[ActionSet]) -> list[QMenu]:
    """The menus in their order with every action of these sets; empty ones are left out."""
    made = []
    for menu in Menu:
        actions = [a for s in sets for a in s.all() if spec_of(a).menu == menu]
        if actions:
            shown = QMenu(menu.caption(), parent)
            shown.addActions(actions)
            made.append(shown)
    return made
