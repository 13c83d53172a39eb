# SPDX-License-Identifier: Apache-2.0
"""Our own firm: what stands on tickets, contracts and invoices, how its taxes go, who signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout

from desktop import commands, i18n, queries
from desktop.i18n import N_, _, ngettext
from desktop.models import requisite_words
from desktop.values.drafts.requisites import RUSSIA, Requisites
from desktop.values.requisites import Check, check_email, check_field
from desktop.values.rows.settings import SOLE_TRADER, FirmRow
from desktop.views.actions import ActionSpec
from desktop.views.context import Context
from desktop.views.first_run_choice import COUNTRIES
from desktop.views.settings import inputs
from desktop.views.settings.firm_accounts import AccountsPanel
from desktop.views.settings.firm_pictures import PicturesPanel
from desktop.views.settings.firm_signatory import SignatoryPanel
from desktop.views.settings.form import Failed
from desktop.views.settings.paste_box import PasteBox
from desktop.views.settings.section import Scrolled, SectionView
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.panel import Panel

SIDE = 344
STACKED_BELOW = 1200

PASTE = ActionSpec(
    "settings.paste_card", N_("Paste a company card"), "clipboard-text", ("Ctrl+Shift+V",)
)

_CURRENCIES = ("GBP", "EUR", "RUB", "USD", "KZT", "BYN", "TWD")
_NUMBERS = ("inn", "kpp", "ogrn", "company_number", "vat_id")
_IN_RUSSIA, _ELSEWHERE = frozenset({"inn", "kpp", "ogrn"}), frozenset({"company_number", "vat_id"})
_BANK = ("bik", "bank", "account", "correspondent", "iban", "swift")


class FirmSection(SectionView):
    """The firm whose papers this shop makes. Each field is stored when it is left."""

    kinds: ClassVar[tuple[str, ...]] = ("firm",)

    def __init__(self, context: Context, parent: Any) -> None:
        super().__init__(context, parent)
        self._row: FirmRow | None = None
        self._requisites = Requisites()
        self._page = Scrolled(self, side=SIDE)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._page)
        # Tab goes in the order in which they are made.
        above = (self._firm_panel(), self._requisites_panel())
        self.accounts = AccountsPanel(self._save_accounts, self)
        self.signatory = SignatoryPanel(self, self._save_requisites)
        for panel in (*above, self.accounts, self.signatory, self._money_panel()):
            self._page.column.addWidget(panel)
        self.paste = PasteBox(self._take_pasted, self)
        self.pictures = PicturesPanel(context, self)
        self.actions_here = [(PASTE, self.paste.paste)]
        self._page.side.addWidget(self.paste)
        self._page.side.addWidget(self.pictures)

    # Made of

    def _firm_panel(self) -> Panel:
        panel = Panel(lambda: _("Firm"), self, padding=(16, 16))
        self._firm = form = self.form(panel, self._save_firm)
        inputs.line(form, "name", lambda: _("Name"), required=True, hint=_name_hint)
        inputs.choice(form, "form", lambda: _("Form"), forms)
        inputs.choice(form, "country", lambda: _("Country"), countries)
        inputs.choice(form, "currency", lambda: _("Currency"), currencies, hint=_currency_hint)
        inputs.line(form, "phone", lambda: _("Phone"), placeholder=lambda: _("020 7946 0118"))
        inputs.line(form, "email", lambda: _("E-mail"), check=check_email)
        inputs.line(form, "address", lambda: _("Where orders are handed over"), span=2)
        inputs.line(
            form,
            "opening_hours",
            lambda: _("Opening hours on the ticket"),
            placeholder=lambda: _("Mon–Fri 9–18"),
            span=2,
        )
        panel.body.addWidget(form)
        return panel

    def _requisites_panel(self) -> Panel:
        panel = Panel(lambda: _("Requisites"), self, padding=(16, 16))
        self._complete = Chip("", "neutral", "", panel)
        panel.add_action(self._complete)
        self._legal = form = self.form(panel, self._save_requisites)
        inputs.line(form, "legal_name", _word("legal_name"), span=2)
        inputs.line(form, "short_name", _word("short_name"), span=2)
        for name in _NUMBERS:
            inputs.line(form, name, _word(name), check=partial(self._check, name))
        inputs.line(form, "address", lambda: _("Legal address"), span=2)
        panel.body.addWidget(form)
        return panel

    def _money_panel(self) -> Panel:
        panel = Panel(lambda: _("Payments and tax"), self, padding=(16, 16))
        self._money = form = self.form(panel, self._save_firm)
        inputs.choice(form, "tax_mode", lambda: _("Tax"), tax_modes)
        inputs.rate(form, "tax_rate", lambda: _("Usual rate of tax"))
        inputs.number(
            form,
            "payment_days",
            lambda: _("Time to pay an invoice"),
            highest=365,
            unit=lambda: _("working days"),
        )
        inputs.number(form, "prepayment_percent", lambda: _("Prepayment"), highest=100, unit="%")
        panel.body.addWidget(form)
        return panel

    def _check(self, name: str, text: str) -> Check | None:
        return check_field(name, text)

    # Asking and showing

    def refresh(self) -> None:
        """Ask for the firm."""
        self.fetch(
            "own firm",
            lambda reader: queries.settings.firms(reader),
            then=self._show,
        )

    def adapt(self, window: QSize) -> None:
        """Put the paste box below the fields where there is little room."""
        self._page.set_stacked(window.width() < STACKED_BELOW)

    def retranslate(self) -> None:
        """Say again how complete the requisites are."""
        if self._row is not None:
            self._say_complete(self._row)
        super().retranslate()

    def _show(self, firms: tuple[FirmRow, ...]) -> None:
        if not firms:
            return
        row = firms[0]
        is_new = self._row is None or self._row.id != row.id
        self._row, self._requisites = row, row.requisites
        values = _values(row)
        for form in (self._firm, self._money):
            form.load(values, anew=is_new)
        self._legal.load(_fields(row.requisites), anew=is_new)
        self.signatory.show_signatory(row.requisites, row.country, anew=is_new)
        self.accounts.show_accounts(row.bank_accounts, row.country)
        self.pictures.show_pictures(row)
        self._fit_country(row)
        self._say_complete(row)

    def _fit_country(self, row: FirmRow) -> None:
        """Show the numbers that firms of this country have, and those that are filled anyway."""
        usual = _IN_RUSSIA if row.country == RUSSIA else _ELSEWHERE
        if row.form == SOLE_TRADER:
            usual -= {"kpp"}
        for name in _NUMBERS:
            filled = bool(getattr(row.requisites, name))
            self._legal.part(name).setVisible(name in usual or filled)
        self._legal.relay()
        self._firm.field("form").retranslate()

    def _say_complete(self, row: FirmRow) -> None:
        lacking, wrong = row.lacking, row.wrong
        if lacking:
            count = len(lacking)
            words = ngettext("{n} missing", "{n} missing", count).format(n=count)
            want = _("Papers have gaps: {fields}").format(fields=_named(lacking))
        elif wrong:
            count = len(wrong)
            words = ngettext("{n} mistake", "{n} mistakes", count).format(n=count)
            want = _("Papers have mistakes: {fields}").format(fields=_named(wrong))
        else:
            words, want = _("complete"), ""
        self._complete.set_chip(words, "warning" if want else "success", "" if want else "check")
        self.wants.emit(want)

    # Storing

    def _save_firm(self, values: dict[str, Any], failed: Failed) -> None:
        if values.get("tax_mode") == "none":
            values = {**values, "tax_rate": "0"}
        self._change(values, failed)

    def _save_requisites(self, values: dict[str, Any], failed: Failed) -> None:
        for name, value in values.items():
            self._requisites = self._requisites.with_field(name, value)
        self._change({"requisites": self._requisites.stored()}, failed)

    def _save_accounts(self, accounts: Sequence[Mapping[str, str]]) -> None:
        self._change({"bank_accounts": [dict(one) for one in accounts]}, None)

    def _take_pasted(self, found: Mapping[str, str], *, replace: bool) -> list[str]:
        """Put what was read into the fields in one step; returns the filled fields that say something else."""
        held = {**self._requisites.stored(), **self.accounts.first()}
        new = {n: v for n, v in found.items() if replace or not held.get(n)}
        others = [n for n, v in found.items() if n not in new and held.get(n) != v]
        if not new:
            return others
        told = {n: v for n, v in new.items() if n not in _BANK}
        bank = {n: v for n, v in new.items() if n in _BANK}
        for name, value in told.items():
            self._requisites = self._requisites.with_field(name, value)
        fields: dict[str, Any] = {"requisites": self._requisites.stored()}
        if bank:
            fields["bank_accounts"] = self.accounts.with_first(bank)
        if "email" in told and self._row is not None and not self._row.email:
            fields["email"] = told["email"]
        self._change(fields, None)
        return others

    def _change(self, fields: dict[str, Any], failed: Failed | None) -> None:
        assert self._row is not None
        firm_id, seen = self._row.id, {self._row.id: self._row.stamp}
        self.run(
            lambda uow: commands.shop.change_firm(uow, firm_id=firm_id, fields=fields, seen=seen),
            failed=failed,
        )


def _values(row: FirmRow) -> dict[str, Any]:
    names = FirmRow.__slots__
    return {name: getattr(row, name) for name in names}


def _fields(requisites: Requisites) -> dict[str, Any]:
    return {name: getattr(requisites, name) for name in requisite_words.LABELS}


def _named(fields: Sequence[str]) -> str:
    return ", ".join(requisite_words.label(name) for name in fields)


def _word(name: str) -> Any:
    return lambda: requisite_words.label(name)


def _name_hint() -> str:
    return _("Stands on tickets and letters")


def _currency_hint() -> str:
    return _("Orders already taken keep theirs")


def forms() -> Sequence[tuple[Any, str]]:
    """What a firm of ours can be."""
    return [("company", _("Company")), (SOLE_TRADER, _("Sole trader"))]


def countries() -> Sequence[tuple[Any, str]]:
    """The countries whose papers the program knows, by name."""
    return [(one.code, _(one.name)) for one in COUNTRIES]


def currencies() -> Sequence[tuple[Any, str]]:
    """Currencies by code, with their sign."""
    found = []
    for code in _CURRENCIES:
        sign = i18n.currency_sign(code)
        found.append((code, code if sign == code else f"{code} · {sign}"))
    return found


def tax_modes() -> Sequence[tuple[Any, str]]:
    """How tax goes into a sum."""
    return [
        ("included", _("Prices include the tax")),
        ("added", _("The tax is added to prices")),
        ("none", _("No tax is charged")),
    ]
