# SPDX-License-Identifier: Apache-2.0
"""The next touch as a form holds it: what for, when, of which kind, agreed or set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from desktop.frozen import dataclass
from desktop.i18n import N_, _
from desktop.values.checklist import Checklist, read_checklist, stored_checklist
from desktop.values.states import TaskKind
from desktop.values.times import TIME_PASSED

LEAST_COMMENT = 3
"""Letters without which a comment says nothing."""

COMMENT_WANTED = N_("Write what was agreed.")
DAY_WANTED = N_("Set the day of the next touch.")
"""What every screen and command says where one of the two is missing."""

POSTPONEMENTS_WITHOUT_REASON = 2
"""How often a touch may wait before a reason is asked for (D2)."""


def lacks_comment(kind: str, text: str) -> bool:
    """Whether a touch may not be closed with these words: a talk says what was agreed (D1), other work need not."""
    known = TaskKind.known(kind)
    return known is not None and known.is_touch and len(text.strip()) < LEAST_COMMENT


@dataclass(frozen=True, slots=True)
class TouchDraft:
    """One planned touch. `agreed` says that the client named the time; without `holder_id` it is the card's."""

    kind: str = TaskKind.CALL.value
    goal: str = ""
    due_at: datetime | None = None
    agreed: bool = False
    holder_id: UUID | None = None
    note: str = ""
    recurrence: str | None = None
    checklist: Checklist | None = None
    """These two leave a touch that is there as it is, where they are None."""

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Self:
        """From the stored document."""
        due, holder = body.get("due_at"), body.get("holder_id")
        steps = body.get("checklist")
        return cls(
            kind=str(body.get("kind", TaskKind.CALL.value)),
            goal=str(body.get("goal", "")),
            due_at=datetime.fromisoformat(due) if due else None,
            agreed=bool(body.get("agreed")),
            holder_id=UUID(holder) if holder else None,
            note=str(body.get("note", "")),
            recurrence=body.get("recurrence"),
            checklist=None if steps is None else read_checklist(steps),
        )

    def stored(self) -> dict[str, Any]:
        """As a document."""
        return {
            "kind": self.kind,
            "goal": self.goal,
            "due_at": self.due_at.isoformat() if self.due_at else "",
            "agreed": self.agreed,
            "holder_id": str(self.holder_id) if self.holder_id else "",
            "note": self.note,
            "recurrence": self.recurrence,
            "checklist": None if self.checklist is None else stored_checklist(self.checklist),
        }

    def problems(self, now: datetime) -> dict[str, str]:
        """A sentence for each field that keeps the touch from being saved."""
        found: dict[str, str] = {}
        if not self.goal.strip():
            found["goal"] = _("Say what the touch is for.")
        if self.due_at is None:
            found["due_at"] = _(DAY_WANTED)
        elif self.due_at < now:
            found["due_at"] = _(TIME_PASSED)
        return found
