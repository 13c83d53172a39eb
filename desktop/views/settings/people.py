# SPDX-License-Identifier: Apache-2.0
"""People and hub: who works here and what each may do, and the hub where their desks meet."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar
from uuid import UUID

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from desktop import queries
from desktop.i18n import N_, _, ngettext
from desktop.models import hub_words
from desktop.models.people import PeopleModel
from desktop.models.rows import RowRole
from desktop.values.rows.settings import PersonRow
from desktop.views import theme
from desktop.views.actions import ActionSpec
from desktop.views.context import Context
from desktop.views.settings.people_hub import WIDTH, HubColumn
from desktop.views.settings.people_person import PersonPanel
from desktop.views.settings.person_dialogs import NewPersonDialog
from desktop.views.settings.section import Scrolled, SectionView
from desktop.views.status_bar import Segment
from desktop.views.status_words import hub_segments
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import TITLE_HEIGHT, Hairline, Panel
from desktop.views.widgets.table import TWO_LINE_ROW, TableView, chips_width
from desktop.views.widgets.table_header import HEADER
from desktop.views.widgets.tabs import Tabs

ADD = ActionSpec("settings.add_person", N_("Add a person"), "user-plus", ("Ctrl+N",))
TEST = ActionSpec("settings.test_hub", N_("Test the hub"), "arrows-clockwise", ("F5",))

TABS_UNDER = 1300
"""Under this width of the window the hub is a tab beside the people."""

_WIDTHS = {"roles": 156, "sees": 56, "pin": 62, "state": 124}
"""The least; a column is as wide as its words. The name takes what is left."""
_SIDES, _ICON = 16, 22
_NARROW_HIDDEN = ("state",)
_LEAST_ROWS, _PERSON = 3, 320
"""So many people are in sight at least; so much height is left for the chosen one's part where there is room."""


class PeopleSection(SectionView):
    """The table of people and the chosen one's rights below it."""

    kinds: ClassVar[tuple[str, ...]] = ("user", "deal", "lead", "preference")

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self._wanted: UUID | None = None
        self._shown: UUID | None = None
        self._people: tuple[PersonRow, ...] = ()
        self.model = PeopleModel(context.now, self)
        self._make_table()
        self.person = PersonPanel(self)
        self.hub = HubColumn(context, self)
        self._lay_out()
        self.actions_here = [(ADD, self.add), (TEST, self.hub.test)]
        self.hub.checked.connect(lambda _checked: self._seen())
        self.hub.checked.connect(lambda _checked: self.figures_told.emit())
        self.hub.ticket.shown.connect(self._seen)
        self.hub.told.connect(context.tell)
        self.person.invite.connect(self.hub.invite)
        self.person.close_logins.connect(self.hub.close_logins)

    def _lay_out(self) -> None:
        self._left = QWidget(self)
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(theme.PANEL_GAP)
        left.addWidget(self._panel)
        self._scroll = Scrolled(self._panel, widest=4000)
        self._scroll.column.addWidget(self.person)
        self._panel.body.setSpacing(0)
        self._panel.body.addWidget(Hairline(self._panel))
        self._panel.body.addWidget(self._scroll, 1)
        self.tabs = Tabs(
            [
                ("people", lambda: _("People"), "users-three"),
                ("hub", lambda: _("Hub"), "desktop-tower"),
            ],
            self,
            name=lambda: _("People and hub"),
        )
        self.tabs.chosen.connect(lambda _key: self._show_tab())
        self.tabs.hide()
        self._is_wide = True
        body = QHBoxLayout()
        body.setSpacing(theme.PANEL_GAP)
        body.addWidget(self._left, 1)
        body.addWidget(self.hub)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.PANEL_GAP)
        outer.addWidget(self.tabs)
        outer.addLayout(body, 1)

    def _make_table(self) -> None:
        self._panel = Panel(lambda: _("People"), self, padding=(0, 0))
        self._count = Label("", self._panel, style="small", role="secondary")
        self._panel.add_meta(self._count)
        self.roles_button = Button(
            lambda: _("What roles see…"), self._panel, kind="quiet", size="small"
        )
        self.roles_button.clicked.connect(lambda: self.person.ask_roles())
        self._panel.add_action(self.roles_button)
        self.primary = self.add_button = Button(
            lambda: _("Add a person"), self._panel, size="small", icon="user-plus", shortcut="Ctrl+N"
        )  # fmt: skip
        self.add_button.clicked.connect(self.add)
        self._panel.add_action(self.add_button)
        self.table = TableView(self._panel, name=lambda: _("People"), two_lines=True, bar=True)
        self.table.setModel(self.model)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        header = self.table.horizontalHeader()
        for place, column in enumerate(self.model.columns):
            if column.key not in _WIDTHS:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_chosen())
        self.table.opened.connect(lambda _index: self.person.begin())
        self._panel.body.addWidget(self.table)

    # Asking and showing

    def focus_first(self) -> None:
        """Begin in the table."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def figures(self) -> list[Segment] | None:
        """How the desks and the hub's copy stand, once the hub has answered."""
        result = self.hub.result
        if result is None or not self.hub.here.is_joined:
            return None
        return hub_segments(result, self.context.now())

    def adapt(self, window: QSize) -> None:
        """Hide what has no room."""
        for place, column in enumerate(self.model.columns):
            narrow = window.width() < 900 and column.key in _NARROW_HIDDEN
            self.table.setColumnHidden(place, narrow)
        self.setMinimumHeight(theme.px(420) if window.height() < 720 else 0)
        self._is_wide = window.width() >= theme.px(TABS_UNDER)
        self.tabs.setVisible(not self._is_wide)
        width = theme.px(WIDTH) if self._is_wide else 16_777_215
        self.hub.setMaximumWidth(width)
        self.hub.setMinimumWidth(theme.px(WIDTH) if self._is_wide else 0)
        self._show_tab()

    def _show_tab(self) -> None:
        """Both parts side by side, or the one that was chosen."""
        self._left.setVisible(self._is_wide or self.tabs.current() == "people")
        self.hub.setVisible(self._is_wide or self.tabs.current() == "hub")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list is as long as its people, as far as the chosen one's part keeps its room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        row, head = theme.px(TWO_LINE_ROW), theme.px(HEADER)
        wanted = head + row * max(1, len(self.model.rows))
        least = head + row * _LEAST_ROWS
        room = self._panel.height() - theme.px(TITLE_HEIGHT) - theme.px(_PERSON)
        self.table.setFixedHeight(min(wanted, max(least, room)))

    def refresh(self) -> None:
        """Ask for everybody."""
        self.context.tasks.fetch(
            "people",
            lambda reader: queries.settings.people(reader),
            then=self._show,
        )

    def retranslate(self) -> None:
        """Say counts and roles anew."""
        self.model.retranslate()
        self._fit_columns()
        self._say_count()
        super().retranslate()

    def _show(self, people: tuple[PersonRow, ...]) -> None:
        chosen = self._wanted or self._shown
        self._people = people
        self.model.replace(self._with_seats())
        self._fit_columns()
        self._fit()
        self.hub.desks.name_people({row.id: row.name for row in people})
        self._wanted = None
        self._say_count()
        place = self.model.row_of(chosen) if chosen is not None else 0
        self.table.selectRow(place or 0)
        self._show_chosen()

    def _with_seats(self) -> tuple[PersonRow, ...]:
        """The people, with when the hub last heard of them."""
        seats = self.hub.result.seats if self.hub.result else ()
        now, invite = self.context.now(), self.hub.ticket.invite
        found = ((row, hub_words.seen_words(seats, row.id, now, invite)) for row in self._people)
        return tuple(replace(row, seen=words, seen_as=meaning) for row, (words, meaning) in found)

    def _seen(self) -> None:
        self.told.emit(_("Rights are checked here and again at the hub"), "shield-check")
        self.model.replace(self._with_seats())
        self._fit_columns()
        self._say_count()
        self._show_chosen()

    def _fit_columns(self) -> None:
        """As wide as their words, in whatever language: the name gives way, for it has its tool tip."""
        head = QFontMetricsF(theme.font("small", theme.MEDIUM))
        for place, column in enumerate(self.model.columns):
            if column.key not in _WIDTHS:
                continue
            before = theme.px(_ICON) if column.icon is not None else 0
            metrics = QFontMetricsF(theme.font("small" if column.is_small else "body"))
            wide = [head.horizontalAdvance(_(column.title))]
            if column.chips is not None:
                wide += [chips_width(column.chips(row)) for row in self.model.rows]
            else:
                texts = (column.text(row) for row in self.model.rows)
                wide += [metrics.horizontalAdvance(text) + before for text in texts]
            width = max(wide) + theme.px(_SIDES) + 2
            self.table.setColumnWidth(place, max(theme.px(_WIDTHS[column.key]), round(width)))

    def _show_chosen(self) -> None:
        row = self.chosen()
        if row is not None:
            seats = self.hub.result.seats if self.hub.result else ()
            open_ = sum(seat.user_id == row.id and not seat.is_closed for seat in seats)
            self.person.show_hub(has_hub=self.hub.here.is_joined, seats=open_)
            self.person.show_person(row, anew=row.id != self._shown)
            self._shown = row.id

    def chosen(self) -> PersonRow | None:
        """The person whose rights are shown."""
        index = self.table.currentIndex()
        row = index.data(RowRole.ROW) if index.isValid() else None
        return row if isinstance(row, PersonRow) else None

    def _say_count(self) -> None:
        invite = self.hub.ticket.invite
        invited = sum(
            row.is_active
            and invite is not None
            and row.id == invite.user_id
            and row.seen_as == "check"
            for row in self.model.rows
        )
        active = sum(row.is_active for row in self.model.rows)
        here, left = active - invited, len(self.model.rows) - active
        words = [ngettext("{n} at work", "{n} at work", here).format(n=here)]
        if invited:
            words.append(ngettext("{n} invited", "{n} invited", invited).format(n=invited))
        if left:
            words.append(ngettext("{n} closed", "{n} closed", left).format(n=left))
        self._count.set_content(", ".join(words))

    # What a person does

    def add(self) -> None:
        """Ask for a new colleague."""
        NewPersonDialog(self.context, self, saved=self._added).open()

    def _added(self, user_id: UUID) -> None:
        self._wanted = user_id
        self.refresh()
        self.stored.emit()
