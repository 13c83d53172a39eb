# SPDX-License-Identifier: Apache-2.0
"""The first start: language, then a demo shop, an empty shop of one's own, the office's data, or a backup."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import APP_NAME, i18n
from desktop.i18n import _
from desktop.views import brand, theme
from desktop.views.first_run_choice import COUNTRIES, Country, FirstRunChoice, Start
from desktop.views.first_run_join import JoinForm
from desktop.views.first_run_parts import (
    HALF,
    OWN_SHOP,
    ChoiceCard,
    Foot,
    Numbered,
    TicketGround,
    at_step,
)
from desktop.views.theme.tokens import SPACE_8, SPACE_12, SPACE_24
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.live import Live, Text
from desktop.views.widgets.scroll_area import ScrollArea

TICKET = (1120, 728)
_HALF_FROM = 960


class FirstRun(Live, QWidget):
    """One page with all choices; Enter starts."""

    language_chosen = Signal(str)
    """Speak that language from now on: this page too."""
    chosen = Signal(object)
    """The FirstRunChoice; what follows is the work of whoever listens."""
    join_left = Signal()
    """Joining is given up before it began."""

    def __init__(
        self, *, countries: Sequence[Country] = COUNTRIES, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._countries = tuple(countries)
        self.setWindowTitle(APP_NAME)
        self.setWindowIcon(brand.window_icon())
        self.setMinimumSize(640, 360)
        self.resize(1440, 900)
        self._ticket = TicketGround(self)
        # Made in reading order, which is then the order of Tab.
        self._languages = self._language_buttons()
        self._make_choices()
        self._shop = QWidget(self)
        self.firm = self._line(lambda: _("Rook Lane Print"), lambda: _("Name of the firm"))
        self._country = ComboBox(self)
        self._is_country_chosen = False
        self.country = Field(lambda: _("Country and currency"), self._country, self, required=True)
        self.person = self._line(lambda: _("First and last name"), lambda: _("Your name"))
        self._foot = Foot(self._ticket)
        self.joining = JoinForm(self._foot, self)
        self._lay_out()
        self._connect()
        self._demo.setChecked(True)
        self._show_mode()
        self.retranslate()
        self._demo.setFocus()

    def _make_choices(self) -> None:
        self._demo = ChoiceCard(
            "stack",
            lambda: _("Demo print shop"),
            lambda: _("Clients, orders and six months of work to try."),
            self,
        )
        self._empty = ChoiceCard(
            "file-text",
            lambda: _("Empty shop"),
            lambda: _("Stages and templates are there; clients come from Excel or CSV."),
            self,
        )
        self._office = ChoiceCard(
            "share-network",
            lambda: _("Office data"),
            lambda: _("Copied from the hub that this computer joins."),
            self,
        )

    def say_busy(self, sentence: str) -> None:
        """Say what is being done and take no more choices until `say_failed` or the end."""
        self._foot.note.set_content(sentence)
        for part in (self._foot.start, self._foot.restore, self._form):
            part.setEnabled(False)

    def say_failed(self, sentence: str) -> None:
        """Say what went wrong and let the person choose again."""
        self._foot.note.set_content(sentence)
        for part in (self._foot.start, self._foot.restore, self._form):
            part.setEnabled(True)

    # Joining a hub

    @property
    def is_joining(self) -> bool:
        """Whether the form of joining is in front."""
        return self._forms.currentIndex() == 1

    def show_joining(self, *, has_seat: bool = False) -> None:
        """Show how a hub is joined; with `has_seat` it goes on where it was begun before."""
        self._turn_to(joining=True)
        if has_seat:
            self.joining.show_copying(has_seat=True)
            self._show_how_far()
        else:
            self.joining.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_how_far(self, _name: str = "") -> None:
        """In a low window the copying would go on out of sight."""
        self._join_scroll.ensureWidgetVisible(self.joining.copying)

    def _turn_to(self, *, joining: bool) -> None:
        foot = self._foot
        self._forms.setCurrentIndex(int(joining))
        self._ticket.set_promise(at_step(self.joining.step) if joining else OWN_SHOP)
        foot.restore.setVisible(not joining)
        foot.back.setVisible(joining)
        foot.note.set_content("")
        if joining:
            self.joining.show_way_on()
        else:
            foot.start.set_content(lambda: _("Open Counterfoil"))
            foot.start.setEnabled(True)

    def _leave_joining(self) -> None:
        self._turn_to(joining=False)
        self._office.setFocus()
        self.join_left.emit()

    # Made of

    def _line(self, example: Text, label: Text) -> Field:
        edit = LineEdit(self, placeholder=example)
        return Field(label, edit, self, required=True)

    def _lay_out(self) -> None:
        self._make_form()
        right = QVBoxLayout()
        right.setContentsMargins(0, 1, 1, 1)
        right.setSpacing(0)
        self._scroll = ScrollArea(self._form, self._ticket)
        self._forms = QStackedWidget(self._ticket)
        self._forms.addWidget(self._scroll)
        self._join_scroll = ScrollArea(self.joining, self._ticket)
        self._forms.addWidget(self._join_scroll)
        right.addWidget(self._forms, 1)
        right.addWidget(self._foot)
        self._whole = QHBoxLayout(self._ticket)
        self._whole.setContentsMargins(HALF, 0, 0, 0)
        self._whole.addLayout(right)
        outer = QGridLayout(self)
        outer.setContentsMargins(SPACE_8, SPACE_8, SPACE_8, SPACE_8)
        outer.addWidget(self._ticket, 0, 0)

    def _make_form(self) -> None:
        """What is asked, one below the other: the language, how to begin, the shop."""
        self._form = QWidget(self._ticket)
        column = QVBoxLayout(self._form)
        column.setContentsMargins(45, 32, 39, SPACE_12)
        column.setSpacing(0)
        column.addWidget(Label(lambda: _("Set up this computer"), self._form, style="page"))
        about = Label(
            lambda: _("About a minute. All of it can be changed later."),
            self._form,
            role="secondary",
            lines=0,
        )
        column.addWidget(about)
        for number, (heading, part) in enumerate(
            (
                (lambda: _("Language"), self._language_row()),
                (lambda: _("Start with"), self._start_row()),
            ),
            1,
        ):
            column.addSpacing(SPACE_24)
            column.addWidget(Numbered(number, heading, self._form))
            column.addSpacing(SPACE_8)
            column.addLayout(part)
        self._fill_shop()
        column.addWidget(self._shop)
        column.addStretch(1)

    def _language_buttons(self) -> dict[str, Button]:
        made = {}
        for language in i18n.languages():
            button = Button(language.own_name, self, size="small")
            button.setCheckable(True)
            button.setFixedSize(button.sizeHint().width() + 4, theme.px(32))
            button.clicked.connect(
                lambda _checked=False, code=language.code: self.language_chosen.emit(code)
            )
            made[language.code] = button
        return made

    def _language_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        for button in self._languages.values():
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _start_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        for card in (self._demo, self._empty, self._office):
            row.addWidget(card)
        return row

    def _fill_shop(self) -> None:
        column = QVBoxLayout(self._shop)
        column.setContentsMargins(0, SPACE_24, 0, 0)
        column.setSpacing(SPACE_8)
        column.addWidget(Numbered(3, lambda: _("Your shop"), self._shop))
        names = QHBoxLayout()
        names.setSpacing(SPACE_12)
        names.addWidget(self.firm, 1, Qt.AlignmentFlag.AlignTop)
        names.addWidget(self.country, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(names)
        column.addSpacing(4)
        column.addWidget(self.person)
        hint = Label(
            lambda: _(
                "You are its first person and admin; colleagues, requisites and prices follow in "
                "Settings."
            ),
            self._shop,
            style="small",
            role="secondary",
            lines=0,
        )
        column.addWidget(hint)

    def _connect(self) -> None:
        for card in (self._demo, self._empty):
            card.toggled.connect(self._show_mode)
        self._foot.back.clicked.connect(self._leave_joining)
        self.joining.wanted.connect(self._show_how_far)
        self.joining.step_reached.connect(lambda step: self._ticket.set_promise(at_step(step)))
        self._country.activated.connect(self._country_chosen)
        self._foot.start.clicked.connect(self._choose)
        self._foot.restore.clicked.connect(self._ask_backup)

    # Does

    def _country_chosen(self, _row: int) -> None:
        # From now on another language no longer means another country.
        self._is_country_chosen = True

    def _show_mode(self) -> None:
        self._shop.setVisible(self._empty.isChecked())

    def _choose(self) -> None:
        if self.is_joining:
            self.joining.go_on()
            return
        if self._office.isChecked():
            self.show_joining()
            return
        if self._demo.isChecked():
            self.chosen.emit(FirstRunChoice(Start.DEMO, i18n.language()))
            return
        wrong = [field for field in (self.firm, self.person) if not _typed(field)]
        for field in wrong:
            field.set_error(self._wanted(field))
        if wrong:
            wrong[0].control.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        country = self._countries[self._country.currentIndex()]
        self.chosen.emit(
            FirstRunChoice(
                Start.EMPTY,
                i18n.language(),
                firm=_typed(self.firm),
                person=_typed(self.person),
                country=country.code,
                currency=country.currency,
            )
        )

    def _wanted(self, field: Field) -> str:
        if field is self.firm:
            return _("Write the name of the firm; it stands on tickets and invoices.")
        return _("Write your name; colleagues see it on every card of yours.")

    def _ask_backup(self) -> None:
        title = _("Restore a backup")
        kinds = _("Backups of Counterfoil ({pattern})").format(pattern="*.sqlite")
        name, _kind = QFileDialog.getOpenFileName(self, title, "", kinds)
        if name:
            self.chosen.emit(FirstRunChoice(Start.RESTORE, i18n.language(), backup=Path(name)))

    # Qt

    def retranslate(self) -> None:
        """Mark the language spoken now and name the countries in it."""
        for code, button in self._languages.items():
            button.setChecked(code == i18n.language())
        at = self._country.currentIndex() if self._is_country_chosen else -1
        self._country.clear()
        for country in self._countries:
            sign = i18n.currency_sign(country.currency)
            self._country.addItem(f"{_(country.name)} · {sign}")
        self._country.setCurrentIndex(at if at >= 0 else self._likely_country())
        super().retranslate()

    def _likely_country(self) -> int:
        likely = {"ru": "RU"}.get(i18n.language(), "GB")
        return next((i for i, one in enumerate(self._countries) if one.code == likely), 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter starts, wherever the focus is; Esc leads back from joining."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        asks = self.is_joining and self.joining.choose.hasFocus()
        if is_enter and (self._foot.start.isEnabled() or asks):
            self._choose()
        elif event.key() == Qt.Key.Key_Escape and self.is_joining and self._foot.back.isEnabled():
            self._leave_joining()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the ticket in the middle; without room the coloured half goes."""
        super().resizeEvent(event)
        width, height = (theme.px(side) for side in TICKET)
        half = theme.px(HALF) if self.width() >= theme.px(_HALF_FROM) else 0
        self._ticket.setMaximumSize(width, height)
        self._ticket.set_half(half)
        self._whole.setContentsMargins(half, 0, 0, 0)


def _typed(field: Field) -> str:
    control = field.control
    assert isinstance(control, LineEdit)
    return control.text().strip()
