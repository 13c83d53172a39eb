# SPDX-License-Identifier: Apache-2.0
"""The results in two columns, each with its digit; the last one is wanted least, and stands lower below them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.i18n import _, pgettext
from desktop.models.timeline_words import OUTCOME_LOOKS
from desktop.values.states import Outcome
from desktop.views.navigator.actions import RESULT_KEYS
from desktop.views.questions.done import OUTCOMES
from desktop.views.widgets.buttons import Button

_COLUMNS = 2
LAST = Outcome.OTHER_PERSON


class ResultGrid(QWidget):
    """`chosen` is called with the result a person presses. What is no talk ends as done or refused."""

    def __init__(self, chosen: Callable[[Outcome], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self._is_talk = self._has_room = True
        grid = self._grid = QGridLayout()
        grid.setSpacing(8)
        self._group = QButtonGroup(self)
        self._buttons: dict[Outcome, Button] = {}
        for place, (key, outcome) in enumerate(zip(RESULT_KEYS, OUTCOMES, strict=True)):
            button = Button(
                partial(self._words, outcome),
                self,
                size="tile",
                icon=OUTCOME_LOOKS[outcome][1],
                shortcut=key,
                tip=partial(self._tip, outcome),
                spread=True,
                keeps_cap=True,
            )
            button.setCheckable(True)
            # Long words are elided: the stub is as wide as it is.
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(partial(self._press, outcome))
            self._group.addButton(button)
            self._buttons[outcome] = button
            if outcome is not LAST:
                grid.addWidget(button, place // _COLUMNS, place % _COLUMNS)
        self.last = self._buttons[LAST]
        self.last.set_size("small")
        for place in range(_COLUMNS):
            grid.setColumnStretch(place, 1)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(grid)
        column.addWidget(self.last)
        self.setFocusProxy(self._buttons[OUTCOMES[0]])

    def _words(self, outcome: Outcome) -> str:
        return "" if outcome is LAST and not self._has_room else self._name(outcome)

    def _tip(self, outcome: Outcome) -> str:
        return "" if self._words(outcome) else self._name(outcome)

    def _name(self, outcome: Outcome) -> str:
        if outcome is Outcome.AGREED and not self._is_talk:
            return Outcome.DONE.label()
        if outcome is Outcome.MEETING:
            # TR: a result of a talk on a narrow button: that they will meet
            return pgettext("result", "Meeting")
        if outcome is Outcome.QUOTE_SENT:
            # TR: a result of a talk on a narrow button: the quote went out
            return pgettext("result", "Quote sent")
        return outcome.label()

    def set_talk(self, is_talk: bool, *, can_refuse: bool) -> None:
        """Offer the results of a talk, or done alone; a refusal only where there is a card to close."""
        self._is_talk = is_talk
        for outcome, button in self._buttons.items():
            is_refusal = outcome is Outcome.REFUSED
            usable = can_refuse if is_refusal else is_talk or outcome is Outcome.AGREED
            reason = _no_card if is_refusal else _no_talk
            button.set_blocked(None if usable else reason)
        self._buttons[Outcome.AGREED].retranslate()

    def set_low(self, low: bool) -> None:
        """Stand closer together, and be lower; the last one becomes its icon, and stands wherever it is put."""
        self._grid.setVerticalSpacing(6 if low else 8)
        for outcome, button in self._buttons.items():
            button.set_size("small" if low or outcome is LAST else "tile")
        self._has_room = not low
        policy = QSizePolicy.Policy.Fixed if low else QSizePolicy.Policy.Ignored
        self.last.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
        self.last.retranslate()
        if not low:
            self._column.addWidget(self.last)

    def can(self, outcome: Outcome) -> bool:
        """Whether this result is offered."""
        return self._buttons[outcome].isEnabled()

    def keys(self) -> str:
        """The keys of what is offered: a talk has a row of them, what is no talk one or two."""
        known = [key for key, one in zip(RESULT_KEYS, OUTCOMES, strict=True) if one is not LAST]
        usable = [key for key, one in zip(RESULT_KEYS, OUTCOMES, strict=True) if self.can(one)]
        if set(usable) >= set(known):
            return f"{known[0]}–{known[-1]}"
        return ", ".join(usable)

    def current(self) -> Outcome | None:
        """The chosen result as it is stored; None while there is none."""
        for outcome, button in self._buttons.items():
            if button.isChecked():
                is_done = outcome is Outcome.AGREED and not self._is_talk
                return Outcome.DONE if is_done else outcome
        return None

    def choose(self, outcome: Outcome | None) -> None:
        """Choose without telling anybody; None clears the choice."""
        shown = Outcome.AGREED if outcome is Outcome.DONE else outcome
        self._group.setExclusive(shown is not None)
        for one, button in self._buttons.items():
            button.setChecked(one is shown)
        self._group.setExclusive(True)

    def press(self, outcome: Outcome) -> None:
        """Choose as by a click."""
        self._buttons[outcome].click()

    def _press(self, _outcome: Outcome) -> None:
        current = self.current()
        if current is not None:
            self._chosen(current)


def _no_talk() -> str:
    return _("This is no talk with the client. It is done, or the client has refused.")


def _no_card() -> str:
    return _("There is no open card to close. Choose another result.")
