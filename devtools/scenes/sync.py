# SPDX-License-Identifier: Apache-2.0
"""The sync panel over the deals of the reference day, in its states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from desktop.models import sync_words
from desktop.models.sync_status import SyncStatus
from desktop.values.changes import Label
from desktop.values.rows.sync import HubState, Link, Unsent, WaitingList, WaitingRow
from desktop.views.main_window import MainWindow
from desktop.views.status_bar import KeptState
from desktop.views.sync_panel import SyncPanel, Ways
from devtools import scenes
from devtools.reference_board import NOW
from devtools.scenes.board import StillTasks, board_page, context
from devtools.scenes.frame import in_window, words

OFFLINE = HubState(
    Link.OFFLINE, "COUNTER-PC", 5432,
    since=NOW.replace(hour=10, minute=38), moved_at=NOW.replace(hour=10, minute=38), received=37, sent=5,
    next_at=NOW + dt.timedelta(seconds=40),
)  # fmt: skip
SYNCED = HubState(
    Link.SYNCED, "COUNTER-PC", 5432, synced_at=NOW - dt.timedelta(minutes=2),
    moved_at=NOW - dt.timedelta(minutes=2), received=3, sent=1,
)  # fmt: skip


def _waiting() -> WaitingList:
    oak = words("Oak & Lime Bakery", "Пекарня «Липа»"), words("D-2041", "Д-2041")
    order, kestrel = words("C-0416", "С-0416"), words("Kestrel Cycles", "Вело «Пустельга»")
    stage, juniper = (
        words("Contract & invoice", "Договор и счёт"),
        words("Juniper Café", "Кафе «Ель»"),
    )
    labels, flyers = words("Sticker labels", "Наклейки"), words("Flyers A5", "Листовки А5")
    rows: tuple[tuple[int, str, str, dict[str, str], str, str], ...] = (
        (26, "stage_move", "Moved {card} to {stage}", {"card": labels, "stage": stage}, *oak),
        (21, "activity", "Call noted", {}, *oak),
        (9, "payment", "Took payment for {deal}", {"deal": flyers}, "", order),
        (8, "deal", "Order {order} is taken", {"order": order}, words("T. Wye", "Т. Уайт"), order),
        (-3, "contact", "New contact {client}", {"client": juniper}, "", ""),
        (-19, "change", "Changed {deal}", {"deal": words("Catalogue", "Каталог")}, kestrel, words("D-2031", "Д-2031")),
    )  # fmt: skip
    at = NOW.replace(hour=11, minute=0)
    return WaitingList(
        tuple(
            WaitingRow(
                n, at + dt.timedelta(minutes=minute), kind, Label(text, fields), client, number
            )
            for n, (minute, kind, text, fields, client, number) in enumerate(rows)
        ),
        12,
        {"comment": 4, "attachment": 2},
        3,
    )


def _open(
    state: HubState, unsent: Unsent, listed: WaitingList | None = None
) -> Callable[[QWidget], None]:
    def prepare(window: QWidget) -> None:
        assert isinstance(window, MainWindow)
        tasks = StillTasks({"waiting changes": listed or WaitingList()})
        desk = replace(context(), tasks=tasks)  # type: ignore[arg-type]  # stands still
        sync = SyncStatus(desk.hub, window)
        sync.state, sync.unsent = state, unsent
        chip = sync_words.chip(state, unsent, NOW)
        window.status.set_state(KeptState(chip.icon, chip.rest, chip.word, chip.tone), opens=True)
        window.status.set_place(sync_words.place(state))
        backed_up = NOW.replace(hour=11, minute=30)
        nowhere = lambda: None  # noqa: E731 - a picture leads nowhere
        ways = Ways(nowhere, nowhere, nowhere, lambda: backed_up)
        SyncPanel(window, window.status, desk, sync, ways).open(by_pointer=True)

    return prepare


def _window() -> MainWindow:
    return in_window("deals", board_page)


def _offline(window: QWidget) -> None:
    _open(OFFLINE, Unsent(12), _waiting())(window)


def _sending(window: QWidget) -> None:
    state = replace(SYNCED, link=Link.SENDING, done=7, total=12)
    _open(state, Unsent(12), _waiting())(window)


def _refused(window: QWidget) -> None:
    _open(SYNCED, Unsent(refused=2, conflicts=1))(window)


def _closed(window: QWidget) -> None:
    _open(replace(OFFLINE, link=Link.CLOSED), Unsent(12), _waiting())(window)


scenes.add("sync-offline", _window, prepare=_offline)
scenes.add("sync-offline-smallest", _window, size=(640, 360), prepare=_offline)
scenes.add("sync-offline-narrow", _window, size=(1093, 614), prepare=_offline)
scenes.add("sync-sending", _window, prepare=_sending)
scenes.add("sync-synced", _window, prepare=_open(SYNCED, Unsent()))
scenes.add("sync-conflict", _window, prepare=_open(SYNCED, Unsent(conflicts=3)))
scenes.add("sync-refused", _window, prepare=_refused)
scenes.add("sync-closed", _window, prepare=_closed)
