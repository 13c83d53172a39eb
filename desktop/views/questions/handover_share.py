# SPDX-License-Identifier: Apache-2.0
"""To whom cards go: one colleague, whoever has least, or somebody for each pipeline; and how much each then has."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QVBoxLayout, QWidget

from desktop.i18n import _, formats
from desktop.models.handover import Gets, Handover, Sharing, Wish, after_words
from desktop.values.initials import initials, tint
from desktop.views import theme
from desktop.views.questions.receiver_tile import ReceiverTile
from desktop.views.widgets.avatar import Avatar
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.panel import Hairline
from desktop.views.widgets.progress import Bar
from desktop.views.widgets.segmented import Segment, SegmentedControl

_WAY_PADDING = 4
_AVATAR = 28
_ROOM = 1.35
"""How much longer a bar is than the largest load afterwards."""


class SharePart(QWidget):
    """Asks for the receivers; `changed` is told what was chosen."""

    changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._wish = Wish()
        self._shown: object = None
        self.ways = SegmentedControl(
            [
                Segment(Sharing.ONE, lambda: _("One person")),
                Segment(Sharing.LOAD, lambda: _("By load")),
                Segment(Sharing.PIPELINE, lambda: _("By pipeline")),
            ],
            self,
            name=lambda: _("To whom"),
            height=theme.CONTROL_SMALL,
            padding=_WAY_PADDING,
            stretch=True,
        )
        self.tiles: list[ReceiverTile] = []
        self.combos: dict[UUID, ComboBox] = {}
        self._group = QButtonGroup(self)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.ways)
        column.addLayout(self._rows)
        self.ways.chosen.connect(
            lambda key: self.changed.emit(replace(self._wish, sharing=Sharing(key), moved={}))
        )

    def show_handover(self, handover: Handover) -> None:
        """Show what was worked out; what somebody chooses with stays the widget it is."""
        self._wish = handover.wish
        self.ways.choose(self._wish.sharing)
        # The choices of one person and of a pipeline are made once: a rebuilt one would lose the focus.
        shown = (handover.offer, self._wish.sharing, handover.day)
        if self._wish.sharing is Sharing.LOAD or shown != self._shown:
            self._shown = shown
            empty(self._rows)
            self.tiles, self.combos = [], {}
            match self._wish.sharing:
                case Sharing.ONE:
                    self._add_tiles(handover)
                case Sharing.LOAD:
                    self._add_gets(handover)
                case Sharing.PIPELINE:
                    self._add_pipelines(handover)
        for tile in self.tiles:
            tile.setChecked(tile.id == self._wish.one)

    def _add_tiles(self, handover: Handover) -> None:
        for receiver in handover.offer.receivers:
            tile = ReceiverTile(receiver, handover.day, self)
            tile.toggled.connect(lambda on, one=receiver.id: self._choose(one) if on else None)
            self._group.addButton(tile)
            self.tiles.append(tile)
            self._rows.addWidget(tile)

    def _choose(self, receiver: UUID) -> None:
        if receiver != self._wish.one:
            self.changed.emit(replace(self._wish, one=receiver, moved={}))

    def _add_gets(self, handover: Handover) -> None:
        gets = handover.gets()
        most = max((one.after for one in gets), default=1) * _ROOM
        for one in gets:
            self._rows.addWidget(_GetsRow(one, most, self))
            self._rows.addWidget(Hairline(self))

    def _add_pipelines(self, handover: Handover) -> None:
        takers = handover.pipeline_takers()
        for pipeline_id, name in handover.offer.pipelines:
            combo = ComboBox(self)
            for receiver in handover.offer.receivers:
                combo.addItem(receiver.name, receiver.id)
            ids = [receiver.id for receiver in handover.offer.receivers]
            if (taker := takers.get(pipeline_id)) in ids:
                combo.setCurrentIndex(ids.index(taker))
            combo.activated.connect(lambda _row, one=pipeline_id: self._assign(one))
            self.combos[pipeline_id] = combo
            self._rows.addWidget(Field(name, combo, self))

    def _assign(self, pipeline_id: UUID) -> None:
        chosen = self.combos[pipeline_id].currentData()
        by_pipeline = {**self._wish.by_pipeline, pipeline_id: chosen}
        self.changed.emit(replace(self._wish, by_pipeline=by_pipeline, moved={}))

    def focus_first(self) -> None:
        """Put the focus where somebody chooses first."""
        chosen = [tile for tile in self.tiles if tile.isChecked()] or self.tiles
        first: QWidget = chosen[0] if chosen else self.ways
        first.setFocus()


class _GetsRow(QWidget):
    """Who gets how many cards, how many they then have, and both as a bar."""

    def __init__(self, gets: Gets, most: float, parent: QWidget) -> None:
        super().__init__(parent)
        person = gets.receiver
        words = Label(person.name, self, weight=theme.MEDIUM)
        plus = Label(f"+{formats.number(gets.count)}", self, weight=theme.SEMIBOLD)
        after = Label(after_words(gets), self, style="small", role="secondary")
        bar = Bar(self, name=lambda: f"{person.name}, +{gets.count} {after_words(gets)}")
        bar.set_parts([(person.load / most, "edge"), (gets.count / most, "ac")])
        face = Avatar(initials(person.name), person.name, tint(person.id), _AVATAR, self)
        rows = QGridLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setHorizontalSpacing(8)
        rows.setVerticalSpacing(0)
        rows.setColumnStretch(1, 1)
        for place, shown in enumerate((face, words, plus, after)):
            rows.addWidget(shown, 0, place, Qt.AlignmentFlag.AlignVCenter)
        rows.addWidget(bar, 1, 1, 1, 3)
