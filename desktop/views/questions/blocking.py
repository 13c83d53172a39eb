# SPDX-License-Identifier: Apache-2.0
"""What a waiting card waits for: a reason by its digit, and a word about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QWidget

from desktop.i18n import _
from desktop.values.states import BlockReason
from desktop.views.keyboard import physical_key, text_field
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.tile import Tile


class BlockDialog(Dialog):
    """Asks what the card waits for; choosing a reason is enough. A card that waits may wait no longer by `free`."""

    def __init__(
        self,
        parent: QWidget,
        subtitle: str,
        *,
        save: Callable[[str, str], None],
        free: Callable[[], None],
        reason: str = "",
        note: str = "",
    ) -> None:
        super().__init__(
            parent,
            lambda: _("What does the card wait for?"),
            subtitle=subtitle,
            icon="hourglass",
            icon_ink="wa",
            width=480,
        )
        self._save, self._free = save, free
        self._reason = reason
        self._group = QButtonGroup(self)
        self._tiles: list[Tile] = []
        self.body.setSpacing(8)
        for place, one in enumerate(BlockReason):
            tile = Tile(one.label, self, shortcut=str(place + 1), style="body")
            tile.setChecked(one.value == reason)
            tile.clicked.connect(partial(self._choose, one.value))
            tile.setObjectName(one.value)
            self._group.addButton(tile)
            self._tiles.append(tile)
            self.body.addWidget(tile)
        self._no_longer: Tile | None = None
        if reason:
            self._no_longer = Tile(lambda: _("Waits no longer"), self, shortcut="0", style="body")
            self._no_longer.clicked.connect(self._set_free)
            self.body.addWidget(self._no_longer)
        self.body.addSpacing(4)
        self._note = LineEdit(self, placeholder=lambda: _("Logo in curves, promised for Friday"))
        self._note.setText(note)
        self.body.addWidget(Field(lambda: _("Note"), self._note, self))
        self.set_primary(lambda: _("Mark as waiting"))
        self.add_cancel()
        self._allow()
        self.submitted.connect(self._submit)

    def edits(self) -> dict[str, QObject]:
        """All that is typed or chosen, by name."""
        return {"note": self._note, "reason": self._group}

    def _choose(self, reason: str) -> None:
        self._reason = reason
        self._note.setFocus()
        self._allow()

    def _set_free(self) -> None:
        self._free()
        self.accept()

    def _allow(self) -> None:
        assert self.primary is not None
        self.primary.set_blocked(
            None if self._reason else lambda: _("Choose what the card waits for.")
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit chooses, with Alt also while something is typed."""
        key = physical_key(event) or Qt.Key(event.key())
        place = int(key) - int(Qt.Key.Key_1)
        is_typed_into = text_field(QApplication.focusWidget()) is not None
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        meant = self._tiles[place] if 0 <= place < len(self._tiles) else None
        if key == Qt.Key.Key_0:
            meant = self._no_longer
        if meant is not None and (alt or not is_typed_into):
            meant.click()
            event.accept()
            return
        super().keyPressEvent(event)

    def _submit(self) -> None:
        if self._reason:
            self._save(self._reason, self._note.text().strip())
            self.accept()
