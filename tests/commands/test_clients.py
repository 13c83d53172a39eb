# SPDX-License-Identifier: Apache-2.0
"""Clients added, changed, joined and archived on a real shop."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from desktop import commands
from desktop.commands.client_records import company_for, complete_contact, contact_for
from desktop.domain.deal import Deal
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.errors import UserError
from desktop.values.drafts.client import ClientDraft
from desktop.values.drafts.requisites import Requisites
from tests.shop import OpenShop, open_shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[OpenShop]:
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def live_phones(shop: OpenShop, owner: UUID) -> list[str]:
    owned = (ContactPhone.contact_id == owner) | (ContactPhone.company_id == owner)
    return [one.digits for one in shop.rows(ContactPhone, owned) if one.archived_at is None]


def undo(shop: OpenShop) -> None:
    shop.run(commands.history.undo)


def add(shop: OpenShop, **fields: str) -> UUID:
    return shop.run(lambda uow: commands.clients.add_client(uow, draft=ClientDraft(**fields))).id


def test_a_phone_alone_makes_a_client_who_is_called_by_it(shop: OpenShop) -> None:
    contact_id = add(shop, phone="07700 900342")
    assert shop.row(Contact, contact_id).name == "07700 900 342"
    assert live_phones(shop, contact_id) == ["447700900342"]


def test_a_client_without_anything_to_call_them_by_is_refused(shop: OpenShop) -> None:
    with pytest.raises(UserError) as refused:
        add(shop, comment="wants posters")
    assert refused.value.field == "name"
    assert shop.count(Contact) == 0


def test_a_person_of_a_company_is_kept_as_both_and_undone_as_one(shop: OpenShop) -> None:
    company_id = add(shop, company="Oak & Lime Bakery", name="Priya Hartwell", phone="07700900342")
    contact = shop.rows(Contact)[0]
    assert contact.company_id == company_id
    assert shop.last_changes.label.fields == {"client": "Oak & Lime Bakery"}
    undo(shop)
    assert shop.row(Contact, contact.id).archived_at is not None
    assert shop.row(Company, company_id).archived_at is not None


def test_a_company_alone_keeps_the_phone_and_the_e_mail(shop: OpenShop) -> None:
    company_id = add(shop, company="Fernhill School", phone="020 7946 0307", email="a@fern.example")
    assert live_phones(shop, company_id) == ["442079460307"]
    assert shop.row(Company, company_id).email == "a@fern.example"
    assert shop.count(Contact) == 0


def test_a_company_is_found_again_whatever_its_legal_form_and_quotes(shop: OpenShop) -> None:
    first = add(shop, company="ООО «Липа»", name="Анна")
    again = add(shop, company='"ЛИПА", ООО', name="Пётр")
    assert first == again


def test_a_company_made_in_the_same_step_is_found_too(shop: OpenShop) -> None:
    def both(uow: object) -> bool:
        return company_for(uow, name="Липа").id == company_for(uow, name="Липа").id

    assert shop.run(both)


def test_the_counter_finds_a_client_by_a_phone_in_any_notation(shop: OpenShop) -> None:
    """Covers: A2, A5."""
    known = add(shop, name="Priya Hartwell", phone="+44 7700 900342")
    for typed in ("07700 900 342", "447700900342", "+44 (0)7700 900-342"):
        found = shop.run(lambda uow, typed=typed: contact_for(uow, phone=typed).id)
        assert found == known


def test_the_counter_makes_a_client_once(shop: OpenShop) -> None:
    """Covers: A2."""
    one = shop.run(lambda uow: contact_for(uow, phone="07700 900118", name="Ines").id)
    two = shop.run(lambda uow: contact_for(uow, phone="07700 900118", name="Somebody").id)
    assert one == two
    assert shop.row(Contact, one).name == "Ines"


def test_the_one_of_that_name_is_meant_where_several_share_a_number(shop: OpenShop) -> None:
    add(shop, name="Ann Ray", phone="07700 900118")
    second = add(shop, name="Tom Ray", phone="07700 900118")
    assert shop.run(lambda uow: contact_for(uow, phone="07700 900118", name="tom ray").id) == second


def test_a_number_of_a_company_makes_a_person_of_it(shop: OpenShop) -> None:
    company_id = add(shop, company="Fernhill School", phone="020 7946 0307")
    made = shop.run(lambda uow: contact_for(uow, phone="02079460307", name="Joan").id)
    assert shop.row(Contact, made).company_id == company_id


def test_an_archived_client_does_not_answer_to_their_number(shop: OpenShop) -> None:
    gone = add(shop, name="Ann Ray", phone="07700 900118")
    shop.run(lambda uow: commands.clients.archive_client(uow, contact_id=gone))
    assert shop.run(lambda uow: contact_for(uow, phone="07700 900118", name="New").id) != gone


def test_a_text_that_is_no_phone_is_refused_in_words(shop: OpenShop) -> None:
    with pytest.raises(UserError, match="10–15 digits"):
        shop.run(lambda uow: contact_for(uow, phone="12"))


def test_a_deal_is_given_the_person_a_stage_asks_for(shop: OpenShop) -> None:
    """Covers: C5."""
    deal_id = shop.a_deal(is_counter=True)

    def fill(uow: object) -> None:
        deal = uow.get(Deal, deal_id)
        complete_contact(uow, card=deal, name="Priya", phone="07700 900342", email="p@oak.example")

    shop.run(fill)
    contact = shop.row(Contact, shop.row(Deal, deal_id).contact_id)
    assert (contact.name, contact.email) == ("Priya", "p@oak.example")


def test_a_person_of_a_deal_is_given_the_phone_they_lack(shop: OpenShop) -> None:
    contact_id = shop.a_contact(phone="")
    deal_id = shop.a_deal(contact=contact_id)
    shop.run(lambda uow: complete_contact(uow, card=uow.get(Deal, deal_id), phone="07700 900342"))
    assert live_phones(shop, contact_id) == ["447700900342"]


def test_fields_of_a_person_change_one_by_one_and_back(shop: OpenShop) -> None:
    contact_id = add(shop, name="Ann Ray", email="ann@ray.example")
    shop.run(
        lambda uow: commands.clients.change_contact(uow, contact_id=contact_id, post=" buyer ")
    )
    contact = shop.row(Contact, contact_id)
    assert (contact.post, contact.email) == ("buyer", "ann@ray.example")
    undo(shop)
    assert shop.row(Contact, contact_id).post == ""


@pytest.mark.parametrize(
    "fields", [{"name": " "}, {"email": "two@at@example"}, {"discount_percent": 101}]
)
def test_a_wrong_field_is_refused_and_named(shop: OpenShop, fields: dict[str, object]) -> None:
    contact_id = add(shop, name="Ann Ray")
    with pytest.raises(UserError) as refused:
        shop.run(lambda uow: commands.clients.change_contact(uow, contact_id=contact_id, **fields))
    assert refused.value.field == next(iter(fields))


def test_requisites_are_one_unit_and_give_the_tax_id(shop: OpenShop) -> None:
    company_id = add(shop, company="Oak & Lime Bakery")
    given = Requisites(
        legal_name="Oak & Lime Bakery Ltd", vat_id="GB000000342", address="14 Mill Row"
    )
    shop.run(
        lambda uow: commands.clients.change_requisites(uow, company_id=company_id, requisites=given)
    )
    company = shop.row(Company, company_id)
    assert Requisites.read(company.requisites) == given
    assert company.tax_id == "GB000000342"
    shop.run(
        lambda uow: commands.clients.change_requisites(
            uow, company_id=company_id, requisites=Requisites(address="15 Mill Row")
        )
    )
    assert shop.row(Company, company_id).tax_id == "GB000000342"


def test_an_accountant_mends_requisites_and_production_does_not(shop: OpenShop) -> None:
    """Covers: N4."""
    company_id = add(shop, company="Oak & Lime Bakery")

    def mend(uow: object) -> None:
        commands.clients.change_requisites(uow, company_id=company_id, requisites=Requisites())

    shop.run(mend, by=shop.a_user("accountant"))
    with pytest.raises(UserError):
        shop.run(mend, by=shop.a_user("production"))


def test_phones_are_added_once_changed_and_removed(shop: OpenShop) -> None:
    contact_id = add(shop, name="Ann Ray", phone="07700 900118")
    add_phone = lambda phone: shop.run(  # noqa: E731
        lambda uow: commands.clients.add_phone(uow, phone=phone, contact_id=contact_id)
    )
    second = add_phone("07700 900119")
    assert add_phone("+44 7700 900119") == second
    shop.run(lambda uow: commands.clients.change_phone(uow, phone_id=second, phone="07700 900120"))
    assert live_phones(shop, contact_id) == ["447700900118", "447700900120"]
    shop.run(lambda uow: commands.clients.remove_phone(uow, phone_id=second))
    assert live_phones(shop, contact_id) == ["447700900118"]
    undo(shop)
    assert live_phones(shop, contact_id) == ["447700900118", "447700900120"]


def test_a_person_joins_a_company_and_leaves_it(shop: OpenShop) -> None:
    contact_id = add(shop, name="Ann Ray")
    join = commands.clients.join_company
    shop.run(lambda uow: join(uow, contact_id=contact_id, company="Ray & Daughters"))
    company_id = shop.row(Contact, contact_id).company_id
    assert shop.row(Company, company_id).name == "Ray & Daughters"
    shop.run(lambda uow: join(uow, contact_id=contact_id))
    assert shop.row(Contact, contact_id).company_id is None


def test_a_client_with_an_open_deal_is_not_archived(shop: OpenShop) -> None:
    company_id = add(shop, company="Oak & Lime Bakery", name="Priya")
    person = shop.rows(Contact, Contact.company_id == company_id)[0].id
    shop.a_deal(contact=person, company=company_id, title="Stickers")
    with pytest.raises(UserError, match="“Stickers” is still open"):
        shop.run(lambda uow: commands.clients.archive_client(uow, company_id=company_id))
    assert shop.row(Contact, person).archived_at is None


def test_a_company_is_archived_with_its_people_and_phones_and_comes_back(shop: OpenShop) -> None:
    company_id = add(shop, company="Oak & Lime Bakery", name="Priya", phone="07700 900342")
    person = shop.rows(Contact, Contact.company_id == company_id)[0].id
    shop.run(lambda uow: commands.clients.archive_client(uow, company_id=company_id))
    assert live_phones(shop, person) == []
    undo(shop)
    assert live_phones(shop, person) == ["447700900342"]
    assert shop.row(Contact, person).archived_at is None
