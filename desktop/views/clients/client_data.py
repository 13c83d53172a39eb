# SPDX-License-Identifier: Apache-2.0
"""A client's data on request: written out into a folder, or erased for good after a question and a reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.background.tasks import WorkerShop
from desktop.errors import UserError
from desktop.i18n import _, ngettext
from desktop.values.file_names import safe_stem
from desktop.values.rows.clients import ClientPage
from desktop.views.clients import actions
from desktop.views.context import Context
from desktop.views.kept_fields import KeptFields
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit


class EraseDialog(Dialog):
    """Says what goes and what stays, and asks who wanted it."""

    def __init__(self, parent: QWidget, client: str, *, save: Callable[[str], None]) -> None:
        super().__init__(
            parent, lambda: _("Erase this client’s data?"), subtitle=client, icon="trash", width=520
        )
        goes = Label(
            lambda: _(
                "Name, phones, e-mails, requisites and notes go for good, from the history, the search and forms left "
                "open too. Where computers meet at a hub, from all of them. It cannot be undone."
            ),
            self,
            lines=5,
        )
        stays = Label(
            lambda: _(
                "Deals, papers, letters, comments and files stay, and may name the client. Backups and exported files "
                "keep what they have until they are deleted: backups of this computer go by themselves, the oldest "
                "after a year."
            ),
            self,
            role="secondary",
            lines=5,
        )
        self.body.addWidget(goes)
        self.body.addWidget(stays)
        self.why = LineEdit(self, placeholder=lambda: _("Asked in a letter of 3 March"))
        self._field = Field(lambda: _("Who asked for it, or why"), self.why, self, required=True)
        self.body.addWidget(self._field)
        self.set_primary(lambda: _("Erase for good"), kind="danger")
        self.add_cancel()
        self.submitted.connect(lambda: save(self.why.text()))

    def open(self) -> None:
        """The reason is asked for first."""
        super().open()
        self.why.setFocus()

    def refuse(self, error: UserError) -> None:
        """Say what is wrong, or why it did not go."""
        self._field.set_error(error.sentence)


class ClientData(QObject):
    """The two buttons on a client's page, for whoever has the right; `shown` says which client it is."""

    def __init__(
        self, context: Context, page: QWidget, shown: Callable[[], ClientPage | None]
    ) -> None:
        super().__init__(page)
        self._context, self._page, self._shown = context, page, shown
        may = context.person.may
        self.export_button = icon_button(
            "download-simple", lambda: _("Write out this client’s data…"), page, kind="default"
        )
        self.erase_button = icon_button(
            "trash", lambda: _("Erase this client’s data…"), page, kind="default"
        )
        self.export_button.clicked.connect(self.export)
        self.erase_button.clicked.connect(self.erase)
        self.export_button.setVisible(may(actions.EXPORT_RIGHT))
        self.erase_button.setVisible(may(actions.ERASE_RIGHT))

    @property
    def buttons(self) -> tuple[Button, Button]:
        """In the order in which they stand."""
        return self.export_button, self.erase_button

    def export(self) -> None:
        """Ask for a folder and write all that is kept about the client, with the files."""
        shown = self._shown()
        if shown is None:
            return
        chosen = QFileDialog.getExistingDirectory(
            self._page, _("Where the client’s data goes"), str(Path.home())
        )
        if chosen:
            self.write(shown.id, Path(chosen) / safe_stem(shown.name or _("Client")))

    def write(self, client: UUID, target: Path) -> None:
        """Write it into a new folder."""
        now = self._context.clock.now()

        def work(shop: WorkerShop) -> tuple[str, ...]:
            from desktop.flows import client_data  # storage: not before it is wanted

            return client_data.write_out(shop, client_id=client, target=target, now=now).missing

        def done(missing: tuple[str, ...]) -> None:
            said = _("The client’s data is in {folder}.").format(folder=target)
            if missing:
                count = len(missing)
                lacks = ngettext(
                    "{n} file is still at another computer.",
                    "{n} files are still at other computers.",
                    count,
                )
                said = f"{said} {lacks.format(n=count)}"
            self._context.tell(said)

        self._context.tasks.flow(
            work, then=done, failed=lambda error: self._context.tell(error.sentence)
        )

    def erase(self) -> None:
        """Ask, then erase and leave the page: there is nothing on it any more."""
        shown = self._shown()
        if shown is None:
            return
        client, by = shown.id, self._context.person.id

        def save(why: str) -> None:
            def work(shop: WorkerShop) -> None:
                from desktop.flows import client_data  # storage: not before it is wanted

                client_data.erase(shop, client_id=client, why=why, by=by)

            then, failed = dialog.held(gone, dialog.refuse)
            self._context.tasks.flow(work, then=then, failed=failed)

        def gone(_none: None) -> None:
            dialog.accept()
            self._context.tell(_("The client’s data is erased."))
            self._context.go("clients", None)

        dialog = EraseDialog(self._page, shown.name, save=save)
        KeptFields(self._context, dialog, {"why": dialog.why}, kind="erasure", about=shown.id)
        dialog.open()
