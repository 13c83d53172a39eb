# SPDX-License-Identifier: Apache-2.0
"""The versions of a channel's script: which one, when it was published and by whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop.i18n import N_, _, formats
from desktop.models.rows import Column, RowsModel
from desktop.values.rows.scripts import ScriptVersion


class ScriptVersionsModel(RowsModel[ScriptVersion]):
    """The newest first, at the end what is shipped. `now` gives the shop's time and zone."""

    def __init__(self, now: Callable[[], dt.datetime], parent: QObject | None = None) -> None:
        self._now = now
        columns: tuple[Column[ScriptVersion], ...] = (
            Column("version", N_("Version"), text=version_words, is_strong=True),
            Column("when", N_("When"), text=self._when, meaning=lambda _row: "quiet"),
            Column("who", N_("Who"), text=lambda row: row.by),
        )
        super().__init__(columns, key=_key, spoken=self._spoken, parent=parent)

    def _when(self, row: ScriptVersion) -> str:
        at = row.script.at
        if at is None:
            return ""
        return formats.relative_moment(at.astimezone(self._now().tzinfo), now=self._now())

    def _spoken(self, row: ScriptVersion) -> str:
        return ", ".join(filter(None, (version_words(row), self._when(row), row.by)))


def version_words(row: ScriptVersion) -> str:
    """What a version is called."""
    if not row.script.version:
        words = _("Shipped")
    elif row.is_shipped:
        words = _("{n}, back to the shipped one").format(n=formats.number(row.script.version))
    else:
        words = formats.number(row.script.version)
    return _("{version} · holds now").format(version=words) if row.holds else words


def _key(row: ScriptVersion) -> int:
    return row.script.version
