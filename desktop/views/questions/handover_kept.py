# SPDX-License-Identifier: Apache-2.0
"""What of a handover is kept until it is done: the word, the days, and to whom the cards go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop.i18n import _
from desktop.models.handover import Sharing, Wish
from desktop.views.kept_edit import KeptEdit
from desktop.views.kept_fields import Said, gone_words

if TYPE_CHECKING:
    from desktop.views.questions.handover_form import HandoverForm

_SHARING, _ONE, _PIPELINES, _MOVED = "sharing", "one", "by_pipeline", "moved"


class KeptHandover(QObject):
    """Joins a form that has read what may go with a draft; to whom it goes is kept with what was typed only."""

    drafted = Signal()

    def __init__(self, form: HandoverForm, parent: QObject) -> None:
        super().__init__(parent)
        assert form.days is not None
        self._form, self._first = form, form.wish
        edits = {"comment": form.comment, "start": form.days.start, "back": form.days.back}
        self._edits = {name: KeptEdit(edit, self) for name, edit in edits.items()}
        for edit in self._edits.values():
            edit.changed.connect(self.drafted)
        form.changed.connect(self.drafted)

    def typed(self) -> Mapping[str, Any]:
        """Words, days, and what was chosen besides."""
        texts = {name: edit.text() for name, edit in self._edits.items()}
        if not any(text.strip() for text in texts.values()):
            return {}
        wish = self._form.wish
        return texts | {
            _SHARING: wish.sharing.value,
            _ONE: str(wish.one or ""),
            _PIPELINES: _written(wish.by_pipeline),
            _MOVED: _written(wish.moved),
        }

    def put_back(self, kept: Mapping[str, Any]) -> Sequence[Said]:
        """Go on with it; whoever takes no cards any more has to be chosen anew."""
        form = self._form
        there = form.receiver_ids()
        chosen = Wish(
            one=UUID(kept[_ONE]) if kept.get(_ONE) else None,
            by_pipeline=_read(kept.get(_PIPELINES, {})),
            moved=_read(kept.get(_MOVED, {})),
        )
        form.wish_for(
            replace(
                form.wish,
                sharing=Sharing(kept.get(_SHARING, form.wish.sharing)),
                one=chosen.one if chosen.one in there else None,
                by_pipeline=_among(chosen.by_pipeline, there),
                moved=_among(chosen.moved, there),
            )
        )
        for name, edit in self._edits.items():
            edit.put(str(kept.get(name, "")))
        takers = {chosen.one, *chosen.by_pipeline.values(), *chosen.moved.values()} - {None}
        return [] if takers <= there else [partial(gone_words, lambda: _("To whom"))]

    def begin_anew(self) -> None:
        """Without a word or a day, to whom it was proposed."""
        for edit in self._edits.values():
            edit.put("")
        self._form.wish_for(self._first)
        self._form.focus_first()


def _written(takers: Mapping[UUID, UUID]) -> dict[str, str]:
    return {str(one): str(to) for one, to in takers.items()}


def _read(takers: Mapping[str, str]) -> dict[UUID, UUID]:
    return {UUID(one): UUID(to) for one, to in takers.items()}


def _among(takers: Mapping[UUID, UUID], there: set[UUID]) -> dict[UUID, UUID]:
    return {one: to for one, to in takers.items() if to in there}
