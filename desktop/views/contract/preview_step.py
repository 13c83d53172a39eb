# SPDX-License-Identifier: Apache-2.0
"""The second step: contract and invoice as they would be, fields from the card tinted; at the right what to check."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.i18n import _, formats, ngettext
from desktop.models import requisite_words
from desktop.values.money import Money, total
from desktop.values.requisites import check_email
from desktop.values.rows.contract import ContractCard
from desktop.values.states import PaperKind
from desktop.views import theme
from desktop.views.contract.check_list import CheckLine, CheckList
from desktop.views.contract.page_view import Draw, PageView
from desktop.views.contract.side import Pair, SidePanel, WithSide
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.choices import CheckBox
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.empty_state import EmptyState
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Hairline, Panel
from desktop.views.widgets.segmented import Segment, SegmentedControl
from desktop.views.widgets.text_block import Run

if TYPE_CHECKING:
    from desktop.flows.make_contract import Preview

CONTRACT = "contract"
Drawing = Callable[["Preview"], Draw | None]


class PreviewStep(WithSide):
    """`template_chosen` tells the id of a template, `stamp_chosen` and `prices_chosen` whether these are wanted.

    `edit_asked`, `save_asked`, `anew_asked` and `again_asked` are told by the buttons of that meaning.
    """

    template_chosen = Signal(object)
    stamp_chosen = Signal(bool)
    prices_chosen = Signal(bool)
    edit_asked = Signal()
    save_asked = Signal()
    anew_asked = Signal()
    again_asked = Signal()

    def __init__(self, parent: QWidget, *, drawing: Drawing) -> None:
        super().__init__(parent)
        self._drawing = drawing
        self._card: ContractCard | None = None
        self.previews: dict[str, Preview] = {}
        self._failed: dict[str, str] = {}
        self.set_parts(self._make_middle(), self._make_side())

    # For the wizard

    def open(
        self,
        card: ContractCard,
        *,
        with_stamp: bool,
        may_stamp: bool,
        template: UUID | None,
        with_prices: bool = False,
    ) -> None:
        """Show what is to be checked of this deal; the papers are still being drawn."""
        self._card = card
        self.previews, self._failed = {}, {}
        self._show_switch()
        self._fill_templates(card, template)
        self.stamp.setChecked(with_stamp)
        has_picture = bool(card.firm.stamp_blob or card.firm.signature_blob)
        self.stamp.setEnabled(may_stamp and has_picture)
        self.stamp.setToolTip(_stamp_reason(may_stamp=may_stamp, has_picture=has_picture))
        self.prices.setChecked(with_prices)
        self.prices.setEnabled(card.has_prices or with_prices)
        reason = _("There are no prices yet: Settings, Price list.")
        self.prices.setToolTip("" if card.has_prices else reason)
        self._say()
        self.show_paper()

    def show_preview(self, preview: Preview) -> None:
        """A paper has been drawn."""
        kind = PaperKind.INVOICE if preview.kind == PaperKind.INVOICE else CONTRACT
        self.previews[kind] = preview
        self._failed.pop(kind, None)
        self._show_switch()
        self.show_paper()
        self._say()

    def show_failure(self, kind: str, sentence: str) -> None:
        """A paper could not be drawn."""
        self._failed[kind] = sentence
        self.show_paper()

    def is_ready(self) -> bool:
        """Whether the contract has been looked at, or it is known that it cannot be drawn here."""
        return CONTRACT in self.previews and CONTRACT not in self._failed

    def failure(self) -> str:
        """Why the contract could not be drawn; "" while there is hope."""
        return self._failed.get(CONTRACT, "")

    def chosen(self) -> str:
        """Which paper is shown."""
        return self.switch.current()

    # Set-up

    def _make_middle(self) -> QVBoxLayout:
        middle = QVBoxLayout()
        middle.setContentsMargins(16, 9, 0, 0)
        middle.setSpacing(10)
        middle.addLayout(self._make_bar())
        self._banner = Banner("", "warning", self)
        self._banner.pressed.connect(self._press_banner)
        self._banner.hide()
        banner = QHBoxLayout()
        banner.setContentsMargins(0, 0, 16, 0)
        banner.addWidget(self._banner)
        middle.addLayout(banner)
        self._empty = EmptyState("", "", self, icon="ph.file-text")
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.pages)
        self._stack.addWidget(self._empty)
        middle.addWidget(self._stack, 1)
        return middle

    def _make_bar(self) -> QHBoxLayout:
        """Which paper, how large, and the page that is seen."""
        bar = QHBoxLayout()
        bar.setContentsMargins(0, 0, 16, 0)
        bar.setSpacing(8)
        self.switch = SegmentedControl(
            [
                Segment(CONTRACT, partial(self._paper_name, CONTRACT)),
                Segment(PaperKind.INVOICE, partial(self._paper_name, PaperKind.INVOICE)),
            ],
            self,
            name=lambda: _("Contract or invoice"),
            height=theme.CONTROL_SMALL,
            padding=8,
        )
        self.switch.chosen.connect(lambda _key: self.show_paper())
        smaller = icon_button("ph.minus", lambda: _("Smaller"), self, size="small")
        larger = icon_button("ph.plus", lambda: _("Larger"), self, size="small")
        self._zoom = Label("", self, style="small", role="secondary")
        self._page = Label("", self, style="small", role="secondary")
        self.pages = PageView(self)
        smaller.clicked.connect(partial(self._zoom_by, -1))
        larger.clicked.connect(partial(self._zoom_by, 1))
        self.pages.page_changed.connect(self._show_page)
        bar.addWidget(self.switch)
        bar.addStretch(1)
        for part in (smaller, self._zoom, larger):
            bar.addWidget(part)
        bar.addWidget(self._page)
        return bar

    def _make_side(self) -> SidePanel:
        side = SidePanel(self)
        side.body.addWidget(Label(lambda: _("Check before sending"), side, style="section"))
        self.checks = CheckList(side)
        side.body.addWidget(self.checks)
        self._add_tight(side)
        side.body.addSpacing(4)
        side.body.addWidget(Hairline(side))
        self._add_choices(side)
        side.body.addWidget(Hairline(side))
        side.body.addSpacing(4)
        self._add_ways(side)
        self._hint = Label(self._hint_text, side, style="small", role="secondary", lines=0)
        side.body.addWidget(self._hint)
        side.body.addStretch(1)
        return side

    def _add_tight(self, side: SidePanel) -> None:
        self.tight = Panel(
            "",
            side,
            padding=(11, 7),
            fill="wa_t",
            border="wa_t",
            radius=theme.RADIUS_CONTROL,
        )
        self._tight_words = Label("", self.tight, style="small", lines=0)
        self.tight.body.addWidget(self._tight_words)
        self.tight.hide()
        side.body.addWidget(self.tight)

    def _add_choices(self, side: SidePanel) -> None:
        """The template, whether stamp and signature go on it, and the price list along with it."""
        side.body.addWidget(Label(lambda: _("Template"), side, style="section"))
        side.body.addSpacing(-4)
        self.templates = ComboBox(side)
        self.templates.setAccessibleName(_("Template"))
        self.templates.activated.connect(
            lambda row: self.template_chosen.emit(self.templates.itemData(row))
        )
        side.body.addWidget(self.templates)
        self.stamp = CheckBox(lambda: _("Add stamp and signature"), side, style="small")
        self.stamp.clicked.connect(self.stamp_chosen)
        side.body.addSpacing(-4)
        side.body.addWidget(self.stamp)
        self.prices = CheckBox(lambda: _("Attach the price list"), side, style="small")
        self.prices.clicked.connect(self.prices_chosen)
        side.body.addSpacing(-8)
        side.body.addWidget(self.prices)

    def _add_ways(self, side: SidePanel) -> None:
        """What else can be done with the paper."""
        self.edit = Button(lambda: _("Edit in Word"), side, icon="ph.pencil-simple")
        self.save = Button(lambda: _("Save PDF"), side, icon="ph.file-pdf")
        self.edit.clicked.connect(self.edit_asked)
        self.save.clicked.connect(self.save_asked)
        self._pair = Pair(self.edit, self.save, side)
        side.body.addWidget(self._pair)
        self.anew = Button(
            lambda: _("Make it anew from the template"), side, kind="link", size="small"
        )
        self.anew.clicked.connect(self.anew_asked)
        self.anew.hide()
        side.body.addWidget(self.anew)

    def _fill_templates(self, card: ContractCard, chosen: UUID | None) -> None:
        self.templates.clear()
        for one in card.templates_of(card.kind):
            self.templates.addItem(one.name, one.id)
        used = card.template(card.kind, chosen)
        if used is not None:
            self.templates.setCurrentIndex(self.templates.findData(used.id))

    # What is shown

    def show_paper(self) -> None:
        """Show the chosen paper, or why it is not there."""
        kind = self.switch.current()
        preview = self.previews.get(kind)
        failed = self._failed.get(kind, "")
        self._banner.setVisible(False)
        self.anew.setVisible(preview is not None and preview.is_edited and kind == CONTRACT)
        if failed:
            self._empty.set_texts(lambda: _("The paper could not be made"), failed)
            self._stack.setCurrentWidget(self._empty)
            self._say_banner(failed, "danger", _("Try again"))
        elif preview is None:
            self._empty.set_texts(
                lambda: _("The paper is being drawn…"),
                lambda: _("Nothing is kept and no number is taken by looking."),
            )
            self._stack.setCurrentWidget(self._empty)
        elif preview.pdf is None:
            self._empty.set_texts(lambda: _("No preview on this computer"), preview.told)
            self._stack.setCurrentWidget(self._empty)
        else:
            self._stack.setCurrentWidget(self.pages)
            if preview.told:
                self._say_banner(preview.told, "warning", "")
        drawn = preview if preview is not None and not failed else None
        self.pages.show_paper(
            drawn.pages if drawn else 0,
            self._drawing(drawn) if drawn else None,
            drawn.title if drawn else "",
        )
        self._zoom.set_content(self.pages.zoom_text())

    def _say_banner(self, sentence: str, tone: str, action: str) -> None:
        self._banner.set_banner(sentence, tone, action=action)
        self._banner.setVisible(True)

    def _press_banner(self) -> None:
        self.again_asked.emit()

    def _show_page(self, page: int, pages: int) -> None:
        text = _("Page {page} of {pages}").format(page=page, pages=pages) if pages else ""
        self._page.set_content(text)

    def _zoom_by(self, step: int) -> None:
        self.pages.zoom(step)
        self._zoom.set_content(self.pages.zoom_text())

    def _show_switch(self) -> None:
        self.switch.set_segments(
            [
                Segment(CONTRACT, partial(self._paper_name, CONTRACT)),
                Segment(PaperKind.INVOICE, partial(self._paper_name, PaperKind.INVOICE)),
            ]
        )

    def _paper_name(self, kind: str) -> str:
        card = self._card
        if card is None:
            return _("Invoice") if kind == PaperKind.INVOICE else _("Contract")
        if kind == PaperKind.INVOICE:
            return _("Invoice {number}").format(number=card.invoice_number)
        return _("Contract {number}").format(number=card.contract_number)

    def _hint_text(self) -> str:
        preview = self.previews.get(CONTRACT)
        if preview is not None and preview.is_edited:
            return _("Edited by hand. The card's fields no longer reach this contract.")
        return _("Highlighted text comes from the card. Change it there, the document follows.")

    def _say(self) -> None:
        card = self._card
        if card is None:
            return
        self.checks.show_lines(_lines(card, self._warnings()))
        self.tight.setVisible(card.is_tight)
        if card.is_tight:
            self._tight_words.set_content(partial(_tight_words, card))
        self._hint.retranslate()

    def _warnings(self) -> Sequence[str]:
        return [text for one in self.previews.values() for text in one.warnings]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the backdrop of the paper."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().col)
        if not self._side.isHidden():
            painter.fillRect(self._side.geometry(), theme.current().sf)
        painter.end()

    def focus_first(self) -> None:
        """Let the arrow keys scroll the paper."""
        self.pages.area().setFocus(Qt.FocusReason.OtherFocusReason)


def _stamp_reason(*, may_stamp: bool, has_picture: bool) -> str:
    if not may_stamp:
        return _("Stamp and signature are closed to your role. The admin gives access.")
    return "" if has_picture else _("There is no picture of the stamp yet: Settings, Firm.")


def _lines(card: ContractCard, warnings: Sequence[str]) -> list[CheckLine]:
    told, client = card.client.requisites, card.client
    email = told.email or client.email
    is_email = bool(email) and check_email(email).ok
    signs = ", ".join(part for part in (told.signatory_name, told.signatory_post) if part)
    lines = [_filled(_("Legal name"), told.legal_name or client.name)]
    if not card.is_person:
        lines.append(_filled(_("Signatory"), signs))
    number = next((name for name in ("inn", "company_number", "vat_id") if getattr(told, name)), "")
    if number:
        lines.append(CheckLine(requisite_words.label(number), getattr(told, number)))
    lines.append(CheckLine(_("E-mail"), email or _("not filled in"), "ok" if is_email else "doubt"))
    lines.append(CheckLine(_("Total"), _total(card)))
    lines.append(_day(_("Due"), formats.short_moment(card.due_at) if card.due_at else ""))
    if card.proof_by is not None:
        moment = formats.short_moment(card.proof_by)
        lines.append(CheckLine(_("Proof by"), moment, "doubt" if card.is_tight else "ok"))
    if warnings:
        text = ngettext("{n} gap: {first}", "{n} gaps: {first}", len(warnings))
        shown = text.format(n=len(warnings), first=warnings[0])
        lines.append(CheckLine(_("Empty fields"), shown, "doubt"))
    return lines


def _filled(label: str, value: str) -> CheckLine:
    return CheckLine(label, value or _("not filled in"), "ok" if value else "doubt")


def _day(label: str, value: str) -> CheckLine:
    return CheckLine(label, value or _("no date"), "ok" if value else "doubt")


def _total(card: ContractCard) -> str:
    text = formats.money(card.total)
    sums = (Money(one.amount, card.currency).included_tax(one.tax_rate) for one in card.lines)
    tax = total(sums, card.currency)
    if not tax:
        return text
    return _("{total}, VAT {tax}").format(total=text, tax=formats.money(tax))


def _tight_words(card: ContractCard) -> list[Run]:
    text = ngettext(
        "{n} working hour for the proof. Ask for approval in the same call.",
        "{n} working hours for the proof. Ask for approval in the same call.",
        card.proof_hours,
    ).format(n=card.proof_hours)
    return [Run(_("Tight date.") + " ", theme.SEMIBOLD, "wa"), Run(text)]
