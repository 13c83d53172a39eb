# SPDX-License-Identifier: Apache-2.0
"""What a deal is called, when it is due, how warm the client is, who controls it, and a note."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.i18n import _
from desktop.values.calendar import WorkingCalendar
from desktop.values.dates import When
from desktop.values.form_merge import merge, touched
from desktop.values.rows.card import DealCard
from desktop.values.states import Heat
from desktop.views.card.form_dialog import FormDialog
from desktop.views.questions.when_edit import WhenEdit, goods_moment
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.segmented import Segment, SegmentedControl
from desktop.views.widgets.text_area import TextArea

TITLE, DUE, HEAT, CONTROLLER, NOTE = "title", "due_at", "heat", "controller_id", "note"


class DealDialog(FormDialog):
    """Only the fields that were touched are saved."""

    def __init__(
        self,
        parent: QWidget,
        card: DealCard,
        *,
        now: Callable[[], dt.datetime],
        calendar: WorkingCalendar,
        save: Callable[[dict[str, object]], None],
    ) -> None:
        super().__init__(
            parent, lambda: _("The deal"), subtitle=card.number, icon="pencil-simple", width=560
        )
        self._now, self._calendar, self._save = now, calendar, save
        self.title_edit = LineEdit(self)
        self.title_field = Field(lambda: _("Title"), self.title_edit, self, required=True)
        self.due = WhenEdit(calendar, now, self, placeholder=lambda: _("fri, 19.10, +3"))
        self.due_field = Field(lambda: _("Due"), self.due, self)
        self.heat = SegmentedControl(
            [Segment(heat.value, heat.label) for heat in Heat],
            self,
            name=lambda: _("Heat"),
        )
        self.controller = ComboBox(self)
        self.note = TextArea(self, lines=2, most=6)
        self._fill_people(card)
        self._lay_out()
        self._base = self._values_of(card)
        self._write(self._base)
        self.submitted.connect(self._submit)

    def _lay_out(self) -> None:
        self.body.addWidget(self.title_field)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.due_field, 1)
        row.addWidget(Field(lambda: _("Heat"), self.heat, self))
        self.body.addLayout(row)
        self.body.addWidget(Field(lambda: _("Controller"), self.controller, self))
        self.body.addWidget(Field(lambda: _("Note"), self.note, self))
        self.set_primary(lambda: _("Save"))
        self.add_cancel()
        self.due.read_failed.connect(self.due_field.set_error)

    def _fill_people(self, card: DealCard) -> None:
        self.controller.offer(lambda: _("The head of sales"))
        known = (one for one in card.holders if one.is_active or one.id == card.controller_id)
        for holder in known:
            self.controller.addItem(holder.name, holder.id)

    @staticmethod
    def _values_of(card: DealCard) -> dict[str, object]:
        return {
            TITLE: card.title,
            DUE: card.due_at,
            HEAT: card.heat or Heat.COLD.value,
            CONTROLLER: card.controller_id,
            NOTE: card.note,
        }

    def _write(self, values: dict[str, object]) -> None:
        self.title_edit.setText(str(values[TITLE]))
        due = values[DUE]
        local = due.astimezone(self._now().tzinfo) if isinstance(due, dt.datetime) else None
        self.due.set_value(When(local, has_time=True) if local else None)
        self.heat.choose(Heat.known(str(values[HEAT])) or Heat.COLD)
        place = self.controller.findData(values[CONTROLLER])
        self.controller.setCurrentIndex(max(0, place))
        if self.note.text() != values[NOTE]:
            self.note.set_text(str(values[NOTE]))

    def edits(self) -> dict[str, QWidget]:
        """All that is typed or chosen, by name."""
        return {
            TITLE: self.title_edit, DUE: self.due, HEAT: self.heat, CONTROLLER: self.controller,
            NOTE: self.note,
        }  # fmt: skip

    def values(self) -> dict[str, object]:
        """The fields as they are now."""
        when = self.due.value()
        controller: Any = self.controller.currentData()
        due = goods_moment(when, self._calendar).astimezone(dt.UTC) if when else None
        return {
            TITLE: self.title_edit.text().strip(),
            DUE: due,
            HEAT: self.heat.current(),
            CONTROLLER: controller if isinstance(controller, UUID) else None,
            NOTE: self.note.text().strip(),
        }

    def refresh(self, card: DealCard, who: str) -> None:
        """The deal has changed: untouched fields follow, clashes are told."""
        stored = self._values_of(card)
        merged = merge(self._base, self.values(), stored)
        self._base = stored
        self._write(stored)
        self.base_shown.emit()
        self._write(merged.shown)
        if merged.clashes:
            names = {
                TITLE: _("Title"),
                DUE: _("Due"),
                HEAT: _("Heat"),
                CONTROLLER: _("Controller"),
                NOTE: _("Note"),
            }
            self.tell_clashes(who, [names[name] for name in merged.clashes])

    def _submit(self) -> None:
        if not self.due.commit():
            self.due.setFocus()
            return
        if not self.title_edit.text().strip():
            self.title_field.set_error(_("Say what the client wants."))
            self.title_edit.setFocus()
            return
        self._save(touched(self._base, self.values()))
