# SPDX-License-Identifier: Apache-2.0
"""A template looked at on a real deal: its pages as pictures, what the deal lacks in words; nothing is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop import queries, scratch
from desktop import settings as declared
from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.rows.settings import SampleDeal, TemplateRow
from desktop.values.states import PaperKind
from desktop.views import theme
from desktop.views.context import Context
from desktop.views.settings.inputs import ChoiceBox
from desktop.views.widgets.buttons import icon_button
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Note
from desktop.views.widgets.label import Label

if TYPE_CHECKING:
    from desktop.flows.own_template import TemplatePreview

PAGE_WIDTH = 640
_STEPS = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


class PreviewDialog(Dialog):
    """Fields from the deal are tinted. PgUp and PgDn turn the pages."""

    def __init__(self, context: Context, parent: QWidget, row: TemplateRow) -> None:
        super().__init__(
            parent,
            row.name,
            subtitle=lambda: _("Nothing is kept, no number is taken"),
            icon="eye",
            width=800,
            height=760,
            padding=16,
            bar=True,
        )
        self._context, self._row = context, row
        self._deals: tuple[SampleDeal, ...] = ()
        self._folder = scratch.make()
        self._page = 0
        self.shown: TemplatePreview | None = None
        self._make_head()
        self.note = Note(self)
        self.body.addWidget(self.note)
        self.picture = QLabel(self)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.picture, 1)
        self._say_page()
        self.add_cancel(lambda: _("Close"))
        for is_over in (self.finished, self.destroyed):  # or the program is ended below it
            is_over.connect(lambda _how, folder=self._folder: scratch.remove(folder))
        self.fetch_deals()

    def _make_head(self) -> None:
        self.deal = ChoiceBox(self, self._offered)
        self.deal.say_as(lambda: _("On the deal"))
        self.deal.activated.connect(lambda _row: self._draw())
        self._before = icon_button("caret-left", lambda: _("Previous page"), self, shortcut="PgUp")
        self._after = icon_button("caret-right", lambda: _("Next page"), self, shortcut="PgDown")
        self._before.clicked.connect(lambda: self.turn(-1))
        self._after.clicked.connect(lambda: self.turn(1))
        self._count = Label("", self, style="small", role="secondary")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.deal, 1)
        for part in (self._before, self._count, self._after):
            row.addWidget(part)
        self.body.addLayout(row)

    def fetch_deals(self) -> None:
        """Ask for deals with a sum."""
        self._context.tasks.fetch(
            "sample deals",
            lambda reader: queries.settings.sample_deals(reader),
            then=self._take_deals,
        )

    def _take_deals(self, deals: tuple[SampleDeal, ...]) -> None:
        self._deals = deals
        self.deal.refill()
        if not deals:
            self.note.say(
                lambda: _("There is no deal with a sum yet. Take an order, then look again."),
                "wa",
                "warning",
            )
            return
        # A contract with a person is best looked at on a person's deal.
        wants_person = self._row.kind == PaperKind.CONTRACT_PERSON
        best = next((one for one in deals if one.is_person == wants_person), deals[0])
        self.deal.set_value(best.id)
        self._draw()

    def _offered(self) -> list[tuple[Any, str]]:
        return [
            (one.id, " · ".join(part for part in (one.number, one.client, one.title) if part))
            for one in self._deals
        ]

    # Drawing

    def _draw(self) -> None:
        from desktop.flows.own_template import preview

        deal_id, row, folder = self.deal.value(), self._row, self._folder
        if not isinstance(deal_id, UUID):
            return
        maker = self._context.settings.get(declared.PDF_MAKER)
        self.note.say(lambda: _("The paper is being made…"), "tx2", "hourglass")
        self._context.tasks.flow(
            lambda shop: preview(shop, row=row, deal_id=deal_id, folder=folder, maker=maker),
            then=self._show,
            failed=self._failed,
        )

    def _show(self, shown: TemplatePreview) -> None:
        self.shown, self._page = shown, 0
        told = " ".join(part for part in (shown.told, *shown.warnings[:4]) if part)
        self.note.say(told, "wa", "warning")
        self.turn(0)

    def _failed(self, error: UserError) -> None:
        self.shown = None
        self.picture.clear()
        self.note.say(error.sentence, "er", "warning-circle")
        self._say_page()

    def turn(self, by: int) -> None:
        """Show the next page or the one before."""
        shown = self.shown
        if shown is None or shown.pdf is None:
            self._say_page()
            return
        self._page = max(0, min(shown.pages - 1, self._page + by))
        self._say_page()
        pdf, page = shown.pdf, self._page
        width = round(theme.px(PAGE_WIDTH) * self.devicePixelRatioF())

        def picture() -> bytes:
            from desktop.documents.pdf_pages import page_png

            return page_png(pdf, page, width=width)

        self._context.tasks.outside(picture, then=self._show_png, failed=self._failed)

    def _show_png(self, png: bytes) -> None:
        pixmap = QPixmap.fromImage(QImage.fromData(png))
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self.picture.setPixmap(pixmap)

    def _say_page(self) -> None:
        pages = self.shown.pages if self.shown is not None else 0
        self._count.set_content(
            _("Page {n} of {all}").format(n=self._page + 1, all=pages) if pages else ""
        )
        self._before.setEnabled(self._page > 0)
        self._after.setEnabled(self._page + 1 < pages)
        self.picture.setAccessibleName(self._count.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """PgUp and PgDn turn the pages."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step:
            self.turn(step)
            event.accept()
        else:
            super().keyPressEvent(event)
