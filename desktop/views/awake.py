# SPDX-License-Identifier: Apache-2.0
"""What goes on while a window is open: figures, reminders, letters and backups; it begins after the first paint."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from desktop.background.backup_loop import BackupLoop
from desktop.background.day_turn import DayTurn
from desktop.background.file_loop import FileLoop
from desktop.background.handover_loop import HandoverLoop
from desktop.background.outbox_loop import OutboxLoop
from desktop.background.reminder_alarm import ReminderAlarm
from desktop.background.tasks import WorkerShop
from desktop.i18n import N_
from desktop.models.settings import PAGE, Section
from desktop.views.actions import ActionSpec, Menu
from desktop.views.clients.actions import IMPORT_LIST, PAST_IMPORTS
from desktop.views.context import Context
from desktop.views.main_window import MainWindow
from desktop.views.rescuer import Rescuer
from desktop.views.status_feed import StatusFeed
from desktop.views.sync_door import SyncDoor
from desktop.views.tray.presence import Entrance, Presence

LETTERS = ActionSpec(
    "outbox.open", N_("Outbox"), "paper-plane-tilt", ("Ctrl+Shift+M",), menu=Menu.GO,
    right="sell",
)  # fmt: skip
SYNC = ActionSpec(
    "sync.open", N_("Sync with the hub"), "arrows-clockwise", ("Ctrl+Shift+S",), menu=Menu.GO
)


def wake(
    context: Context,
    window: MainWindow,
    backups: BackupLoop,
    rescuer: Rescuer,
    entrance: Entrance,
) -> Presence:
    """Start everything that belongs to this window and ends with it; returns what it is outside its window."""
    letters = partial(_show_letters, context, window)
    feed = _keep_told(context, window, backups, letters)
    presence = Presence(context, window, entrance)
    feed.counted.connect(presence.count)
    feed.start()
    _ring(context, window, presence)
    window.bind(LETTERS, letters)
    _bind_settings(context, window)
    _bind_imports(context, window)
    backups.damaged.connect(partial(rescuer.tell_damage, window))
    _start_loops(context, window)
    DayTurn(context.hub, context.clock, window)
    backups.start()
    context.tasks.outside(partial(_sweep, context.clock.now()))
    context.tasks.flow(_keep_holidays)
    if rescuer.said:
        window.toaster.tell(rescuer.said)
        rescuer.said = ""
    return presence


def _keep_told(
    context: Context, window: MainWindow, backups: BackupLoop, letters: Callable[[], None]
) -> StatusFeed:
    """Say in the status bar how the data is kept; a press on it opens what explains it."""
    feed = StatusFeed(context, window, warning=backups.warning)
    backups.state_changed.connect(feed.retranslate)
    may_write = context.person.may(LETTERS.right)
    door = SyncDoor(context, window, backups, letters if may_write else None)
    window.bind(SYNC, lambda: door.turn(by_pointer=False))

    def more() -> None:
        if feed.shows_warning:
            context.go(PAGE, Section.BACKUP.id)
        else:
            door.turn(by_pointer=True)

    window.status.state_pressed.connect(more)
    return feed


def _ring(context: Context, window: MainWindow, presence: Presence) -> None:
    """Remind of touches whose time has come, from now on."""
    alarm = ReminderAlarm(
        context.tasks, context.hub, context.clock, window,
        off=lambda: context.sync.clock_off if context.sync else None,
    )  # fmt: skip
    alarm.rang.connect(presence.remind)
    alarm.ask()


def _start_loops(context: Context, window: MainWindow) -> None:
    """Let letters leave, handovers begin and files go to and come from the hub."""
    outbox = OutboxLoop(context.tasks, context.hub, window)
    outbox.troubled.connect(window.toaster.warn)
    outbox.start()
    handovers = HandoverLoop(context.tasks, context.hub, window)
    handovers.troubled.connect(window.toaster.warn)
    handovers.start()
    FileLoop(context.tasks, context.hub, window).start()


def _sweep(now: datetime) -> None:
    """What paper was in the making when the program was killed goes away."""
    from desktop.documents import word

    word.sweep(now)


def _keep_holidays(shop: WorkerShop) -> None:
    """The next start does without their library."""
    from desktop.flows.keep_holidays import keep_holidays

    keep_holidays(shop)


def _show_letters(context: Context, window: MainWindow) -> None:
    from desktop.views.outbox_dialog import OutboxDialog

    OutboxDialog(window, context).open()


def _bind_imports(context: Context, window: MainWindow) -> None:
    """Let the palette open the import of a list, and the list of those before, from any page."""
    window.bind(IMPORT_LIST, partial(context.go, "lead_import", None))
    window.bind(PAST_IMPORTS, partial(_show_imports, context, window))


def _show_imports(context: Context, window: MainWindow) -> None:
    from desktop.views.clients.past_imports_dialog import PastImportsDialog

    PastImportsDialog(context, window).open()


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
