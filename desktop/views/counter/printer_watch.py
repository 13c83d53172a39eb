# SPDX-License-Identifier: Apache-2.0
"""Says in the status bar whether the ticket printer is there, before a client waits for the ticket."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop import settings as declared
from desktop.errors import UserError
from desktop.i18n import _
from desktop.views.context import Context
from desktop.views.status_bar import Segment


class PrinterWatch(QObject):
    """`changed` is told when there is something else to say."""

    changed = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._is_asked = False
        self._is_there: bool | None = None

    def look(self) -> None:
        """Ask the system, which may take its time; no printer chosen means that nothing is said."""
        name = self._context.settings.get(declared.TICKET_PRINTER)
        if not name:
            self._show(None)
        elif not self._is_asked:
            self._is_asked = True
            self._context.tasks.outside(
                lambda: _is_there(name), then=self._answered, failed=self._failed
            )

    def segment(self, *, rule: bool) -> Segment | None:
        """What the status bar says; None for nothing."""
        if self._is_there is None:
            return None
        if self._is_there:
            return Segment(_("Ticket printer ready"), icon="printer", rule=rule)
        said = _("Ticket printer {state}")
        state = {"state": _("does not answer")}
        return Segment(said, state, ("state",), tone="warning", icon="printer", rule=rule)

    def _answered(self, is_there: bool) -> None:
        self._is_asked = False
        self._show(is_there)

    def _failed(self, _error: UserError) -> None:
        self._answered(is_there=False)

    def _show(self, is_there: bool | None) -> None:
        before, self._is_there = self._is_there, is_there
        if is_there != before:
            self.changed.emit()


def _is_there(name: str) -> bool:
    from desktop.background.printing import (
        is_there,
    )  # Qt's printing is loaded only where there is a printer

    return is_there(name)
