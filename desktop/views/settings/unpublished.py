# SPDX-License-Identifier: Apache-2.0
"""Changes of stages and scripts that wait to be published: kept through a restart, counted, published or let go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop import commands, queries
from desktop.errors import UserError
from desktop.i18n import N_, _, ngettext
from desktop.models.stages_draft import KIND, StagesDraft
from desktop.values.rows.drafts import DraftRow
from desktop.values.rows.scripts import ScriptsRow
from desktop.values.rows.settings import PipelineSettingRow, StageSettingRow
from desktop.values.scripts import Script, ScriptStep
from desktop.views.actions import ActionSpec
from desktop.views.context import Context
from desktop.views.settings.pipelines import PipelinesSection
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.label import Label

PUBLISH = ActionSpec(
    "settings.publish_stages", N_("Publish to all desks"), "paper-plane-tilt", ("Ctrl+S",)
)
_KEEP_MS = 1000


class UnpublishedStages(PipelinesSection):
    """What is shown is what would be published. Cards move, stages come and go at once, each with its undo."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self.draft = StagesDraft()
        self.scripts = ScriptsRow({}, {})
        self._stored: tuple[PipelineSettingRow, ...] = ()
        self._is_kept = False
        self._timer = QTimer(self, interval=_KEEP_MS)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._keep)
        self._count = Label("", self, style="small", role="secondary")
        self.discard_button = Button(lambda: _("Discard the changes"), self)
        self.discard_button.clicked.connect(self.discard)
        self.publish_button = Button(
            lambda: _("Publish to all desks"), self, kind="primary", shortcut="Ctrl+S"
        )
        self.publish_button.clicked.connect(self.publish)
        self.primary = self.publish_button
        context.tasks.fetch(
            "unpublished stages", lambda r: queries.drafts.draft(r, kind=KIND), then=self._restore
        )

    def _publish_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._count, 1)
        row.addWidget(self.discard_button)
        row.addWidget(self.publish_button)
        self._say_count()
        return row

    # What is stored, and over it what is changed

    def take_stored(self, pipelines: Sequence[PipelineSettingRow], scripts: ScriptsRow) -> None:
        """What stands in the shop now; a change that has become true is none any more."""
        self._stored, self.scripts = tuple(pipelines), scripts
        self.draft.settle(pipelines, scripts)
        self._lay_over()

    def _lay_over(self) -> None:
        self._pipelines = tuple(self.draft.over(one) for one in self._stored)
        self._say_count()

    def stored_stage(self, stage_id: UUID) -> StageSettingRow | None:
        """A stage as it is stored."""
        stages = (one for pipeline in self._stored for one in pipeline.stages)
        return next((one for one in stages if one.id == stage_id), None)

    def script(self, channel: str) -> Script:
        """A channel's script as it would be published."""
        return self.draft.script(self.scripts.holding.get(channel, Script(channel)))

    # Changing

    def change_stage(self, stage_id: UUID, fields: dict[str, Any]) -> None:
        """Change facts of a stage."""
        stored = self.stored_stage(stage_id)
        if stored is not None:
            self.draft.set_facts(stored, fields)
            self._changed()

    def change_order(self, pipeline_id: UUID, stage_ids: Sequence[UUID]) -> None:
        """Let the stages stand in this order."""
        stored = next((one for one in self._stored if one.id == pipeline_id), None)
        if stored is not None:
            self.draft.set_order(stored, stage_ids)
            self._changed()

    def change_script(self, channel: str, steps: Sequence[ScriptStep]) -> None:
        """Let a channel's script have these steps."""
        if channel in self.scripts.holding:
            self.draft.set_script(self.scripts.holding[channel], steps)
            self._changed()

    def _changed(self) -> None:
        self._lay_over()
        self._timer.start()
        self.show_over()

    def show_over(self) -> None:
        """Show what would be published."""
        raise NotImplementedError

    def _say_count(self) -> None:
        n = self.draft.count
        words = ngettext("{n} change, not published", "{n} changes, not published", n)
        self._count.set_content(words.format(n=n) if n else _("Everything is published"))
        self.discard_button.setEnabled(bool(n))
        self.publish_button.setEnabled(bool(n))

    # Keeping

    def flush(self) -> None:
        """Keep now what has not been kept yet."""
        if self._timer.isActive():
            self._timer.stop()
            self._keep()

    def _keep(self) -> None:
        if self.draft.count:
            body = self.draft.to_document()
            self._is_kept = True
            self.context.tasks.run(
                lambda uow: commands.drafts.save_draft(uow, kind=KIND, body=body)
            )
        elif self._is_kept:
            self._is_kept = False
            self.context.tasks.run(lambda uow: commands.drafts.drop_draft(uow, kind=KIND))

    def _restore(self, row: DraftRow | None) -> None:
        if row is None or self.draft.count:
            return
        try:
            self.draft = StagesDraft.from_document(row.body)
        except (KeyError, TypeError, ValueError):
            return
        self._is_kept = True
        if self._stored:
            self.take_stored(self._stored, self.scripts)
            self.show_over()

    # Publishing

    def publish(self) -> None:
        """Store every change in one step; what is refused is said at its place, and nothing is stored."""
        for form in self._forms:
            if not form.commit_all():
                return
        if not self.draft.count:
            return
        self._timer.stop()
        given = (
            dict(self.draft.facts),
            dict(self.draft.orders),
            dict(self.draft.scripts),
            dict(self.draft.based_on),
        )
        seen = {one: row.stamp for one in given[0] if (row := self.stored_stage(one)) is not None}

        def work(uow: commands.UnitOfWork) -> None:
            facts, orders, scripts, based_on = given
            commands.publishing.publish(
                uow, facts=facts, orders=orders, scripts=scripts, based_on=based_on, seen=seen
            )
            commands.drafts.drop_draft(uow, kind=KIND)

        self.run(work, then=lambda _none: self._published(), failed=self._not_published)

    def _published(self) -> None:
        self._is_kept = False
        self._note.say("", "er")
        self.draft = StagesDraft()
        self.refresh()

    def _not_published(self, error: UserError) -> None:
        self._timer.start()
        self._refused(error)
        kind, _sign, place = (error.field or "").partition(":")
        self.show_refused(kind, *place.partition(":")[::2], error)

    def show_refused(self, kind: str, place: str, field: str, error: UserError) -> None:
        """Go to what was refused."""
        raise NotImplementedError

    def discard(self) -> None:
        """Let every change go that is not published."""
        self.draft = StagesDraft()
        self._note.say("", "er")
        self._lay_over()
        self._keep()
        self.show_over()
