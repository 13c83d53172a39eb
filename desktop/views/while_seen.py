# SPDX-License-Identifier: Apache-2.0
"""What lets a screen follow the shop and the clock while it is seen, and rest while it is not."""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget


class Follower(Protocol):
    """Something that keeps a screen up to date: a feed, a `Live`, the minutes."""

    def wake(self) -> None:
        """The screen is shown."""

    def sleep(self) -> None:
        """The screen is hidden."""


if TYPE_CHECKING:
    _Base = QWidget
else:
    # A second Qt base class beside the real one is not allowed, so at run time this is a plain mixin.
    _Base = object


class WhileSeen(_Base):
    """Mixin before a Qt base class: wakes what it follows when it is shown, and lets it sleep when it is hidden."""

    _followers: tuple[Follower, ...] = ()

    def follow(self, *followers: Follower) -> None:
        """Keep these awake while the screen is seen; they wake in this order."""
        self._followers += followers

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was missed."""
        super().showEvent(event)
        for follower in self._followers:
            follower.wake()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        super().hideEvent(event)
        for follower in self._followers:
            follower.sleep()
