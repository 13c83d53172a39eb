# SPDX-License-Identifier: Apache-2.0
"""What was typed for a new client is given to one who is there: theirs stays, and nothing that was typed is lost."""

import pytest

from desktop.commands import history, known_clients
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.errors import UserError
from desktop.values.changes import Origin
from desktop.values.drafts.client import ClientDraft
from tests.shop import open_shop


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def add(shop, draft, **to):
    return shop.run(lambda uow: known_clients.add_to_client(uow, draft=draft, **to))


def test_a_person_takes_in_what_was_typed_and_undo_gives_it_back(shop):
    """Covers: A5."""
    contact = shop.a_contact(
        "Priya Hartwell", phone="447700900342", email="priya@oak.example", comment="Calls at noon"
    )
    draft = ClientDraft(
        company="Oak & Lime", name="Priya H.", post="Buyer", phone="07700 900999",
        email="orders@oak.example", comment="Wants a catalogue",
    )  # fmt: skip
    kept = add(shop, draft, contact_id=contact)
    row = shop.row(Contact, contact)
    assert (kept.contact_id, kept.company_id) == (contact, None)
    assert (row.name, row.post, row.email, row.other_emails) == (
        "Priya Hartwell", "Buyer", "priya@oak.example", ["orders@oak.example"],
    )  # fmt: skip
    assert row.comment.splitlines() == ["Calls at noon", "Priya H.", "Wants a catalogue"]
    assert shop.row(Company, row.company_id).name == "Oak & Lime"
    assert {one.digits for one in shop.rows(ContactPhone)} == {"447700900342", "447700900999"}
    assert shop.count(Contact) == 1
    shop.run(history.undo, origin=Origin.UNDO)
    assert shop.row(Contact, contact).comment == "Calls at noon"
    assert shop.count(ContactPhone, ContactPhone.archived_at.is_(None)) == 1


def test_an_organisation_takes_in_a_person_or_a_number(shop):
    """Covers: A5."""
    company = shop.a_company("Oak & Lime Bakery Ltd")
    kept = add(
        shop,
        ClientDraft(company="Oak and Lime", name="Priya", phone="07700 900342"),
        company_id=company,
    )
    assert shop.row(Contact, kept.contact_id).company_id == company
    assert shop.row(Company, company).comment == "Oak and Lime"
    add(
        shop, ClientDraft(company="Oak & Lime Bakery Ltd", phone="07700 900999"), company_id=company
    )
    assert shop.count(ContactPhone, ContactPhone.company_id == company) == 1
    assert shop.row(Company, company).comment == "Oak and Lime"
    with pytest.raises(UserError) as refused:
        add(shop, ClientDraft(name="Priya", phone="12"), company_id=company)
    assert refused.value.field == "phone"
