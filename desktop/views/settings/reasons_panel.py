# SPDX-License-Identifier: Apache-2.0
"""The two ends of a pipeline, and the reasons a deal is refused for; a reason that says nothing is refused itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QHBoxLayout, QStyleOptionViewItem, QWidget

from desktop import commands
from desktop.errors import UserError
from desktop.i18n import _, ngettext
from desktop.models.rows import RowRole
from desktop.models.stages import ReasonsModel, cards_words
from desktop.values.rows.settings import ReasonRow, StageSettingRow
from desktop.values.stages_draft import DEALS, LEADS, refuse_reason_taken
from desktop.values.states import StageKind
from desktop.views import theme
from desktop.views.kept_fields import NOTHING_YET
from desktop.views.settings.ordered_table import OrderedTable, reordered
from desktop.views.settings.small_dialogs import NameDialog
from desktop.views.settings.unpublished import UnpublishedStages
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Hairline, Panel
from desktop.views.widgets.table import TableDelegate
from desktop.views.widgets.table_roles import Index

_ROW = 28
_MOST = 9


class FinalsPanel(Panel):
    """Won and Refused open in the form; reasons are ordered, added, changed by Enter and removed by Delete."""

    def __init__(
        self, section: UnpublishedStages, open_stage: Callable[[StageSettingRow], None]
    ) -> None:
        super().__init__(lambda: _("Final states"), section, padding=(0, 0))
        self._section = section
        self._open = open_stage
        self._finals: dict[str, StageSettingRow] = {}
        self._for_leads = False
        self.body.setSpacing(0)
        self.won = self._final("check-circle", "ok", StageKind.WON)
        self.body.addWidget(Hairline(self))
        self.lost = self._final("prohibit", "er", StageKind.LOST)
        self._make_table()
        self.body.addLayout(self._foot())
        self.body.addStretch(1)
        self._fit()

    def _make_table(self) -> None:
        self.model = ReasonsModel(self)
        self.table = OrderedTable(
            self,
            row_height=_ROW,
            name=lambda: _("Refusal reasons"),
            empty=lambda: _("Add a reason: a refusal asks for one."),
            delegate=_ReasonDelegate(self),
        )
        self.table.horizontalHeader().hide()
        self.table.setModel(self.model)
        self.table.set_widths(0, 40)
        self.table.moved.connect(self._move)
        self.table.opened.connect(lambda index: self.change(index.data(RowRole.ROW)))
        self.table.removed.connect(self._remove)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._offer_steps())
        self.body.addWidget(self.table)

    def _foot(self) -> QHBoxLayout:
        self.add_button = Button(lambda: _("Reason"), self, kind="link", size="small", icon="plus")
        self.add_button.setAccessibleName(_("Add a reason"))
        self.add_button.clicked.connect(self.add)
        self.edit_button = Button(lambda: _("Change"), self, kind="quiet", size="small")
        self.edit_button.clicked.connect(self._change_chosen)
        self.remove_button = Button(lambda: _("Remove"), self, kind="quiet", size="small")
        self.remove_button.clicked.connect(lambda: self._remove(self.table.currentIndex().row()))
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 4, 8, 8)
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        foot.addWidget(self.edit_button)
        foot.addWidget(self.remove_button)
        return foot

    def _final(self, icon: str, ink: str, kind: StageKind) -> Button:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(12, 3, 12, 3)
        row.setSpacing(8)
        row.addWidget(Icon(icon, ink, 18, holder))
        button = _FinalButton("", holder, kind="link")
        button.clicked.connect(partial(self._open_final, kind))
        row.addWidget(button)
        row.addStretch(1)
        about = Label("", holder, style="small", role="secondary")
        about.setObjectName(f"about_{kind.value}")
        row.addWidget(about)
        self.body.addWidget(holder)
        return button

    def _open_final(self, kind: StageKind) -> None:
        if kind.value in self._finals:
            self._open(self._finals[kind.value])

    def show_finals(
        self,
        stages: Sequence[StageSettingRow],
        reasons: Sequence[ReasonRow],
        *,
        for_leads: bool = False,
    ) -> None:
        """Show the ends of the pipeline and the reasons, which all pipelines share; leads have their own."""
        self._for_leads = for_leads
        self._finals = {row.kind: row for row in stages if row.kind != StageKind.OPEN}
        self.model.replace(
            [row for row in reasons if (row.for_leads if for_leads else row.for_deals)]
        )
        self._say()
        self._fit()

    def retranslate(self) -> None:
        """Say the ends anew."""
        self.model.retranslate()
        self.add_button.setAccessibleName(_("Add a reason"))
        self._say()
        super().retranslate()

    def restyle(self) -> None:
        """Grow with the text size."""
        self._fit()
        super().restyle()

    def add(self) -> None:
        """Ask for a new reason."""
        self._ask(None)

    def change(self, row: object) -> None:
        """Ask for other words for a reason."""
        if isinstance(row, ReasonRow):
            self._ask(row)

    def _say(self) -> None:
        for kind, button in ((StageKind.WON, self.won), (StageKind.LOST, self.lost)):
            row = self._finals.get(kind.value)
            if row is None:
                continue
            button.set_content(row.name)
            about = self.findChild(Label, f"about_{kind.value}")
            if about is None:
                continue
            count = len(self.model.rows)
            about.set_content(
                (_("becomes a deal") if self._for_leads else cards_words(row.cards))
                if kind is StageKind.WON
                else ngettext("asks one of {n} reason", "asks one of {n} reasons", count).format(
                    n=count
                )
            )

    def _fit(self) -> None:
        rows = min(max(1, len(self.model.rows)), _MOST)
        self.table.setFixedHeight(theme.px(_ROW) * rows)
        self._offer_steps()

    def _offer_steps(self) -> None:
        """What can be done with a reason is offered once one is chosen."""
        is_chosen = self.table.currentIndex().isValid()
        self.edit_button.setVisible(is_chosen)
        self.remove_button.setVisible(is_chosen)

    def _change_chosen(self) -> None:
        self.change(self.table.currentIndex().data(RowRole.ROW))

    def _ask(self, row: ReasonRow | None) -> None:
        NameDialog(
            self,
            (lambda: _("Add a refusal reason"))
            if row is None
            else (lambda: _("Change the reason")),
            save=partial(self._save, row),
            primary=(lambda: _("Add")) if row is None else (lambda: _("Save")),
            name=row.name if row else "",
            label=lambda: _("Why was it refused?"),
            placeholder=lambda: _("Deadline impossible"),
            hint=lambda: _("A reason has to say something: “Other” is not taken."),
            tick=lambda: _("Asks whose offer it was, and its price"),
            ticked=row.asks_offer if row else False,
        ).kept(self._section.context, self._kind(row), row.id if row else NOTHING_YET).open()

    def _kind(self, row: ReasonRow | None) -> str:
        if row is not None:
            return "refusal reason"
        return "new reason of leads" if self._for_leads else "new reason of deals"

    def _save(self, row: ReasonRow | None, dialog: NameDialog) -> None:
        name, asks = dialog.name(), dialog.is_ticked
        try:
            if name:
                commands.stages.refuse_reason(name)
            others = [one for one in self.model.rows if row is None or one.id != row.id]
            refuse_reason_taken(others, name)
            if row is None:
                self._section.edit(
                    lambda draft: draft.add_reason(name, asks_offer=asks, for_leads=self._for_leads)
                )
            else:
                self._section.change_reason(row.id, {"name": name or row.name, "asks_offer": asks})
        except UserError as error:
            dialog.refuse(error)
            return
        dialog.accept()

    def _move(self, start: int, end: int) -> None:
        order = reordered(self.model.rows, start, end, lambda row: row.id)
        self._section.change_order(LEADS if self._for_leads else DEALS, order)

    def _remove(self, row: int) -> None:
        if 0 <= row < len(self.model.rows):
            reason_id = self.model.rows[row].id
            self._section.edit(lambda draft: draft.reasons.remove(reason_id))


class _FinalButton(Button):
    """An end of the pipeline: it reads as a heading, and opens the end's form."""

    def ink_token(self) -> str:
        return "tx"

    def text_weight(self) -> QFont.Weight:
        return theme.SEMIBOLD


class _ReasonDelegate(TableDelegate):
    """Reasons stand close together, without lines between them."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        rect = QRectF(option.rect)
        line = QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1)
        painter.fillRect(line, self._background(option, index))
