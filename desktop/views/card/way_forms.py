# SPDX-License-Identifier: Apache-2.0
"""What the composer asks besides the text: result and length of a call, channel of a message, time of a task."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.clock import Clock
from desktop.i18n import _, formats
from desktop.models.card_words import CHANNELS, channel_icon, channel_name, kind_icon
from desktop.values.calendar import WorkingCalendar
from desktop.values.drafts.letter import LetterDraft
from desktop.values.drafts.touch import TouchDraft
from desktop.values.ids import new_id
from desktop.values.states import Outcome
from desktop.views.questions.done import Outcomes
from desktop.views.questions.kind_box import KINDS
from desktop.views.questions.when_edit import WhenEdit, shown_when, touch_moment
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.choices import CheckBox
from desktop.views.widgets.kept_width import keep_width
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.segmented import Segment, SegmentedControl

OUT, IN = "out", "in"
_LENGTH = re.compile(r"(?:(?P<m>[0-9]{1,3})[:.])?(?P<s>[0-9]{1,4})")


def direction_control(parent: QWidget) -> SegmentedControl:
    """Whether we turned to the client or they to us."""
    return SegmentedControl(
        [
            Segment(OUT, lambda: _("From us"), "arrow-up-right"),
            Segment(IN, lambda: _("From them"), "arrow-down-left"),
        ],
        parent,
        name=lambda: _("Who began"),
        height=28,
        padding=8,
    )


class CallForm(QWidget):
    """Result, direction and length. The timer runs while somebody talks; the length may be typed, too."""

    edited = Signal()
    chosen = Signal(object)

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._began: float | None = None
        self.outcomes = Outcomes(self._choose, self)
        self.direction = direction_control(self)
        self.direction.chosen.connect(lambda _key: self.edited.emit())
        self.length = LineEdit(self, placeholder="0:00", icon="timer", small=True)
        self.length.say_as(lambda: _("Length of the call"))
        keep_width(self.length, 92)
        self.length.textEdited.connect(self._typed)
        self.timer = Button("", self, size="small", icon="phone-call")
        self.timer.clicked.connect(self.toggle)
        self.planned = CheckBox("", self, style="small")
        self.planned.toggled.connect(lambda _on: self.edited.emit())
        self._tick = QTimer(self, interval=500)
        self._tick.timeout.connect(self._show_length)
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self.direction, self.timer, self.length, self.planned):
            row.addWidget(widget)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.outcomes)
        column.addLayout(row)
        self.retranslate()

    def retranslate(self) -> None:
        """Say what the timer button does."""
        if self.is_running:
            self.timer.set_content(_("Hang up"), icon="phone-x")
        else:
            self.timer.set_content(_("Start"), icon="phone-call")

    @property
    def is_running(self) -> bool:
        """Whether a call is being timed."""
        return self._began is not None

    def start(self) -> None:
        """A call begins now."""
        self._began = self._clock.monotonic()
        self._tick.start()
        self._show_length()
        self.retranslate()
        self.edited.emit()

    def stop(self) -> None:
        """The call is over; its length stays."""
        if self._began is not None:
            self._show_length()
            self._began = None
            self._tick.stop()
            self.retranslate()
            self.edited.emit()

    def toggle(self) -> None:
        """Start or end the call."""
        if self.is_running:
            self.stop()
        else:
            self.start()

    def set_planned(self, words: str, *, checked: bool) -> None:
        """Offer to finish the planned call with this one; an empty text has nothing to offer."""
        self.planned.setVisible(bool(words))
        self.planned.set_content(words)
        self.planned.blockSignals(True)
        self.planned.setChecked(bool(words) and checked)
        self.planned.blockSignals(False)

    @property
    def finishes_planned(self) -> bool:
        """Whether this was the planned call."""
        return not self.planned.isHidden() and self.planned.isChecked()

    def seconds(self) -> int:
        """The length in seconds; 0 while it is not known."""
        found = _LENGTH.fullmatch(self.length.text().strip())
        if found is None:
            return 0
        return int(found["m"] or 0) * 60 + int(found["s"])

    def state(self) -> dict[str, Any]:
        """What is typed, for the draft."""
        outcome = self.outcomes.current()
        return {
            "outcome": outcome.value if outcome else "",
            "direction": self.direction.current(),
            "length": self.length.text(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """What was typed before."""
        self.outcomes.choose(Outcome.known(str(state.get("outcome", ""))))
        self.direction.choose(IN if state.get("direction") == IN else OUT)
        self.length.setText(str(state.get("length", "")))

    def clear(self) -> None:
        """Begin anew."""
        self._began = None
        self._tick.stop()
        self.restore({})
        self.retranslate()

    def _choose(self, outcome: Outcome) -> None:
        self.chosen.emit(outcome)
        self.edited.emit()

    def _typed(self, _text: str) -> None:
        self._began = None
        self._tick.stop()
        self.retranslate()
        self.edited.emit()

    def _show_length(self) -> None:
        if self._began is not None:
            passed = dt.timedelta(seconds=int(self._clock.monotonic() - self._began))
            self.length.setText(formats.duration(passed))


class EmailForm(QWidget):
    """To whom and what about; the text is the letter. It leaves through the outbox after a few seconds."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.letter_id = new_id()
        self.recipient = LineEdit(self, placeholder=lambda: _("orders@firm.example"), small=True)
        self.subject = LineEdit(self, placeholder=lambda: _("What it is about"), small=True)
        self.recipient.say_as(lambda: _("To"))
        self.subject.say_as(lambda: _("Subject"))
        for edit in (self.recipient, self.subject):
            edit.textEdited.connect(lambda _text: self.edited.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.recipient, 2)
        row.addWidget(self.subject, 3)

    def propose(self, address: str) -> None:
        """Write to the client unless another address is typed."""
        if not self.recipient.text():
            self.recipient.setText(address)

    def draft(self, body: str) -> LetterDraft:
        """The letter as it is typed now."""
        return LetterDraft(self.recipient.text().strip(), self.subject.text().strip(), body)

    def state(self) -> dict[str, Any]:
        """What is typed, for the draft."""
        return {
            "recipient": self.recipient.text(),
            "subject": self.subject.text(),
            "letter_id": str(self.letter_id),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """What was typed before; it is the letter it was, so that it cannot be sent twice."""
        self.recipient.setText(str(state.get("recipient", "")))
        self.subject.setText(str(state.get("subject", "")))
        kept = state.get("letter_id")
        self.letter_id = UUID(kept) if kept else new_id()

    def clear(self) -> None:
        """Begin anew; the next letter is another one."""
        self.restore({})


class MessageForm(QWidget):
    """Channel and direction of a message that was noted by hand; the channel's own program is opened from here."""

    edited = Signal()
    open_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.channel = SegmentedControl(
            [
                Segment(key, lambda key=key: channel_name(key), channel_icon(key))  # type: ignore[misc]
                for key in CHANNELS
                if key != "email"
            ],
            self,
            name=lambda: _("Channel"),
            height=28,
            padding=8,
        )
        self.direction = direction_control(self)
        self.direction.choose(IN)
        self.launch = Button(lambda: _("Write there"), self, kind="link", size="small")
        self.launch.clicked.connect(lambda: self.open_wanted.emit(self.channel.current()))
        for control in (self.channel, self.direction):
            control.chosen.connect(lambda _key: self._changed())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.channel)
        row.addWidget(self.direction)
        row.addWidget(self.launch)
        row.addStretch(1)
        self._changed()

    def _changed(self) -> None:
        can_open = self.channel.current() in {"whatsapp", "telegram"}
        self.launch.setVisible(can_open and self.direction.current() == OUT)
        self.edited.emit()

    def state(self) -> dict[str, Any]:
        """What is chosen, for the draft."""
        return {"channel": self.channel.current(), "direction": self.direction.current()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """What was chosen before."""
        channel = str(state.get("channel", ""))
        if channel in CHANNELS and channel != "email":
            self.channel.choose(channel)
        self.direction.choose(OUT if state.get("direction") == OUT else IN)
        self._changed()

    def clear(self) -> None:
        """Begin anew; the channel stays, people write by the same one again."""
        self.restore({"channel": self.channel.current()})


class TaskForm(QWidget):
    """Kind and time of a task; its text is the goal."""

    edited = Signal()

    def __init__(
        self,
        calendar: WorkingCalendar,
        now: Callable[[], dt.datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._now = now
        self.kind = SegmentedControl(
            [Segment(kind.value, "", kind_icon(kind.value), kind.label) for kind in KINDS],
            self,
            name=lambda: _("Kind"),
            height=28,
        )
        self.when = WhenEdit(calendar, now, self, placeholder=lambda: _("fri 14:00, +3"))
        self.when.say_as(lambda: _("When"))
        self.when.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.when.value_changed.connect(lambda _value: self.edited.emit())
        self.when.textEdited.connect(lambda _text: self.edited.emit())
        self.kind.chosen.connect(lambda _key: self.edited.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.kind)
        row.addWidget(self.when, 1)

    def set_calendar(self, calendar: WorkingCalendar) -> None:
        """Read days by this calendar."""
        self.when.calendar = calendar

    def draft(self, goal: str) -> TouchDraft:
        """The task as it is typed now."""
        self.when.commit()
        when = self.when.value()
        return TouchDraft(
            kind=self.kind.current(), goal=goal, due_at=touch_moment(when) if when else None
        )

    def state(self) -> dict[str, Any]:
        """What is typed, for the draft."""
        when = self.when.value()
        due = touch_moment(when).isoformat() if when else ""
        return {"kind": self.kind.current(), "due": due}

    def restore(self, state: Mapping[str, Any]) -> None:
        """What was typed before."""
        kind = str(state.get("kind", ""))
        self.kind.choose(kind if kind in {one.value for one in KINDS} else KINDS[0].value)
        due = str(state.get("due", ""))
        zone = self._now().tzinfo
        self.when.set_value(shown_when(dt.datetime.fromisoformat(due), zone) if due else None)

    def clear(self) -> None:
        """Begin anew."""
        self.restore({})
