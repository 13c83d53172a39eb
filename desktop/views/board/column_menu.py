# SPDX-License-Identifier: Apache-2.0
"""The menu of a column: the order of its cards, folding, and the way to the editor of its stage."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop.i18n import _
from desktop.models.board_order import Sort
from desktop.views import icons, theme
from desktop.views.board import actions
from desktop.views.board.board_view import BoardView
from desktop.views.board.shapes import AS_BOARD, Shapes
from desktop.views.context import Context
from desktop.views.widgets.menu import popup_menu


class ColumnMenu(QObject):
    """Opens at the pointer, or by a key at the column that has the chosen card.

    What a stage is, everybody sees; it is changed in the editor's draft alone, and published from there.
    """

    def __init__(
        self,
        context: Context,
        page: QWidget,
        shapes: Shapes,
        *,
        sort: Callable[[], Sort],
        set_sort: Callable[[Sort], None],
    ) -> None:
        super().__init__(page)
        self._context, self._page, self._shapes = context, page, shapes
        self._sort, self._set_sort = sort, set_sort

    def open_here(self) -> None:
        """The menu of the column where the keys are."""
        if (view := self._view()) is not None:
            header = view.columns[_place(view)].header
            self.open(_place(view), header.mapToGlobal(QPoint(12, header.height() // 2)))

    def open(self, place: int, at: QPoint) -> None:
        """The menu of one column."""
        view = self._view()
        if view is None:
            return
        menu = popup_menu(self._page)
        folded = view.columns[place].is_collapsed
        if self._context.person.may(actions.EDIT_STAGES.right):
            edit = menu.addAction(_("Edit this stage…") + "\tF4", partial(self.edit, place))
            edit.setIcon(icons.icon("pencil-simple", theme.current().tx2))
            menu.addSeparator()
        fold = _("Unfold the column") if folded else _("Fold the column")
        menu.addAction(fold, partial(view.set_collapsed, place, not folded))
        self._add_orders(menu)
        menu.popup(at)
        menu.setActiveAction(menu.actions()[0])

    def edit_here(self) -> None:
        """Open the editor at the stage where the keys are; where there are no columns, at the pipeline."""
        view = self._view()
        if view is not None:
            self.edit(_place(view))
        else:
            self.edit_pipeline()

    def edit_pipeline(self) -> None:
        """Open the editor at the pipeline that is shown."""
        board = self._shapes.board
        self._context.go("stages", board.pipeline.id if board is not None else None)

    def edit(self, place: int) -> None:
        """Open the editor at the stage of one column."""
        view = self._view()
        if view is not None:
            self._context.go("stages", view.columns[place].stage.id)

    def _add_orders(self, menu: QMenu) -> None:
        order = menu.addMenu(_("Sort"))
        for sort in Sort:
            action = order.addAction(sort.label(), partial(self._set_sort, sort))
            _tick(action, sort is self._sort())

    def _view(self) -> BoardView | None:
        return self._shapes.view if self._shapes.shape == AS_BOARD else None


def _place(view: BoardView) -> int:
    """The column that has the keys, else that of the chosen card."""
    lists = [column.cards for column in view.columns]
    focused = next((place for place, cards in enumerate(lists) if cards.hasFocus()), None)
    return lists.index(view.focus_target()) if focused is None else focused  # type: ignore[arg-type]


def _tick(action: QAction, ticked: bool) -> None:
    action.setCheckable(True)
    action.setChecked(ticked)
