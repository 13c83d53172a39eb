# SPDX-License-Identifier: Apache-2.0
"""Which pipeline is shown: segments beside the title, a list to choose from where there is little room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.i18n import _
from desktop.views import theme
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.segmented import Segment, SegmentedControl

NARROW = 184
_MOST_SEGMENTS = 5
_ADD = "+"


class Named(Protocol):
    """What can be chosen."""

    @property
    def id(self) -> UUID:
        """Which one."""

    @property
    def name(self) -> str:
        """What it is called."""


class PipelineSwitch(QWidget):
    """Tells `chosen` with a pipeline's id; `edit_asked` where the person may change pipelines."""

    chosen = Signal(object)
    edit_asked = Signal()

    def __init__(self, parent: QWidget, *, may_edit: bool) -> None:
        super().__init__(parent)
        self._may_edit = may_edit
        self._pipelines: tuple[Named, ...] = ()
        self._current: UUID | None = None
        self._is_narrow = False
        self._segments = SegmentedControl([], self, name=lambda: _("Pipeline"))
        self._segments.chosen.connect(self._press)
        self._segments.pressed_again.connect(self._press_again)
        self._combo = ComboBox(self)
        self._combo.activated.connect(lambda row: self._choose(self._pipelines[row].id))
        self._combo.say_as(lambda: _("Pipeline"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._segments)
        row.addWidget(self._combo)
        self._combo.hide()

    def set_pipelines(self, pipelines: Sequence[Named], current: UUID) -> None:
        """Offer these, with one of them shown."""
        if tuple(pipelines) != self._pipelines:
            self._combo.clear()
            self._combo.addItems([one.name for one in pipelines])
        self._current, self._pipelines = current, tuple(pipelines)
        self._segments.set_segments(self._parts())
        self._segments.choose(str(current))
        place = next(n for n, one in enumerate(self._pipelines) if one.id == current)
        self._combo.setCurrentIndex(place)
        self.set_narrow(self._is_narrow)

    def set_narrow(self, narrow: bool) -> None:
        """Use the list where there is little room, or too many pipelines."""
        self._is_narrow = narrow
        self._combo.setFixedWidth(theme.px(NARROW))
        as_list = narrow or len(self._pipelines) > _MOST_SEGMENTS
        self._segments.setVisible(not as_list)
        self._combo.setVisible(as_list)

    def step(self, by: int) -> None:
        """Go to the next or previous pipeline, round at the ends."""
        ids = [one.id for one in self._pipelines]
        if self._current in ids and len(ids) > 1:
            self._choose(ids[(ids.index(self._current) + by) % len(ids)])

    def _parts(self) -> list[Segment]:
        parts = [
            Segment(str(one.id), one.name, menu_arrow=self._may_edit and one.id == self._current)
            for one in self._pipelines
        ]
        if self._may_edit:
            parts.append(Segment(_ADD, icon="plus", tip=_add_words, quiet=True))
        return parts

    def _press(self, key: str) -> None:
        if key == _ADD:
            self._segments.choose(str(self._current))
            self.edit_asked.emit()
        else:
            self._choose(UUID(key))

    def _press_again(self, _key: str) -> None:
        if self._may_edit:
            self.edit_asked.emit()

    def _choose(self, pipeline_id: UUID) -> None:
        if pipeline_id != self._current:
            self._current = pipeline_id
            self.chosen.emit(pipeline_id)


def _add_words() -> str:
    return _("Add or change pipelines")
