# SPDX-License-Identifier: Apache-2.0
"""Who takes leads that come: rules by channel and product, in turn or by load, asked from the first to the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import commands, queries
from desktop.i18n import N_, _
from desktop.models.card_words import channel_name
from desktop.values.lead_rules import Rule, Way
from desktop.values.rows.lead_rules import LeadRulesRow, RuleRow
from desktop.values.states import Channel
from desktop.views import theme
from desktop.views.actions import ActionSpec
from desktop.views.context import Context
from desktop.views.settings.section import Scrolled, SectionView
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.menu import popup_menu
from desktop.views.widgets.panel import Hairline, Panel

ADD = ActionSpec("settings.add_lead_rule", N_("Add a rule"), "plus", ("Ctrl+N",))


class LeadRulesSection(SectionView):
    """What is changed holds at once, on every desk."""

    kinds: ClassVar[tuple[str, ...]] = ("lead_rule", "product", "user", "lead", "deal", "absence")

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self._known: LeadRulesRow | None = None
        self.lines: list[RuleLine] = []
        page = Scrolled(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        panel = Panel(lambda: _("Who takes leads"), self, padding=(16, 12))
        self.primary = self.add_button = Button(
            lambda: _("Add a rule"), panel, size="small", icon="plus", shortcut="Ctrl+N"
        )
        self.add_button.clicked.connect(self.add)
        panel.add_action(self.add_button)
        self.actions_here = [(ADD, self.add)]
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        panel.body.addLayout(self._rows)
        self._rest = Label("", panel, role="secondary", lines=0)
        panel.body.addWidget(self._rest)
        page.column.addWidget(panel)

    def refresh(self) -> None:
        """Ask for the rules."""
        self.fetch("lead rules", lambda r: queries.lead_rules.rules(r), then=self.show_rules)

    def show_rules(self, known: LeadRulesRow) -> None:
        """Show them; the focus stays at its rule and part."""
        if known == self._known:
            return
        place = self._focus_place()
        self._known = known
        empty(self._rows)
        self.lines = []
        for number, row in enumerate(known.rules):
            line = RuleLine(number, row, known, self)
            line.changed.connect(self._store)
            line.moved.connect(self._move)
            line.dropped.connect(self._drop)
            self.lines.append(line)
            self._rows.addWidget(line)
            self._rows.addWidget(Hairline(self))
        self._say()
        if place is not None:
            self._focus(*place)

    def retranslate(self) -> None:
        """Say everything anew."""
        super().retranslate()
        known, self._known = self._known, None
        if known is not None:
            self.show_rules(known)

    def _say(self) -> None:
        none = _(
            "Every lead waits in the head’s queue. The head takes or assigns it within 15 working minutes."
        )
        rest = _(
            "What no rule fits, and what its people cannot take, waits in the head’s queue for 15 working minutes. "
            "Whoever left or is away that day is given nothing. In turn, the one whose last lead is longest ago "
            "takes the next."
        )
        self._rest.set_content(rest if self.lines else none)

    # Where the focus is

    def _focus_place(self) -> tuple[UUID, int] | None:
        for line in self.lines:
            for place, part in enumerate(line.parts):
                if part.hasFocus():
                    return line.row.id, place
        return None

    def _focus(self, rule_id: UUID, place: int) -> None:
        for line in self.lines:
            if line.row.id == rule_id and line.parts[place].isEnabled():
                line.parts[place].setFocus()

    # Changing

    def add(self) -> None:
        """A rule for every lead, in turn, at the end of the list."""
        self.run(
            lambda uow: commands.lead_rules.set_rule(uow, rule=Rule(Way.TURN)), then=self._added
        )

    def _added(self, rule_id: UUID) -> None:
        def show(known: LeadRulesRow) -> None:
            self.show_rules(known)
            self._focus(rule_id, 0)

        self.fetch("lead rules with a new one", lambda r: queries.lead_rules.rules(r), then=show)

    def _store(self, row: RuleRow, rule: Rule) -> None:
        self.run(
            lambda uow: commands.lead_rules.set_rule(
                uow, rule=rule, rule_id=row.id, seen={row.id: row.stamp}
            )
        )

    def _move(self, row: RuleRow, step: int) -> None:
        ids = [line.row.id for line in self.lines]
        place = ids.index(row.id)
        if 0 <= place + step < len(ids):
            ids.insert(place + step, ids.pop(place))
            self.run(lambda uow: commands.lead_rules.order_rules(uow, rule_ids=ids))

    def _drop(self, row: RuleRow) -> None:
        self.run(
            lambda uow: commands.lead_rules.drop_rule(uow, rule_id=row.id, seen={row.id: row.stamp})
        )


class RuleLine(QWidget):
    """One rule: for which leads, how it shares, among whom, and who would be next."""

    changed = Signal(object, object)
    moved = Signal(object, int)
    dropped = Signal(object)

    def __init__(self, number: int, row: RuleRow, known: LeadRulesRow, parent: QWidget) -> None:
        super().__init__(parent)
        self.row, self._known = row, known
        self._make_choices()
        self._make_steps(number)
        self.parts: Sequence[QWidget] = (
            self.channel, self.product, self.way, self.people, self.up, self.down, self.drop,
        )  # fmt: skip
        self.note = Label(
            self._note(), self, style="small", ink="wa" if not row.is_reached else "tx2", lines=0
        )
        second = QHBoxLayout()
        second.addSpacing(theme.px(24))
        second.addWidget(self.note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(self._first_line(number))
        column.addLayout(second)

    def _make_choices(self) -> None:
        """For which leads, how they are shared, and among whom."""
        rule = self.row.rule
        self.channel = self._combo(
            _("Channel"), [("", _("Any channel"))] + [(one.value, one.label()) for one in Channel],
            rule.channel, channel_name,
        )  # fmt: skip
        self.product = self._combo(
            _("Product"), [(None, _("Any product")), *self._known.products], rule.product_id
        )
        self.way = self._combo(
            _("How leads are shared"), [(one.value, one.label()) for one in Way], rule.way
        )
        self.people = Button(self._people_words, self, menu_arrow=True)
        self.people.clicked.connect(self._ask_people)
        self.people.setVisible(rule.way != Way.QUEUE)

    def _make_steps(self, number: int) -> None:
        """What can be done with the rule itself."""
        self.up = icon_button("arrow-up", lambda: _("Ask this rule earlier"), self, size="small")
        self.down = icon_button("arrow-down", lambda: _("Ask this rule later"), self, size="small")
        self.drop = icon_button("ph.x", lambda: _("Drop this rule"), self, size="small")
        self.up.setEnabled(number > 0)
        self.down.setEnabled(number + 1 < len(self._known.rules))
        self.up.clicked.connect(lambda: self.moved.emit(self.row, -1))
        self.down.clicked.connect(lambda: self.moved.emit(self.row, 1))
        self.drop.clicked.connect(lambda: self.dropped.emit(self.row))

    def _first_line(self, number: int) -> QHBoxLayout:
        place = Label(str(number + 1), self, style="small", role="secondary")
        place.setFixedWidth(theme.px(16))
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(place)
        for combo in (self.channel, self.product, self.way):
            line.addWidget(combo, 3)
        line.addWidget(self.people, 4)
        if self.people.isHidden():
            line.addStretch(4)
        for button in (self.up, self.down, self.drop):
            line.addWidget(button)
        return line

    def _combo(
        self,
        name: str,
        choices: Sequence[tuple[object, str]],
        chosen: object,
        unknown: object = None,
    ) -> ComboBox:
        combo = ComboBox(self)
        combo.setAccessibleName(name)
        combo.setMinimumContentsLength(6)
        for key, words in choices:
            combo.addItem(words, key)
        keys = [key for key, _words in choices]
        if chosen not in keys:
            # One that a newer version knows, or a product that was taken off the list, stays what it is.
            combo.addItem(
                unknown(chosen) if callable(unknown) else _("no longer in the list"), chosen
            )
            keys.append(chosen)
        combo.setCurrentIndex(keys.index(chosen))
        combo.activated.connect(lambda _row: self._tell())
        return combo

    def _tell(self, people: tuple[UUID, ...] | None = None) -> None:
        rule = replace(
            self.row.rule,
            channel=str(self.channel.currentData()),
            product_id=self.product.currentData(),
            way=str(self.way.currentData()),
        )
        if people is not None:
            rule = replace(rule, people=people)
        if rule != self.row.rule:
            self.changed.emit(self.row, rule)

    def _people_words(self) -> str:
        chosen = set(self.row.rule.people)
        if not chosen:
            return _("All managers")
        names = [name for one, name, _manager in self._known.sellers if one in chosen]
        return ", ".join(names) or _("Nobody who works here")

    def _ask_people(self) -> None:
        menu = popup_menu(self)
        chosen = self.row.rule.people
        everybody = menu.addAction(_("All managers"), lambda: self._tell(()))
        everybody.setCheckable(True)
        everybody.setChecked(not chosen)
        menu.addSeparator()
        for one, name, _manager in self._known.sellers:
            action = menu.addAction(
                name.replace("&", "&&"), partial(self._tell, _toggled(chosen, one))
            )
            action.setCheckable(True)
            action.setChecked(one in chosen)
        menu.popup(self.people.mapToGlobal(self.people.rect().bottomLeft()))

    def _note(self) -> str:
        if not self.row.is_reached:
            return _("A rule above takes all of these leads: this one is never asked.")
        if self.row.rule.way == Way.QUEUE:
            return _("Waits in the head’s queue.")
        if not self.row.next:
            return _("Nobody of them is here now: these leads wait in the head’s queue.")
        return _("The next one goes to {name}.").format(name=self.row.next)


def _toggled(people: tuple[UUID, ...], one: UUID) -> tuple[UUID, ...]:
    """These people with one of them in or out."""
    return tuple(each for each in people if each != one) if one in people else (*people, one)
