# SPDX-License-Identifier: Apache-2.0
"""The first start of a computer that joins a hub: an invite, the copying, a hub that does not answer."""

from datetime import UTC, datetime

from PySide6.QtWidgets import QWidget

from desktop.values.rows.joining import InviteRow, Joined, JoinStep, Step
from desktop.views.first_run import FirstRun
from devtools import scenes
from devtools.scenes.frame import words


def _invite(trouble: str = "") -> InviteRow:
    return InviteRow(
        "counter-pc.rooklane.example", 5432, "rook_lane", words("Ned Farrow", "Ефим Грачёв"),
        datetime(2026, 10, 18, 12, 10, tzinfo=UTC), None if trouble else 4.2, trouble,
    )  # fmt: skip


def _form(widget: QWidget) -> FirstRun:
    assert isinstance(widget, FirstRun)
    widget.show_joining()
    widget.joining.show_invite(_invite())
    for field, text in ((widget.joining.desk, "FRONT-2"), (widget.joining.pin, "4829")):
        field.control.setText(text)  # type: ignore[attr-defined]  # a line
    return widget


def _copying(widget: QWidget) -> None:
    page = _form(widget)
    page.joining.go_on()
    page.joining.show_step(JoinStep(Step.CERTIFICATE))
    page.joining.show_step(JoinStep(Step.VERSION, detail="1.0"))
    page.joining.show_step(JoinStep(Step.SEAT, detail="FRONT-2"))
    page.joining.show_step(JoinStep(Step.FIRST, 312, 444, left=8))


def _invited(widget: QWidget) -> None:
    _form(widget)


def _away(widget: QWidget) -> None:
    page = _form(widget)
    sentence = words(
        "The hub does not answer. Nothing was changed. See whether this computer is in the office's network, "
        "then try again.",
        "Узел не отвечает. Ничего не изменено. Проверьте, в сети ли офиса этот компьютер, и попробуйте ещё раз.",
    )
    page.joining.show_invite(_invite(sentence))


def _broken(widget: QWidget) -> None:
    _copying(widget)
    page = widget
    assert isinstance(page, FirstRun)
    page.joining.show_step(JoinStep(Step.REST, 61_000, 99_613))
    sentence = words(
        "The line to the hub broke. What came stays, and it goes on from there.",
        "Связь с узлом прервалась. Что пришло, осталось, и копирование пойдёт дальше.",
    )
    page.joining.show_end(Joined(is_whole=False, has_cards=True, trouble=sentence))


def _done(widget: QWidget) -> None:
    _copying(widget)
    assert isinstance(widget, FirstRun)
    widget.joining.show_step(JoinStep(Step.REST, 99_613, 99_613))
    widget.joining.show_end(Joined(is_whole=True, has_cards=True))


def _bare(widget: QWidget) -> None:
    assert isinstance(widget, FirstRun)
    widget.show_joining()


scenes.add("join", FirstRun, prepare=_bare)
scenes.add("join-invited", FirstRun, prepare=_invited)
scenes.add("join-copying", FirstRun, prepare=_copying)
scenes.add("join-away", FirstRun, prepare=_away)
scenes.add("join-broken", FirstRun, prepare=_broken)
scenes.add("join-done", FirstRun, prepare=_done)
scenes.add("join-smallest", FirstRun, size=(640, 360), prepare=_copying)
