# SPDX-License-Identifier: Apache-2.0
"""Requisites on the client's page: each field changed in place, a tick where its check digits hold."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.i18n import _, ngettext
from desktop.models import requisite_words
from desktop.values.drafts.requisites import Requisites
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.fact import Fact
from desktop.views.widgets.panel import Panel


class RequisitesPanel(Panel):
    """What contracts and invoices take. `changed` tells the requisites as a whole with the one field changed."""

    changed = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(lambda: _("Requisites"), parent, padding=(12, 8))
        self._requisites = Requisites()
        self._missing: tuple[str, ...] = ()
        self.facts: dict[str, Fact] = {}
        self.body.setSpacing(0)
        self._chip = Chip("", "neutral", "", self)
        self.add_action(self._chip)

    def show_requisites(
        self, requisites: Requisites, country: str, *, person: bool, can_change: bool
    ) -> None:
        """Show these requisites and how complete they are for a contract."""
        self._requisites = requisites
        self._missing = requisites.missing(country, person=person)
        self._show_fields(requisite_words.shown_fields(requisites, country, person=person))
        for field, fact in self.facts.items():
            self._show_fact(field, fact, can_change=can_change)
        self._say()

    def _show_fields(self, fields: tuple[str, ...]) -> None:
        for gone in self.facts.keys() - set(fields):
            fact = self.facts.pop(gone)
            self.body.removeWidget(fact)
            fact.hide()
            fact.deleteLater()
        for place, field in enumerate(fields):
            fact = self.facts.get(field) or self._make(field)
            self.body.removeWidget(fact)
            self.body.insertWidget(place, fact)

    def _make(self, field: str) -> Fact:
        fact = Fact(partial(requisite_words.label, field), self, placeholder=lambda: _("Add"))
        fact.committed.connect(partial(self._change, field))
        self.facts[field] = fact
        return fact

    def _show_fact(self, field: str, fact: Fact, *, can_change: bool) -> None:
        fact.set_value(getattr(self._requisites, field))
        fact.set_can_change(can_change)
        check = requisite_words.checked(self._requisites, field)
        fact.set_mark("check-circle" if check is not None and check.ok else "")
        if not fact.is_open:
            wrong = check.sentence if check is not None and not check.ok else ""
            fact.set_note(wrong, ink="er", icon="warning-circle")

    def begin(self) -> None:
        """Open the first field that is missing, else the first one."""
        field = next(iter(self._missing), None) or next(iter(self.facts), None)
        if field is not None:
            self.facts[field].begin()

    def fact(self, field: str) -> Fact:
        """The line of a field."""
        return self.facts[field]

    def retranslate(self) -> None:
        """Say how complete they are."""
        self._say()
        super().retranslate()

    def _say(self) -> None:
        if not self._missing:
            self._chip.set_chip(lambda: _("complete"), "success", "check")
            return
        count = len(self._missing)
        self._chip.set_chip(
            lambda: ngettext("{n} missing", "{n} missing", count).format(n=count), "warning"
        )

    def _change(self, field: str, text: str) -> None:
        self.changed.emit(self._requisites.with_field(field, text), field)
