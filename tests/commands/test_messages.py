# SPDX-License-Identifier: Apache-2.0
"""Letters: each step of their way, what follows when they are sent, and what undo does to them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.commands import documents, history, messages
from desktop.domain.deal import Deal
from desktop.domain.document import Document
from desktop.domain.invoice import InvoiceIssue
from desktop.domain.message import Message, MessageEvent
from desktop.domain.touch import Task
from desktop.errors import UserError
from desktop.storage.unit_of_work import Actor
from desktop.values.changes import Origin
from desktop.values.ids import new_id
from tests.shop import open_shop


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def a_letter(shop, deal_id, **extra):
    return shop.run(
        lambda uow: messages.queue_letter(
            uow, deal_id=deal_id, recipient="orders@oakandlime.example", subject="Contract and invoice",
            body="Both files are attached.", sender_domain="rooklane.example", **extra,
        )
    )  # fmt: skip


def outbox(shop, step):
    return shop.run(step, origin=Origin.ROBOT, by=Actor())


def test_a_sent_letter_moves_the_deal_to_awaiting_payment(shop):
    """Covers: G1, I1."""
    deal_id = shop.a_deal("contract", due_at=shop.clock.now() + timedelta(days=3))
    shop.run(
        lambda uow: documents.prepare_papers(uow, deal_id=deal_id, contract_kind="contract_firm")
    )
    task = shop.next_touch(deal_id)
    then = {"move_to_purpose": "awaiting_payment", "finish_task": str(task)}
    letter = a_letter(shop, deal_id, then=then)
    assert shop.row(Deal, deal_id).stage_id == shop.stage("contract")
    assert outbox(shop, lambda uow: messages.claim(uow, message_id=letter))
    outbox(shop, lambda uow: messages.note_sent(uow, message_id=letter, detail="250 accepted"))
    assert shop.row(Deal, deal_id).stage_id == shop.stage("awaiting_payment")
    assert not shop.row(Task, task).is_open
    assert "payment" in shop.row(Task, shop.next_touch(deal_id)).goal
    states = [event.state for event in shop.rows(MessageEvent)]
    assert states == ["sending", "sent"]


def test_undo_withdraws_a_letter_that_has_not_left_and_redo_does_not_send_it_twice(shop):
    """Covers: I1, F4."""
    letter = a_letter(shop, shop.a_deal())
    shop.run(history.undo, origin=Origin.UNDO)
    assert shop.row(Message, letter).state == "withdrawn"
    assert not outbox(shop, lambda uow: messages.claim(uow, message_id=letter))


def test_undo_names_a_letter_that_has_left(shop):
    """Covers: I1."""
    letter = a_letter(shop, shop.a_deal())
    outbox(shop, lambda uow: messages.claim(uow, message_id=letter))
    outbox(shop, lambda uow: messages.note_sent(uow, message_id=letter))
    result = shop.run(history.undo, origin=Origin.UNDO)
    assert ("message", letter, "") in result.left
    assert shop.row(Message, letter).state == "sent"


def test_a_letter_that_was_leaving_when_the_program_died_is_asked_about(shop):
    """Covers: I1."""
    letter = a_letter(shop, shop.a_deal())
    outbox(shop, lambda uow: messages.claim(uow, message_id=letter))
    assert outbox(shop, messages.note_interrupted) == 1
    assert shop.row(Message, letter).state == "unsure"
    assert not outbox(shop, lambda uow: messages.claim(uow, message_id=letter))
    shop.run(lambda uow: messages.settle_as_sent(uow, message_id=letter))
    assert shop.row(Message, letter).state == "sent"


def test_a_double_press_queues_one_letter(shop):
    """Covers: I1."""
    deal_id, key = shop.a_deal(), new_id()
    a_letter(shop, deal_id, letter_id=key)
    a_letter(shop, deal_id, letter_id=key)
    assert shop.count(Message) == 1


def test_a_letter_without_an_address_is_refused(shop):
    """Covers: I1, N8."""
    deal_id = shop.a_deal()
    with pytest.raises(UserError) as refused:
        shop.run(
            lambda uow: messages.queue_letter(
                uow,
                deal_id=deal_id,
                recipient=" ",
                subject="Hello",
                body="",
                sender_domain="x.example",
            )
        )
    assert refused.value.field == "recipient"


def test_papers_keep_their_numbers_however_often_they_are_made(shop):
    """Covers: G1, H1, H6."""
    deal_id = shop.a_deal("contract", amount=36500)
    make = lambda uow: documents.prepare_papers(uow, deal_id=deal_id, contract_kind="contract_firm")  # noqa: E731
    first, second = shop.run(make), shop.run(make)
    assert first == second
    assert (first.contract_number, first.invoice_number) == ("1/26", "I-0001")
    assert shop.count(Document) == 2


def test_another_sum_is_another_invoice_without_a_gap(shop):
    """Covers: H1, H6."""
    numbers = []
    for amount in (100, 200, 300):
        deal_id = shop.a_deal(amount=amount)
        numbers.append(shop.run(lambda uow, d=deal_id: documents.issue_invoice(uow, deal_id=d)))
    bare = shop.a_deal(lines=[])
    with pytest.raises(UserError):
        shop.run(lambda uow: documents.issue_invoice(uow, deal_id=bare))
    last = shop.a_deal(amount=400)
    numbers.append(shop.run(lambda uow: documents.issue_invoice(uow, deal_id=last)))
    assert numbers == ["I-0001", "I-0002", "I-0003", "I-0004"]


def test_an_issued_number_is_not_undone(shop):
    """Covers: H6."""
    deal_id = shop.a_deal()
    shop.run(lambda uow: documents.issue_invoice(uow, deal_id=deal_id))
    with pytest.raises(UserError, match="not taken back"):
        shop.run(history.undo, origin=Origin.UNDO)
    assert shop.count(InvoiceIssue) == 1
