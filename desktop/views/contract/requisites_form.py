# SPDX-License-Identifier: Apache-2.0
"""The form of requisites: organisation, signatory with the genitive forms, bank; checked field by field."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _, ngettext
from desktop.values.drafts.contract import FormState, checked, form_state
from desktop.values.drafts.requisites import RUSSIA, Requisites
from desktop.views.contract.case_box import CaseBox, Forms
from desktop.views.contract.form_rows import EXAMPLES, Section, label, sections
from desktop.views.contract.requisite_field import MarkedEdit, RequisiteField
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.panel import Hairline

_BASES_RU = ("устава", "доверенности", "записи в ЕГРИП")
_BASES = ("the articles of association", "a power of attorney")


class RequisitesForm(QWidget):
    """Asks for what a contract takes. `changed` tells the requisites at each edit, `left` the field that was left."""

    changed = Signal(object)
    left = Signal(str)

    def __init__(self, parent: QWidget, *, country: str, person: bool) -> None:
        super().__init__(parent)
        self._country, self._person = country, person
        self._requisites = Requisites()
        self._seen: set[str] = set()
        self._demands_all = False
        self.fields: dict[str, RequisiteField] = {}
        self.cases: CaseBox | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 16, 20, 8)
        self._column.setSpacing(12)
        for number, section in enumerate(sections(country, person=person)):
            if number:
                self._column.addWidget(Hairline(self))
            self._add_section(section, is_first=number == 0)
        self._column.addStretch(1)

    # What it holds

    def requisites(self) -> Requisites:
        """What is typed now."""
        return self._requisites

    def state(self) -> FormState:
        """How the form stands."""
        return form_state(self._requisites, self._country, person=self._person)

    def set_requisites(self, requisites: Requisites, *, checks: bool = True) -> None:
        """Show these requisites; with `checks` filled fields are checked at once, as if they had been left."""
        self._requisites = requisites
        for name, field in self.fields.items():
            self._write(field, getattr(requisites, name))
            if checks and getattr(requisites, name):
                self._seen.add(name)
        self._check_seen()
        self._show_cases()

    def take(self, found: dict[str, str]) -> tuple[str, ...]:
        """Fill what is empty from a pasted card; returns the fields it filled. What was typed is never overwritten."""
        filled = []
        for name, value in found.items():
            if name in self.fields and not getattr(self._requisites, name):
                self._requisites = self._requisites.with_field(name, value)
                filled.append(name)
        for name in filled:
            field = self.fields[name]
            self._write(field, getattr(self._requisites, name))
            self._seen.add(name)
            if isinstance(field.control, MarkedEdit):
                field.control.freshen()
        self._check_seen()
        if filled:
            self.changed.emit(self._requisites)
        for name in filled:
            self.left.emit(name)
        return tuple(filled)

    def set_bank(self, known: tuple[str, str] | None) -> None:
        """The bank of the BIK as this shop knows it fills its fields; an unknown one is typed."""
        needed = Requisites.needed(self._country, person=self._person)
        for name, value in zip(("bank", "correspondent"), known or ("", ""), strict=True):
            field = self.fields.get(name)
            if field is None or not isinstance(field.control, LineEdit):
                continue
            is_known = known is not None and bool(value)
            field.control.setReadOnly(is_known)
            field.control.setFocusPolicy(
                Qt.FocusPolicy.ClickFocus if is_known else Qt.FocusPolicy.StrongFocus
            )
            field.set_label(partial(label, name, known_bank=is_known))
            # Nobody is asked for what the BIK tells.
            field.set_required(name in needed and not is_known)
            if is_known and getattr(self._requisites, name) != value:
                field.control.setText(value)
                self._requisites = self._requisites.with_field(name, value)
                self.changed.emit(self._requisites)
        self._check_seen()

    def set_forms(self, ours: Forms) -> None:
        """Our proposal for the genitive of post and name."""
        self._ours = ours
        self._show_cases()

    # Where the eye goes

    def check_all(self) -> None:
        """Look at every field, as if all had been left: what is missing is marked."""
        self._seen = set(self.fields)
        self._demands_all = True
        self._check_seen()

    def focus_next_problem(self) -> bool:
        """Go to the next field that is wrong or missing, round and round; False where there is none."""
        left = [name for name in self.fields if name in self.state().left]
        if not left:
            return False
        names = list(self.fields)
        here = next((n for n, name in enumerate(names) if self.fields[name].control.hasFocus()), -1)
        later = [name for name in left if names.index(name) > here]
        self.focus(later[0] if later else left[0])
        return True

    def focus(self, name: str) -> None:
        """Put the cursor into a field."""
        control = self.fields[name].control
        control.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(control, LineEdit):
            control.selectAll()

    # Set-up

    def _add_section(self, section: Section, *, is_first: bool) -> None:
        head = QHBoxLayout()
        head.addWidget(Label(partial(_, section.title), self, style="section"))
        if is_first:
            head.addStretch(1)
            head.addWidget(Label(self._needs, self, style="small", role="secondary"))
        self._column.addLayout(head)
        self._column.addSpacing(-4)
        for row in section.rows:
            line = QHBoxLayout()
            line.setSpacing(12)
            for name, share in row:
                line.addWidget(self._make(name), share, Qt.AlignmentFlag.AlignTop)
            self._column.addLayout(line)
        if section.has_cases:
            self.cases = CaseBox(self)
            self.cases.edited.connect(self._mend)
            self._column.addWidget(self.cases)
            self._ours = Forms()

    def _needs(self) -> str:
        count = len(self.state().needed)
        return ngettext(
            "{n} field for the contract, * required",
            "{n} fields for the contract, * required",
            count,
        ).format(n=count)

    def _make(self, name: str) -> RequisiteField:
        is_needed = name in Requisites.needed(self._country, person=self._person)
        edit: QWidget
        if name == "signatory_basis":
            edit = self._bases()
        else:
            edit = MarkedEdit(self, placeholder=EXAMPLES.get(name, ""))
            edit.textEdited.connect(partial(self._typed, name))
            edit.left_field.connect(partial(self._leave, name))
        field = RequisiteField(
            name,
            partial(label, name, person=self._person),
            edit,
            self,
            required=is_needed,
        )
        self.fields[name] = field
        return field

    def _bases(self) -> ComboBox:
        combo = ComboBox(self, editable=True)
        combo.addItems(_BASES_RU if self._country == RUSSIA else _BASES)
        combo.setCurrentText("")
        combo.currentTextChanged.connect(partial(self._typed, "signatory_basis"))
        return combo

    # What a person does

    def _typed(self, name: str, text: str) -> None:
        value = text.strip()
        if getattr(self._requisites, name) == value:
            return
        self._requisites = self._requisites.with_field(name, value)
        if name in {"signatory_name", "signatory_post"}:
            # A form mended by hand belongs to the person it was mended for.
            case = "genitive_name" if name == "signatory_name" else "genitive_post"
            self._requisites = self._requisites.with_field(case, "")
        field = self.fields[name]
        if field.error():
            field.show_check(None)
        if name == "bik":
            self.set_bank(None)
        self.changed.emit(self._requisites)

    def _leave(self, name: str) -> None:
        self._seen.add(name)
        self._check_seen()
        self.left.emit(name)

    def _check_seen(self) -> None:
        for name in self._seen & self.fields.keys():
            check = checked(self._requisites, name)
            is_plain = name in _QUIET and check is not None and check.ok
            self.fields[name].show_check(None if is_plain else check)
        if self._demands_all:
            for name in self.state().missing:
                self.fields[name].set_error(lambda: _("Fill this in."))

    def _mend(self, post: str, name: str) -> None:
        changed = self._requisites.with_field("genitive_post", post)
        self._requisites = changed.with_field("genitive_name", name)
        self.changed.emit(self._requisites)

    def _show_cases(self) -> None:
        if self.cases is None:
            return
        told = self._requisites
        self.cases.setVisible(not told.is_sole_trader)
        self.cases.show_forms(
            self._ours,
            (told.genitive_post, told.genitive_name),
            company=told.short_name or told.legal_name,
            basis=told.signatory_basis or _BASES_RU[0],
        )

    def _write(self, field: RequisiteField, value: str) -> None:
        control = field.control
        if isinstance(control, ComboBox):
            control.setCurrentText(value)
        elif isinstance(control, LineEdit) and control.text().strip() != value:
            control.setText(value)


_QUIET = frozenset({"bik", "correspondent", "email"})
"""Fields that say nothing while they are right: what proves them stands at another one."""


def filled_of(form: RequisitesForm, found: Iterable[str]) -> tuple[int, int]:
    """How many of a pasted card's fields the form has, and how many fields a contract takes."""
    needed = form.state().needed
    return sum(name in needed for name in found), len(needed)
