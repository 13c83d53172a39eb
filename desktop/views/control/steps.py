# SPDX-License-Identifier: Apache-2.0
"""What the head does about a row: open its card, remind its holder, let it be given to somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.i18n import _, formats
from desktop.models import control_words as words
from desktop.values.rows.control import ControlRow, ControlSheet, Trouble
from desktop.views import reach
from desktop.views.context import Context
from desktop.views.questions.ask_colleague import ask_colleague


class ControlSteps(QObject):
    """Nothing is changed on the screen here: the page follows the change hub.

    `assign_wanted` tells the card that nobody has yet.
    """

    assign_wanted = Signal(object)

    def __init__(self, context: Context, page: QWidget, sheet: Callable[[], ControlSheet]) -> None:
        super().__init__(page)
        self._context, self._page, self._sheet = context, page, sheet

    def open(self, row: ControlRow | None) -> None:
        """Open the card."""
        if row is not None:
            self._context.go(row.card_kind, row.card_id)

    def deed(self, row: ControlRow | None) -> None:
        """Do what this row asks for."""
        if row is None:
            return
        match words.deed(row):
            case "remind":
                self.ask(row)
            case "assign":
                self.assign_wanted.emit(row)
            case _:
                self.open(row)

    def ask(self, row: ControlRow | None) -> None:
        """Ask whoever answers for the card; the question stands on it and rings for them."""
        if row is None:
            return
        if row.holder_id is None:
            self._context.tell(_("Nobody answers for this card yet. Assign it first."))
            return
        ask_colleague(
            self._context,
            self._page,
            whom=row.holder_id,
            name=self._sheet().names.get(row.holder_id, ""),
            about=row.client or row.title,
            question=_question(row, self._context.now()),
            card_id=row.card_id,
            card_kind=row.card_kind,
        )

    def ask_person(self, user_id: UUID) -> None:
        """Ask a colleague why they are behind: on the gravest card of theirs, else by mail or telephone."""
        row = next((one for one in self._sheet().rows if one.holder_id == user_id), None)
        if row is not None:
            self.ask(row)
            return
        person = next(one for one in self._sheet().team.people if one.user_id == user_id)
        if person.email:
            reach.write(self._context, person.email)
        elif person.phone:
            reach.dial(self._context, "".join(filter(str.isdigit, person.phone)))
        else:
            self._context.tell(
                _("{name} has neither e-mail nor phone here. Add one in Settings, People.").format(
                    name=person.name
                )
            )


def _question(row: ControlRow, now: dt.datetime) -> str:
    match row.trouble:
        case Trouble.NO_COMMENT:
            return _("What came of the talk of {time}? Please write it down.").format(
                time=formats.relative_moment(row.since.astimezone(now.tzinfo), now=now)
            )
        case Trouble.PUT_OFF:
            return _("“{goal}” was postponed a third time. What is it waiting for?").format(
                goal=row.what
            )
        case Trouble.STANDING:
            return _("The card stands too long at “{stage}”. What keeps it there?").format(
                stage=row.what
            )
        case _:
            return _("“{goal}” is late: {span}. When will it be done?").format(
                goal=words.cause(row), span=words.how_long(row, now)
            )
