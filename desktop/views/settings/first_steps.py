# SPDX-License-Identifier: Apache-2.0
"""First steps: what a new shop still lacks, each with the way there; none of it keeps from taking orders."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import queries
from desktop import settings as declared
from desktop.background.backup_loop import BackupLoop
from desktop.i18n import _, ngettext
from desktop.models.settings import Section
from desktop.values.rows.settings import ShopState
from desktop.views import theme
from desktop.views.context import Context
from desktop.views.settings.section import Scrolled, SectionView
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Text
from desktop.views.widgets.panel import Hairline, Panel

IMPORT_PAGE = "client_import"


class StepRow(QWidget):
    """One step: done or to do, what it is for, and the way there."""

    def __init__(
        self, title: Text, sentence: Text, parent: QWidget, go: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self._title = title
        self._mark = Icon("circle", "tx3", 20, self)
        self.sentence = Label(sentence, self, style="small", role="secondary", lines=0)
        self.button = Button(lambda: _("Open"), self, size="small")
        self.button.clicked.connect(go)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(title, self, weight=theme.SEMIBOLD))
        words.addWidget(self.sentence)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set_done(False)

    def set_done(self, done: bool) -> None:
        """Show whether anything is left to do here."""
        self._mark.set_icon("check-circle" if done else "circle", "ok" if done else "tx3")
        name = self._title() if callable(self._title) else self._title
        words = _("{step}: done").format(step=name) if done else name
        self.button.setAccessibleDescription(words)


class FirstStepsSection(SectionView):
    """The shop works from the first minute; what would make its papers and letters whole is listed here."""

    kinds: ClassVar[tuple[str, ...]] = (
        "firm",
        "user",
        "product",
        "preference",
        "contact",
        "company",
    )

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        *,
        go: Callable[[Section], None],
        backups: BackupLoop | None,
    ) -> None:
        super().__init__(context, parent)
        self._go = go
        self._backups = backups
        page = Scrolled(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        page.column.addWidget(self._ready_panel())
        page.column.addWidget(self._steps_panel())

    def _ready_panel(self) -> Panel:
        panel = Panel(parent=self, padding=(16, 16), fill="ac_t", border="ac_t")
        panel.body.setSpacing(8)
        panel.body.addWidget(Label(lambda: _("The shop is open"), panel, style="section"))
        sentence = Label(
            lambda: _(
                "Pipelines, prices and templates are there: the first order can be taken now. What follows can wait "
                "for a quiet moment."
            ),
            panel,
            lines=0,
        )
        panel.body.addWidget(sentence)
        self.primary = order = Button(
            lambda: _("Take an order"), panel, kind="primary", icon="storefront", shortcut="F2"
        )
        order.clicked.connect(lambda: self.context.go("counter", None))
        order.setVisible(self.may("take_orders"))
        panel.body.addWidget(order, 0, Qt.AlignmentFlag.AlignLeft)
        return panel

    def _steps_panel(self) -> Panel:
        panel = Panel(lambda: _("When you have a moment"), self, padding=(0, 0))
        panel.body.setSpacing(0)
        self._rows = {
            "firm": self._row(lambda: _("Requisites of the firm"), Section.FIRM),
            "prices": self._row(lambda: _("Your own prices"), Section.PRICES),
            "clients": self._row(lambda: _("Your list of clients"), None),
            "people": self._row(lambda: _("Colleagues and their PINs"), Section.PEOPLE),
            "mail": self._row(lambda: _("Mail server"), Section.MAIL),
            "backup": self._row(lambda: _("Backups on another disk"), Section.BACKUP),
        }
        for place, row in enumerate(self._rows.values()):
            if place:
                panel.body.addWidget(Hairline(panel))
            panel.body.addWidget(row)
        self._rows["people"].setVisible(self.may(*Section.PEOPLE.rights))
        self._rows["clients"].setVisible(self.may("import"))
        return panel

    def _row(self, title: Text, section: Section | None) -> StepRow:
        def go() -> None:
            if section is None:
                self.context.go(IMPORT_PAGE, None)
            else:
                self._go(section)

        return StepRow(title, "", self, go)

    def refresh(self) -> None:
        """See what is done by now."""
        self.context.tasks.fetch(
            "first steps",
            lambda reader: queries.settings.shop_state(reader),
            then=self._show,
        )

    def retranslate(self) -> None:
        """The sentences hold figures: ask again."""
        if self.isVisible():
            self.refresh()
        super().retranslate()

    def _show(self, state: ShopState) -> None:
        self._say("firm", done=not (state.lacking or state.wrong), text=_requisites(state))
        self._say("prices", done=state.has_own_prices, text=_products(state))
        self._say("clients", done=state.clients > 0, text=_clients(state.clients))
        self._say("people", done=state.people > 1, text=_people(state.people))
        self._say(
            "mail",
            done=state.has_mail,
            text=_("Contracts and invoices leave by it; until then they are saved as files."),
        )
        chosen = bool(self.context.settings.get(declared.BACKUP_FOLDER))
        self._say(
            "backup",
            done=chosen,
            text=_("Each day by itself. A USB drive survives what happens to this computer."),
        )

    def _say(self, name: str, *, done: bool, text: str) -> None:
        self._rows[name].sentence.set_content(text)
        self._rows[name].set_done(done)


def _requisites(state: ShopState) -> str:
    if count := len(state.lacking):
        return ngettext(
            "{n} field is empty; contracts and invoices have a gap there.",
            "{n} fields are empty; contracts and invoices have gaps there.",
            count,
        ).format(n=count)
    if count := len(state.wrong):
        return ngettext(
            "{n} field has a mistake that would stand on contracts and invoices.",
            "{n} fields have mistakes that would stand on contracts and invoices.",
            count,
        ).format(n=count)
    return _("All there: they stand on contracts, invoices and tickets.")


def _products(state: ShopState) -> str:
    count = state.products
    if state.has_own_prices:
        return ngettext("{n} product.", "{n} products.", count).format(n=count)
    return ngettext(
        "{n} product with an example price; change it or take in your own list from Excel.",
        "{n} products with example prices; change them or take in your own list from Excel.",
        count,
    ).format(n=count)


def _clients(count: int) -> str:
    if not count:
        return _("From Excel or CSV, checked before anything is stored.")
    return ngettext("{n} client is there.", "{n} clients are there.", count).format(n=count)


def _people(count: int) -> str:
    return ngettext(
        "{n} person works here. Each takes the counter over with four digits.",
        "{n} people work here. Each takes the counter over with four digits.",
        count,
    ).format(n=count)
