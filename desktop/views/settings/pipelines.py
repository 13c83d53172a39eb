# SPDX-License-Identifier: Apache-2.0
"""Which pipeline's stages are edited, and what can be done with pipelines: added, copied, renamed, retired."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop import commands
from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.rows.settings import PipelineSettingRow
from desktop.views.context import Context
from desktop.views.settings.inputs import ChoiceBox
from desktop.views.settings.section import SectionView
from desktop.views.settings.small_dialogs import NameDialog
from desktop.views.widgets.buttons import icon_button
from desktop.views.widgets.field import Note
from desktop.views.widgets.menu import popup_menu


class PipelinesSection(SectionView):
    """The choice of a pipeline, or of the lead funnel, with its menu."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self._pipelines: tuple[PipelineSettingRow, ...] = ()
        self._pipeline: UUID | None = None
        self._stage: UUID | None = None
        self._note = Note(self)

    def _pipeline_row(self) -> QHBoxLayout:
        self.pipeline_box = ChoiceBox(self, lambda: [(one.id, one.name) for one in self._pipelines])
        self.pipeline_box.setAccessibleName(_("Pipeline"))
        self.pipeline_box.activated.connect(lambda _row: self._choose(self.pipeline_box.value()))
        self.menu_button = icon_button("dots-three", lambda: _("Pipelines"), self, kind="default")
        self.menu_button.clicked.connect(self._open_menu)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.pipeline_box, 1)
        row.addWidget(self.menu_button)
        return row

    def pipelines(self) -> tuple[PipelineSettingRow, ...]:
        """All of them, as they are shown."""
        return self._pipelines

    def pipeline(self) -> PipelineSettingRow | None:
        """The chosen pipeline."""
        return next((one for one in self._pipelines if one.id == self._pipeline), None)

    def _choose(self, pipeline_id: UUID) -> None:
        self._pipeline, self._stage = pipeline_id, None
        self._note.say("", "er")
        self.refresh()

    # Pipelines

    def _open_menu(self) -> None:
        menu = popup_menu(self)
        for words, do in self.pipeline_actions():
            menu.addAction(words, do)
        place = self.menu_button.rect().bottomLeft()
        menu.popup(self.menu_button.mapToGlobal(place))
        menu.setActiveAction(menu.actions()[0])

    def pipeline_actions(self) -> Sequence[tuple[str, Callable[[], None]]]:
        """What can be done with pipelines, in words."""
        pipeline = self.pipeline()
        offered: list[tuple[str, Callable[[], None]]] = [
            (_("New pipeline…"), partial(self.new_pipeline, copied=False))
        ]
        if pipeline is not None and not pipeline.for_leads:
            offered += [
                (_("Copy this pipeline…"), partial(self.new_pipeline, copied=True)),
                (_("Rename this pipeline…"), self.rename_pipeline),
                (_("Retire this pipeline"), self.retire_pipeline),
            ]
        if not any(one.for_leads for one in self._pipelines):
            offered.append((_("Add the lead funnel"), self.add_lead_funnel))
        return offered

    def add_lead_funnel(self) -> None:
        """Give a shop that was begun before there were leads its funnel."""
        self.run(
            lambda uow: commands.shop.add_lead_funnel(uow),
            then=self._choose,
            failed=self._refused,
        )

    def new_pipeline(self, *, copied: bool) -> None:
        """Ask for a new pipeline, with the stages of this one or with one open stage."""
        pipeline = self.pipeline()
        source = pipeline.id if copied and pipeline else None
        NameDialog(
            self,
            (lambda: _("Copy the pipeline")) if copied else (lambda: _("New pipeline")),
            save=partial(self._add_pipeline, source),
            primary=(lambda: _("Copy")) if copied else (lambda: _("Add")),
            placeholder=lambda: _("Tender"),
            hint=(lambda: _("Stages, limits and demands are copied, cards are not."))
            if copied
            else "",
        ).open()

    def _add_pipeline(self, source: UUID | None, dialog: NameDialog) -> None:
        name = dialog.name()

        def added(pipeline_id: UUID) -> None:
            dialog.accept()
            self._choose(pipeline_id)

        then, failed = dialog.held(added, dialog.refuse)
        self.run(
            lambda uow: commands.stages.add_pipeline(uow, name=name, copy_of=source),
            then=then,
            failed=failed,
        )

    def rename_pipeline(self) -> None:
        """Ask for another name."""
        pipeline = self.pipeline()
        if pipeline is None:
            return
        pipeline_id, seen = pipeline.id, {pipeline.id: pipeline.stamp}

        def save(dialog: NameDialog) -> None:
            name = dialog.name()
            self.run(
                lambda uow: commands.stages.rename_pipeline(
                    uow, pipeline_id=pipeline_id, name=name, seen=seen
                ),
                then=lambda _done: dialog.accept(),
                failed=dialog.refuse,
            )

        NameDialog(
            self,
            lambda: _("Rename the pipeline"),
            save=save,
            primary=lambda: _("Save"),
            name=pipeline.name,
        ).open()

    def retire_pipeline(self) -> None:
        """Take the pipeline out of use; it stays while it has open cards."""
        pipeline = self.pipeline()
        if pipeline is None:
            return
        if sum(not one.for_leads for one in self._pipelines) == 1:
            self._refused(UserError(_("A shop needs a pipeline. Nothing was changed.")))
            return
        pipeline_id = pipeline.id
        self.run(
            lambda uow: commands.stages.retire_pipeline(uow, pipeline_id=pipeline_id),
            then=lambda _done: self._note.say("", "er"),
            failed=self._refused,
        )

    def _refused(self, error: UserError) -> None:
        self._note.say(error.sentence, "er", "warning-circle")
