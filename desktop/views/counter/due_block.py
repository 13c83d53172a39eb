# SPDX-License-Identifier: Apache-2.0
"""The third block of the order: when it is due, express or not, what is paid now and how, and the change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.errors import UserError
from desktop.i18n import _, money, ngettext, pgettext, say_keys, short_date, short_money, short_time
from desktop.models.counter import OrderForm
from desktop.values.dates import parse_when
from desktop.values.money import Money, parse_money
from desktop.values.scripts import Question
from desktop.values.states import PaymentMethod
from desktop.values.typed_hours import read_time
from desktop.views import theme
from desktop.views.counter.parts import Block, EnterGoesOn, QuietLink, go_on, ways_to_pay_now
from desktop.views.widgets.field import Field
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.segmented import Segment, SegmentedControl
from desktop.views.widgets.text_block import bold

CARD, CASH, INVOICE = (
    PaymentMethod.CARD.value,
    PaymentMethod.CASH.value,
    PaymentMethod.TRANSFER.value,
)
_TIME_WIDTH = 112
_GIVEN_WIDTH = 66


_BY_INVOICE = Segment(
    INVOICE, lambda: pgettext("paid by", "Invoice"), "receipt", lambda: say_keys("Alt+I")
)


class DueBlock(Block):
    """Due day and time in plain words, prepayment as a sum, and three ways to pay."""

    def __init__(
        self, form: OrderForm, enter: EnterGoesOn, now: Callable[[], datetime], parent: QWidget
    ) -> None:
        super().__init__(3, lambda: _("Due and payment"), parent)
        self._form, self._now = form, now
        self.due = LineEdit(self, placeholder=lambda: _("fri, +3, 19.10"), icon="ph.calendar-blank")
        self.time = LineEdit(self, placeholder="12:00", icon="ph.clock")
        self.prepayment = LineEdit(self, placeholder="0")
        self.method = SegmentedControl(
            [*ways_to_pay_now(), _BY_INVOICE],
            self,
            name=lambda: _("Paid by"),
            padding=12,
            stretch=True,
        )
        self._due_field = Field(lambda: pgettext("order", "Due"), self.due, self)
        self._time_field = Field(lambda: _("Time"), self.time, self)
        self._time_field.setFixedWidth(theme.px(_TIME_WIDTH))
        self._prepayment_field = Field(lambda: _("Prepayment"), self.prepayment, self)
        self._method_field = Field(lambda: _("Paid by"), self.method, self)
        self.asked = {Question.PREPAYMENT: self._prepayment_field}
        row = QHBoxLayout()
        row.setSpacing(12)
        for field, stretch in (
            (self._due_field, 1), (self._time_field, 0), (self._prepayment_field, 1),
            (self._method_field, 0),
        ):  # fmt: skip
            row.addWidget(field, stretch, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        self._make_note_row()
        self._join(enter)

    def _make_note_row(self) -> None:
        self._note_icon = Icon("ph.info", "tx3", 16, self)
        self._note = Label("", self, style="small", role="secondary")
        self.express = QuietLink("", self, shortcut="Alt+X")
        self.express.clicked.connect(self._form.toggle_express)
        self.receipt_link = QuietLink(lambda: _("Receipt no."), self, shortcut="Alt+R")
        self.receipt_link.clicked.connect(self.ask_receipt)
        self.receipt = _LowEdit(self, placeholder=lambda: _("Receipt no."), small=True)
        self.receipt.setFixedWidth(theme.px(_TIME_WIDTH))
        self.receipt.say_as(lambda: _("Number of the fiscal receipt"))
        self._given_word = Label(lambda: _("Given"), self, style="small", role="secondary")
        self.given = _LowEdit(self, small=True)
        self.given.setFixedWidth(theme.px(_GIVEN_WIDTH))
        self.given.say_as(lambda: _("Given"))
        self._change = Label("", self, style="small")
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._note_icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(3)
        row.addWidget(self._note, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.express, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        # Its own spacing, so that what is hidden leaves no gap at the right edge.
        payment = QHBoxLayout()
        payment.setSpacing(8)
        right: tuple[QWidget, ...] = (self.receipt_link, self.receipt, self._given_word, self.given)
        for part in (*right, self._change):
            payment.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(payment)
        self.receipt.hide()
        self.body.addLayout(row)

    def _join(self, enter: EnterGoesOn) -> None:
        self.due.left_field.connect(self._read_due)
        self.time.left_field.connect(self._read_time)
        self.prepayment.left_field.connect(self._read_prepayment)
        self.prepayment.textEdited.connect(self._typed_prepayment)
        self.given.textEdited.connect(self._typed_given)
        self.given.left_field.connect(self._read_given)
        self.receipt.textEdited.connect(lambda text: self._form.change(receipt=text.strip()))
        self.method.chosen.connect(self.pay_by)
        self.prepayment.installEventFilter(self)
        enter.watch(self.due, self.time, self.given, self.receipt)
        self._form.changed.connect(self.refresh)

    # What the page asks

    def focus_prepayment(self) -> None:
        """Put the cursor into the prepayment; Enter there takes the whole sum."""
        self.prepayment.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.prepayment.selectAll()

    def pay_by(self, method: str) -> None:
        """Card, cash or invoice; cash asks what was given."""
        self.commit()
        self._form.set_method(method)
        if method == CASH:
            self.given.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def ask_receipt(self) -> None:
        """Ask for the number of the fiscal receipt, which the ticket will hold."""
        self.receipt_link.hide()
        self.receipt.show()
        self.receipt.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def commit(self) -> None:
        """Read the field that is being typed into, as leaving it would."""
        readers = {
            self.due: self._read_due,
            self.time: self._read_time,
            self.prepayment: self._read_prepayment,
            self.given: self._read_given,
        }
        for field, read in readers.items():
            if field.hasFocus():
                read()

    def problems(self) -> dict[str, str]:
        """What was typed and cannot be read, by field."""
        fields = {
            "due": self._due_field, "prepayment": self._prepayment_field, "time": self._time_field,
        }  # fmt: skip
        found = {name: field.error() for name, field in fields.items() if field.error()}
        if self.given.is_wrong():
            found["given"] = self.given.toolTip()
        return found

    def show_problem(self, field: str, sentence: str) -> None:
        """Say under its field what is wrong, and go there."""
        shown = {
            "due": self._due_field,
            "prepayment": self._prepayment_field,
            "method": self._method_field,
        }.get(field)
        if shown is not None:
            shown.set_error(sentence)
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._wrong_given(sentence)
            self.given.setFocus(Qt.FocusReason.OtherFocusReason)

    # Typing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in an empty prepayment takes the whole sum."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier
        ):
            return False
        is_untouched = self.prepayment.selectedText() == self.prepayment.text()
        if not self.prepayment.text().strip() or (is_untouched and not self._form.draft.prepayment):
            self._prepayment_field.set_error("")
            self._form.pay_in_full()
            self._show_prepayment()
        go_on(self.prepayment)
        return True

    def _read_due(self) -> None:
        text, desk = self.due.text().strip(), self._form.desk
        if desk is None or not text or text == self._due_text():
            self._due_field.set_error("")
            self._show_due()
            return
        try:
            when = parse_when(text, now=self._now(), calendar=desk.calendar)
        except UserError as error:
            self._due_field.set_error(error.sentence)
            return
        at = when.at
        old = self._form.draft.due_at
        if not when.has_time and old is not None:
            time = desk.calendar.local(old).time()
            kept = desk.calendar.at(when.at.date(), time)
            at = kept if kept > self._now() else when.at
        self._due_field.set_error("")
        self._form.set_due(at)
        self._show_due()

    def _read_time(self) -> None:
        text, desk, due_at = self.time.text().strip(), self._form.desk, self._form.draft.due_at
        if desk is None or not text or text == self._time_text():
            self._time_field.set_error("")
            self._show_due()
            return
        time = read_time(text)
        if time is None:
            self._time_field.set_error(_("Write it like 14:30."))
            return
        day = desk.calendar.local(due_at or self._now()).date()
        self._time_field.set_error("")
        self._form.set_due(desk.calendar.at(day, time))
        self._show_due()

    def _typed_prepayment(self, text: str) -> None:
        """Let the ticket follow; what cannot be read yet is said when the field is left."""
        self._prepayment_field.set_error("")
        minor = self._minor(text)
        if minor is not None:
            self._form.set_prepayment(minor)

    def _read_prepayment(self) -> None:
        text = self.prepayment.text()
        if self._form.draft.pays_in_full and text == self._prepayment_text():
            return
        if self._minor(text, into=self._prepayment_field.set_error) is not None:
            self._show_prepayment()

    def _typed_given(self, text: str) -> None:
        self._wrong_given("")
        self._form.change(given=self._minor(text) or 0)

    def _read_given(self) -> None:
        if self._minor(self.given.text(), into=self._wrong_given) is not None:
            self._show_given()

    def _wrong_given(self, sentence: str) -> None:
        self.given.set_wrong(bool(sentence))
        self.given.setToolTip(sentence)
        if sentence:
            self._change.set_content(sentence)
            self._change.set_ink("er")

    def _minor(self, text: str, into: Callable[[str], None] | None = None) -> int | None:
        desk = self._form.desk
        if desk is None or not text.strip():
            return 0
        try:
            return parse_money(text, desk.terms.currency).minor
        except UserError as error:
            if into is not None:
                into(error.sentence)
            return None

    # Showing

    def refresh(self) -> None:
        """Show due time and payment as the order has them."""
        draft, desk = self._form.draft, self._form.desk
        if desk is None:
            return
        if not self.due.hasFocus() and not self.time.hasFocus():
            self._show_due()
        self.method.choose(draft.method)
        is_till = draft.method != INVOICE
        self.prepayment.setEnabled(is_till)
        if not self.prepayment.hasFocus():
            self._show_prepayment()
        total = self._form.sums.total
        self.prepayment.set_trailing(
            _("{sum} full").format(sum=short_money(total)) if total and is_till else ""
        )
        self._show_note()
        self._show_given()
        self.badge.set_done(False)

    def _show_due(self) -> None:
        due_at, desk = self._form.draft.due_at, self._form.desk
        self.due.setText(self._due_text())
        self.time.setText(self._time_text())
        if due_at is not None and desk is not None:
            days = self._form.working_days(due_at)
            self.due.set_trailing(f"+{days}" if days else "")
            if due_at > self._now():
                self._due_field.set_error("")
                self._time_field.set_error("")
        else:
            self.due.set_trailing("")

    def _due_text(self) -> str:
        due_at, desk = self._form.draft.due_at, self._form.desk
        return short_date(desk.calendar.local(due_at).date()) if due_at and desk else ""

    def _time_text(self) -> str:
        due_at, desk = self._form.draft.due_at, self._form.desk
        return short_time(desk.calendar.local(due_at)) if due_at and desk else ""

    def _show_prepayment(self) -> None:
        text = self._prepayment_text()
        if self.prepayment.text() != text:
            self.prepayment.setText(text)

    def _prepayment_text(self) -> str:
        sums = self._form.sums if self._form.desk is not None else None
        return money(sums.prepaid) if sums is not None and sums.prepaid else ""

    def _show_note(self) -> None:
        draft, desk = self._form.draft, self._form.desk
        usual = self._form.usual_due(is_express=False)
        express = self._form.usual_due(is_express=True)
        for part in (self._note_icon, self._note, self.express):
            part.setVisible(usual is not None)
        if usual is None or express is None or desk is None:
            return
        fee = self._form.sums.express
        if draft.is_express:
            self._note.set_content(_("Express."))
            self.express.set_content(
                _("Back to standard: {when}").format(when=_brief(desk.calendar.local(usual)))
            )
            return
        self._note.set_content(_standard(self._form.working_days(usual)))
        words = _("Express by {when} adds {sum}") if fee else _("Express by {when}")
        self.express.set_content(
            words.format(when=_brief(desk.calendar.local(express)), sum=short_money(fee))
        )
        self.express.setVisible(express < usual)

    def _show_given(self) -> None:
        draft = self._form.draft
        is_cash = draft.method == CASH
        for part in (self._given_word, self.given, self._change):
            part.setVisible(is_cash)
        is_till = draft.method != INVOICE and bool(draft.prepayment or draft.pays_in_full)
        self.receipt.setVisible(is_till and bool(draft.receipt or self.receipt.hasFocus()))
        self.receipt_link.setVisible(is_till and self.receipt.isHidden())
        if not self.receipt.hasFocus():
            self.receipt.setText(draft.receipt)
        wrong = self.given.is_wrong() and not self.given.hasFocus()
        if wrong or self._form.desk is None:
            return
        change = self._form.sums.change
        enough = draft.given and change >= Money(0, change.currency)
        self._change.set_ink("tx")
        words = _("change {sum}").format(sum=short_money(change)) if enough else ""
        self._change.set_content([bold(words)] if words else "")
        if not self.given.hasFocus():
            given = Money(draft.given, change.currency)
            self.given.setText(short_money(given) if draft.given else "")

    def retranslate(self) -> None:
        """Say sums and dates anew."""
        super().retranslate()
        self.refresh()


class _LowEdit(LineEdit):
    """A field among small words, lower than others."""

    def restyle(self) -> None:
        """As high as the row of words."""
        super().restyle()
        self.setFixedHeight(theme.px(24))


def _standard(days: int) -> str:
    if days == 0:
        return _("Standard is today.")
    return ngettext("Standard is {n} working day.", "Standard is {n} working days.", days).format(
        n=days
    )


def _brief(moment: datetime) -> str:
    """A day of the week and a time: "Fri 16:00"."""
    day = short_date(moment.date()).replace(",", "").split()[0]
    return _("{day} {time}").format(day=day, time=short_time(moment))
