# SPDX-License-Identifier: Apache-2.0
"""The deals board of the reference day, its dialogs, list and calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QTextEdit, QWidget

from desktop.background.change_hub import ChangeHub
from desktop.models.board_filter import BoardFilter
from desktop.models.board_order import Sort
from desktop.models.sync_status import SyncStatus
from desktop.settings import Settings
from desktop.values.calendar import WorkingCalendar
from desktop.values.rows.board import (
    PeekRow,
    ReasonRow,
    RefusalChoices,
)
from desktop.values.rows.sync import Unsent
from desktop.views.board.board_view import BoardView
from desktop.views.board.page import BoardPage
from desktop.views.context import Context
from desktop.views.main_window import MainWindow
from devtools import scenes, scratch
from devtools.reference_board import NOW, reference_board
from devtools.scenes.frame import in_window, person, words


class StillTasks(QObject):
    """Answers what is asked from what the scene holds, at once; nothing is ever written."""

    told = Signal(object)

    def __init__(self, answers: Mapping[str, object]) -> None:
        super().__init__()
        self._answers = answers

    def fetch(
        self, kind: str, _query: object, *, then: Callable[[Any], object], **_more: object
    ) -> None:
        # Some questions bear the name of who asks.
        what = kind.partition(" for ")[0]
        if what in self._answers:
            then(self._answers[what])

    def run(self, _command: object, **_more: object) -> None:
        """A picture changes nothing."""

    outside = run


class StillClock:
    """The reference day stands still."""

    zone = NOW.tzinfo

    def now(self) -> dt.datetime:
        return NOW.astimezone(dt.UTC)

    def monotonic(self) -> float:
        return 0.0


def context(unsent: frozenset[bytes] = frozenset()) -> Context:
    """The desk of the reference day, as a page sees it; the changes of some cards have not gone to the hub."""
    tasks = StillTasks(
        {
            "board": reference_board(),
            "working calendar": WorkingCalendar(ZoneInfo("Europe/London")),
            "refusal choices": _choices(),
            "peek": _glance(),
        }
    )
    hub = ChangeHub()
    sync = SyncStatus(hub, hub)
    sync.unsent = Unsent(len(unsent), deals=unsent)
    return Context(
        sync=sync,
        tasks=tasks,  # type: ignore[arg-type]  # stands still
        hub=hub,
        settings=Settings(scratch.folder() / "settings.json"),
        person=replace(person(), rights=person().rights | {"edit_stages", "export"}),
        clock=StillClock(),  # type: ignore[arg-type]
        go=lambda _kind, _id: None,
        tell=lambda _text: None,
    )


def _choices() -> RefusalChoices:
    names = words(
        "Price is higher than another offer|Deadline too short for us|Chose another shop (not price)|"
        "Budget moved or cancelled|Prints in-house now|Order below our minimum|We do not do this product|"
        "No contact after 5 touches",
        "Проиграли тендер по цене|Не успеваем к сроку|Выбрали других (не из-за цены)|"
        "Бюджет перенесли или отменили|Печатают сами|Заказ меньше минимального|"
        "Такого не делаем|Нет связи после 5 касаний",
    )
    reasons = [ReasonRow(UUID(int=60 + n), name, n == 0) for n, name in enumerate(names.split("|"))]
    return RefusalChoices(tuple(reasons), ("Swift Signs", "Harrow Print"))


def _glance() -> PeekRow:
    return PeekRow(
        contact=words("Joel Marlow", "Игорь Маяков"),
        phone=words("07700 900 218", "+7 900 000-02-18"),
        comment=words(
            "Wants two of the six with the new logo. Sends it before noon.",
            "Два из шести — с новым логотипом. Пришлёт до полудня.",
        ),
        comment_by=words("Maya Lindqvist", "Лада Соколова"),
        comment_at=NOW - dt.timedelta(hours=19),
        lines=(words("Layout by designer", "Макет дизайнера"),),
    )


CASTELL, MARLOW = UUID(int=109).bytes, UUID(int=107).bytes


def board_page(unsent: frozenset[bytes] = frozenset()) -> BoardPage:
    """The deals page with the reference board, its cards in the order of the picture."""
    page = BoardPage(context(unsent))
    page.set_sort(Sort.RANK)
    page.show_first(reference_board())
    page.filter.set_sort(Sort.TOUCH)
    return page


def _page(widget: QWidget) -> BoardPage:
    found = widget.findChild(BoardPage)
    assert found is not None
    return found


def _view(page: BoardPage) -> BoardView:
    assert page.shapes.view is not None
    return page.shapes.view


def _choose(widget: QWidget, key: bytes = MARLOW) -> None:
    page = _page(widget)
    _view(page).choose([key])
    page.focus_first()


def _type(widget: QWidget, text: str) -> None:
    """Type into what has the focus; QTest knows the keys of Latin letters only."""
    field = widget.focusWidget()
    if isinstance(field, QTextEdit):
        field.insertPlainText(text)
    elif isinstance(field, QComboBox):
        field.setEditText(text)
    elif isinstance(field, QLineEdit):
        field.insert(text)
        field.textEdited.emit(field.text())


def _refuse(widget: QWidget) -> None:
    _choose(widget, CASTELL)
    _page(widget).steps.refuse()
    QTest.keyClick(widget.focusWidget(), Qt.Key.Key_1)
    _type(widget, words("Swift Signs", "Быстрые вывески"))
    QTest.keyClick(widget.focusWidget(), Qt.Key.Key_Tab)
    _type(widget, words("610", "30500"))
    QTest.keyClick(widget.focusWidget(), Qt.Key.Key_Tab)
    _type(
        widget,
        words(
            "They found A1 boards on foam PVC at £43 each. Our 5 mm board is £54; a 3 mm quote was "
            "not offered in time.",
            "Нашли таблички А1 на ПВХ по 2 150 ₽. Наша, 5 мм, стоит 2 700 ₽; вариант 3 мм не "
            "предложили вовремя.",
        ),
    )


def _door(widget: QWidget) -> None:
    _choose(widget)
    page = _page(widget)
    page.steps.moves.ask_at_door(
        UUID(bytes=MARLOW), words("Contract & invoice", "Договор и счёт"),
        ("phone", "email", "due", "lines"), lambda _fill, _dialog: None,
    )  # fmt: skip


def _door_words(widget: QWidget) -> None:
    _choose(widget)
    _page(widget).steps.moves.ask_at_door(
        UUID(bytes=MARLOW), words("Proof & production", "Макет и печать"),
        ("contract", "prepayment", "role:production"), lambda _fill, _dialog: None,
    )  # fmt: skip


def _touch(widget: QWidget) -> None:
    _choose(widget)
    _page(widget).steps.set_touch()


def _block(widget: QWidget) -> None:
    _choose(widget)
    _page(widget).steps.block()


def _new_deal(widget: QWidget) -> None:
    _page(widget).new_card()
    _type(widget, words("Marlow", "Маяк"))


def _look(widget: QWidget) -> None:
    _choose(widget)
    _page(widget).look()


def _as_list(widget: QWidget) -> None:
    _choose(widget)
    _page(widget).show_as("list")


def _as_calendar(widget: QWidget) -> None:
    _choose(widget)
    _page(widget).show_as("calendar")


def _fold(widget: QWidget) -> None:
    page = _page(widget)
    _view(page).set_collapsed(2, True)
    page.set_filter(BoardFilter(states=frozenset({"today"})))


def _marked(widget: QWidget) -> None:
    """Cards that wait, stand too long, were opened or are not sent; an empty column; a card held over another."""
    page = _page(widget)
    board = reference_board()
    late = "2026-09-20T08:00:00.000000Z"
    marked: dict[int, dict[str, Any]] = {
        100: {"blocked": "file"},
        101: {"since": late},
        102: {"blocked": "client", "since": late},
    }
    cards = [
        card._replace(**marked.get(UUID(bytes=card.key).int, {}))
        for card in board.cards
        if card.stage_key != board.stages[2].id.bytes
    ]
    page.shapes.show_board(replace(board, cards=cards))
    page.steps.walk.visit(UUID(bytes=MARLOW))
    view = _view(page)
    view.columns[0].cards.drag_began.emit()
    view.columns[3].cards.drag_entered.emit([MARLOW])
    view.columns[3].cards.show_drop(1)
    view.finals[1].show_target(True)


def _controlled(widget: QWidget) -> None:
    """A third of the deals is watched over by who looks; only these are shown."""
    page = _page(widget)
    board, me = reference_board(), context().person.id.bytes
    cards = [
        card._replace(controller_key=me if n % 3 == 0 else None)
        for n, card in enumerate(board.cards)
    ]
    page.take_board(replace(board, cards=cards))
    page.filter.controlled.click()


def _window() -> MainWindow:
    return in_window("deals", board_page)


def _unsent_window() -> MainWindow:
    unsent = frozenset(UUID(int=number).bytes for number in (100, 103, 104, 107, 109))
    return in_window("deals", lambda: board_page(unsent))


scenes.add("board", _window, prepare=_choose)
scenes.add("board-narrow", _window, size=(1093, 614), prepare=_choose)
scenes.add("board-smallest", _window, size=(640, 360), prepare=_choose)
scenes.add("board-refusal", _window, prepare=_refuse)
scenes.add("board-refusal-smallest", _window, size=(640, 360), prepare=_refuse)
scenes.add("board-door", _window, prepare=_door)
scenes.add("board-door-words", _window, prepare=_door_words)
scenes.add("board-touch", _window, prepare=_touch)
scenes.add("board-block", _window, prepare=_block)
scenes.add("board-new", _window, prepare=_new_deal)
scenes.add("board-look", _window, prepare=_look)
scenes.add("board-list", _window, prepare=_as_list)
scenes.add("board-calendar", _window, prepare=_as_calendar)
scenes.add("board-marked", _unsent_window, prepare=_marked)
scenes.add("board-controlled", _window, prepare=_controlled)
scenes.add("board-folded", _window, prepare=_fold)
