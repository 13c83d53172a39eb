# SPDX-License-Identifier: Apache-2.0
"""Norms and targets: what a role is to do on a full day, who is away when, and what is to be sold in a month."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import commands, queries
from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.norms import Amounts, DayNorm, Measure
from desktop.values.rows.norms import NormsRow
from desktop.values.states import Role
from desktop.views.context import Context
from desktop.views.settings.absences import AwayPanel
from desktop.views.settings.form import FormGrid
from desktop.views.settings.inputs import ChoiceBox
from desktop.views.settings.own_values import OwnValuesSection
from desktop.views.settings.section import Scrolled
from desktop.views.settings.targets import TargetsPanel
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.panel import Panel

_RANGE = re.compile(r"(\d{1,4})(?:\s*[-–—]\s*(\d{1,4}))?", re.ASCII)
_SELLING = (Role.MANAGER, Role.OPERATOR, Role.HEAD)


class NormsSection(OwnValuesSection[DayNorm]):
    """A norm that is changed here is the shop's own from then on; what is not, is as it is shipped."""

    kinds: ClassVar[tuple[str, ...]] = ("norm", "absence", "target", "user")

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        page = Scrolled(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        self.away = AwayPanel(context, self)
        self.targets = TargetsPanel(context, self)
        page.column.addWidget(self._norms_panel())
        page.column.addWidget(self.targets)
        page.column.addWidget(self.away)

    def _norms_panel(self) -> Panel:
        panel = self.value_panel(lambda: _("Norms of a full day"))
        panel.body.addLayout(self._choice(panel))
        grid = FormGrid(panel, columns=3, narrowest=132)
        self.edits = {measure: LineEdit(grid) for measure in Measure}
        for measure, edit in self.edits.items():
            edit.editingFinished.connect(self.save)
            field = Field(measure.label, edit, grid)
            field.set_hint(_hint(measure))
            grid.put(field)
        rule = Label(
            lambda: _(
                "Calls count when the telephone system confirms them; what people note themselves is shown apart. "
                "A talk is a call in which the conversation took place. A new lead counts once a talk has confirmed "
                "that they buy such things. Half days and leave scale the norm; 0 asks for nothing."
            ),
            panel, style="small", role="secondary", lines=0,
        )  # fmt: skip
        for part in (grid, self.note, rule):
            panel.body.addWidget(part)
        return panel

    def _choice(self, panel: Panel) -> QHBoxLayout:
        self.role = ChoiceBox(panel, lambda: [(one.value, one.label()) for one in _SELLING])
        self.role.set_value(Role.MANAGER.value)
        self.role.say_as(lambda: _("Role"))
        self.role.activated.connect(lambda _row: self.show_held())
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.role, 1)
        line.addWidget(self.segment_switch(panel))
        return line

    # Asking and showing

    def refresh(self) -> None:
        """Ask for everything."""
        month = self.targets.month
        self.fetch("norms", lambda r: queries.norms.norms(r, month=month), then=self.show_norms)

    def show_norms(self, norms: NormsRow) -> None:
        """Show it; what was chosen stays chosen."""
        self.held = norms
        self.show_held()
        self.away.show_away(norms)
        self.targets.show_targets(norms)

    def place(self) -> tuple[str, str]:
        """The role and the kind of client whose norm is shown."""
        return str(self.role.value()), self.kind_of_client()

    def show_held(self) -> None:
        """Show it, but never over something that is being typed."""
        if self.held is None:
            return
        norm = self.held.holding(*self.place())
        for measure, edit in self.edits.items():
            if not edit.hasFocus():
                edit.setText(_shown(norm.least.of(measure), norm.up_to.of(measure)))
        is_shipped = self.place() in self.held.shipped
        self.say_whose(
            _("Your own") if self.own() else _("As shipped") if is_shipped else _("None")
        )

    # Changing

    def typed(self) -> DayNorm:
        """The norm as it is typed; UserError where a figure is none."""
        pairs = {measure: _read(edit.text()) for measure, edit in self.edits.items()}
        most = {measure: pair[1] for measure, pair in pairs.items()}
        return DayNorm(
            Amounts(**{measure.value: pair[0] for measure, pair in pairs.items()}),
            Amounts(most[Measure.DIALS], most[Measure.TALKS]),
        )

    def store(self, value: DayNorm, seen: Mapping[UUID, str] | None) -> Callable[[Any], object]:
        """The command that makes this the norm of the role."""
        role, segment = self.place()
        return lambda uow: commands.norms.set_norm(
            uow, role=role, segment=segment, norm=value, seen=seen
        )

    def drop(self, own_id: UUID, seen: Mapping[UUID, str]) -> Callable[[Any], object]:
        """The command that gives a norm back."""
        return lambda uow: commands.norms.drop_norm(uow, norm_id=own_id, seen=seen)

    def hideEvent(self, event: QHideEvent) -> None:
        """Store what is still being typed."""
        self.save()
        super().hideEvent(event)


def _hint(measure: Measure) -> Callable[[], str]:
    if measure is Measure.NEW_LEADS:
        return lambda: _("a day, like 10")
    if measure is Measure.TALKS:
        return lambda: _("a day, like 30–40")
    return lambda: _("a day, like 60–70")


def _shown(least: int, most: int) -> str:
    return f"{least}–{most}" if most else str(least)


def _read(text: str) -> tuple[int, int]:
    if not text.strip():
        return 0, 0
    found = _RANGE.fullmatch(text.strip())
    if found is None:
        raise UserError(
            _("“{text}” is no norm. Nothing was saved. Write it like 60 or 60–70.").format(
                text=text
            )
        )
    return int(found[1]), int(found[2] or 0)
