# SPDX-License-Identifier: Apache-2.0
"""The palette over the board: what it finds, nothing, and commands alone."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop.values.rows.hits import Hit, HitGroup
from desktop.values.rows.search import Found
from desktop.views.main_window import MainWindow
from devtools import scenes
from devtools.scenes.board import board_page
from devtools.scenes.frame import in_window, words


def hits() -> list[Hit]:
    """What "oak 342" finds on the reference day."""
    client = UUID(int=1)
    person = words("Priya Hartwell", "Арина Полевая")
    phone = words("07700 900 342", "+7 900 000-03-42")
    other = words("020 7946 0342", "+7 495 000-03-42")
    return [
        Hit(
            HitGroup.CLIENTS, "company", words("Oak & Lime Bakery", "Пекарня «Липа»"), "user-circle",
            client, f"{person} · {phone}" + words(" · Champion", ""), "", person, phone, client, phone,
            words("3 Aug", "3 авг"),
        ),
        Hit(
            HitGroup.CLIENTS, "company", words("Oakfield Joinery", "Столярка «Липов и сын»"),
            "user-circle", UUID(int=2), words("J. Sutter", "Ю. Липов") + f" · {other}",
            phone=other, client_id=UUID(int=2),
        ),
        Hit(
            HitGroup.DEALS, "deal", words("Sticker labels Ø 60, 5,000", "Наклейки Ø 60, 5 000 шт."),
            "columns", UUID(int=3),
            words(
                "Oak & Lime · Contract & invoice · today 13:00",
                "Пекарня «Липа» · Договор и счёт · сегодня 13:00",
            ),
            words("£365.00", "18 200,00 ₽"),
        ),
        Hit(
            HitGroup.DEALS, "deal", words("C-0418 Business cards 500", "C-0418 Визитки 500 шт."),
            "ticket", UUID(int=4),
            words("P. Hartwell · ready Mon 19 Oct", "А. Полевая · готово пн, 19 окт"),
            words("£113.05", "5 415,00 ₽"),
        ),
        Hit(
            HitGroup.DOCUMENTS, "document", words("Contract 215/26, draft", "Договор 215/26, черновик"),
            "file-text", UUID(int=5), words("Oak & Lime Bakery Ltd", "ООО «Липа»"),
        ),
    ]  # fmt: skip


def _typed() -> str:
    return words("oak 342", "лип 342")


def _search(text: str, then: Callable[[Found], None]) -> None:
    then(Found(tuple(hits()), text))


def _window() -> MainWindow:
    return in_window("deals", board_page, search=_search)


def _found(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.finder.ask(_typed())


def _nothing(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.finder.ask("07700 900 999")


def _commands(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.finder.ask(">")


scenes.add("palette", _window, prepare=_found)
scenes.add("palette-nothing", lambda: in_window("deals", board_page), prepare=_nothing)
scenes.add("palette-commands", _window, prepare=_commands)
scenes.add("palette-smallest", _window, size=(640, 360), prepare=_found)
