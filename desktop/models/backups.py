# SPDX-License-Identifier: Apache-2.0
"""The list of backups: when each was made, how large it is, and whether it is still sound."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from desktop.i18n import N_, _, file_size, formats, ngettext
from desktop.models.rows import Column, RowsModel
from desktop.values.rows.backups import Backup

Now = Callable[[], dt.datetime]


class BackupsModel(RowsModel[Backup]):
    """The backups of a folder, newest first; `mark` takes in what looking through one of them has found."""

    def __init__(self, now: Now, parent: QObject | None = None) -> None:
        self._now = now
        self._sound: dict[Path, bool] = {}
        super().__init__(
            _columns(self), key=lambda row: row.path, spoken=self._spoken, parent=parent
        )

    def mark(self, path: Path, sound: bool) -> None:
        """Say that a backup was looked through."""
        self._sound[path] = sound
        self.retranslate()

    def unmarked(self) -> list[Path]:
        """The backups nobody has looked through yet."""
        return [row.path for row in self.rows if row.path not in self._sound]

    def when(self, row: Backup) -> str:
        """When it was made."""
        now = self._now()
        return moment_words(row.made_at, now)

    def state(self, row: Backup) -> tuple[str, str, str]:
        """Words, tone and icon of how it stands."""
        if not self._sound.get(row.path, True):
            return _("damaged"), "danger", "warning-circle"
        if not row.is_good:
            return _("its list of files is missing"), "warning", "warning"
        if row.path in self._sound:
            return _("looked through, sound"), "success", "check-circle"
        return _("checked when it was made"), "neutral", ""

    def _spoken(self, row: Backup) -> str:
        return ", ".join((self.when(row), file_size(row.size), self.state(row)[0]))


def moment_words(moment: dt.datetime, now: dt.datetime) -> str:
    """A moment of the past: the day and the time."""
    local = moment.astimezone(now.tzinfo)
    day = formats.short_date(local.date(), year=local.year != now.year)
    return f"{day}, {formats.short_time(local)}"


def _columns(model: BackupsModel) -> tuple[Column[Backup], ...]:
    return (
        Column("when", N_("When"), text=model.when, is_strong=True),
        Column("size", N_("Size"), text=lambda row: file_size(row.size), is_number=True),
        Column(
            "files",
            N_("Files"),
            text=lambda row: ngettext("{n} file", "{n} files", row.files).format(
                n=formats.number(row.files)
            ),
            is_number=True,
            meaning=lambda _row: "quiet",
        ),
        Column(
            "state",
            N_("State"),
            text=lambda row: model.state(row)[0],
            chip=lambda row: model.state(row)[1:],
        ),
    )
