# SPDX-License-Identifier: Apache-2.0
"""A page of cards: one pipeline's or the funnel's, live, filtered, moved; its header, its filter row, its keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QSize
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from desktop.i18n import N_, _
from desktop.models.board_feed import BoardFeed
from desktop.models.board_filter import BoardFilter
from desktop.models.board_order import Sort
from desktop.models.live import EachMinute
from desktop.models.walk import Walk
from desktop.values.rows.board import Board, CardRow, HolderRow, StageRow
from desktop.views import theme
from desktop.views.actions import ActionSpec, KeyHint
from desktop.views.board import actions
from desktop.views.board.board_view import WHOLE_COLUMNS_BELOW
from desktop.views.board.card_tip import CardTip
from desktop.views.board.column_menu import ColumnMenu
from desktop.views.board.filter_bar import FilterBar
from desktop.views.board.kinds import BoardKind
from desktop.views.board.memory import BoardMemory
from desktop.views.board.outlets import Outlets
from desktop.views.board.shapes import AS_BOARD, AS_LIST, Shapes
from desktop.views.board.steps import CardSteps
from desktop.views.context import Context
from desktop.views.page import Page
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.label import Label
from desktop.views.widgets.segmented import Segment, SegmentedControl

if TYPE_CHECKING:
    from desktop.views.board.quick_look import QuickLook

_MOST_PEOPLE = 8


class CardsPage(Page):
    """Cards of one pipeline at a time. It follows the change hub while it is seen, and catches up when it is shown.

    `walk` is where the card page finds the next and the previous card. What deals and leads have each for themselves
    is added by their pages.
    """

    new_title = N_("New deal")
    """What the button says that makes a card."""

    def __init__(self, context: Context, kind: BoardKind, walk: Walk | None = None) -> None:
        self._is_made = self._is_narrow = False
        super().__init__(kind.title)
        self._context, self._kind = context, kind
        self._memory = BoardMemory(context.settings, context.person.id, kind.memory)
        self._sort = self._memory.sort
        self._expected = b""
        self._make_header()
        self.filter = FilterBar(context.person, self, kind)
        self.set_filter_row(self.filter)
        walk = walk or Walk(self)
        self.shapes = Shapes(context, walk, self, kind)
        self.shapes.kept_table = self._memory.table
        self.set_body(self.shapes)
        face = self.shapes.face
        self.feed = BoardFeed(
            context.tasks, context.hub, face.now, self, source=kind.source, entity=kind.entity
        )
        self.feed.pipeline_id = self._memory.pipeline_id
        self.steps = CardSteps(
            context, walk, self, kind,
            cards=self.shapes.cards, model=lambda: self.shapes.model, holders=self._holders,
        )  # fmt: skip
        self.outlets = Outlets(context, self, face, self.steps.moves, kind)
        self.columns = ColumnMenu(
            context, self, self.shapes,
            sort=lambda: self._sort, set_sort=self.set_sort,
        )  # fmt: skip
        self._tip = CardTip(context.tasks, self, face=face)
        self.follow(EachMinute(self.shapes.renew, self), self.feed)
        self._join()
        self._join_shapes()
        self._bind()
        self._is_made = True
        self.set_sort(self._sort)

    # Made once

    def _make_header(self) -> None:
        """The figures, the ways to show the cards, and the button that makes one."""
        # In a small window the figures stand beside the title, as there is nothing else between.
        self._near_meta = Label("", self, style="small", role="secondary")
        self.header.add_after(self._near_meta, spare=True)
        self.switch = SegmentedControl(
            self._shapes_offered(), self, name=lambda: _("Shown as"), padding=8
        )
        self.header.add_tool(self.switch)
        self._add_tools()
        self.new_button = Button(
            lambda: _(self.new_title), self, kind="primary", icon="plus", shortcut="Ctrl+N"
        )
        self.new_button.clicked.connect(self.new_card)
        if self._context.person.may(actions.SELL):
            self.set_primary(self.new_button)
        else:
            self.new_button.hide()

    def _add_tools(self) -> None:
        """What else stands before the button that makes a card."""

    def _shapes_offered(self) -> list[Segment]:
        return [
            Segment(AS_BOARD, icon="columns", tip=lambda: _("Board")),
            Segment(AS_LIST, icon="list", tip=lambda: _("List")),
        ]

    def _join(self) -> None:
        self.filter.set_saved(self._memory.filters())
        self.filter.changed.connect(self.shapes.set_filter)
        self.filter.sort_chosen.connect(self.set_sort)
        self.filter.save_asked.connect(self._keep_filter)
        self.filter.forget_asked.connect(self._forget_filter)
        self.filter.left_for_cards.connect(self.focus_first)
        self.switch.chosen.connect(self.show_as)
        self.feed.read.connect(self.take_board)
        self.feed.changed.connect(self._take_changed)
        self.steps.moves.settled.connect(self._settled)
        theme.notifier().changed.connect(self.shapes.restyle)

    def _join_shapes(self) -> None:
        shapes, steps = self.shapes, self.steps
        shapes.opened.connect(steps.open_card)
        shapes.looked.connect(lambda _card: self.look())
        shapes.menu_asked.connect(lambda at: steps.card_menu(at, self.actions_here))
        shapes.column_menu_asked.connect(self.columns.open)
        shapes.tip_asked.connect(self._tip.show)
        shapes.final_opened.connect(self._open_final)
        shapes.final_asked.connect(steps.dropped_on_final)
        shapes.move_asked.connect(steps.dropped)
        shapes.files_dropped.connect(self.outlets.attach)
        shapes.changed.connect(self._say_counts)
        shapes.export_asked.connect(self._export)
        shapes.layout_changed.connect(self._remember)

    def _bind(self) -> None:
        steps = self.steps
        bound: tuple[tuple[ActionSpec, Callable[[], object]], ...] = (
            (actions.LOOK, self.look),
            (actions.STAGE_BACK, partial(steps.step, -1)),
            (actions.STAGE_ON, partial(steps.step, 1)),
            (actions.REFUSED, steps.refuse),
            (actions.TOUCH, steps.set_touch),
            (actions.HOLDER, steps.ask_holder),
            (actions.HAND_OVER, steps.hand_over),
            (actions.AS_BOARD, partial(self.show_as, AS_BOARD)),
            (actions.AS_LIST, partial(self.show_as, AS_LIST)),
            (actions.EXPORT, self._export),
            (actions.COLUMN, self.columns.open_here),
            (actions.EDIT_STAGES, self.columns.edit_here),
            *self.own_actions(),
        )
        for spec, do in bound:
            if not spec.right or self._context.person.may(spec.right):
                self.act(spec, do)

    def own_actions(self) -> Sequence[tuple[ActionSpec, Callable[[], object]]]:
        """What can be done with these cards and not with others."""
        return ()

    # The window's wishes

    def place(self) -> object:
        """Pipeline, scroll and selection."""
        if self.shapes.view is None or self.shapes.board is None:
            return None
        return self.shapes.board.pipeline.id, self.shapes.view.place()

    def restore(self, place: object) -> None:
        """Put scroll and selection back."""
        board, view = self.shapes.board, self.shapes.view
        if board is not None and view is not None and isinstance(place, tuple):
            pipeline_id, kept = place
            if pipeline_id == board.pipeline.id:
                view.restore(kept)

    def focus_first(self) -> None:
        """Put the keys on the cards."""
        self.shapes.focus_cards()

    def panes(self) -> list[QWidget]:
        """The filter and the cards."""
        return [self.filter.field, self.shapes.cards().focus_target()]

    def adapt(self, window: QSize) -> None:
        """Fit header, filter row and columns to the window."""
        super().adapt(window)
        if self._is_made:
            self._is_narrow = window.width() < WHOLE_COLUMNS_BELOW
            self.filter.set_narrow(self._is_narrow)
            self.shapes.adapt(window)
            self._say_total()

    def retranslate(self) -> None:
        """Say counts and sums anew."""
        if self._is_made:
            self.filter.retranslate()
            self.shapes.restyle()
            self.shapes.refresh()

    def key_hints(self) -> list[KeyHint]:
        """What the cards themselves do with keys."""
        return [
            KeyHint("← ↑ → ↓", _("Go from card to card")),
            KeyHint("Shift+↑ ↓", _("Select several")),
            KeyHint("↵", _("Open the card")),
            KeyHint("Space", _("Quick look")),
        ]

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember where everything stood."""
        super().hideEvent(event)
        self._remember()

    # Boards that come in

    def take_board(self, board: Board) -> None:
        """Show a whole board."""
        self.feed.pipeline_id = board.pipeline.id
        with_cards = {card.holder_key for card in board.cards}
        shown = [one for one in board.holders if one.id.bytes in with_cards]
        self.filter.set_holders(shown[:_MOST_PEOPLE])
        if self.shapes.show_board(board):
            memory, pipeline_id = self._memory, board.pipeline.id
            self.shapes.restore_place(memory.folded(pipeline_id), memory.place(pipeline_id))

    def _take_changed(
        self, cards: list[CardRow], gone: list[bytes], stages: tuple[StageRow, ...]
    ) -> None:
        if not self.shapes.take(cards, gone, stages):
            self.feed.open(self.feed.pipeline_id)

    def _say_counts(self) -> None:
        model = self.shapes.model
        if model is None or not self._is_made:
            return
        self._say_total()
        if model.is_whole:
            self.filter.set_counts(self.shapes.face.sieve().count(model.all_cards()))
            me = self._context.person.id.bytes
            self.filter.set_controlled(
                sum(1 for card in model.all_cards() if card.controller_key == me)
            )
        self._choose_expected()

    def _say_total(self) -> None:
        words = self.shapes.face.total_words()
        self._near_meta.set_content(words if self._is_narrow else "")
        self.header.set_meta("" if self._is_narrow else words)

    def _holders(self) -> tuple[HolderRow, ...]:
        return self.shapes.board.holders if self.shapes.board else ()

    # Filter, order, shape

    def show_as(self, shape: str) -> None:
        """Show the same cards in another shape."""
        self.switch.choose(shape)
        self.shapes.show_as(shape)

    def set_sort(self, sort: Sort) -> None:
        """Show the cards in another order."""
        self._sort = sort
        self.filter.set_sort(sort)
        self.shapes.set_sort(sort)

    def set_filter(self, wish: BoardFilter) -> None:
        """Show only the cards that a filter leaves."""
        self.filter.set_wish(wish)
        self.shapes.set_filter(wish)

    def _keep_filter(self) -> None:
        from desktop.views.board.keep_filter import KeepFilterDialog
        from desktop.views.kept_fields import KeptFields

        dialog = KeepFilterDialog(self, self._store_filter)
        KeptFields(
            self._context, dialog, {"name": dialog.name}, kind=f"filter name of {self._kind.memory}"
        )
        dialog.open()

    def _store_filter(self, name: str) -> None:
        self._memory.keep_filters({**self._memory.filters(), name: self.filter.wish})
        self.filter.set_saved(self._memory.filters())

    def _forget_filter(self, name: str) -> None:
        left = {one: wish for one, wish in self._memory.filters().items() if one != name}
        self._memory.keep_filters(left)
        self.filter.set_saved(left)

    def _remember(self) -> None:
        board, view = self.shapes.board, self.shapes.view
        if board is not None and view is not None and self._is_made:
            self._memory.keep(
                board.pipeline.id,
                sort=self._sort,
                place=view.place(),
                folded=[one.stage.id.hex for one in view.columns if one.is_collapsed],
                table=self.shapes.table_layout(),
            )

    # What leads on

    def new_card(self) -> None:
        """Ask for a new card of this board."""
        if self.shapes.board is not None:
            self.outlets.new_card(self.shapes.board, self.expect)

    def look(self) -> None:
        """A glance at the current card."""
        cards = self.shapes.cards()
        if (card := cards.current()) is not None:
            self._look.look_at(card, cards.current_rect())

    @cached_property
    def _look(self) -> QuickLook:
        from desktop.views.board.quick_look import QuickLook

        made = QuickLook(self._context, self, face=self.shapes.face)
        made.opened.connect(self.steps.open_card)
        made.stepped.connect(self._look_on)
        return made

    def _look_on(self, step: int) -> None:
        self.shapes.cards().step_current(step)
        self.look()

    def expect(self, key: bytes) -> None:
        """Choose the new card as soon as it is on the board."""
        self._expected = key
        self._choose_expected()

    def _choose_expected(self) -> None:
        model = self.shapes.model
        if self._expected and model is not None and model.card(self._expected):
            key, self._expected = self._expected, b""
            self.shapes.cards().choose([key])
            self.focus_first()

    def _settled(self) -> None:
        """Give the keys back to the cards after a question."""
        focus = self.window().focusWidget()
        if self.isVisible() and (focus is None or not self.filter.isAncestorOf(focus)):
            self.focus_first()

    def _export(self) -> None:
        if self.shapes.board is not None:
            self.shapes.fill_table()
            self.outlets.export(self.shapes.table.export(), self.shapes.board.pipeline.name)

    def _open_final(self, place: int) -> None:
        if self.shapes.model is not None:
            stage = self.shapes.model.finals[place]
            entity = self._kind.entity
            self.outlets.show_closed(stage, lambda card: self._context.go(entity, card.id))

    def open(self, id: UUID | None) -> None:
        """Nothing by itself: the page wakes when it is seen."""
