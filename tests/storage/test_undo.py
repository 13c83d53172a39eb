# SPDX-License-Identifier: Apache-2.0
"""Undo and redo: what they put back, what they leave, and what they answer instead."""

from datetime import timedelta

import pytest

from desktop.commands import history, moves, touches
from desktop.domain.bookkeeping import Voided
from desktop.domain.deal import Deal, DealLine, StageMove
from desktop.domain.invoice import InvoiceIssue
from desktop.domain.message import Message
from desktop.domain.payment import Confirmation, Payment
from desktop.domain.pipeline import Stage
from desktop.domain.touch import Activity, Comment, Task
from desktop.errors import UserError
from desktop.storage.undo_plan import DEPTH
from desktop.storage.unit_of_work import command
from desktop.values.changes import Origin
from desktop.values.drafts.refusal import Refusal
from desktop.values.drafts.touch import TouchDraft
from desktop.values.ids import derived_id


@command("Write a note on {deal}")
def note(uow, *, deal_id, text):
    uow.get(Deal, deal_id).note = text
    uow.name(deal=text)


def write_note(shop, deal, text, by=None):
    shop.run(lambda uow: note(uow, deal_id=deal, text=text), by=by)


def undo(shop, by=None):
    return shop.run(history.undo, by=by, origin=Origin.UNDO)


def redo(shop, by=None):
    return shop.run(history.redo, by=by, origin=Origin.REDO)


def test_a_changed_field_gets_its_old_value_back_and_redo_the_new_one(shop):
    """Covers: M3."""
    deal = shop.a_deal(note="first")
    write_note(shop, deal, "second")
    undone = undo(shop)
    assert shop.row(Deal, deal).note == "first"
    assert (undone.label.text, undone.label.fields) == (
        "Write a note on {deal}",
        {"deal": "second"},
    )
    redo(shop)
    assert shop.row(Deal, deal).note == "second"


def test_a_created_record_is_archived_and_comes_back(shop):
    """Covers: M3."""
    deal = shop.a_deal()
    touch = TouchDraft(goal="Ask for the logo", due_at=shop.clock.now() + timedelta(days=3))
    task = shop.run(lambda uow: touches.plan(uow, card_id=deal, touch=touch))
    undo(shop)
    assert shop.row(Task, task).archived_at is not None
    redo(shop)
    assert shop.row(Task, task).archived_at is None


def test_a_created_fact_is_switched_off_by_its_companion(shop):
    """Covers: N3."""
    deal = shop.a_deal()
    shop.run(lambda uow: touches.comment(uow, card_id=deal, text="The logo is a PNG."))
    fact = shop.rows(Comment)[0]
    key = derived_id(fact.id, "void")
    undo(shop)
    assert shop.row(Voided, key).is_on
    assert shop.row(Comment, fact.id).archived_at is None
    redo(shop)
    assert not shop.row(Voided, key).is_on
    undo(shop)
    assert shop.row(Voided, key).is_on
    assert shop.count(Voided) == 1


def test_a_move_is_undone_with_its_stage_its_fact_and_its_place(shop):
    """Covers: C4."""
    deal = shop.a_deal("Quote sent")
    before = shop.row(Deal, deal)
    target = shop.stage("Contract & invoice")
    shop.clock.advance(hours=5)
    shop.run(lambda uow: moves.move_card(uow, card_id=deal, stage_id=target))
    undo(shop)
    after = shop.row(Deal, deal)
    assert (after.stage_id, after.stage_since, after.rank) == (
        before.stage_id,
        before.stage_since,
        before.rank,
    )
    move = shop.rows(StageMove, StageMove.deal_id == deal)[0]
    assert shop.row(Voided, derived_id(move.id, "void")).is_on


def test_a_refused_card_is_undone_as_one_unit_and_its_touch_is_open_again(shop):
    """Covers: C7, D2."""
    deal = shop.a_deal("Quote sent")
    touch = shop.next_touch(deal)
    shop.run(
        lambda uow: moves.refuse_card(
            uow, card_id=deal, why=Refusal(shop.a_reason(), "Cheaper elsewhere.")
        )
    )
    assert shop.row(Task, touch).done_at is not None
    undo(shop)
    found = shop.row(Deal, deal)
    assert (found.stage_kind, found.refusal_reason_id, found.refusal_comment) == ("open", None, "")
    assert shop.row(Task, touch).is_open


def test_what_others_changed_since_stays_and_is_named(shop):
    """Covers: N2."""
    deal = shop.a_deal(note="", title="Flyers")

    def both(uow):
        uow.begin("Change {deal}", None, None)
        uow.get(Deal, deal).note = "mine"
        uow.get(Deal, deal).title = "Flyers A5"

    shop.run(both)
    tom = shop.a_user("manager")
    write_note(shop, deal, "Tom's", by=tom)
    undone = undo(shop)
    assert (shop.row(Deal, deal).note, shop.row(Deal, deal).title) == ("Tom's", "Flyers")
    assert undone.left == (("deal", deal, "note"),)


def test_a_unit_somebody_changed_since_stays_whole(shop):
    """Architecture 1a: stage, pipeline and reason mean something only together."""
    here = shop.a_deal("Quote sent")
    tender = shop.a_pipeline("Tender", ["Asked", "Offered"])
    asked, offered = shop.stage("Asked", tender), shop.stage("Offered", tender)
    shop.run(lambda uow: moves.move_card(uow, card_id=here, stage_id=asked))
    tom = shop.a_user("manager")
    shop.run(lambda uow: moves.move_card(uow, card_id=here, stage_id=offered), by=tom)
    undone = undo(shop)
    found = shop.row(Deal, here)
    assert found.stage_id == offered
    assert found.pipeline_id == shop.row(Stage, offered).pipeline_id == tender
    assert {field for _kind, _id, field in undone.left} >= {"stage_id", "pipeline_id"}
    assert shop.count(Voided) == 0, "the move was made, and another one began where it ended"


def test_undo_goes_back_step_by_step_and_redo_forward_again(shop):
    """Covers: M3."""
    deal = shop.a_deal(note="0")
    for text in "123":
        write_note(shop, deal, text)
    seen = []
    for step in (undo, undo, undo, redo, redo, undo, redo, redo):
        step(shop)
        seen.append(shop.row(Deal, deal).note)
    assert seen == ["2", "1", "0", "1", "2", "1", "2", "3"]


def test_something_new_ends_what_could_be_redone(shop):
    """Covers: M3."""
    deal = shop.a_deal(note="0")
    write_note(shop, deal, "1")
    undo(shop)
    write_note(shop, deal, "2")
    with pytest.raises(UserError, match="nothing to redo"):
        redo(shop)
    undo(shop)
    assert shop.row(Deal, deal).note == "0"
    redo(shop)
    assert shop.row(Deal, deal).note == "2"
    with pytest.raises(UserError, match="nothing to redo"):
        redo(shop)


def test_each_person_takes_back_only_their_own_steps(shop):
    """Covers: M3."""
    deal, other = shop.a_deal(note=""), shop.a_deal(note="")
    tom = shop.a_user("manager")
    write_note(shop, deal, "Maya's")
    write_note(shop, other, "Tom's", by=tom)
    undo(shop)
    assert (shop.row(Deal, deal).note, shop.row(Deal, other).note) == ("", "Tom's")
    with pytest.raises(UserError, match="nothing to undo"):
        undo(shop)
    undo(shop, by=tom)
    assert shop.row(Deal, other).note == ""


def test_undo_outlives_a_restart(shop):
    """Covers: M3."""
    deal = shop.a_deal(note="0")
    write_note(shop, deal, "1")
    shop.database.close()
    shop.database.open()
    undo(shop)
    assert shop.row(Deal, deal).note == "0"


def test_the_last_hundred_steps_can_be_taken_back(shop):
    """Covers: M3."""
    deal = shop.a_deal(note="start")
    for n in range(DEPTH + 5):
        write_note(shop, deal, str(n))
    for _step in range(DEPTH):
        undo(shop)
    assert shop.row(Deal, deal).note == "4"
    with pytest.raises(UserError, match="nothing to undo"):
        undo(shop)


def test_an_issued_number_is_answered_not_undone(shop):
    """Covers: H6."""
    deal = shop.a_deal()
    invoice = shop.an_invoice(deal, issued=False)

    def issue(uow):
        uow.begin("Issue", None, None)
        uow.add(
            InvoiceIssue(
                invoice_id=invoice,
                series="GB",
                number=str(uow.next_in("GB")),
                at=uow.now,
                amount=100,
                lines=[],
            )
        )

    shop.run(issue)
    with pytest.raises(UserError, match="not taken back"):
        undo(shop)
    assert shop.count(Voided) == 0


def test_a_confirmed_payment_is_answered_not_undone(shop):
    """Covers: H2."""
    deal = shop.a_deal()
    payment = shop.a_payment(deal, 500, confirmed=False)

    def confirm(uow):
        uow.begin("Confirm", None, None)
        uow.add(Confirmation(payment_id=payment, at=uow.now, by=uow.actor.user_id))

    shop.run(confirm)
    with pytest.raises(UserError, match="Reverse the payment instead"):
        undo(shop)
    assert shop.row(Deal, deal).paid == 500


def test_money_of_the_till_that_was_typed_by_mistake_is_switched_off(shop):
    """Covers: H3."""
    deal, shift = shop.a_deal(amount=5000), shop.an_open_shift()

    def take(uow):
        uow.begin("Take", None, None)
        uow.add(
            Payment(
                deal_id=deal,
                amount=5000,
                currency="GBP",
                method="cash",
                at=uow.now,
                shift_id=shift,
            )
        )

    shop.run(take)
    assert shop.row(Deal, deal).paid == 5000
    undo(shop)
    assert shop.row(Deal, deal).paid == 0
    redo(shop)
    assert shop.row(Deal, deal).paid == 5000


def a_letter(shop, deal):
    def write(uow):
        uow.begin("Write", None, None)
        letter = uow.add(
            Message(
                card_id=deal,
                recipient="orders@oakandlime.example",
                subject="Your stickers",
                body="Here they are.",
                created_at=uow.now,
                send_after=uow.now,
                message_id="<1@rooklane.example>",
            )
        )
        return letter.id

    return shop.run(write)


def test_a_letter_not_yet_gone_is_withdrawn_and_waits_again_on_redo(shop):
    """Covers: G1, F4."""
    letter = a_letter(shop, shop.a_deal())
    undo(shop)
    assert shop.row(Message, letter).state == "withdrawn"
    assert shop.row(Message, letter).archived_at is None
    redo(shop)
    assert shop.row(Message, letter).state == "waiting"


def test_a_letter_that_has_gone_is_named(shop):
    """Covers: G1."""
    letter = a_letter(shop, shop.a_deal())
    from desktop.storage.unit_of_work import Actor

    shop.run(lambda uow: setattr(uow.get(Message, letter), "state", "sent"), by=Actor())
    assert undo(shop).left == (("message", letter, ""),)
    assert shop.row(Message, letter).state == "sent"


def test_an_import_is_taken_back_as_one_step(shop):
    """Covers: A6."""
    deal = shop.a_deal()
    step = shop.run(lambda uow: uow.claim_step(), origin=Origin.IMPORT)
    actor = shop.actor()
    for chunk in range(3):

        def add(uow, chunk=chunk):
            rows = [
                {"card_id": deal, "text": f"{chunk}/{n}", "at": uow.now, "by": shop.me}
                for n in range(5)
            ]
            uow.add_many(Comment, rows)

        shop.database.write(actor, add, Origin.IMPORT, step=step)
    undo(shop)
    assert shop.count(Voided) == 15
    with pytest.raises(UserError, match="nothing to undo"):
        undo(shop)


def test_undo_obeys_the_house_rules(shop):
    """Covers: D2. A second touch was planned, then the first one finished without a next: its plan cannot go."""
    deal = shop.a_deal()
    first = shop.next_touch(deal)
    touch = TouchDraft(goal="Ask again", due_at=shop.clock.now() + timedelta(days=5))
    shop.run(lambda uow: touches.plan(uow, card_id=deal, touch=touch))
    tom = shop.a_user("manager")
    shop.run(
        lambda uow: touches.finish_touch(
            uow, task_id=first, outcome="agreed", comment="They take it."
        ),
        by=tom,
    )
    with pytest.raises(UserError, match="needs a next touch"):
        undo(shop)
    assert shop.count(Task, Task.card_id == deal, Task.archived_at.is_(None)) == 2


def test_undo_asks_no_entry_demands(shop):
    """Architecture, decision 5: what was let through once goes back without being asked."""
    deal = shop.a_deal("Proof & production", amount=1000)
    shop.a_payment(deal, 1000)
    back = shop.stage("Quote sent")
    shop.run(lambda uow: moves.move_card(uow, card_id=deal, stage_id=back))
    shop.run(
        lambda uow: setattr(
            uow.get(Stage, shop.stage("Proof & production")), "demands", ["contract", "company"]
        )
    )
    undo(shop)
    undo(shop)
    assert shop.row(Deal, deal).stage_id == shop.stage("Proof & production")


def test_a_call_that_is_taken_back_counts_no_longer(shop):
    """Covers: D1."""
    deal = shop.a_deal()
    shop.run(
        lambda uow: touches.log_call(
            uow, card_id=deal, outcome="agreed", comment="They want 500 more."
        )
    )
    undo(shop)
    call = shop.rows(Activity)[0]
    assert shop.row(Voided, derived_id(call.id, "void")).fact_kind == "activity"
    assert shop.count(DealLine, DealLine.deal_id == deal) == 1
