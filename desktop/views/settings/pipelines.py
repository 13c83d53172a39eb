# SPDX-License-Identifier: Apache-2.0
"""Which pipeline's stages are edited, and what can be done with pipelines: added, copied, renamed, retired."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.rows.settings import PipelineSettingRow
from desktop.views.context import Context
from desktop.views.questions.pipeline_switch import PipelineSwitch
from desktop.views.settings.small_dialogs import NameDialog
from desktop.views.settings.unpublished import UnpublishedStages
from desktop.views.widgets.buttons import icon_button
from desktop.views.widgets.menu import popup_menu


class PipelinesSection(UnpublishedStages):
    """The choice of a pipeline, or of the lead funnel, with its menu."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self._pipeline: UUID | None = None
        self._stage: UUID | None = None
        self.switch = PipelineSwitch(self, may_edit=False)
        self.switch.chosen.connect(self.choose)
        self.menu_button = icon_button("dots-three", lambda: _("Pipelines"), self, kind="default")
        self.menu_button.clicked.connect(self._open_menu)

    def pipeline(self) -> PipelineSettingRow | None:
        """The chosen pipeline, as it would be published."""
        return next((one for one in self._pipelines if one.id == self._pipeline), None)

    def choose(self, pipeline_id: UUID) -> None:
        """Show another pipeline."""
        self._pipeline, self._stage = pipeline_id, None
        self.note.say("", "er")
        self.show_over()

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
        if self._pipelines and not any(one.for_leads for one in self._pipelines):
            offered.append((_("Add the lead funnel"), self.add_lead_funnel))
        if (
            pipeline is not None
            and pipeline.for_leads
            and pipeline.id in self.draft.pipelines.added
        ):
            offered.append((_("Do not add the lead funnel"), self.leave_lead_funnel))
        return offered

    def add_lead_funnel(self) -> None:
        """Give a shop that was begun before there were leads its funnel, as it is shipped, to be published."""
        shipped = self.stored_now.lead_funnel
        if shipped is not None:
            self.choose(self.edit(lambda draft: draft.add_lead_funnel(shipped, self._pipelines)))

    def leave_lead_funnel(self) -> None:
        """Take it out of the draft again."""
        pipeline = self.pipeline()
        assert pipeline is not None
        self.edit(lambda draft: draft.remove_pipeline(pipeline))

    def new_pipeline(self, *, copied: bool) -> None:
        """Ask for a new pipeline, with the stages of this one or with one open stage."""
        pipeline = self.pipeline()
        stages = pipeline.stages if copied and pipeline else ()

        def save(dialog: NameDialog) -> None:
            try:
                made = self.edit(
                    lambda draft: draft.add_pipeline(dialog.name(), stages, beside=self._pipelines)
                )
            except UserError as error:
                dialog.refuse(error)
                return
            dialog.accept()
            self.choose(made)

        NameDialog(
            self,
            (lambda: _("Copy the pipeline")) if copied else (lambda: _("New pipeline")),
            save=save,
            primary=(lambda: _("Copy")) if copied else (lambda: _("Add")),
            placeholder=lambda: _("Tender"),
            hint=(lambda: _("Stages, limits and demands are copied, cards are not."))
            if copied
            else "",
        ).kept(self.context, "new pipeline").open()

    def rename_pipeline(self) -> None:
        """Ask for another name."""
        pipeline = self.pipeline()
        if pipeline is None:
            return
        stored = next((one for one in self.stored_now.pipelines if one.id == pipeline.id), None)

        def save(dialog: NameDialog) -> None:
            try:
                self.edit(
                    lambda draft: draft.rename_pipeline(
                        stored, pipeline.id, dialog.name(), beside=self._pipelines
                    )
                )
            except UserError as error:
                dialog.refuse(error)
                return
            dialog.accept()

        NameDialog(
            self,
            lambda: _("Rename the pipeline"),
            save=save,
            primary=lambda: _("Save"),
            name=pipeline.name,
        ).kept(self.context, "pipeline name", pipeline.id).open()

    def retire_pipeline(self) -> None:
        """Take the pipeline out of use; it stays while it has open cards."""
        pipeline = self.pipeline()
        if pipeline is None:
            return
        if sum(not one.for_leads for one in self._pipelines) == 1:
            self._refused(UserError(_("A shop needs a pipeline. Nothing was changed.")))
            return
        try:
            self.edit(lambda draft: draft.remove_pipeline(pipeline))
        except UserError as error:
            self._refused(error)
