# SPDX-License-Identifier: Apache-2.0
"""The foot of the wizard: that the draft is kept, what is left, and the buttons of the step."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.i18n import N_, _, formats
from desktop.values.drafts.contract import Step
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Text

_PRIMARY = {
    Step.REQUISITES: N_("Next: preview"),
    Step.PREVIEW: N_("Looks right, next"),
    Step.EDIT: N_("Next: send"),
    Step.SEND: N_("Send"),
    Step.DONE: N_("Close"),
}


class _Told(QWidget):
    """An icon and a few words."""

    def __init__(
        self, icon: str, ink: str, parent: QWidget, *, text_ink: str = "tx2", gap: int = 6
    ) -> None:
        super().__init__(parent)
        self.icon = Icon(icon, ink, 15, self)
        self.label = Label("", self, style="small", ink=text_ink)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(gap)
        row.addWidget(self.icon)
        row.addWidget(self.label, 1)
        self.hide()

    def say(self, text: Text) -> None:
        """Show these words."""
        self.label.set_content(text)
        self.setVisible(bool(self.label.text()))


class WizardFooter:
    """Fills the foot of the wizard's dialog."""

    def __init__(self, dialog: Dialog) -> None:
        self._busy: Text | None = None
        self._step = Step.REQUISITES
        self._is_narrow = False
        self.saved = _Told("ph.check-circle", "ok", dialog)
        self.left = _Told("ph.warning-circle", "er", dialog, text_ink="er", gap=4)
        dialog.add_footer(self.saved)
        self.primary = dialog.set_primary(self._primary_text)
        self.back = Button(lambda: _("Back"), dialog, icon="ph.arrow-left")
        self.leave = Button(lambda: _("Save and close"), dialog, kind="quiet")
        for widget in (self.back, self.leave, self.left):
            dialog.add_footer(widget, left=False)

    def show_step(self, step: Step, *, why_not: str, left: str) -> None:
        """Show the buttons of this step; `why_not` closes the primary one and says why."""
        self._step = step
        self.primary.set_content(
            self._primary_text, icon="ph.paper-plane-tilt" if step is Step.SEND else ""
        )
        busy = self._busy
        self.primary.set_blocked(busy if busy is not None else why_not or None)
        self.back.setVisible(step not in {Step.REQUISITES, Step.DONE})
        self.leave.setVisible(step is not Step.DONE)
        self.left.say(left)

    def show_busy(self, text: Text | None) -> None:
        """Say in the primary button what is being done."""
        self._busy = text

    def say_saved(self, at: dt.datetime) -> None:
        """The draft was kept at this time."""
        self.saved.icon.set_icon("ph.check-circle", "ok")
        self.saved.say(lambda: _("Draft saved {time}").format(time=formats.short_time(at)))
        self._fold()

    def say_typed(self) -> None:
        """Something was typed that is not kept yet."""
        self.saved.icon.set_icon("ph.pencil-simple", "tx3")

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave out what is only said for comfort."""
        self._is_narrow = narrow
        self._fold()

    def _fold(self) -> None:
        self.saved.setVisible(bool(self.saved.label.text()) and not self._is_narrow)

    def _primary_text(self) -> str:
        if self._busy is not None:
            return self._busy() if callable(self._busy) else self._busy
        return _(_PRIMARY[self._step])
