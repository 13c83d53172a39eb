# SPDX-License-Identifier: Apache-2.0
"""Asks under which name a filter is kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.i18n import _
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit

_LONGEST = 40


class KeepFilterDialog(Dialog):
    """One name; the same name again replaces what was kept under it."""

    def __init__(self, parent: QWidget, save: Callable[[str], None]) -> None:
        super().__init__(parent, lambda: _("Keep this filter"), width=400)
        self._save = save
        self.name = LineEdit(self, placeholder=lambda: _("Big orders of mine"))
        self.name.setMaxLength(_LONGEST)
        self._field = Field(lambda: _("Name"), self.name, self, required=True)
        self.name.returnPressed.connect(self.submit)
        self.body.addWidget(self._field)
        self.set_primary(lambda: _("Keep the filter"))
        self.add_cancel()
        self.submitted.connect(self._submit)

    def _submit(self) -> None:
        name = self.name.text().strip()
        if not name:
            self._field.set_error(_("Give the filter a name."))
            self.name.setFocus()
            return
        self._save(name)
        self.accept()
