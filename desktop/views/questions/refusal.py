# SPDX-License-Identifier: Apache-2.0
"""Why a client refused: a reason by its digit, a comment, and when to come back to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import N_, _, formats, say_keys
from desktop.models.card_words import stage_age
from desktop.values.calendar import WorkingCalendar
from desktop.values.dates import parse_when
from desktop.values.drafts.refusal import DRAFT, Refusal
from desktop.values.drafts.touch import LEAST_COMMENT
from desktop.values.money import Money, parse_money
from desktop.values.rows.board import DealBrief, ReasonRow, RefusalChoices
from desktop.views import theme
from desktop.views.context import Context
from desktop.views.kept_fields import KeptDialog, Said, gone_words
from desktop.views.keyboard import physical_key, text_field
from desktop.views.widgets.chips import FilterChip
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field, Note
from desktop.views.widgets.label import Label
from desktop.views.widgets.text_area import TextArea
from desktop.views.widgets.text_block import Run
from desktop.views.widgets.tile import Tile
from desktop.views.widgets.typed_edits import MoneyEdit

_COLUMNS = 2
_LATER = (
    (3, N_("In 3 months"), N_("In 3 months, {day}")),
    (6, N_("In 6 months"), N_("In 6 months, {day}")),
    (10, N_("Before the season"), N_("Before the season, {day}")),
    (0, N_("Do not contact"), N_("Do not contact")),
)
"""Months until the client is asked again: a season comes again in a year, and is ordered for two months earlier."""


class RefusalDialog(Dialog):
    """Asks why; Esc leaves the card where it is. Digits choose a reason, Ctrl+Enter saves.

    What is typed is kept until it is saved: after Esc, or a crash, the card's next question begins with it.
    """

    drafted = Signal()

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        deal: DealBrief,
        choices: RefusalChoices,
        *,
        calendar: WorkingCalendar,
        save: Callable[[Refusal], None],
        comment: str = "",
    ) -> None:
        """`comment` is what was said already."""
        now = context.now()
        super().__init__(
            parent,
            lambda: _("Why did {client} refuse?").format(client=deal.client or deal.title),
            subtitle=partial(_subtitle, deal, now),
            icon="prohibit",
            icon_ink="er",
            width=640,
        )
        self._deal, self._now, self._calendar, self._save = deal, now, calendar, save
        self._reasons = choices.reasons[:9]
        self._reason: ReasonRow | None = None
        self._months = _LATER[0][0]
        self._lay_out(choices)
        self._said = comment.strip()
        self._comment.set_text(comment)
        self.submitted.connect(self._submit)
        self._kept = KeptDialog(context, self, self, kind=DRAFT, about=deal.id)

    # Kept while it is typed

    def typed(self) -> Mapping[str, Any]:
        """What was typed; nothing while that is no more than what was said already."""
        comment, rival = self._comment.text().strip(), self._rival.currentText().strip()
        if comment in ("", self._said) and not rival and not self._price.text().strip():
            return {}
        return {
            "reason": str(self._reason.id) if self._reason else "",
            "comment": comment,
            "rival": rival,
            "price": self._price.text(),
            "months": self._months,
        }

    def put_back(self, kept: Mapping[str, Any]) -> Sequence[Said]:
        """Go on with what was typed before, unless something else was said meanwhile."""
        comment = str(kept.get("comment", ""))
        if comment.startswith(self._said):
            self._comment.set_text(comment)
        self._rival.setEditText(str(kept.get("rival", "")))
        self._price.setText(str(kept.get("price", "")))
        ids = [str(reason.id) for reason in self._reasons]
        reason = str(kept.get("reason", ""))
        if reason in ids:
            self._tiles.press(ids.index(reason))
        self._press_months(kept.get("months"))
        return [] if reason in ("", *ids) else [partial(gone_words, lambda: _("Reason"))]

    def begin_anew(self) -> None:
        """Without a reason, with what was said already."""
        self._reason = None
        self._tiles.clear()
        self._offer.hide()
        self._rival.setEditText("")
        self._price.setText("")
        self._comment.set_text(self._said)
        self._press_months(_LATER[0][0])
        self._tiles.setFocus()

    def _press_months(self, wanted: object) -> None:
        months = [one for one, *_words in _LATER]
        if wanted in months:
            self._chips.buttons()[months.index(wanted)].click()

    def _lay_out(self, choices: RefusalChoices) -> None:
        self.body.setSpacing(16)
        self._tiles = _Tiles(self._reasons, self._choose, self)
        self.body.addWidget(self._tiles)
        self._offer = self._offer_row(choices.rivals)
        self.body.addWidget(self._offer)
        self._comment = TextArea(self, lines=3)
        self._comment_field = Field(lambda: _("Comment"), self._comment, self, required=True)
        self.body.addWidget(self._comment_field)
        self.body.addWidget(self._come_back_row())
        undo = Label(
            lambda: _("{keys} takes it back").format(keys=say_keys("Ctrl+Z")),
            self,
            style="small",
            role="secondary",
        )
        self.add_footer(undo)
        self.set_primary(lambda: _("Refuse and save"))
        self.add_cancel(lambda: _("Return to {stage}").format(stage=self._deal.stage))
        self._offer.hide()
        self._comment.textChanged.connect(lambda: self._comment_field.set_error(""))
        for changed in (
            self._comment.textChanged,
            self._rival.editTextChanged,
            self._price.textChanged,
            self._chips.buttonClicked,
        ):
            changed.connect(self.drafted)

    def _offer_row(self, rivals: tuple[str, ...]) -> QWidget:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        self._rival = ComboBox(row, editable=True)
        self._rival.addItems(list(rivals))
        self._rival.setCurrentIndex(-1)
        line_edit = self._rival.lineEdit()
        assert line_edit is not None
        line_edit.setTextMargins(theme.px(7), 0, 0, 0)
        self._price = MoneyEdit[Money](
            lambda text: parse_money(text, self._deal.currency), _round_money, row
        )
        self._price_field = Field(lambda: _("Their price"), self._price, row)
        self._price.read_failed.connect(self._price_field.set_error)
        self._price.setFixedWidth(theme.px(160))
        top = Qt.AlignmentFlag.AlignTop
        line.addWidget(Field(lambda: _("Whose offer"), self._rival, row), 1, top)
        line.addWidget(self._price_field, 0, top)
        return row

    def _come_back_row(self) -> QWidget:
        chips = QWidget(self)
        line = QHBoxLayout(chips)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        group = QButtonGroup(self)
        for months, plain, dated in _LATER:
            chip = FilterChip(partial(self._chip_words, months, plain, dated), chips)
            chip.setChecked(months == self._months)
            group.addButton(chip)
            chip.clicked.connect(partial(self._come_back, months))
            line.addWidget(chip)
        line.addStretch(1)
        self._chips = group
        return Field(lambda: _("Come back to the client"), chips, self)

    def _chip_words(self, months: int, plain: str, dated: str) -> str:
        if months != self._months or not months:
            return _(plain)
        day = formats.short_date(self._moment(months).date())
        # The day of the week says little of a day so far away, and the chip is narrow.
        return _(dated).format(day=day.partition(" ")[2] or day)

    def _moment(self, months: int) -> dt.datetime:
        return parse_when(f"in {months} months", now=self._now, calendar=self._calendar).at

    def _come_back(self, months: int) -> None:
        self._months = months
        for chip in self._chips.buttons():
            assert isinstance(chip, FilterChip)
            chip.retranslate()

    def _choose(self, reason: ReasonRow) -> None:
        """Take a reason and let the comment be typed at once."""
        self._reason = reason
        self.drafted.emit()
        self._offer.setVisible(reason.asks_offer)
        asks_first = reason.asks_offer and not self._comment.text()
        (self._rival if asks_first else self._comment).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit chooses a reason, with Alt also while something is typed."""
        key = physical_key(event) or Qt.Key(event.key())
        number = int(key) - int(Qt.Key.Key_1)
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_typed_into = text_field(QApplication.focusWidget()) is not None
        wanted = (
            Qt.KeyboardModifier.AltModifier if is_typed_into else Qt.KeyboardModifier.NoModifier
        )
        if plain in (wanted, Qt.KeyboardModifier.AltModifier) and 0 <= number < len(self._reasons):
            self._tiles.press(number)
            event.accept()
            return
        super().keyPressEvent(event)

    def _submit(self) -> None:
        told = self._comment.text().strip()
        self._tiles.set_error("" if self._reason else _("Choose why the client refused."))
        if len(told) < LEAST_COMMENT:
            self._comment_field.set_error(lambda: _("Write why they refused."))
        if self._reason is None:
            self._tiles.setFocus()
            return
        if len(told) < LEAST_COMMENT:
            self._comment.setFocus()
            return
        asks = self._reason.asks_offer
        if asks and not self._price.commit():
            self._price.setFocus()
            return
        price = self._price.value() if asks else None
        self._kept.let_go()  # what is refused is asked again, with all that was typed
        self._save(
            Refusal(
                self._reason.id,
                told,
                self._rival.currentText().strip() if asks else "",
                price.minor if price else None,
                self._moment(self._months) if self._months else None,
            )
        )
        self.accept()


class _Tiles(QWidget):
    """The reasons as tiles in two columns, each with its digit."""

    def __init__(
        self,
        reasons: tuple[ReasonRow, ...],
        chosen: Callable[[ReasonRow], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Label(_reason_label, self, style="small", weight=theme.MEDIUM, ink="tx2"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        column.addLayout(grid)
        self._group = QButtonGroup(self)
        self._tiles: list[Tile] = []
        for place, reason in enumerate(reasons):
            tile = Tile(reason.name, self, shortcut=str(place + 1), style="body")
            tile.clicked.connect(partial(chosen, reason))
            tile.clicked.connect(lambda: self.set_error(""))
            self._group.addButton(tile)
            self._tiles.append(tile)
            grid.addWidget(tile, place // _COLUMNS, place % _COLUMNS)
        for place in range(_COLUMNS):
            grid.setColumnStretch(place, 1)
        self._note = Note(self)
        column.addWidget(self._note)
        if self._tiles:
            self.setFocusProxy(self._tiles[0])

    def clear(self) -> None:
        """None of them is chosen."""
        self._group.setExclusive(False)
        for tile in self._tiles:
            tile.setChecked(False)
        self._group.setExclusive(True)

    def press(self, place: int) -> None:
        """Choose a reason as by a click."""
        self._tiles[place].click()

    def set_error(self, sentence: str) -> None:
        """Say under the tiles what is missing."""
        self._note.say(sentence, "er", "warning-circle")


def _round_money(amount: Money) -> str:
    """Pennies only where there are any."""
    return formats.money(amount, whole=not amount.amount % 1)


def _reason_label() -> list[Run]:
    return [Run(_("Reason")), Run(" *", ink="er")]


def _subtitle(deal: DealBrief, now: dt.datetime) -> str:
    amount = formats.money(Money(deal.amount, deal.currency), whole=True) if deal.amount else ""
    age = stage_age(deal.since, now, deal.stage)
    return " · ".join(part for part in (deal.title, amount, age) if part)
