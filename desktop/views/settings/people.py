# SPDX-License-Identifier: Apache-2.0
"""People: who works here and what each may do, with their PINs; who has left keeps their row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from desktop import commands, queries
from desktop.errors import UserError
from desktop.i18n import N_, _, ngettext
from desktop.models.people import PeopleModel
from desktop.models.rows import RowRole
from desktop.values.initials import initials, tint
from desktop.values.requisites import check_email
from desktop.values.rows.settings import PersonRow
from desktop.views import theme
from desktop.views.actions import ActionSpec
from desktop.views.context import Context
from desktop.views.settings import inputs
from desktop.views.settings.form import Failed
from desktop.views.settings.person_dialogs import NewPersonDialog, PinDialog
from desktop.views.settings.role_boxes import RoleBoxes
from desktop.views.settings.section import Scrolled, SectionView
from desktop.views.widgets.avatar import Avatar
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.field import Note
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.table import TableView

ADD = ActionSpec("settings.add_person", N_("Add a person"), "user-plus", ("Ctrl+N",))

_WIDTHS = {"name": 0, "roles": 0, "pin": 104, "cards": 96, "state": 168}
_NARROW_HIDDEN = ("cards", "state")


class PeopleSection(SectionView):
    """The table of people and the chosen one's rights below it."""

    kinds: ClassVar[tuple[str, ...]] = ("user", "deal")

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self._wanted: UUID | None = None
        self._shown: UUID | None = None
        self.model = PeopleModel(context.now, self)
        self._make_table()
        self.person = PersonPanel(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.PANEL_GAP)
        outer.addWidget(self._panel, 3)
        self._scroll = Scrolled(self, widest=4000)
        self._scroll.column.addWidget(self.person)
        outer.addWidget(self._scroll, 4)
        self.actions_here = [(ADD, self.add)]

    def _make_table(self) -> None:
        self._panel = Panel(lambda: _("People"), self, padding=(0, 0))
        self._count = Label("", self._panel, style="small", role="secondary")
        self._panel.add_action(self._count)
        self.primary = self.add_button = Button(
            lambda: _("Add a person"), self._panel, kind="primary", size="small", icon="user-plus",
            shortcut="Ctrl+N",
        )  # fmt: skip
        self.add_button.clicked.connect(self.add)
        self._panel.add_action(self.add_button)
        self.table = TableView(self._panel, name=lambda: _("People"), two_lines=True, bar=True)
        self.table.setModel(self.model)
        self.table.setMinimumHeight(theme.px(120))
        header = self.table.horizontalHeader()
        for place, column in enumerate(self.model.columns):
            width = _WIDTHS[column.key]
            if width:
                self.table.setColumnWidth(place, theme.px(width))
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_chosen())
        self.table.opened.connect(lambda _index: self.person.begin())
        self._panel.body.addWidget(self.table)

    # Asking and showing

    def focus_first(self) -> None:
        """Begin in the table."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def adapt(self, window: QSize) -> None:
        """Hide what has no room."""
        for place, column in enumerate(self.model.columns):
            narrow = window.width() < 900 and column.key in _NARROW_HIDDEN
            self.table.setColumnHidden(place, narrow)
        self.setMinimumHeight(theme.px(420) if window.height() < 720 else 0)

    def refresh(self) -> None:
        """Ask for everybody."""
        self.context.tasks.fetch(
            "people",
            lambda reader: queries.settings.people(reader),
            then=self._show,
        )

    def retranslate(self) -> None:
        """Say counts and roles anew."""
        self.model.retranslate()
        self._say_count()
        super().retranslate()

    def _show(self, people: tuple[PersonRow, ...]) -> None:
        chosen = self._wanted or self._shown
        self.model.replace(people)
        self._wanted = None
        self._say_count()
        place = self.model.row_of(chosen) if chosen is not None else 0
        self.table.selectRow(place or 0)
        self._show_chosen()

    def _show_chosen(self) -> None:
        row = self.chosen()
        if row is not None:
            self.person.show_person(row, anew=row.id != self._shown)
            self._shown = row.id

    def chosen(self) -> PersonRow | None:
        """The person whose rights are shown."""
        index = self.table.currentIndex()
        row = index.data(RowRole.ROW) if index.isValid() else None
        return row if isinstance(row, PersonRow) else None

    def _say_count(self) -> None:
        here = sum(row.is_active for row in self.model.rows)
        left = len(self.model.rows) - here
        words = [ngettext("{n} at work", "{n} at work", here).format(n=here)]
        if left:
            words.append(ngettext("{n} closed", "{n} closed", left).format(n=left))
        self._count.set_content(", ".join(words))

    # What a person does

    def add(self) -> None:
        """Ask for a new colleague."""
        NewPersonDialog(self.context, self, saved=self._added).open()

    def _added(self, user_id: UUID) -> None:
        self._wanted = user_id
        self.refresh()
        self.stored.emit()


class PersonPanel(Panel):
    """One colleague: name and addresses, roles, PIN, access."""

    def __init__(self, section: PeopleSection) -> None:
        super().__init__(parent=section, padding=(16, 12))
        self._section = section
        self._row: PersonRow | None = None
        self._head = QHBoxLayout()
        self._avatar = Avatar("", "", 0, 28, self)
        self._name = Label("", self, style="section")
        self._state = Label("", self, style="small", role="secondary")
        self.entry_button = Button(lambda: _("Let them try the PIN again"), self, size="small")
        self.pin_button = Button(lambda: _("New PIN…"), self, size="small", icon="lock-key")
        self.no_pin_button = Button(
            lambda: _("Take the PIN away"), self, kind="quiet", size="small"
        )
        self.access_button = Button("", self, kind="danger", size="small")
        for part in (self._avatar, self._name, self._state):
            self._head.addWidget(part)
        self._head.addStretch(1)
        for button in (self.entry_button, self.pin_button, self.no_pin_button, self.access_button):
            self._head.addWidget(button)
        self.body.addLayout(self._head)
        self.form = section.form(self, self._save, columns=3)
        inputs.line(self.form, "name", lambda: _("First and last name"), required=True)
        inputs.line(self.form, "email", lambda: _("E-mail"), check=check_email)
        inputs.line(self.form, "phone", lambda: _("Phone"))
        self.body.addWidget(self.form)
        self.roles = RoleBoxes(self)
        self.roles.changed.connect(self._set_roles)
        self.body.addWidget(self.roles)
        self._note = Note(self)
        self.body.addWidget(self._note)
        hint = Label(
            lambda: _(
                "At a shared counter people change by PIN. Five wrong tries close the entry for a while."
            ),
            self,
            style="small",
            role="secondary",
            lines=0,
        )
        self.body.addWidget(hint)
        self._join()

    def _join(self) -> None:
        self.pin_button.clicked.connect(self._ask_pin)
        self.no_pin_button.clicked.connect(partial(self._set_pin, ""))
        self.entry_button.clicked.connect(self._open_entry)
        self.access_button.clicked.connect(self._turn_access)

    def begin(self) -> None:
        """Put the cursor into the name."""
        self.form.control("name").setFocus(Qt.FocusReason.TabFocusReason)

    def show_person(self, row: PersonRow, *, anew: bool) -> None:
        """Show this colleague."""
        self._row = row
        if anew:
            self._note.say("", "er")
        self.form.load({"name": row.name, "email": row.email, "phone": row.phone}, anew=anew)
        self.roles.show_roles(row.roles)
        self._avatar.set_person(initials(row.name), row.name, tint(row.id))
        self._name.set_content(row.name)
        self._say_state(row)

    def retranslate(self) -> None:
        """Say state and buttons anew."""
        if self._row is not None:
            self._say_state(self._row)
        super().retranslate()

    def _say_state(self, row: PersonRow) -> None:
        is_me = row.id == self._section.context.person.id
        words = _("that is you") if is_me else ""
        if not row.is_active:
            words = _("left, history kept")
        self._state.set_content(words)
        for part in (self.form, self.roles, self.pin_button):
            part.setEnabled(row.is_active)
        self.no_pin_button.setVisible(row.has_pin and row.is_active)
        self.entry_button.setVisible(row.closed_until is not None)
        self.access_button.set_content(
            (lambda: _("Close access")) if row.is_active else (lambda: _("Open access"))
        )
        self.access_button.set_kind("danger" if row.is_active else "default")

    # Storing

    def _save(self, values: dict[str, Any], failed: Failed) -> None:
        row = self._known()
        told = {"name": row.name, "email": row.email, "phone": row.phone, **values}
        user_id, seen = row.id, {row.id: row.stamp}
        self._section.run(
            lambda uow: commands.people.change_person(uow, user_id=user_id, seen=seen, **told),
            then=lambda _done: self._note.say("", "er"),
            failed=failed,
        )

    def _set_roles(self, roles: Sequence[str]) -> None:
        row = self._known()
        user_id, seen = row.id, {row.id: row.stamp}
        self._section.run(
            lambda uow: commands.people.set_roles(uow, user_id=user_id, roles=roles, seen=seen),
            then=lambda _done: self._note.say("", "er"),
            failed=self._refused,
        )

    def _ask_pin(self) -> None:
        PinDialog(self._section.context, self._section, self._known(), saved=self._pin_set).open()

    def _pin_set(self) -> None:
        self._section.stored.emit()
        self._note.say(lambda: _("The new PIN holds from now on."), "ok", "check-circle")

    def _set_pin(self, pin: str) -> None:
        user_id = self._known().id
        self._section.run(
            lambda uow: commands.people.set_pin(uow, user_id=user_id, pin=pin),
            failed=self._refused,
        )

    def _open_entry(self) -> None:
        user_id = self._known().id
        self._section.run(
            lambda uow: commands.people.open_entry(uow, user_id=user_id),
            # The counting of wrong PINs is this desk's own and is told to nobody.
            then=lambda _done: self._section.refresh(),
            failed=self._refused,
        )

    def _turn_access(self) -> None:
        row = self._known()
        user_id = row.id
        if row.is_active:
            self._section.run(
                lambda uow: commands.people.dismiss_person(uow, user_id=user_id),
                then=self._dismissed,
                failed=self._refused,
            )
        else:
            self._section.run(
                lambda uow: commands.people.readmit_person(uow, user_id=user_id),
                failed=self._refused,
            )

    def _dismissed(self, cards: int) -> None:
        if cards:
            told = ngettext(
                "{n} open card waits to be handed over.",
                "{n} open cards wait to be handed over.",
                cards,
            ).format(n=cards)
            self._note.say(told, "wa", "warning")

    def _refused(self, error: UserError) -> None:
        self._note.say(error.sentence, "er", "warning-circle")
        if self._row is not None:
            self.roles.show_roles(self._row.roles)

    def _known(self) -> PersonRow:
        assert self._row is not None
        return self._row
