# SPDX-License-Identifier: Apache-2.0
"""A small window that stays on top: the touch that is first today, how it ended, the next date, and who is next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import commands, queries
from desktop.documents import ticket_paint
from desktop.errors import UserError
from desktop.i18n import _, formats
from desktop.models.card import due_chip
from desktop.models.live import EachMinute
from desktop.models.live import Live as Follows
from desktop.models.today import When, when_of
from desktop.values.calendar import WorkingCalendar
from desktop.values.drafts.touch import COMMENT_WANTED, DAY_WANTED, TouchDraft, lacks_comment
from desktop.values.phone import pretty_phone
from desktop.values.queue_order import in_order, next_of
from desktop.values.rows.today import CONTACT_CARD, Agenda, AgendaRow
from desktop.values.states import Heat, Outcome, TaskKind
from desktop.values.times import is_untimed
from desktop.views import brand, reach, theme
from desktop.views.context import Context
from desktop.views.questions.done import Outcomes
from desktop.views.questions.shop_facts import with_calendar
from desktop.views.questions.touch_steps import TouchSteps, about
from desktop.views.questions.when_edit import (
    MONDAY,
    NEXT_WORKING_DAY,
    WhenEdit,
    day_words,
    touch_moment,
)
from desktop.views.while_seen import WhileSeen
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.empty_state import EmptyState
from desktop.views.widgets.field import Note
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.live import Live, Text
from desktop.views.widgets.panel import Hairline
from desktop.views.widgets.text_block import Run

WIDTH, HEIGHT = 560, 360
NEXT_SHOWN = 3
_NARROWEST_TIME = 100


class _Perforation(Live, QWidget):
    """The dotted line between what is wanted and what is owed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dots."""
        painter = QPainter(self)
        ends = QPointF(2, 3), QPointF(self.width() - 2, 3)
        ticket_paint.draw_perforation(painter, *ends, width=2, ink=theme.current().ln2)
        painter.end()


class CompactToday(WhileSeen, Live, QWidget):
    """Works the day through without the large window. What is typed stays with its touch until it is saved."""

    def __init__(self, context: Context, window: QWidget, come_in: Callable[[], None]) -> None:
        super().__init__(None)
        self._context, self._come_in = context, come_in
        self._steps = TouchSteps(context, window)
        self._agenda = Agenda(())
        self._row: AgendaRow | None = None
        self.times: list[Button] = []
        self.setWindowFlags(Qt.WindowType.Window | Qt.WindowType.WindowStaysOnTopHint)
        self.setWindowIcon(brand.window_icon())
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setMinimumSize(theme.px(WIDTH), theme.px(HEIGHT))
        self._lay_out()
        self.follow(
            Follows(
                context.hub, ("task", "deal", "lead", "contact", "company"), self.refresh, self
            ),
            EachMinute(self._show, self),
        )
        window.destroyed.connect(self.deleteLater)
        self.retranslate()

    # Made of

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        self._form = QWidget(self)
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(8)
        form.addLayout(self._head())
        self._about = Label("", self, role="secondary", lines=2)
        form.addWidget(self._about)
        form.addWidget(_Perforation(self))
        self.outcomes = Outcomes(lambda _outcome: self._outcome_chosen(), self, compact=True)
        form.addWidget(self.outcomes)
        self.comment = LineEdit(
            self, placeholder=lambda: _("What was agreed, in the client’s words.")
        )
        form.addWidget(self.comment)
        form.addLayout(self._next_row())
        self._note = Note(self)
        form.addWidget(self._note)
        column.addWidget(self._form)
        self.empty = EmptyState("", "", self, icon="check-circle", ink="ok")
        column.addWidget(self.empty, 1)
        self._line = Hairline(self)
        column.addWidget(self._line)
        self._following = [Label("", self) for _n in range(NEXT_SHOWN)]
        for label in self._following:
            column.addWidget(label)
        column.addStretch(1)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        self._chip = Chip("", "warning", "clock", self)
        self._client = Label("", self, style="dialog")
        self._flame = Icon("flame-fill", "mg", 16, self)
        self.phone = Button("", self, kind="primary", icon="phone-call")
        self.phone.clicked.connect(self._call)
        self.card = Button(lambda: _("Open"), self)
        self.card.clicked.connect(self._open)
        for part in (self._chip, self._client, self._flame):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self.card)
        head.addWidget(self.phone)
        return head

    def _next_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        times: tuple[tuple[Text, str], ...] = (
            (lambda: _("+2 h"), "in 2 hours"),
            (partial(self._day_words, NEXT_WORKING_DAY), NEXT_WORKING_DAY),
            (partial(self._day_words, MONDAY), MONDAY),
        )
        self._calendar = WorkingCalendar(self._context.clock.zone)
        for text, said in times:
            chip = Button(text, self, size="small")
            self.times.append(chip)
            chip.setCheckable(True)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.clicked.connect(partial(self._take_time, chip, said))
            row.addWidget(chip)
        self.when = WhenEdit(
            self._calendar,
            self._context.now,
            self,
            placeholder=lambda: _("fri 14:00, +3"),
        )
        self.when.setMinimumWidth(theme.px(_NARROWEST_TIME))
        self.when.read_failed.connect(self._say_wrong)
        self.when.textEdited.connect(lambda _text: self._mark(None))
        self.save_button = Button(
            lambda: _("Save, next"), self, kind="primary", size="small", shortcut="Ctrl+Return"
        )
        self.save_button.clicked.connect(self.save)
        row.addWidget(self.when, 1)
        row.addWidget(self.save_button)
        return row

    def _day_words(self, said: str) -> str:
        return day_words(said, self._context.now(), self._calendar)

    # Asking and showing

    def turn_up(self) -> None:
        """Come to the front, with the cursor where work begins."""
        self.show()
        self.raise_()
        self.activateWindow()
        with_calendar(self._context, self, self._take_calendar)

    def _take_calendar(self, calendar: WorkingCalendar) -> None:
        self._calendar = self.when.calendar = calendar
        for chip in self.times:
            chip.retranslate()

    def refresh(self) -> None:
        """Ask for the day again."""
        holder = self._context.person.id
        self._context.tasks.fetch(
            "compact today",
            lambda reader: queries.today.agenda(reader, holder_id=holder),
            then=self.show_agenda,
        )

    def show_agenda(self, agenda: Agenda) -> None:
        """Show an answer; the touch that is being written about stays until it is done."""
        self._agenda = agenda
        self._show()

    def _show(self) -> None:
        now = self._context.now()
        today = (row for row in self._agenda.rows if when_of(row, now) is not When.LATER)
        rows = in_order(today, now)
        known = self._row.id if self._row else None
        row = next((one for one in rows if one.id == known), next_of(rows, now))
        is_other = (row.id if row else None) != known
        self._row = row
        self._form.setVisible(row is not None)
        self.empty.setVisible(row is None)
        if row is None:
            self.empty.set_texts(_("Nothing is planned for today"), "")
        else:
            self._show_touch(row, now)
            if is_other:
                self._begin(row)
        following = [one for one in rows if row is not None and one.id != row.id]
        self._line.setVisible(bool(following))
        for place, label in enumerate(self._following):
            one = following[place] if place < len(following) else None
            label.setVisible(one is not None)
            if one is not None:
                label.set_content(partial(_line_of, one, now))

    def _show_touch(self, row: AgendaRow, now: dt.datetime) -> None:
        self._chip.set_chip(*_time_chip(row, now))
        self._client.set_content(row.client or row.goal)
        self._flame.setVisible(row.heat == Heat.HOT)
        self._about.set_content(" · ".join(part for part in (row.goal, about(row)) if part))
        self.phone.setVisible(bool(row.digits))
        if row.digits:
            self.phone.set_content(pretty_phone(row.digits, self._agenda.country))
        self.outcomes.setVisible(_is_talk(row))

    def _begin(self, row: AgendaRow) -> None:
        self.outcomes.choose(None)
        self.comment.clear()
        self.when.set_value(None)
        self._mark(None)
        self._note.say("", "er")
        first = self.outcomes if _is_talk(row) else self.comment
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Say all parts anew."""
        self.setWindowTitle(_("Today"))
        self._show()
        super().retranslate()

    # What a person does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose the result, Ctrl Enter saves, Esc puts the window away; what was typed stays."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif (
            event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.save()
        elif not self.outcomes.take_key(event):
            super().keyPressEvent(event)

    def _outcome_chosen(self) -> None:
        self._note.say("", "er")
        self.comment.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_time(self, chosen: Button, said: str) -> None:
        self._note.say("", "er")
        self.when.propose(said)
        self._mark(chosen)

    def _mark(self, chosen: Button | None) -> None:
        """The time that was taken by a press is marked until another one is typed."""
        for chip in self.times:
            chip.setChecked(chip is chosen)

    def _call(self) -> None:
        if self._row is not None:
            reach.dial(self._context, self._row.digits)

    def _open(self) -> None:
        if self._row is not None:
            self._come_in()
            self._context.go(self._row.card_kind, self._row.card_id)
            self.hide()

    def _say_wrong(self, sentence: str) -> None:
        self._note.say(sentence, "er", "warning-circle")

    def save(self) -> None:
        """Finish the touch with what was said, and plan the next one; the next touch comes up."""
        row = self._row
        if row is None or not self.when.commit():
            return
        outcome = self.outcomes.current() if _is_talk(row) else Outcome.DONE
        text = self.comment.text().strip()
        if outcome is None:
            self._say_wrong(_("Choose how it ended."))
            self.outcomes.setFocus()
        elif lacks_comment(row.kind, text):
            self._say_wrong(_(COMMENT_WANTED))
            self.comment.setFocus()
        elif outcome is Outcome.REFUSED and row.is_open and row.card_kind != CONTACT_CARD:
            # Why they refused is asked in the window, with everything that belongs to it.
            self._come_in()
            self._steps.refuse(row.card_id, partial(_finish, row, outcome, text, None), text)
        else:
            self._finish(row, outcome, text)

    def _finish(self, row: AgendaRow, outcome: Outcome, text: str) -> None:
        when = self.when.value()
        touch = None
        if when is not None:
            kind = row.kind if _is_talk(row) else TaskKind.CALL.value
            touch = TouchDraft(kind=kind, goal=row.goal, due_at=touch_moment(when))
        elif row.is_open and not row.others and not row.recurrence:
            self._say_wrong(_(DAY_WANTED))
            self.when.setFocus()
            return
        self._context.tasks.run(partial(_finish, row, outcome, text, touch), failed=self._refused)

    def _refused(self, error: UserError) -> None:
        self._say_wrong(error.sentence)


def _finish(
    row: AgendaRow, outcome: Outcome, text: str, touch: TouchDraft | None, uow: commands.UnitOfWork
) -> None:
    commands.touches.finish_touch(
        uow,
        task_id=row.id,
        outcome=outcome.value,
        comment=text,
        next_touch=touch,
        seen={row.id: row.stamp},
    )


def _is_talk(row: AgendaRow) -> bool:
    kind = TaskKind.known(row.kind)
    return kind is not None and kind.is_touch


def _time_chip(row: AgendaRow, now: dt.datetime) -> tuple[str, str, str]:
    due = row.due_at.astimezone(now.tzinfo)
    if due < now or is_untimed(due):
        return due_chip(row.due_at, now)
    return formats.short_time(due), "warning", "clock"


def _line_of(row: AgendaRow, now: dt.datetime) -> list[Run]:
    due = row.due_at.astimezone(now.tzinfo)
    is_today = due.date() == now.date()
    time = formats.short_time(due) if is_today else formats.short_date(due.date())
    if is_today and is_untimed(due):
        time = _("in the day")
    return [
        Run(f"{time}   ", None, "tx2"),
        Run(row.client or row.goal, theme.SEMIBOLD),
        Run(f"   {row.goal}" if row.client else "", None, "tx2"),
    ]
