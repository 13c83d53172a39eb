# SPDX-License-Identifier: Apache-2.0
"""What was joined earlier, and the way back for 90 days."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import commands, queries
from desktop.errors import UserError
from desktop.i18n import _, formats, ngettext
from desktop.values.rows.duplicates import JoinedRow
from desktop.views import theme
from desktop.views.context import Context
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.panel import Hairline
from desktop.views.widgets.scroll_area import ScrollArea


class JoinedDialog(Dialog):
    """Each join with its day and who did it; one that is younger than 90 days can be taken apart."""

    def __init__(self, context: Context, parent: QWidget, rows: tuple[JoinedRow, ...]) -> None:
        super().__init__(
            parent, lambda: _("Joined earlier"), icon="clock-counter-clockwise", width=560
        )
        self._context = context
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        area = ScrollArea(self._list, self)
        area.setMinimumHeight(theme.px(min(360, 64 * max(1, len(rows)) + 8)))
        self.body.addWidget(area)
        self.add_cancel(lambda: _("Close"))
        self.buttons: list[Button] = []
        self.show_rows(rows)

    def show_rows(self, rows: tuple[JoinedRow, ...]) -> None:
        """Show the joins, newest first."""
        empty(self._column)
        self.buttons = []
        if not rows:
            self._column.addWidget(
                Label(_("Nothing was joined yet."), self._list, role="secondary")
            )
        for row in rows:
            self._column.addWidget(self._line(row))
            self._column.addWidget(Hairline(self._list))
        self._column.addStretch(1)

    def _line(self, row: JoinedRow) -> QWidget:
        line = QWidget(self._list)
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 8, 4, 8)
        across.setSpacing(12)
        names = QVBoxLayout()
        names.setSpacing(0)
        title = _("{other} → {kept}").format(other=row.other, kept=row.kept)
        names.addWidget(Label(title, line, weight=theme.SEMIBOLD))
        zone = self._context.now().tzinfo
        day = formats.short_date(row.at.astimezone(zone).date(), year=True)
        until = formats.short_date(row.until.astimezone(zone).date(), year=True)
        pattern = (
            _("{day}, {person} · could be undone till {until}")
            if row.is_over
            else _("{day}, {person} · can be undone till {until}")
        )
        said = pattern.format(day=day, person=row.by or "–", until=until)
        names.addWidget(Label(said, line, style="small", role="secondary"))
        across.addLayout(names, 1)
        if not row.is_over:
            button = Button(lambda: _("Take apart"), line, size="small")
            button.clicked.connect(partial(self._take_apart, row))
            self.buttons.append(button)
            across.addWidget(button)
        return line

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
