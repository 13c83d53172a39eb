# SPDX-License-Identifier: Apache-2.0
"""The window: rail, page, status bar; it joins pages, actions, keys, palette and toasts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QKeyCombination, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import APP_NAME
from desktop import settings as declared
from desktop.background.change_hub import ChangeHub
from desktop.i18n import say_keys
from desktop.views import actions, brand, theme, window_place
from desktop.views.actions import ActionSet, ActionSpec, Menu
from desktop.views.keyboard import Keyboard
from desktop.views.menus import Menus
from desktop.views.page import LOW
from desktop.views.rail import Rail
from desktop.views.status_bar import StatusBar
from desktop.views.toaster import Toaster
from desktop.views.widgets import keys

if TYPE_CHECKING:
    from desktop.settings import Settings
    from desktop.values.rows.hits import Hit
    from desktop.views.navigation import Navigator, Step
    from desktop.views.page import Page
    from desktop.views.palette import Palette, Search
    from desktop.views.session import Person

WIDE_RAIL_FROM = 1400
KEY_CAPS_FROM = 1100
_LAST_PAGE = "last page"
_OPENED_AS = {"order": "deal", "document": "deal"}
"""An order is a deal, and a document is seen on the card it belongs to."""


class MainWindow(QWidget):
    """One person's window. Who builds it binds what is not its own: `bind(actions.REDO, …)`."""

    closed = Signal()
    stayed = Signal()
    """It was closed, and the program goes on without it."""
    scanned = Signal(object)
    """The number or id of the order whose code was scanned, on whatever page."""
    order_wanted = Signal(object)
    """An order for a client that was found."""

    def __init__(
        self,
        *,
        navigator: Navigator,
        person: Person,
        settings: Settings,
        hub: ChangeHub,
        search: Search,
        undo: Callable[[], object],
    ) -> None:
        super().__init__()
        self._navigator, self._person, self._settings = navigator, person, settings
        self._wished_rail: bool | None = None
        self._homes: dict[Page, QScrollArea] = {}
        self._is_ending = False
        self.stays: Callable[[], bool] = lambda: False
        """Whether the program goes on when the window is closed; `end` ends it in any case."""
        self.setWindowIcon(brand.window_icon())
        self.setMinimumSize(window_place.SMALLEST)
        self._actions = ActionSet(self)
        self._spelled: dict[str, str] = {}
        self._bind_own()
        self.rail = Rail(
            navigator.rail_pages(),
            person,
            keys_of=lambda name: self._spelled.get(name, ""),
            parent=self,
        )
        self.status = StatusBar(self)
        self._stack = QStackedWidget(self)
        self._lay_out()
        self.toaster = Toaster(self._stack, hub=hub, undo=undo, redo=self._redo)
        self._search = search
        self._finder: Palette | None = None
        self.bind(actions.UNDO, undo)
        self._menus = Menus(self, self._sets)
        self._join()
        self._keyboard = Keyboard(
            self, self._find, open_menu=lambda: self._menus.open(self.rail.menu_place())
        )
        self._keyboard.scanner.scanned.connect(self.scanned)

    # For whoever builds the window

    def bind(self, spec: ActionSpec, do: Callable[[], object]) -> QAction | None:
        """Bind an action of the window; it is left out where the person has no right to it."""
        if spec.right and not self._person.may(spec.right):
            return None
        if shortcuts := spec.shortcuts():
            self._spelled[spec.id] = say_keys(shortcuts[0])
        return self._actions.add(spec, do)

    def can_open(self, kind: str) -> bool:
        """Whether there is such a page for this person."""
        return self._navigator.is_open_to_me(kind)

    def action(self, id: str) -> QAction | None:
        """The window's action of that declaration; None where nobody, or not this person, may do it."""
        return self._actions.get(id)

    def end(self) -> None:
        """End the program, whether the window is seen or not."""
        self._is_ending = True
        self.close()

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show the figures of the rail's pills, by the pages' counter names."""
        self.rail.set_counts(counts)

    def open_first_page(self) -> None:
        """Show the page that was open when this person left, else the first of the rail."""
        pages = [spec.kind for spec in self._navigator.rail_pages()]
        kept = self._settings.recall(_LAST_PAGE, person=self._person.id)
        self._navigator.open(kept if isinstance(kept, str) and kept in pages else pages[0])

    @property
    def finder(self) -> Palette:
        """The palette, made when it is first wanted."""
        if self._finder is None:
            from desktop.views.palette import Palette

            self._finder = Palette(self, search=self._search, commands=self._palette_actions)
            self._finder.opened.connect(self._open_hit)
            self._finder.order_wanted.connect(self.order_wanted)
        return self._finder

    @property
    def page_area(self) -> QWidget:
        """Where the page is: errors and toasts lie over it."""
        return self._stack

    def restore_place(self) -> None:
        """Stand where this person left the window on this screen."""
        window_place.restore(self, self._settings, self._person.id)

    def keep_place(self) -> None:
        """Remember where the window stands and which page is open, for this person."""
        window_place.keep(self, self._settings, self._person.id)
        if step := self._navigator.step:
            kind = self._navigator.spec(step.kind).under or step.kind
            self._settings.remember(_LAST_PAGE, kind, person=self._person.id)

    # Set-up

    def _lay_out(self) -> None:
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self.rail)
        upper.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(upper, 1)
        column.addWidget(self.status)

    def _bind_own(self) -> None:
        navigator = self._navigator
        self.bind(actions.SEARCH, self._ask)
        self.bind(actions.BACK, navigator.back)
        self.bind(actions.FORWARD, navigator.forward)
        self.bind(actions.RAIL, self._toggle_rail)
        self.bind(actions.KEYS, self._show_keys)
        self.bind(actions.QUIT, self.end)
        self.bind(actions.PRIMARY, lambda: self._on_page(lambda page: page.press_primary()))
        self.bind(actions.FILTER, lambda: self._on_page(lambda page: page.focus_filter()))
        self.bind(actions.SIDE, lambda: self._on_page(lambda page: page.toggle_side()))
        self.bind(actions.NEXT_PANE, lambda: self._on_page(lambda page: page.walk_panes(1)))
        self.bind(actions.LAST_PANE, lambda: self._on_page(lambda page: page.walk_panes(-1)))
        self.bind(actions.LIGHT, partial(self._set_theme, "light"))
        self.bind(actions.DARK, partial(self._set_theme, "dark"))
        self.bind(actions.SYSTEM, partial(self._set_theme, "system"))
        numbers = count(1)
        for page in navigator.rail_pages():
            number = None if page.keys else next(numbers)
            numbered = (f"Ctrl+{number}",) if number is not None and number <= 9 else ()
            shortcut = page.keys or numbered
            spec = ActionSpec(f"go.{page.kind}", page.title, page.icon, shortcut, menu=Menu.GO)
            self.bind(spec, partial(navigator.open, page.kind))
        for page in navigator.named_pages():
            spec = ActionSpec(f"go.{page.kind}", page.title, page.icon, menu=Menu.GO)
            self.bind(spec, partial(navigator.open, page.kind))
        self._bind_page_openers()

    def _bind_page_openers(self) -> None:
        """Let the keys that a page's item shows open that page: F2 the counter order."""
        by_id = {spec.id: spec for spec in actions.GLOBAL}
        for page in self._navigator.rail_pages():
            if page.action in by_id:
                self.bind(by_id[page.action], partial(self._navigator.open, page.kind))

    def _join(self) -> None:
        self._navigator.made.connect(self._house)
        self._navigator.opened.connect(self._opened)
        self.rail.chosen.connect(self._navigator.open)
        self.rail.search_requested.connect(self._ask)
        self.rail.menu_requested.connect(self._menus.open)
        self.rail.person_menu_requested.connect(self._menus.open_personal)
        theme.notifier().changed.connect(self._adapt)

    # Pages

    def _house(self, page: Page) -> None:
        # Every page scrolls where the window is smaller than it needs, so that nothing is out of reach.
        page.figures_told.connect(self._say_figures)
        area = self._homes[page] = QScrollArea(self._stack)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        self._stack.addWidget(area)
        page.adapt(_room(self.size()))

    def _opened(self, step: Step) -> None:
        page = self._navigator.page
        assert page is not None
        self._stack.setCurrentWidget(self._homes[page])
        spec = self._navigator.spec(step.kind)
        self.rail.set_current(spec.under or step.kind)
        self._title()
        self._enable(actions.BACK, self._navigator.can_go_back)
        self._enable(actions.FORWARD, self._navigator.can_go_forward)
        page.focus_first()
        self._menus.refresh()
        self._say_figures()

    def _say_figures(self) -> None:
        page = self._navigator.page
        self.status.set_page_segments(page.figures() if page is not None else None)

    def _enable(self, spec: ActionSpec, can: bool) -> None:
        if action := self._actions.get(spec.id):
            action.setEnabled(can)

    def _title(self) -> None:
        page = self._navigator.page
        parts = [page.title(), APP_NAME] if page else [APP_NAME]
        self.setWindowTitle(" · ".join(parts))

    def _open_hit(self, hit: Hit) -> None:
        self._navigator.open(_OPENED_AS.get(hit.kind, hit.kind), hit.id)

    def _ask(self) -> None:
        self.finder.ask()

    def _redo(self) -> None:
        action = self._actions.get(actions.REDO.id)
        if action is not None:
            action.trigger()

    def _on_page(self, do: Callable[[Page], object]) -> None:
        if page := self._navigator.page:
            do(page)

    # Actions, menus, keys

    def _sets(self) -> list[ActionSet]:
        page = self._navigator.page
        return [page.actions_here, self._actions] if page else [self._actions]

    def _find(self, wanted: QKeyCombination) -> QAction | None:
        from desktop.views.widgets.dialog import open_over  # not before a key is pressed

        is_asking = self._finder is not None and self._finder.isVisible()
        if is_asking or open_over(self) is not None:
            return None
        # What the page cannot do now does not hide what the window can.
        found = (one.find(wanted) for one in self._sets())
        return next((action for action in found if action and action.isEnabled()), None)

    def _palette_actions(self) -> list[QAction]:
        every = [action for one in self._sets() for action in one.all()]
        return [a for a in every if a.isEnabled() and actions.spec_of(a).in_palette]

    def _show_keys(self) -> None:
        from desktop.views.shortcut_sheet import ShortcutSheet

        page = self._navigator.page
        ShortcutSheet(
            self,
            page=page.title() if page else "",
            hints=page.key_hints() if page else [],
            here=page.actions_here.all() if page else [],
            everywhere=self._actions.all(),
        ).open()

    def _set_theme(self, wish: str) -> None:
        self._settings.set(declared.THEME, wish, person=self._person.id)

    # Size, language, end

    def _toggle_rail(self) -> None:
        self._wished_rail = self.rail.is_narrow
        self._settings.set(declared.RAIL_PINNED, self._wished_rail, person=self._person.id)
        self._adapt()

    def _adapt(self) -> None:
        room = _room(self.size())
        pinned = self._settings.get(declared.RAIL_PINNED, person=self._person.id)
        wide = room.width() >= WIDE_RAIL_FROM or (pinned and room.width() >= 1200)
        if self._wished_rail is not None and room.width() >= 1024:
            wide = self._wished_rail
        self.rail.set_narrow(not wide, low=room.height() < LOW)
        shown = self._settings.get(declared.SHOW_KEYS, person=self._person.id)
        keys.set_shown(shown, has_room=room.width() >= KEY_CAPS_FROM)
        for page in self._navigator.made_pages():
            page.adapt(room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit rail, key caps and pages to the new size."""
        super().resizeEvent(event)
        self._adapt()

    def showEvent(self, event: QShowEvent) -> None:
        """Fit everything before the first paint."""
        self._adapt()
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Say the window's own texts anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._actions.retranslate()
            self._title()
            self._menus.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is found again, and say that it is over; or stay behind in the tray."""
        self.keep_place()
        if not self._is_ending and not _ends_session() and self.stays():
            event.ignore()
            self.hide()
            self.stayed.emit()
            return
        super().closeEvent(event)
        self.closed.emit()


def _ends_session() -> bool:
    """Whether the computer is being shut down: a window that refuses to close would hold that up."""
    app = QGuiApplication.instance()
    return isinstance(app, QGuiApplication) and app.isSavingSession()


def _room(size: QSize) -> QSize:
    """What a window of that size has room for: larger text needs what a smaller window has not."""
    return size * 100 / theme.text_size()
