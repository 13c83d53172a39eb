# SPDX-License-Identifier: Apache-2.0
"""Keeps what is typed in a dialog until it is stored: after Esc or a crash the next one begins with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.i18n import _
from desktop.views.context import Context
from desktop.views.draft_keeper import DraftKeeper
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.text_area import TextArea
from desktop.views.widgets.typed_edits import ReadEdit

NOTHING_YET = UUID(int=0)
"""Stands for the record of a form that makes one."""


class KeptFields(QObject):
    """Joins a dialog's edits with the drafts of this desk; `again` is called once they are filled from one.

    A sentence in the dialog says that this was typed before, with the way to an empty form.
    """

    drafted = Signal()

    def __init__(
        self,
        context: Context,
        dialog: Dialog,
        edits: Mapping[str, QWidget],
        *,
        kind: str,
        about: UUID = NOTHING_YET,
        again: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(dialog)
        self._dialog, self._edits, self._again = dialog, dict(edits), again
        self._first = self._read()
        self._is_over = False
        self._banner: Banner | None = None
        for edit in self._edits.values():
            self._follow(edit)
        self._keeper = DraftKeeper(context, self, self, kind=kind)
        self._keeper.open(about)
        dialog.installEventFilter(self)
        dialog.accepted.connect(self._forget)

    def state(self) -> Mapping[str, Any] | None:
        """What stands in the edits; None while nobody has typed in them. A choice alone is soon made again."""
        now = self._read()
        is_typed = any(
            now[name] != self._first[name]
            for name, edit in self._edits.items()
            if not isinstance(edit, ComboBox)
        )
        return now if is_typed and not self._is_over else None

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on with what was typed, and say so."""
        self._write({name: str(state.get(name, "")) for name in self._edits})
        self._banner = Banner(
            lambda: _("What you had typed here is back."),
            "accent",
            self._dialog,
            action=lambda: _("Begin anew"),
        )
        self._banner.pressed.connect(self._begin_anew)
        self._dialog.body.insertWidget(0, self._banner)
        self._banner.show()
        self._again()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The dialog goes, perhaps with its window: what was typed last is kept now."""
        if event.type() == QEvent.Type.Hide:
            self._keeper.flush()
        return super().eventFilter(watched, event)

    def _follow(self, edit: QWidget) -> None:
        if isinstance(edit, ComboBox):
            edit.activated.connect(lambda _place: self.drafted.emit())
        elif isinstance(edit, QLineEdit | TextArea):
            edit.textChanged.connect(lambda *_text: self.drafted.emit())

    def _read(self) -> dict[str, str]:
        return {name: _text(edit) for name, edit in self._edits.items()}

    def _write(self, texts: Mapping[str, str]) -> None:
        for name, edit in self._edits.items():
            _put(edit, texts[name])

    def _begin_anew(self) -> None:
        if self._banner is not None:
            self._banner.hide()
        self._write(self._first)
        self._again()
        self._keeper.keep()
        next(iter(self._edits.values())).setFocus()

    def _forget(self) -> None:
        """It is stored: the next form begins empty."""
        self._is_over = True
        self._keeper.keep()
        self._keeper.close()


def _text(edit: QWidget) -> str:
    if isinstance(edit, ComboBox):
        return str(edit.currentData())
    if isinstance(edit, TextArea):
        return edit.text()
    assert isinstance(edit, QLineEdit)
    return edit.text()


def _put(edit: QWidget, text: str) -> None:
    """Fill an edit as if a person had typed; a choice that is gone stays as it is offered."""
    if isinstance(edit, ComboBox):
        places = [n for n in range(edit.count()) if str(edit.itemData(n)) == text]
        if places:
            edit.setCurrentIndex(places[0])
    elif isinstance(edit, TextArea):
        edit.set_text(text)
    elif isinstance(edit, QLineEdit) and edit.text() != text:
        edit.setText(text)
        edit.textEdited.emit(text)
        if isinstance(edit, ReadEdit):
            edit.commit()
