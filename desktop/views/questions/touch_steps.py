# SPDX-License-Identifier: Apache-2.0
"""Finishes and postpones touches, and asks what that asks for: result, comment, the next date, a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from textwrap import shorten
from typing import Protocol
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop import commands, queries
from desktop.i18n import _, formats
from desktop.values.calendar import WorkingCalendar
from desktop.values.drafts.refusal import Refusal
from desktop.values.drafts.touch import POSTPONEMENTS_WITHOUT_REASON, TouchDraft
from desktop.values.money import Money
from desktop.values.rows.board import DealBrief, RefusalChoices
from desktop.values.rows.drafts import DraftRow
from desktop.values.rows.today import CONTACT_CARD, AgendaRow
from desktop.views.context import Context
from desktop.views.kept_fields import KeptFields
from desktop.views.questions import card_verbs
from desktop.views.questions.done import DoneDialog, Finished, PostponeDialog
from desktop.views.questions.refusal import RefusalDialog
from desktop.views.questions.shop_facts import with_calendar, with_refusal_choices
from desktop.views.widgets.dialog import Dialog

_DONE = "done"
_MOST_SHOWN = 120

Store = Callable[..., None]
"""Takes a unit of work, whose class views do not know."""


class Run(Protocol):
    """Stores something and says when it is stored."""

    def __call__(self, work: Store, *, then: Callable[[], None]) -> None: ...


class TouchSteps(QObject):
    """Every step a person may take with one touch. `settled` is told when a question was answered or left."""

    settled = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._parent = context, parent

    # Asked for

    def done(self, task_id: UUID) -> None:
        """Ask how a touch ended and what comes next."""
        self._with_touch(task_id, self._ask_done)

    def postpone(self, task_id: UUID) -> None:
        """Ask for another time."""
        self._with_touch(task_id, self._ask_time)

    def move(self, task_id: UUID, due_at: datetime) -> None:
        """Give a touch another time at once; only what waits for the third time is asked why."""

        def with_row(row: AgendaRow, calendar: WorkingCalendar) -> None:
            waits_again = due_at > row.due_at and row.postponed >= POSTPONEMENTS_WITHOUT_REASON
            if waits_again:
                self._ask_time(row, calendar, due_at)
            else:
                self._run(_moving(row, due_at), then=self.settled.emit)

        self._with_touch(task_id, with_row)

    def refuse(
        self,
        deal_id: UUID,
        before: Store | None = None,
        comment: str = "",
        *,
        then: Callable[[], None] = lambda: None,
        run: Run | None = None,
    ) -> None:
        """Close a deal as lost; `before` is stored in the same step, such as the talk in which they refused.

        `run` stores it in place of the shop's own thread: whoever keeps a draft of `before` has to know.
        """

        def ask(deal: DealBrief, choices: RefusalChoices, calendar: WorkingCalendar) -> None:
            self._open(RefusalDialog(
                self._context, self._parent, deal, choices, calendar=calendar, comment=comment,
                save=partial(self._store_refusal, deal, before, run or self._run, then),
            ))  # fmt: skip

        def with_choices(deal: DealBrief, choices: RefusalChoices) -> None:
            self.with_calendar(partial(ask, deal, choices))

        def with_deal(deal: DealBrief) -> None:
            with_refusal_choices(self._context, self, partial(with_choices, deal), kind=deal.kind)

        self._context.tasks.fetch(
            "deal before its refusal",
            lambda r: queries.deal_steps.brief(r, deal_id=deal_id),
            then=with_deal,
        )

    def with_calendar(self, then: Callable[[WorkingCalendar], None]) -> None:
        """Hand over the shop's working calendar, as it is now."""
        with_calendar(self._context, self, then)

    # Asking

    def _with_touch(self, task_id: UUID, ask: Callable[[AgendaRow, WorkingCalendar], None]) -> None:
        def then(row: AgendaRow | None) -> None:
            if row is None:
                self._say_gone(task_id)
            else:
                self.with_calendar(partial(ask, row))

        self._context.tasks.fetch(
            "touch", lambda r: queries.today.touch(r, task_id=task_id), then=then
        )

    def _say_gone(self, task_id: UUID) -> None:
        """Somebody else has finished it: what had been typed about it here is given back."""

        def tell(left: DraftRow | None) -> None:
            words = str(left.body.get("comment", "")).strip() if left is not None else ""
            if not words:
                self._context.tell(_("This touch is already done. Nothing was changed."))
                return
            said = _("This touch is already done. You had typed here: “{words}”")
            self._context.offer(
                said.format(words=shorten(words, _MOST_SHOWN, placeholder="…")),
                _("Copy"),
                lambda: QGuiApplication.clipboard().setText(words),
            )

        me = self._context.person.id
        self._context.tasks.run(
            lambda uow: commands.drafts.kept_draft(uow, kind=_DONE, key=str(task_id), user_id=me),
            then=tell,
            failed=lambda _error: tell(None),
        )

    def _ask_done(self, row: AgendaRow, calendar: WorkingCalendar) -> None:
        def save(finished: Finished) -> None:
            then, failed = dialog.held(lambda _none: dialog.accept(), dialog.refuse)
            self._context.tasks.run(_finishing(row, finished), then=then, failed=failed)

        def refused(comment: str) -> None:
            self.refuse(row.card_id, _finishing(row, Finished("refused", comment)), comment)

        is_deal = row.card_kind != CONTACT_CARD
        dialog = DoneDialog(
            self._parent,
            kind=row.kind,
            goal=row.goal,
            about=about(row),
            now=self._context.now,
            calendar=calendar,
            wants_next=row.is_open and not row.others and not row.recurrence,
            repeats=row.recurrence,
            steps=row.checklist,
            ticked=partial(self._tick, row),
            save=save,
            refused=refused if is_deal and row.is_open else None,
        )
        KeptFields(self._context, dialog, dialog.edits(), kind=_DONE, about=row.id)
        self._open(dialog)

    def _tick(self, row: AgendaRow, step: int, is_done: bool) -> None:
        # Without what was seen: this very dialog has ticked another step since.
        self._context.tasks.run(
            lambda uow: commands.repeats.tick(uow, task_id=row.id, step=step, is_done=is_done)
        )

    def _ask_time(
        self, row: AgendaRow, calendar: WorkingCalendar, due_at: datetime | None = None
    ) -> None:
        def save(draft: TouchDraft, reason: str) -> None:
            due_at = draft.due_at
            assert due_at is not None
            then, failed = dialog.held(lambda _none: dialog.accept(), dialog.refuse)
            self._context.tasks.run(
                lambda uow: commands.touches.postpone_touch(
                    uow,
                    task_id=row.id,
                    due_at=due_at,
                    reason=reason,
                    agreed=draft.agreed,
                    seen={row.id: row.stamp},
                ),
                then=then,
                failed=failed,
            )

        dialog = PostponeDialog(
            self._parent,
            known=TouchDraft(row.kind, row.goal, due_at, row.agreed),
            about=about(row),
            postponed=row.postponed,
            reason_after=POSTPONEMENTS_WITHOUT_REASON,
            now=self._context.now,
            calendar=calendar,
            save=save,
        )
        KeptFields(self._context, dialog, dialog.form.edits(), kind="postpone", about=row.id)
        self._open(dialog)

    def _store_refusal(
        self,
        deal: DealBrief,
        before: Store | None,
        run: Run,
        then: Callable[[], None],
        why: Refusal,
    ) -> None:
        def store(uow: commands.UnitOfWork) -> None:
            if before is not None:
                before(uow)
            card_verbs.refuse(uow, deal, why)

        run(store, then=then)

    def _run(self, work: Store, *, then: Callable[[], None]) -> None:
        self._context.tasks.run(work, then=lambda _none: then())

    def _open(self, dialog: Dialog) -> None:
        dialog.finished.connect(lambda _result: self.settled.emit())
        dialog.open()


def _finishing(row: AgendaRow, finished: Finished) -> Store:
    def store(uow: commands.UnitOfWork) -> None:
        commands.touches.finish_touch(
            uow,
            task_id=row.id,
            outcome=finished.outcome,
            comment=finished.comment,
            next_touch=finished.next_touch,
            seen={row.id: row.stamp},
        )

    return store


def _moving(row: AgendaRow, due_at: datetime) -> Store:
    def store(uow: commands.UnitOfWork) -> None:
        commands.touches.postpone_touch(
            uow, task_id=row.id, due_at=due_at, agreed=row.agreed, seen={row.id: row.stamp}
        )

    return store


def about(row: AgendaRow) -> str:
    """Whom a question about a touch is about: client, deal, sum."""
    parts = [row.client, row.title]
    if row.currency and row.amount:
        parts.append(formats.money(Money(row.amount, row.currency), whole=True))
    return " · ".join(part for part in parts if part)
