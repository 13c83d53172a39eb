# SPDX-License-Identifier: Apache-2.0
"""The program as the system sees it: how it was asked to start, and that it is asked to end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QApplication

from desktop.clock import Clock
from desktop.errors import UserError
from desktop.frozen import dataclass
from desktop.i18n import _

if TYPE_CHECKING:
    from desktop.views.first_run_choice import FirstRunChoice


@dataclass(frozen=True, slots=True)
class Start:
    """How the program was asked to start: a shop's folder, or the demo shop, in a language if one was named.

    `in_tray` shows no window where there is a tray: the session starts it so.
    """

    folder: Path | None = None
    demo: bool = False
    language: str = ""
    person: str = ""
    in_tray: bool = False


class Program(QApplication):
    """Tells that it shall end, before it asks its windows to close: the system may ask it to, as macOS's Dock does."""

    ending = Signal()

    def event(self, event: QEvent) -> bool:
        """Only what concerns the program as a whole comes here."""
        if event.type() == QEvent.Type.Quit:
            self.ending.emit()
        return super().event(event)


def shop_maker(folder: Path, clock: Clock, choice: FirstRunChoice) -> Callable[[], None]:
    """What makes the shop that was chosen at the first start, for a thread of its own."""
    from desktop.views.first_run_choice import Start as FirstStart

    def make() -> None:
        from desktop.flows import new_shop

        new_shop.make(
            folder,
            clock,
            language=choice.language,
            demo=choice.start is FirstStart.DEMO,
            firm=choice.firm,
            person=choice.person,
            country=choice.country,
            currency=choice.currency,
            backup=choice.backup,
        )

    return make


def second_start(folder: Path, error: UserError) -> UserError | None:
    """Call the program that has the shop open on this computer; what is to be told where it did not come."""
    from desktop.background import summons  # no network is loaded where the shop is free

    answer = summons.call(folder)
    if answer is summons.Answer.CAME:
        return None
    if answer is summons.Answer.NOBODY:
        return error
    return UserError(
        _(
            "Counterfoil has this shop open and does not answer now. Nothing was changed, and what was saved is safe. "
            "Wait a minute; if it stays so, end it in the system’s list of programs and start it again."
        )
    )
