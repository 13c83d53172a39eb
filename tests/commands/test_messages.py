# SPDX-License-Identifier: Apache-2.0
"""Letters: each step of their way, what follows when they are sent, and what undo does to them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop import queries
from desktop.commands import documents, history, messages
from desktop.domain.deal import Deal
from desktop.domain.document import Document
from desktop.domain.invoice import InvoiceIssue
from desktop.domain.message import Message, MessageEvent
from desktop.domain.people import Company, Contact
from desktop.domain.touch import Task
from desktop.errors import UserError
from desktop.storage import consent
from desktop.storage.unit_of_work import Actor
from desktop.values.changes import Origin
from desktop.values.ids import new_id
from tests.query_plans import steps_of
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


def test_a_letter_sent_once_more_takes_no_deal_back_out_of_work(shop):
    """Covers: G1, C7."""
    deal_id = shop.a_deal("in_work", amount=1000)
    shop.a_payment(deal_id, 1000)
    task = shop.next_touch(deal_id)
    then = {"move_to_purpose": "awaiting_payment", "finish_task": str(task)}
    letter = a_letter(shop, deal_id, then=then)
    outbox(shop, lambda uow: messages.claim(uow, message_id=letter))
    outbox(shop, lambda uow: messages.note_sent(uow, message_id=letter))
    assert shop.row(Deal, deal_id).stage_id == shop.stage("in_work")
    assert shop.next_touch(deal_id) == task


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
    outbox(shop, lambda uow: messages.note_handover(uow, message_id=letter))
    assert outbox(shop, messages.note_interrupted) == 1
    assert shop.row(Message, letter).state == "unsure"
    assert not outbox(shop, lambda uow: messages.claim(uow, message_id=letter))
    shop.run(lambda uow: messages.settle_as_sent(uow, message_id=letter))
    assert shop.row(Message, letter).state == "sent"


def test_a_letter_that_was_not_handed_over_when_the_program_died_waits_again(shop):
    """Covers: I1."""
    letter = a_letter(shop, shop.a_deal())
    outbox(shop, lambda uow: messages.claim(uow, message_id=letter))
    assert outbox(shop, messages.note_interrupted) == 0
    assert shop.row(Message, letter).state == "waiting"
    assert outbox(shop, lambda uow: messages.claim(uow, message_id=letter))


def test_the_outbox_works_for_the_house_whoever_sits_at_the_desk(shop):
    """A person without any right may be at the desk when the server accepts a colleague's letter."""
    letter = a_letter(shop, shop.a_deal())
    printer = shop.a_user("production")
    for step in (messages.claim, messages.note_handover, messages.note_sent):
        shop.run(lambda uow, s=step: s(uow, message_id=letter), by=printer, origin=Origin.ROBOT)
    assert [event.by for event in shop.rows(MessageEvent)] == [None, None]


def test_all_failed_letters_try_again_but_no_unsure_one(shop):
    """Covers: I1."""
    failed, unsure = a_letter(shop, shop.a_deal()), a_letter(shop, shop.a_deal())
    for letter in (failed, unsure):
        outbox(shop, lambda uow, i=letter: messages.claim(uow, message_id=i))
    outbox(
        shop,
        lambda uow: messages.note_failed(
            uow, message_id=failed, sentence="wrong password", next_try_at=None
        ),
    )
    outbox(shop, lambda uow: messages.note_unsure(uow, message_id=unsure, sentence="cut off"))
    assert shop.run(messages.retry_failed) == 1
    assert shop.row(Message, failed).state == "waiting"
    assert shop.row(Message, unsure).state == "unsure"


def test_a_letter_changed_after_it_was_read_is_not_sent_as_it_was_read(shop):
    """Covers: I1."""
    letter = a_letter(shop, shop.a_deal())
    stamp = shop.row(Message, letter).stamp
    shop.run(
        lambda uow: messages.retry_letter(
            uow, message_id=letter, recipient="new@oakandlime.example"
        )
    )
    assert not outbox(shop, lambda uow: messages.claim(uow, message_id=letter, stamp=stamp))


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


MAIL = "orders@oakandlime.example"
REFUSAL = "does not want to be written to by e-mail"


def opt_out(shop, cls, id, *channels):
    shop.run(lambda uow: setattr(uow.get(cls, id), "opted_out", list(channels)), by=Actor())


def opted(shop, **fields):
    """A deal of a client whose address it is."""
    company = shop.a_company()
    contact = shop.a_contact(email=MAIL, company=company, **fields)
    return shop.a_deal(contact=contact, company=company), contact, company


def test_nothing_leaves_to_who_does_not_want_it_whoever_writes(shop):
    """Covers: F4, K5."""
    deal, contact, company = opted(shop)
    opt_out(shop, Contact, contact, "sms")
    letter = a_letter(shop, deal)
    outbox(shop, lambda uow: messages.claim(uow, message_id=letter))
    outbox(
        shop,
        lambda uow: messages.note_failed(uow, message_id=letter, sentence="No", next_try_at=None),
    )
    opt_out(shop, Contact, contact, "email")
    robot = {"origin": Origin.ROBOT, "by": Actor()}
    ways = [
        lambda: a_letter(shop, deal),
        lambda: shop.run(lambda uow: messages.retry_letter(uow, message_id=letter)),
        lambda: shop.run(
            lambda uow: messages.queue_letter(
                uow, deal_id=deal, recipient=f"Priya <{MAIL.upper()}>", subject="Ready", body="-",
                sender_domain="x.example",
            ),
            **robot,
        ),
    ]  # fmt: skip
    for way in ways:
        with pytest.raises(UserError, match=REFUSAL):
            way()
    assert shop.run(messages.retry_failed) == 0
    assert [one.state for one in shop.rows(Message)] == ["failed"]
    opt_out(shop, Contact, contact)
    opt_out(shop, Company, company, "email")
    with pytest.raises(UserError, match=REFUSAL):
        a_letter(shop, deal)
    opt_out(shop, Company, company)
    assert shop.run(messages.retry_failed) == 1


def test_an_address_is_asked_of_whose_it_is_and_of_the_client_where_nobody_has_it(shop):
    """Covers: F4, K5."""
    deal, contact, _company = opted(shop)
    elsewhere = shop.a_contact(name="Lena Moor", email="lena@moor.example")
    opt_out(shop, Contact, contact, "email")
    told = {"deal_id": deal, "subject": "Offer", "body": "-", "sender_domain": "x.example"}

    def write(recipient):
        return shop.run(lambda uow: messages.queue_letter(uow, recipient=recipient, **told))

    assert write("lena@moor.example")
    with pytest.raises(UserError, match=REFUSAL):
        write("somebody@oakandlime.example")
    opt_out(shop, Contact, elsewhere, "email")
    with pytest.raises(UserError, match=REFUSAL):
        write("lena@moor.example, office@rooklane.example")


IN_LETTERS, ON_THE_WIRE = "Заказ@Пекарня.рф", "заказ@XN--80AJPNGJ0I.xn--p1ai"


def ways_to_write(shop, deal, recipient):
    """Every way a message comes into the outbox, or changes whom it goes to, or goes by another program."""
    told = {"deal_id": deal, "subject": "Ready", "body": "-", "sender_domain": "x.example"}
    row = {
        "card_kind": "deal", "card_id": deal, "recipient": recipient, "subject": "News", "body": "-",
        "created_at": shop.clock.now(), "send_after": shop.clock.now(), "message_id": "<n@x.example>",
    }  # fmt: skip
    elsewhere = shop.run(lambda uow: messages.queue_letter(uow, recipient="a@b.example", **told))

    def letter(uow):
        return messages.queue_letter(uow, recipient=recipient, **told)

    def by_another_program():
        if refusal := shop.read(
            lambda r: queries.consent.refusal(r, channel="email", recipient=recipient)
        ):
            raise UserError(refusal)

    return {
        "a letter": lambda: shop.run(letter),
        "a robot's": lambda: shop.run(letter, origin=Origin.ROBOT, by=Actor()),
        "many at once": lambda: shop.run(lambda uow: uow.add_many(Message, [row])),
        "sent elsewhere": lambda: shop.run(
            lambda uow: messages.retry_letter(uow, message_id=elsewhere, recipient=recipient)
        ),
        "put elsewhere": lambda: shop.run(
            lambda uow: setattr(uow.get(Message, elsewhere), "recipient", recipient)
        ),
        "another program": by_another_program,
    }


@pytest.mark.parametrize(
    "facts",
    [
        {"email": IN_LETTERS},
        {"email": ON_THE_WIRE},
        {"email": "a@other.example", "other_emails": ["b@other.example", IN_LETTERS]},
        {"requisites": {"email": ON_THE_WIRE}},
    ],
    ids=["main", "main on the wire", "another", "requisites"],
)
@pytest.mark.parametrize("cls", [Contact, Company])
def test_whoever_has_an_address_is_asked_by_any_of_theirs_however_it_is_spelled(shop, cls, facts):
    """Covers: F4, K5. Also where it is typed on somebody else's card."""
    deal = shop.a_deal(contact=shop.a_contact(email="c@third.example"))
    owner = shop.a_contact(**facts) if cls is Contact else shop.a_company(**facts)
    opt_out(shop, cls, owner, "email")
    for recipient in ("Пекарня <ЗАКАЗ@пекарня.РФ>", ON_THE_WIRE):
        for name, way in ways_to_write(shop, deal, recipient).items():
            with pytest.raises(UserError, match=REFUSAL):
                pytest.fail(f"{name}: {way()}")
    opt_out(shop, cls, owner)
    for way in ways_to_write(shop, deal, IN_LETTERS).values():
        way()


def test_whose_an_address_is_is_found_without_reading_every_client(shop):
    """Covers: F4, N7."""
    steps = steps_of(shop, lambda r: consent.refusal_of(r.connection, "email", IN_LETTERS))
    for table in ("contact", "company"):
        assert any(f"ix_{table}_payer_email" in step for step in steps)
        assert not any(step.startswith(f"SCAN {table}") for step in steps), steps


def test_a_number_is_asked_of_whose_it_is(shop):
    """Covers: F4, K5."""
    other = shop.a_contact(phone="447700900123")
    opt_out(shop, Contact, other, "sms")
    refusal = shop.read(
        lambda r: queries.consent.refusal(r, channel="sms", recipient="+44 7700 900123")
    )
    assert "SMS" in refusal


def test_a_letter_that_was_taken_back_does_not_come_again_by_redo_to_who_opted_out(shop):
    """Covers: F4, M3."""
    deal, contact, _company = opted(shop)
    a_letter(shop, deal)
    shop.run(history.undo, origin=Origin.UNDO)
    opt_out(shop, Contact, contact, "email")
    with pytest.raises(UserError, match=REFUSAL):
        shop.run(history.redo, origin=Origin.REDO)
