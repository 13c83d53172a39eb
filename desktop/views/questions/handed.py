# SPDX-License-Identifier: Apache-2.0
"""After a handover: which cards did not go, and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop.i18n import _
from desktop.values.handing_over import Stays
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.label import Label


class KeptDialog(Dialog):
    """Each card that stays on a line of its own, with the reason."""

    def __init__(self, parent: QWidget, kept: Sequence[tuple[str, str]]) -> None:
        super().__init__(
            parent,
            lambda: _("These cards stay"),
            subtitle=lambda: _("The others were handed over. Undo takes all of it back."),
            icon="warning",
            icon_ink="wa",
            width=480,
        )
        self.body.setSpacing(4)
        for card, why in kept:
            self.body.addWidget(Label(f"{card}: {Stays.words(why)}", self, lines=2))
        self.set_primary(lambda: _("Leave them there"), shortcut="Ctrl+Return")
        self.submitted.connect(self.accept)
