# SPDX-License-Identifier: Apache-2.0
"""Says what was done, with the way back: every step the change hub tells of becomes one toast."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.background.change_hub import ChangeHub
from desktop.i18n import _
from desktop.values.changes import Changes, Label, Origin

if TYPE_CHECKING:
    from desktop.views.widgets.toast import ToastHost

_ICONS = {
    Origin.PERSON: "check-circle",
    Origin.IMPORT: "check-circle",
    Origin.UNDO: "arrow-counter-clockwise",
    Origin.REDO: "arrow-clockwise",
}


def label_text(label: Label) -> str:
    """The name of a step in the present language, its fields filled."""
    return _(label.text).format(**label.fields)


class Toaster(QObject):
    """Shows one toast at a time at the bottom left of the page.

    What robots and other desks did is told by the page it concerns, not here. A page that has a
    better sentence than the step's name says it with `tell`, which takes the toast's place.
    """

    def __init__(
        self,
        area: QWidget,
        *,
        hub: ChangeHub,
        undo: Callable[[], object],
        redo: Callable[[], object],
    ) -> None:
        super().__init__(area)
        self._area = area
        self._undo, self._redo = undo, redo
        hub.changed.connect(self._tell_step)

    @cached_property
    def _host(self) -> ToastHost:
        from desktop.views.widgets.toast import ToastHost  # nothing is told before the first paint

        return ToastHost(self._area)

    def tell(self, text: str, *, icon: str = "info", undo: bool = False) -> None:
        """Say a sentence for eight seconds; `undo` offers to take the last step back."""
        self._host.show_toast(text, icon=icon, undo=self._undo if undo else None)

    def offer(self, text: str, word: str, do: Callable[[], object]) -> None:
        """Say a sentence with a word to press."""
        self._host.show_toast(text, icon="info", undo=do, action=word)

    def warn(self, text: str) -> None:
        """Say what went wrong and what to do."""
        self._host.show_toast(text, icon="warning-circle")

    def text(self) -> str:
        """The sentence on the screen, empty when there is none."""
        toast = self._host.current()
        return toast.text() if toast is not None else ""

    def _tell_step(self, changes: Changes) -> None:
        if not changes.label.text or changes.origin not in _ICONS:
            return
        step, icon = label_text(changes.label), _ICONS[changes.origin]
        if changes.origin == Origin.UNDO:
            text = _("Undone: {step}").format(step=step)
            self._host.show_toast(
                text, icon=icon, undo=self._redo, action=lambda: _("Redo"), shortcut="Ctrl+Shift+Z"
            )
            return
        is_redo = changes.origin == Origin.REDO
        if is_redo:
            step = _("Done again: {step}").format(step=step)
        # What was done again can be undone again, though the step that did it is none of one's own.
        self.tell(step, icon=icon, undo=changes.undoable or is_redo)
