# SPDX-License-Identifier: Apache-2.0
"""The base of a section whose values are as shipped until the shop has its own, for each kind of client."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.touch_plans import ClientSegment
from desktop.views.context import Context
from desktop.views.settings.section import SectionView
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.field import Note
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.segmented import Segment, SegmentedControl

_EVERYBODY = "everybody"
"""The key of every client in the switch, which has no empty ones."""


class Value(Protocol):
    """What is edited: a norm, a plan."""

    def problem(self) -> str:
        """Why it cannot be stored; "" where it can."""


V = TypeVar("V", bound=Value)


class OwnValuesSection(SectionView, Generic[V]):
    """What is typed and differs from what holds at the `place` becomes the shop's own there, until it is given back.

    `held` is the last answer: it has a `holding` for each place, and the shop's `own` with their ids and stamps.
    """

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self.held: Any = None

    # What a section of values says

    def place(self) -> tuple[Any, str]:
        """A role or pipeline, and the kind of client, whose value is shown."""
        raise NotImplementedError

    def show_held(self) -> None:
        """Show the value that holds at the place, and whose it is."""
        raise NotImplementedError

    def typed(self) -> V:
        """The value as it is typed; UserError where it is none."""
        raise NotImplementedError

    def store(self, value: V, seen: Mapping[UUID, str] | None) -> Callable[[Any], object]:
        """The command that makes this the shop's own value at the place."""
        raise NotImplementedError

    def drop(self, own_id: UUID, seen: Mapping[UUID, str]) -> Callable[[Any], object]:
        """The command that gives this value of the shop's own back."""
        raise NotImplementedError

    # What it is made with

    def segment_switch(self, parent: QWidget) -> SegmentedControl:
        """Chooses the kind of client."""
        self.segment = SegmentedControl(
            [Segment(one.value or _EVERYBODY, one.label) for one in ClientSegment],
            parent,
            name=lambda: _("Kind of client"),
        )
        self.segment.chosen.connect(lambda _key: self.show_held())
        return self.segment

    def kind_of_client(self) -> str:
        """The one that is chosen; "" is every client."""
        key = self.segment.current()
        return "" if key == _EVERYBODY else key

    def value_panel(self, title: Callable[[], str]) -> Panel:
        """A panel whose bar says whose the value is; its `note` says what is wrong with it."""
        panel = Panel(title, self, padding=(16, 16))
        self.whose = Label("", panel, style="small", role="secondary")
        self.back = Button(lambda: _("Give it back"), panel, kind="link", size="small")
        self.back.clicked.connect(self._give_back)
        panel.add_action(self.whose)
        panel.add_action(self.back)
        self.note = Note(panel)
        return panel

    def own(self) -> Any:
        """The shop's own value at the place, or None."""
        return self.held.own.get(self.place()) if self.held is not None else None

    def say_whose(self, words: str) -> None:
        """Say it, and offer to give the shop's own back."""
        self.whose.set_content(words)
        self.back.setVisible(self.own() is not None)
        self.note.say("", "er")

    def save(self) -> None:
        """Store what is typed where it differs from what holds, or say why it cannot be."""
        if self.held is None:
            return
        try:
            value = self.typed()
        except UserError as error:
            self._refuse(error)
            return
        if value == self.held.holding(*self.place()):
            self.note.say("", "er")
        elif problem := value.problem():
            self._refuse(UserError(problem))
        else:
            own = self.own()
            seen = {own.id: own.stamp} if own is not None else None
            self.run(self.store(value, seen), failed=self._refuse)

    def _give_back(self) -> None:
        if (own := self.own()) is not None:
            self.run(self.drop(own.id, {own.id: own.stamp}))

    def _refuse(self, error: UserError) -> None:
        self.note.say(error.sentence, "er", "warning-circle")
