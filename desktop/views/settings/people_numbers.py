# SPDX-License-Identifier: Apache-2.0
"""Where numbers of invoices and contracts come from while the hub is away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from desktop import commands, queries
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.values.paper_numbers import (
    CONTRACT,
    INVOICE,
    NEXT,
    NUMBERS,
    Policy,
    at_desk,
    form_of,
    policy,
)
from desktop.views.context import Context
from desktop.views.settings.inputs import ChoiceBox
from desktop.views.widgets.field import Field, Note
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Panel

_KINDS: Final = {INVOICE: N_("Invoices"), CONTRACT: N_("Contracts")}


class NumbersPanel(Panel):
    """One choice for each series, kept for the whole shop; who may not change it is told by the command."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(lambda: _("Numbers while the hub is away"), parent, padding=(12, 12))
        self._context = context
        self._kept: dict[str, str] = {}
        self._desk = ""
        self.boxes: dict[str, ChoiceBox] = {}
        for kind, title in _KINDS.items():
            box = ChoiceBox(self, _choices)
            box.activated.connect(partial(self._set, kind))
            self.boxes[kind] = box
            self.body.addWidget(Field(partial(_, title), box, self))
        self._said = Label(self._words, self, style="small", role="secondary", lines=0)
        self.body.addWidget(self._said)
        self._note = Note(self)
        self.body.addWidget(self._note)
        self.hide()

    def refresh(self) -> None:
        """See what the shop has chosen."""
        self._context.tasks.fetch(
            "number policy", lambda r: queries.settings.numbers(r), then=self._show
        )

    def _show(self, found: tuple[dict[str, str], str]) -> None:
        self._kept, self._desk = found
        for kind, box in self.boxes.items():
            box.set_value(policy(self._kept, kind).value)
        self._said.set_content(self._words)

    def _set(self, kind: str, _row: int) -> None:
        value = {**self._kept, kind: str(self.boxes[kind].value())}
        self._context.tasks.run(
            lambda uow: commands.shop.set_preference(uow, key=NUMBERS, value=value),
            then=lambda _done: self._stored(),
            failed=self._refused,
        )

    def _stored(self) -> None:
        self._note.say("", "er")
        self.refresh()

    def _refused(self, error: UserError) -> None:
        self._note.say(error.sentence, "er", "warning-circle")
        self.refresh()

    def _words(self) -> str:
        chosen = {kind: policy(self._kept, kind) for kind in _KINDS}
        words = []
        own = [kind for kind, one in chosen.items() if one is Policy.HUB_OR_DESK]
        if own:
            form = form_of(own[0], self._context.now().year)
            like = at_desk(form, self._desk or "K7").replace(NEXT, "0012")
            words.append(
                _(
                    "A paper made meanwhile gets a number of the computer’s own row at once, such as {number}, and "
                    "keeps it."
                ).format(number=like)
            )
        if len(own) < len(chosen):
            words.append(
                _(
                    "From the hub alone: a paper made meanwhile has no number and is drawn and sent once the hub has "
                    "given one, so that the row has no gap and no second form."
                )
            )
        return " ".join(words)


def _choices() -> Sequence[tuple[Any, str]]:
    return [
        (Policy.HUB_OR_DESK.value, _("The computer’s own row")),
        (Policy.HUB_ONLY.value, _("None: from the hub alone")),
    ]
