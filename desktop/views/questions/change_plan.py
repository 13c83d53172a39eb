# SPDX-License-Identifier: Apache-2.0
"""Other days, or other words, for a handover that is planned."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop import commands
from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.calendar import WorkingCalendar
from desktop.values.drafts.touch import LEAST_COMMENT
from desktop.values.rows.handover import PlannedRow
from desktop.views.context import Context
from desktop.views.kept_fields import KeptFields
from desktop.views.questions.handover_days import DaysPart
from desktop.views.questions.planned_words import planned_words
from desktop.views.questions.shop_facts import with_calendar
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field, Note
from desktop.views.widgets.label import Label
from desktop.views.widgets.text_area import TextArea


class ChangePlanDialog(Dialog):
    """Who gets what stays as it was planned; for that it is called off and planned anew."""

    def __init__(
        self, context: Context, parent: QWidget, plan: PlannedRow, calendar: WorkingCalendar
    ) -> None:
        super().__init__(
            parent,
            lambda: _("Change the planned handover"),
            icon="share",
            width=480,
        )
        self._context, self._plan = context, plan
        self.days = DaysPart(calendar, context.now, self)
        self.days.say_giver(plan.giver.split()[0] if plan.giver else "", takes_new=False)
        self.days.show_days(starts_on=plan.starts_on, back_on=plan.back_on)
        self.comment = TextArea(self)
        self.comment.set_text(plan.comment)
        self._comment_field = Field(
            lambda: _("Comment for every card"), self.comment, self, required=True
        )
        self._note = Note(self)
        said = Label(lambda: planned_words(plan), self, style="small", role="secondary", lines=0)
        for part in (said, self.days, self._comment_field, self._note):
            self.body.addWidget(part)
        self.set_primary(lambda: _("Change"))
        self.add_cancel()
        self.submitted.connect(self._store)
        edits = {"comment": self.comment, "start": self.days.start, "back": self.days.back}
        KeptFields(context, self, edits, kind="planned handover", about=plan.id)

    def _store(self) -> None:
        comment = self.comment.text().strip()
        if not self.days.commit():
            return
        if len(comment) < LEAST_COMMENT:
            self._comment_field.set_error(_("Write what the receiver has to know."))
            self.comment.setFocus()
            return
        plan, back_on = self._plan, self.days.back_on()
        # A day that is over reads as none: the command says so, in place.
        starts_on = self.days.starts_on() or self._context.now().date()
        self._context.tasks.run(
            lambda uow: commands.planned_handovers.change_planned(
                uow,
                plan_id=plan.id,
                starts_on=starts_on,
                back_on=back_on,
                comment=comment,
                seen={plan.id: plan.stamp},
            ),
            then=lambda _none: self.accept(),
            failed=self._refused,
        )

    def _refused(self, error: UserError) -> None:
        if error.field in {"starts_on", "back_on"}:
            self.days.refuse(error.field, error.sentence)
        else:
            self._note.say(error.sentence, "er", "warning-circle")


def ask_change(context: Context, parent: QWidget, plan: PlannedRow) -> None:
    """Ask for other days."""
    with_calendar(
        context,
        parent,
        lambda calendar: ChangePlanDialog(context, parent, plan, calendar).open(),
    )
