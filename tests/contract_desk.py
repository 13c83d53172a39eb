# SPDX-License-Identifier: Apache-2.0
"""The contract wizard in a real window over a real shop, driven by keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.background.outbox_loop import OutboxLoop
from desktop.values.drafts.contract import Step
from desktop.views.contract.desk import ContractDesk
from desktop.views.contract.requisite_field import MarkedEdit
from desktop.views.contract.wizard import ContractWizard
from desktop.views.navigation import PageSpec, RailGroup
from desktop.views.page import Page
from tests.flows.contracts import paper_shop, the_deal
from tests.shell import press
from tests.shop import OpenShop
from tests.window_desk import WindowDesk

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ENTER = Qt.Key.Key_Return


class WizardDesk(WindowDesk):
    """A desk whose person opens the wizard of one deal."""

    def __init__(
        self,
        folder: Path,
        *,
        language: str = "en",
        shop: OpenShop | None = None,
        deal_id: UUID | None = None,
        roles: tuple[str, ...] = (),
        size: tuple[int, int] = (1440, 900),
    ) -> None:
        super().__init__(folder, shop=shop or paper_shop(folder, language), roles=roles, size=size)
        self.deal_id = deal_id or the_deal(self.shop, language)
        self.saved_as: list[str] = []
        self.wizard: ContractWizard | None = None
        self.show_window(
            [PageSpec("deals", "Deals", "columns", lambda: Page("Deals"), RailGroup.WORK, 1)]
        )
        self.navigator.open("deals")

    # The wizard

    def open(self) -> ContractWizard:
        """Open the wizard and wait until the deal is read."""
        wizard = ContractWizard(
            self.window,
            ContractDesk(self.make_context(), self.deal_id),
            choose_file=self._choose_file,
        )
        self.wizard = wizard
        wizard.open()
        self.wait(lambda: wizard.stack.currentIndex() > 0, "the deal is read")
        self.settle()
        return wizard

    def go_on(self, step: Step) -> None:
        """Press Ctrl+Enter as soon as it can be pressed, and wait for the step."""
        wizard = self.wizard
        assert wizard is not None
        self.wait(lambda: not wizard.why_not(), f"before {step}: {wizard.why_not()}")
        self.press(ENTER, CTRL)
        self.at(step)

    def at(self, step: Step) -> None:
        """Wait until the wizard shows this step."""
        wizard = self.wizard
        assert wizard is not None
        self.wait(
            lambda: wizard.draft.step is step,
            f"{step}, stands at {wizard.draft.step}: {wizard.troubled()}",
        )
        if step is Step.SEND:
            self.wait(wizard.sending.send.subject.isEnabled, "the letter is composed")
        self.settle()

    def outbox(self) -> OutboxLoop:
        """Let letters leave, as the program does."""
        loop = OutboxLoop(self.tasks, self.hub, self.window)
        loop.troubled.connect(self.told.append)
        loop.start()
        return loop

    def _choose_file(self, _parent: Any, name: str) -> str:
        self.saved_as.append(name)
        return str(self.shop.folder / name)

    # Keys and waiting

    def press(self, key: Any, mods: Any = Qt.KeyboardModifier.NoModifier, **more: Any) -> None:
        """Press a key where the focus is."""
        press(key, mods, **more)

    def type(self, text: str) -> None:
        """Type into the field that has the focus."""
        for sign in text:
            press(sign if sign.isascii() else Qt.Key.Key_unknown, text=sign)

    def paste(self, text: str) -> None:
        """Put a text on the clipboard."""
        QGuiApplication.clipboard().setText(text)

    def settle(self) -> None:
        """Let queued answers and layouts come to rest."""
        for _turn in range(3):
            QApplication.processEvents()
            QTest.qWait(5)

    def restart(self, make: Callable[..., WizardDesk]) -> WizardDesk:
        """End the program and start it again: only what is on the disk is left."""
        self.close()
        return make(shop=self.shop, deal_id=self.deal_id)


def edit_of(desk: WizardDesk, name: str) -> MarkedEdit:
    form = desk.wizard.form.step.form
    assert form is not None
    control = form.fields[name].control
    assert isinstance(control, MarkedEdit)
    return control


def fill(desk: WizardDesk, name: str, text: str) -> None:
    """Put the cursor into a field, replace what is in it, and leave it."""
    desk.wizard.form.step.form.focus(name)
    desk.settle()
    edit = edit_of(desk, name)
    edit.selectAll()
    edit.insert(text)
    edit.textEdited.emit(text)
    desk.press(Qt.Key.Key_Tab)
    desk.settle()
