# SPDX-License-Identifier: Apache-2.0
"""The menu of a column: its name, hint and colour for who may change stages, the order of its cards, folding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from desktop import commands
from desktop.errors import UserError
from desktop.i18n import _
from desktop.models.board_order import Sort
from desktop.values.rows.board import StageRow
from desktop.views import icons, theme
from desktop.views.actions import ActionSet
from desktop.views.board import actions
from desktop.views.board.board_view import BoardView
from desktop.views.board.shapes import AS_BOARD, Shapes
from desktop.views.context import Context
from desktop.views.widgets.menu import popup_menu

_DOT = 12


class ColumnMenu(QObject):
    """Opens at the pointer, or by a key at the column that has the chosen card; everything in it can be undone."""

    def __init__(
        self,
        context: Context,
        page: QWidget,
        shapes: Shapes,
        *,
        own: ActionSet,
        sort: Callable[[], Sort],
        set_sort: Callable[[Sort], None],
    ) -> None:
        super().__init__(page)
        self._context, self._page, self._shapes, self._own = context, page, shapes, own
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
        stage, folded = view.columns[place].stage, view.columns[place].is_collapsed
        if self._context.person.may(actions.EDIT_COLUMN.right):
            rename = menu.addAction(_("Name and hint…") + "\tF4", partial(self.edit, place))
            rename.setIcon(icons.icon("pencil-simple", theme.current().tx2))
            self._add_colours(menu, stage)
            menu.addSeparator()
        fold = _("Unfold the column") if folded else _("Fold the column")
        menu.addAction(fold, partial(view.set_collapsed, place, not folded))
        self._add_orders(menu)
        if edit := self._own.get(actions.EDIT_STAGES.id):
            menu.addSeparator()
            menu.addAction(edit)
        menu.popup(at)
        menu.setActiveAction(menu.actions()[0])

    def edit_here(self) -> None:
        """Change name and hint of the column where the keys are."""
        if (view := self._view()) is not None:
            self.edit(_place(view))

    def edit(self, place: int) -> None:
        """Change name and hint of one column, at its head."""
        from desktop.views.board.column_edit import ColumnEdit  # not before it is wanted

        view = self._view()
        if view is None:
            return
        if view.columns[place].is_collapsed:
            view.set_collapsed(place, False)
        stage = view.columns[place].stage
        ColumnEdit(stage, partial(self._store, stage), self._page).show_over(
            view.columns[place].header
        )

    def _add_colours(self, menu: QMenu, stage: StageRow) -> None:
        colours = menu.addMenu(icons.icon("paint-brush", theme.current().tx2), _("Colour"))
        from desktop.models.stages import COLOURS  # with all that the stages' editor needs

        for number, name in enumerate(COLOURS):
            paint: Mapping[str, object] = {"colour": number}
            action = colours.addAction(_(name), partial(self._store, stage, paint, None, None))
            action.setIcon(_dot(number))
            _tick(action, number == stage.colour % len(COLOURS))

    def _add_orders(self, menu: QMenu) -> None:
        order = menu.addMenu(_("Sort"))
        for sort in Sort:
            action = order.addAction(sort.label(), partial(self._set_sort, sort))
            _tick(action, sort is self._sort())

    def _store(
        self,
        stage: StageRow,
        fields: Mapping[str, object],
        then: Callable[[object], None] | None,
        failed: Callable[[UserError], None] | None,
    ) -> None:
        self._context.tasks.run(
            lambda uow: commands.stages.change_stage_facts(
                uow, stage_id=stage.id, fields=dict(fields), seen={stage.id: stage.stamp}
            ),
            then=then,
            failed=failed,
        )

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


def _dot(number: int) -> QIcon:
    side = theme.px(_DOT)
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.current().stages[number])
    painter.drawEllipse(QRectF(0, 0, side, side))
    painter.end()
    return QIcon(picture)
