# SPDX-License-Identifier: Apache-2.0
"""The base of a card's forms: what was refused, or changed by somebody else meanwhile, stands above the fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import _
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.label import Content


class FormDialog(Dialog):
    """A dialog that stays open with all that is typed until the shop takes it.

    `base_shown` is told while it shows nothing but what the record has become: what is typed stands there again after.
    """

    base_shown = Signal()

    def __init__(self, parent: QWidget, title: Content, **look: Any) -> None:
        super().__init__(parent, title, **look)
        self._told = Banner("", "warning", self)
        self._told.hide()
        self.body.addWidget(self._told)

    def refuse(self, error: UserError) -> None:
        """Say what the shop did not take."""
        self._told.set_banner(error.sentence, "danger")
        self._told.show()

    def tell_clashes(self, who: str, fields: Sequence[str]) -> None:
        """Say which fields somebody else has changed, too; "" is somebody unknown."""
        words = _("{name} changed meanwhile: {fields}. Your values stay until you save.")
        self._told.set_banner(
            words.format(name=who or _("Somebody"), fields=", ".join(fields)), "warning"
        )
        self._told.show()
