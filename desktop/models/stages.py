# SPDX-License-Identifier: Apache-2.0
"""Stages and refusal reasons as the editor lists them: in order, with limit and how many cards there are."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from desktop.i18n import N_, _, formats, ngettext
from desktop.models.rows import Column, RowsModel
from desktop.values.rows.settings import ReasonRow, StageSettingRow

HANDLE = ("dots-six-vertical", "tx3")
COLOURS = (
    N_("grey"), N_("teal"), N_("violet"), N_("amber"),
    N_("green"), N_("magenta"), N_("brown"), N_("slate"),
)  # fmt: skip
"""What the colours of a stage's line are called, by their numbers."""

MINUTE, HOUR, DAY = 1, 60, 1440


class StagesModel(RowsModel[StageSettingRow]):
    """The open stages of one pipeline, in the order of the board."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            _stage_columns(), key=lambda row: row.id, spoken=_stage_spoken, parent=parent
        )


class ReasonsModel(RowsModel[ReasonRow]):
    """The reasons a deal is refused for, in the order of their digits."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            _reason_columns(), key=lambda row: row.id, spoken=_reason_spoken, parent=parent
        )


def limit_words(minutes: int) -> str:
    """How long a card may stay, shortly: "5 d", "12 h", "15 min"; nothing where there is no limit."""
    if not minutes:
        return ""
    if minutes % DAY == 0:
        return _("{n} d").format(n=formats.number(minutes // DAY))
    if minutes % HOUR == 0:
        return _("{n} h").format(n=formats.number(minutes // HOUR))
    return _("{n} min").format(n=formats.number(minutes))


def cards_here(count: int, *, leads: bool) -> str:
    """How many leads or deals stand on a stage."""
    words = (
        ngettext("{n} lead here", "{n} leads here", count)
        if leads
        else ngettext("{n} deal here", "{n} deals here", count)
    )
    return words.format(n=formats.number(count))


def cards_words(count: int) -> str:
    """How many cards stand somewhere."""
    return ngettext("{n} card", "{n} cards", count).format(n=formats.number(count))


def _stage_columns() -> tuple[Column[StageSettingRow], ...]:
    return (
        Column("handle", "", icon=lambda _row: HANDLE),
        Column("name", N_("Stage"), text=lambda row: row.name),
        Column(
            "limit",
            N_("Limit"),
            text=lambda row: limit_words(row.limit),
            is_number=True,
            meaning=lambda _row: "quiet",
            is_small=True,
        ),
        _cards_column(),
    )


def _reason_columns() -> tuple[Column[ReasonRow], ...]:
    return (
        Column("handle", "", icon=lambda _row: HANDLE),
        Column("name", N_("Reason"), text=lambda row: row.name),
        _cards_column(),
    )


def _cards_column() -> Column[Any]:
    return Column(
        "cards",
        N_("Cards"),
        text=lambda row: formats.number(row.cards),
        is_number=True,
        meaning=lambda _row: "quiet",
        is_small=True,
    )


def _stage_spoken(row: StageSettingRow) -> str:
    limit = _("limit {limit}").format(limit=limit_words(row.limit)) if row.limit else ""
    return ", ".join(part for part in (row.name, limit, cards_words(row.cards)) if part)


def _reason_spoken(row: ReasonRow) -> str:
    return f"{row.name}, {cards_words(row.cards)}"
