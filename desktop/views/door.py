# SPDX-License-Identifier: Apache-2.0
"""Who may sit down: asked at the start, when people change places, and when the desk was left alone for a while."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop import commands
from desktop import settings as declared
from desktop.background.tasks import Tasks
from desktop.clock import Clock
from desktop.errors import UserError
from desktop.frozen import dataclass
from desktop.settings import Settings
from desktop.values.changes import Changes
from desktop.views.session import Person

if TYPE_CHECKING:
    from desktop.background.summons import Summons
    from desktop.background.tasks import WorkerShop
    from desktop.views.sign_in import SignIn

_LOOK_MS = 15_000
_INPUT = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
}


@dataclass(frozen=True, slots=True)
class DoorHands:
    """What the door may do with the program; `people` are those who work here as the shop has it now."""

    start_tasks: Callable[[], Tasks]
    show: Callable[[QWidget], None]
    open_window: Callable[[Person], None]
    people: Callable[[], list[Person]]
    is_joined: Callable[[], bool]
    quit: Callable[[], None]


class Door(QObject):
    """Asks who is there. A locked window waits hidden behind the question, with every open form as it was left."""

    def __init__(self, settings: Settings, clock: Clock, hands: DoorHands, parent: QObject) -> None:
        super().__init__(parent)
        self._settings, self._clock, self._hands = settings, clock, hands
        self._window: QWidget | None = None
        self._summons: Summons | None = None
        self._person: Person | None = None
        self._lock: SignIn | None = None
        self._turn = 0
        self._touched = self._moment()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)

    # Asking

    def ask(self, people: Sequence[Person], wanted: str, *, anew: bool) -> None:
        """Let somebody sit down; who was here last and needs no PIN does so at once, unless people change places."""
        here = next((one for one in people if wanted in {str(one.id), one.name}), None)
        if here is None and len(people) == 1:
            here = people[0]
        if here is not None and here.has_seat and not here.has_pin and not anew:
            self._hands.open_window(here)
            return
        page = self._page(people, here.id if here else None)
        page.chosen.connect(self._hands.open_window)
        page.sat_down.connect(self._sat_down)
        page.closed.connect(self._hands.quit)
        self._hands.show(page)

    def _page(self, people: Sequence[Person], last: UUID | None) -> SignIn:
        from desktop.views.sign_in import SignIn

        sit_down = self._sit_down if self._hands.is_joined() else None
        return SignIn(people, check=self._check_pin, last=last, sit_down=sit_down)

    def _check_pin(
        self,
        user_id: UUID,
        pin: str,
        answer: Callable[[bool], None],
        refused: Callable[[UserError], None],
    ) -> None:
        self._hands.start_tasks().run(
            lambda uow: commands.people.check_pin(uow, user_id=user_id, pin=pin),
            then=answer,
            failed=refused,
        )

    def _sit_down(
        self, path: Path, then: Callable[[UUID], None], refused: Callable[[UserError], None]
    ) -> None:
        def work(shop: WorkerShop) -> UUID:
            from desktop.flows import second_seat

            return second_seat.sit_down(shop, path)

        self._hands.start_tasks().flow(work, then=then, failed=refused)

    def _sat_down(self, user_id: UUID) -> None:
        """An invite has proved who they are."""
        person = next((one for one in self._hands.people() if one.id == user_id), None)
        if person is not None:
            self._passed(person)

    # Locking

    def watch(self, window: QWidget, person: Person) -> None:
        """From now on see whether anybody works in this window."""
        self._window, self._person = window, person
        self._turn += 1
        self._touched = self._moment()
        if (handle := window.windowHandle()) is not None:
            # The window's own events only: a filter on the program would be asked for every repaint.
            handle.installEventFilter(self)
        turn = self._turn
        window.destroyed.connect(lambda: self._forget(turn))
        self._timer.start()

    def _forget(self, turn: int) -> None:
        """A window is gone; the next one may be watched already."""
        if turn == self._turn:
            self._window = None
            self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that somebody is there."""
        if event.type() in _INPUT:
            self._touched = self._moment()
        return False

    def look(self) -> None:
        """Lock what nobody has touched for as long as was set; a person without a PIN has nothing to prove."""
        # A window that stays in the tray is asked about when it is wanted, not in the middle of other work.
        is_seen = self._window is not None and self._window.isVisible()
        if self._lock is None and is_seen and self._was_left():
            self.lock()

    def _was_left(self) -> bool:
        minutes = self._settings.get(declared.LOCK_AFTER)
        # A sleep may stop the steady clock, and whoever sets the wall's back shall find no door open.
        wall, steady = (now - then for now, then in zip(self._moment(), self._touched, strict=True))
        return bool(minutes) and max(wall, steady) >= minutes * 60

    def _moment(self) -> tuple[float, float]:
        return self._clock.now().timestamp(), self._clock.monotonic()

    @property
    def is_shut(self) -> bool:
        """Whether whoever comes in is asked first who they are."""
        has_pin = self._person is not None and self._person.has_pin
        return self._lock is not None or (has_pin and self._was_left())

    def hear_calls(self, folder: Path, window: Callable[[], QWidget | None]) -> None:
        """From now on another start calls this one; before anybody has sat down the `window` there is comes."""
        if self._summons is not None:
            return
        from desktop.background.summons import Summons

        def come() -> None:
            there = window()
            if self._window is not None:
                self.come_in()
            elif there is not None:
                _to_front(there)

        self._summons = Summons(folder, self)
        self._summons.called.connect(come)

    def come_in(self) -> None:
        """Bring the window to the front from wherever it is; where it was left for long, ask first who is there."""
        if self._window is None:
            return
        if self._lock is None and self._was_left():
            self.lock()
        front = self._window if self._lock is None else self._lock
        self._touched = self._moment() if self._lock is None else self._touched
        _to_front(front)

    def hear(self, changes: Changes) -> None:
        """See whether it is somebody's leaving that was changed."""
        if changes.touches("user"):
            self.look_who_works()

    def look_who_works(self) -> None:
        """People or seats have changed: whoever may not sit here any more writes nothing more under another's name."""
        if self._window is None or self._person is None or self._lock is not None:
            return
        mine = self._person.id
        if not any(one.id == mine and one.has_seat for one in self._hands.people()):
            self.lock()

    def lock(self) -> None:
        """Hide the window and ask who is there."""
        window, mine = self._window, self._person
        if window is None or mine is None or self._lock is not None:
            return
        people = self._hands.people()
        now = next((one for one in people if one.id == mine.id), None)
        if now is not None and now.has_seat and not now.has_pin:
            return
        self._lock = page = self._page(people, mine.id)
        page.setGeometry(window.geometry())
        page.chosen.connect(self._passed)
        page.sat_down.connect(self._sat_down)
        page.closed.connect(partial(self._closed_on, page))
        page.show()
        window.hide()

    def _passed(self, person: Person) -> None:
        """The same person finds everything as it was; another one gets a window of their own."""
        page, self._lock = self._lock, None
        self._touched = self._moment()
        mine, window = self._person, self._window
        if page is not None and window is not None and mine is not None and person.id == mine.id:
            window.show()
            window.activateWindow()
        else:
            self._hands.open_window(person)
        if page is not None:
            page.deleteLater()

    def _closed_on(self, page: QWidget) -> None:
        """The program ends as if its window had been closed: what is typed is kept."""
        if page is self._lock and self._window is not None:
            self._window.close()


def _to_front(window: QWidget) -> None:
    if window.isMinimized():
        window.showNormal()
    window.show()
    window.raise_()
    window.activateWindow()
