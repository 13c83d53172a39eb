# SPDX-License-Identifier: Apache-2.0
"""One card's page, a deal's or a lead's: follows it, keeps what is written on it, and leads to the next of the list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import APP_NAME
from desktop.models.card import CardFeed
from desktop.models.card_drag import files_of
from desktop.models.live import EachMinute
from desktop.models.timeline import TimelineModel
from desktop.models.timeline_words import Speaker
from desktop.models.walk import Walk
from desktop.values.rows.card import OpenCard
from desktop.views import theme
from desktop.views.actions import ActionSpec
from desktop.views.card import actions
from desktop.views.card.columns import Columns
from desktop.views.card.composed import Way
from desktop.views.card.composer import Composer
from desktop.views.card.composer_keeper import ComposerKeeper
from desktop.views.card.gone import GoneCard
from desktop.views.card.head import CardHead, StageLine
from desktop.views.card.middle import Middle
from desktop.views.card.next_touch import NextTouch
from desktop.views.card.talk import CardTalk, TalkParts
from desktop.views.context import Context
from desktop.views.page import Page
from desktop.views.questions.touch_steps import TouchSteps
from desktop.views.session import Person
from desktop.views.widgets.menu import popup_menu

C = TypeVar("C", bound=OpenCard)
Bound = tuple[ActionSpec, Callable[[], object]]


class CardPage(Page, Generic[C]):
    """Follows its card while it is seen. What is typed is never overwritten, and kept for each card and person.

    A page makes its parts in the order in which Tab is to walk through them, then calls `lay_out`; it makes its
    work, then calls `join_card`. `home` is the page to go back to where nobody says another, `in_menu` what its menu
    has, with None for a line between.
    """

    header_height = 52
    gutter = theme.PANEL_GAP
    home: ClassVar[str]
    in_menu: ClassVar[tuple[ActionSpec | None, ...]]

    head: CardHead[C]
    stages: StageLine
    composer: Composer
    talk: Middle
    next: NextTouch
    columns: Columns
    work: CardTalk

    def __init__(
        self,
        title: str,
        context: Context,
        read: Callable[[Any, UUID], C],
        *,
        walk: Walk | None = None,
        back: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(title)
        self._context, self._back = context, back
        self._walk = walk or Walk(self)
        self._people: dict[UUID, Person] = {}
        self._can_sell = context.person.may(actions.SELL)
        self.feed: CardFeed[C] = CardFeed(context.tasks, context.hub, self, read=read)
        self.lines = TimelineModel(self)
        self.touches = TouchSteps(context, self)

    # Made once

    def lay_out(self) -> None:
        """Stand the stages over the columns, and bring back what was being written."""
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PANEL_GAP)
        over = QHBoxLayout()
        over.setContentsMargins(0, 0, self.gutter, 0)
        over.addWidget(self.stages)
        column.addLayout(over)
        column.addWidget(self.columns, 1)
        self.set_body(body)
        self.keeper = ComposerKeeper(self._context, self.composer, self)

    def talk_parts(self) -> TalkParts:
        """What talking to the client needs of the page."""
        return TalkParts(self.stages, self.composer, self.keeper, self.talk, self.columns)

    def join_card(self, own: Iterable[Bound]) -> None:
        """Join the parts that every card has, bind its actions and those of `own`, and follow the card."""
        self.touches.with_calendar(self.composer.set_calendar)
        self._join_feed()
        self._join_talk()
        for spec, do in (*self._talk_bound(), *own, *self._walk_bound()):
            if not spec.right or self._context.person.may(spec.right):
                self.act(spec, do)
        self.setAcceptDrops(True)
        self.follow(EachMinute(self.show_time, self), self.feed)

    def _join_feed(self) -> None:
        self.feed.shown.connect(self.take)
        self.gone = GoneCard(self, self._context, self.composer, self._leave)
        self.feed.failed.connect(lambda error: self.gone.tell(self.feed.deal_id, error))
        self.head.back.clicked.connect(self._leave)
        self.head.menu.clicked.connect(self.open_menu)
        self._walk.changed.connect(self.show_time)

    def _join_talk(self) -> None:
        work = self.work
        self.stages.asked.connect(work.move_to)
        self.stages.refused.clicked.connect(work.refuse)
        self.composer.submitted.connect(work.store)
        self.composer.attach_wanted.connect(work.choose_files)
        self.composer.open_wanted.connect(work.open_channel)
        self.composer.left.connect(self.focus_first)
        self.talk.history.acted.connect(work.act_on_line)
        self.next.pressed.connect(work.press_next)

    def _talk_bound(self) -> tuple[Bound, ...]:
        work = self.work
        return (
            (actions.CALL, work.call),
            (actions.COMMENT, partial(work.write, Way.COMMENT)),
            (actions.NOTE_CALL, partial(work.write, Way.CALL)),
            (actions.EMAIL, partial(work.write, Way.EMAIL)),
            (actions.NOTE_MESSAGE, partial(work.write, Way.MESSAGE)),
            (actions.TASK, partial(work.write, Way.TASK)),
            (actions.DONE, work.finish_touch),
            (actions.TOUCH, work.set_touch),
            (actions.STAGE_ON, partial(work.step, 1)),
            (actions.STAGE_BACK, partial(work.step, -1)),
            (actions.REFUSED, work.refuse),
        )

    def _walk_bound(self) -> tuple[Bound, ...]:
        work = self.work
        return (
            (actions.ATTACH, work.choose_files),
            (actions.FIND, work.find),
            (actions.CLIENT, work.open_client),
            (actions.NEXT, work.next_card),
            (actions.PREVIOUS, work.previous_card),
        )

    # The window's wishes

    def open(self, id: UUID | None) -> None:
        """Show this card; what was being written on another one is kept."""
        if id is None:
            return
        if id != self.feed.deal_id:
            self.begin_card()
        self.gone.begin()
        self.keeper.open(id)
        self._walk.visit(id)
        self.feed.open(id)

    def begin_card(self) -> None:
        """Another card comes: nothing of the one before stays on the page."""
        self.talk.filters.end_find()
        self.set_title("")

    def place(self) -> object:
        """How far the history is scrolled."""
        return self.talk.history.verticalScrollBar().value()

    def restore(self, place: object) -> None:
        """Scroll back to where it was."""
        if isinstance(place, int):
            QTimer.singleShot(
                0, self, lambda: self.talk.history.verticalScrollBar().setValue(place)
            )

    def focus_first(self) -> None:
        """Let the page's own keys work: C calls, D is done, Ctrl Enter takes the next step."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def press_primary(self) -> None:
        """Ctrl Enter saves what is being written, else it does the next step."""
        writes = self.composer.isVisible() and not self.composer.is_empty
        if writes or self.composer.isAncestorOf(self.window().focusWidget() or self):
            self.composer.submit()
        else:
            self.go_on()

    def go_on(self) -> None:
        """Take the next step with the card."""
        raise NotImplementedError

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is being written."""
        super().hideEvent(event)
        self.keeper.flush()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere on the card."""
        if files_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put dropped files on the card."""
        self.work.attach(files_of(event.mimeData()))
        event.acceptProposedAction()

    # Showing

    def take(self, card: C) -> None:
        """Show the card as it is now."""
        self._people = {one.id: Person(one.id, one.name) for one in card.holders}
        self.set_title(card.shown)
        self.setEnabled(True)
        if self.isVisible():
            self.window().setWindowTitle(f"{card.shown} · {APP_NAME}")
        self.stages.show_card(card, can_change=self._can_sell)
        self.composer.show_card(card, can_change=self._can_sell)
        self.talk.history.set_people(self._people)
        self.show_card(card)
        self.show_time()

    def show_card(self, card: C) -> None:
        """Show in the page's own parts what the clock does not change."""
        raise NotImplementedError

    def show_time(self) -> None:
        """What the clock changes: lateness, today, the place in the list."""
        card = self.feed.card
        if card is None:
            return
        now = self._context.now()
        self.head.show_card(card, now, self._walk.place)
        self.next.show_card(card, now, can_change=self._can_sell)
        names = {person.id: person.name for person in self._people.values()}
        self.lines.show(card.timeline, Speaker(now, names, card.client.contact or card.client.name))
        self.talk.filters.renew()

    def _leave(self) -> None:
        if self._back is not None:
            self._back()
        else:
            self._context.go(self.home, None)

    def open_menu(self) -> None:
        """Everything that can be done with the card."""
        menu = popup_menu(self)
        for spec in self.in_menu:
            action = self.actions_here.get(spec.id) if spec is not None else None
            if spec is None:
                menu.addSeparator()
            elif action is not None:
                menu.addAction(action)
        button = self.head.menu
        menu.exec(
            button.mapToGlobal(QPoint(button.width() - menu.sizeHint().width(), button.height()))
        )
