# SPDX-License-Identifier: Apache-2.0
"""The letters that wait, settled by keys in a window over a real shop."""

import threading

import pytest
import shiboken6
from PySide6.QtCore import Qt

from desktop import i18n
from desktop.channels.mail_errors import (
    CertificateWrong,
    SenderRefused,
    TlsRefused,
    WrongPassword,
)
from desktop.commands import messages
from desktop.domain.deal import Deal
from desktop.domain.message import Message
from desktop.domain.pipeline import Stage
from desktop.models.settings import MAIL_PASSWORD, Section
from desktop.queries.drafts import drafts
from desktop.values.changes import Changes
from desktop.values.ids import new_id
from desktop.views.outbox_dialog import OutboxDialog
from desktop.views.page import Page
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.label import Label
from tests.settings_desk import SettingsDesk, focus, replace_text, tab_to, type_text
from tests.shell import press

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


class OutboxDesk(SettingsDesk):
    """Any page, with the dialog over it."""

    key = "deal"

    def _make_page(self, context):
        self.context = context
        return Page("Deal")

    def ask(self, letters):
        """Open the dialog; it shows so many letters when this returns."""
        dialog = OutboxDialog(self.window, self.context)
        dialog.open()
        self.wait(lambda: len(dialog.boxes) == letters, "the letters")
        return dialog

    def letter(self, subject="Contract and invoice", **extra):
        """A letter that waits its seconds."""
        deal = extra.pop("deal_id", None) or self.shop.a_deal("contract")
        told = {
            "recipient": "orders@oakandlime.example",
            "subject": subject,
            "body": "Both are attached.",
            "sender_domain": "rooklane.example",
        }
        return self.shop.run(
            lambda uow: messages.queue_letter(uow, deal_id=deal, **{**told, **extra})
        )

    def failed(self, sentence="The server refused the address. Put it right.", **extra):
        """A letter the server refused."""
        key = self.letter(**extra)
        self.clock.advance(seconds=9)
        self.shop.run(lambda uow: messages.claim(uow, message_id=key))
        told = {"sentence": sentence, "next_try_at": None}
        self.shop.run(lambda uow: messages.note_failed(uow, message_id=key, **told))
        return key

    def unsure(self, **extra):
        """A letter whose answer was lost."""
        key = self.letter(**extra)
        self.clock.advance(seconds=9)
        self.shop.run(lambda uow: messages.claim(uow, message_id=key))
        self.shop.run(lambda uow: messages.note_handover(uow, message_id=key))
        told = "The connection broke. Look into the sent letters."
        self.shop.run(lambda uow: messages.note_unsure(uow, message_id=key, sentence=told))
        return key

    def state(self, key):
        return self.shop.row(Message, key).state


@pytest.fixture
def make_desk(qapp, tmp_path):
    made = []

    def make(**extra):
        made.append(OutboxDesk(tmp_path / str(len(made)), **extra))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def desk(qapp, tmp_path):
    opened = OutboxDesk(tmp_path)
    yield opened
    opened.close()


def button(box, text):
    """A button of a letter by its text."""
    [found] = [one for one in box.findChildren(Button) if one.accessibleName() == text]
    return found


def do(box, text):
    """Go to a button by Tab and press it."""
    tab_to(button(box, text))
    press(Key.Key_Space, text=" ")


def test_letters_stand_in_groups_with_what_can_be_done(desk):
    """Covers: I1, N8."""
    desk.failed(subject="Failed")
    desk.unsure(subject="Unsure")
    desk.letter(subject="Waiting")
    dialog = desk.ask(3)
    states = {box.letter.subject: box.letter.state for box in dialog.boxes}
    assert states == {"Failed": "failed", "Unsure": "unsure", "Waiting": "waiting"}
    assert dialog.boxes[-1].state().startswith("leaves at ")
    assert dialog.again.isHidden()


def test_a_wrong_address_is_put_right_and_the_letter_tries_again(desk):
    """Covers: I1."""
    key = desk.failed()
    [box] = desk.ask(1).boxes
    do(box, "Fix and send")
    assert focus() is box.address
    replace_text("orders@")
    do(box, "Fix and send")
    assert box.address_field.error()
    assert desk.state(key) == "failed"
    tab_to(box.address)
    replace_text("orders@oak.example")
    do(box, "Fix and send")
    desk.wait(lambda: desk.state(key) == "waiting")
    assert desk.shop.row(Message, key).recipient == "orders@oak.example"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_refused_password_leads_to_where_it_is_entered_whatever_language_told_of_it(
    desk, language
):
    """Covers: I1, N8."""
    i18n.switch(language)
    sentence = WrongPassword().sentence
    i18n.switch("en")
    desk.failed(sentence)
    [box] = desk.ask(1).boxes
    assert [one.accessibleName() for one in box.buttons] == [
        "Enter the password",
        "Try again",
        "Drop it",
    ]
    do(box, "Enter the password")
    assert desk.went == [("settings", MAIL_PASSWORD)]


@pytest.mark.parametrize(
    "error",
    [
        SenderRefused("office@rook.example", "550 5.7.1 not yours"),
        TlsRefused.no_tls("smtp.rook.example", 587),
        CertificateWrong.expired("smtp.rook.example"),
    ],
)
def test_what_the_server_s_settings_lack_leads_there_or_to_who_may_change_them(make_desk, error):
    """Covers: I1, M2."""
    desk = make_desk()
    desk.failed(error.sentence)
    [box] = desk.ask(1).boxes
    do(box, "Mail settings")
    assert desk.went == [("settings", Section.MAIL.id)]
    seller = make_desk(roles=("manager",))
    seller.failed(error.sentence)
    [box] = seller.ask(1).boxes
    assert [one.accessibleName() for one in box.buttons] == ["Try again", "Drop it"]
    assert any("An admin changes the mail server" in one.text() for one in box.findChildren(Label))


def test_an_address_being_typed_survives_news_and_the_focus_stays(desk):
    """Covers: I1, N1."""
    desk.failed()
    dialog = desk.ask(1)
    do(dialog.boxes[0], "Fix and send")
    replace_text("new@oak")
    desk.letter(subject="Another")
    desk.hub.tell(desk.shop.last_changes)
    desk.wait(lambda: len(dialog.boxes) == 2, "the other letter")
    assert focus() is dialog.boxes[0].address
    assert focus().text() == "new@oak"
    type_text(".example")
    do(dialog.boxes[0], "Fix and send")
    desk.wait(lambda: desk.shop.count(Message, Message.recipient == "new@oak.example") == 1)


def test_an_address_that_was_left_is_there_again_at_its_letter(desk):
    """Covers: I1, N2."""
    desk.failed()
    for is_back in (False, True):
        dialog = desk.ask(1)
        [box] = dialog.boxes
        if is_back:
            desk.wait(lambda: box.corrected() == "right@oak.example", "it is back")  # noqa: B023
            [said] = dialog.findChildren(Banner)
            said.pressed.emit()
            assert box.corrected() is None
        else:
            desk.settle()
            box.buttons[0].click()
            replace_text("right@oak.example")
        press(Key.Key_Escape)
        desk.answered()
    assert not desk.in_turn(
        lambda shop: shop.read(lambda r: drafts(r, kind="addresses of letters"))
    )


def test_the_focus_begins_with_what_needs_a_person_and_goes_on_to_the_next(desk):
    """Two letters are settled by two presses and no walk between them. Covers: I1, N1."""
    for _letter in range(2):
        desk.unsure()
    dialog = desk.ask(2)
    for left in (["unsure", "sent"], ["sent", "sent"]):
        assert focus() is dialog.boxes[0].buttons[0]
        press(Key.Key_Space, text=" ")
        desk.wait(lambda: [box.letter.state for box in dialog.boxes] == left)  # noqa: B023
    assert focus() is dialog.primary


def test_all_failed_letters_try_again_at_once_but_no_unsure_one(desk):
    """Covers: I1."""
    keys = [desk.failed(), desk.failed()]
    unsure = desk.unsure()
    dialog = desk.ask(3)
    tab_to(dialog.again)
    press(Key.Key_Space, text=" ")
    desk.wait(lambda: [desk.state(key) for key in keys] == ["waiting", "waiting"])
    assert desk.state(unsure) == "unsure"


def test_an_unsure_letter_that_was_sent_moves_its_deal(desk):
    """Covers: I1, G1."""
    deal = desk.shop.a_deal("contract")
    desk.shop.an_invoice(deal)
    key = desk.unsure(deal_id=deal, then={"move_to_purpose": "awaiting_payment"})
    [box] = desk.ask(1).boxes
    do(box, "It was sent")
    desk.wait(lambda: desk.state(key) == "sent")
    stage = desk.shop.row(Stage, desk.shop.row(Deal, deal).stage_id)
    assert stage.purpose == "awaiting_payment"


def test_an_unsure_letter_is_sent_again_only_when_a_person_says_so(desk):
    """Covers: I1."""
    key = desk.unsure()
    [box] = desk.ask(1).boxes
    do(box, "It was not: try again")
    desk.wait(lambda: desk.state(key) == "waiting")


def test_a_waiting_letter_is_withdrawn_and_leaves_the_list(desk):
    """Covers: I1, N5."""
    key = desk.letter()
    dialog = desk.ask(1)
    do(dialog.boxes[0], "Withdraw")
    desk.wait(lambda: desk.state(key) == "withdrawn")
    desk.wait(lambda: not dialog.boxes, "the list without it")
    assert dialog._empty.isVisible()


def test_the_card_of_a_letter_opens(desk):
    """Covers: C7."""
    deal = desk.shop.a_deal("contract")
    desk.letter(deal_id=deal)
    [box] = desk.ask(1).boxes
    do(box, "Open the card")
    assert desk.went == [("deal", deal)]


def test_a_letter_that_left_meanwhile_is_not_withdrawn(desk):
    """The dialog says so; the letter stays sent. Covers: I1, N8."""
    key = desk.letter()
    dialog = desk.ask(1)
    withdraw = button(dialog.boxes[0], "Withdraw")
    desk.clock.advance(seconds=9)
    desk.shop.run(lambda uow: messages.claim(uow, message_id=key))
    desk.shop.run(lambda uow: messages.note_sent(uow, message_id=key))
    tab_to(withdraw)
    press(Key.Key_Space, text=" ")
    desk.wait(lambda: desk.told or desk.errors, "a sentence")
    assert desk.state(key) == "sent"


def test_the_list_closes_by_one_key(desk):
    """Covers: N1."""
    dialog = desk.ask(0)
    assert dialog._empty.isVisible()
    press(Key.Key_Return, CTRL)
    assert not dialog.isVisible()


def test_a_list_that_is_closed_while_it_asks_gets_no_answer(desk, qtbot):
    """Covers: N8. It is deleted by the time the answer comes."""
    desk.unsure()
    dialog = desk.ask(1)
    may_read = threading.Event()
    desk.tasks.fetch("wait", lambda _reader: may_read.wait(30), then=lambda _none: None)
    desk.hub.changed.emit(Changes.of(message=[new_id()]))
    dialog.reject()
    # Not desk.wait: that lets the reader come to an end first, which is held here.
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog), timeout=30_000)
    may_read.set()
    desk.settle()
    assert desk.strays == []
