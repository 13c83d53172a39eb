# SPDX-License-Identifier: Apache-2.0
"""Touch plans: what is proposed after a touch, for each pipeline and kind of client, and what to say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import commands, queries
from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.rows.touch_plans import PlansRow
from desktop.values.states import TaskKind
from desktop.values.touch_plans import FIELDS, Plan, PlanStep
from desktop.views.context import Context
from desktop.views.settings.own_values import OwnValuesSection
from desktop.views.settings.rows_edit import Cell, RowsEdit
from desktop.views.settings.section import Scrolled
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.text_area import TextArea


class TouchPlansSection(OwnValuesSection[Plan]):
    """A plan that is changed here is the shop's own from then on; what is not, follows what stands above it."""

    kinds: ClassVar[tuple[str, ...]] = ("touch_plan", "pipeline")

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        page = Scrolled(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        page.column.addWidget(self._choice())
        page.column.addWidget(self._touches_panel())
        page.column.addWidget(self._words_panel())

    def _choice(self) -> QWidget:
        row = QWidget(self)
        self.pipeline = ComboBox(row)
        self.pipeline.say_as(lambda: _("Pipeline"))
        self.pipeline.activated.connect(lambda _row: self.show_held())
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.pipeline, 1)
        line.addWidget(self.segment_switch(row))
        return row

    def _touches_panel(self) -> Panel:
        panel = self.value_panel(lambda: _("Touches in turn"))
        self.steps = RowsEdit(
            panel,
            [
                Cell(lambda: _("How long after"), lambda: _("3 days"), 2),
                Cell(lambda: _("Kind"), TaskKind.CALL.label, 2),
                Cell(lambda: _("What for"), lambda: _("Agree price and date"), 6),
            ],
            name=lambda: _("Touches in turn"),
        )
        self.steps.changed.connect(self.save)
        self.retries = LineEdit(panel, placeholder=lambda: _("2 hours, 1 day, 3 days"))
        self.retries.editingFinished.connect(self.save)
        hint = Label(
            lambda: _("Minutes and hours count while the shop is open; the last touch repeats."),
            panel, style="small", role="secondary", lines=0,
        )  # fmt: skip
        for part in (
            self.steps, hint,
            Field(lambda: _("When nobody answers, again after"), self.retries, panel), self.note,
        ):  # fmt: skip
            panel.body.addWidget(part)
        return panel

    def _words_panel(self) -> Panel:
        panel = Panel(lambda: _("What to say"), self, padding=(16, 16))
        self.words = TextArea(panel, lines=5, most=12)
        self.words.left_field.connect(self.save)
        field = Field(lambda: _("One sentence a line"), self.words, panel)
        field.set_hint(
            lambda: _(
                "Known: {fields}. A sentence whose field is empty on a card is left out."
            ).format(fields=" ".join(f"{{{name}}}" for name in FIELDS))
        )
        panel.body.addWidget(field)
        return panel

    # Asking and showing

    def refresh(self) -> None:
        """Ask for the plans."""
        self.fetch("touch plans", lambda r: queries.touch_plans.plans(r), then=self.show_plans)

    def show_plans(self, plans: PlansRow) -> None:
        """Show them; what was chosen stays chosen."""
        here = self.place()[0] if self.held is not None else None
        self.held = plans
        self.pipeline.clear()
        self.pipeline.addItem(_("All pipelines"), None)
        for pipeline_id, name in plans.pipelines:
            self.pipeline.addItem(name, pipeline_id)
        ids = [None, *(one for one, _name in plans.pipelines)]
        self.pipeline.setCurrentIndex(ids.index(here) if here in ids else 0)
        self.show_held()

    def place(self) -> tuple[UUID | None, str]:
        """The pipeline and the kind of client whose plan is shown."""
        return self.pipeline.currentData(), self.kind_of_client()

    def show_held(self) -> None:
        """Show it, but never over something that is being typed."""
        if self.held is None:
            return
        plan = self.held.holding(*self.place())
        rows = [(step.after, TaskKind.words(step.kind), step.goal) for step in plan.steps]
        self.steps.show_values([(f"step{n}", texts) for n, texts in enumerate(rows)])
        if not self.retries.hasFocus():
            self.retries.setText(", ".join(plan.retries))
        if not self.words.hasFocus():
            self.words.set_text("\n".join(plan.say))
        self.say_whose(_("Your own") if self.own() else _("As for all, or as shipped"))

    # Changing

    def typed(self) -> Plan:
        """The plan as it is typed; UserError where a kind is none."""
        steps = tuple(
            PlanStep(after, goal, _kind_of(kind))
            for _key, (after, kind, goal) in self.steps.values()
        )
        retries = tuple(part.strip() for part in self.retries.text().split(",") if part.strip())
        say = tuple(line.strip() for line in self.words.text().splitlines() if line.strip())
        return Plan(steps, retries, say)

    def store(self, value: Plan, seen: Mapping[UUID, str] | None) -> Callable[[Any], object]:
        """The command that makes this the plan of the pipeline."""
        pipeline_id, segment = self.place()
        return lambda uow: commands.touch_plans.set_plan(
            uow, pipeline_id=pipeline_id, segment=segment, plan=value, seen=seen
        )

    def drop(self, own_id: UUID, seen: Mapping[UUID, str]) -> Callable[[Any], object]:
        """The command that gives a plan back."""
        return lambda uow: commands.touch_plans.drop_plan(uow, plan_id=own_id, seen=seen)


def _kind_of(typed: str) -> str:
    """The kind a word or its beginning names; a call where none is typed."""
    word = typed.strip().casefold()
    if not word:
        return TaskKind.CALL.value
    for kind in TaskKind:
        if kind.label().casefold().startswith(word) or kind.value == word:
            return kind.value
    kinds = ", ".join(kind.label() for kind in TaskKind)
    raise UserError(
        _("“{word}” is no kind of touch. Nothing was saved. Kinds are: {kinds}.").format(
            word=typed.strip(), kinds=kinds
        )
    )
