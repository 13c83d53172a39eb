# SPDX-License-Identifier: Apache-2.0
"""A script tried on a lead of its channel before it is published: shown with that lead's answers, none is stored."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from desktop import queries
from desktop.i18n import _
from desktop.values.rows.scripts import ScriptPart
from desktop.values.scripts import Script
from desktop.views.context import Context
from desktop.views.scripts.script_panel import ScriptPanel
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.label import Label


def try_script(context: Context, parent: QWidget, script: Script) -> None:
    """Show the script on the newest open lead of its channel; where there is none, without answers."""

    def show(part: ScriptPart | None) -> None:
        TrialDialog(context, parent, replace(part or ScriptPart(), script=script)).open()

    context.tasks.fetch(
        "lead to try a script on",
        lambda r: queries.scripts.sample(r, script.channel),
        then=show,
    )


class TrialDialog(Dialog):
    """The script as its holder would see it. Nothing can be answered here."""

    def __init__(self, context: Context, parent: QWidget, part: ScriptPart) -> None:
        super().__init__(parent, lambda: _("Try on a lead"), icon="play", width=640)
        told = Label(
            lambda: (
                _("The newest open lead of this channel. Nothing is stored.")
                if part.answers
                else _("There is no open lead of this channel. The script stands without answers.")
            ),
            self,
            style="small",
            role="secondary",
            lines=2,
        )
        self.panel = ScriptPanel(context.now, self, scrolls=False)
        self.panel.set_room(low=False, roomy=True)
        self.panel.show_part(part, context.person.name, anew=True, can_change=False)
        self.body.addWidget(told)
        self.body.addWidget(self.panel)
        self.set_primary(lambda: _("Close"), shortcut="Ctrl+Return")
        self.submitted.connect(self.accept)
