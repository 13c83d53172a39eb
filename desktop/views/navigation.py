# SPDX-License-Identifier: Apache-2.0
"""Which page is open: made when first wanted, back and forward with the place kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.views.page import Page
from desktop.views.session import Person

_KEPT_STEPS = 100


class RailGroup(StrEnum):
    """Where the rail shows a page; FOOT is the part above the person's name."""

    WORK = "work"
    SHOP = "shop"
    MANAGE = "manage"
    FOOT = "foot"

    def caption(self) -> str:
        """The words above the group, in the present language; the foot has none."""
        return _(_CAPTIONS[self]) if self in _CAPTIONS else ""


_CAPTIONS = {
    RailGroup.WORK: N_("Work"),
    RailGroup.SHOP: N_("Shop"),
    RailGroup.MANAGE: N_("Manage"),
}


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page declared as data: what the rail, the keys Ctrl 1…9 and the palette make of it.

    `rights`: any one of them opens the page, none means everyone. Without a `group` the page has no
    item in the rail (a card, a wizard); `under` says whose item is marked while it is open.
    `counter` names the figure of the pill, `action` the action whose key stands in the pill's place
    and opens the page. `keys` open it instead of a number of its own; with `only_counted` its item is
    there only while something is counted. With `is_named` the palette and the menu Go open a page that
    has no item.
    """

    kind: str
    title: str
    icon: str
    factory: Callable[[], Page]
    group: RailGroup | None = None
    place: int = 0
    rights: tuple[str, ...] = ()
    counter: str = ""
    action: str = ""
    under: str = ""
    keys: tuple[str, ...] = ()
    only_counted: bool = False
    is_named: bool = False


@dataclass(slots=True)
class Step:
    """One place somebody has been: the page, its record, and what the page wanted kept."""

    kind: str
    id: UUID | None = None
    kept: object = None


class Navigator(QObject):
    """Opens pages for whoever asks, so that pages need not know one another."""

    made = Signal(object)
    """A page has been made and wants a home in the window."""
    opened = Signal(object)
    """The Step that is shown now."""

    def __init__(
        self, pages: Iterable[PageSpec], person: Person, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._specs: Mapping[str, PageSpec] = {spec.kind: spec for spec in pages}
        self._person = person
        self._pages: dict[str, Page] = {}
        self._steps: list[Step] = []
        self._at = -1

    def rail_pages(self) -> list[PageSpec]:
        """The pages this person's rail shows, in its order."""
        groups = list(RailGroup)
        mine = [s for s in self._specs.values() if s.group and self.is_open_to_me(s.kind)]
        return sorted(mine, key=lambda s: (groups.index(RailGroup(s.group or "")), s.place))

    def named_pages(self) -> list[PageSpec]:
        """The pages without an item in the rail that this person may open by name."""
        return [s for s in self._specs.values() if s.is_named and self.is_open_to_me(s.kind)]

    def is_open_to_me(self, kind: str) -> bool:
        """Whether there is such a page and the person at this desk may see it."""
        spec = self._specs.get(kind)
        return spec is not None and self._person.may(*spec.rights)

    @property
    def step(self) -> Step | None:
        """Where we are, None before the first page."""
        return self._steps[self._at] if self._steps else None

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self._pages.get(self.step.kind) if self.step else None

    def spec(self, kind: str) -> PageSpec:
        """The declaration of a page. KeyError for an unknown kind: that is a bug."""
        return self._specs[kind]

    def open(self, kind: str, id: UUID | None = None) -> None:
        """Show a page, at a record if one is given.

        Raises UserError when the page is closed to this person.
        """
        spec = self._specs[kind]
        if not self._person.may(*spec.rights):
            sentence = _("{page}: closed to you. Nothing has changed. The owner gives access.")
            raise UserError(sentence.format(page=_(spec.title)))
        if self.step and (self.step.kind, self.step.id) == (kind, id):
            self._show(self.step, back=False)
            return
        self._keep()
        del self._steps[self._at + 1 :]
        self._steps.append(Step(kind, id))
        del self._steps[:-_KEPT_STEPS]
        self._at = len(self._steps) - 1
        self._show(self._steps[self._at], back=False)

    def back(self) -> None:
        """Show the page before this one, at the place where it was left; nothing at the first."""
        self._go(self._at - 1)

    def forward(self) -> None:
        """Undo a step back; nothing at the last."""
        self._go(self._at + 1)

    @property
    def can_go_back(self) -> bool:
        """Whether there is a page before this one."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether a step back can be undone."""
        return self._at < len(self._steps) - 1

    def made_pages(self) -> list[Page]:
        """The pages that have been made so far."""
        return list(self._pages.values())

    def _go(self, to: int) -> None:
        if not 0 <= to < len(self._steps):
            return
        self._keep()
        self._at = to
        self._show(self._steps[to], back=True)

    def _keep(self) -> None:
        if self.step and self.page:
            self.step.kept = self.page.place()

    def _show(self, step: Step, *, back: bool) -> None:
        page = self._pages.get(step.kind)
        if page is None:
            page = self._pages[step.kind] = self._specs[step.kind].factory()
            self.made.emit(page)
        page.open(step.id)
        if back and step.kept is not None:
            page.restore(step.kept)
        self.opened.emit(step)
