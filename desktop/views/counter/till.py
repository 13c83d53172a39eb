# SPDX-License-Identifier: Apache-2.0
"""The till: its shift opened and closed by counting the cash, and the cash report."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import commands
from desktop.documents.slips import Report, shift_report
from desktop.errors import UserError
from desktop.i18n import _, money
from desktop.models.counter_feed import CounterFeed
from desktop.values.money import Money, parse_money
from desktop.values.rows.counter import ShiftRow
from desktop.views import theme
from desktop.views.context import Context
from desktop.views.counter.ticket_printer import TicketPrinter
from desktop.views.kept_fields import KeptFields
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.panel import Hairline


class Till:
    """Opens the dialogs of the till over a page and carries out their answers."""

    def __init__(
        self, context: Context, feed: CounterFeed, printer: TicketPrinter, page: QWidget
    ) -> None:
        self._context, self._feed, self._printer, self._page = context, feed, printer, page

    @property
    def shift(self) -> ShiftRow | None:
        """The open shift."""
        return self._feed.day.shift if self._feed.day is not None else None

    def open_shift(self, then: Callable[[], None] | None = None) -> None:
        """Ask for the cash in the drawer and open the shift; then go on with what needed it."""
        desk = self._feed.desk
        if self.shift is not None or desk is None:
            self._context.tell(_("The shift is open already."))
            return
        dialog = OpenShiftDialog(self._page, desk.terms.currency)
        KeptFields(self._context, dialog, {"cash": dialog.cash}, kind="shift opened")

        def save(cash: int) -> None:
            def opened(_id: object) -> None:
                dialog.accept()
                if then is not None:
                    then()

            done, refused = dialog.held(opened, dialog.refuse)
            self._context.tasks.run(
                lambda uow: commands.money.open_shift(uow, opening_cash=cash),
                then=done,
                failed=refused,
            )

        dialog.saved.append(save)
        dialog.open()

    def close_shift(self) -> None:
        """Count the cash and close the shift; the report is printed when it is done."""
        shift = self.shift
        if shift is None:
            self._context.tell(_("No shift is open."))
            return
        dialog = CloseShiftDialog(self._page, shift, self._report)
        edits = {"cash": dialog.cash, "comment": dialog.comment}
        KeptFields(self._context, dialog, edits, kind="shift closed", about=shift.id)

        def save(cash: int, comment: str) -> None:
            def closed(_difference: object) -> None:
                dialog.accept()
                self._printer.report(self._report(shift, cash, comment.strip()))

            seen = {shift.id: shift.stamp}
            done, refused = dialog.held(closed, dialog.refuse)
            self._context.tasks.run(
                lambda uow: commands.money.close_shift(
                    uow, counted_cash=cash, comment=comment, seen=seen
                ),
                then=done,
                failed=refused,
            )

        dialog.saved.append(save)
        dialog.open()

    def print_report(self) -> None:
        """Print how the till stands now."""
        shift = self.shift
        if shift is None:
            self._context.tell(_("No shift is open."))
        else:
            self._printer.report(self._report(shift))

    def _report(self, shift: ShiftRow, counted: int | None = None, comment: str = "") -> Report:
        desk, clock = self._feed.desk, self._context.clock
        code = desk.next_number.desk if desk is not None else ""
        return shift_report(
            shift, desk=code, zone=clock.zone, now=clock.now(), counted=counted, comment=comment
        )


class _CashDialog(Dialog):
    """A sum of cash, and what keeps it from being stored."""

    def __init__(
        self, parent: QWidget, title: Callable[[], str], currency: str, label: Callable[[], str]
    ) -> None:
        super().__init__(parent, title, icon="ph.money", width=440)
        self._currency = currency
        self.cash = LineEdit(self, placeholder="0", icon="ph.money", tall=True)
        self.cash_field = Field(label, self.cash, self, required=True)
        self.submitted.connect(self._submit)
        self.cash.returnPressed.connect(self.submit)

    def refuse(self, error: UserError) -> None:
        """Show the sentence at its field; everything typed stays."""
        self.cash_field.set_error(error.sentence)

    def counted(self) -> int | None:
        """The cash in minor units; None where it cannot be read."""
        try:
            return parse_money(self.cash.text(), self._currency).minor
        except UserError as error:
            self.cash_field.set_error(error.sentence)
            return None

    def _submit(self) -> None:
        raise NotImplementedError


class OpenShiftDialog(_CashDialog):
    """How much cash lies in the drawer as the shift begins."""

    def __init__(self, parent: QWidget, currency: str) -> None:
        super().__init__(
            parent, lambda: _("Open the shift"), currency, lambda: _("Cash in the drawer")
        )
        self.saved: list[Callable[[int], None]] = []
        self.body.addWidget(
            Label(
                lambda: _("Money at the counter is taken in an open shift. Count what is there."),
                self,
                style="small",
                role="secondary",
                lines=0,
            )
        )
        self.body.addWidget(self.cash_field)
        self.set_primary(lambda: _("Open the shift"))
        self.add_cancel()

    def _submit(self) -> None:
        if not self.cash.text().strip():
            self.cash.setText("0")
        cash = self.counted()
        if cash is not None:
            for save in self.saved:
                save(cash)


class CloseShiftDialog(_CashDialog):
    """What went through the till, what should lie there, and what does."""

    def __init__(
        self, parent: QWidget, shift: ShiftRow, report: Callable[[ShiftRow], Report]
    ) -> None:
        super().__init__(
            parent, lambda: _("Close the shift"), shift.currency, lambda: _("Cash counted")
        )
        self.saved: list[Callable[[int, str], None]] = []
        self._shift = shift
        self._figures = QVBoxLayout()
        self._figures.setSpacing(self.body.spacing())
        self.body.addLayout(self._figures)
        self._report = report
        self._add_figures()
        self.body.addWidget(Hairline(self))
        self.body.addWidget(self.cash_field)
        self._difference = Label("", self, style="body", weight=theme.SEMIBOLD)
        self.body.addWidget(self._difference)
        self.comment = LineEdit(self, placeholder=lambda: _("Why the cash differs"))
        self.comment_field = Field(lambda: _("Comment"), self.comment, self, required=True)
        self.body.addWidget(self.comment_field)
        self.comment_field.hide()
        self.cash.textEdited.connect(self._compare)
        self.comment.returnPressed.connect(self.submit)
        self.set_primary(lambda: _("Close and print the report"))
        self.add_cancel()

    def retranslate(self) -> None:
        """Say the figures anew; what was counted stays."""
        super().retranslate()
        if self.isVisible():
            empty(self._figures)
            self._add_figures()
            self._compare(self.cash.text())

    def _add_figures(self) -> None:
        for label, value, is_strong in self._report(self._shift).rows:
            row = QHBoxLayout()
            weight = theme.SEMIBOLD if is_strong else None
            row.addWidget(
                Label(
                    label, self, style="small", role="" if is_strong else "secondary", weight=weight
                )
            )
            row.addStretch(1)
            row.addWidget(Label(value, self, style="body", weight=weight))
            self._figures.addLayout(row)

    def refuse(self, error: UserError) -> None:
        """Show the sentence at its field."""
        if error.field == "comment":
            self.comment_field.show()
            self.comment_field.set_error(error.sentence)
            self.comment.setFocus()
        else:
            super().refuse(error)

    def _compare(self, text: str) -> None:
        self.cash_field.set_error("")
        try:
            counted = parse_money(text, self._shift.currency).minor
        except UserError:
            self._difference.set_content("")
            return
        difference = Money(counted - self._shift.cash, self._shift.currency)
        self.comment_field.setVisible(bool(difference))
        if not difference:
            self._difference.set_content(_("The cash agrees with the book."))
            self._difference.set_ink("ok")
        else:
            said = money(difference, signed=True)
            self._difference.set_content(_("Difference {sum}").format(sum=said))
            self._difference.set_ink("er")

    def _submit(self) -> None:
        cash = self.counted()
        if cash is not None:
            for save in self.saved:
                save(cash, self.comment.text())
