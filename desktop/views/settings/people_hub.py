# SPDX-License-Identifier: Apache-2.0
"""The hub at the right of the people: in words, its test line by line, the desks that joined, and the open invite."""

from __future__ import annotations

import datetime as dt
import platform
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import queries
from desktop.errors import UserError
from desktop.i18n import _
from desktop.models import hub_words
from desktop.values.rows.hub import Checked, HubHere, OpenInvite, SeatRow, Server
from desktop.values.rows.settings import PersonRow
from desktop.views import theme
from desktop.views.context import Context
from desktop.views.settings.people_desks import DesksPanel
from desktop.views.settings.people_invite import InvitePanel
from desktop.views.settings.people_numbers import NumbersPanel
from desktop.views.settings.people_server import AdminDoor, Errand
from desktop.views.settings.people_steps import StepLines
from desktop.views.settings.section import Scrolled
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.field import Note
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.progress import ProgressRow

if TYPE_CHECKING:
    from desktop.background.tasks import WorkerShop

WIDTH = 344
_NEWEST_S = 60
"""A test that is older is made again when the page is seen."""


class HubPanel(Panel):
    """How the hub stands, and what can be done about it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(lambda: _("Office hub"), parent, padding=(12, 12))
        self._here = HubHere()
        self.add_sign("desktop-tower")
        self.test_button = Button(
            lambda: _("Test"), self, size="small", icon="arrows-clockwise", shortcut="F5"
        )
        self.add_action(self.test_button)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._icon = Icon("desktop", "tx2", 18, self)
        self._word = Label("", self, weight=theme.SEMIBOLD)
        self._rest = Label("", self, style="small", lines=0)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._word, 0, Qt.AlignmentFlag.AlignTop)
        beside = QVBoxLayout()
        beside.setContentsMargins(0, 2, 0, 0)  # on one line with the larger word
        beside.addWidget(self._rest)
        row.addLayout(beside, 1)
        self._about = Label("", self, style="small", role="secondary", lines=0)
        told = QVBoxLayout()
        told.setSpacing(4)
        told.addLayout(row)
        told.addWidget(self._about)
        self.body.addLayout(told)
        self.lines = StepLines(self)
        self.body.addWidget(self.lines)
        self.banner = Banner("", "warning", self)
        self.banner.hide()
        self.body.addWidget(self.banner)
        self.backup = Banner("", "warning", self, action=lambda: _("Copy the commands"))
        self.backup.pressed.connect(self._copy_commands)
        self.backup.hide()
        self.body.addWidget(self.backup)
        self.copied = Note(self)
        self.body.addWidget(self.copied)
        self.set_up_button = Button(
            lambda: _("Set up a hub…"), self, kind="primary", icon="desktop-tower"
        )
        self.upgrade_button = Button(lambda: _("Bring the hub up to date…"), self)
        for button in (self.set_up_button, self.upgrade_button):
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            button.hide()

    def show_hub(self, here: HubHere, checked: Checked | None, now: dt.datetime) -> None:
        """Say how it stands."""
        self._here = here
        doubt = hub_words.backup_doubt(checked) if here.is_joined else ""
        self.backup.set_banner(doubt, "warning", action=lambda: _("Copy the commands"))
        self.backup.setVisible(bool(doubt))
        told = hub_words.headline(here, checked)
        self._icon.set_icon(told.icon, told.ink)
        self._word.set_content(told.word)
        self._word.set_ink(told.ink if here.is_joined else "tx")
        self._rest.set_content(told.rest)
        self._about.set_content(hub_words.about(here, checked, now))
        self.test_button.setVisible(here.is_joined)
        self.set_up_button.setVisible(not here.is_joined)
        self.upgrade_button.setVisible(checked is not None and checked.find("old") is not None)
        if checked is not None:
            self.lines.show_steps(checked.steps if here.is_joined else ())

    def _copy_commands(self) -> None:
        QGuiApplication.clipboard().setText(hub_words.backup_commands(self._here))
        self.copied.say(
            lambda: _("Copied. How to let them run each night is told in docs/hub.md, Backup."),
            "ok",
            "check-circle",
        )


class HubColumn(Live, QWidget):
    """`checked` tells the section who was seen where, `told` the person what was done."""

    checked = Signal(object)
    told = Signal(str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.here = HubHere()
        self.result: Checked | None = None
        self.is_asking = False
        self.door = AdminDoor(context, self)
        self._scroll = Scrolled(self, widest=4000)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll, 1)
        self.hub = HubPanel(self)
        self.desks = DesksPanel(context, self)
        self.ticket = InvitePanel(context, self)
        self.work = ProgressRow(lambda: _("The hub is at work…"), self, can_stop=False)
        self.work.hide()
        self.door.busy.connect(self.work.setVisible)
        self.numbers = NumbersPanel(context, self)
        for panel in (self.work, self.hub, self.desks, self.numbers):
            self._scroll.column.addWidget(panel)
        # An invite that was just made stands in sight, however many desks there are.
        outer.setSpacing(theme.PANEL_GAP)
        self._beside_bar = QHBoxLayout()
        self._beside_bar.addWidget(self.ticket)
        outer.addLayout(self._beside_bar)
        self._scroll.area.verticalScrollBar().rangeChanged.connect(self._keep_edge)
        self.hub.test_button.clicked.connect(self.test)
        self.hub.set_up_button.clicked.connect(self.set_up)
        self.hub.upgrade_button.clicked.connect(self.upgrade)
        self.desks.take_off.connect(self.take_off)
        self._say()

    def _keep_edge(self, lowest: int, highest: int) -> None:
        """End where the panels above do, which a scroll bar makes narrower."""
        bar = self._scroll.area.verticalScrollBar().sizeHint().width()
        self._beside_bar.setContentsMargins(0, 0, bar if highest > lowest else 0, 0)

    # Asking and showing

    def refresh(self) -> None:
        """See how this desk belongs to a hub."""
        self._context.tasks.fetch("hub here", lambda r: queries.hub.here(r), then=self.show_hub)
        self.numbers.refresh()

    def show_hub(self, here: HubHere) -> None:
        """Show how this desk belongs to a hub, and ask the hub where its last answer is old."""
        was_joined, self.here = self.here.is_joined, here
        if here.server.is_whole:
            self.door.server = here.server
        self._say()
        if here.is_joined and (not was_joined or self._is_old()):
            self.test()

    def _is_old(self) -> bool:
        at = self.result.at if self.result else None
        return at is None or (self._context.now() - at).total_seconds() > _NEWEST_S

    def _say(self) -> None:
        now = self._context.now()
        self.hub.show_hub(self.here, self.result, now)
        seats = self.result.seats if self.result else ()
        self.desks.show_seats(seats, now, is_joined=self.here.is_joined)
        self.numbers.setVisible(self.here.is_joined)

    def showEvent(self, event: QShowEvent) -> None:
        """What was found out long ago says nothing of now."""
        super().showEvent(event)
        self.refresh()

    def retranslate(self) -> None:
        """Say everything anew; the lines of the test were words already, so they are asked again."""
        self._say()
        if self.here.is_joined:
            self.test()
        super().retranslate()

    # What a person does

    def test(self) -> None:
        """Ask the hub, line by line, off the GUI thread."""
        if self.is_asking or not self.here.is_joined:
            return
        self.is_asking = True
        self.hub.test_button.set_blocked(lambda: _("The hub is being asked…"))
        if self.result is None:
            self.hub.lines.wait()

        def work(shop: WorkerShop) -> Checked:
            from desktop.flows import hub_office

            return hub_office.test_desk(shop)

        self._context.tasks.flow(
            work, then=self.show_checked, failed=self._not_tested, ended=self._has_asked
        )

    def show_checked(self, checked: Checked) -> None:
        """Show how the test went."""
        self.hub.banner.hide()
        self.result = checked
        self._say()
        self.checked.emit(checked)

    def _has_asked(self) -> None:
        self.is_asking = False
        self.hub.test_button.set_blocked(None)

    def _not_tested(self, error: UserError) -> None:
        self.hub.lines.show_steps(())
        self.hub.banner.set_banner(error.sentence, "danger")
        self.hub.banner.show()

    def set_up(self) -> None:
        """Set a hub up in an empty database and bring this shop along to it."""
        user_id = self._context.person.id

        def work(shop: WorkerShop, server: Server, password: str) -> object:
            from desktop.flows import hub_office

            return hub_office.bring_along(
                shop, server, password, user_id=user_id, desk_name=platform.node()
            )  # fmt: skip

        self.door.go(
            Errand(
                lambda: _("Set up a hub"),
                lambda: _(
                    "An empty database becomes the hub, and this shop goes there with everything in it. It stays here "
                    "too. Then invite the others."
                ),
                lambda: _("Set it up and bring this shop along"),
                work,
                self._joined,
            )
        )

    def _joined(self, _round: object) -> None:
        self.told.emit(_("This shop is at the hub now."))
        self.refresh()

    def upgrade(self) -> None:
        """Bring the hub's tables and functions up to this program."""

        def work(_shop: WorkerShop, server: Server, password: str) -> int:
            from desktop.flows import hub_office

            return hub_office.set_up(server, password)

        self.door.go(
            Errand(
                lambda: _("Bring the hub up to date"),
                lambda: _("Takes a moment; nobody has to stop working, and nothing is lost."),
                lambda: _("Bring up to date"),
                work,
                lambda _version: self.test(),
            )
        )

    def invite(self, person: PersonRow) -> None:
        """Let a person sit down at one more desk."""
        user_id = person.id

        def work(shop: WorkerShop, server: Server, password: str) -> OpenInvite:
            from desktop.flows import hub_office

            return hub_office.invite(shop, server, password, user_id=user_id)

        self.door.go(
            Errand(
                lambda: _("Invite {person} to a desk").format(person=person.name),
                lambda: _(
                    "The invite lets them sit down at one computer, once, within three days. It lets in whoever has it."
                ),
                lambda: _("Make the invite"),
                work,
                self.ticket.show_invite,
            )
        )

    def close_logins(self, person: PersonRow) -> None:
        """Whoever has left is let in at the hub no more, and what they have open ends."""
        user_id = person.id

        def work(_shop: WorkerShop, server: Server, password: str) -> int:
            from desktop.flows import hub_office

            return hub_office.dismiss(server, password, user_id)

        self.door.go(
            Errand(
                lambda: _("Close the logins of {person}").format(person=person.name),
                lambda: _("Their sessions end and their desks are taken off. What they did stays."),
                lambda: _("Close the logins"),
                work,
                partial(self._closed, person),
            )
        )

    def _closed(self, person: PersonRow, _count: int) -> None:
        self.told.emit(_("The hub lets {person} in no more.").format(person=person.name))
        self.test()

    def take_off(self, seat: SeatRow) -> None:
        """Close one seat, as when a computer was stolen."""

        def work(_shop: WorkerShop, server: Server, password: str) -> None:
            from desktop.flows import hub_office

            hub_office.take_off(server, password, seat.code)

        self.door.go(
            Errand(
                lambda: _("Take {desk} off").format(desk=seat.desk),
                lambda: _(
                    "The login of this seat is closed. What it has not sent stays on that computer and is taken no "
                    "more. The person's other desks go on."
                ),
                lambda: _("Take it off"),
                work,
                lambda _done: self.test(),
            )
        )
