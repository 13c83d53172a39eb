# SPDX-License-Identifier: Apache-2.0
"""What was joined earlier, and the way back for 90 days."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from desktop import commands, queries
from desktop.errors import UserError
from desktop.i18n import _, formats, ngettext
from desktop.values.rows.duplicates import JoinedRow
from desktop.views.context import Context
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.label import Label
from desktop.views.widgets.lines_dialog import LinesDialog


class JoinedDialog(LinesDialog):
    """Each join with its day and who did it; one that is younger than 90 days can be taken apart."""

    def __init__(self, context: Context, parent: QWidget, rows: tuple[JoinedRow, ...]) -> None:
        super().__init__(
            parent,
            lambda: _("Joined earlier"),
            width=560,
            height=min(360, 64 * max(1, len(rows)) + 8),
            nothing=lambda: _("Nothing was joined yet."),
        )
        self._context = context
        self.show_rows(rows)

    def show_rows(self, rows: tuple[JoinedRow, ...]) -> None:
        """Show the joins, newest first."""
        self.clear()
        self.fill([self._line(row) for row in rows])

    def _line(self, row: JoinedRow) -> QWidget:
        zone = self._context.now().tzinfo
        day = formats.short_date(row.at.astimezone(zone).date(), year=True)
        until = formats.short_date(row.until.astimezone(zone).date(), year=True)
        pattern = (
            _("{day}, {person} · could be undone till {until}")
            if row.is_over
            else _("{day}, {person} · can be undone till {until}")
        )
        said = pattern.format(day=day, person=row.by or "–", until=until)
        title = _("{other} → {kept}").format(other=row.other, kept=row.kept)
        buttons = []
        if not row.is_over:
            buttons.append(Button(lambda: _("Take apart"), self.list, size="small"))
            buttons[0].setAccessibleDescription(title)
            buttons[0].clicked.connect(partial(self._take_apart, row))
        return self.line(title, [Label(said, self.list, style="small", role="secondary")], buttons)

    def _take_apart(self, row: JoinedRow) -> None:
        key, kept = row.id, row.kept

        def told(left: int) -> None:
            if left:
                self._context.tell(
                    ngettext(
                        "{n} thing was changed since the join: it stays with {kept}.",
                        "{n} things were changed since the join: they stay with {kept}.",
                        left,
                    ).format(n=formats.number(left), kept=kept)
                )
            self._context.tasks.fetch(
                "joins in the dialog",
                lambda reader: queries.duplicate_pairs.joined_earlier(reader),
                then=self.show_rows,
            )

        def refused(error: UserError) -> None:
            self._context.tell(error.sentence)

        then, failed = self.held(told, refused)
        self._context.tasks.run(
            lambda uow: commands.joins.take_apart(uow, pairing_id=key), then=then, failed=failed
        )
