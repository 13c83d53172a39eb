# SPDX-License-Identifier: Apache-2.0
"""Trying the mail settings: the way to the server step by step in words, and a test letter that really leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import commands, queries, secrets
from desktop.errors import UserError
from desktop.i18n import _, ngettext
from desktop.values.rows.outbox import MailSettings, Outbox
from desktop.views.context import Context
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.field import Field, Note
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.panel import Hairline, Panel

if TYPE_CHECKING:
    from desktop.channels.mail_out import CheckedStep


class TrialPanel(Panel):
    """Check walks as far as a letter would go and sends nothing; the test letter goes all the way."""

    def __init__(
        self,
        context: Context,
        settings: Callable[[], MailSettings],
        when_settled: Callable[[Callable[[], None]], None],
        parent: QWidget,
    ) -> None:
        super().__init__(lambda: _("Does it work?"), parent, padding=(16, 16))
        self._context, self._settings, self._when_settled = context, settings, when_settled
        self.steps: list[tuple[bool, str]] = []
        self._tried: MailSettings | None = None
        self._make_check()
        self._make_letter()
        self._waiting = Banner("", "warning", self, action=lambda: _("Send again"))
        self._waiting.pressed.connect(self._send_again)
        self._waiting.hide()
        self.body.addWidget(self._waiting)

    def _make_check(self) -> None:
        self.check_button = Button(
            lambda: _("Check"), self, kind="primary", icon="shield-check", shortcut="Ctrl+Return"
        )
        self.check_button.clicked.connect(self.check)
        hint = Label(
            lambda: _("Goes as far as a letter would; nothing is sent."),
            self,
            style="small",
            role="secondary",
            lines=0,
        )
        self.body.addWidget(self.check_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(hint)
        self._list = QWidget(self)
        self._lines = QVBoxLayout(self._list)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(8)
        self._list.hide()
        self.body.addWidget(self._list)

    def _make_letter(self) -> None:
        self.to = LineEdit(self, placeholder="you@rook.example", icon="envelope-simple")
        self._field = Field(lambda: _("Test letter to"), self.to, self)
        self.send_button = Button(lambda: _("Send a test letter"), self, icon="paper-plane-tilt")
        self.send_button.clicked.connect(self.send)
        self.to.returnPressed.connect(self.send)
        self._sent = Note(self)
        self.body.addWidget(Hairline(self))
        self.body.addWidget(self._field)
        self.body.addWidget(self.send_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._sent)

    # What a person does

    def check(self) -> None:
        """Try the server and show each step in words."""
        from desktop.flows.letter import try_server

        mail = self._settings()
        if lacking := _lacking(mail):
            self._tried = mail
            self._show_words([(False, lacking)])
            return
        self._when_settled(
            lambda: self._context.tasks.outside(
                lambda: try_server(mail, _password(mail)),
                then=self._show_steps,
                failed=self._refused,
            )
        )
        self._tried = mail
        self.check_button.set_blocked(lambda: _("The server is being asked…"))
        self._show_words([(None, _("The server is being asked…"))])

    def send(self) -> None:
        """Send a short letter to the address that was typed."""
        from desktop.flows.letter import send_test

        mail, to = self._settings(), self.to.text().strip() or self._settings().from_address
        now = self._context.clock.now()
        self._field.set_error("")
        if lacking := _lacking(mail):
            self._sent.say(lacking, "er", "warning-circle")
            return
        self._sent.say(lambda: _("The letter is leaving…"), "tx2", "hourglass")
        self.send_button.set_blocked(lambda: _("The letter is leaving…"))
        self._when_settled(
            lambda: self._context.tasks.outside(
                lambda: send_test(mail, _password(mail), to=to, now=now),
                then=lambda words: self._letter_left(to, words),
                failed=self._letter_failed,
            )
        )

    def settings_changed(self) -> None:
        """What was found of other settings says nothing of these."""
        if self._tried is not None and self._tried != self._settings():
            self.forget()
        if not self.to.text() and self._settings().from_address:
            self.to.setPlaceholderText(self._settings().from_address)
        self._look_for_waiting()

    def forget(self) -> None:
        """Say nothing more of what was tried before."""
        self._tried = None
        self._show_words([])
        self._sent.say("", "ok")

    # Answers

    def _show_steps(self, steps: tuple[CheckedStep, ...]) -> None:
        self.check_button.set_blocked(None)
        self._show_words([(one.passed, one.sentence) for one in steps])
        if steps and all(one.passed for one in steps):
            self._look_for_waiting()

    def _refused(self, error: UserError) -> None:
        self.check_button.set_blocked(None)
        self._show_words([(False, error.sentence)])

    def _show_words(self, words: list[tuple[bool | None, str]]) -> None:
        self.steps = [(bool(passed), sentence) for passed, sentence in words]
        empty(self._lines)
        for passed, sentence in words:
            self._lines.addWidget(_StepLine(passed, sentence, self._list))
        self._list.setVisible(bool(words))

    def _letter_left(self, to: str, words: str) -> None:
        self.send_button.set_blocked(None)
        sentence = _("The server has taken the letter to {address}: {answer}").format(
            address=to, answer=words
        )
        self._sent.say(sentence, "ok", "check-circle")
        self._look_for_waiting()

    def _letter_failed(self, error: UserError) -> None:
        self.send_button.set_blocked(None)
        # The usual sentence speaks of a letter in the outbox; this one is in none.
        self._sent.say(str(getattr(error, "what", error.sentence)), "er", "warning-circle")

    def _look_for_waiting(self) -> None:
        now = self._context.clock.now()
        self._context.tasks.fetch(
            "failed letters",
            lambda reader: queries.outbox.outbox(reader, since=now),
            then=self._say_waiting,
        )

    def _say_waiting(self, outbox: Outbox) -> None:
        failed = sum(one.state == "failed" for one in outbox.troubled)
        self._waiting.set_banner(
            lambda: ngettext(
                "{n} letter could not leave.", "{n} letters could not leave.", failed
            ).format(n=failed),
            "warning",
            action=lambda: _("Send again"),
        )
        self._waiting.setVisible(bool(failed) and self._context.person.may("sell"))

    def _send_again(self) -> None:
        self._context.tasks.run(
            lambda uow: commands.messages.retry_failed(uow),
            then=lambda _count: self._look_for_waiting(),
        )


class _StepLine(QWidget):
    """A step: passed, failed or under way, in words."""

    def __init__(self, passed: bool | None, sentence: str, parent: QWidget) -> None:
        super().__init__(parent)
        icon, ink = {True: ("check-circle", "ok"), False: ("x-circle", "er")}.get(
            bool(passed), ("", "")
        )
        if passed is None:
            icon, ink = "hourglass", "tx3"
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Icon(icon, ink, 16, self), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(sentence, self, ink="er" if passed is False else "tx", lines=0), 1)


def _lacking(mail: MailSettings) -> str:
    """What has to be filled in before there is anything to try; empty where all is there."""
    if not mail.host:
        return _("Name the server first. Nothing was tried.")
    if not mail.from_address:
        return _("Write the address your letters come from. Nothing was tried.")
    return ""


def _password(mail: MailSettings) -> str:
    return (secrets.get(mail.secret) or "") if mail.login else ""
