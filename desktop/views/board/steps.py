# SPDX-License-Identifier: Apache-2.0
"""What a person does with the chosen cards: moved by keys, mouse and menus, looked at, opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol
from uuid import UUID

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from desktop import commands
from desktop.i18n import _, say_keys
from desktop.models.board import BoardModel
from desktop.models.board_order import Drop
from desktop.models.walk import Walk
from desktop.values.rows.board import CardRow, DealBrief, HolderRow, StageRow
from desktop.values.states import StageKind
from desktop.views import icons, theme
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.board import actions
from desktop.views.board.kinds import DEALS, BoardKind
from desktop.views.context import Context
from desktop.views.questions.moves import Moves
from desktop.views.widgets.menu import popup_menu


class Cards(Protocol):
    """Where the cards are chosen: board or table."""

    def chosen(self) -> list[CardRow]:
        """The chosen cards."""

    def order(self) -> list[UUID]:
        """All shown cards in their order."""


class CardSteps(QObject):
    """Steps with the cards that are chosen on the page, whatever shape it shows them in."""

    def __init__(
        self,
        context: Context,
        walk: Walk,
        page: QWidget,
        kind: BoardKind = DEALS,
        *,
        cards: Callable[[], Cards],
        model: Callable[[], BoardModel | None],
        holders: Callable[[], Sequence[HolderRow]],
    ) -> None:
        super().__init__(page)
        self._context, self.walk, self._page, self._kind = context, walk, page, kind
        self._cards, self._model, self._holders = cards, model, holders
        self.moves = Moves(context, page, brief=self.brief, kind=kind.entity)

    def brief(self, deal_id: UUID) -> DealBrief | None:
        """What a question says of a card on the board."""
        model = self._model()
        card = model.card(deal_id.bytes) if model is not None else None
        if model is None or card is None:
            return None
        stage = next(one for one in model.stages if one.id.bytes == card.stage_key)
        return DealBrief(
            card.id, card.client, card.title, card.amount, card.currency, stage.id, stage.name,
            card.stage_since, card.stamp, self._kind.entity,
        )  # fmt: skip

    def _ids(self) -> list[UUID]:
        return [card.id for card in self._cards().chosen()]

    # Moves

    def dropped(self, drop: Drop) -> None:
        """Cards were let go over a stage; those that stand there already stay, unless the order is by hand."""
        model = self._model()
        stage = next((s for s in model.stages if s.id == drop.stage_id), None) if model else None
        if model is None or stage is None:
            return
        ranked = drop.after_id is not None or drop.before_id is not None
        moving = [
            one
            for one in drop.deal_ids
            if ranked or (card := model.card(one.bytes)) is None or card.stage_key != stage.id.bytes
        ]
        self.moves.move(moving, stage, after_id=drop.after_id, before_id=drop.before_id)

    def dropped_on_final(self, keys: Sequence[bytes], final: int) -> None:
        """Cards were let go over Won or Refused."""
        model = self._model()
        if model is None:
            return
        ids, stage = [UUID(bytes=key) for key in keys], model.finals[final]
        if self._kind.is_leads and stage.kind == StageKind.WON:
            self.convert(ids)
        else:
            self.moves.move(ids, stage)

    def step(self, by: int) -> None:
        """Move each chosen card to its neighbour stage."""
        model = self._model()
        if model is None:
            return
        groups: dict[int, list[UUID]] = {}
        for card in self._cards().chosen():
            place = next(n for n, s in enumerate(model.stages) if s.id.bytes == card.stage_key)
            if 0 <= place + by < len(model.stages):
                groups.setdefault(place + by, []).append(card.id)
        if groups:
            self.moves.step([(model.stages[place], ids) for place, ids in groups.items()])
        elif self._ids():
            self._context.tell(
                _("This is the last stage. {keys} closes the deal as won.").format(
                    keys=say_keys("Ctrl+Shift+W")
                )
                if by > 0
                else _("This is the first stage.")
            )

    def move_to(self, stage: StageRow) -> None:
        """Move the chosen cards to a stage."""
        self.moves.move(self._ids(), stage)

    def win(self) -> None:
        """Close the chosen cards as won."""
        if self._ids():
            self.moves.win(self._ids(), self._final(StageKind.WON))

    def convert(self, lead_ids: Sequence[UUID] | None = None) -> None:
        """Make a deal of the current lead: each has its own pipeline and people, so it is one at a time."""
        ids = self._ids() if lead_ids is None else list(lead_ids)
        if len(ids) > 1:
            self._context.tell(_("Leads are converted one by one."))
        elif ids:
            from desktop.views.questions.conversion import ask_conversion

            ask_conversion(self._context, self._page, ids[0], then=self.moves.settled.emit)

    def take(self) -> None:
        """Answer for the chosen leads from now on."""
        ids = self._ids()
        if ids:
            self._context.tasks.run(
                lambda uow: [commands.leads.take_lead(uow, lead_id=one) for one in ids]
            )

    def refuse(self) -> None:
        """Ask why the clients of the chosen cards refused."""
        self.moves.refuse(self._ids())

    def _final(self, kind: StageKind) -> StageRow | None:
        model = self._model()
        return next((s for s in model.finals if s.kind == kind), None) if model else None

    # Touch, holder, waiting

    def set_touch(self) -> None:
        """Ask for the next touch of the chosen cards."""
        chosen = self._cards().chosen()
        known = None
        if len(chosen) == 1 and (due := chosen[0].touch_at) is not None:
            card = chosen[0]
            from desktop.values.drafts.touch import TouchDraft

            known = TouchDraft(
                card.touch_kind or "", card.touch_goal or "", due, bool(card.touch_agreed)
            )
        self.moves.set_touch([card.id for card in chosen], known)

    def ask_holder(self) -> None:
        """Offer the colleagues who may answer for the chosen cards."""
        ids = self._ids()
        if ids:
            menu = popup_menu(self._page)
            self._fill_holders(menu, ids)
            menu.popup(self._page.mapToGlobal(self._page.rect().center()))

    def _fill_holders(self, menu: QMenu, ids: Sequence[UUID]) -> None:
        here = [one for one in self._holders() if one.is_active]
        for number, one in enumerate(here, 1):
            name = one.name.replace("&", "&&")
            text = f"&{number}  {name}" if number < 10 else name
            menu.addAction(text, partial(self.moves.set_holder, tuple(ids), one.id))

    def hand_over(self) -> None:
        """Ask who goes on with the chosen cards, till when, and what they have to know."""
        self.moves.hand_over(self._ids())

    def block(self) -> None:
        """Ask what the current card waits for."""
        chosen = self._cards().chosen()
        if chosen:
            self.moves.block(chosen[0].id, chosen[0].blocked)

    def unblock(self) -> None:
        """The chosen cards wait no longer."""
        for card in self._cards().chosen():
            if card.blocked:
                self.moves.unblock(card.id)

    # Opening

    def open_card(self, card: CardRow) -> None:
        """Open a card; next and previous then go through the list as it is shown."""
        self.walk.start(self._cards().order(), card.id)
        self._context.go(self._kind.entity, card.id)

    # Menus

    def card_menu(self, at: QPoint, own: ActionSet) -> None:
        """What can be done with the chosen cards."""
        chosen = self._cards().chosen()
        if not chosen:
            return
        menu = popup_menu(self._page)
        if len(chosen) == 1:
            menu.addAction(_("Open the card") + "\t↵", partial(self.open_card, chosen[0]))
        if look := own.get(actions.LOOK.id):
            # The cards themselves take the key.
            space = QKeySequence("Space").toString(QKeySequence.SequenceFormat.NativeText)
            menu.addAction(look.icon(), f"{look.text()}\t{space}", look.trigger)
        if self._context.person.may(actions.SELL):
            menu.addSeparator()
            self._add_stages(menu)
            for spec in (actions.TAKE, actions.CONVERT, actions.WON, actions.REFUSED):
                self._add(menu, own, spec)
            menu.addSeparator()
            self._add(menu, own, actions.TOUCH)
            holders = menu.addMenu(icons.icon("users", theme.current().tx2), _("Owner"))
            self._fill_holders(holders, [card.id for card in chosen])
            waits = any(card.blocked for card in chosen)
            self._add(menu, own, actions.UNBLOCK if waits else actions.BLOCK)
        menu.popup(at)

    def _add_stages(self, menu: QMenu) -> None:
        model = self._model()
        if model is None:
            return
        here = {card.stage_key for card in self._cards().chosen()}
        stages = menu.addMenu(icons.icon("arrow-right", theme.current().tx2), _("Move to stage"))
        for stage in model.stages:
            action = stages.addAction(stage.name.replace("&", "&&"), partial(self.move_to, stage))
            action.setEnabled(here != {stage.id.bytes})

    @staticmethod
    def _add(menu: QMenu, own: ActionSet, spec: ActionSpec) -> None:
        if action := own.get(spec.id):
            menu.addAction(action)
