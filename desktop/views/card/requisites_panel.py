# SPDX-License-Identifier: Apache-2.0
"""The client's legal data in short, and whether it is enough for a contract; F4 opens all of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.i18n import _, ngettext
from desktop.models import requisite_words
from desktop.values.drafts.requisites import RUSSIA, Requisites
from desktop.values.rows.card import DealCard
from desktop.views import theme
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.fact import LABEL_WIDTH
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live
from desktop.views.widgets.panel import Panel

_SHOWN = ("legal_name", "company_number", "vat_id", "signatory", "address")
_SHOWN_RU = ("name", "inn", "kpp", "ogrn", "signatory", "address")
_SHOWN_PERSON = ("legal_name", "address", "email")
_SHOWN_PERSON_RU = ("legal_name", "passport", "address")


class RequisitesPanel(Panel):
    """Rows of the card; what is missing is counted in the chip, and the button says what to do about it."""

    edit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(lambda: _("Requisites"), parent, padding=(12, 6))
        self.body.setSpacing(0)
        self.chip = Chip("", "neutral", "", self)
        self.add_action(self.chip)
        self._rows: list[_Row] = []
        self.fill_button = Button(
            lambda: _("Fill in requisites"), self, size="small", icon="note-pencil", shortcut="F4"
        )
        self.fill_button.clicked.connect(self.edit_wanted)
        self.body.addWidget(self.fill_button)
        self._card: DealCard | None = None

    def show_card(self, card: DealCard, *, can_change: bool) -> None:
        """Show what is known, and offer to fill in the rest."""
        self._card = card
        self._say()
        self.fill_button.setVisible(can_change and bool(self._missing()))

    def retranslate(self) -> None:
        """Say names and counts anew."""
        if self._card is not None:
            self._say()
        super().retranslate()

    def _missing(self) -> tuple[str, ...]:
        card = self._card
        assert card is not None
        is_person = card.client.company_id is None
        return card.client.requisites.missing(card.country, person=is_person)

    def _say(self) -> None:
        card = self._card
        assert card is not None
        known = [(name, value) for name, value in summary(card) if value]
        while len(self._rows) < len(known):
            row = _Row(self)
            self._rows.append(row)
            self.body.insertWidget(len(self._rows) - 1, row)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(known))
            if place < len(known):
                row.show_fact(*known[place])
        count = len(self._missing())
        if not count:
            self.chip.set_chip(_("complete"), "success", "check")
        else:
            words = ngettext("{n} missing", "{n} missing", count).format(n=count)
            self.chip.set_chip(words, "warning", "warning")


def summary(card: DealCard) -> list[tuple[str, str]]:
    """Names and values of the rows, those without a value included."""
    requisites, is_person = card.client.requisites, card.client.company_id is None
    fields: tuple[str, ...]
    if card.country == RUSSIA:
        fields = _SHOWN_PERSON_RU if is_person else _SHOWN_RU
    else:
        fields = _SHOWN_PERSON if is_person else _SHOWN
    return [_named(requisites, field) for field in fields]


def _named(requisites: Requisites, field: str) -> tuple[str, str]:
    if field == "signatory":
        parts = (requisites.signatory_name, requisites.signatory_post)
        return requisite_words.label("signatory_name"), ", ".join(p for p in parts if p)
    if field == "name":
        return requisite_words.label("legal_name"), requisites.short_name or requisites.legal_name
    return requisite_words.label(field), str(getattr(requisites, field))


class _Row(Live, QWidget):
    """A name and a value in one line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = Label("", self, style="small", role="secondary")
        self._value = Label("", self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self._name)
        line.addWidget(self._value, 1)
        self.restyle()

    def show_fact(self, name: str, value: str) -> None:
        """Show another fact."""
        self._name.set_content(name)
        self._value.set_content(value)
        self.setAccessibleName(_("{field}: {value}").format(field=name, value=value))

    def restyle(self) -> None:
        """Grow with the text."""
        self.setFixedHeight(theme.px(26))
        self._name.setFixedWidth(theme.px(LABEL_WIDTH))
        super().restyle()
