# SPDX-License-Identifier: Apache-2.0
"""The steps that a kill cuts off: an order, a deal, a contract, a comment by keys; letters, an import, a backup."""

from collections.abc import Callable
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop import commands, queries
from desktop.values.changes import Changes
from desktop.values.drafts.order import OrderDraft
from desktop.views.board.page import BoardPage
from desktop.views.card.deal_page import DealPage
from desktop.views.contract.wizard import ContractWizard
from desktop.views.counter.order_dialog import OrderDialog
from desktop.views.counter.page import CounterPage
from desktop.views.widgets.dialog import open_over
from devtools.kill_plan import STEPS
from devtools.kill_player import Player
from devtools.tour_deal import CLIENT_CARD, TO

LETTERS: Final = 3
BACKUPS: Final = 4
_SIGN_MS: Final = 180
_WORD_MS: Final = 350
_LOOKED_MS: Final = 250
_SIGNED_BY: Final = "Paul Hartwell"


class Steps:
    """Plays one step after the other, for as long as it is let."""

    def __init__(self, player: Player) -> None:
        self._player, self._hands, self.tell = player, player.hands, player.tell
        self._until = player.until
        self._left_card, self._left_wizard = player.plan.card, player.plan.wizard
        player.desk.hub.changed.connect(self._on_changed)

    def play(self) -> None:
        """From the step of the plan on, round and round."""
        steps: dict[str, Callable[[], None]] = {
            "order": self.order, "letters": self.letters, "contract": self.contract,
            "comment": self.comment, "import": self.take_in, "backup": self.back_up, "deal": self.deal_on_board,
        }  # fmt: skip
        first = STEPS.index(self._player.plan.kind)
        for kind in islice(cycle(STEPS), first, None):
            steps[kind]()

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches("message"):
            self.tell(letters="changed")

    # The counter

    def order(self) -> None:
        """Take up the order that was left or take a new one; it is placed and handed over."""
        page = self._player.counter()
        if not (page.keeper.parked and self._take_up(page)):
            self._fill(page)
        order = str(page.form.draft.id)
        self._note(page, order)
        self.tell(placing=order, note=page.form.draft.note)
        self._hands.press("F12")
        self._until(lambda: str(page.form.draft.id) != order, "the order to be taken")
        self.tell(saved=order)
        self._hand_over(order)

    def _take_up(self, page: CounterPage) -> bool:
        """Go on with the newest order that was left; one that says too little is thrown away."""
        hands, form, left = self._hands, page.form, page.keeper.parked[0].draft
        hands.press("Alt+P")
        self._until(lambda: QApplication.activePopupWidget() is not None, "the orders that wait")
        hands.press("Return")
        self._until(lambda: form.draft.id == left.id, "the order that was left")
        shown = [page.client.phone.text(), form.draft.phone, form.draft.name, form.draft.note]
        self.tell(resumed=f"order {left.id}", shows=" ".join(shown))
        if _is_enough(form.draft):
            return True
        hands.press("Esc", "Esc")
        self._until(lambda: form.draft.id != left.id, "the order to be thrown away")
        self._player.counter()
        return False

    def _fill(self, page: CounterPage) -> None:
        hands, order = self._hands, str(page.form.draft.id)
        # As the form writes a number when it is left, so that what it keeps is what was typed.
        thousands, units = divmod(self._player.next(), 1000)
        phone, name = f"07701 {thousands:03} {units:03}", f"Priya {self._player.next()}"
        hands.write(phone)
        hands.press("Return")
        self.tell(draft=f"order {order}", holds=phone)
        self._until(lambda: hands.name() == "Name", "the name of a new client")
        hands.write(name)
        hands.press("Return")
        self.tell(draft=f"order {order}", holds=name)
        hands.press("1", "Return")
        self._until(lambda: hands.name().startswith("Quantity"), "the quantity")
        hands.replace("500")
        hands.press("F9")
        hands.write("50")
        self.tell(draft=f"order {order}", holds="500")

    def _note(self, page: CounterPage, order: str) -> None:
        """Typed as slowly as people type, so that there is a past that must be kept."""
        self._hands.press("Alt+N", "End")
        text = page.form.draft.note
        for sign in f" cut by hand {self._player.next()}":
            self._hands.write(sign)
            text += sign
            self.tell(draft=f"order {order}", holds=text.strip())
            self._hands.breathe(_SIGN_MS)

    def _hand_over(self, order: str) -> None:
        hands = self._hands
        row = self._player.fetch(lambda r: queries.counter.order(r, order_id=UUID(order)))
        hands.press("F8")
        self._until(lambda: hands.name() == "Order", "the question which order")
        hands.write(row.number.partition("-")[2])
        hands.press("Return")
        self._until(lambda: hands.name().startswith("Taken by"), "who takes it")
        shown = open_over(self._player.window)
        assert isinstance(shown, OrderDialog)
        assert shown.order is not None
        # Whoever stands at the counter sees which order it is; they would not hand over another one.
        assert shown.order.number == row.number, f"{shown.order.number} is shown for {row.number}"
        hands.press("Return")
        self._player.no_dialog()
        row = self._player.fetch(lambda r: queries.counter.order(r, order_id=UUID(order)))
        assert row.handed_over_at is not None, f"{row.number} is not handed over"
        self.tell(handed=order)

    # The board and the card

    def deal_on_board(self) -> None:
        """A new deal, moved by keys."""
        self._deal()

    def _deal(self) -> tuple[str, str]:
        """Make a deal on the board, move it two stages on, and return its id and title."""
        hands, number = self._hands, self._player.next()
        title = f"Labels {number}"
        hands.press("Ctrl+3")
        board: BoardPage = self._player.page(BoardPage)
        hands.press("Ctrl+N")
        self._until(lambda: hands.shows("Make the deal"), "the form of a new deal")
        hands.write(f"Bakery {number} Ltd")
        hands.fill({"Contact person": f"Priya {number}", "E-mail": TO})
        hands.fill({"What is ordered": title, "Sum": "365", "Due date": "+9", "When": "+1"})
        self.tell(filled=title)
        hands.press("Ctrl+Return")
        self._player.no_dialog()
        self._until(lambda: _chosen(board)[1] == title, "the new card to be chosen")
        deal = _chosen(board)[0]
        self.tell(deal=deal, title=title)
        for _move in range(2):
            self._move(board, deal)
        return deal, title

    def _move(self, board: BoardPage, deal: str) -> None:
        before = _chosen(board)[2]
        self._hands.press("Ctrl+Shift+Right")
        self._until(lambda: _chosen(board)[2] not in {"", before}, "the move")
        self.tell(moved=deal, stage=_chosen(board)[2])

    def _open_card(self, title: str) -> str:
        """Find a deal by its title and open its card; returns the deal's id."""
        hands, finder = self._hands, self._player.window.finder
        hands.press("Ctrl+K")
        hands.write(title)

        def is_found() -> bool:
            hit = finder.current()
            return hit is not None and hit.kind == "deal" and title in f"{hit.title} {hit.detail}"

        self._until(is_found, f"“{title}” to be found")
        hands.press("Return")
        return self._card(title)

    def _card(self, title: str) -> str:
        page: DealPage = self._player.page(DealPage)
        self._until(lambda: page.feed.card and page.feed.card.title == title, "the card")
        self._player.fetch(lambda _reader: None)
        return str(page.feed.deal_id)

    def comment(self) -> None:
        """Go on with the comment that was left, or begin one on a new deal; it is stored in the end."""
        hands, left = self._hands, self._left_card
        self._left_card = ""
        if left:
            deal = self._open_card(left)
        else:
            deal, title = self._deal()
            hands.press("Return")
            self._card(title)
        text = self._player.page(DealPage).composer.text
        if left:
            self._until(text.text, "the comment that was left")
            self.tell(resumed=f"composer {deal}", shows=text.text())
        hands.press("Alt+1", "Ctrl+End")
        number = self._player.next()
        for word in (f"{number}:", "they", "call", "back", "on", "Friday"):
            hands.write(f" {word}")
            self.tell(draft=f"composer {deal}", holds=text.text().strip())
            hands.breathe(_WORD_MS)
        # Not always in step with the keeper of drafts, which may be about to write when the comment is stored.
        hands.breathe(number * 37 % 1000)
        self.tell(storing=deal, text=text.text().strip())
        hands.press("Ctrl+Return")
        self._until(lambda: not text.text(), "the comment to be stored")
        self.tell(stored=deal)

    # The wizard

    def contract(self) -> None:
        """Go on in the wizard that was left, or begin one; its letter is in the outbox in the end."""
        left, self._left_wizard = self._left_wizard, ""
        if left:
            self._open_card(left)
        else:
            _deal, title = self._deal()
            self._hands.press("Return")
            self._card(title)
        self._hands.press("Ctrl+Return")
        self._until(lambda: isinstance(open_over(self._player.window), ContractWizard), "wizard")
        wizard = open_over(self._player.window)
        assert isinstance(wizard, ContractWizard)
        self._until(lambda: not wizard.why_not() or wizard.left(), "the wizard's first step")
        if left:
            self.tell(resumed=f"contract {wizard.desk.deal_id}", shows=_kept(wizard))
        if wizard.left():
            self._paste(wizard)
        self._go_on(wizard)
        self.tell(letter=str(wizard.sending.letter_id), draft_of=str(wizard.desk.deal_id))
        self._hands.press("Esc")
        self._player.no_dialog()

    def _paste(self, wizard: ContractWizard) -> None:
        QGuiApplication.clipboard().setText(CLIENT_CARD)
        self._hands.press("Ctrl+Shift+V")
        for _look in range(10):
            self.tell(draft=f"contract {wizard.desk.deal_id}", holds=_SIGNED_BY)
            self._hands.breathe(_LOOKED_MS)

    def _go_on(self, wizard: ContractWizard) -> None:
        """From step to step by the primary button, until the letter is in the outbox."""
        while wizard.sending.letter_id is None:
            step = wizard.draft.step
            self._until(partial(_may_go_on, wizard), f"the way on of {step}")
            self.tell(step=step)
            self._hands.press("Ctrl+Return")
            self._until(partial(_has_gone_on, wizard, step), f"the step after {step}")

    # Letters, lists, backups

    def letters(self) -> None:
        """Some letters that leave at once."""
        deal = UUID(self._player.plan.letters_of)
        for _letter in range(LETTERS):
            sent: list[UUID] = []
            self._player.tasks.run(partial(_send_now, deal), then=sent.append)
            self._until(lambda: sent, "the letter to be in the outbox")  # noqa: B023 - waited for here
            self.tell(letter=str(sent[0]))
        self._until(lambda: not self._player.letters_under_way(), "the letters to leave")

    def take_in(self) -> None:
        """A list of clients, in the background as the page does it."""
        path = Path(self._player.plan.clients)

        def work(shop: Any) -> Any:
            from desktop.flows.import_list import import_list

            def tell(done: int, of: int) -> None:
                self.tell(taken=done, of=of, list=path.name)

            return import_list(shop, path=path, progress=tell)

        self._flow("import", work)
        self.tell(whole=path.name)

    def back_up(self) -> None:
        """Several backups, one after the other."""

        def work(shop: Any) -> Any:
            from desktop.flows.back_up import back_up

            return back_up(shop.folder, shop.folder / "backups", now=shop.clock.now())

        for _backup in range(BACKUPS):
            made = self._flow("backup", work)
            self.tell(backup=made.path.name)

    def _flow(self, name: str, work: Callable[[Any], Any]) -> Any:
        done: list[Any] = []
        self.tell(began=name)
        self._player.tasks.flow(work, then=done.append, failed=lambda e: self.tell(refused=str(e)))
        self._until(lambda: done, name)
        return done[0]


def _is_enough(draft: OrderDraft) -> bool:
    """Whether an order can be placed as it is."""
    lines = draft.real_lines
    return draft.is_named and bool(lines) and all(one.product_id and one.quantity for one in lines)


def _chosen(board: BoardPage) -> tuple[str, str, str]:
    """Id, title and stage of the card that is chosen."""
    card = board.shapes.cards().current()
    return ("", "", "") if card is None else (str(card.id), card.title, str(card.stage_id))


def _kept(wizard: ContractWizard) -> str:
    """What the wizard has of the client, typed or stored."""
    told = wizard.draft.requisites or wizard.card.client.requisites
    return f"{told.signatory_name} at {wizard.draft.step}"


def _may_go_on(wizard: ContractWizard) -> bool:
    return wizard.footer.primary.isEnabled() and not wizard.why_not()


def _has_gone_on(wizard: ContractWizard, step: str) -> bool:
    return wizard.draft.step != step or wizard.sending.letter_id is not None


def _send_now(deal: UUID, uow: Any) -> UUID:
    letter: UUID = commands.messages.queue_letter(
        uow,
        deal_id=deal,
        recipient=TO,
        subject="Contract and invoice",
        body="Both are attached.\n" * 200,
        sender_domain="rooklane.example",
    )
    commands.messages.retry_letter(uow, message_id=letter)
    return letter
