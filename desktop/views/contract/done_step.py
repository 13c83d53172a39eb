# SPDX-License-Identifier: Apache-2.0
"""The last step: where the letter is, until the server has accepted it and the deal has gone on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import N_, _, formats, ngettext
from desktop.values.rows.outbox import LetterRow
from desktop.values.states import MessageState
from desktop.views import theme
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label

_WIDTH = 460
_ICONS = {
    MessageState.WAITING: ("ph.paper-plane-tilt", "wa"),
    MessageState.SENDING: ("ph.paper-plane-tilt", "wa"),
    MessageState.SENT: ("ph.check-circle", "ok"),
    MessageState.DELIVERED: ("ph.check-circle", "ok"),
    MessageState.FAILED: ("ph.warning-circle", "er"),
    MessageState.UNSURE: ("ph.warning", "wa"),
    MessageState.WITHDRAWN: ("ph.arrow-counter-clockwise", "tx3"),
}
_TITLES = {
    MessageState.SENDING: N_("The letter is leaving"),
    MessageState.SENT: N_("Contract and invoice are sent"),
    MessageState.DELIVERED: N_("Contract and invoice are delivered"),
    MessageState.FAILED: N_("The letter was not sent"),
    MessageState.UNSURE: N_("The letter was perhaps sent"),
    MessageState.WITHDRAWN: N_("The letter is withdrawn"),
}


class DoneStep(QWidget):
    """`withdraw_asked` and `retry_asked` are told by their buttons.

    `settled` is told when the focused button goes, because there is nothing to withdraw any more.
    """

    withdraw_asked = Signal()
    retry_asked = Signal()
    settled = Signal()

    def __init__(self, parent: QWidget, *, now: Callable[[], dt.datetime]) -> None:
        super().__init__(parent)
        self._now = now
        self._awaiting = ""
        self.letter: LetterRow | None = None
        self._icon = Icon("ph.paper-plane-tilt", "wa", 32, self)
        self._title = Label(self._title_text, self, style="dialog", lines=0)
        self._text = Label(self._sentence, self, role="secondary", lines=0)
        self.withdraw = Button(
            lambda: _("Withdraw"), self, icon="ph.arrow-counter-clockwise", shortcut="Ctrl+Z"
        )
        self.retry = Button(lambda: _("Try again"), self, icon="ph.arrows-clockwise")
        self.withdraw.clicked.connect(self.withdraw_asked)
        self.retry.clicked.connect(self.retry_asked)
        box = QVBoxLayout()
        box.setSpacing(12)
        for part in (self._icon, self._title, self._text):
            box.addWidget(part)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.withdraw)
        buttons.addWidget(self.retry)
        buttons.addStretch(1)
        box.addLayout(buttons)
        box.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 48, 32, 16)
        row.addStretch(1)
        row.addLayout(box)
        row.addStretch(1)
        for part in (self._title, self._text):
            part.setMaximumWidth(theme.px(_WIDTH))
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._say)

    def show_letter(self, letter: LetterRow, *, awaiting: str) -> None:
        """Show where the letter is; `awaiting` is the stage the deal goes to."""
        self.letter, self._awaiting = letter, awaiting
        if letter.state == MessageState.WAITING:
            self._clock.start()
        else:
            self._clock.stop()
        self._say()

    def can_withdraw(self) -> bool:
        """Whether the letter can still be stopped."""
        return self.letter is not None and self.letter.state in {
            MessageState.WAITING,
            MessageState.FAILED,
        }

    def text(self) -> str:
        """What is said."""
        return f"{self._title.text()} {self._text.text()}"

    def focus_first(self) -> None:
        """Leave the keys to the dialog."""
        self.withdraw.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Nobody looks any more."""
        self._clock.stop()

    def _say(self) -> None:
        if self.letter is None:
            return
        state = MessageState[self.letter.state.upper()]
        self._icon.set_icon(*_ICONS[state])
        self._title.retranslate()
        self._text.retranslate()
        if self.withdraw.hasFocus() and not self.can_withdraw():
            # Else Qt takes the focus to what comes next, the cross.
            self.settled.emit()
        self.withdraw.setVisible(self.can_withdraw())
        self.retry.setVisible(state is MessageState.FAILED)

    def _title_text(self) -> str:
        if self.letter is None:
            return ""
        state = MessageState[self.letter.state.upper()]
        return (
            self._waiting_title(self.letter) if state is MessageState.WAITING else _(_TITLES[state])
        )

    def _waiting_title(self, letter: LetterRow) -> str:
        if letter.error:
            return _("The letter tries again by itself")
        seconds = max(0, round((letter.send_after - self._now()).total_seconds()))
        if not seconds:
            return _("The letter is leaving")
        return ngettext(
            "The letter leaves in {n} second", "The letter leaves in {n} seconds", seconds
        ).format(n=seconds)

    def _sentence(self) -> str:
        letter = self.letter
        if letter is None:
            return ""
        state = MessageState[letter.state.upper()]
        if state in {MessageState.FAILED, MessageState.UNSURE}:
            return letter.error
        if state is MessageState.WITHDRAWN:
            return _("Nothing was sent. The papers are kept on the card with their numbers.")
        if state in {MessageState.SENT, MessageState.DELIVERED}:
            return self._sent_words()
        if letter.error:
            at = formats.short_time(letter.send_after.astimezone(self._now().tzinfo))
            return _("{error} Next try at {time}.").format(error=letter.error, time=at)
        return self._waiting_words()

    def _sent_words(self) -> str:
        if not self._awaiting:
            return _("The server has accepted the letter. Everything is kept on the card.")
        return _(
            "The server has accepted the letter. The deal is in “{stage}” now, and everything is kept on the card."
        ).format(stage=self._awaiting)

    def _waiting_words(self) -> str:
        if not self._awaiting:
            return _("When the server has accepted it, it is noted on the card.")
        return _("When the server has accepted it, the deal moves to “{stage}” by itself.").format(
            stage=self._awaiting
        )
