# SPDX-License-Identifier: Apache-2.0
"""The box with post and name in the genitive: our proposal, or the form a person has put in its place."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.i18n import _
from desktop.views import icons, theme
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.text_block import Run

_PENCIL = 16


@dataclass(frozen=True, slots=True)
class Forms:
    """Post and name in the genitive, whether a person should look twice, and the word that agrees with the name."""

    post: str = ""
    name: str = ""
    sure: bool = True
    acting: str = ""


class _FormEdit(LineEdit):
    """A line with a pencil at its end."""

    def _trailing_width(self) -> int:
        return theme.px(_PENCIL + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line and the pencil."""
        super().paintEvent(event)
        painter = QPainter(self)
        side = theme.px(_PENCIL)
        place = QRectF(self.width() - side - 10, (self.height() - side) // 2, side, side)
        icons.draw(painter, place, "ph.pencil-simple", theme.current().tx2)
        painter.end()


class CaseBox(Panel):
    """`edited` tells post and name as a person wants them, or two empty texts when our proposal is to hold again."""

    edited = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent, padding=(12, 10), fill="sunk")
        self._ours = Forms()
        self._own = ("", "")
        self._about = ("", "")
        self.body.setSpacing(6)
        margins = self.body.contentsMargins()
        margins.setBottom(12)
        self.body.setContentsMargins(margins)
        head = QHBoxLayout()
        head.setSpacing(8)
        caption = Label(
            lambda: _("In the genitive: “represented by…”"),
            self,
            style="small",
            weight=theme.MEDIUM,
            role="secondary",
        )
        self._chip = Chip("", "accent", "ph.text-aa", self)
        self._back = Button(lambda: _("Back to ours"), self, kind="link", size="small")
        self._back.setFixedHeight(theme.px(24))
        self._back.clicked.connect(self._restore)
        head.addWidget(caption, 1)
        head.addWidget(self._chip)
        head.addWidget(self._back)
        self.body.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.post, self.name = _FormEdit(self), _FormEdit(self)
        self.post.setFixedWidth(theme.px(160))
        row.addWidget(self.post)
        row.addWidget(self.name, 1)
        self.body.addLayout(row)
        self.body.addSpacing(-2)
        self._sentence = Label("", self, style="small", role="secondary", lines=0)
        self.body.addWidget(self._sentence)
        for edit in (self.post, self.name):
            edit.textEdited.connect(self._typed)
        self.retranslate()

    def show_forms(self, ours: Forms, own: tuple[str, str], *, company: str, basis: str) -> None:
        """Show our proposal, or post and name as a person has mended them; company and basis stand in the sentence."""
        self._ours, self._own, self._about = ours, own, (company, basis)
        for edit, ours_, own_ in zip(
            (self.post, self.name), (ours.post, ours.name), own, strict=True
        ):
            wanted = own_ or ours_
            if edit.text() != wanted and not edit.hasFocus():
                edit.setText(wanted)
        self._say()

    def is_own(self) -> bool:
        """Whether a person's form holds."""
        return any(self._own)

    def sentence(self) -> str:
        """The sentence of the contract as it would stand."""
        return self._sentence.text()

    def chip(self) -> str:
        """Whose forms these are, in words."""
        return self._chip.accessibleName()

    def _typed(self, _text: str) -> None:
        self._own = (self.post.text().strip(), self.name.text().strip())
        if self._own == (self._ours.post, self._ours.name):
            self._own = ("", "")
        self._say()
        self.edited.emit(*self._own)

    def _restore(self) -> None:
        self._own = ("", "")
        self.post.setText(self._ours.post)
        self.name.setText(self._ours.name)
        self._say()
        self.edited.emit("", "")
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self) -> None:
        if self.is_own():
            self._chip.set_chip(lambda: _("mended by you"), "success", "ph.text-aa")
        elif self._ours.sure:
            self._chip.set_chip(lambda: _("declined by us"), "accent", "ph.text-aa")
        else:
            self._chip.set_chip(lambda: _("look twice"), "warning", "ph.text-aa")
        self._sentence.set_content(self._runs)

    def _runs(self) -> list[Run]:
        company, basis = self._about
        forms = f"{self.post.text()} {self.name.text()}".strip()
        text = _(
            "In the contract: {company}, represented by {forms}, {acting} on the basis of {basis}. "
            "Mend it, and we remember it for this person."
        ).format(company=company or "…", forms="\0", acting=self._ours.acting, basis=basis or "…")
        before, _mark, after = text.partition("\0")
        return [Run(before), Run(forms or "…", theme.SEMIBOLD, "tx"), Run(after)]

    def retranslate(self) -> None:
        """Name the two lines."""
        self.post.setAccessibleName(_("Post in the genitive"))
        self.name.setAccessibleName(_("Name in the genitive"))
        self._say()
        super().retranslate()
