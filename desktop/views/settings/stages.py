# SPDX-License-Identifier: Apache-2.0
"""Pipelines and their stages: in order, each with what it says and demands; beside them the scripts by channel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop import queries
from desktop.errors import UserError
from desktop.i18n import N_, _, ngettext
from desktop.models.rows import RowRole
from desktop.values.rows.settings import PipelineSettingRow, StageSettingRow, StagesNow
from desktop.values.stages_draft import Stored
from desktop.values.states import StageKind
from desktop.views import theme
from desktop.views.actions import ActionSpec
from desktop.views.context import Context
from desktop.views.kept_fields import NOTHING_YET
from desktop.views.settings.ordered_table import reordered
from desktop.views.settings.pipelines import PipelinesSection
from desktop.views.settings.reasons_panel import FinalsPanel
from desktop.views.settings.script_editor import ScriptEditor
from desktop.views.settings.script_trial import try_script
from desktop.views.settings.script_versions import show_versions
from desktop.views.settings.section import ONE_BELOW_THE_OTHER, Scrolled, TwoParts
from desktop.views.settings.small_dialogs import Failed, NameDialog, RetireDialog
from desktop.views.settings.stage_form import StageForm
from desktop.views.settings.stage_list import StageList
from desktop.views.settings.unpublished import PUBLISH
from desktop.views.widgets.tabs import Tabs

ADD = ActionSpec("settings.add_stage", N_("Add a stage"), "plus", ("Ctrl+N",))
LIST, SCRIPT = 288, 352
BESIDE = 1300
"""From this width of the window the script stands beside the stage."""


class StagesSection(PipelinesSection):
    """The stages of the chosen pipeline at the left, the chosen stage's form beside them."""

    kinds: ClassVar[tuple[str, ...]] = (
        "pipeline", "stage", "refusal_reason", "deal", "lead", "script",
    )  # fmt: skip

    laid = Signal()
    """What the page shows above it may have become longer or shorter."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self._shown: UUID | None = None
        self.now = StagesNow()
        self._wanted: UUID | None = None
        self._is_wide = True
        self.parts = TwoParts(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.PANEL_GAP)
        outer.addWidget(self.note)
        outer.addWidget(self.parts, 1)
        self.parts.put(self._left(), width=LIST, least=200)
        self.parts.put(self._right(), least=240)
        self.actions_here = [(ADD, self.add_stage), (PUBLISH, self.publish)]

    def _left(self) -> QWidget:
        left = Scrolled(self, widest=4000, fills=True)
        self.list = StageList(self)
        self.model, self.table = self.list.model, self.list.table
        self.list.add_button.clicked.connect(self.add_stage)
        self.table.moved.connect(self._move)
        self.table.removed.connect(lambda _row: self.retire())
        self.table.opened.connect(lambda _index: self.stage_form.begin())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._row_chosen())
        left.column.addWidget(self.list)
        self.finals = FinalsPanel(self, self._open_final)
        left.column.addWidget(self.finals, 1)
        return left

    def _right(self) -> QWidget:
        """The stage's form with the script beside it, or both behind tabs where there is little room."""
        holder = QWidget(self)
        self._form_side = Scrolled(holder, widest=4000, fills=True)
        self.stage_form = StageForm(self, self.change_stage, self.retire, self.merge)
        self._form_side.column.addWidget(self.stage_form, 1)
        self._make_script_editor(holder)
        self.tabs = Tabs(
            [
                ("stage", lambda: _("Stage"), "columns"),
                ("script", lambda: _("Script"), "list-numbers"),
            ],
            holder,
            name=lambda: _("Stage or script"),
            inset=0,
        )
        self.tabs.chosen.connect(lambda _key: self._fold())
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.PANEL_GAP)
        grid.setVerticalSpacing(8)
        grid.addWidget(self.tabs, 0, 0, 1, 2)
        grid.addWidget(self._form_side, 1, 0)
        grid.addWidget(self.script_editor, 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(1, 1)
        self._grid = grid
        return holder

    def _make_script_editor(self, holder: QWidget) -> None:
        self.script_editor = ScriptEditor(self.context, holder)
        self.script_editor.changed.connect(self.change_script)
        self.script_editor.channel_chosen.connect(self._show_channel)
        self.script_editor.tried.connect(self._try)
        self.script_editor.given_back.connect(self._give_back)
        self.script_editor.versions_wanted.connect(self._show_versions)

    # Asking and showing

    def focus_first(self) -> None:
        """Begin with the stages."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def adapt(self, window: QSize) -> None:
        """Lay the form below the list where there is little room."""
        self.parts.set_stacked(window.width() < ONE_BELOW_THE_OTHER)
        self._is_wide = window.width() >= BESIDE
        self._fold()

    def _fold(self) -> None:
        wide, key = self._is_wide, self.tabs.current()
        self.tabs.setVisible(not wide)
        self._form_side.setVisible(wide or key == "stage")
        self.script_editor.setVisible(wide or key == "script")
        self._grid.setHorizontalSpacing(theme.PANEL_GAP if wide else 0)
        width = theme.px(SCRIPT)
        self.script_editor.setMinimumWidth(width if wide else 0)
        self.script_editor.setMaximumWidth(width if wide else 16_777_215)
        self._grid.setColumnStretch(0, 1 if self._form_side.isVisibleTo(self) else 0)
        self._grid.setColumnStretch(1, 1 if not wide and key == "script" else 0)

    def refresh(self) -> None:
        """Ask for pipelines, stages and reasons."""
        self.context.tasks.fetch("stages", _found, then=self._show)
        self.context.tasks.fetch("stages now", queries.stages_now.stages_now, then=self._show_now)

    def _show_now(self, now: StagesNow) -> None:
        self.now = now
        self.laid.emit()

    def _show(self, found: Stored) -> None:
        self.take_stored(found)
        wanted, self._wanted = self._wanted, None
        if wanted is None or not self.focus_on(wanted):
            self.show_over()

    def show_over(self) -> None:
        """Show what would be published."""
        if self.pipeline() is None:
            first = next((one for one in self._pipelines if not one.for_leads), None)
            self._pipeline = first.id if first is not None else None
        pipeline = self.pipeline()
        if pipeline is None:
            return
        self.switch.set_pipelines(self._pipelines, pipeline.id)
        chosen = self._stage
        self.list.show_stages(pipeline)
        self._stage = chosen or self._stage  # where the chosen row went the list takes the next one
        reasons = self.draft.over_reasons(self.stored_now, for_leads=pipeline.for_leads)
        self.finals.show_finals(pipeline.stages, reasons, for_leads=pipeline.for_leads)
        self._show_stage(pipeline)
        self._show_channel(self.script_editor.channel)
        self.laid.emit()

    def _show_channel(self, channel: str) -> None:
        held = self.stored_now.scripts.holding.get(channel)
        is_own = held is not None and held.id is not None
        self.script_editor.show_script(self.script(channel), is_own=is_own)

    def _give_back(self) -> None:
        channel = self.script_editor.channel
        self.change_script(channel, self.stored_now.scripts.shipped[channel].steps)

    def _show_versions(self) -> None:
        channel = self.script_editor.channel
        show_versions(
            self.context,
            self,
            channel,
            lambda script: self.change_script(channel, script.steps),
        )

    def _try(self) -> None:
        try_script(self.context, self, self.script(self.script_editor.channel))

    def show_refused(self, kind: str, place: str, field: str, error: UserError) -> None:
        """Open the stage or the step that was refused."""
        if kind == "stage":
            for pipeline in self._pipelines:
                if any(str(one.id) == place for one in pipeline.stages):
                    self.show_part("stage")
                    self.show_stage(pipeline.id, UUID(place))
                    self.stage_form.form.refuse(field, error)
                    self.stage_form.form.go_to(field)
        elif kind == "script":
            self.show_part("script")
            self._show_channel(place)
            self.script_editor.choose(int(field) if field.isdecimal() else 0)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is not published."""
        super().hideEvent(event)
        self.flush()

    def _show_stage(self, pipeline: PipelineSettingRow) -> None:
        row = next((one for one in pipeline.stages if one.id == self._stage), None)
        row = row or pipeline.stages[0]
        self._stage = row.id
        place = self.model.row_of(row.id)
        if place is not None and place != self.table.currentIndex().row():
            self.table.selectRow(place)
        elif place is None:
            self.table.clearSelection()
        self.stage_form.show_stage(row, anew=row.id != self._shown, for_leads=pipeline.for_leads)
        self._shown = row.id

    def stage(self) -> StageSettingRow | None:
        """The stage in the form."""
        pipeline = self.pipeline()
        stages = pipeline.stages if pipeline else ()
        return next((one for one in stages if one.id == self._stage), None)

    def _row_chosen(self) -> None:
        row = self.table.currentIndex().data(RowRole.ROW)
        pipeline = self.pipeline()
        if isinstance(row, StageSettingRow) and pipeline is not None and row.id != self._stage:
            self._stage = row.id
            self._show_stage(pipeline)

    def show_part(self, key: str) -> None:
        """Bring the stage or the script into view, where they stand behind tabs."""
        self.tabs.choose(key)
        self._fold()

    def show_stage(self, pipeline_id: UUID, stage_id: UUID | None = None) -> None:
        """Show a pipeline, and one of its stages."""
        self._pipeline, self._stage = pipeline_id, stage_id
        self.show_over()

    def focus_on(self, part: UUID) -> bool:
        """Show the pipeline or the stage with this id."""
        if not self._pipelines:
            self._wanted = part
            return False
        for pipeline in self._pipelines:
            if pipeline.id == part or any(one.id == part for one in pipeline.stages):
                self.show_stage(pipeline.id, None if pipeline.id == part else part)
                return True
        return False

    def _open_final(self, row: StageSettingRow) -> None:
        pipeline = self.pipeline()
        if pipeline is not None:
            self._stage = row.id
            self._show_stage(pipeline)
            self.stage_form.begin()

    # Stages

    def add_stage(self) -> None:
        """Ask for a new stage; it stands behind the chosen one."""
        NameDialog(
            self,
            lambda: _("Add a stage"),
            save=self._add_stage,
            primary=lambda: _("Add"),
            placeholder=lambda: _("Proof approved"),
        ).kept(self.context, "new stage", self._pipeline or NOTHING_YET).open()

    def _add_stage(self, dialog: NameDialog) -> None:
        pipeline, after = self.pipeline(), self._stage
        assert pipeline is not None
        try:
            made = self.edit(lambda draft: draft.add_stage(pipeline, dialog.name(), after))
        except UserError as error:
            dialog.refuse(error)
            return
        dialog.accept()
        self.show_stage(pipeline.id, made)
        # Not on the button that asked: what stands beside it, Alt with an arrow, moves the new one to its place.
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move(self, start: int, end: int) -> None:
        pipeline = self.pipeline()
        assert pipeline is not None
        order = reordered(self.model.rows, start, end, lambda row: row.id)
        order += [row.id for row in pipeline.stages if row.kind != StageKind.OPEN]
        self.change_order(str(pipeline.id), order)

    def retire(self) -> None:
        """Take the chosen stage out of use; where it has cards, ask where they go."""
        row, pipeline = self.stage(), self.pipeline()
        if row is None or pipeline is None or row.kind != StageKind.OPEN:
            return
        if not row.cards and not row.purpose:
            self._remove(pipeline, row, None)
            return
        self._ask_where(
            row,
            pipeline,
            title=lambda: _("Retire “{stage}”?").format(stage=row.name),
            sentence=lambda: (
                ngettext(
                    "{n} card stands here and goes there when you publish. Its history stays.",
                    "{n} cards stand here and go there when you publish. Their history stays.",
                    row.cards,
                ).format(n=row.cards)
                if row.cards
                else _("No card stands here; what comes before you publish goes there.")
            ),
        )

    def merge(self) -> None:
        """Let the chosen stage become part of another one: ask which; its cards go there."""
        row, pipeline = self.stage(), self.pipeline()
        if row is None or pipeline is None or row.kind != StageKind.OPEN:
            return
        self._ask_where(
            row,
            pipeline,
            title=lambda: _("Merge “{stage}” into…").format(stage=row.name),
            sentence=lambda: _(
                "Its cards go to the other stage when you publish; that one stays as it is."
            ),
            primary=lambda: _("Merge"),
        )

    def _ask_where(
        self,
        row: StageSettingRow,
        pipeline: PipelineSettingRow,
        sentence: Callable[[], str],
        **words: Callable[[], str],
    ) -> None:
        """Ask where the cards of a stage go; where there is no other open stage, that is said."""
        others = [
            (one.id, one.name)
            for one in pipeline.stages
            if one.kind == StageKind.OPEN and one.id != row.id
        ]
        if not others:
            self._refused(UserError(_("A pipeline needs an open stage. Nothing was changed.")))
            return

        def save(target: UUID, _failed: Failed) -> None:
            dialog.accept()
            self._remove(pipeline, row, target)

        def said() -> str:
            if not row.purpose:
                return sentence()
            lost = _(
                "Letters, payments and orders moved cards here: give its part in the main job to another stage."
            )
            return f"{sentence()} {lost}"

        dialog = RetireDialog(
            self, stages=others, near=_beside(pipeline, row), save=save, sentence=said, **words
        )
        dialog.open()

    def _remove(
        self, pipeline: PipelineSettingRow, row: StageSettingRow, cards_to: UUID | None
    ) -> None:
        before, self._stage = self._stage, cards_to
        try:
            self.edit(lambda draft: draft.remove_stage(pipeline, row.id, cards_to))
        except UserError as error:
            self._stage = before
            self._refused(error)


def _beside(pipeline: PipelineSettingRow, row: StageSettingRow) -> UUID:
    """The open stage before this one, or, of the first, the one behind it: cards go no further than that."""
    open_ones = [one.id for one in pipeline.stages if one.kind == StageKind.OPEN]
    at = open_ones.index(row.id)
    return open_ones[at - 1] if at else open_ones[1]


def _found(reader: Any) -> Stored:
    found = queries.settings
    return Stored(
        found.pipelines(reader),
        found.reasons(reader),
        queries.scripts.scripts(reader),
        found.lead_funnel_to_add(reader),
    )
