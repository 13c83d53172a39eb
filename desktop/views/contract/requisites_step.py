# SPDX-License-Identifier: Apache-2.0
"""The first step: requisites got right before a paper exists; at the right the paste box and the checks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.values.drafts.contract import FormState, checked
from desktop.values.drafts.requisites import RUSSIA, Requisites
from desktop.values.requisites import read_requisites
from desktop.values.rows.contract import ContractCard
from desktop.views.contract.case_box import Forms
from desktop.views.contract.check_list import CheckLine, CheckList, State
from desktop.views.contract.form_rows import short_label
from desktop.views.contract.paste_box import PasteBox
from desktop.views.contract.requisites_form import RequisitesForm, filled_of
from desktop.views.contract.side import SidePanel, WithSide
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Hairline
from desktop.views.widgets.popover import Popover
from desktop.views.widgets.scroll_area import ScrollArea
from desktop.views.widgets.segmented import Segment, SegmentedControl

PERSON, COMPANY = "person", "company"


class RequisitesStep(WithSide):
    """`changed` tells the requisites, `kind_chosen` whether the contract is with an organisation.

    `ask_bank` and `ask_forms` fetch what the form cannot know: the bank of a BIK, the genitive of post and name.
    """

    changed = Signal(object)
    kind_chosen = Signal(bool)

    def __init__(
        self,
        parent: QWidget,
        *,
        ask_bank: Callable[[str, Callable[[tuple[str, str] | None], None]], None],
        ask_forms: Callable[[str, str, Callable[[Forms], None]], None],
    ) -> None:
        super().__init__(parent)
        self._ask_bank, self._ask_forms = ask_bank, ask_forms
        self._card: ContractCard | None = None
        self._as_company = False
        self.form: RequisitesForm | None = None
        self._middle = QVBoxLayout()
        self._middle.setSpacing(0)
        self.kind = SegmentedControl(
            [
                Segment(PERSON, lambda: _("With a person")),
                Segment(COMPANY, lambda: _("With an organisation")),
            ],
            self,
            name=lambda: _("Contract with"),
        )
        self.kind.chosen.connect(self._choose_kind)
        self.paste_button = Button(
            lambda: _("Paste the company card"),
            self,
            size="small",
            icon="ph.clipboard-text",
            shortcut="Ctrl+Shift+V",
        )
        self.paste_button.clicked.connect(self._open_paste)
        self._top = QWidget(self)
        top = QHBoxLayout(self._top)
        top.setContentsMargins(20, 16, 20, 0)
        top.addWidget(self.kind)
        top.addStretch(1)
        top.addWidget(self.paste_button)
        self._middle.addWidget(self._top)
        self._area: ScrollArea | None = None
        self.set_parts(self._middle, self._make_side())

    # For the wizard

    def open(self, card: ContractCard, told: Requisites, *, as_company: bool) -> None:
        """Show the form for this deal's client, filled with what is known."""
        self._card, self._as_company = card, as_company
        self.kind.choose(COMPANY if as_company else PERSON)
        self._make_form(told)
        self._place_top()

    @property
    def is_person(self) -> bool:
        """Whether the contract is with a private person."""
        return self._card is not None and self._card.is_person and not self._as_company

    def state(self) -> FormState:
        """How the form stands."""
        assert self.form is not None
        return self.form.state()

    def focus_first(self) -> None:
        """Put the cursor where something is missing, else into the first field."""
        if self.form is not None and not self.form.focus_next_problem():
            self.form.focus(next(iter(self.form.fields)))

    def paste(self) -> None:
        """Take a company card from the clipboard, from whatever field the key was pressed in."""
        if self._side.isHidden():
            self._open_paste()
            return
        self.box.paste()

    def set_wide(self, *, wide: bool) -> None:
        """Dock the paste box and the checks at the right, or put a button in their place."""
        super().set_wide(wide=wide)
        self.paste_button.setVisible(not wide)
        self._place_top()

    # Set-up

    def _make_side(self) -> SidePanel:
        side = SidePanel(self)
        self.box = PasteBox(side)
        self.box.pasted.connect(self._lay_out)
        side.body.addWidget(self.box)
        side.body.addWidget(Hairline(side))
        side.body.addWidget(Label(lambda: _("Checks"), side, style="section"))
        self.checks = CheckList(side, row_gap=8, label_width=104, style="small")
        side.body.addSpacing(-4)
        side.body.addWidget(self.checks)
        self.warning = Banner("", "danger", side)
        self.warning.hide()
        side.body.addWidget(self.warning)
        side.body.addStretch(1)
        side.body.addWidget(
            Label(
                lambda: _(
                    "We check by the digits, without the internet. Whether there is such a firm, we do not find out."
                ),
                side,
                style="small",
                role="secondary",
                lines=0,
            )
        )
        return side

    def _make_form(self, told: Requisites) -> None:
        assert self._card is not None
        if self._area is not None:
            self._middle.removeWidget(self._area)
            self._area.hide()
            self._area.deleteLater()
        self.form = RequisitesForm(self, country=self._card.firm.country, person=self.is_person)
        self._area = ScrollArea(self.form, self)
        self._middle.addWidget(self._area, 1)
        self._area.show()
        self.form.set_requisites(told)
        self.form.changed.connect(self._on_change)
        self.form.left.connect(self._on_left)
        if told.bik:
            self._look_up_bank()
        self._look_up_forms()
        self._say()

    def _place_top(self) -> None:
        can_choose = self._card is not None and self._card.is_person
        self.kind.setVisible(can_choose)
        self._top.setVisible(can_choose or not self.paste_button.isHidden())

    # What a person does

    def _choose_kind(self, kind: str) -> None:
        self._as_company = kind == COMPANY
        told = self.form.requisites() if self.form is not None else Requisites()
        self._make_form(told)
        self.kind_chosen.emit(self._as_company)

    def _on_change(self, told: Requisites) -> None:
        self._say()
        self.changed.emit(told)

    def _on_left(self, name: str) -> None:
        if name == "bik":
            self._look_up_bank()
        if name in {"signatory_name", "signatory_post"}:
            self._look_up_forms()
        self._say()

    def _look_up_bank(self) -> None:
        assert self.form is not None
        bik = self.form.requisites().bik
        form = self.form
        if len(bik) == _BIK:
            self._ask_bank(bik, lambda known: self._bank_is(form, bik, known))

    def _bank_is(self, form: RequisitesForm, bik: str, known: tuple[str, str] | None) -> None:
        if form is self.form and form.requisites().bik == bik and known is not None:
            form.set_bank(known)
            self._say()

    def _look_up_forms(self) -> None:
        form = self.form
        if form is None or form.cases is None:
            return
        told = form.requisites()
        self._ask_forms(
            told.signatory_post,
            told.signatory_name,
            lambda forms: form.set_forms(forms) if form is self.form else None,
        )

    def _open_paste(self) -> None:
        popover = Popover(self, width=360)
        box = PasteBox(popover)
        box.pasted.connect(lambda text: self._lay_out(text, box))
        box.pasted.connect(popover.close)
        popover.body.addWidget(box)
        popover.show_at(self.paste_button, align_right=True)
        box.paste()

    def _lay_out(self, text: str, box: PasteBox | None = None) -> None:
        assert self.form is not None
        found = read_requisites(text)
        known, count = filled_of(self.form, found)
        self.form.take(found)
        (box or self.box).say_result(known, count)
        self.box.say_result(known, count)
        self._say()

    # What it says

    def _say(self) -> None:
        if self.form is None or self._card is None:
            return
        told, state = self.form.requisites(), self.form.state()
        self.checks.show_lines(self._lines(told, state))
        wrong = [short_label(name) for name in state.wrong]
        self.warning.setVisible(bool(wrong))
        if wrong:
            self.warning.set_banner(
                _("Compare with the paper: {fields}. With a wrong number the bank returns the money.").format(
                    fields=", ".join(wrong)
                ),
                "danger",
            )  # fmt: skip

    def _lines(self, told: Requisites, state: FormState) -> list[CheckLine]:
        names: tuple[str, ...]
        if self.is_person:
            names = ("legal_name", "passport", "address", "email")
        elif self._card is not None and self._card.firm.country == RUSSIA:
            names = ("inn", "kpp", "ogrn", "account", "signatory_name", "email")
        else:
            names = (
                "legal_name",
                "company_number",
                "vat_id",
                "address",
                "signatory_name",
                "email",
            )
        shown = (name for name in names if name in state.needed or getattr(told, name))
        return [_line(told, state, name) for name in shown]


_BIK = 9
_PLAIN = frozenset({"legal_name", "address", "email", "passport", "signatory_name"})


def _line(told: Requisites, state: FormState, name: str) -> CheckLine:
    text = short_label(name)
    if name == "account":
        text = _("BIK and account")
    value = getattr(told, name)
    check = checked(told, name)
    how: State = "wrong" if name in state.wrong else "missing" if not value else "ok"
    if how == "missing":
        return CheckLine(text, _("not filled in"), how)
    if how == "wrong":
        is_digit = check is not None and check.suspicious is not None
        return CheckLine(text, _("1 digit is wrong") if is_digit else _("is wrong"), how)
    if name == "account":
        return CheckLine(text, _("fit together"), how)
    if name == "signatory_name" and "kpp" in state.needed:
        return CheckLine(text, _("given, declined"), how)
    if name in _PLAIN:
        return CheckLine(text, value, how)
    return CheckLine(text, _("right") if check is not None else value, how)
