# SPDX-License-Identifier: Apache-2.0
"""The middle of the import's page: how the file is read, and its first rows with what becomes of each."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop.channels.text_encoding import ENCODINGS
from desktop.i18n import _, formats, language, ngettext
from desktop.models.client_list import ListLinesModel
from desktop.values.rows.client_list import ListCheck
from desktop.views import theme
from desktop.views.clients.import_steps import Said
from desktop.views.clients.mapping import ROW, ColumnMapping, MappingHead
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.scroll_area import ScrollArea
from desktop.views.widgets.segmented import Segment, SegmentedControl
from desktop.views.widgets.table import TableView

_ENCODINGS = {
    "en": ("utf-8", "cp1252", "cp1251", "utf-16"),
    "ru": ("utf-8", "cp1251", "cp1252", "cp866", "utf-16"),
}
_NAMES = dict(ENCODINGS)
_WIDTHS = {"company": 168, "name": 144, "phone": 144, "email": 184, "verdict": 208}


def _segments(found: str) -> list[Segment]:
    """What can be chosen beside the preview, the likely ones first; another one that was found joins them."""
    likely = _ENCODINGS.get(language(), _ENCODINGS["en"])
    offered = dict.fromkeys(one for one in (*likely, found) if one)
    return [Segment(one, _NAMES.get(one, one.upper())) for one in offered]


class ColumnsPanel(Panel):
    """Encoding and columns. `encoding_chosen` tells an encoding, `mapped` the fields of all columns."""

    encoding_chosen = Signal(str)
    mapped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._count = self._going = 0
        self._is_small = False
        super().__init__(
            lambda: _("Columns") if self._is_small else _("Columns of the file"),
            parent,
            padding=(0, 0),
        )
        self._rest = Label(self._words, self, style="small", role="secondary")
        self.add_meta(self._rest)
        self.body.setSpacing(0)
        self.encodings = SegmentedControl(
            _segments(""),
            self,
            name=lambda: _("Encoding"),
            padding=8,
            height=theme.CONTROL_SMALL,
        )
        self._word = Label(lambda: _("Encoding"), self, style="small", role="secondary")
        self.add_action(self._word)
        self.add_action(self.encodings)
        self._head = MappingHead(self)
        self.body.addWidget(self._head)
        self.mapping = ColumnMapping()
        self._area = ScrollArea(self.mapping, self)
        self.body.addWidget(self._area)
        self.encodings.chosen.connect(self.encoding_chosen)
        self.mapping.changed.connect(self.mapped)

    def show_check(self, check: ListCheck) -> None:
        """Show how the file was read."""
        self.encodings.setVisible(bool(check.encoding))
        self._word.setVisible(bool(check.encoding) and not self._is_small)
        if check.encoding:
            self.encodings.set_segments(_segments(check.encoding))
            self.encodings.choose(check.encoding)
        self.mapping.show_columns(check.columns, check.program)
        self._count = len(check.columns)
        self._going = sum(bool(column.field) for column in check.columns)
        self.mapping.setAccessibleDescription(
            _("{n} of {all} columns go in").format(n=self._going, all=self._count)
        )
        self.retranslate()

    def retranslate(self) -> None:
        """Say anew how many columns go in."""
        super().retranslate()
        self._rest.retranslate()
        self._rest.setVisible(bool(self._rest.text()))

    def _words(self) -> str:
        if self._is_small:
            return ""
        columns = ngettext("{n} column", "{n} columns", self._count).format(n=self._count)
        return _("{columns}, {n} go in").format(columns=columns, n=self._going)

    def set_small(self, *, small: bool) -> None:
        """In a small window the encodings need no word, and the fields less room."""
        self._is_small = small
        self.retranslate()
        self._head.set_small(small=small)
        self._word.setVisible(not small and not self.encodings.isHidden())
        self.mapping.set_small(small=small)

    def fit(self, most: int) -> None:
        """Show at most so many columns at once; the rest scroll."""
        bar = self._area.verticalScrollBar().sizeHint().width()
        self._head.leave_right(bar if self._count > most else 0)
        self._area.setFixedHeight(theme.px(ROW) * max(1, min(self._count, most)) + 1)


class PreviewPanel(Panel):
    """The first rows of the list, and letters of the file to see whether it reads well."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(lambda: _("Preview"), parent, padding=(0, 0))
        self._check: ListCheck | None = None
        self._letters = Said(self._letter_words, self)
        self.add_action(self._letters)
        self.model = ListLinesModel(self)
        self.table = TableView(self, name=lambda: _("Preview"), empty=lambda: _("No rows."))
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        for place, column in enumerate(self.model.columns):
            width = _WIDTHS.get(column.key)
            if width is None:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
            else:
                header.resizeSection(place, theme.px(width))
        self.body.addWidget(self.table)

    def show_check(self, check: ListCheck) -> None:
        """Show the rows of this list."""
        self._check = check
        self.model.show(check)
        has_wants = any(line.wants for line in check.lines)
        for place, column in enumerate(self.model.columns):
            is_left_out = {"email": has_wants, "wants": not has_wants}.get(column.key, False)
            self.table.setColumnHidden(place, is_left_out)
        # What they want takes what is left of the width, else the company does.
        stretch, fixed = QHeaderView.ResizeMode.Stretch, QHeaderView.ResizeMode.Interactive
        self.table.horizontalHeader().setSectionResizeMode(0, fixed if has_wants else stretch)
        self._letters.retranslate()
        self._letters.sign.setVisible(bool(check.letters) and check.is_encoding_sure)

    def retranslate(self) -> None:
        """Say what becomes of the rows anew."""
        self.model.retranslate()
        super().retranslate()

    def _letter_words(self) -> str:
        check = self._check
        if check is None or not check.letters:
            return ""
        letters = formats.joined(check.letters)
        if check.is_encoding_sure:
            return _("{letters} read well").format(letters=letters)
        return _("{letters} – do they read well?").format(letters=letters)
