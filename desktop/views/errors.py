# SPDX-License-Identifier: Apache-2.0
"""The only place that shows errors: a sentence for people at its field or over the page, a bug once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import Bug, UserError

if TYPE_CHECKING:  # what an error looks like is loaded with the first error
    from desktop.views.error_box import BugDialog, Notice
    from desktop.views.widgets.field import Field


def show_at(error: UserError, fields: Mapping[str, Field]) -> bool:
    """Show the sentence under the field that it names and put the cursor there; False if none fits."""
    field = fields.get(error.field or "")
    if field is None:
        return False
    field.set_error(error.sentence)
    field.control.setFocus(Qt.FocusReason.OtherFocusReason)
    return True


class Errors(QObject):
    """Takes errors from any thread and shows them on the GUI thread, over the window there is.

    Before there is a window, as when a shop cannot be opened, a plain message box says it.
    """

    _told = Signal(object)
    _shown = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._area: QWidget | None = None
        self._notice: Notice | None = None
        self._dialog: BugDialog | None = None
        # Both may come from a worker: a queued signal brings them over.
        self._told.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._shown.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def attach(self, area: QWidget | None) -> None:
        """Show from now on over this part of a window; None when the window goes."""
        self._area, self._notice, self._dialog = area, None, None
        if area is not None:
            area.destroyed.connect(lambda: self._forget(area))

    def _forget(self, area: QWidget) -> None:
        if self._area is area:
            self.attach(None)

    def tell(self, error: UserError) -> None:
        """Show a person's error: what happened, what is safe, what to do."""
        self._told.emit(error)

    def tell_last(self, error: UserError) -> None:
        """Say why the program ends, before it does: a queued word would go down with its loop before it is read."""
        self._tell(error)

    def show(self, bug: Bug) -> None:
        """Show a bug with the button that copies its report."""
        self._shown.emit(bug)

    def _tell(self, error: UserError) -> None:
        from desktop.views import error_box

        if self._area is None:
            error_box.message_box(error.sentence)
            return
        if self._notice is None:
            self._notice = error_box.Notice(self._area)
        self._notice.say(error.sentence)

    def _show(self, bug: Bug) -> None:
        from desktop.views import error_box

        if self._area is None:
            error_box.message_box(error_box.bug_sentence(), bug.report())
        elif self._dialog is not None:
            self._dialog.add(bug)
        else:
            self._dialog = error_box.BugDialog(self._area, bug)
            self._dialog.finished.connect(self._closed)
            self._dialog.open()

    def _closed(self, _result: int) -> None:
        self._dialog = None
