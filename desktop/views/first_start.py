# SPDX-License-Identifier: Apache-2.0
"""The program without a shop: asks how to begin, makes the shop that is wished for, or lets this desk join one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop import i18n
from desktop import settings as declared
from desktop.background.tasks import Tasks
from desktop.clock import Clock
from desktop.errors import UserError
from desktop.frozen import dataclass
from desktop.i18n import _
from desktop.settings import Settings
from desktop.views.first_run import FirstRun
from desktop.views.first_run_choice import FirstRunChoice, Start
from desktop.views.joiner import Joiner, JoinHands
from desktop.views.program import shop_maker


@dataclass(frozen=True, slots=True)
class StartHands:
    """What a first start needs of the program: its window, its threads, its beginning and its end."""

    show: Callable[[QWidget, Callable[[], None]], None]
    start_tasks: Callable[[], Tasks]
    join: JoinHands
    tell_last: Callable[[UserError], None]
    """Say what is wrong, and end."""


class FirstStart(QObject):
    """`is_new` says whether what was made is an empty shop, which is shown what it still lacks."""

    def __init__(
        self, folder: Path, clock: Clock, settings: Settings, hands: StartHands, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._folder, self._clock, self._settings, self._hands = folder, clock, settings, hands
        self._page: FirstRun | None = None
        self.is_new = False

    def ask(self) -> None:
        """Show the page that asks how to begin, and take up a joining that broke off."""
        page = self._page = FirstRun()
        page.language_chosen.connect(lambda code: self._settings.set(declared.LANGUAGE, code))
        page.chosen.connect(self._make)
        joiner = Joiner(page, self._folder, self._hands.join)
        self._hands.show(page, joiner.take_up)

    def make_demo(self) -> None:
        """Make the demo shop, as it was asked for on the command line."""
        self._make(FirstRunChoice(Start.DEMO, i18n.language()))

    def _make(self, choice: FirstRunChoice) -> None:
        page = self._page
        if page is not None:
            page.say_busy(_("Setting up the shop…"))
        self.is_new = choice.start is Start.EMPTY

        def failed(error: UserError) -> None:
            if page is not None:
                page.say_failed(error.sentence)
            else:
                self._hands.tell_last(error)

        make = shop_maker(self._folder, self._clock, choice)
        begin = self._hands.join.begin
        self._hands.start_tasks().outside(make, then=lambda _done: begin(), failed=failed)
