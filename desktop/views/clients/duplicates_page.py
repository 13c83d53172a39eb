# SPDX-License-Identifier: Apache-2.0
"""The work list of duplicates: pairs that may be one, two cards side by side, and what comes of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop import commands, queries
from desktop.errors import UserError
from desktop.i18n import N_, _, formats
from desktop.models.client_words import ClientWords
from desktop.models.join_lines import address_of
from desktop.models.live import Live
from desktop.values.rows.duplicates import JoinedRow, PairRow, Sides
from desktop.values.search import fold
from desktop.views import theme
from desktop.views.actions import KeyHint
from desktop.views.clients import actions
from desktop.views.clients.join_result import WIDTH, JoinResult
from desktop.views.clients.join_sheet import JoinSheet
from desktop.views.clients.joined_dialog import JoinedDialog
from desktop.views.clients.lists_twice import ListsTwice
from desktop.views.clients.pair_list import PairList
from desktop.views.context import Context
from desktop.views.page import DOCKED, Page
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.empty_state import EmptyState
from desktop.views.widgets.folding_button import FoldingButton
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.panel import Panel

if TYPE_CHECKING:
    from desktop.commands import UnitOfWork
    from desktop.flows.shop import Shop

KINDS = ("contact", "contact_phone", "company", "lead", "pairing")
_LIST_WIDTH, _SEARCH_WIDTH = 248, 280


class DuplicatesPage(Page):
    """Pairs are found as the page opens; opened for a card it begins with the pairs of that one."""

    def __init__(self, context: Context) -> None:
        super().__init__(N_("Duplicates"))
        self._context = context
        self._card: UUID | None = None
        self._own: tuple[PairRow, ...] = ()
        self._found: tuple[PairRow, ...] | None = None
        self._is_looking = False
        self._later: list[tuple[UUID, UUID]] = []
        self._joined: tuple[JoinedRow, ...] = ()
        self._matched: tuple[str, frozenset[UUID]] = ("", frozenset())
        self.words = ClientWords(context.clock)
        self.header.set_title(_("Clients"))
        self._make_header()
        self._make_body()
        self.result = JoinResult(self)
        self.set_side(self.result, WIDTH)
        self.primary = self.result.join_button
        self._connect()
        self.follow(Live(context.hub, KINDS, self.refresh, self))
        self._compare(None)

    def _make_header(self) -> None:
        self._back = self._way_back()
        self.header.add_before(self._back)
        self.count = Label("", self, style="body", role="secondary")
        self.header.add_after(self.count, spare=True)
        self.search = LineEdit(
            self,
            placeholder=lambda: _("Name, phone, e-mail or order no."),
            icon="magnifying-glass",
            shortcut="/",
        )
        self.search.say_as(lambda: _("Search pairs"))
        self.search.setFixedWidth(_SEARCH_WIDTH)
        self.header.add_after(self.search)
        self.combo = ComboBox(self)
        self.combo.say_as(lambda: _("Pairs"))
        self.combo.hide()
        self.header.add_after(self.combo)
        self.earlier = FoldingButton(
            lambda: _("Joined earlier {n}").format(n=formats.number(len(self._joined))),
            lambda: formats.number(len(self._joined)),
            self,
            icon="clock-counter-clockwise",
        )
        self.result_button = Button(lambda: _("After the join"), self, icon="arrow-right")
        self.result_button.clicked.connect(self.toggle_side)
        self.result_button.hide()
        self.lists = ListsTwice(self._context, self)
        self.header.add_tool(self.lists)
        self.header.add_tool(self.earlier)
        self.header.add_tool(self.result_button)

    def _make_body(self) -> None:
        self.pairs = PairList(self)
        self._list_panel = Panel(lambda: _("All clients"), self, padding=(0, 0))
        self._list_panel.add_first(self._way_back())
        self._list_panel.add_action(
            Label(lambda: _("surest first"), self, style="small", role="secondary")
        )
        self._list_panel.body.setSpacing(0)
        self._list_panel.body.addWidget(self.pairs, 1)
        self._list_panel.setFixedWidth(theme.px(_LIST_WIDTH))
        self.sheet = JoinSheet(lambda: self.words, self)
        self.empty = EmptyState(
            lambda: self._empty_title(),
            lambda: _("Two cards that look like one come here: by phone, e-mail, tax id or name."),
            self,
            icon="ph.check-circle",
            ink="ok",
        )
        body = QWidget(self)
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.PANEL_GAP)
        row.addWidget(self._list_panel)
        row.addWidget(self.sheet, 1)
        row.addWidget(self.empty, 1)
        self.set_body(body)
        body.setFocusProxy(self.pairs)

    def _way_back(self) -> QWidget:
        back = icon_button("arrow-left", lambda: _("Back to the clients"), self, size="small")
        back.clicked.connect(lambda: self._context.go("clients", None))
        return back

    def _connect(self) -> None:
        self.search.textChanged.connect(self._look_for)
        self.pairs.current_changed.connect(lambda _item: self._compare(self.pairs.current()))
        self.pairs.sideways.connect(self.sheet.key)
        self.combo.activated.connect(self._combo_chosen)
        self.sheet.changed.connect(self._say_result)
        self.earlier.clicked.connect(self.show_earlier)
        self.result.join_wanted.connect(self.join)
        self.result.different_wanted.connect(self.not_the_same)
        self.result.later_wanted.connect(self.later)
        self.act(actions.NOT_SAME, self.not_the_same)
        self.act(actions.LATER, self.later)
        self.act(actions.JOINED_EARLIER, self.show_earlier)

    # Asking and showing

    def open(self, id: UUID | None) -> None:
        """Begin with the pairs of this card, or with the surest."""
        self._card, self._own = id, ()
        self.refresh()
        self.lists.look()

    def refresh(self) -> None:
        """Look for pairs anew; the list of all takes a moment and does not hold up the rest."""
        card = self._card
        if card is not None:
            self._context.tasks.fetch(
                "pairs of a card",
                lambda reader: queries.duplicate_pairs.pairs_of(reader, card),
                then=self._take_own,
            )
        if not self._is_looking:
            self._is_looking = True
            self._context.tasks.flow(_find_pairs, then=self.show_pairs, ended=self._looked)
        self._context.tasks.fetch(
            "joined earlier",
            lambda reader: queries.duplicate_pairs.joined_earlier(reader),
            then=self.show_joined,
        )

    def _take_own(self, rows: tuple[PairRow, ...]) -> None:
        self._own = rows
        self._show()
        if rows:
            self.pairs.choose(rows[0])

    def show_pairs(self, rows: tuple[PairRow, ...]) -> None:
        """Show all pairs that were found; whoever waits for them goes on at the first."""
        self._found = rows
        self._show()
        if self.isVisible():
            self.focus_if_nowhere()

    def _looked(self) -> None:
        self._is_looking = False

    def show_joined(self, rows: tuple[JoinedRow, ...]) -> None:
        """Say how many joins of earlier there are."""
        self._joined = rows
        self.earlier.retranslate()

    def rows(self) -> list[PairRow]:
        """The pairs in the order in which they are shown: of the card, then the surest, then what waits."""
        once = {row.key: row for row in (*self._own, *(self._found or ()))}
        wanted = fold(self.search.text())
        ids = self._matched[1] if self._matched[0] == self.search.text() else frozenset()
        held = [
            row
            for row in once.values()
            if wanted in fold(f"{row.one} {row.other}") or not ids.isdisjoint(row.key)
        ]
        return sorted(
            held, key=lambda row: self._later.index(row.key) if row.key in self._later else -1
        )

    def _look_for(self, text: str) -> None:
        """What is typed may be a name, which is told at once, or a phone, an e-mail or a number, which is asked."""
        self._show()
        if text.strip():
            self._context.tasks.fetch(
                "pairs searched",
                lambda reader: queries.duplicate_search.cards_found(reader, text=text),
                then=lambda ids: self._show_matched(text, ids),
            )

    def _show_matched(self, text: str, ids: frozenset[UUID]) -> None:
        self._matched = (text, ids)
        self._show()

    def _show(self) -> None:
        rows = self.rows()
        n = formats.number(len(rows)) if self._found is not None else "…"
        self.count.set_content(_("Duplicates {n}").format(n=n))
        note = _("Found while typing, on import and whenever this list is opened.")
        self.pairs.show_pairs(rows, note=note if rows else "")
        self.combo.clear()
        for row in rows:
            self.combo.addItem(f"{row.one} – {row.other}, {formats.percent(row.score)}")
        self.empty.setVisible(not rows)
        self.sheet.setVisible(bool(rows))
        self.empty.retranslate()

    def _empty_title(self) -> str:
        if self._found is None:
            return _("Looking through all clients…")
        return _("No two cards look like one")

    def _combo_chosen(self, place: int) -> None:
        rows = self.pairs.pairs
        if 0 <= place < len(rows):
            self.pairs.choose(rows[place])

    def _compare(self, pair: PairRow | None) -> None:
        if pair is None:
            self.sheet.show_sides(None)
            self._say_result()
            return
        if pair in self.pairs.pairs:
            self.combo.setCurrentIndex(self.pairs.pairs.index(pair))
        kind, one, other = pair.kind, pair.one_id, pair.other_id
        self._context.tasks.fetch(
            "two cards",
            lambda reader: queries.duplicate_pairs.compare(
                reader, kind=kind, one_id=one, other_id=other
            ),
            then=self.show_sides,
            failed=lambda _error: self.sheet.show_sides(None),
        )

    def show_sides(self, sides: Sides) -> None:
        """Show the two cards of the chosen pair; what was chosen for the same two stays."""
        if self.sheet.sides != sides:
            self.sheet.show_sides(sides)
        self._say_result()

    def _say_result(self) -> None:
        sides = self.sheet.sides
        name = ""
        if sides is not None:
            both = (sides.left, sides.right)
            line = next((one for one in self.sheet.lines if one.name in {"name", "title"}), None)
            chosen = line.chosen if line is not None else [True, False]
            name = (
                line.texts[chosen.index(True)] if line is not None else both[self.sheet.kept].name
            )
        address = address_of(sides, self.sheet.lines) if sides is not None else ""
        self.result.show_result(sides, self.sheet.kept, name, address, self.words)

    # What a person does

    def join(self) -> None:
        """Make one card of the two; the next pair takes their place."""
        draft, sides = self.sheet.draft(), self.sheet.sides
        if draft is None or sides is None:
            return
        seen = {one.id: one.stamp for one in (sides.left, sides.right)}
        self._run_and_go_on(lambda uow: commands.joins.join_cards(uow, draft=draft, seen=seen))

    def not_the_same(self) -> None:
        """Never ask about these two again."""
        pair = self.pairs.current()
        if pair is None:
            return
        kind, one, other = pair.kind, pair.one_id, pair.other_id
        self._run_and_go_on(
            lambda uow: commands.joins.not_the_same(uow, kind=kind, one_id=one, other_id=other)
        )

    def later(self) -> None:
        """Put the pair behind all others, for as long as the program runs."""
        pair = self.pairs.current()
        if pair is not None:
            self._later = [*(key for key in self._later if key != pair.key), pair.key]
            rows = self.rows()
            place = self.pairs.pairs.index(pair)
            following = rows[min(place, len(rows) - 1)]
            self._show()
            self.pairs.choose(following)

    def show_earlier(self) -> None:
        """What was joined earlier, with the way back."""
        JoinedDialog(self._context, self, self._joined).open()

    def _run_and_go_on(self, command: Callable[[UnitOfWork], object]) -> None:
        pair = self.pairs.current()

        def gone(_result: object) -> None:
            if pair is None:
                return
            self._own = tuple(row for row in self._own if row.key != pair.key)
            self._found = tuple(row for row in self._found or () if row.key != pair.key)
            self._show()

        self._context.tasks.run(command, then=gone, failed=self._refused)

    def _refused(self, error: UserError) -> None:
        self._context.tell(error.sentence)

    # What the window asks

    def key_hints(self) -> list[KeyHint]:
        """Keys of the lines."""
        return [
            KeyHint("← / →", _("Choose in this line")),
            KeyHint("Ctrl ← / →", _("Choose in all lines")),
        ]

    def panes(self) -> list[QWidget]:
        """Pairs, the two cards, what comes of them."""
        listed = [self.pairs] if self._list_panel.isVisible() else [self.combo]
        return [*listed, self.sheet, *([self.result] if self.result.isVisible() else [])]

    def focus_first(self) -> None:
        """Work begins at the chosen pair."""
        if self.pairs.current() is not None and self._list_panel.isVisible():
            self.pairs.focus_current()
        else:
            super().focus_first()

    def place(self) -> object:
        """The chosen pair."""
        return self.pairs.current()

    def restore(self, place: object) -> None:
        """Choose it again."""
        if isinstance(place, PairRow):
            self.pairs.choose(place)

    def adapt(self, window: QSize) -> None:
        """Under 1200 the pairs fold into a combo box."""
        super().adapt(window)
        is_wide = window.width() >= DOCKED
        self._list_panel.setVisible(is_wide)
        self._back.setVisible(not is_wide)
        for button in (self.earlier, self.lists):
            button.fold(folded=not is_wide)
        self.combo.setVisible(not is_wide)
        self.search.setVisible(is_wide)
        self.result_button.setVisible(not is_wide)

    def retranslate(self) -> None:
        """Say everything anew."""
        sides = self.sheet.sides
        self.pairs.retranslate()
        self._show()
        self.sheet.show_sides(sides)
        self._say_result()
        self.header.set_title(_("Clients"))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was missed."""
        super().showEvent(event)
        QTimer.singleShot(0, self.focus_if_nowhere)


def _find_pairs(shop: Shop) -> tuple[PairRow, ...]:
    from desktop.flows.find_pairs import find_pairs

    return find_pairs(shop)
