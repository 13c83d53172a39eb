# SPDX-License-Identifier: Apache-2.0
"""Handovers to come, a line each: begun now, given other days, or called off. Wherever one would look for them."""

from __future__ import annotations

from functools import partial
from typing import ClassVar
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop import commands, queries
from desktop.background.tasks import WorkerShop
from desktop.i18n import _
from desktop.values.rows.handover import PlannedRow
from desktop.views.context import Context
from desktop.views.questions.handover_lines import HandoverLine, HandoverLines
from desktop.views.questions.planned_words import planned_words
from desktop.views.widgets.buttons import Button


class PlannedLines(HandoverLines[PlannedRow]):
    """Seen by who planned one, gives or gets cards, and who hands cards over."""

    kinds: ClassVar = ("planned_handover",)

    def read(self, reader: queries.Reader, of: UUID | None) -> tuple[PlannedRow, ...]:
        """What is to come."""
        return queries.planned_handovers.planned(reader, of=of)

    def make_line(self, row: PlannedRow) -> HandoverLine:
        """One handover to come."""
        return PlannedLine(self.context, row, self)


class PlannedLine(HandoverLine):
    """One handover to come; who may not do a thing sees no button for it."""

    def __init__(self, context: Context, row: PlannedRow, parent: QWidget) -> None:
        is_late = row.is_over or row.is_stranded
        tone = "warning" if is_late else "accent"
        icon = "warning" if is_late else "share"
        super().__init__(context, planned_words(row), tone, icon, parent)
        self._plan = row
        self.begin: Button | None = None
        self.change: Button | None = None
        self.call_off: Button | None = None
        if row.may_begin and not row.is_over:
            self.begin = self.add_action(lambda: _("Begin now"))
            self.begin.clicked.connect(self._begin)
        if row.may_change and not row.is_stranded:
            self.change = self.add_action(lambda: _("Change…"))
            self.change.clicked.connect(self._change)
        if row.may_cancel:
            self.call_off = self.add_action(lambda: _("Call off"))
            self.call_off.clicked.connect(self._call_off)

    def _begin(self) -> None:
        self.run(partial(_begin_now, plan_id=self._plan.id))

    def _change(self) -> None:
        from desktop.views.questions.change_plan import ask_change

        ask_change(self.context, self.window(), self._plan)

    def _call_off(self) -> None:
        plan = self._plan
        self.context.tasks.run(
            lambda uow: commands.planned_handovers.cancel_planned(
                uow, plan_id=plan.id, seen={plan.id: plan.stamp}
            )
        )


def _begin_now(shop: WorkerShop, plan_id: UUID) -> list[str]:
    from desktop.flows import planned_handovers  # long steps and the hub: only with one

    said: list[str] = []
    planned_handovers.begin_now(shop, plan_id, said.append)
    return said
