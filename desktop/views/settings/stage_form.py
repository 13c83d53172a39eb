# SPDX-License-Identifier: Apache-2.0
"""The form of one stage: what it is called, says, allows and demands; each field is told when it is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.i18n import _
from desktop.models.stages import DAY, HOUR, MINUTE, cards_here
from desktop.values.demands import OF_DEALS, OF_LEADS
from desktop.values.rows.settings import StageSettingRow
from desktop.values.states import PURPOSES_OF_DEALS, PURPOSES_OF_LEADS, StageKind, WhenPassed
from desktop.views.settings import inputs
from desktop.views.settings.form import Failed, Form, FormGrid, Input
from desktop.views.settings.section import SectionView
from desktop.views.settings.stage_lacks import Lacks
from desktop.views.settings.stage_parts import ColourBar, DemandList, Swatches
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.field import Field, Note
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Hairline, Panel

SHORT_NAME = 14


class StageForm(Panel):
    """`retire` and `merge` are asked for by their buttons; final stages have no limit, purpose or colour."""

    def __init__(
        self,
        section: SectionView,
        change: Callable[[UUID, dict[str, Any]], None],
        retire: Callable[[], None],
        merge: Callable[[], None],
    ) -> None:
        super().__init__(lambda: self._title(), section, padding=(16, 12))
        self._section, self._tell = section, change
        self._row: StageSettingRow | None = None
        self._chip = Chip("", "accent", "", self)
        self.retire_button = Button(lambda: _("Retire…"), self, kind="quiet", size="small")
        self.retire_button.clicked.connect(retire)
        self.merge_button = Button(lambda: _("Merge into…"), self, kind="quiet", size="small")
        self.merge_button.clicked.connect(merge)
        self._colour = ColourBar(self)
        self.add_first(self._colour)
        self.add_action(self._chip)
        self.add_action(self.merge_button)
        self.add_action(self.retire_button)
        self._make_form()
        self._make_demands()
        self._make_purpose()

    _row: StageSettingRow | None = None
    _for_leads = False

    def _purposes(self) -> Sequence[tuple[Any, str]]:
        """The parts a stage can play."""
        known = PURPOSES_OF_LEADS if self._for_leads else PURPOSES_OF_DEALS
        return [("", _("None")), *((one.value, one.label()) for one in known)]

    def _title(self) -> str:
        return self._row.name if self._row is not None else _("Stage")

    def _make_form(self) -> None:
        self.form = form = self._section.form(self, self._save, columns=7, narrowest=52)
        inputs.line(form, "name", lambda: _("Name"), required=True, span=5)
        short = inputs.line(form, "short_name", lambda: _("Short, for the stage bar"), span=2)
        short.setMaxLength(SHORT_NAME)
        short.textChanged.connect(lambda text: short.set_trailing(f"{len(text)}/{SHORT_NAME}"))
        inputs.area(form, "hint", lambda: _("What is going on in this stage"), span=7)
        inputs.area(
            form,
            "asks",
            lambda: _("What is asked of the owner"),
            hint=lambda: _("Shown under the column name and on the card."),
            span=7,
        )
        self._limit = inputs.number(form, "limit", lambda: _("Limit"), highest=999)
        inputs.choice(form, "unit", lambda: _("Counted in"), units, span=2)
        inputs.choice(
            form,
            "when_passed",
            lambda: _("When it is passed"),
            lambda: [(one.value, one.label()) for one in WhenPassed],
            span=4,
        )
        self._make_colour(form)
        self.body.addWidget(form)

    def _make_colour(self, form: Form) -> None:
        holder = QWidget(form)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        self.swatches = Swatches(holder)
        row.addWidget(self.swatches)
        row.addStretch(1)
        about = Label(
            lambda: _("3 px line on top of the column"), holder, style="small", role="secondary"
        )
        row.addWidget(about)
        field = Field(lambda: _("Colour"), holder, form)
        given = Input(self.swatches, self.swatches.value, self.swatches.set_value, field)
        form.add("colour", given, span=7)
        self.swatches.chosen.connect(lambda _number: form.commit("colour"))

    def _make_demands(self) -> None:
        self.body.addWidget(Hairline(self))
        head = QHBoxLayout()
        title = Label(lambda: _("Demands on entry"), self, style="section")
        title.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(
            Label(
                lambda: _("asked in place when a card is dropped here"),
                self,
                style="small",
                role="secondary",
            )
        )
        self.body.addLayout(head)
        self.demands = DemandList(self)
        self.demands.changed.connect(self._save_demands)
        self.body.addWidget(self.demands)
        self.lacks = Lacks(self._section, self)
        self.body.addWidget(self.lacks)
        self.body.addStretch(1)  # in a high window the room stands here, not inside the demands

    def _make_purpose(self) -> None:
        """What the main job does with the stage: seldom changed, so it stands last."""
        self._main_job = FormGrid(self, columns=7, narrowest=52)
        inputs.choice(
            self.form,
            "purpose",
            lambda: _("Its part in the main job"),
            self._purposes,
            hint=lambda: _("Letters, payments and orders move cards by it, not by the name."),
            span=7,
            into=self._main_job,
        )
        self.body.addWidget(self._main_job)
        self._note = Note(self)
        self.body.addWidget(self._note)

    def begin(self) -> None:
        """Put the cursor into the name."""
        self.form.control("name").setFocus()

    def show_stage(self, row: StageSettingRow, *, anew: bool, for_leads: bool = False) -> None:
        """Show a stage of a pipeline or of the lead funnel."""
        self._row = row
        if for_leads != self._for_leads:
            self._for_leads = for_leads
            box = self.form.control("purpose")
            if isinstance(box, inputs.ChoiceBox):
                box.refill()
            self.demands.set_kinds(OF_LEADS if for_leads else OF_DEALS)
        values = {name: getattr(row, name) for name in StageSettingRow.__slots__}
        unit = (
            next(one for one in (DAY, HOUR, MINUTE) if row.limit % one == 0) if row.limit else DAY
        )
        self.form.load({**values, "limit": row.limit // unit, "unit": unit}, anew=anew)
        is_open = row.kind == StageKind.OPEN
        for name in ("limit", "unit", "when_passed", "purpose", "colour"):
            self.form.part(name).setVisible(is_open)
        self.form.relay()
        self.retire_button.setVisible(is_open)
        self.merge_button.setVisible(is_open)
        self._main_job.relay()
        self.demands.show_demands(row.demands)
        self.lacks.look(row, leads=for_leads)
        if anew:
            self._note.say("", "er")
        self.retranslate()

    def retranslate(self) -> None:
        """Say title, count and effect anew."""
        row = self._row
        if row is not None:
            self._chip.set_chip(lambda: cards_here(row.cards, leads=self._for_leads), "accent")
            self._colour.set_colour(row.colour if row.kind == StageKind.OPEN else None)
        self._limit.setToolTip(_("0 is no limit"))
        super().retranslate()

    # Storing

    def _save(self, values: dict[str, Any], _failed: Failed) -> None:
        fields = {name: value for name, value in values.items() if name not in {"limit", "unit"}}
        if len(fields) < len(values):
            limit, unit = self.form.stored("limit"), self.form.stored("unit")
            fields["limit"] = int(limit) * int(unit)
        self._change(fields)

    def _save_demands(self, demands: tuple[str, ...]) -> None:
        self._change({"demands": list(demands)})

    def _change(self, fields: dict[str, Any]) -> None:
        assert self._row is not None
        self._tell(self._row.id, fields)


def units() -> Sequence[tuple[Any, str]]:
    """What a limit is counted in; all go by the clock."""
    return [(MINUTE, _("minutes")), (HOUR, _("hours")), (DAY, _("days"))]
