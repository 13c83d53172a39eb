# SPDX-License-Identifier: Apache-2.0
"""The next touch as part of a form: kind, goal, and the day in plain words or by one key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.i18n import _, ngettext
from desktop.models.card_words import kind_icon
from desktop.values.calendar import WorkingCalendar
from desktop.values.drafts.touch import TouchDraft
from desktop.views.keyboard import physical_key, text_field
from desktop.views.questions.kind_box import KINDS
from desktop.views.questions.touch_extras import TouchExtras
from desktop.views.questions.touch_fields import TouchFields
from desktop.views.questions.usual_times import USUAL_TIMES
from desktop.views.questions.when_edit import WhenEdit
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.field import Field
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.segmented import Segment, SegmentedControl


class TouchForm(TouchFields):
    """Asks for one touch. `edited` is told whenever a person changed something.

    `with_kind` False leaves kind and goal out: then only another time is asked for. Without extras a touch that is
    there keeps its checklist and comes again as it did. Where there is room
    `has_named_kinds` says the kinds beside their icons.
    """

    def __init__(
        self,
        calendar: WorkingCalendar,
        now: Callable[[], dt.datetime],
        parent: QWidget | None = None,
        *,
        with_kind: bool = True,
        required: bool = True,
        with_extras: bool = True,
        has_named_kinds: bool = False,
    ) -> None:
        super().__init__(now, parent)
        self._with_kind, self._with_extras = with_kind, with_kind and with_extras
        self.kind = SegmentedControl(
            [
                Segment(one.value, one.label, kind_icon(one.value))
                if has_named_kinds
                else Segment(one.value, "", kind_icon(one.value), one.label)
                for one in KINDS
            ],
            self,
            name=lambda: _("Kind"),
            padding=8 if has_named_kinds else 12,
        )
        self.when = WhenEdit(calendar, now, self, placeholder=lambda: _("fri 14:00, +3"))
        self.reason = LineEdit(self, placeholder=lambda: _("They are closed until Monday"))
        self.extras = TouchExtras(self)
        self.goal_field = Field(lambda: _("What for"), self.goal, self, required=required)
        self.when_field = Field(lambda: _("When"), self.when, self, required=required)
        self._reason_field = Field(
            lambda: _("Why it waits again"), self.reason, self, required=True
        )
        self._lay_out()
        self._join()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        chips = QWidget(self)
        flow = FlowLayout(chips, gap=6, row_gap=6)
        for one in USUAL_TIMES:
            chip = Button(partial(_, one.name), chips, size="small", shortcut=one.key)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.clicked.connect(partial(self.take, one.said))
            flow.addWidget(chip)
        if self._with_kind:
            column.addWidget(self.kind)
            column.addWidget(self.goal_field)
        else:
            self.kind.hide()
            self.goal_field.hide()
        for widget in (self.when_field, chips, self.agreed, self.extras, self._reason_field):
            column.addWidget(widget)
        self.extras.setVisible(self._with_extras)
        self._reason_field.hide()

    def _join(self) -> None:
        super()._join()
        self.extras.edited.connect(self._changed)

    def fields(self) -> dict[str, tuple[Field, QWidget]]:
        """What for stands before when, and why it waits again after both."""
        known = super().fields()
        return {
            "goal": known["goal"],
            "due_at": known["due_at"],
            "reason": (self._reason_field, self.reason),
        }

    def edits(self) -> dict[str, QWidget]:
        """All that is typed or chosen, by name."""
        return {
            "goal": self.goal, "when": self.when, "kind": self.kind, "agreed": self.agreed,
            "every": self.extras.every, "steps": self.extras.steps, "reason": self.reason,
        }  # fmt: skip

    # What it holds

    def show_draft(
        self, draft: TouchDraft, *, postponed: int = 0, needs_reason: bool = False
    ) -> None:
        """Begin with this touch; `needs_reason` asks why it waits again, `postponed` says how often it has."""
        self._fill(draft)
        self.extras.show_extras(draft.recurrence, draft.checklist)
        self.ask_reason(postponed if needs_reason else 0)
        self._is_touched = False

    def ask_reason(self, postponed: int) -> None:
        """Ask why the touch waits again, after so many times; 0 does not ask."""
        self._reason_field.setVisible(bool(postponed))
        if postponed:
            words = ngettext(
                "Postponed {n} time already.", "Postponed {n} times already.", postponed
            )
            self._reason_field.set_hint(words.format(n=postponed))

    @property
    def asks_reason(self) -> bool:
        """Whether it asks why the touch waits again."""
        return not self._reason_field.isHidden()

    def draft(self) -> TouchDraft:
        """The touch with how it comes again and its steps."""
        draft = super().draft()
        return replace(
            draft,
            recurrence=self.extras.recurrence(draft.due_at.date() if draft.due_at else None),
            checklist=self.extras.checklist(),
        )

    def problems(self, draft: TouchDraft) -> dict[str, str]:
        """Without a kind it has no goal of its own; why it waits again is asked when all else is there."""
        found = super().problems(draft)
        if not self._with_kind:
            found.pop("goal", None)
        if self.asks_reason and not self.reason.text().strip() and not found:
            found["reason"] = _("Say why it waits again.")
        return found

    # Keys

    def take_key(self, event: QKeyEvent) -> bool:
        """One key takes a usual time, with Alt also while something is typed; whether it did."""
        key = physical_key(event) or Qt.Key(event.key())
        is_typed_into = text_field(QApplication.focusWidget()) is not None
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier and not is_typed_into
        name = chr(int(key)) if int(key) < 128 else ""
        for one in USUAL_TIMES:
            if name == one.key and (alt or plain):
                self.take(one.said)
                event.accept()
                return True
        return False
