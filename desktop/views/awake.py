# SPDX-License-Identifier: Apache-2.0
"""What goes on while a window is open: figures, reminders, letters and backups; it begins after the first paint."""

from __future__ import annotations

from functools import partial

from desktop.background.backup_loop import BackupLoop
from desktop.background.outbox_loop import OutboxLoop
from desktop.background.reminder_alarm import ReminderAlarm
from desktop.i18n import N_
from desktop.models.settings import PAGE, Section
from desktop.views import outbox_dialog
from desktop.views.actions import ActionSpec
from desktop.views.context import Context
from desktop.views.main_window import MainWindow
from desktop.views.outbox_dialog import OutboxDialog
from desktop.views.reminder_popup import ReminderPopups
from desktop.views.rescuer import Rescuer
from desktop.views.status_feed import StatusFeed


def wake(context: Context, window: MainWindow, backups: BackupLoop, rescuer: Rescuer) -> None:
    """Start everything that belongs to this window and ends with it."""
    feed = StatusFeed(context, window, warning=backups.warning)
    backups.state_changed.connect(feed.retranslate)
    window.status.state_pressed.connect(lambda: context.go(PAGE, Section.BACKUP.id))
    feed.start()
    popups = ReminderPopups(window.page_area, context)
    alarm = ReminderAlarm(context.tasks, context.hub, context.clock, window)
    alarm.rang.connect(popups.show_reminders)
    alarm.ask()
    outbox = OutboxLoop(context.tasks, context.hub, window)
    outbox.troubled.connect(window.toaster.warn)
    outbox.start()
    window.bind(outbox_dialog.OPEN, lambda: OutboxDialog(window, context).open())
    _bind_settings(context, window)
    backups.damaged.connect(partial(rescuer.tell_damage, window))
    backups.start()
    if rescuer.said:
        window.toaster.tell(rescuer.said)
        rescuer.said = ""


def _bind_settings(context: Context, window: MainWindow) -> None:
    """Let the palette open every section of the settings by its name."""
    for section in Section:
        if context.person.may(*section.rights):
            spec = ActionSpec(
                f"settings.{section.key}",
                section.title,
                section.icon,
                place=N_("Settings"),
                words=section.words,
            )
            window.bind(spec, partial(context.go, PAGE, section.id))
