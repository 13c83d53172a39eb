# SPDX-License-Identifier: Apache-2.0
"""Who may be the same client or enquiry, surest first, with what coincides."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from desktop.commands.clients import add_client
from desktop.commands.leads import new_lead
from desktop.flows.import_list import check_list
from desktop.queries import duplicates
from desktop.values.drafts.client import ClientDraft
from desktop.values.drafts.lead import LeadDraft
from desktop.values.rows.client_list import Verdict
from desktop.values.rows.duplicates import DuplicateFound, Reason, Sought
from tests.shop import OpenShop, open_shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[OpenShop]:
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def add(shop: OpenShop, **typed: str) -> UUID:
    return shop.run(lambda uow: add_client(uow, draft=ClientDraft(**typed))).id


def find(shop: OpenShop, **sought: object) -> tuple[DuplicateFound, ...]:
    return shop.read(lambda r: duplicates.find(r, Sought(**sought)))


@pytest.mark.parametrize(
    ("asked", "reasons"),
    [
        ({"phones": ("+44 (0)7700 900-342",)}, {Reason.PHONE}),
        ({"emails": ("ORDERS@oak.example",)}, {Reason.EMAIL}),
        ({"tax_id": "00000342"}, {Reason.TAX_ID}),
        ({"company": "«oak & lime bakery» ltd"}, {Reason.NAME}),
        ({"company": "Oak and Lime"}, {Reason.SIMILAR}),
        ({"company": "Oak & Lmie Bakery"}, {Reason.SIMILAR}),
        ({"company": "Oaklime Bakery", "phones": ("07700900342",)}, {Reason.PHONE, Reason.SIMILAR}),
    ],
)
def test_a_probable_duplicate_is_named_with_what_coincides(
    shop: OpenShop, asked: dict[str, object], reasons: set[Reason]
) -> None:
    """Covers: A5."""
    oak = add(
        shop,
        company="Oak & Lime Bakery",
        phone="07700 900342",
        email="orders@oak.example",
        tax_id="00000342",
    )
    add(shop, company="Harbour Bakery", phone="07700 900343", email="hello@harbour.example")
    (found,) = find(shop, **asked)
    assert (found.kind, found.id, set(found.reasons)) == ("company", oak, reasons)
    (many,) = shop.read(lambda r: duplicates.known(r).find([Sought(**asked)]))
    assert [(one.id, one.score) for one in many] == [(oak, found.score)]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"phones": ("12",), "emails": (" ",), "company": ""},
        {"company": "Elm"},
        {"company": "Harbour Cafe"},
        {"name": "Priya Nair", "company": "Elm Studio"},
    ],
)
def test_who_shares_a_word_or_a_common_name_is_nobodys_double(
    shop: OpenShop, asked: dict[str, object]
) -> None:
    """Covers: A5."""
    add(shop, company="Oak & Lime Bakery", name="Priya Nair", phone="07700 900342")
    add(shop, company="Harbour Bakery", phone="07700 900343")
    assert find(shop, **asked) == ()
    assert shop.read(lambda r: duplicates.known(r).find([Sought(**asked)])) == [()]


def test_a_row_is_not_held_for_one_of_a_crowd_that_bears_its_name(shop: OpenShop) -> None:
    """Else most of a long list would ask to be looked at, and each row be compared with all of them. Covers: A6."""
    for n in range(8):
        add(shop, name="Anna Smirnova", phone=f"07700 90034{n}")
    row = Sought(name="Anna Smirnova", phones=("07700 900999",))
    (few,) = shop.read(lambda r: duplicates.known(r).find([row]))
    assert few
    add(shop, name="Anna Smirnova", phone="07700 900348")
    (crowd,) = shop.read(lambda r: duplicates.known(r).find([row]))
    assert crowd == ()


def test_the_surest_stands_first_and_more_in_common_is_surer(shop: OpenShop) -> None:
    """Covers: A5."""
    both = add(shop, company="Лыжная школа «Склон»", phone="07700 900342")
    name = add(shop, company="Лыжная школа «Скол»", phone="07700 900343")
    found = find(shop, company="ООО «Лыжная школа Склон»", phones=("07700900342",))
    assert [one.id for one in found] == [both, name]
    assert found[0].score > 90 > found[1].score
    assert found[0].same == "447700900342"


def test_initials_do_not_contradict_a_name_and_a_list_takes_them_for_one(
    shop: OpenShop, tmp_path: Path
) -> None:
    """A form and a list go by one rule of names. Covers: A5, A6."""
    add(shop, name="Annabel Brightwater", phone="07700 900342")
    path = tmp_path / "list.csv"
    for name, is_one in (("B. A.", True), ("Piet Smolders", False)):
        (found,) = find(shop, name=name, phones=("07700 900342",))
        assert (found.score > 85) is is_one
        path.write_text(f"Contact;Tel\n{name};07700 900342\n", encoding="utf-8")
        check = check_list(shop.direct(), path=path)
        assert check is not None
        assert (check.count(Verdict.NEW) == 0) is is_one


def test_an_open_lead_of_the_client_is_told_too_with_its_number(shop: OpenShop) -> None:
    """Covers: A5."""
    draft = LeadDraft(title="Menus", name="Ada Byron", phone="07700 900342", channel="phone")
    first = shop.run(lambda uow: new_lead(uow, draft=draft))
    second = shop.run(lambda uow: new_lead(uow, draft=draft))
    found = find(shop, phones=("07700 900342",))
    assert [one.kind for one in found] == ["contact", "lead", "lead"]
    assert {one.id for one in found[1:]} == {first, second}
    (twin,) = shop.read(lambda r: duplicates.of_lead(r, first))
    assert (twin.id, twin.reasons) == (second, (Reason.CLIENT,))


def test_a_client_does_not_double_their_own_firm_or_people(shop: OpenShop) -> None:
    """Covers: A5."""
    oak = add(shop, company="Oak & Lime", name="Ada Byron", phone="07700 900342")
    lone = add(shop, name="Ada Byron", phone="07700 900342")
    assert [one.id for one in shop.read(lambda r: duplicates.of_client(r, oak))] == []
    assert [one.company_id for one in shop.read(lambda r: duplicates.of_client(r, lone))] == [oak]
