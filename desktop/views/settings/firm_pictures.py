# SPDX-License-Identifier: Apache-2.0
"""Stamp and signature: chosen from a file, shown as they will stand on papers, taken away again."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop import commands
from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.rows.settings import FirmRow
from desktop.views import icons, theme
from desktop.views.context import Context
from desktop.views.settings.section import SectionView
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.field import Note
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live, Text, say
from desktop.views.widgets.panel import Panel


class _Picture(Live, QWidget):
    """The picture on white, as on paper, or an empty frame."""

    def __init__(self, name: Text, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self._pixmap = QPixmap()
        self.restyle()
        self.retranslate()

    def set_picture(self, path: Path | None) -> None:
        self._pixmap = QPixmap(str(path)) if path is not None else QPixmap()
        self.update()

    @property
    def is_empty(self) -> bool:
        return self._pixmap.isNull()

    def restyle(self) -> None:
        self.setFixedSize(QSize(theme.px(96), theme.px(72)))
        super().restyle()

    def retranslate(self) -> None:
        self.setAccessibleName(say(self._name))
        super().retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        painter.setPen(QPen(look.ln, 1))
        painter.setBrush(look.sunk if self.is_empty else Qt.GlobalColor.white)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.RADIUS_CONTROL, theme.RADIUS_CONTROL)
        if self.is_empty:
            side = theme.px(20)
            place = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
            icons.draw(painter, place, "image", look.tx3)
        else:
            wanted = self._pixmap.size().scaled(
                self.size() - QSize(8, 8), Qt.AspectRatioMode.KeepAspectRatio
            )
            left = (self.width() - wanted.width()) / 2
            top = (self.height() - wanted.height()) / 2
            target = QRectF(left, top, wanted.width(), wanted.height())
            painter.drawPixmap(target, self._pixmap, QRectF(self._pixmap.rect()))
        painter.end()


class PicturesPanel(Panel):
    """Both pictures of the firm; whether a paper carries them is chosen when it is made."""

    def __init__(self, context: Context, section: SectionView) -> None:
        super().__init__(lambda: _("Stamp and signature"), section, padding=(16, 12))
        self._context = context
        self._row: FirmRow | None = None
        self._parts: dict[str, tuple[_Picture, Button]] = {}
        self._add("stamp_blob", lambda: _("Stamp"))
        self._add("signature_blob", lambda: _("Signature"))
        self._note = Note(self)
        self.body.addWidget(self._note)
        hint = Label(
            lambda: _("PNG with a clear background. Each paper asks whether it carries them."),
            self,
            style="small",
            role="secondary",
            lines=0,
        )
        self.body.addWidget(hint)

    def _add(self, field: str, name: Text) -> None:
        picture = _Picture(name, self)
        choose = Button(lambda: _("Choose…"), self, size="small")
        choose.setAccessibleDescription(say(name))
        choose.clicked.connect(partial(self._choose, field))
        remove = Button(lambda: _("Remove"), self, kind="quiet", size="small")
        remove.setAccessibleDescription(say(name))
        remove.clicked.connect(partial(self._remove, field))
        buttons = QHBoxLayout()
        buttons.addWidget(choose)
        buttons.addWidget(remove)
        buttons.addStretch(1)
        words = QVBoxLayout()
        words.addWidget(Label(name, self, weight=theme.MEDIUM))
        words.addLayout(buttons)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(picture)
        row.addLayout(words, 1)
        self.body.addLayout(row)
        self._parts[field] = picture, remove

    def show_pictures(self, row: FirmRow) -> None:
        """Show what the firm has."""
        from desktop.flows.firm_pictures import picture_path

        self._row = row
        for field, (picture, remove) in self._parts.items():
            picture.set_picture(picture_path(self._context.tasks.folder, getattr(row, field)))
            remove.setEnabled(bool(getattr(row, field)))

    def take(self, field: str, path: Path) -> None:
        """Make a file the firm's stamp or signature."""
        from desktop.flows.firm_pictures import keep_picture

        assert self._row is not None
        firm_id = self._row.id
        self._note.say("", "er")
        self._context.tasks.flow(
            lambda shop: keep_picture(shop, firm_id=firm_id, field=field, path=path),
            failed=self._refused,
        )

    def _choose(self, field: str) -> None:
        kinds = _("Pictures ({pattern})").format(pattern="*.png *.jpg *.jpeg")
        name, _kind = QFileDialog.getOpenFileName(self, _("Choose a picture"), "", kinds)
        if name:
            self.take(field, Path(name))

    def _remove(self, field: str) -> None:
        assert self._row is not None
        firm_id = self._row.id
        fields: dict[str, Any] = {field: ""}
        self._context.tasks.run(
            lambda uow: commands.shop.change_firm(uow, firm_id=firm_id, fields=fields),
            failed=self._refused,
        )

    def _refused(self, error: UserError) -> None:
        self._note.say(error.sentence, "er", "warning-circle")
