# SPDX-License-Identifier: Apache-2.0
"""The firm's bank accounts: the first one stands on invoices; check digits are looked at while they are typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models import requisite_words
from desktop.values.drafts.requisites import RUSSIA
from desktop.values.requisites import Check, check_field
from desktop.views.settings import inputs
from desktop.views.settings.form import Failed, Form
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Hairline, Panel

Accounts = Sequence[Mapping[str, str]]

_IN_RUSSIA = ("bik", "bank", "account", "correspondent")
_IN_BRITAIN = ("bank", "sort_code", "account", "iban", "swift")
_ELSEWHERE = ("iban", "swift", "bank", "account")
_ALL = ("bik", "bank", "account", "correspondent", "sort_code", "iban", "swift")
_LEFT = ("bank",)


class AccountForm(QWidget):
    """One account."""

    def __init__(
        self, parent: QWidget, changed: Callable[[], None], remove: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self._changed = changed
        self.values: dict[str, str] = {}
        self.form = Form(self, self._save)
        for name in _ALL:
            inputs.line(
                self.form,
                name,
                partial(_word, name),
                check=None if name in _LEFT else partial(self._check, name),
                span=2 if name in {"bank", "iban"} else 1,
            )
        self._title = Label("", self, style="small", role="secondary")
        self._remove = icon_button("trash", lambda: _("Remove this account"), self, size="small")
        self._remove.clicked.connect(remove)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.form)

    def show_account(self, values: Mapping[str, str], country: str, *, is_first: bool) -> None:
        """Show what is stored, with the fields that accounts of this country have."""
        self.values = dict(values)
        self.form.load({name: values.get(name, "") for name in _ALL})
        usual = {RUSSIA: _IN_RUSSIA, "GB": _IN_BRITAIN}.get(country, _ELSEWHERE)
        for name in _ALL:
            self.form.part(name).setVisible(name in usual or bool(values.get(name)))
        self.form.relay()
        self._title.set_content(
            (lambda: _("Stands on invoices and contracts"))
            if is_first
            else (lambda: _("Another account"))
        )

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in its order."""
        return [*(self.form.control(name) for name in _ALL), self._remove]

    def _check(self, name: str, text: str) -> Check | None:
        if name == "account" and not self.values.get("bik"):
            return None
        return check_field(name, text, bik=self.values.get("bik", ""))

    def _save(self, values: dict[str, Any], _failed: Failed) -> None:
        self.values.update(values)
        self._changed()


class AccountsPanel(Panel):
    """All accounts; `save` gets them whole, empty ones left out."""

    def __init__(self, save: Callable[[Accounts], None], parent: QWidget) -> None:
        super().__init__(lambda: _("Bank accounts"), parent, padding=(16, 16))
        self._save = save
        self._country = ""
        self._forms: list[AccountForm] = []
        self._lines: list[Hairline] = []
        self._adding = False
        self._column = QVBoxLayout()
        self._column.setSpacing(12)
        self.body.addLayout(self._column)
        self._append()  # made before what stands below it, for Tab
        self.add_button = Button(lambda: _("Add an account"), self, kind="link", icon="plus")
        self.add_button.clicked.connect(self.add)
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addStretch(1)
        self.body.addLayout(row)

    def first(self) -> dict[str, str]:
        """What is stored of the account that stands on papers."""
        return dict(self._forms[0].values) if self._forms else {}

    def with_first(self, values: Mapping[str, str]) -> list[dict[str, str]]:
        """All accounts, the first one with these values."""
        stored = [dict(one.values) for one in self._forms] or [{}]
        stored[0].update(values)
        return _filled(stored)

    def show_accounts(self, accounts: Accounts, country: str) -> None:
        """Show what is stored; with none there is an empty one to fill."""
        self._country = country
        wanted = list(accounts) or [{}]
        if self._adding and len(wanted) < len(self._forms):
            wanted.append(self._forms[-1].values)
        while len(self._forms) > len(wanted):
            self._drop(self._forms[-1])
        while len(self._forms) < len(wanted):
            self._append()
        for place, (form, values) in enumerate(zip(self._forms, wanted, strict=True)):
            form.show_account(values, country, is_first=place == 0)

    def add(self) -> None:
        """Show one more account to be filled."""
        self._adding = True
        form = self._append()
        form.show_account({}, self._country, is_first=len(self._forms) == 1)
        form.form.control("bik" if self._country == RUSSIA else "iban").setFocus()

    def form(self, place: int) -> Form:
        """The fields of an account."""
        return self._forms[place].form

    def _append(self) -> AccountForm:
        if self._forms:
            line = Hairline(self)
            self._lines.append(line)
            self._column.addWidget(line)
        form = AccountForm(self, self._store, lambda: self._remove(form))
        if self._forms:
            _stand_behind(self._forms[-1].stops(), form.stops())
        self._forms.append(form)
        self._column.addWidget(form)
        return form

    def _remove(self, form: AccountForm) -> None:
        self._drop(form)
        self._store()
        if not self._forms:
            self.show_accounts((), self._country)

    def _drop(self, form: AccountForm) -> None:
        self._forms.remove(form)
        form.hide()
        form.deleteLater()
        if self._lines:
            line = self._lines.pop()
            line.hide()
            line.deleteLater()

    def _store(self) -> None:
        self._adding = self._adding and not (self._forms and _filled([self._forms[-1].values]))
        self._save(_filled([one.values for one in self._forms]))


def _filled(accounts: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    found = ({name: text for name, text in one.items() if text} for one in accounts)
    return [one for one in found if one]


def _stand_behind(before: Sequence[QWidget], stops: Sequence[QWidget]) -> None:
    """Let Tab come to these after those, although they were made later than what stands below."""
    last = before[-1]
    for stop in stops:
        QWidget.setTabOrder(last, stop)
        last = stop


def _word(name: str) -> str:
    return _("Sort code") if name == "sort_code" else requisite_words.label(name)
