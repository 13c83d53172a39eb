# SPDX-License-Identifier: Apache-2.0
"""The admin's door to the hub's server: where it is and the password, asked once and kept only where it is wished."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from desktop import queries
from desktop.errors import UserError
from desktop.i18n import _, formats
from desktop.values.rows.hub import Checked, HubHere, Server
from desktop.views.context import Context
from desktop.views.kept_fields import KeptFields
from desktop.views.settings.form import FormGrid
from desktop.views.settings.people_steps import StepLines
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.choices import CheckBox
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field, Note
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.live import Text
from desktop.views.widgets.progress import ProgressRow

if TYPE_CHECKING:
    from desktop.background.tasks import WorkerShop

T = TypeVar("T")
_LOOK_AGAIN_MS = 500


@dataclass(frozen=True, slots=True)
class Errand(Generic[T]):
    """Something that takes the admin's login: asked under `title`, done off the GUI thread, told to `done`."""

    title: Text
    about: Text
    word: Text
    do: Callable[[WorkerShop, Server, str], T]
    done: Callable[[T], None]


class AdminDoor(QObject):
    """Does errands at once where the password is kept, else asks for it first; for a page that is gone, nothing.

    `busy` tells that one is under way, and that it has ended: until then no other begins.
    """

    busy = Signal(bool)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._parent = context, parent
        self.server = Server()
        self._is_busy = False

    def go(self, errand: Errand[Any]) -> None:
        """Do it, or ask for what it takes. Pressed twice it is done once."""
        if self._is_busy:
            return
        server = self.server
        if not server.is_whole:
            self._ask(errand)
            return

        def work(shop: WorkerShop) -> tuple[Any, ...]:
            from desktop.flows import hub_office

            password = hub_office.kept_password(server)
            return () if password is None else (errand.do(shop, server, password),)

        def done(result: tuple[Any, ...]) -> None:
            if result:
                errand.done(result[0])
            else:
                self._ask(errand)

        self._set_busy(True)
        self._context.tasks.flow(
            work,
            then=done,
            failed=lambda error: self._ask(errand, error.sentence),
            ended=self._has_ended,
        )

    def _has_ended(self) -> None:
        self._set_busy(False)

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.busy.emit(is_busy)

    def _ask(self, errand: Errand[Any], wrong: str = "") -> None:
        dialog = ServerDialog(self._context, self._parent, self.server, errand, opened=self._opened)
        dialog.open()
        if wrong:
            # It was wished to be kept before.
            dialog.keep.setChecked(True)
            dialog.note.say(wrong, "er", "warning-circle")

    def _opened(self, server: Server) -> None:
        self.server = server


class ServerDialog(Dialog):
    """Server, database, login, password and certificate; what is wrong is told line by line."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        server: Server,
        errand: Errand[Any],
        *,
        opened: Callable[[Server], None],
    ) -> None:
        super().__init__(parent, errand.title, icon="desktop-tower", width=640)
        self._context, self._errand, self._opened = context, errand, opened
        self._most = 0
        self.body.addWidget(Label(errand.about, self, role="secondary", lines=0))
        self._make_fields(server)
        self.keep = CheckBox(lambda: _("Keep the password in this computer's password store"), self)
        self.body.addWidget(self.keep)
        self.lines = StepLines(self)
        self.body.addWidget(self.lines)
        self.note = Note(self)
        self.body.addWidget(self.note)
        self._progress = ProgressRow(lambda: _("The hub is at work…"), self, can_stop=False)
        self._progress.hide()
        self.body.addWidget(self._progress)
        self.test_button = Button(lambda: _("Test"), self, icon="shield-check")
        self.test_button.clicked.connect(self.test)
        self.add_footer(self.test_button)
        self.set_primary(errand.word)
        self.add_cancel()
        self.submitted.connect(self._go)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self._look)
        # Neither the password nor whether it shall be kept.
        open_ = {name: field for name, field in self._fields.items() if name != "password"}
        KeptFields(context, self, open_, kind="hub server")

    def _make_fields(self, server: Server) -> None:
        grid = FormGrid(self, columns=2)
        self.host = LineEdit(grid, placeholder="db.rooklane.example")
        self.port = LineEdit(grid)
        self.database = LineEdit(grid, placeholder="shop")
        self.login = LineEdit(grid, placeholder="hub_admin")
        self.password = LineEdit(grid)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.ca = LineEdit(grid, placeholder="ca.pem")
        self._fields = self._named_fields(grid)
        for field in self._fields.values():
            grid.put(field)
        grid.put(self._certificate(grid))
        for name in ("host", "database", "login", "ca"):
            self._edit(name).setText(getattr(server, name))
        self.port.setText(str(server.port))
        self.body.addWidget(grid)

    def _named_fields(self, grid: FormGrid) -> dict[str, Field]:
        """The controls with their names; that of the certificate has a button beside it."""
        return {
            "host": Field(lambda: _("Server"), self.host, grid, required=True),
            "port": Field(lambda: _("Port"), self.port, grid),
            "database": Field(lambda: _("Database"), self.database, grid, required=True),
            "login": Field(
                lambda: _("Admin's login"),
                self.login,
                grid,
                required=True,
                hint=lambda: _("It may create roles and owns the database: docs/hub.md."),
            ),
            "password": Field(
                lambda: _("Password"),
                self.password,
                grid,
                required=True,
                hint=lambda: _("Used for this once, unless it shall be kept."),
            ),
        }

    def _certificate(self, grid: FormGrid) -> QWidget:
        cell = QWidget(grid)
        row = QHBoxLayout(cell)
        row.setContentsMargins(0, 0, 0, 0)
        self._fields["ca"] = Field(
            lambda: _("Certificate the server must show"),
            self.ca,
            cell,
            required=True,
            hint=lambda: _("The file of who signed it (PEM), from whoever runs the server."),
        )
        choose = Button(lambda: _("Choose…"), cell, size="small")
        choose.clicked.connect(self._choose)
        row.addWidget(self._fields["ca"], 1)
        row.addWidget(choose)
        return cell

    def _edit(self, name: str) -> LineEdit:
        found = getattr(self, name)
        assert isinstance(found, LineEdit)
        return found

    def _choose(self) -> None:
        kinds = _("Certificates ({pattern})").format(pattern="*.pem *.crt *.cer")
        name, _kind = QFileDialog.getOpenFileName(self, _("Choose a certificate"), "", kinds)
        if name:
            self.ca.setText(name)

    # What a person does

    def test(self) -> None:
        """Look at everything without changing anything."""
        found = self._typed()
        if found is None:
            return
        server, password = found
        clock = self._context.clock
        self.note.say("", "er")
        self.lines.wait()
        self.test_button.set_blocked(lambda: _("The server is being asked…"))

        def work() -> Checked:
            from desktop.flows import hub_office

            return hub_office.test_server(server, password, clock)

        def done(checked: Checked) -> None:
            self.test_button.set_blocked(None)
            self.lines.show_steps(checked.steps)

        self._context.tasks.outside(work, then=done, failed=self._failed)

    def _go(self) -> None:
        found = self._typed()
        if found is None:
            return
        typed, password = found
        keep, do = self.keep.isChecked(), self._errand.do
        then, failed = self.held(self._done, self._failed)

        def work(shop: WorkerShop) -> tuple[Server, Any, str]:
            from desktop.flows import hub_office

            server = hub_office.keep_server(shop, typed)
            result = do(shop, server, password)
            return server, result, hub_office.keep_or_forget(server, password if keep else "")

        self.note.say("", "er")
        self.lines.show_steps(())
        assert self.primary is not None
        self.primary.set_blocked(lambda: _("The hub is at work…"))
        self._progress.begin()
        self._timer.start()
        self._context.tasks.flow(work, then=then, failed=failed)

    def _done(self, result: tuple[Server, Any, str]) -> None:
        self._end()
        server, found, trouble = result
        self._opened(server)
        self.accept()
        self._errand.done(found)
        if trouble:
            self._context.tell(trouble)

    def _failed(self, error: UserError) -> None:
        self._end()
        self.test_button.set_blocked(None)
        self.lines.show_steps(())
        if error.field in self._fields:
            self._fields[error.field].set_error(error.sentence)
        else:
            self.note.say(error.sentence, "er", "warning-circle")

    def _end(self) -> None:
        self._timer.stop()
        self._progress.finish()
        assert self.primary is not None
        self.primary.set_blocked(None)

    def _typed(self) -> tuple[Server, str] | None:
        """What was typed; None where something is missing, which is then said."""
        port = self.port.text().strip()
        is_port = port.isascii() and port.isdecimal() and 0 < int(port) < 65536
        self._fields["port"].set_error(
            "" if is_port else lambda: _("A port is a number from 1 to 65,535.")
        )
        missing = [
            name for name in self._fields if name != "port" and not self._edit(name).text().strip()
        ]
        for name in self._fields.keys() - {"port"}:
            self._fields[name].set_error(
                (lambda: _("This is needed to reach the hub.")) if name in missing else ""
            )
        if missing or not is_port:
            self._edit(next(iter(missing), "port")).setFocus()
            return None
        words = {
            name: self._edit(name).text().strip() for name in ("host", "database", "login", "ca")
        }
        return Server(port=int(port), **words), self.password.text()

    def _look(self) -> None:
        """See how much of the shop is at the hub: a whole one takes its time."""
        self._context.tasks.fetch("hub progress", lambda r: queries.hub.here(r), then=self._say)

    def _say(self, here: HubHere) -> None:
        self._most = max(self._most, here.waits)
        if self._most:
            sent = formats.number(self._most - here.waits)
            self._progress.set_progress(
                self._most - here.waits,
                self._most,
                lambda: _("{n} of {all} sent").format(n=sent, all=formats.number(self._most)),
            )
