# SPDX-License-Identifier: Apache-2.0
"""Lets the form of the order follow the walk-in script: the order of its blocks, what to say, what is required."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QWidget

from desktop.models.counter import OrderForm
from desktop.values.drafts.order_script import order_of_blocks, own_questions, words_for
from desktop.values.rows.counter import CounterDesk
from desktop.values.rows.scripts import ScriptPart
from desktop.values.scripts import Fill, Script
from desktop.views.counter.parts import Block, EnterGoesOn
from desktop.views.questions.answer_field import AnswerField, Choices
from desktop.views.widgets.panel import Hairline
from desktop.views.widgets.tab_stops import tab_stops


class ByScript(QObject):
    """`begins` put the cursor into each block. The usual script leaves the form as it is drawn."""

    def __init__(
        self,
        flow: QBoxLayout,
        blocks: Mapping[str, Block],
        begins: Mapping[str, Callable[[], None]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._flow, self._blocks, self._begins = flow, blocks, begins
        self.order = tuple(blocks)
        self._script: Script | None = None

    def follow(self, script: Script) -> bool:
        """Lay the form out by this script; returns whether its blocks stand in another order now."""
        if script == self._script:
            return False
        self._script = script
        for key, block in self._blocks.items():
            block.set_words(words_for(script, key))
            block.mark_required(script)
        order = order_of_blocks(script)
        if order == self.order:
            return False
        self.order = order
        self._lay_out()
        return True

    def begin(self) -> None:
        """Put the cursor into the first block."""
        self._begins[self.order[0]]()

    def go_on(self, behind: str) -> None:
        """Put the cursor into the block behind this one."""
        at = self.order.index(behind) + 1
        if at < len(self.order):
            self._begins[self.order[at]]()

    def _lay_out(self) -> None:
        lines = [
            widget
            for n in range(self._flow.count())
            if (item := self._flow.itemAt(n)) and isinstance(widget := item.widget(), Hairline)
        ]
        places = [self._flow.indexOf(block) for block in self._blocks.values()]
        place = min(places)
        for widget in (*self._blocks.values(), *lines):
            self._flow.removeWidget(widget)
        for n, key in enumerate(self.order):
            if n:
                self._flow.insertWidget(place, lines[n - 1])
                place += 1
            self._flow.insertWidget(place, self._blocks[key])
            place += 1
            self._blocks[key].badge.set_number(n + 1)
        stops = [stop for key in self.order for stop in tab_stops(self._blocks[key])]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)


class OwnQuestions(QWidget):
    """A field for each question that the form has none for, in two columns; its answer is part of the order."""

    def __init__(
        self, form: OrderForm, enter: EnterGoesOn, now: Callable[[], datetime], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._form, self._enter, self._now = form, enter, now
        self._asked: tuple[Fill, ...] = ()
        self.fields: dict[str, AnswerField] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        form.changed.connect(self.refresh)
        self.hide()

    def ask(self, script: Script) -> None:
        """Ask what this script asks."""
        asked = own_questions(script)
        if asked == self._asked:
            return
        self._asked = asked
        for field in self.fields.values():
            self._grid.removeWidget(field)
            field.hide()
            field.deleteLater()
        self.fields = {one.field: self._field(one) for one in asked}
        for n, field in enumerate(self.fields.values()):
            self._grid.addWidget(field, n // 2, n % 2, Qt.AlignmentFlag.AlignTop)
        self.setVisible(bool(asked))

    def _field(self, fill: Fill) -> AnswerField:
        field = AnswerField(fill, self._part(), self._now, self)
        field.answered.connect(lambda name, value: self._form.answer_script(name, str(value or "")))
        if not isinstance(field.control, Choices):
            self._enter.watch(field.control)
        return field

    def _part(self) -> ScriptPart:
        desk = self._form.desk
        return ScriptPart(answers=self._form.draft.answers, country=_country(desk))

    def refresh(self) -> None:
        """Show the answers of the order in the form."""
        part, is_new = self._part(), self._form.draft.is_empty
        for field in self.fields.values():
            field.show_part(part, anew=is_new)

    def flush(self) -> None:
        """Take what is typed and was not left yet."""
        for field in self.fields.values():
            field.flush()

    def show_problem(self, name: str, sentence: str) -> None:
        """Say at a question that it must be answered, and go there."""
        field = self.fields.get(name)
        if field is not None:
            field.field.set_error(sentence)
            field.begin()


def _country(desk: CounterDesk | None) -> str:
    return desk.firm.country if desk is not None else ""
