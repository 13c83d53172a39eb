# SPDX-License-Identifier: Apache-2.0
"""Changes of stages and scripts that wait to be published: kept through a restart, counted, published or let go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

import shiboken6
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop import commands, queries
from desktop.background.tasks import WorkerShop
from desktop.errors import UserError
from desktop.i18n import N_, _, formats, ngettext, pgettext
from desktop.values.edits import ChangedMeanwhile
from desktop.values.rows.drafts import DraftRow
from desktop.values.rows.settings import PipelineSettingRow
from desktop.values.scripts import Script, ScriptStep
from desktop.values.stages_document import document_of, read_draft
from desktop.values.stages_draft import KIND, StagesDraft, Stored
from desktop.views.actions import ActionSpec
from desktop.views.context import Context
from desktop.views.settings.section import SectionView
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.field import Note
from desktop.views.widgets.label import Label

T = TypeVar("T")
Count = Callable[[int, int], object]

PUBLISH = ActionSpec(
    "settings.publish_stages", N_("Publish to all desks"), "paper-plane-tilt", ("Ctrl+S",)
)
TAKE_BACK = ActionSpec(
    "settings.take_stages_back", N_("Take the last change back"), "arrow-counter-clockwise",
    ("Ctrl+Z",), in_palette=False,
)  # fmt: skip
_KEEP_MS = 1000
_STEPS_BACK = 50


class UnpublishedStages(SectionView):
    """What is shown is what would be published: everything is changed in the draft, and stored in one step.

    `steps_back` tells whether a change of the draft can be taken back, `counted` how many of many cards have moved.
    """

    steps_back = Signal(bool)
    counted = Signal(int, int)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self.draft = StagesDraft()
        self.stored_now = Stored()
        self._pipelines: tuple[PipelineSettingRow, ...] = ()
        self._before: list[StagesDraft] = []
        self._last_key: object = None
        self._is_kept = self._rebases = self._is_publishing = self._is_edited = False
        self.note = Note(self)
        self._timer = QTimer(self, interval=_KEEP_MS)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._keep)
        self._make_tools()
        self.counted.connect(self._going)
        context.tasks.fetch(
            "unpublished stages", lambda r: queries.drafts.draft(r, kind=KIND), then=self._restore
        )

    def _make_tools(self) -> None:
        self.count_label = Label("", self, style="small", role="secondary")
        self.back_button = icon_button(
            "arrow-counter-clockwise", lambda: _("Take the last change back"), self, kind="default",
            shortcut="Ctrl+Z",
        )  # fmt: skip
        self.back_button.clicked.connect(self.take_back)
        self.discard_button = Button(lambda: pgettext("draft", "Discard"), self)
        self.discard_button.clicked.connect(self.discard)
        self.publish_button = Button(
            lambda: _("Publish to all desks"), self, kind="primary", shortcut="Ctrl+S"
        )
        self.publish_button.clicked.connect(self.publish)
        self.primary = self.publish_button
        self._say_count()

    # What is stored, and over it what is changed

    def take_stored(self, stored: Stored) -> None:
        """What stands in the shop now; a change that has become true is none any more."""
        self.stored_now = stored
        self.draft.settle(stored)
        if self._rebases:
            self._rebases = False
            self.draft.rebase(stored)
            self._timer.start()
        self._lay_over()

    def _lay_over(self) -> None:
        self._pipelines = self.draft.over(self.stored_now)
        self._say_count()

    def pipelines(self) -> tuple[PipelineSettingRow, ...]:
        """All of them, as they would be published."""
        return self._pipelines

    def script(self, channel: str) -> Script:
        """A channel's script as it would be published."""
        return self.draft.script(self.stored_now.scripts.holding.get(channel, Script(channel)))

    # Changing

    def edit(self, change: Callable[[StagesDraft], T], *, key: object = None) -> T:
        """Change the draft; changes with the same `key` in a row are one to take back. UserError changes nothing."""
        before = self.draft.copied()
        result = change(self.draft)
        if self.draft != before and (key is None or key != self._last_key):
            self._before = [*self._before[1 - _STEPS_BACK :], before]
        self._last_key = key
        self._changed()
        return result

    def take_back(self) -> None:
        """Let the last change of the draft go."""
        if self._before:
            self.draft, self._last_key = self._before.pop(), None
            self.draft.settle(self.stored_now)
            self.note.say("", "er")
            with self._keys_stay():
                self._changed()

    @contextmanager
    def _keys_stay(self) -> Iterator[None]:
        """Where what has the keys goes, or can be pressed no more, the page begins anew instead of the rail."""
        had = self._has_keys()
        yield
        if had and not self._has_keys():
            self.focus_first()

    def _has_keys(self) -> bool:
        focus = QApplication.focusWidget()
        tools = (self.back_button, self.discard_button, self.publish_button)
        return focus is not None and (self.isAncestorOf(focus) or focus in tools)

    def change_stage(self, stage_id: UUID, fields: dict[str, Any]) -> None:
        """Change facts of a stage."""
        stored = self.stored_now.stages().get(stage_id)
        if stored is not None or stage_id in self.draft.stages.added:
            self.edit(lambda draft: draft.stages.put(stage_id, stored, fields))

    def change_reason(self, reason_id: UUID, fields: dict[str, Any]) -> None:
        """Change facts of a reason."""
        stored = next((one for one in self.stored_now.reasons if one.id == reason_id), None)
        self.edit(lambda draft: draft.reasons.put(reason_id, stored, fields))

    def change_order(self, key: str, ids: Sequence[UUID]) -> None:
        """Let stages of a pipeline, or reasons, stand in this order."""
        self.edit(lambda draft: draft.put_order(self.stored_now, key, ids))

    def change_script(self, channel: str, steps: Sequence[ScriptStep]) -> None:
        """Let a channel's script have these steps."""
        held = self.stored_now.scripts.holding.get(channel)
        if held is not None:
            self.edit(
                lambda draft: draft.set_script(held, steps), key=("script", channel, len(steps))
            )

    def _changed(self) -> None:
        self._is_edited = True
        self._lay_over()
        self._timer.start()
        self.show_over()

    def show_over(self) -> None:
        """Show what would be published."""
        raise NotImplementedError

    def _say_count(self) -> None:
        n = self.draft.count
        words = ngettext("{n} change, not published", "{n} changes, not published", n)
        self.count_label.set_content(words.format(n=n) if n else _("Everything is published"))
        self.discard_button.setEnabled(bool(n))
        self.publish_button.setEnabled(bool(n))
        self.back_button.setEnabled(bool(self._before))
        self.steps_back.emit(bool(self._before))

    def retranslate(self) -> None:
        """Say the count anew."""
        self._say_count()
        super().retranslate()

    # Keeping

    def flush(self) -> None:
        """Keep now what has not been kept yet."""
        if self._timer.isActive():
            self._timer.stop()
            self._keep()

    def _keep(self) -> None:
        me = self.context.person.id
        if not self.draft.is_empty:
            body = document_of(self.draft)
            self._is_kept = True
            self.context.tasks.run(
                lambda uow: commands.drafts.save_draft(uow, kind=KIND, body=body, user_id=me)
            )
        elif self._is_kept:
            self._is_kept = False
            self.context.tasks.run(
                lambda uow: commands.drafts.drop_draft(uow, kind=KIND, user_id=me)
            )

    def _restore(self, row: DraftRow | None) -> None:
        if row is None or not self.draft.is_empty:
            return
        kept = read_draft(row.body)
        self.draft, self._is_kept = kept.draft, True
        if kept.damaged:
            words = _(
                "A part of your draft could not be read: {parts}. The rest of it is here, and what is published "
                "stands. Look it through before you publish."
            )
            self.note.say(words.format(parts=", ".join(kept.damaged)), "wa", "warning")
        if self.stored_now.pipelines:
            self.take_stored(self.stored_now)
            self.show_over()

    # Publishing

    def publish(self) -> None:
        """Store every change in one step; what is refused is said at its place, and nothing is stored.

        What is changed while the disk is at work stays in the draft.
        """
        if self._is_publishing:
            return
        for form in self._forms:
            if not form.commit_all():
                return
        if not self.draft.count:
            return
        self._timer.stop()
        # Many cards move in parts: ended in between, it is published again from what is kept.
        self._keep()
        given, self._is_publishing, self._is_edited = self.draft.copied(), True, False

        self.run_step(
            partial(_publish, draft=given, told=self._told),
            then=lambda _none: self._published(),
            failed=self._not_published,
        )

    def _told(self, done: int, whole: int) -> None:
        """Called on the step's own thread; the window may have gone meanwhile, and the step goes on."""
        with suppress(RuntimeError):
            if shiboken6.isValid(self):
                self.counted.emit(done, whole)

    def _going(self, done: int, whole: int) -> None:
        words = _("{done} of {whole} cards have moved so far. You can go on working elsewhere.")
        told = words.format(done=formats.number(done), whole=formats.number(whole))
        self.note.say(told, "tx2", "paper-plane-tilt")
        # What is changed now would go with the draft that is published.
        self.setEnabled(False)

    def _published(self) -> None:
        self.setEnabled(True)
        self._is_kept = self._is_publishing = False
        self.note.say("", "er")
        self._rebases = self._is_edited
        if not self._is_edited:
            self.draft = StagesDraft()
        self._before, self._last_key = [], None
        self.refresh()

    def _not_published(self, error: UserError) -> None:
        self.setEnabled(True)
        self._is_publishing = False
        self._timer.start()
        self._refused(error)
        kind, _sign, place = (error.field or "").partition(":")
        place, _sign, field = place.partition(":")
        if isinstance(error, ChangedMeanwhile):
            self._rebases = True
            self.refresh()
        if kind == "stage" and UUID(place) in self.draft.stages.gone:
            # It has to be said anew where its cards go.
            self.edit(lambda draft: draft.stages.gone.pop(UUID(place)))
        self.show_refused(kind, place, field, error)

    def show_refused(self, kind: str, place: str, field: str, error: UserError) -> None:
        """Go to what was refused."""
        raise NotImplementedError

    def _refused(self, error: UserError) -> None:
        self.note.say(error.sentence, "er", "warning-circle")

    def discard(self) -> None:
        """Let every change go that is not published; that is a step to take back as well."""
        self.note.say("", "er")
        self._before = [*self._before[1 - _STEPS_BACK :], self.draft]
        self.draft, self._last_key, self._is_edited = StagesDraft(), None, True
        with self._keys_stay():
            self._lay_over()
            self._keep()
            self.show_over()


def _publish(shop: WorkerShop, draft: StagesDraft, told: Count) -> None:
    from desktop.flows import publish_stages  # SQLAlchemy: only where something is published

    publish_stages.publish(shop, draft=draft, kept_as=KIND, progress=told)
