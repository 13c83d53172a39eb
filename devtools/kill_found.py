# SPDX-License-Identifier: Apache-2.0
"""The shop as a kill has left it, looked at in a copy: what the program finds at its next start is not touched."""

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, select

from desktop.clock import SystemClock
from desktop.commands.messages import MOVE
from desktop.domain.deal import Deal
from desktop.domain.document import Document
from desktop.domain.message import Message
from desktop.domain.people import Company, Contact
from desktop.domain.pipeline import Stage
from desktop.domain.touch import Comment
from desktop.storage.check import check
from desktop.storage.database import Database
from desktop.storage.tables import FILE_NAME
from desktop.storage.tables import draft as drafts
from desktop.values.states import MessageState, StagePurpose

_PLACES = select(Stage.id, Stage.position)


@dataclass(frozen=True, slots=True)
class FoundDraft:
    """A form that was left: its kind, the record it is about, and what stands in it."""

    kind: str
    key: str
    body: dict[str, Any]

    @property
    def name(self) -> str:
        """How the player names it."""
        return f"{self.kind} {self.key}"

    @property
    def text(self) -> str:
        """All that stands in it."""
        return json.dumps(self.body, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class FoundDeal:
    """A deal: `place` is the stage's in its pipeline, `requisites` the client's as one text."""

    title: str
    place: int
    note: str
    amount: int
    paid: int
    is_handed_over: bool
    requisites: str


@dataclass(frozen=True, slots=True)
class FoundLetter:
    """A letter.

    `is_leaving` says that the server may have had its last line when the program died; when it is sent, its deal
    stands at least at the place `moves_to`.
    """

    id: str
    deal: str
    state: str
    message_id: str
    is_leaving: bool
    moves_to: int

    @property
    def is_unsure(self) -> bool:
        """Whether the program has to ask about it from the next start on."""
        return self.state == MessageState.UNSURE or self.is_leaving


@dataclass(frozen=True, slots=True)
class Found:
    """Everything the promises are about. `faults` is what the program's own check finds wrong."""

    faults: tuple[str, ...]
    drafts: tuple[FoundDraft, ...]
    deals: dict[str, FoundDeal]
    letters: tuple[FoundLetter, ...]
    comments: Counter[tuple[str, str]] = field(default_factory=Counter)
    clients: Counter[str] = field(default_factory=Counter)
    places: dict[str, int] = field(default_factory=dict)
    papers: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def look(cls, shop: Path, scratch: Path) -> Self:
        """Look at the shop in this folder, which nobody has open; the copy lies in `scratch`."""
        with _copy(shop, scratch) as database:
            return database.read(lambda reader: cls._read(reader.connection, shop))

    @classmethod
    def _read(cls, connection: Connection, shop: Path) -> Self:
        rows = connection.execute(select(drafts.c.key, drafts.c.body)).all()
        parts = [(key.split(":", 2), body) for key, body in rows]
        spoken = connection.execute(select(Comment.card_id, Comment.text)).all()
        numbers: dict[str, list[str]] = {}
        for kind, number in connection.execute(select(Document.kind, Document.number)):
            numbers.setdefault(kind.partition("_")[0], []).append(number)
        return cls(
            faults=tuple(map(str, check(connection, shop).faults)),
            drafts=tuple(FoundDraft(key[0], key[2], json.loads(body)) for key, body in parts),
            deals=_deals(connection),
            letters=_letters(connection),
            comments=Counter((str(card), text) for card, text in spoken),
            clients=Counter(connection.scalars(select(Contact.email)).all()),
            places={str(stage): place for stage, place in connection.execute(_PLACES)},
            papers=numbers,
        )

    def draft(self, name: str) -> FoundDraft | None:
        """The draft the player calls so."""
        return next((one for one in self.drafts if one.name == name), None)

    def title_of_left(self, kind: str) -> str:
        """The title of a deal where a form of this kind was left; "" where none was."""
        deals = (self.deals.get(one.key) for one in self.drafts if one.kind == kind)
        return next((deal.title for deal in deals if deal is not None), "")


@contextmanager
def _copy(shop: Path, scratch: Path) -> Iterator[Database]:
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    for suffix in ("", "-wal"):
        source = shop / f"{FILE_NAME}{suffix}"
        if source.exists():
            shutil.copy(source, scratch / source.name)
    database = Database(scratch, SystemClock())
    database.open()
    try:
        yield database
    finally:
        database.close()


def _deals(connection: Connection) -> dict[str, FoundDeal]:
    found = connection.execute(
        select(
            Deal.id, Deal.title, Stage.position, Deal.note, Deal.amount, Deal.paid,
            Deal.handed_over_at, Company.requisites,
        )
        .join(Stage, Stage.id == Deal.stage_id)
        .join(Company, Company.id == Deal.company_id, isouter=True)
    )  # fmt: skip
    return {
        str(key): FoundDeal(title, place, note, amount, paid, handed is not None, str(requisites))
        for key, title, place, note, amount, paid, handed, requisites in found
    }


def _letters(connection: Connection) -> tuple[FoundLetter, ...]:
    awaiting = dict[Any, int](
        connection.execute(
            select(Stage.pipeline_id, Stage.position).where(
                Stage.purpose == StagePurpose.AWAITING_PAYMENT.value
            )
        ).all()
    )
    found = connection.execute(
        select(
            Message.id, Message.card_id, Message.state, Message.message_id,
            Message.handed_over_at, Message.then, Deal.pipeline_id,
        ).join(Deal, Deal.id == Message.card_id)
    )  # fmt: skip
    return tuple(
        FoundLetter(
            str(key), str(deal), state, message_id,
            is_leaving=state == MessageState.SENDING and handed is not None,
            moves_to=awaiting.get(pipeline, 0) if MOVE in then else 0,
        )
        for key, deal, state, message_id, handed, then, pipeline in found
    )  # fmt: skip
