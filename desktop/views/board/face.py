# SPDX-License-Identifier: Apache-2.0
"""What a card shows beside its own row: who holds it, on which stage, at which moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from desktop.clock import Clock, local
from desktop.i18n import _, formats
from desktop.models import card_words
from desktop.models.board import BoardModel
from desktop.models.board_filter import Sieve
from desktop.models.card_words import Mark
from desktop.values.money import Money
from desktop.values.rows.board import CardRow, HolderRow, StageRow
from desktop.views.board.kinds import DEALS, BoardKind
from desktop.views.session import Person


class CardFace:
    """Names, initials and colours of the holders, stages and words, for delegates, tables and dialogs alike."""

    def __init__(
        self,
        clock: Clock,
        model: Callable[[], BoardModel | None],
        mark: Callable[[bytes], Mark] = lambda _key: Mark.NONE,
        *,
        kind: BoardKind = DEALS,
    ) -> None:
        """`mark` tells by its key how a card stands with the hub."""
        self._clock, self._model, self.mark = clock, model, mark
        self._kind = kind
        self._names: dict[bytes, tuple[str, str, int]] = {}

    def set_people(self, holders: Iterable[HolderRow]) -> None:
        """Know these colleagues."""
        people = [Person(one.id, one.name) for one in holders]
        self._names = {one.id.bytes: (one.name, one.initials, one.tint) for one in people}

    def now(self) -> dt.datetime:
        """The present moment where the shop is."""
        return local(self._clock)

    def holder(self, card: CardRow) -> tuple[str, str, int]:
        """Name, initials and colour number of whoever holds a card; empty for nobody."""
        return self._names.get(card.holder_key or b"", ("", "", 0))

    def initials(self, card: CardRow) -> tuple[str, int]:
        """Initials and colour number."""
        _name, initials, number = self.holder(card)
        return initials, number

    def stage(self, card: CardRow) -> StageRow | None:
        """The column a card stands in."""
        model = self._model()
        stages = model.stages if model is not None else []
        return next((one for one in stages if one.id.bytes == card.stage_key), None)

    def speak(self, card: CardRow, stage: StageRow, row: int, count: int) -> str:
        """The whole card in one sentence."""
        holder = self.holder(card)[0]
        said = self._kind.speech(card, stage, row, count, now=self.now(), holder=holder)
        words = card_words.mark_words(self.mark(card.key))
        return f"{said}, {words}" if words else said

    def sieve(self) -> Sieve:
        """What sorts cards by their states at this moment."""
        model = self._model()
        stages = model.stages if model is not None else []
        return Sieve(self.now(), {stage.id.bytes: stage.limit for stage in stages})

    def total_words(self) -> str:
        """How many cards are open, for how much; with a filter how many of them are seen."""
        model = self._model()
        if model is None:
            return ""
        totals = [model.total(place) for place in range(len(model.stages))]
        seen = sum(number for number, _total in totals)
        amount = sum(total for _number, total in totals)
        words = formats.money(Money(amount, model.currency), whole=True) if model.currency else ""
        text = _("{n} open · {sum}") if seen == model.count else _("{seen} of {n} open · {sum}")
        return text.format(n=model.count, seen=seen, sum=words).strip(" ·")
