# SPDX-License-Identifier: Apache-2.0
"""Roles as ticks, each with what it opens in words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.values.states import Role
from desktop.views import theme
from desktop.views.settings.form import FormGrid
from desktop.views.widgets.choices import CheckBox
from desktop.views.widgets.text_block import Run

_ABOUT = {
    Role.OPERATOR: N_("counter orders, handing over"),
    Role.MANAGER: N_("leads, deals, calls, documents"),
    Role.HEAD: N_("stages, prices, handover"),
    Role.ACCOUNTANT: N_("the only one to confirm payments"),
    Role.PRODUCTION: N_("proofs, queue, ready"),
    Role.ADMIN: N_("people, firm, mail, backups"),
}


class RoleBoxes(QWidget):
    """`changed` tells all ticked roles; one of a newer version that somebody holds stays."""

    changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._held: tuple[str, ...] = ()
        self._grid = FormGrid(self, columns=2, narrowest=280, gap=4)
        self.boxes: dict[Role, CheckBox] = {}
        for role in Role:
            box = CheckBox(partial(_words, role), self._grid)
            box.clicked.connect(lambda _checked: self.changed.emit(self.roles()))
            self.boxes[role] = box
            self._grid.put(box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._grid)
        self.setFocusProxy(self.boxes[Role.OPERATOR])

    def show_roles(self, roles: Sequence[str]) -> None:
        """Tick these without telling anybody."""
        self._held = tuple(roles)
        for role, box in self.boxes.items():
            box.setChecked(role in roles)

    def roles(self) -> list[str]:
        """The ticked roles."""
        ticked = [role.value for role, box in self.boxes.items() if box.isChecked()]
        return [*ticked, *(one for one in self._held if one not in set(Role))]


def _words(role: Role) -> list[Run]:
    return [Run(role.label(), theme.MEDIUM), Run("  "), Run(_(_ABOUT[role]), None, "tx2", "small")]
