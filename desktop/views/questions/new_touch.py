# SPDX-License-Identifier: Apache-2.0
"""One more touch, planned from the middle of the day: on the card in front, or on any open card that is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop import commands, queries
from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.calendar import WorkingCalendar
from desktop.values.drafts.touch import TouchDraft
from desktop.values.rows.hits import Hit, HitGroup
from desktop.values.rows.navigator import Ticket
from desktop.views.context import Context
from desktop.views.kept_fields import NOTHING_YET, KeptFields
from desktop.views.questions.picker import Picker
from desktop.views.questions.shop_facts import with_calendar
from desktop.views.questions.touch_form import TouchForm
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field


class NewTouch(QObject):
    """Asks for it and stores it; `left` tells that the question is over."""

    left = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._parent = context, parent

    def ask(self, ticket: Ticket | None) -> None:
        """Ask, beginning with the card of this ticket."""
        with_calendar(self._context, self, partial(self._ask, _card_of(ticket)))

    def _ask(self, card: Hit | None, calendar: WorkingCalendar) -> None:
        dialog = NewTouchDialog(self._context, self._parent, calendar, card)
        dialog.finished.connect(lambda _result: self.left.emit())
        dialog.open()


class NewTouchDialog(Dialog):
    """The card, and the touch as every form asks for it."""

    def __init__(
        self, context: Context, parent: QWidget, calendar: WorkingCalendar, card: Hit | None
    ) -> None:
        super().__init__(parent, lambda: _("New touch"), icon="plus", width=680)
        self._context = context
        self.card = Picker[Hit](
            self._find, self, placeholder=lambda: _("Client, order or number"), icon="columns",
            words=_words, short=_words,
        )  # fmt: skip
        self.card_field = Field(lambda: _("Card"), self.card, self, required=True)
        self.form = TouchForm(calendar, context.now, self, has_named_kinds=True)
        self.form.show_draft(TouchDraft())
        if card is not None:
            self.card.take(card)
        self.card.picked.connect(lambda _hit: self.card_field.set_error(""))
        self.body.addWidget(self.card_field)
        self.body.addWidget(self.form)
        self.set_primary(lambda: _("Plan the touch"))
        self.add_cancel()
        self.submitted.connect(self._submit)
        about = card.id if card is not None and card.id is not None else NOTHING_YET
        edits = {"card": self.card.edit, **self.form.edits()}
        KeptFields(context, self, edits, kind="new touch", about=about, again=self.card.find_again)

    def open(self) -> None:
        """Begin with what is not known yet."""
        super().open()
        first = self.card.edit if self.card.found is None else self.form.goal
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Single keys choose the date."""
        if not self.form.take_key(event):
            super().keyPressEvent(event)

    def _find(self, text: str, *, then: Callable[[Sequence[Hit]], None]) -> None:
        self._context.tasks.fetch(
            "card of a new touch", lambda r: queries.search.open_cards(r, text=text), then=then
        )

    def _submit(self) -> None:
        card = self.card.found
        if card is None or card.id is None:
            self.card_field.set_error(_("Choose the card: type its client or its number."))
            self.card.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif (draft := self.form.check()) is not None:
            self._store(card.id, draft)

    def _store(self, card_id: UUID, draft: TouchDraft) -> None:
        then, failed = self.held(lambda _id: self.accept(), self._refuse)
        self._context.tasks.run(
            lambda uow: commands.touches.plan(uow, card_id=card_id, touch=draft),
            then=then,
            failed=failed,
        )

    def _refuse(self, error: UserError) -> None:
        if not self.form.refuse(error):
            self.card_field.set_error(error.sentence)


def _words(hit: Hit) -> str:
    return " · ".join(part for part in (hit.title, hit.detail) if part)


def _card_of(ticket: Ticket | None) -> Hit | None:
    """The card of a ticket as a search would have found it; a closed one takes no touch."""
    if ticket is None or not ticket.is_open:
        return None
    return Hit(
        group=HitGroup.DEALS,
        kind=ticket.card_kind,
        title=ticket.title or ticket.client,
        icon="columns",
        id=ticket.card_id,
        detail=ticket.client if ticket.title else "",
    )
