# SPDX-License-Identifier: Apache-2.0
"""The lines of an order as a draft keeps them: what was typed in each, which are new, and which are to go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, SignalInstance

from desktop.i18n import _
from desktop.models.line_form import LineForm
from desktop.values.form_merge import touched
from desktop.values.rows.card import LineRow
from desktop.views.card.line_editor import FIELDS, LineEditor
from desktop.views.card.lines_dialog import LinesDialog
from desktop.views.kept_fields import Said, changed_words

_LINES, _ID, _NOW, _MINE, _WAS, _GONE = "lines", "id", "now", "mine", "was", "gone"


class KeptLines(QObject):
    """Joins the dialog with its draft. A line that has changed or gone meanwhile is told, what was typed stays."""

    def __init__(self, dialog: LinesDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._was: dict[str, Mapping[str, str]] = {}

    @property
    def drafted(self) -> SignalInstance:
        """Told at each change of a line."""
        return self._dialog.edited

    def typed(self) -> Mapping[str, Any]:
        """The lines that were touched, each with what was known of it."""
        changed = [one for editor in self._dialog.editors if (one := self._line(editor))]
        gone = [
            {_ID: str(line.id), _GONE: True, _WAS: self._known(line)}
            for line in self._dialog.removed()
        ]
        return {_LINES: changed + gone} if changed or gone else {}

    def _line(self, editor: LineEditor) -> dict[str, Any]:
        now, line = editor.texts(), editor.stored
        if line is None:
            return {} if editor.form().is_empty else {_ID: "", _NOW: now}
        mine = list(touched(self._dialog.base_of(line), now))
        if not mine:
            return {}
        return {_ID: str(line.id), _NOW: now, _MINE: mine, _WAS: self._known(line)}

    def _known(self, line: LineRow) -> Mapping[str, str]:
        return self._was.get(str(line.id)) or _known(line)

    def put_back(self, kept: Mapping[str, Any]) -> Sequence[Said]:
        """Write each line where it was."""
        told = []
        for one in kept.get(_LINES, ()):
            told += self._take_out(one) if one.get(_GONE) else self._write(one)
        return [partial(changed_words, lambda: ", ".join(told))] if told else []

    def _take_out(self, one: Mapping[str, Any]) -> list[str]:
        editor = self._editor(one)
        if editor is None or editor.stored is None:
            return []
        if _known(editor.stored) != one[_WAS]:
            return [editor.stored.title]
        self._dialog.remove(editor)
        return []

    def _write(self, one: Mapping[str, Any]) -> list[str]:
        editor, now = self._editor(one), one[_NOW]
        if editor is None or editor.stored is None:
            self._dialog.spare_editor().write(now)
            return [_("{line}: removed").format(line=now["title"])] if one[_ID] else []
        known, was = _known(editor.stored), one[_WAS]
        clashes = [name for name in one[_MINE] if was[name] != known[name]]
        if clashes:
            self._was[one[_ID]] = was
        editor.write({name: now[name] for name in one[_MINE]})
        return [f"{editor.stored.title}: {editor.fields[name].label_text()}" for name in clashes]

    def _editor(self, one: Mapping[str, Any]) -> LineEditor | None:
        stored = (editor for editor in self._dialog.editors if editor.stored is not None)
        return next((e for e in stored if e.stored and str(e.stored.id) == one[_ID]), None)

    def begin_anew(self) -> None:
        """Show the order as it is."""
        self._was = {}
        self._dialog.show_lines()
        self._dialog.take_keys()


def _known(line: LineRow) -> dict[str, str]:
    """A line in no language: a price is not another one because it is written otherwise."""
    form = LineForm.of(line)
    return {name: str(getattr(form, name)) for name in FIELDS}
