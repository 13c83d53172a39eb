# SPDX-License-Identifier: Apache-2.0
"""Cards that are lent until a day say so, and go back early or on it: in one step, by whoever may end it."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from desktop.commands import handover, lead_conversion, moves, people
from desktop.commands import loans as commands
from desktop.domain.deal import Deal
from desktop.domain.holding import Loan
from desktop.domain.lead import Lead
from desktop.domain.pipeline import RefusalReason
from desktop.domain.touch import Comment, Task
from desktop.errors import UserError
from desktop.flows import long_steps
from desktop.flows.give_back import give_back
from desktop.flows.shop import DirectShop
from desktop.queries import client_page, loans
from desktop.storage.unit_of_work import Actor
from desktop.values.drafts.lead import ConversionDraft
from desktop.values.drafts.refusal import Refusal
from desktop.values.rows.lent import Lent
from tests.lead_shop import a_lead, finish_script
from tests.shop import open_shop


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def tom(shop):
    return shop.a_user(name="Tom Ferris")


@pytest.fixture
def eve(shop):
    return shop.a_user(name="Eve Quill")


@pytest.fixture
def ned(shop):
    return shop.a_user(name="Ned Farrow")


def lend(shop, cards, to, *, days=14, by=None):
    back = shop.clock.now().date() + timedelta(days=days)
    shop.run(
        lambda uow: handover.hand_over(uow, card_ids=cards, to=to, comment="Leave", back_on=back),
        by=by,
    )
    return back


def hand(shop, cards, to):
    shop.run(lambda uow: handover.hand_over(uow, card_ids=cards, to=to))


def seen(shop, by):
    return shop.read(loans.lent, by=by)


def back(shop, loan, by):
    said = []
    give_back(DirectShop(shop.database, Actor(by, ("manager",))), loan, said.append)
    return said


def test_many_cards_go_back_before_their_day_in_one_step_with_their_touches_and_one_undo(
    shop, tom, eve, monkeypatch
):
    """Covers: B5, M3."""
    monkeypatch.setattr("desktop.flows.give_back.AT_ONCE", 2)
    deals = [shop.a_deal(holder=tom) for _n in range(4)]
    lead = a_lead(shop, holder_id=tom)
    due = {task.card_id: task.due_at for task in shop.rows(Task)}
    lend(shop, [*deals, lead], eve)
    [loan] = seen(shop, tom)
    assert (loan.is_due, len(loan.card_ids)) == (False, 5)
    assert back(shop, loan, tom) == []
    assert {row.holder_id for row in (*shop.rows(Deal), *shop.rows(Lead))} == {tom}
    assert {task.card_id: task.due_at for task in shop.rows(Task)} == due
    assert {task.holder_id for task in shop.rows(Task)} == {tom}
    assert None not in {one.ended_at for one in shop.rows(Loan)}
    assert len(shop.rows(Comment)) == 10, "a word as it went, and one as it came back"
    assert seen(shop, tom) == ()
    [undone] = [long_steps.undo(DirectShop(shop.database, Actor(tom, ("manager",))))]
    assert (undone.label.fields["name"], undone.label.fields["count"]) == ("Tom Ferris", "5")
    assert {row.holder_id for row in (*shop.rows(Deal), *shop.rows(Lead))} == {eve}
    [again] = seen(shop, eve)
    assert back(shop, again, eve) == [], "who has them gives them back as well"
    assert {row.holder_id for row in shop.rows(Deal)} == {tom}
    assert len(shop.rows(Comment)) == 15


def test_what_was_closed_or_has_gone_on_meanwhile_stays_and_a_sentence_names_it(
    shop, tom, eve, ned
):
    """Covers: B5, C5."""
    kept, lost, gone = (shop.a_deal(title=one, holder=tom) for one in ("Menus", "Cards", "Signs"))
    lend(shop, [kept, lost, gone], eve)
    [loan] = seen(shop, tom)
    refused = Refusal(shop.rows(RefusalReason)[0].id, "Bought elsewhere.")
    shop.run(lambda uow: moves.refuse_card(uow, card_id=lost, why=refused))
    hand(shop, [gone], ned)
    [said] = back(shop, loan, tom)
    assert said == (
        "1 card stays where it is (Cards). What is closed stays with whoever closed it. "
        "1 card stays where it is (Signs). Gone on to somebody else meanwhile."
    )
    assert [shop.row(Deal, card).holder_id for card in (kept, lost, gone)] == [tom, eve, ned]
    [said] = back(shop, loan, tom)
    assert "(Menus). Already theirs." in said


def test_a_card_that_was_lent_to_somebody_else_since_is_not_taken_from_them(shop, tom, eve, ned):
    """Covers: B5."""
    deal = shop.a_deal(holder=tom)
    lend(shop, [deal], eve)
    [old] = seen(shop, tom)
    hand(shop, [deal], tom)
    lend(shop, [deal], ned)
    assert "Gone on" in back(shop, old, tom)[0]
    assert shop.row(Deal, deal).holder_id == ned


def test_only_who_lent_them_has_them_or_hands_cards_over_may_end_it(shop, tom, eve, ned):
    """Covers: B5, N4."""
    deal = shop.a_deal(holder=tom)
    lend(shop, [deal], eve)
    [loan] = seen(shop, tom)
    assert seen(shop, eve) == shop.read(loans.lent) == (loan,)
    assert seen(shop, ned) == ()
    with pytest.raises(UserError, match="lent by a colleague"):
        back(shop, loan, ned)
    assert shop.row(Deal, deal).holder_id == eve
    shop.run(
        lambda uow: commands.give_back(uow, card_ids=[deal], giver_id=tom, receiver_id=eve)
    )  # the head
    assert shop.row(Deal, deal).holder_id == tom


def test_cards_do_not_go_back_to_who_left(shop, tom, eve):
    """Covers: B5, A7."""
    deal = shop.a_deal(holder=tom)
    lend(shop, [deal], eve)
    [loan] = seen(shop, eve)
    shop.run(lambda uow: people.dismiss_person(uow, user_id=tom))
    assert seen(shop, eve) == ()
    with pytest.raises(UserError, match="no longer works here"):
        back(shop, loan, eve)
    assert shop.row(Deal, deal).holder_id == eve


def test_a_card_says_by_whom_it_is_lent_and_until_when_as_long_as_it_is(shop, tom, eve, ned):
    """Covers: B5, A7."""
    deal, lead = shop.a_deal(holder=tom), a_lead(shop, holder_id=tom)

    def says(card):
        return shop.read(lambda r: loans.of_card(r, card_id=card), by=ned)

    assert says(deal) is None
    day = lend(shop, [deal, lead], eve)
    assert says(deal) == says(lead) == Lent("Tom Ferris", day)
    shop.clock.advance(days=14)
    assert says(deal) == Lent("Tom Ferris", day, is_due=True)
    [loan] = seen(shop, tom)
    assert loan.is_due
    hand(shop, [deal], ned)
    assert (says(deal), says(lead).giver) == (None, "Tom Ferris")


def test_a_lent_lead_that_becomes_a_deal_is_lent_as_the_deal(shop, tom, eve):
    """Covers: B4, B5, M3."""
    lead = a_lead(shop, holder_id=tom, contact_id=shop.a_contact())
    day = lend(shop, [lead], eve)
    shop.run(lambda uow: finish_script(uow, lead))
    pipeline = shop.pipeline("Commercial print")
    deal = shop.run(
        lambda uow: lead_conversion.convert_lead(
            uow, lead_id=lead, draft=ConversionDraft(pipeline_id=pipeline)
        ),
        by=eve,
    )
    assert shop.read(lambda r: loans.of_card(r, card_id=deal)) == Lent("Tom Ferris", day)
    [loan] = seen(shop, tom)
    assert loan.card_ids == (deal,)
    long_steps.undo(DirectShop(shop.database, Actor(eve, ("manager",))))
    [loan] = seen(shop, tom)
    assert loan.card_ids == (lead,)
    assert back(shop, loan, tom) == []
    assert shop.row(Lead, lead).holder_id == tom


def test_the_page_of_a_client_says_which_deals_are_lent_in_the_statement_that_reads_them(
    shop, tom, eve
):
    """Covers: B5, K1."""
    person = shop.a_contact()
    own, other = shop.a_deal(contact=person, holder=tom), shop.a_deal(contact=person, holder=tom)
    day = lend(shop, [own], eve)

    def says():
        page = shop.read(lambda r: client_page.client(r, contact_id=person))
        return {deal.id: deal.lent for deal in page.deals}

    assert says() == {own: Lent("Tom Ferris", day), other: None}
    hand(shop, [own], tom)
    assert says() == {own: None, other: None}


def test_what_is_lent_is_read_by_two_statements_however_much_it_is(shop, tom, eve):
    """Covers: B5."""
    for n in range(5):
        lend(shop, [shop.a_deal(holder=tom) for _n in range(4)], eve, days=3 + n)
    asked = []

    def read(reader):
        event.listen(
            reader.connection, "before_cursor_execute", lambda *told: asked.append(told[2])
        )
        return loans.lent(reader, of=tom)

    assert len(shop.read(read)) == 5
    assert len([one for one in asked if one != "BEGIN"]) == 2
    some = shop.rows(Deal)[0].id
    [one] = shop.read(lambda r: loans.lent(r, card_ids={some}))
    assert one.card_ids == (some,)
