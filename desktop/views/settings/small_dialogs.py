# SPDX-License-Identifier: Apache-2.0
"""Small questions of the settings: for a name, and for where the cards of a stage go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Self
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import _
from desktop.views.context import Context
from desktop.views.kept_fields import NOTHING_YET, KeptFields
from desktop.views.settings.inputs import ChoiceBox
from desktop.views.widgets.choices import CheckBox
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field, Note
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.live import Text

Failed = Callable[[UserError], None]


class NameDialog(Dialog):
    """Asks for a name; `save` gets it and what to call where it is not taken. It stays until `accept`."""

    def __init__(
        self,
        parent: QWidget,
        title: Text,
        *,
        save: Callable[[NameDialog], None],
        primary: Text,
        name: str = "",
        label: Text | None = None,
        placeholder: Text = "",
        hint: Text = "",
        tick: Text | None = None,
        ticked: bool = False,
    ) -> None:
        super().__init__(parent, title, width=480)
        self.edit = LineEdit(self, placeholder=placeholder)
        self.edit.setText(name)
        self.edit.selectAll()
        word: Text = label if label is not None else lambda: _("Name")
        self.field = Field(word, self.edit, self, required=True, hint=hint)
        self.body.addWidget(self.field)
        self.tick: CheckBox | None = None
        if tick is not None:
            self.tick = CheckBox(tick, self)
            self.tick.setChecked(ticked)
            self.body.addWidget(self.tick)
        self.set_primary(primary)
        self.add_cancel()
        self.edit.returnPressed.connect(self.submit)
        self.submitted.connect(lambda: save(self))

    def kept(self, context: Context, kind: str, about: UUID = NOTHING_YET) -> Self:
        """The same, but what is typed outlives it until it is stored."""
        edits = {"name": self.edit} | ({"tick": self.tick} if self.tick is not None else {})
        KeptFields(context, self, edits, kind=kind, about=about)
        return self

    def name(self) -> str:
        """What was typed."""
        return self.edit.text().strip()

    @property
    def is_ticked(self) -> bool:
        """Whether the tick below the name is set."""
        return self.tick is not None and self.tick.isChecked()

    def refuse(self, error: UserError) -> None:
        """Say why the name is not taken."""
        self.field.set_error(error.sentence)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)


class RetireDialog(Dialog):
    """Asks where the cards of a stage go before it is retired, or into which one it is merged; `near` is proposed."""

    def __init__(
        self,
        parent: QWidget,
        *,
        title: Text,
        sentence: Text,
        stages: Sequence[tuple[UUID, str]],
        near: UUID,
        save: Callable[[UUID, Failed], None],
        primary: Text = "",
    ) -> None:
        super().__init__(parent, title, icon="git-merge", width=480)
        self.body.addWidget(Label(sentence, self, lines=0))
        self.target = ChoiceBox(self, lambda: _pairs(stages))
        self.target.set_value(near)
        self.body.addWidget(Field(lambda: _("Its cards go to"), self.target, self))
        self._note = Note(self)
        self.body.addWidget(self._note)
        self.set_primary(primary or (lambda: _("Retire the stage")))
        self.add_cancel()
        self.submitted.connect(lambda: save(self.target.value(), self.refuse))

    def refuse(self, error: UserError) -> None:
        """Say why the cards cannot go there."""
        self._note.say(error.sentence, "er", "warning-circle")


def _pairs(stages: Sequence[tuple[UUID, str]]) -> Sequence[tuple[Any, str]]:
    return list(stages)
