# SPDX-License-Identifier: Apache-2.0
"""Which script is followed on a card; pressed, it offers the others."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from desktop.i18n import _
from desktop.models.script_names import ScriptName
from desktop.views import theme
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.menu import popup_menu

KEY = "G"


class ScriptChoice(Button):
    """The name of the script with an arrow. `chosen` tells the key of another one."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget, *, with_word: bool = False) -> None:
        """`with_word` says that it is a script, where nothing beside it does."""
        self._names: Sequence[ScriptName] = ()
        self._with_word = with_word
        super().__init__(
            self._words, parent, kind="link", size="small", shortcut=KEY, menu_arrow=True,
            tip=lambda: _("Follow another script"),
        )  # fmt: skip
        self.clicked.connect(self.open_menu)

    def show_scripts(self, names: Sequence[ScriptName], *, can_change: bool) -> None:
        """Offer these; one of them is followed."""
        self._names = names
        self.setEnabled(can_change)
        self.retranslate()

    def open_menu(self) -> None:
        """Offer every script; the one that is followed is ticked, and the keys begin there."""
        if not self.isEnabled() or not self._names:
            return
        menu = popup_menu(self)
        for one in self._names:
            words = _("{script}, its own").format(script=one.words) if one.is_own else one.words
            action = menu.addAction(words.replace("&", "&&"))
            action.triggered.connect(partial(self._choose, one))
            action.setCheckable(True)
            action.setChecked(one.is_followed)
            if one.is_followed:
                menu.setActiveAction(action)
        corner = self.mapToGlobal(self.rect().bottomRight())
        corner.setX(corner.x() - menu.sizeHint().width())
        menu.popup(corner)

    def _choose(self, one: ScriptName) -> None:
        if not one.is_followed:
            self.chosen.emit(one.key)

    def _words(self) -> str:
        name = next((one.words for one in self._names if one.is_followed), "")
        if not self._with_word or not name:
            return name
        return _("Script: {name}").format(name=name[:1].lower() + name[1:])

    def ink_token(self) -> str:
        """Quiet: what is to be said is beside it."""
        return "tx2"

    def text_weight(self) -> QFont.Weight:
        """As light as what stands beside it."""
        return theme.REGULAR

    def _has_key(self) -> bool:
        """Its key is said by the tool tip and the sheet of keys: a cap would outshine the name."""
        return False
