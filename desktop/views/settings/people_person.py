# SPDX-License-Identifier: Apache-2.0
"""One colleague: name and addresses, roles, PIN, access here and at the hub."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout

from desktop import commands
from desktop import settings as declared
from desktop.errors import UserError
from desktop.i18n import _, ngettext
from desktop.values.handing_over import Handed
from desktop.values.initials import initials, tint
from desktop.values.requisites import check_email
from desktop.values.rows.settings import PersonRow
from desktop.views import theme
from desktop.views.questions.handovers import Handovers
from desktop.views.settings import inputs
from desktop.views.settings.form import Failed
from desktop.views.settings.people_sight import RolesSightDialog, SightRow, truth
from desktop.views.settings.person_dialogs import PinDialog
from desktop.views.settings.role_boxes import RoleBoxes
from desktop.views.settings.section import SectionView
from desktop.views.widgets.avatar import Avatar
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.field import Note
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Panel

_ONE_LINE = 600


class PersonPanel(Panel):
    """What is changed holds at once. `invite` and `close_logins` ask for what takes the hub's admin, with the row."""

    invite = Signal(object)
    close_logins = Signal(object)

    def __init__(self, section: SectionView) -> None:
        super().__init__(parent=section, padding=(16, 12), border="sf", radius=0)
        self._section = section
        self._row: PersonRow | None = None
        self._has_hub = False
        self._seats = 0

        self._avatar = Avatar("", "", 0, 28, self)
        self._name = Label("", self, style="section")
        self._state = Label("", self, style="small", role="secondary")
        self.entry_button = Button(lambda: _("Let them try the PIN again"), self, size="small")
        self.pin_button = Button(lambda: _("New PIN…"), self, size="small")
        self.invite_button = Button(lambda: _("Invite to a desk…"), self, size="small")
        self.logins_button = Button(
            lambda: _("Close the logins at the hub…"), self, kind="danger", size="small"
        )
        self.hand_button = Button(lambda: _("Hand over…"), self, size="small")
        self.access_button = Button("", self, kind="danger", size="small")
        self._lay_head()
        self.form = section.form(self, self._save, columns=3, narrowest=176)
        inputs.line(self.form, "name", lambda: _("First and last name"), required=True)
        inputs.line(self.form, "email", lambda: _("E-mail"), check=check_email)
        inputs.line(self.form, "phone", lambda: _("Phone"))
        self.handovers = Handovers(section.context, self)
        self.handovers.left.connect(self.begin)
        self.body.addLayout(self.handovers)
        self.roles = RoleBoxes(self)
        self.roles.changed.connect(self._set_roles)
        self.body.addWidget(self.roles)
        self.sight = SightRow(self)
        self.sight.changed.connect(self._set_sight)
        self.body.addWidget(self.sight)
        self._note = Note(self)
        self.body.addWidget(self._note)
        self._make_foot()
        self._join()

    def _lay_head(self) -> None:
        """Who it is and what can be done about them; where that is too long for one line, in two."""
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(8)
        who, self._ways = QHBoxLayout(), QHBoxLayout()
        for row in (who, self._ways):
            row.setSpacing(8)
        for part in (self._avatar, self._name):
            who.addWidget(part)
        who.addWidget(self._state, 1)
        for button in (
            self.entry_button,
            self.invite_button,
            self.pin_button,
            self.logins_button,
            self.hand_button,
            self.access_button,
        ):
            self._ways.addWidget(button)
        self._ways.addStretch()
        self._head.addLayout(who, 1)
        self._head.addLayout(self._ways)
        self.body.addLayout(self._head)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the head where it is narrow."""
        super().resizeEvent(event)
        directions = QBoxLayout.Direction
        narrow = event.size().width() < theme.px(_ONE_LINE)
        self._head.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)

    def _make_foot(self) -> None:
        """What holds for everybody at this computer."""
        self.lock = inputs.ChoiceBox(self, _pauses)
        self.lock.set_value(self._section.context.settings.get(declared.LOCK_AFTER))
        self.lock.activated.connect(lambda _row: self._set_lock())
        said = Label(lambda: _("Lock after"), self, style="small", role="secondary")
        self.lock.say_as(lambda: _("Lock after"))
        self.sight.add_right(said, self.lock)
        self.body.addWidget(
            Label(
                lambda: _(
                    "At a shared counter people change by PIN. Five wrong tries close the entry for a while."
                ),
                self,
                style="small",
                role="secondary",
                lines=0,
            )
        )
        self.body.addWidget(self.form)
        self._truth = Label(
            lambda: truth(has_hub=False), self, style="small", role="secondary", lines=0
        )
        self.body.addWidget(self._truth)

    def _set_lock(self) -> None:
        try:
            self._section.context.settings.set(declared.LOCK_AFTER, self.lock.value())
        except UserError as error:
            self._refused(error)
        else:
            self._section.stored.emit()

    def _join(self) -> None:
        self.invite_button.clicked.connect(lambda: self.invite.emit(self._known()))
        self.logins_button.clicked.connect(lambda: self.close_logins.emit(self._known()))
        self.pin_button.clicked.connect(self._ask_pin)
        self.entry_button.clicked.connect(self._open_entry)
        self.access_button.clicked.connect(self._turn_access)
        self.hand_button.clicked.connect(lambda: self._ask_handover(leaves=False))

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
        self.sight.show_person(row)
        self.handovers.show_of(row.id)
        self._avatar.set_person(initials(row.name), row.name, tint(row.id))
        self._name.set_content(row.name)
        self._say_state(row)

    def show_hub(self, *, has_hub: bool, seats: int) -> None:
        """Whether there is a hub to invite to, and how many logins this person has there."""
        self._has_hub, self._seats = has_hub, seats
        # With a hub "What roles see" says how far it holds: here it would push name and addresses out of sight.
        self._truth.setVisible(not has_hub)
        if self._row is not None:
            self._say_state(self._row)

    def retranslate(self) -> None:
        """Say state and buttons anew."""
        if self._row is not None:
            self._say_state(self._row)
        super().retranslate()

    def _say_state(self, row: PersonRow) -> None:
        is_me = row.id == self._section.context.person.id
        words = _("that is you") if is_me else ""
        if self._has_hub and not is_me:
            words = _("changes apply at the hub at once")
        if not row.is_active:
            words = _("left, history kept")
            if row.open_cards:
                words = _("left, but cards are still theirs")
        self._state.set_content(words)
        for part in (self.form, self.roles, self.pin_button):
            part.setEnabled(row.is_active)
        self.entry_button.setVisible(row.closed_until is not None)
        self.invite_button.setVisible(self._has_hub and row.is_active)
        self.logins_button.setVisible(self._has_hub and self._seats > 0 and not row.is_active)
        self.access_button.set_content(
            (lambda: _("Close access")) if row.is_active else (lambda: _("Open access"))
        )
        self.access_button.set_kind("danger" if row.is_active else "default")
        may_hand = self._section.context.person.may("hand_cards_over")
        self.hand_button.setVisible(bool(row.open_cards) and may_hand)

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

    def _set_sight(self, sees: str, team: str) -> None:
        user_id = self._known().id
        self._section.run(
            lambda uow: commands.sight.set_person(uow, user_id=user_id, sees=sees, team=team),
            then=lambda _done: self._note.say("", "er"),
            failed=self._refused,
        )

    def ask_roles(self) -> None:
        """Show what each role sees."""
        RolesSightDialog(self._section.context, self._section, has_hub=self._has_hub).open()

    def _ask_pin(self) -> None:
        PinDialog(self._section.context, self._section, self._known(), saved=self._pin_set).open()

    def _pin_set(self, has_pin: bool) -> None:
        self._section.stored.emit()
        if has_pin:
            self._note.say(lambda: _("The new PIN holds from now on."), "ok", "check-circle")
        else:
            self._note.say("", "ok")

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
        if row.is_active and row.open_cards:
            self._ask_handover(leaves=True)
        elif row.is_active:
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

    def _ask_handover(self, *, leaves: bool) -> None:
        from desktop.views.questions.handover_panel import HandoverDialog

        dialog = HandoverDialog(self._section.context, self)
        dialog.ask_person(self._known().id, leaves=leaves)
        dialog.handed.connect(self._dismissed)
        dialog.open()

    def _dismissed(self, handed: Handed) -> None:
        words = []
        if cards := len(handed.moved):
            words.append(
                ngettext(
                    "{n} open card was handed over.", "{n} open cards were handed over.", cards
                ).format(n=cards)
            )
        if self._has_hub and self._seats:
            words.append(
                _(
                    "The hub takes nothing from them once this is sent. Close their logins there too."
                )
            )
        if words:
            self._note.say(" ".join(words), "wa", "warning")

    def _refused(self, error: UserError) -> None:
        self._note.say(error.sentence, "er", "warning-circle")
        if self._row is not None:
            self.roles.show_roles(self._row.roles)
            self.sight.show_person(self._row)

    def _known(self) -> PersonRow:
        assert self._row is not None
        return self._row


def _pauses() -> Sequence[tuple[Any, str]]:
    """After how many minutes without a key or the mouse this computer asks who is there."""
    chosen = declared.LOCK_AFTER.choices or {}
    return [(minutes, _(words)) for minutes, words in chosen.items()]
