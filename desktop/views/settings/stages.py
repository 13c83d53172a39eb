# SPDX-License-Identifier: Apache-2.0
"""Pipelines and their stages: in order, each with what it says and demands; beside them the scripts by channel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop import commands, queries
from desktop.errors import UserError
from desktop.i18n import N_, _, ngettext, say_keys
from desktop.models.rows import RowRole
from desktop.models.stages import StagesModel
from desktop.values.rows.scripts import ScriptsRow
from desktop.values.rows.settings import PipelineSettingRow, ReasonRow, StageSettingRow
from desktop.values.states import StageKind
from desktop.views import theme
from desktop.views.actions import ActionSpec
from desktop.views.context import Context
from desktop.views.settings.ordered_table import OrderedTable, reordered
from desktop.views.settings.reasons_panel import FinalsPanel
from desktop.views.settings.script_editor import ScriptEditor
from desktop.views.settings.script_trial import try_script
from desktop.views.settings.section import ONE_BELOW_THE_OTHER, Scrolled, TwoParts
from desktop.views.settings.small_dialogs import Failed, NameDialog, RetireDialog
from desktop.views.settings.stage_form import StageForm
from desktop.views.settings.stage_parts import StageDelegate
from desktop.views.settings.unpublished import PUBLISH, UnpublishedStages
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.tabs import Tabs

ADD = ActionSpec("settings.add_stage", N_("Add a stage"), "plus", ("Ctrl+N",))
LIST, SCRIPT = 296, 336
BESIDE = 1300
"""From this width of the window the script stands beside the stage."""

Found = tuple[tuple[PipelineSettingRow, ...], tuple[ReasonRow, ...], ScriptsRow]


class StagesSection(UnpublishedStages):
    """The stages of the chosen pipeline at the left, the chosen stage's form beside them."""

    kinds: ClassVar[tuple[str, ...]] = (
        "pipeline", "stage", "refusal_reason", "deal", "lead", "script",
    )  # fmt: skip

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self._shown: UUID | None = None
        self._reasons: tuple[ReasonRow, ...] = ()
        self._is_wide = True
        self.parts = TwoParts(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.PANEL_GAP)
        outer.addLayout(self._publish_row())
        outer.addWidget(self.parts, 1)
        left = Scrolled(self, widest=4000)
        left.column.addLayout(self._pipeline_row())
        left.column.addWidget(self._note)
        left.column.addWidget(self._stage_panel())
        self.finals = FinalsPanel(self, self._open_final)
        left.column.addWidget(self.finals)
        self.parts.put(left, width=LIST, least=200)
        self.parts.put(self._right(), least=240)
        self.actions_here = [(ADD, self.add_stage), (PUBLISH, self.publish)]

    def _right(self) -> QWidget:
        """The stage's form with the script beside it, or both behind tabs where there is little room."""
        holder = QWidget(self)
        self._form_side = Scrolled(holder, widest=4000)
        self.stage_form = StageForm(self, self.change_stage, self.retire, self.merge)
        self._form_side.column.addWidget(self.stage_form)
        self.script_editor = ScriptEditor(holder)
        self.script_editor.changed.connect(self.change_script)
        self.script_editor.channel_chosen.connect(self._show_channel)
        self.script_editor.tried.connect(self._try)
        self.script_editor.given_back.connect(self._give_back)
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

    def _stage_panel(self) -> Panel:
        panel = Panel(lambda: _("Stages"), self, padding=(0, 0))
        self.model = StagesModel(self)
        self.table = OrderedTable(
            panel, name=lambda: _("Stages"), bar=True, delegate=StageDelegate(panel)
        )
        self.table.setModel(self.model)
        self.table.set_widths(0, 72, 44)
        self.table.moved.connect(self._move)
        self.table.removed.connect(lambda _row: self.retire())
        self.table.opened.connect(lambda _index: self.stage_form.begin())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._row_chosen())
        panel.body.setSpacing(0)
        panel.body.addWidget(self.table)
        self.add_button = Button(lambda: _("Stage"), panel, kind="link", size="small", icon="plus")
        self.add_button.setAccessibleName(_("Add a stage"))
        self.add_button.clicked.connect(self.add_stage)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 4, 12, 4)
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        foot.addWidget(
            Label(
                lambda: _("drag, or {up} {down}").format(
                    up=say_keys("Alt+Up"), down=say_keys("Alt+Down")
                ),
                panel,
                style="small",
                role="secondary",
            )
        )
        panel.body.addLayout(foot)
        return panel

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
        self._grid.setColumnStretch(1, 0 if wide else 1)

    def refresh(self) -> None:
        """Ask for pipelines, stages and reasons."""
        self.context.tasks.fetch("stages", _found, then=self._show)

    def retranslate(self) -> None:
        """Name the list of pipelines anew."""
        self.model.retranslate()
        self.pipeline_box.setAccessibleName(_("Pipeline"))
        self.add_button.setAccessibleName(_("Add a stage"))
        super().retranslate()

    def _show(self, found: Found) -> None:
        pipelines, self._reasons, scripts = found
        self.take_stored(pipelines, scripts)
        self.show_over()

    def show_over(self) -> None:
        """Show what would be published."""
        if self.pipeline() is None:
            first = next((one for one in self._pipelines if not one.for_leads), None)
            self._pipeline = first.id if first is not None else None
        self.pipeline_box.refill()
        self.pipeline_box.set_value(self._pipeline)
        pipeline = self.pipeline()
        if pipeline is None:
            return
        stages = [row for row in pipeline.stages if row.kind == StageKind.OPEN]
        self.model.replace(stages)
        self.table.setFixedHeight(theme.px(40) * max(1, len(stages)) + theme.px(32) + 2)
        self.finals.show_finals(pipeline.stages, self._reasons, for_leads=pipeline.for_leads)
        self._show_stage(pipeline)
        self._show_channel(self.script_editor.channel)

    def _show_channel(self, channel: str) -> None:
        is_own = channel in self.scripts.holding and self.scripts.holding[channel].id is not None
        self.script_editor.show_script(self.script(channel), is_own=is_own)

    def _give_back(self) -> None:
        channel = self.script_editor.channel
        self.change_script(channel, self.scripts.shipped[channel].steps)

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
        ).open()

    def _add_stage(self, dialog: NameDialog) -> None:
        name, pipeline_id, after = dialog.name(), self._pipeline, self._stage
        assert pipeline_id is not None

        def added(stage_id: UUID) -> None:
            dialog.accept()
            self._stage = stage_id
            self.refresh()

        then, failed = dialog.held(added, dialog.refuse)
        self.run(
            lambda uow: commands.stages.add_stage(
                uow, pipeline_id=pipeline_id, name=name, after_id=after
            ),
            then=then,
            failed=failed,
        )

    def _move(self, start: int, end: int) -> None:
        pipeline = self.pipeline()
        assert pipeline is not None
        order = reordered(self.model.rows, start, end, lambda row: row.id)
        order += [row.id for row in pipeline.stages if row.kind != StageKind.OPEN]
        self.change_order(pipeline.id, order)

    def retire(self) -> None:
        """Take the chosen stage out of use; where it has cards, ask where they go."""
        row, pipeline = self.stage(), self.pipeline()
        if row is None or pipeline is None or row.kind != StageKind.OPEN:
            return
        if not row.cards:
            self._retire(row, None, self._refused, lambda: None)
            return
        others = self._others(row, pipeline)
        if not others:
            return
        dialog = RetireDialog(
            self,
            title=lambda: _("Retire “{stage}”?").format(stage=row.name),
            sentence=lambda: ngettext(
                "{n} card stands here. Its history stays; undo brings the stage back.",
                "{n} cards stand here. Their history stays; undo brings the stage back.",
                row.cards,
            ).format(n=row.cards),
            stages=others,
            save=lambda target, failed: self._retire(row, target, failed, dialog.accept),
        )
        dialog.open()

    def merge(self) -> None:
        """Let the chosen stage become part of another one: ask which; its cards go there."""
        row, pipeline = self.stage(), self.pipeline()
        if row is None or pipeline is None or row.kind != StageKind.OPEN:
            return
        others = self._others(row, pipeline)
        if not others:
            return

        def save(target: UUID, failed: Failed) -> None:
            stage_id, seen = row.id, {row.id: row.stamp}

            def merged(_moved: int) -> None:
                self._stage = target
                dialog.accept()

            self.run(
                lambda uow: commands.stages.merge_stage(
                    uow, stage_id=stage_id, into=target, seen=seen
                ),
                then=merged,
                failed=failed,
            )

        dialog = RetireDialog(
            self,
            title=lambda: _("Merge “{stage}” into…").format(stage=row.name),
            sentence=lambda: _(
                "Its cards go to the other stage, which stays as it is. Undo parts them again."
            ),
            stages=others,
            save=save,
            primary=lambda: _("Merge"),
        )
        dialog.open()

    def _others(self, row: StageSettingRow, pipeline: PipelineSettingRow) -> list[tuple[UUID, str]]:
        """The open stages beside this one; where there is none, that is said."""
        others = [
            (one.id, one.name)
            for one in pipeline.stages
            if one.kind == StageKind.OPEN and one.id != row.id
        ]
        if not others:
            self._refused(UserError(_("A pipeline needs an open stage. Nothing was changed.")))
        return others

    def _retire(
        self, row: StageSettingRow, target: UUID | None, failed: Failed, done: Callable[[], None]
    ) -> None:
        stage_id, seen = row.id, {row.id: row.stamp}

        def retired(_moved: int) -> None:
            self._stage = target
            done()

        self.run(
            lambda uow: commands.stages.retire_stage(
                uow, stage_id=stage_id, cards_to=target, seen=seen
            ),
            then=retired,
            failed=failed,
        )


def _found(reader: Any) -> Found:
    found = queries.settings
    return found.pipelines(reader), found.reasons(reader), queries.scripts.scripts(reader)
