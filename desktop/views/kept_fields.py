# SPDX-License-Identifier: Apache-2.0
"""Keeps what is typed in a dialog until it is stored: after Esc or a crash the next one begins with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol
from uuid import UUID, uuid5

import shiboken6
from PySide6.QtCore import QEvent, QObject, Signal, SignalInstance
from PySide6.QtWidgets import QApplication

from desktop.i18n import _
from desktop.views.context import Context
from desktop.views.draft_keeper import DraftKeeper
from desktop.views.kept_edit import KeptEdit
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.dialog import Dialog

NOTHING_YET = UUID(int=0)
"""Stands for the record of a form that makes one."""
_WAS = "was"

Said = Callable[[], str]


class KeptParts(Protocol):
    """What of a dialog is kept; `drafted` is told at each change."""

    @property
    def drafted(self) -> SignalInstance:
        """Told whenever something was typed or chosen."""

    def typed(self) -> Mapping[str, Any]:
        """All that a person typed, and chose besides; empty while nothing was typed."""

    def put_back(self, kept: Mapping[str, Any]) -> Sequence[Said]:
        """Go on with what was typed before; says what does not fit any more, each in a sentence."""

    def begin_anew(self) -> None:
        """Be as when the dialog was opened."""


class KeptDialog(QObject):
    """Joins a dialog with the drafts of this desk; `again` is called once it is filled from one.

    A sentence in the dialog says that this was typed before, with the way to an empty form. What a person typed goes
    before what the record has become meanwhile, but that is said, too. Where `is_stored` is false
    the dialog is accepted without that being stored.
    """

    drafted = Signal()

    def __init__(
        self,
        context: Context,
        dialog: Dialog,
        parts: KeptParts,
        *,
        kind: str,
        about: UUID = NOTHING_YET,
        again: Callable[[], None] = lambda: None,
        is_stored: bool = True,
    ) -> None:
        super().__init__(dialog)
        self._dialog, self._parts, self._again = dialog, parts, again
        self._is_over = False
        self._banner: Banner | None = None
        parts.drafted.connect(self.drafted)
        self._keeper = DraftKeeper(context, self, self, kind=kind)
        self._keeper.open(about)
        dialog.installEventFilter(self)
        if is_stored:
            dialog.accepted.connect(self._forget)

    def state(self) -> Mapping[str, Any] | None:
        """What stands in the dialog; None while nobody has typed in it."""
        return (self._parts.typed() or None) if not self._is_over else None

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on with what was typed, and say so."""
        focused = QApplication.focusWidget()
        said = self._parts.put_back(state)
        self._banner = Banner(
            partial(_back_words, said),
            "warning" if said else "accent",
            self._dialog,
            action=lambda: _("Begin anew"),
        )
        self._banner.pressed.connect(self._begin_anew)
        self._dialog.body.insertWidget(0, self._banner)
        self._banner.show()
        self._again()
        if focused is not None and shiboken6.isValid(focused):
            focused.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The dialog goes, perhaps with its window: what was typed last is kept now."""
        if event.type() == QEvent.Type.Hide:
            self._keeper.flush()
        return super().eventFilter(watched, event)

    def let_go(self) -> None:
        """It is on its way to be stored, which drops the draft: until then it is kept, and no more written."""
        self._keeper.flush()
        self._keeper.close()

    def _begin_anew(self) -> None:
        if self._banner is not None:
            self._banner.hide()
        self._parts.begin_anew()
        self._again()
        self._keeper.keep()

    def _forget(self) -> None:
        """It is stored: the next form begins empty."""
        self._is_over = True
        self._keeper.keep()
        self._keeper.close()


class KeptFields(QObject):
    """Keeps a dialog by its edits, each under a name that stays from version to version.

    Only what was touched is kept, with what stood there before: the rest follows the record. A choice alone is soon
    made again and is kept only with what was typed.
    """

    drafted = Signal()

    def __init__(
        self,
        context: Context,
        dialog: Dialog,
        edits: Mapping[str, QObject],
        *,
        kind: str,
        about: UUID = NOTHING_YET,
        again: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(dialog)
        self._edits = {name: KeptEdit(edit, self) for name, edit in edits.items()}
        for edit in self._edits.values():
            edit.changed.connect(self.drafted)
        self.rebase()
        KeptDialog(context, dialog, self, kind=kind, about=about, again=again)

    def rebase(self) -> None:
        """What stands in the edits now is what the record holds: nobody typed it."""
        self._first = {name: edit.text() for name, edit in self._edits.items()}
        self._known = {name: edit.known() for name, edit in self._edits.items()}
        self._was = dict(self._known)

    def typed(self) -> Mapping[str, Any]:
        """The edits that were touched, and what was known of them before."""
        now = {name: edit.text() for name, edit in self._edits.items()}
        touched = {name: text for name, text in now.items() if text != self._first[name]}
        if not any(self._edits[name].is_typed for name in touched):
            return {}
        return touched | {_WAS: {name: self._was[name] for name in touched}}

    def put_back(self, kept: Mapping[str, Any]) -> Sequence[Said]:
        """Fill the edits as if a person did."""
        was, changed, gone = kept.get(_WAS, {}), [], []
        for name, edit in self._edits.items():
            text = str(kept.get(name, self._first[name]))
            if text == self._first[name]:
                continue
            if not edit.put(text):
                gone.append(edit)
            elif was.get(name, self._known[name]) != self._known[name]:
                self._was[name] = was[name]
                changed.append(edit)
        said = ((changed_words, changed), (gone_words, gone))
        return [partial(words, labels(edits)) for words, edits in said if edits]

    def begin_anew(self) -> None:
        """Write what stood there."""
        self._was = dict(self._known)
        for name, edit in self._edits.items():
            edit.put(self._first[name])
        next(iter(self._edits.values())).focus()


def one_of(records: Sequence[UUID]) -> UUID:
    """What is typed about several records comes back for these same ones only."""
    if len(records) == 1:
        return records[0]
    return uuid5(NOTHING_YET, " ".join(sorted(map(str, records))))


def labels(edits: Sequence[KeptEdit]) -> Said:
    """What the fields are called."""
    return lambda: ", ".join(edit.label() for edit in edits)


def _back_words(said: Sequence[Said]) -> str:
    return " ".join([_("What you had typed here is back."), *(words() for words in said)])


def changed_words(fields: Said) -> str:
    """What somebody else has changed since."""
    return _("Changed meanwhile: {fields}. Your values stay until you save.").format(
        fields=fields()
    )


def gone_words(fields: Said) -> str:
    """What had been chosen and is not offered any more."""
    return _("What you had chosen is no longer there: {fields}. Choose again.").format(
        fields=fields()
    )
