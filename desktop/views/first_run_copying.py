# SPDX-License-Identifier: Apache-2.0
"""How far a desk is with joining a hub: each test a sentence, what is copied with a number and a bar."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop import i18n
from desktop.i18n import _
from desktop.values.rows.joining import JoinStep, Step
from desktop.views import theme
from desktop.views.theme.tokens import SPACE_8
from desktop.views.widgets.field import Note
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live, Text
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.progress import Bar


class CopyPanel(Panel):
    """Each test a sentence, what is copied with a number and a bar."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent, padding=(16, 12))
        self.body.setSpacing(SPACE_8)
        self._lines = {
            Step.CERTIFICATE: _Line(lambda: _("Certificate is the one from the invite"), self),
            Step.VERSION: _Line(lambda: _("Program and hub are of one version"), self),
            Step.SEAT: _Line(lambda: _("This desk is on the list"), self),
            Step.FIRST: _Line(lambda: _("Clients and open deals"), self, has_bar=True),
            Step.REST: _Line(lambda: _("Earlier orders and their history"), self, has_bar=True),
        }
        for line in self._lines.values():
            self.body.addWidget(line)
        files = _Line(lambda: _("Files"), self)
        files.say_right(lambda: _("then, in the background"))
        self.body.addWidget(files)
        self._at = Step.CERTIFICATE
        self._trouble = Note(self)
        self.body.addWidget(self._trouble)

    @property
    def sentences(self) -> list[str]:
        """What the lines say now, for a test and for the eyes of a screen reader."""
        return [line.accessibleName() for line in self._lines.values()]

    @property
    def trouble(self) -> str:
        """Why it broke off."""
        return self._trouble.text()

    def begin(self) -> None:
        """It goes on where it was, or begins."""
        self._trouble.say("", "er")
        self._lines[self._at].set_state("now")

    def show_step(self, step: JoinStep) -> None:
        """This is done, or so far."""
        at: Step = Step.REST if step.step is Step.SEARCH else step.step
        order = list(self._lines)
        if at not in order:
            return
        for earlier in order[: order.index(at)]:
            self._lines[earlier].set_state("done")
        line = self._lines[at]
        if step.step is Step.SEAT:
            name = step.detail
            line.set_text(lambda: _("This desk is on the list as {name}").format(name=name))
        elif step.step is Step.VERSION:
            line.say_right(step.detail)
        if not step.of:
            line.set_state("done")
            if order.index(at) + 1 < len(order):
                at = order[order.index(at) + 1]
                self._lines[at].set_state("now")
        else:
            line.set_state("now")
            line.set_progress(step.done, step.of)
        self._at = at

    def show_broken(self, sentence: str) -> None:
        """It stopped where it is."""
        self._lines[self._at].set_state("broken")
        self._trouble.say(sentence, "er", "warning-circle")

    def show_done(self) -> None:
        """All of it is here."""
        for line in self._lines.values():
            line.set_state("done")


_ICONS = {
    "later": ("circle", "tx3"),
    "now": ("arrows-clockwise", "ac"),
    "done": ("check-circle", "ok"),
    "broken": ("warning-circle", "er"),
}


class _Line(Live, QWidget):
    """A step: a sign of how it stands, a sentence, a word at the right, perhaps a bar."""

    def __init__(self, text: Text, parent: QWidget, *, has_bar: bool = False) -> None:
        super().__init__(parent)
        self._state = "later"
        self._icon = Icon(*_ICONS["later"], 16, self)
        self._text = Label(text, self, role="meta")
        self._strong = Label(text, self, weight=theme.SEMIBOLD)
        self._strong.hide()
        self._right = Label("", self, style="small", role="secondary")
        self._bar = Bar(self, height=6) if has_bar else None
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_8)
        grid.setVerticalSpacing(SPACE_8)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._icon, 0, 0)
        grid.addWidget(self._text, 0, 1)
        grid.addWidget(self._strong, 0, 1)
        grid.addWidget(self._right, 0, 2)
        if self._bar is not None:
            grid.addWidget(self._bar, 1, 1, 1, 2)
            self._bar.hide()

    def set_text(self, text: Text) -> None:
        """Say it more precisely."""
        self._text.set_content(text)
        self._strong.set_content(text)
        self.retranslate()

    def say_right(self, text: Text) -> None:
        """Say something at the right."""
        self._right.set_content(text)
        self.retranslate()

    def set_state(self, state: str) -> None:
        """Stand otherwise."""
        self._state = state
        self._icon.set_icon(*_ICONS[state])
        is_now = state in {"now", "broken"}
        self._text.setVisible(not is_now)
        self._strong.setVisible(is_now)
        self._text.set_ink("tx3" if state == "later" else "tx")
        if self._bar is not None:
            self._bar.setVisible(is_now)
        self.retranslate()

    def set_progress(self, done: int, of: int) -> None:
        """So many of so many."""
        if self._bar is not None:
            self._bar.set_parts([(min(1.0, done / of), "ac")])
        self.say_right(
            lambda: _("{done} of {total}").format(done=i18n.number(done), total=i18n.number(of))
        )

    def retranslate(self) -> None:
        """The line as one sentence for screen readers."""
        for label in (self._text, self._strong, self._right):
            label.retranslate()  # Qt tells children after their parent
        state = {
            "done": _("Done"), "broken": _("Broken off"), "now": _("Under way"), "later": "",
        }[self._state]  # fmt: skip
        parts = (self._text.text(), self._right.text(), state)
        self.setAccessibleName(", ".join(part for part in parts if part))
        super().retranslate()
