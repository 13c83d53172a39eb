# SPDX-License-Identifier: Apache-2.0
"""What a colleague sees: own, team or all, and what each role sees where nothing else is said."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop import commands, queries
from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.rows.settings import PersonRow
from desktop.values.sight import ALWAYS_ALL, Sees
from desktop.values.states import Role
from desktop.views import theme
from desktop.views.context import Context
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Note
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.segmented import Segment, SegmentedControl


def sees_control(parent: QWidget, name: str = "") -> SegmentedControl:
    """Own, team, all."""
    segments = [Segment(one.value, one.label) for one in Sees]
    said = (lambda: _("What {who} sees").format(who=name)) if name else (lambda: _("Sees"))
    return SegmentedControl(segments, parent, name=said, height=theme.CONTROL_SMALL)


def truth(*, has_hub: bool) -> str:
    """How far it holds, and where it does not."""
    if not has_hub:
        return _(
            "On one computer this is for the eye: lists, search, totals and hints show each person only what they see, "
            "but all cards lie on this disk. With a hub, cards of others do not reach a computer at all."
        )
    return _(
        "The hub gives a computer only the cards its people see, with all that hangs on them, and what is handed over "
        "leaves its disk. It does not hold for a computer of several people, which has what any of them sees, for "
        "backups made before, nor for whoever runs the hub’s server. Clients, and cards that nobody holds, everybody "
        "sees."
    )


class SightRow(QWidget):
    """`changed` tells what a person is to see and their team."""

    changed = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row: PersonRow | None = None
        self.control = sees_control(self)
        self.team = LineEdit(self, placeholder=lambda: _("Name the team"), small=True)
        self.team.setMaximumWidth(theme.px(132))
        self._why = Label("", self, style="small", role="secondary")
        row = self._box = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (
            Label(lambda: _("Sees"), self, style="small", role="secondary"),
            self.control,
            self.team,
            self._why,
        ):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.control.chosen.connect(self._chosen)
        self.team.editingFinished.connect(self._named)
        self.team.say_as(lambda: _("Team"))

    def add_right(self, *parts: QWidget) -> None:
        """Put what belongs to the computer at the right."""
        for part in parts:
            self._box.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_person(self, row: PersonRow) -> None:
        """Show what this colleague sees."""
        self._row = row
        is_admin = ALWAYS_ALL in row.roles
        self.control.choose(row.sees)
        self.control.setEnabled(row.is_active and not is_admin)
        self.team.setEnabled(row.is_active)
        if not self.team.hasFocus():
            self.team.setText(row.team)
        self._why.set_content(lambda: _why(row))
        self._show_team()

    def _show_team(self) -> None:
        is_team = self.control.current() == Sees.TEAM or bool(self.team.text())
        self.team.setVisible(is_team)
        self._why.setVisible(not is_team)

    def _chosen(self, key: str) -> None:
        self._show_team()
        # A team without a name waits for it in the field beside; arrows pass over it on their way.
        if key != Sees.TEAM or self.team.text().strip():
            self.changed.emit(key, self.team.text())

    def _named(self) -> None:
        row = self._row
        if row is None:
            return
        key, team = self.control.current(), " ".join(self.team.text().split())
        if team == row.team and key == row.sees:
            return
        if key == Sees.TEAM and not team:
            # Nothing was named: what is stored still holds.
            key = row.sees
            self.control.choose(key)
        self._show_team()
        if (key, team) != (row.sees, row.team):
            self.changed.emit(key, team)


class RolesSightDialog(Dialog):
    """What each role sees; whoever has several sees as much as the widest."""

    def __init__(self, context: Context, parent: QWidget, *, has_hub: bool) -> None:
        super().__init__(parent, lambda: _("What roles see"), icon="eye", width=560)
        self._context = context
        self.controls: dict[Role, SegmentedControl] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for place, role in enumerate(Role):
            grid.addWidget(Label(role.label, self), place, 0)
            control = sees_control(self, role.label())
            control.chosen.connect(partial(self._set, role))
            control.setEnabled(role != ALWAYS_ALL)
            self.controls[role] = control
            grid.addWidget(control, place, 1)
        grid.setColumnStretch(0, 1)
        self.body.addLayout(grid)
        self._note = Note(self)
        self.body.addWidget(self._note)
        words = Label(
            partial(truth, has_hub=has_hub), self, style="small", role="secondary", lines=0
        )
        self.body.addWidget(words)
        self.add_cancel(lambda: _("Close"))
        context.tasks.fetch(
            "role sights", lambda r: queries.settings.role_sights(r), then=self._show
        )

    def _show(self, sights: dict[str, str]) -> None:
        for role, control in self.controls.items():
            control.choose(Sees.ALL if role == ALWAYS_ALL else sights[role.value])

    def _set(self, role: Role, key: str) -> None:
        self._context.tasks.run(
            lambda uow: commands.sight.set_role(uow, role=role.value, sees=key),
            then=lambda _done: self._note.say("", "er"),
            failed=self._refused,
        )

    def _refused(self, error: UserError) -> None:
        self._note.say(error.sentence, "er", "warning-circle")


def _why(row: PersonRow) -> str:
    if ALWAYS_ALL in row.roles:
        return _("admins see all")
    return _("as the role says") if row.sees == row.by_roles else _("for this person")
