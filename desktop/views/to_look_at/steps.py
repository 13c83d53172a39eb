# SPDX-License-Identifier: Apache-2.0
"""What a person does with a row: each is one command, told with its undo by the window itself."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from desktop import commands, queries
from desktop.errors import UserError
from desktop.i18n import _
from desktop.models.look_groups import Entry
from desktop.models.settings import Section
from desktop.models.to_look_at import Words, ids_of, step_words
from desktop.values.rows.board import DealBrief
from desktop.values.rows.to_look_at import ConflictRow, DoubleRow, FindingRow, RefusedRow
from desktop.views.context import Context
from desktop.views.kept_fields import KeptFields
from desktop.views.questions.ask_colleague import ask_colleague
from desktop.views.questions.moves import Moves
from desktop.views.to_look_at.dialogs import ReverseDialog

_OF_STAGES = frozenset({"pipeline", "stage", "refusal_reason", "script"})
"""What is changed on the page of stages and scripts."""
_SECTIONS = {
    "user": Section.PEOPLE,
    "firm": Section.FIRM,
    "calendar_day": Section.HOURS,
    "product": Section.PRICES,
    "template": Section.TEMPLATES,
    "touch_plan": Section.PLANS,
    "lead_rule": Section.LEADS,
    "norm": Section.NORMS,
    "absence": Section.NORMS,
    "target": Section.NORMS,
}


class LookSteps(QObject):
    """Takes the row that is current; what cannot be done with it does nothing."""

    def __init__(
        self,
        context: Context,
        page: QWidget,
        *,
        current: Callable[[], Entry | None],
        words: Callable[[], Words],
    ) -> None:
        super().__init__(page)
        self._context, self._page = context, page
        self._current, self._words = current, words
        self._briefs: dict[UUID, DealBrief] = {}
        self._moves = Moves(context, page, brief=self._briefs.get)

    def keep(self) -> None:
        """What stands is right; what a merge left is in order."""
        entry = self._current()
        if isinstance(entry, ConflictRow):
            conflict, record = entry.id, step_words(entry.about)
            self._run(
                lambda uow: commands.to_look_at.keep(uow, conflict_id=conflict, record=record)
            )
        elif isinstance(entry, FindingRow):
            finding, record = entry.id, step_words(entry.about)
            self._run(
                lambda uow: commands.to_look_at.looked_at(uow, finding_id=finding, record=record)
            )

    def put_back(self, *, below: bool = False) -> None:
        """The other value again, as an edit made now; or below the text that stands."""
        entry = self._current()
        if not isinstance(entry, ConflictRow):
            return
        about = entry.about
        self._run(
            lambda uow: commands.to_look_at.put_back(
                uow,
                conflict_id=entry.id,
                record=step_words(about),
                parts=entry.parts,
                below=below,
                seen={about.id: about.stamp} if about.stamp else None,
            )
        )

    def ask(self) -> None:
        """Ask the other one, or whoever may do what was refused."""
        entry = self._current()
        if not isinstance(entry, ConflictRow | RefusedRow) or entry.ask is None:
            return
        about = entry.about
        ask_colleague(
            self._context,
            self._page,
            whom=entry.ask.id,
            name=entry.ask.name,
            about=step_words(about),
            question=_question(entry, self._words()),
            card_id=about.page_id or about.id,
            card_kind=about.page,
        )

    def copy(self) -> None:
        """All that was typed goes to the clipboard."""
        entry = self._current()
        if isinstance(entry, RefusedRow):
            QApplication.clipboard().setText(self._words().copy_text(entry))
            self._context.tell(_("The text is on the clipboard."))

    def try_again(self) -> None:
        """Write what was refused once more."""
        entry = self._current()
        if isinstance(entry, RefusedRow):
            device, step, what = entry.device_id, entry.step, self._words().label(entry)
            self._run(
                lambda uow: commands.to_look_at.try_again(
                    uow, device_id=device, step=step, what=what
                )
            )

    def discard(self) -> None:
        """Nobody needs the text any more; the toast has the way back."""
        entry = self._current()
        if isinstance(entry, RefusedRow):
            device, step, what = entry.device_id, entry.step, self._words().label(entry)
            self._run(
                lambda uow: commands.to_look_at.discard(uow, device_id=device, step=step, what=what)
            )

    def both_are_real(self) -> None:
        """Two payments were two."""
        entry = self._current()
        if isinstance(entry, DoubleRow):
            ids = ids_of(entry)
            self._run(lambda uow: commands.to_look_at.both_are_real(uow, payments=ids))

    def reverse(self) -> None:
        """Ask which of two payments does not count."""
        entry = self._current()
        if not isinstance(entry, DoubleRow):
            return

        def save(payment: UUID, reason: str) -> None:
            then, failed = dialog.held(lambda _none: dialog.accept(), dialog.refuse)
            self._context.tasks.run(
                lambda uow: commands.money.reverse_payment(uow, payment_id=payment, reason=reason),
                then=then,
                failed=failed,
            )

        dialog = ReverseDialog(self._page, entry, self._words(), save=save)
        about = entry.first.id
        KeptFields(self._context, dialog, dialog.edits(), kind="reversal", about=about)
        dialog.open()

    def set_touch(self) -> None:
        """Ask for the next touch of the card that has none."""
        entry = self._current()
        if not isinstance(entry, FindingRow):
            return
        deal_id = entry.about.id

        def ask(deal: DealBrief) -> None:
            self._briefs[deal_id] = deal
            self._moves.set_touch([deal_id])

        self._context.tasks.fetch(
            "deal to look at", lambda r: queries.deal_steps.brief(r, deal_id=deal_id), then=ask
        )

    def open(self) -> None:
        """Open the card, the client, or the part of the settings it is about."""
        entry = self._current()
        if entry is None or not entry.about.page:
            return
        about = entry.about
        if about.kind in _OF_STAGES and about.page == "settings":
            self._context.go("stages", about.id)
        elif about.page == "settings":
            section = _SECTIONS.get(about.kind)
            self._context.go("settings", section.id if section is not None else None)
        else:
            self._context.go(about.page, about.page_id)

    def _run(self, work: Callable[[commands.UnitOfWork], None]) -> None:
        self._context.tasks.run(work, then=lambda _none: None, failed=self._failed)

    def _failed(self, error: UserError) -> None:
        entry = self._current()
        if entry is not None and entry.about.page:
            self._context.offer(error.sentence, _("Open"), self.open)
        else:
            self._context.tell(error.sentence)


def _question(entry: ConflictRow | RefusedRow, words: Words) -> str:
    if isinstance(entry, RefusedRow):
        return _("The hub did not take this from me: {what}. Can you do it?").format(
            what=words.what(entry)
        )
    pair = entry.pairs[0]
    lost, stands = words.both(pair)
    return _("{field}: {lost} or {stands}?").format(
        field=words.field(entry, pair), lost=lost, stands=stands
    )
