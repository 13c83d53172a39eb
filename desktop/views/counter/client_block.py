# SPDX-License-Identifier: Apache-2.0
"""The first block of the order: a phone or a name finds the client, or makes one; earlier orders to repeat."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop import queries
from desktop.background.tasks import Tasks
from desktop.errors import UserError
from desktop.i18n import _, short_date
from desktop.models.client_pick import is_phone, readable, surest
from desktop.models.counter import OrderForm
from desktop.values.drafts.client import phone_problem
from desktop.values.order_words import repeat_words
from desktop.values.phone import pretty_phone
from desktop.values.rows.counter import CounterClient, RepeatRow
from desktop.values.rows.search import ClientFound
from desktop.values.scripts import Question
from desktop.views import theme
from desktop.views.counter.alike_link import AlikeLink
from desktop.views.counter.client_bar import ClientBar
from desktop.views.counter.parts import Block, ChipButton, QuietLink
from desktop.views.counter.pick_list import PickList, PickRow
from desktop.views.counter.type_ahead import TypeAhead
from desktop.views.widgets.field import Field
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit

_PHONE_WIDTH = 200
_LIST_WIDTH = 520


class ClientBlock(Block):
    """Tells `done` when the client is settled and the product comes next; `page_asked` for the client's own page."""

    done = Signal()
    page_asked = Signal(str, object)

    def __init__(self, form: OrderForm, tasks: Tasks, ahead: TypeAhead, parent: QWidget) -> None:
        super().__init__(
            1, lambda: _("Client"), parent,
            hint=lambda: _("phone finds the client; unknown numbers make a new one"),
        )  # fmt: skip
        self._form, self._tasks, self._ahead = form, tasks, ahead
        self._found: tuple[ClientFound, ...] = ()
        self._is_asked = False
        self._shown = form.draft.id
        self._when_found: Callable[[], None] | None = None
        self.phone = LineEdit(
            self, placeholder=lambda: _("07700 900 342"), icon="ph.phone", tall=True
        )
        self.phone.setFixedWidth(theme.px(_PHONE_WIDTH))
        self._phone_field = Field(lambda: _("Phone"), self.phone, self)
        self.asked = {Question.PHONE: self._phone_field, Question.PERSON: self._phone_field}
        self.bar = ClientBar(self)
        self.bar.page_asked.connect(self.open_page)
        self.name = self.bar.name
        self._make_repeats()
        self.alike = AlikeLink(tasks, self)
        self.alike.wanted.connect(lambda person, firm: self._load(person, firm, _nothing))
        self.anonymous = QuietLink(lambda: _("without a name"), self, shortcut="Alt+0")
        self.anonymous.clicked.connect(self.toggle_anonymous)
        self.head.addWidget(self.anonymous)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._phone_field, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.bar, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        self.body.addWidget(self._repeat_row)
        self.body.addWidget(self.alike, 0, Qt.AlignmentFlag.AlignLeft)
        self.list = PickList(parent)
        self.list.picked.connect(self._pick)
        self.phone.textEdited.connect(self._typed)
        self.phone.left_field.connect(self._left)
        self.phone.installEventFilter(self)
        self.name.textEdited.connect(self._named)
        self.name.installEventFilter(self)
        form.changed.connect(self.refresh)

    # Made once

    def _make_repeats(self) -> None:
        self._repeat_row = QWidget(self)
        flow = FlowLayout(self._repeat_row, gap=8)
        label = Label(lambda: _("Repeat:"), self._repeat_row, style="small", role="secondary")
        label.setFixedHeight(theme.px(theme.CONTROL_SMALL))
        flow.addWidget(label)
        self._repeats = []
        for n in (1, 2, 3):
            button = ChipButton("", self._repeat_row, shortcut=f"Alt+{n}")
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            button.clicked.connect(lambda _=False, n=n: self.repeat(n))
            flow.addWidget(button)
            self._repeats.append(button)
        self._repeat_row.hide()

    # What the page asks

    def focus_first(self) -> None:
        """Put the cursor into the phone."""
        self.phone.setFocus(Qt.FocusReason.OtherFocusReason)

    def repeat(self, number: int) -> bool:
        """Take the client's n-th earlier order again; False where there is none."""
        client = self._form.client
        if client is None or not 0 < number <= len(client.repeats):
            return False
        self._form.repeat(client.repeats[number - 1])
        return True

    def toggle_anonymous(self) -> None:
        """Take the order without a name, or ask for one again."""
        on = not self._form.draft.is_anonymous
        self._close_list()
        self._form.set_anonymous(on=on)
        self.phone.setText("")
        if on:
            self.done.emit()
        else:
            self.focus_first()

    def open_page(self) -> None:
        """Show the client's own page."""
        client = self._form.client
        if client is not None:
            self.page_asked.emit(*client.page)

    def settle(self, then: Callable[[], None]) -> None:
        """Take what stands in the phone, as leaving the field does, then do this; before the order is stored."""
        if self.phone.text().strip() and self._is_typed():
            self._take(goes_on=False, then=then)
        else:
            then()

    def close_list(self) -> bool:
        """Put the list away; False where it was not open."""
        was_open = self.list.isVisible()
        self._close_list()
        return was_open

    def take_client(
        self,
        contact_id: UUID | None,
        company_id: UUID | None,
        after: Callable[[], object] | None = None,
    ) -> None:
        """Take the order for a client chosen elsewhere, such as in the search over everything; then do `after`."""

        def go_on() -> None:
            self.done.emit()
            if after is not None:
                after()

        self._load(contact_id, company_id, go_on)

    def show_problem(self, sentence: str) -> None:
        """Say under the phone what is wrong with the client."""
        self._phone_field.set_error(sentence)

    # Typing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes the client; arrows walk through the list."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not _has_chord(event):
            if watched is self.name:
                self.done.emit()
            else:
                self._take(goes_on=True)
            return True
        if watched is self.phone and self.list.isVisible():
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(key))
            if step is not None:
                self.list.step(step)
                return True
        return False

    def _typed(self, text: str) -> None:
        self._phone_field.set_error("")
        if self._form.client is not None or self._form.draft.is_anonymous:
            self._form.name_client(phone="", name="")
        if is_phone(text, self._country()):
            self._form.name_client(phone=text.strip())
        else:
            self._form.name_client(phone="", typed=text)
        self._ask(text.strip())

    def _ask(self, text: str) -> None:
        if len(text) < 2:
            self._is_asked = False
            self._show_found((), text)
            return
        self._is_asked = True
        self._tasks.fetch(
            "counter client",
            lambda r: queries.search.clients_by(r, text=text),
            then=lambda found: self._show_found(found, text),
            failed=lambda _error: self._show_found((), text),
        )

    def _show_found(self, found: tuple[ClientFound, ...], text: str) -> None:
        self._is_asked = False
        self._found = found
        country = self._country()
        rows = [PickRow(one.name, one.company, one.phone, "user-circle") for one in found]
        self.list.set_rows(rows, surest(found, text, country))
        if found and self.phone.hasFocus():
            self.list.show_under(self.phone, width=_LIST_WIDTH)
        else:
            self.list.hide()
        waiting, self._when_found = self._when_found, None
        if waiting is not None:
            waiting()
            self._ahead.let_go()

    def _left(self) -> None:
        if not self._ahead.is_holding and not self._is_asked:
            self.settle(_nothing)
            self._close_list()

    # Taking

    def _is_typed(self) -> bool:
        """Whether the phone holds something that is not yet the order's client."""
        return self._form.client is None and not self._form.draft.is_anonymous

    def _take(self, *, goes_on: bool, then: Callable[[], None] | None = None) -> None:
        text = self.phone.text().strip()
        go = then or (self.done.emit if goes_on else _nothing)
        if not text or not self._is_typed():
            self._close_list()
            go()
            return
        if self._is_asked:
            self._when_found = partial(self._take, goes_on=goes_on, then=then)
            self._ahead.hold()
            return
        chosen = self.list.current() if self.list.rows() else -1
        if 0 <= chosen < len(self._found):
            one = self._found[chosen]
            self._load(one.contact_id, one.company_id, go)
        else:
            self._take_new(text, goes_on=goes_on)
            if then is not None:
                then()

    def _pick(self, row: int) -> None:
        one = self._found[row]
        self._load(one.contact_id, one.company_id, self.done.emit)

    def _load(
        self, contact_id: UUID | None, company_id: UUID | None, then: Callable[[], None]
    ) -> None:
        self._close_list()
        self._ahead.hold()

        def show(client: CounterClient | None) -> None:
            if client is not None:
                self._form.take_client(client)
                then()
            self._ahead.let_go()

        def failed(error: UserError) -> None:
            self._ahead.forget()
            self._phone_field.set_error(error.sentence)

        self._tasks.fetch(
            "client of the order",
            lambda r: queries.counter.client(r, contact_id=contact_id, company_id=company_id),
            then=show,
            failed=failed,
        )

    def _take_new(self, text: str, *, goes_on: bool) -> None:
        """A number or a name that nobody has."""
        self._close_list()
        problem = phone_problem(text, self._country())
        if not problem:
            self._form.name_client(phone=readable(text, self._country()))
            if goes_on:
                self.name.setFocus(Qt.FocusReason.TabFocusReason)
        elif any(map(str.isalpha, text)):
            self._form.name_client(phone="", name=text)
            self.alike.look(text)
            self.phone.setText("")
            if goes_on:
                self.focus_first()
        else:
            self._phone_field.set_error(problem)

    def _named(self, text: str) -> None:
        self._form.name_client(name=text)
        self.alike.look(text)

    def _close_list(self) -> None:
        self._found = ()
        self.list.set_rows(())
        self.list.hide()

    def _country(self) -> str:
        return self._form.desk.firm.country if self._form.desk else ""

    # Showing

    def refresh(self) -> None:
        """Show the client as the order has it."""
        draft, client = self._form.draft, self._form.client
        is_another, self._shown = draft.id != self._shown, draft.id
        self.badge.set_done(draft.is_named or draft.is_anonymous)
        if draft.is_named or draft.is_anonymous:
            self._phone_field.set_error("")
        self.alike.set_new(is_new=client is None and bool(draft.name))
        if client is not None:
            if client.digits:
                self.phone.setText(pretty_phone(client.digits, self._country()))
            self.bar.show_client(client)
        elif draft.is_anonymous:
            self.bar.show_nobody()
        elif draft.phone or draft.name:
            if is_another or (draft.phone and not self.phone.hasFocus()):
                self.phone.setText(draft.phone)
            self.bar.show_new(draft.name)
        else:
            self.bar.show_nothing()
            if is_another:
                self.phone.setText(draft.typed)
                self._ask(draft.typed.strip())
        self._show_repeats(client)

    def _show_repeats(self, client: CounterClient | None) -> None:
        repeats = client.repeats if client is not None else ()
        self._repeat_row.setVisible(bool(repeats))
        for button, row in zip(self._repeats, (*repeats, None, None, None), strict=False):
            button.setVisible(row is not None)
            if row is not None:
                self._show_repeat(button, row)

    def _show_repeat(self, button: ChipButton, row: RepeatRow) -> None:
        is_taken = self._form.draft.repeat_of == row.order_id
        button.set_taken(is_taken)
        desk = self._form.desk
        product = desk.product(row.lines[0].product_id) if desk is not None else None
        name = product.name if product is not None else ""
        button.set_content(_of(row, name), icon="repeat" if is_taken else "")

    def retranslate(self) -> None:
        """Say client and repeats anew."""
        super().retranslate()
        self.refresh()


def _nothing() -> None:
    """What comes next where nothing does."""


def _of(row: RepeatRow, name: str) -> Callable[[], str]:
    """An earlier order in a few words, in the language of the moment."""

    def words() -> str:
        first = row.lines[0]
        made = repeat_words(name or first.title, first.quantity, tuple(first.options.values()))
        return f"{made} · {short_date(row.at.date()).partition(' ')[2]}"

    return words


def _has_chord(event: QKeyEvent) -> bool:
    keypad = Qt.KeyboardModifier.KeypadModifier
    return bool(event.modifiers() & ~keypad)
