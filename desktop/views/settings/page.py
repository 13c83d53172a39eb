# SPDX-License-Identifier: Apache-2.0
"""The Settings page: sections at the left by right, the open one beside them; each stores what is changed at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QStackedWidget, QWidget

from desktop.background.backup_loop import BackupLoop
from desktop.i18n import N_, _, formats
from desktop.models.settings import Section, section_of
from desktop.views import theme
from desktop.views.actions import KeyHint
from desktop.views.context import Context
from desktop.views.page import Page
from desktop.views.settings.inputs import ChoiceBox
from desktop.views.settings.nav import SectionNav
from desktop.views.settings.section import SectionView
from desktop.views.settings.sections import Given, make
from desktop.views.status_bar import Segment
from desktop.views.widgets.label import Label

NAV_FROM = 760
"""From this width of the window on the sections stand at the left; below it they are a list above."""

_KEPT = "settings section"

Restore = Callable[[Path], None]
"""Puts a backup in the place of the shop; who builds the window closes and opens it again."""


class SettingsPage(Page):
    """Sections are made when they are first opened. `open` takes the id of a Section, or none for the last one."""

    def __init__(
        self, context: Context, *, backups: BackupLoop | None = None, restore: Restore | None = None
    ) -> None:
        super().__init__(N_("Settings"))
        self._context = context
        self._backups, self._restore = backups, restore
        self._window = QSize(1440, 900)
        self.sections = [one for one in Section if self._is_mine(one)]
        self._views: dict[Section, SectionView] = {}
        self._actions: dict[Section, list[QAction]] = {}
        self._section = self.sections[-1]
        self._part: UUID | None = None
        self._subtitle = Label(self._section_name, self, style="body", role="secondary")
        self.header.add_after(self._subtitle)
        self.nav = SectionNav(self.sections, self)
        self.list = ChoiceBox(self, lambda: [(one, one.label()) for one in self.sections])
        self._stack = QStackedWidget(self)
        self._lay_out()
        self._join()
        kept = context.settings.recall(_KEPT, person=context.person.id)
        found = next((one for one in self.sections if one.key == kept), self.sections[0])
        self.show_section(found)
        self.retranslate()

    def _lay_out(self) -> None:
        body = QWidget(self)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.PANEL_GAP)
        self._box.addWidget(self.nav)
        self._box.addWidget(self.list)
        self._box.addWidget(self._stack, 1)
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.list.hide()
        self.set_body(body)

    def _join(self) -> None:
        self.nav.chosen.connect(self.show_section)
        self.nav.entered.connect(self.enter)
        self.list.activated.connect(lambda _row: self.show_section(self.list.value()))
        if self._backups is not None:
            self._backups.state_changed.connect(self._say_backup)
            self._say_backup()

    # The window's wishes

    def open(self, id: UUID | None) -> None:
        """Show a section by its id."""
        wanted = section_of(id)
        if wanted in self.sections:
            self.show_section(wanted)
            self._part = id

    def figures(self) -> Sequence[Segment] | None:
        """Those of the open section."""
        return self.view.figures()

    def place(self) -> object:
        """The open section."""
        return self._section

    def restore(self, place: object) -> None:
        """Open the section that was open."""
        if isinstance(place, Section) and place in self.sections:
            self.show_section(place)

    def focus_first(self) -> None:
        """Put the keys on the list of sections, from where Enter goes into the open one, or on the part asked for."""
        part, self._part = self._part, None
        if part is not None and self.view.focus_on(part):
            return
        (self.list if self.nav.isHidden() else self.nav).setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> list[QWidget]:
        """The list of sections and the open one."""
        return [self.list if self.nav.isHidden() else self.nav, self._views[self._section]]

    def walk_panes(self, step: int) -> None:
        """Go to the list, or to the first field of the open section."""
        nav, section = self.panes()
        focus = self.window().focusWidget()
        if focus is not None and section.isAncestorOf(focus):
            nav.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.enter()

    def adapt(self, window: QSize) -> None:
        """Show the sections at the left, or as a list above."""
        super().adapt(window)
        self._window = window
        directions = QBoxLayout.Direction
        is_wide = window.width() >= theme.px(NAV_FROM)
        self._box.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)
        shown, hidden = (self.nav, self.list) if is_wide else (self.list, self.nav)
        shown.show()
        focus = self.window().focusWidget()
        if focus is not None and (focus is hidden or hidden.isAncestorOf(focus)):
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
        hidden.hide()
        for view in self._views.values():
            view.adapt(window)

    def key_hints(self) -> list[KeyHint]:
        """What lists and fields here do with keys."""
        return [
            KeyHint("↑↓", _("Go from section to section")),
            KeyHint("↵", _("Go into the section")),
            KeyHint("Alt+↑↓", _("Move a stage, reason or product up or down")),
            KeyHint("Esc", _("Take back what was typed in a field")),
        ]

    def retranslate(self) -> None:
        """Say the open section's name anew."""
        self._subtitle.retranslate()
        self.figures_told.emit()
        self.list.setAccessibleName(_("Sections of the settings"))

    # Sections

    @property
    def section(self) -> Section:
        """The open one."""
        return self._section

    @property
    def view(self) -> SectionView:
        """What shows the open section."""
        return self._views[self._section]

    def enter(self) -> None:
        """Put the cursor into the open section."""
        self.view.focus_first()

    def show_section(self, section: Section) -> None:
        """Open a section; it is made when it is wanted first."""
        view = self._views.get(section) or self._make(section)
        self._section = section
        self.nav.choose(section)
        self.list.set_value(section)
        self._subtitle.retranslate()
        self.header.set_meta("")
        self.primary = view.primary
        self._stack.setCurrentWidget(view)
        for one, actions in self._actions.items():
            for action in actions:
                action.setEnabled(one is section)
        self._context.settings.remember(_KEPT, section.key, person=self._context.person.id)
        self.figures_told.emit()

    def _make(self, section: Section) -> SectionView:
        view = self._views[section] = self._built(section)
        view.stored.connect(self._say_stored)
        view.told.connect(self.header.set_meta)
        view.figures_told.connect(self.figures_told)
        view.wants.connect(lambda sentence: self.nav.set_wants(section, sentence))
        self._actions[section] = [self.act(spec, do) for spec, do in view.actions_here]
        self._stack.addWidget(view)
        view.adapt(self._window)
        return view

    def _built(self, section: Section) -> SectionView:
        given = Given(self._context, self._stack, self.show_section, self._backups, self._restore)
        return make(section, given)

    def _is_mine(self, section: Section) -> bool:
        can_restore = self._backups is not None and self._restore is not None
        return self._context.person.may(*section.rights) and (
            can_restore or section is not Section.BACKUP
        )

    def _section_name(self) -> str:
        return self._section.label()

    def _say_stored(self) -> None:
        moment = formats.short_time(self._context.now())
        self.header.set_meta(_("Saved {time}").format(time=moment))

    def _say_backup(self) -> None:
        assert self._backups is not None
        self.nav.set_wants(Section.BACKUP, self._backups.warning())
