# SPDX-License-Identifier: Apache-2.0
"""What may be handed over is read with those who may get it."""

import pytest

from desktop.commands import norms
from desktop.queries import handover
from tests.lead_shop import LEADS, a_lead, in_hours
from tests.shop import open_shop


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def test_everything_of_a_colleague_is_offered_with_sums_dates_and_who_may_get_it(shop):
    """Covers: B5, D4."""
    tom, eve = shop.a_user(name="Tom Ferris"), shop.a_user(name="Eve Quill")
    shop.a_user("production", name="Ivo Marek")
    deal, lead = shop.a_deal(holder=tom), a_lead(shop, holder_id=tom, touch=in_hours(shop, 30))
    shop.a_deal("Won", holder=tom)
    own = shop.a_deal(holder=eve)
    today = shop.clock.now().date()
    shop.run(lambda uow: norms.set_away(uow, user_id=eve, first_day=today, last_day=today))
    offer = shop.read(lambda r: handover.of_person(r, giver_id=tom))
    assert {card.id for card in offer.cards} == {deal, lead}
    assert (offer.giver, offer.others, len(offer.touches)) == ("Tom Ferris", 0, 2)
    assert [name for _id, name in offer.pipelines] == [LEADS, "Commercial print"]
    found = {one.id: one for one in offer.receivers}
    assert set(found) == {eve, shop.me}
    assert (found[eve].load, found[eve].away_till(today)) == (1, today)
    some = shop.read(lambda r: handover.of_cards(r, card_ids=[deal, own]))
    assert ({card.id for card in some.cards}, some.giver_id) == ({deal, own}, None)


def test_the_open_cards_of_a_client_are_those_of_its_people_too(shop):
    """Covers: B5, K1."""
    company = shop.a_company()
    person = shop.a_contact(company=company)
    shop.a_deal(contact=shop.a_contact())
    deal = shop.a_deal(contact=person)
    for client in (company, person):
        found = shop.read(lambda r, one=client: handover.open_cards_of_client(r, client_id=one))
        assert found == (deal,)
