# SPDX-License-Identifier: Apache-2.0
"""The second block of the order: product, quantity and options, what they cost and why, and the next price break."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.i18n import _, money, ngettext, number, percent, short_money
from desktop.models.counter import OrderForm
from desktop.values.catalogue import ProductRow
from desktop.values.drafts.order import OrderLine, due
from desktop.values.money import Money
from desktop.values.order_words import pieces
from desktop.values.pricing import Price, Step, StepKind, sheet_plan
from desktop.views.counter.discount import DiscountPopover
from desktop.views.counter.option_fields import OptionFields
from desktop.views.counter.parts import Block, EnterGoesOn, QuietLink, Strip
from desktop.views.counter.tiles import Tiles
from desktop.views.widgets.buttons import Button, Kind, icon_button
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.keys import KeyCap
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty


class ProductBlock(Block):
    """Shows and edits the line that the form is at; the other lines stand above as buttons."""

    focus_changed = Signal(bool)

    def __init__(
        self, form: OrderForm, enter: EnterGoesOn, parent: QWidget, overlay: QWidget
    ) -> None:
        super().__init__(2, lambda: _("Product"), parent)
        self._form = form
        hint = Label(
            lambda: _("press a number, or type a name"), self, style="small", role="secondary"
        )
        self.head.addWidget(hint)
        self._lines = QWidget(self)
        FlowLayout(self._lines, gap=8)
        self.body.addWidget(self._lines)
        self.tiles = Tiles(self, overlay)
        self.body.addWidget(self.tiles)
        self.body.addSpacing(4)
        self.fields = OptionFields(form, enter, self)
        self.body.addWidget(self.fields)
        self.body.addSpacing(4)
        self._make_strip()
        self._make_break_row()
        self.tiles.chosen.connect(form.choose_product)
        self.tiles.went_on.connect(self.fields.focus_quantity)
        self.tiles.focus_changed.connect(self.focus_changed)
        form.changed.connect(self.refresh)
        self._shown_products: tuple[ProductRow, ...] = ()
        self._shown_lines: list[tuple[str, bool]] | None = None

    def _make_strip(self) -> None:
        strip = Strip(self)
        self._strip_icon = Icon("ph.calculator", "tx3", 16, strip)
        self._why = Label("", strip, style="small", role="secondary")
        self._steps = QuietLink("", strip)
        self._steps.clicked.connect(self.ask_discount)
        self._total = Label("", strip, style="dialog")
        strip.row.setSpacing(6)
        strip.row.addWidget(self._strip_icon)
        strip.row.addWidget(self._why, 1)
        strip.row.addSpacing(4)
        strip.row.addWidget(self._steps)
        strip.row.addSpacing(10)
        strip.row.addWidget(self._total)
        self.body.addWidget(strip)

    def _make_break_row(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        self._break_word = Label(lambda: _("Price break:"), self, style="small", role="secondary")
        self._break = QuietLink("", self, ink="ac_tx")
        self._break.clicked.connect(self._form.take_break)
        self._break_more = Label("", self, style="small", role="secondary")
        self._break_key = KeyCap("Alt+Up", self)
        self._break_parts = (self._break_word, self._break, self._break_more, self._break_key)
        self.another = QuietLink(
            lambda: _("Another product"), self, ink="ac_tx", icon="ph.plus", shortcut="Ctrl++"
        )
        for part in self._break_parts:
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self.another, 0, Qt.AlignmentFlag.AlignVCenter)
        self.another.clicked.connect(self.begin_line)
        self.body.addLayout(row)

    def begin_line(self) -> None:
        """One more product, chosen next."""
        self._form.another_line()
        self.tiles.focus_first()

    def ask_discount(self) -> None:
        """Ask for a discount in percent; it holds for the whole order."""
        opener = self._steps if self._steps.isVisible() else self.fields.quantity
        popover = DiscountPopover(self._form.line.discount, self)
        popover.taken.connect(self._form.set_discount)
        popover.show_at(opener, align_right=True)

    def show_problem(self, sentence: str) -> None:
        """Say in the strip what is missing."""
        self._why.set_content(sentence)
        self._why.set_ink("er")

    def refresh(self) -> None:
        """Show the edited line as the order has it."""
        desk = self._form.desk
        if desk is None:
            return
        if desk.products != self._shown_products:
            self._shown_products = desk.products
            self.tiles.set_products(desk.products)
        product, price = self._form.product, self._form.price
        self.tiles.show_chosen(product)
        self.fields.refresh()
        self._why.set_ink("tx2")
        if product is None or price is None:
            self._show_no_price(product)
        else:
            self._show_price(product, price)
        self._show_lines()

    def _show_no_price(self, product: ProductRow | None) -> None:
        said = _("The price appears here.") if product is None else _("Say how many.")
        self._why.set_content(said)
        self._steps.set_content("")
        self._total.set_content("")
        for part in self._break_parts:
            part.hide()

    def _show_price(self, product: ProductRow, price: Price) -> None:
        assert self._form.desk is not None
        self._why.set_content(_sheets(product, self._form.line))
        self._steps.set_content("    ".join(_steps(price)))
        self._steps.setToolTip("\n".join(map(_explained, price.steps)))
        self._total.set_content(money(due(price, self._form.desk.terms)))
        better = price.next_break
        for part in self._break_parts:
            part.setVisible(better is not None)
        if better is not None:
            said = _("{pieces} {sum}").format(
                pieces=pieces(better.quantity, product.unit), sum=money(better.sum, whole=True)
            )
            self._break.set_content(said)
            more = money(better.more, whole=True, signed=True)
            self._break_more.set_content(f"({more})")

    def _show_lines(self) -> None:
        """A button for each line while there are several; the edited one is tinted."""
        shown = self._line_words()
        if shown == self._shown_lines:
            return
        self._shown_lines = shown
        layout = self._lines.layout()
        assert layout is not None
        empty(layout)
        self._lines.setVisible(bool(shown))
        for at, (words, is_edited) in enumerate(shown):
            kind: Kind = "chosen" if is_edited else "default"
            button = Button(words, self._lines, kind=kind, size="small")
            button.clicked.connect(lambda _=False, at=at: self._form.go_to(at))
            gone = icon_button("ph.x", lambda: _("Remove this line"), self._lines, size="small")
            gone.clicked.connect(lambda _=False, at=at: self._form.remove_line(at))
            for part in (button, gone):
                part.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
                layout.addWidget(part)
                part.show()

    def _line_words(self) -> list[tuple[str, bool]]:
        """What each line's button says, and whether it is the edited one; nothing for a single line."""
        lines, desk = self._form.draft.lines, self._form.desk
        if len(lines) < 2 or desk is None:
            return []
        found = []
        for at, line in enumerate(lines):
            product = desk.product(line.product_id)
            words = product.name if product is not None else _("New line")
            if line.quantity:
                words = f"{words} {number(line.quantity * max(1, line.sets))}"
            found.append((words, at == self._form.at))
        return found

    def retranslate(self) -> None:
        """Say prices and hints anew."""
        super().retranslate()
        self.refresh()


def _sheets(product: ProductRow, line: OrderLine) -> str:
    plan = sheet_plan(product.table, line.options, line.quantity * line.sets)
    if plan is None:
        return pieces(line.quantity * line.sets, product.unit)
    sheets = ngettext("{n} sheet {size}", "{n} sheets {size}", plan.sheets)
    said = sheets.format(n=number(plan.sheets), size=product.table.sheet)
    return f"{said} · " + _("{n} on each").format(n=plan.up)


def _steps(price: Price) -> list[str]:
    """The parts of a price in a few words: "£0.238 × 500 = £119", "− 5% £5.95"."""
    by_piece = (StepKind.PIECES, StepKind.PER_PIECE)
    base = Money(
        sum(step.sum.minor for step in price.steps if step.kind in by_piece), price.sum.currency
    )
    said = [
        _("{unit} × {pieces} = {sum}").format(
            unit=_unit(price), pieces=number(price.pieces), sum=short_money(base)
        )
    ]
    said += [_step(step) for step in price.steps if step.kind not in by_piece]
    return said


def _unit(price: Price) -> str:
    """A price of a piece with the decimals it has, at least those of its currency."""
    shown = money(Money.of(price.unit, price.sum.currency))
    if Money.of(price.unit, price.sum.currency).amount == price.unit:
        return shown
    plain = number(Money.of(price.unit, price.sum.currency).amount)
    return shown.replace(plain, number(price.unit.normalize()))


def _step(step: Step) -> str:
    sum_ = short_money(abs(step.sum))
    if step.kind is StepKind.DISCOUNT:
        return _("− {percent} {sum}").format(percent=percent(step.rate or 0), sum=sum_)
    if step.kind is StepKind.EXPRESS:
        return _("+ {sum} express").format(sum=sum_)
    if step.kind is StepKind.MINIMUM:
        return _("+ {sum} to the least charge").format(sum=sum_)
    return _("+ {sum} once").format(sum=short_money(step.sum))


def _explained(step: Step) -> str:
    name = f"{step.kind.label()}: {step.name}" if step.name else step.kind.label()
    return f"{name} — {money(step.sum, signed=step.kind is not StepKind.PIECES)}"
