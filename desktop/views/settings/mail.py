# SPDX-License-Identifier: Apache-2.0
"""Mail: the server letters are handed to, the password in the keyring, and the proof that it all works."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QVBoxLayout, QWidget

from desktop import commands, queries
from desktop.i18n import _
from desktop.models.settings import MAIL_PASSWORD
from desktop.values.requisites import check_email
from desktop.values.rows.outbox import MAIL, MailSettings
from desktop.views.context import Context
from desktop.views.settings import inputs
from desktop.views.settings.form import Failed, Form, FormGrid
from desktop.views.settings.mail_trial import TrialPanel
from desktop.views.settings.password_edit import PasswordEdit
from desktop.views.settings.section import Scrolled, SectionView
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.panel import Panel

SIDE = 344
STACKED_BELOW = 1200

_USUAL_PORTS = {"tls": 465, "starttls": 587, "none": 25}
Stored = tuple[Mapping[str, Any], MailSettings]


class MailSection(SectionView):
    """The settings are the shop's, the password is this desk's and lies in its keyring only."""

    kinds: ClassVar[tuple[str, ...]] = ("preference", "firm", "message")

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self._own = MailSettings()
        self._name = ""
        self._is_first = True
        self._page = page = Scrolled(self, side=SIDE)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        self._closed = Banner(
            lambda: _(
                "The admin sets the server. The password of this computer is yours to enter."
            ),
            "accent",
            self,
            icon="lock",
        )
        self._closed.setVisible(not self._may_change())
        # Made in reading order, which is then the order of Tab.
        for part in (self._closed, self._server_panel(), self._sender_panel()):
            page.column.addWidget(part)
        self.trial = TrialPanel(context, self.settings, self.password.when_stored, self)
        self.password.stored.connect(self.trial.forget)
        self.primary = self.trial.check_button
        page.side.addWidget(self.trial)

    def _may_change(self) -> bool:
        return self.may("edit_firm")

    def _server_panel(self) -> Panel:
        panel = Panel(lambda: _("Mail server"), self, padding=(16, 16))
        self._server = form = self.form(panel, self._save)
        inputs.line(form, "host", lambda: _("Server"), placeholder="smtp.rook.example")
        inputs.choice(form, "security", lambda: _("Protection"), securities)
        inputs.line(form, "login", lambda: _("Login"), placeholder="office@rook.example")
        self.password = PasswordEdit(self.context, form)
        form.put(self.password)
        inputs.number(form, "port", lambda: _("Port"), lowest=1, highest=65535, grouped=False)
        form.put(self._certificate(form))
        panel.body.addWidget(form)
        form.set_read_only(not self._may_change())
        return panel

    def _certificate(self, form: Form) -> QWidget:
        """The field of a server's own certificate, and below it the way to its file."""
        cell = FormGrid(form, columns=1)
        inputs.line(
            form,
            "ca_file",
            lambda: _("Certificate of your own server"),
            hint=lambda: _("Only where the server is your own; else leave it empty."),
            into=cell,
        )
        choose = Button(lambda: _("Choose a file…"), cell, kind="link", size="small")
        choose.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        choose.clicked.connect(self._choose_certificate)
        choose.setEnabled(self._may_change())
        cell.put(choose)
        return cell

    def _sender_panel(self) -> Panel:
        panel = Panel(lambda: _("Letters come from"), self, padding=(16, 16))
        self._sender = form = self.form(panel, self._save)
        inputs.line(form, "from_name", lambda: _("Name in letters"), placeholder=self._firm_name)
        inputs.line(
            form,
            "from_address",
            lambda: _("Address"),
            placeholder="office@rook.example",
            check=check_email,
        )
        inputs.area(
            form,
            "signature",
            lambda: _("Signature below letters"),
            hint=lambda: _("Empty: the name of who leads the deal, the firm and its phone."),
            lines=3,
        )
        panel.body.addWidget(form)
        form.set_read_only(not self._may_change())
        return panel

    # Asking and showing

    def settings(self) -> MailSettings:
        """The settings as they are now, with the firm's name where no other is set."""
        return replace(self._own, from_name=self._own.from_name or self._name)

    def focus_on(self, part: UUID) -> bool:
        """Go to the password, where a letter could not leave for want of it."""
        if part != MAIL_PASSWORD:
            return False
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def adapt(self, window: QSize) -> None:
        """Put the trial below the fields where there is little room."""
        self._page.set_stacked(window.width() < STACKED_BELOW)

    def refresh(self) -> None:
        """Ask for the settings."""
        self.fetch("mail settings", _stored, then=self._show)

    def _show(self, stored: Stored) -> None:
        own, whole = stored
        self._name = whole.from_name
        self._own = MailSettings.read(own)
        values = self._own.stored()
        for form in (self._server, self._sender):
            form.load(values, anew=self._is_first)
        self._is_first = False
        self._sender.control("from_name").retranslate()  # type: ignore[attr-defined]
        self.password.look_for(self.settings())
        self.wants.emit("" if self._own.is_ready else _("E-mail is not set up yet."))
        self.trial.settings_changed()

    def _firm_name(self) -> str:
        return self._name

    # Storing

    def _save(self, values: dict[str, Any], failed: Failed) -> None:
        security = values.get("security")
        if security and self._own.port in {*_USUAL_PORTS.values()}:
            values = {**values, "port": _USUAL_PORTS[security]}
        self._own = replace(self._own, **values)
        self.password.look_for(
            self.settings()
        )  # whoever types fast leaves the password before the answer is there
        stored = self._own.stored()
        self.run(
            lambda uow: commands.shop.set_preference(uow, key=MAIL, value=stored), failed=failed
        )

    def _choose_certificate(self) -> None:
        kinds = _("Certificates ({pattern})").format(pattern="*.pem *.crt *.cer")
        name, _kind = QFileDialog.getOpenFileName(self, _("Choose a certificate"), "", kinds)
        if name:
            edit = self._server.control("ca_file")
            edit.setText(name)  # type: ignore[attr-defined]
            self._server.commit("ca_file")
            edit.setFocus(Qt.FocusReason.OtherFocusReason)


def securities() -> Sequence[tuple[Any, str]]:
    """How the connection is protected, the usual way first."""
    return [
        ("starttls", "STARTTLS"),
        ("tls", "TLS"),
        ("none", _("None: only inside one computer")),
    ]


def _stored(reader: Any) -> Stored:
    return queries.settings.preferences(reader).get(MAIL, {}), queries.outbox.mail_settings(reader)
