# SPDX-License-Identifier: Apache-2.0
"""The products as tiles: nine of the price list and one for all of them, chosen by digit, arrow or name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QGridLayout, QSizePolicy, QWidget

from desktop.i18n import _
from desktop.values.catalogue import ProductRow
from desktop.values.search import fold
from desktop.views import theme
from desktop.views.counter.pick_list import PickList, PickRow
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.live import Live, Text
from desktop.views.widgets.tile import Tile

COLUMNS, FEW_COLUMNS = 5, 3
LEAST_WIDTH = 118
"""Tiles stand in fewer columns rather than tear a word."""
ON_TILES = 9
_HEIGHT = 52
_MOST_FOUND = 8


class Tiles(QWidget):
    """`chosen` is told with the product's id; `went_on` when Enter leads to the quantity."""

    chosen = Signal(object)
    went_on = Signal()
    focus_changed = Signal(bool)

    def __init__(self, parent: QWidget, overlay: QWidget) -> None:
        super().__init__(parent)
        self._products: tuple[ProductRow, ...] = ()
        self._tiles: list[Tile] = []
        self._columns = COLUMNS
        self._group = QButtonGroup(self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self.finder = ProductFinder(overlay)
        self.finder.chosen.connect(self._choose_found)
        self.all = self._make_tile(lambda: _("All products"), "dots-three", 9)
        self.all.clicked.connect(lambda: self.look_for(""))

    def set_products(self, products: Sequence[ProductRow]) -> None:
        """Show these; those of the price list that are for tiles, in its order."""
        self._products = tuple(products)
        self.finder.set_products(self._products)
        shown = [one for one in products if one.on_tiles][:ON_TILES]
        for tile in self._tiles:
            self._group.removeButton(tile)
            self._grid.removeWidget(tile)
            tile.deleteLater()
        self._tiles = []
        for place, product in enumerate(shown):
            tile = self._make_tile(product.name, product.icon, place)
            tile.setProperty("product", product.id)
            tile.clicked.connect(lambda _=False, id_=product.id: self.chosen.emit(id_))
            self._group.addButton(tile)
            self._tiles.append(tile)
        self._arrange()
        for one, following in zip(
            [*self._tiles, self.all], [*self._tiles[1:], self.all, None], strict=False
        ):
            if following is not None and one is not following:
                QWidget.setTabOrder(one, following)

    def _make_tile(self, text: Text, icon: str, place: int) -> Tile:
        key = str((place + 1) % 10)
        tile = Tile(text, self, icon=icon, shortcut=key, height=_HEIGHT)
        # All as wide as one another, whatever their words.
        tile.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        tile.installEventFilter(self)
        return tile

    def _arrange(self) -> None:
        for place, tile in enumerate((*self._tiles, self.all)):
            self._grid.removeWidget(tile)
            self._grid.addWidget(tile, place // self._columns, place % self._columns)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many columns as the words allow."""
        super().resizeEvent(event)
        fitting = event.size().width() // theme.px(LEAST_WIDTH)
        columns = max(FEW_COLUMNS, min(COLUMNS, fitting))
        if columns != self._columns:
            self._columns = columns
            self._arrange()

    def show_chosen(self, product: ProductRow | None) -> None:
        """Tint the product's tile; a product without one is named on the last."""
        self._group.setExclusive(False)
        is_here = False
        for tile in self._tiles:
            is_it = product is not None and tile.property("product") == product.id
            tile.setChecked(is_it)
            is_here = is_here or is_it
        self._group.setExclusive(True)
        self.all.setChecked(product is not None and not is_here)
        self.all.setToolTip(product.name if product is not None and not is_here else "")

    def press(self, number: int) -> None:
        """Choose by the digit on the tile; 0 finds among all products."""
        if number == 0:
            self.look_for("")
        elif number <= len(self._tiles):
            tile = self._tiles[number - 1]
            tile.setFocus(Qt.FocusReason.ShortcutFocusReason)
            tile.click()

    def look_for(self, text: str) -> None:
        """Find a product by its name."""
        self.finder.open(text, under=self._tiles[0] if self._tiles else self.all)

    def focus_first(self) -> None:
        """Put the focus on the chosen tile, else on the first."""
        wanted = next((tile for tile in self._tiles if tile.isChecked()), None)
        first = wanted or (self._tiles[0] if self._tiles else self.all)
        first.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def have_focus(self) -> bool:
        """Whether a digit means a tile now."""
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self.all or focus in self._tiles)

    def _choose_found(self, product_id: object) -> None:
        self.chosen.emit(product_id)
        self.went_on.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows walk, Enter goes on, a letter begins a name."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.focus_changed.emit(event.type() == QEvent.Type.FocusIn)
            return False
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        return self._press(watched, event)

    def _press(self, watched: QObject, event: QKeyEvent) -> bool:
        key = event.key()
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -self._columns, Qt.Key.Key_Down: self._columns,
        }  # fmt: skip
        shown = [*self._tiles, self.all]
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            return False
        if key in steps and isinstance(watched, Tile):
            place = shown.index(watched) + steps[Qt.Key(key)]
            if 0 <= place < len(shown):
                shown[place].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(watched)
            return True
        if event.text().isalpha():
            self.look_for(event.text())
            return True
        return False

    def _enter(self, watched: QObject) -> None:
        if watched is self.all:
            self.look_for("")
            return
        if isinstance(watched, Tile) and self._group.checkedButton() is None:
            watched.click()
        self.went_on.emit()


class ProductFinder(Live, QWidget):
    """A field and the products whose names have what is typed into it, over the tiles."""

    chosen = Signal(object)

    def __init__(self, overlay: QWidget) -> None:
        super().__init__(overlay)
        self._products: tuple[ProductRow, ...] = ()
        self._found: list[ProductRow] = []
        self._opener: QWidget | None = None
        self.field = LineEdit(
            self, placeholder=lambda: _("Name of the product"), icon="magnifying-glass", tall=True
        )
        self.list = PickList(overlay)
        self.field.textEdited.connect(self._look)
        self.field.left_field.connect(self.close_list)
        self.field.installEventFilter(self)
        self.list.picked.connect(self._pick)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Name the field for screen readers."""
        self.field.setAccessibleName(_("Name of the product"))
        super().retranslate()

    def set_products(self, products: Sequence[ProductRow]) -> None:
        """Look among these."""
        self._products = tuple(products)

    def open(self, text: str, *, under: QWidget) -> None:
        """Begin with this text, over that widget."""
        parent = self.parentWidget()
        assert parent is not None
        self._opener = QApplication.focusWidget()
        self.move(under.mapTo(parent, under.rect().topLeft()))
        width = min(parent.width() - self.x(), max(380, 2 * under.width()))
        self.setFixedSize(width, self.field.height())
        self.field.setFixedWidth(width)
        self.field.setText(text)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self._look(text)

    def _look(self, text: str) -> None:
        words = fold(text).split()
        names = [(one, fold(one.name).split()) for one in self._products]
        self._found = [
            one
            for one, name in names
            if all(any(part.startswith(word) for part in name) for word in words)
        ][:_MOST_FOUND]
        self.list.set_rows([PickRow(one.name, one.unit, icon=one.icon) for one in self._found])
        self.list.show_under(self, width=self.width())

    def close_list(self) -> bool:
        """Put everything away; False where it was not open."""
        was_open = self.isVisible()
        self.list.hide()
        self.hide()
        return was_open

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows walk, Enter chooses, Esc closes."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(self.list.current())
        elif key == Qt.Key.Key_Escape:
            self._leave()
        else:
            return False
        return True

    def _pick(self, row: int) -> None:
        if not 0 <= row < len(self._found):
            return
        product = self._found[row]
        self._leave()
        self.chosen.emit(product.id)

    def _leave(self) -> None:
        opener = self._opener
        self.close_list()
        if opener is not None and opener.isVisible():
            opener.setFocus(Qt.FocusReason.PopupFocusReason)
