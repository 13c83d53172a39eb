# SPDX-License-Identifier: Apache-2.0
"""The last block of the order: how the client is told that it is ready, a note for production, and files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.background.tasks import Tasks
from desktop.flows.shop import Shop
from desktop.i18n import _, say_keys, short_date
from desktop.models.counter import OrderForm
from desktop.values.drafts.order import OrderFile
from desktop.values.scripts import Question, Script
from desktop.views import theme
from desktop.views.counter.by_script import OwnQuestions
from desktop.views.counter.file_chip import FileChip
from desktop.views.counter.parts import Block, EnterGoesOn, QuietLink
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.segmented import Segment, SegmentedControl


class ReadyBlock(Block):
    """`failed` tells the UserError of a file that could not be kept."""

    failed = Signal(object)

    def __init__(
        self,
        form: OrderForm,
        tasks: Tasks,
        enter: EnterGoesOn,
        now: Callable[[], datetime],
        parent: QWidget,
    ) -> None:
        super().__init__(4, lambda: _("Ready message"), parent)
        self._form, self._tasks = form, tasks
        self.channel = SegmentedControl(
            [
                Segment("sms", lambda: _("SMS"), "device-mobile"),
                Segment("email", lambda: _("E-mail")),
                Segment("call", lambda: _("Call")),
            ],
            self,
            name=lambda: _("Ready message"),
            height=theme.CONTROL_SMALL,
            padding=8,
        )
        self.head.addWidget(self.channel)
        self.note = LineEdit(
            self,
            placeholder=lambda: _("Note for production, {keys}").format(keys=say_keys("Alt+N")),
        )
        self.note.say_as(lambda: _("Note for production"))
        self.body.addWidget(self.note)
        self.own = OwnQuestions(form, enter, now, self)
        self.body.addWidget(self.own)
        self._files = QWidget(self)
        self._flow = FlowLayout(self._files, gap=8)
        self.body.addSpacing(6)
        self.body.addWidget(self._files)
        self.channel.chosen.connect(lambda key: form.change(ready_channel=key))
        self.note.textEdited.connect(self._note_typed)
        enter.watch(self.note)
        self._shown: tuple[OrderFile, ...] | None = None
        form.changed.connect(self.refresh)
        self.refresh()

    def mark_required(self, script: Script) -> None:
        """Mark the note where the script must know it, and ask what the form has no field for."""
        words = _("Note for production")
        required = script.wants(Question.NOTE)
        self.note.setAccessibleName(
            _("{label}, required").format(label=words) if required else words
        )
        self.own.ask(script)

    def show_problem(self, field: str, sentence: str) -> None:
        """Say what the script must know, and go there."""
        if field == Question.NOTE:
            self.note.set_wrong(True)
            self.note.setToolTip(sentence)
            self.focus_note()
        else:
            self.own.show_problem(field, sentence)

    def focus_note(self) -> None:
        """Put the cursor into the note."""
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _note_typed(self, text: str) -> None:
        self.note.set_wrong(False)
        self.note.setToolTip("")
        self._form.change(note=text)

    def ask_file(self) -> None:
        """Choose files to go with the order."""
        chosen, _kind = QFileDialog.getOpenFileNames(self.window(), _("Files of the order"))
        self.take_files([Path(one) for one in chosen])

    def take_files(self, paths: list[Path]) -> None:
        """Keep copies of these among the shop's files, then put them on the order."""
        order_id = self._form.draft.id
        for path in paths:
            self._tasks.flow(
                partial(_keep, path=path),
                then=lambda file: self._kept(file, order_id),
                failed=self.failed.emit,
            )

    def _kept(self, file: OrderFile, order_id: object) -> None:
        # The order may have been stored meanwhile: a file of that one is not this one's.
        if order_id == self._form.draft.id:
            self._form.add_file(file)

    def refresh(self) -> None:
        """Show channel, note and files as the order has them."""
        draft = self._form.draft
        self.channel.setEnabled(not draft.is_anonymous)
        if draft.ready_channel:
            self.channel.choose(draft.ready_channel)
        if self.note.text() != draft.note and not self.note.hasFocus():
            self.note.setText(draft.note)
        elif not draft.note and draft.is_empty:
            self.note.setText("")
        if draft.files != self._shown:
            self._shown = draft.files
            self._show_files()

    def _show_files(self) -> None:
        empty(self._flow)
        label = Label(lambda: _("Files:"), self._files, style="small", role="secondary")
        label.setFixedHeight(theme.px(20))
        self._flow.addWidget(label)
        for file in self._form.draft.files:
            chip = FileChip(_words(file), self._files)
            chip.removed.connect(lambda name=file.name: self._form.remove_file(name))
            self._flow.addWidget(chip)
        words = (
            (lambda: _("or drop a file here"))
            if self._form.draft.files
            else (lambda: _("choose one, {keys}, or drop it here").format(keys=say_keys("Alt+F")))
        )
        link = QuietLink(words, self._files)
        link.setFixedHeight(theme.px(20))
        link.clicked.connect(self.ask_file)
        self._flow.addWidget(link)
        for place in range(self._flow.count()):
            item = self._flow.itemAt(place)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.show()
        self._files.updateGeometry()

    def retranslate(self) -> None:
        """Say files anew."""
        super().retranslate()
        self._show_files()


def _keep(shop: Shop, *, path: Path) -> OrderFile:
    from desktop.flows.order_files import keep_file  # storage is loaded when the first file comes

    return keep_file(shop, path=path)


def _words(file: OrderFile) -> str:
    """A file with its version: "cards.pdf · v3, from 3 Aug"."""
    if file.at is None:
        return f"{file.name} · v{file.version}" if file.version > 1 else file.name
    day = short_date(file.at.date()).partition(" ")[2]
    return _("{file} · v{n}, from {day}").format(file=file.name, n=file.version, day=day)
