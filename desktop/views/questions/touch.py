# SPDX-License-Identifier: Apache-2.0
"""The next touch of one card or of several: what for, of which kind, and when, in plain words or by one key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.calendar import WorkingCalendar
from desktop.values.drafts.touch import POSTPONEMENTS_WITHOUT_REASON, TouchDraft
from desktop.views.questions.touch_form import TouchForm
from desktop.views.widgets.dialog import Dialog


class TouchDialog(Dialog):
    """Asks for one next touch; `save` is called with it and, from the third postponement on, with the reason (D2)."""

    def __init__(
        self,
        parent: QWidget,
        subtitle: str,
        *,
        now: Callable[[], dt.datetime],
        calendar: WorkingCalendar,
        save: Callable[[TouchDraft, str], None],
        known: TouchDraft | None = None,
        postponed: int = 0,
    ) -> None:
        super().__init__(
            parent, lambda: _("Next touch"), subtitle=subtitle, icon="clock", width=680
        )
        self._save, self._postponed = save, postponed
        self.form = TouchForm(calendar, now, self, with_extras=False, has_named_kinds=True)
        self.form.show_draft(
            known or TouchDraft(),
            postponed=postponed,
            needs_reason=postponed >= POSTPONEMENTS_WITHOUT_REASON,
        )
        self.body.addWidget(self.form)
        self.set_primary(lambda: _("Set the touch"))
        self.add_cancel()
        self.submitted.connect(self._submit)

    def open(self) -> None:
        """Begin where something is missing."""
        super().open()
        first = self.form.when if self.form.goal.text() else self.form.goal
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        if first is self.form.when:
            first.selectAll()

    def refuse(self, error: UserError) -> None:
        """Say at its field what the shop did not take."""
        if error.field == "reason":
            self.form.ask_reason(max(self._postponed, POSTPONEMENTS_WITHOUT_REASON))
        if not self.form.refuse(error):
            self.form.refuse(UserError(error.sentence, field="due_at"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Single keys choose the date."""
        if not self.form.take_key(event):
            super().keyPressEvent(event)

    def _submit(self) -> None:
        draft = self.form.check()
        if draft is not None:
            self._save(draft, self.form.reason.text().strip())
