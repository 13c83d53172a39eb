# SPDX-License-Identifier: Apache-2.0
"""The page of stages and scripts: how the shop sells, changed in a draft that is published to all desks."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.i18n import N_, _
from desktop.views.actions import KeyHint
from desktop.views.context import Context
from desktop.views.page import Page
from desktop.views.settings.stages import StagesSection
from desktop.views.settings.unpublished import TAKE_BACK
from desktop.views.status_bar import Segment
from desktop.views.status_words import stage_segments


class StagesPage(Page):
    """The pipelines beside the title, what is not published at the right; below, what is edited."""

    def __init__(self, context: Context) -> None:
        super().__init__(N_("Stages and scripts"))
        self.view = StagesSection(context, self)
        self.primary = self.view.primary
        self.header.add_after(self.view.switch)
        self.header.add_after(self.view.menu_button)
        for tool in (
            self.view.count_label,
            self.view.back_button,
            self.view.discard_button,
            self.view.publish_button,
        ):
            self.header.add_tool(tool)
        for spec, do in self.view.actions_here:
            self.act(spec, do)
        # Only while there is something to take back: else it is what was published last that is undone.
        back = self.act(TAKE_BACK, self.view.take_back)
        back.setEnabled(self.view.back_button.isEnabled())
        self.view.steps_back.connect(back.setEnabled)
        self.set_body(self.view)
        self.header.installEventFilter(self)
        self.view.laid.connect(self._fit)
        self.view.laid.connect(self.figures_told)

    def figures(self) -> list[Segment] | None:
        """How many cards the shown pipeline has, how many stand too long, and when it was published last."""
        pipeline = self.view.pipeline()
        if pipeline is None:
            return None
        return stage_segments(pipeline, self.view.now, self.view.context.now())

    def retranslate(self) -> None:
        """Say the figures anew."""
        self.figures_told.emit()

    def open(self, id: UUID | None) -> None:
        """Show the pipeline or the stage with this id."""
        if id is not None:
            self.view.focus_on(id)

    def place(self) -> object:
        """The pipeline that is shown."""
        pipeline = self.view.pipeline()
        return pipeline.id if pipeline is not None else None

    def restore(self, place: object) -> None:
        """Show the pipeline that was shown."""
        if isinstance(place, UUID):
            self.view.focus_on(place)

    def focus_first(self) -> None:
        """Begin with the stages."""
        self.view.focus_first()

    def panes(self) -> list[QWidget]:
        """The stages, the reasons, the chosen stage, the script."""
        view = self.view
        shown = (view.table, view.finals.table, view.stage_form, view.script_editor)
        return [one for one in shown if one.isVisibleTo(self)]

    def adapt(self, window: QSize) -> None:
        """Let the script stand beside the stage, or behind a tab; choose pipelines from a list."""
        super().adapt(window)
        self.view.adapt(window)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A longer count, or keys that are shown, may leave the header no room for all pipelines."""
        is_header = watched is self.header and event.type() == QEvent.Type.LayoutRequest
        if is_header and self.header.sizeHint().width() > self.width():
            self.view.switch.set_narrow(True)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose pipelines from a list where the header has no room for all of them."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.view.switch.set_narrow(False)
        wanted = self.header.sizeHint().width()
        self.view.switch.set_narrow(wanted > self.width())

    def key_hints(self) -> list[KeyHint]:
        """What lists and fields here do with keys."""
        return [
            KeyHint("Alt+↑↓", _("Move a stage, reason or step up or down")),
            KeyHint("↵", _("Write the stage, the reason or the step")),
            KeyHint("Del", _("Retire the stage, remove the reason or the step")),
            KeyHint("Esc", _("Take back what was typed in a field")),
        ]
