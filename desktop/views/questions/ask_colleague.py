# SPDX-License-Identifier: Apache-2.0
"""Asks a colleague about a card: the question stands there as a comment, and rings for them as something to answer."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop import commands
from desktop.errors import UserError
from desktop.i18n import _
from desktop.views.context import Context
from desktop.views.kept_fields import KeptFields, one_of
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field
from desktop.views.widgets.text_area import TextArea


def ask_colleague(
    context: Context,
    page: QWidget,
    *,
    whom: UUID,
    name: str,
    about: str,
    question: str,
    card_id: UUID,
    card_kind: str,
) -> None:
    """Ask `whom` about the card, with words to begin with."""

    def save(text: str) -> None:
        then, failed = dialog.held(lambda _none: dialog.accept(), dialog.refuse)
        context.tasks.run(
            lambda uow: commands.to_look_at.ask(
                uow, whom=whom, card_id=card_id, card_kind=card_kind, text=text
            ),
            then=then,
            failed=failed,
        )

    dialog = AskDialog(page, name=name, about=about, question=question, save=save)
    both = one_of([card_id, whom])
    KeptFields(context, dialog, {"text": dialog.text}, kind="question", about=both)
    dialog.open()


class AskDialog(Dialog):
    """One question, with words to begin with."""

    def __init__(
        self,
        parent: QWidget,
        *,
        name: str,
        about: str,
        question: str,
        save: Callable[[str], None],
    ) -> None:
        super().__init__(
            parent,
            lambda: _("Ask {name}").format(name=name),
            subtitle=about,
            icon="chat-text",
            width=480,
        )
        self.text = TextArea(self, lines=4)
        self.text.set_text(question)
        self._field = Field(lambda: _("Your question"), self.text, self, required=True)
        self._field.set_hint(
            lambda: _("It stands on the card as a comment and rings for {name} as a task.").format(
                name=name
            )
        )
        self.body.addWidget(self._field)
        self.set_primary(lambda: _("Ask"))
        self.add_cancel()
        self.submitted.connect(lambda: save(self.text.text()))

    def open(self) -> None:
        """The cursor stands behind what is offered."""
        super().open()
        self.text.setFocus()
        cursor = self.text.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.text.setTextCursor(cursor)

    def refuse(self, error: UserError) -> None:
        """Say what is wrong with it."""
        self._field.set_error(error.sentence)
