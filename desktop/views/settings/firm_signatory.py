# SPDX-License-Identifier: Apache-2.0
"""Who signs for the firm, and how that stands in a contract: Russian names and posts in the genitive."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models import requisite_words
from desktop.values.drafts.requisites import RUSSIA, Requisites
from desktop.views import theme
from desktop.views.settings import inputs
from desktop.views.settings.form import Save
from desktop.views.settings.section import SectionView
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.text_block import Run

_USUAL_BASIS = "устава"
_NAMES = ("signatory_post", "signatory_name", "signatory_basis")
_FORMS = ("genitive_post", "genitive_name")


class SignatoryPanel(Panel):
    """Post, name and basis; for Russia the forms in the genitive, proposed and mended by hand."""

    def __init__(self, section: SectionView, save: Save) -> None:
        super().__init__(lambda: _("Who signs"), section, padding=(16, 16))
        self._context = section.context
        self._save = save
        self._requisites = Requisites()
        self._proposed = ("", "")
        self.form = section.form(self, self._store)
        for name in _NAMES:
            inputs.line(self.form, name, partial(requisite_words.label, name))
        self.body.addWidget(self.form)
        self.body.addWidget(self._case_box(section))

    def _case_box(self, section: SectionView) -> QWidget:
        self._box = box = Panel(parent=self, fill="sunk")
        head = QHBoxLayout()
        head.addWidget(
            Label(lambda: _("In the genitive, as contracts want it"), box, weight=theme.MEDIUM), 1
        )
        self._chip = Chip("", "accent", "text-aa", box)
        self._back = Button(lambda: _("Take our form again"), box, kind="link", size="small")
        self._back.clicked.connect(self._take_ours)
        head.addWidget(self._chip)
        head.addWidget(self._back)
        self.cases = section.form(box, self._store_case)
        inputs.line(self.cases, "genitive_post", lambda: _("Post"))
        inputs.line(self.cases, "genitive_name", lambda: _("Full name"))
        self._sentence = Label("", box, style="small", role="secondary", lines=0)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.cases)
        column.addWidget(self._sentence)
        box.body.addLayout(column)
        return box

    def show_signatory(self, requisites: Requisites, country: str, *, anew: bool) -> None:
        """Show who signs; the forms are asked for where nobody has mended them."""
        is_other = (requisites.signatory_name, requisites.signatory_post) != (
            self._requisites.signatory_name,
            self._requisites.signatory_post,
        )
        self._requisites = requisites
        self.form.load({name: getattr(requisites, name) for name in _NAMES}, anew=anew)
        is_russian = country == RUSSIA
        self.form.part("signatory_basis").setVisible(is_russian)
        self.form.relay()
        self._box.setVisible(is_russian)
        if is_russian and (anew or is_other):
            self._ask_forms()
        self._show_forms()

    def _ask_forms(self) -> None:
        name, post = self._requisites.signatory_name, self._requisites.signatory_post

        def inflect() -> tuple[str, str]:
            from desktop.documents import cases  # its dictionaries take a while to load

            return cases.genitive_post(post).text, cases.genitive_name(name).text

        self._context.tasks.outside(inflect, then=self._take_proposed)

    def _take_proposed(self, forms: tuple[str, str]) -> None:
        self._proposed = forms
        self._show_forms()

    def _show_forms(self) -> None:
        ours = dict(zip(_FORMS, self._proposed, strict=True))
        held = {name: getattr(self._requisites, name) or ours[name] for name in _FORMS}
        self.cases.load(held)
        is_mended = any(getattr(self._requisites, name) not in {"", ours[name]} for name in _FORMS)
        self._chip.set_chip(
            (lambda: _("mended by you")) if is_mended else (lambda: _("put by us")),
            "warning" if is_mended else "accent",
            "text-aa",
        )
        self._back.setVisible(is_mended)
        self._sentence.set_content(partial(self._in_contract, held))

    def _in_contract(self, held: dict[str, str]) -> list[Run]:
        told = self._requisites
        if not told.signatory_name:
            return [Run("")]
        who = " ".join(part for part in (held["genitive_post"], held["genitive_name"]) if part)
        basis = told.signatory_basis or _USUAL_BASIS
        # The sentence is that of a Russian contract, whatever language the window speaks.
        return [
            Run("…в лице "),
            Run(who, theme.SEMIBOLD, "tx"),
            Run(f", действующего(ей) на основании {basis}…"),
        ]

    def _take_ours(self) -> None:
        self._save(dict.fromkeys(_FORMS, ""), lambda _error: None)

    def _store(self, values: dict[str, Any], failed: Any) -> None:
        # Another person or post: a form mended for the one before would be wrong.
        changed = {"signatory_name": "genitive_name", "signatory_post": "genitive_post"}
        dropped = {changed[name]: "" for name in values if name in changed}
        self._save({**values, **dropped}, failed)

    def _store_case(self, values: dict[str, Any], failed: Any) -> None:
        self._save(values, failed)
