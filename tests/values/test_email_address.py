# SPDX-License-Identifier: Apache-2.0
"""E-mail addresses: one rule says what is one, wherever it is typed."""

import pytest

from desktop.values.drafts.client import ClientDraft
from desktop.values.drafts.letter import LetterDraft
from desktop.values.email_address import address_problem, addresses_in, split_address
from desktop.values.requisites import check_email


@pytest.mark.parametrize(
    "address",
    [
        "ann@ray.example",
        "a.b+c@sub.ray.example",
        "info@пример.рф",
        "анна@почта.example",
        "x@localhost",
    ],
)
def test_usual_addresses_are_taken(address: str) -> None:
    assert address_problem(address) == ""


@pytest.mark.parametrize(
    ("address", "part"),
    [
        ("", "Write"),
        ("ann.ray.example", "one @"),
        ("ann@@ray.example", "one @"),
        ("ann@ray@example", "one @"),
        ("ann ray@ray.example", "no spaces"),
        ("ann@ray", "mail server"),
        ("ann@-ray.example", "mail server"),
        ("ann@ray..example", "mail server"),
        (".ann@ray.example", "not an e-mail"),
        ("an,n@ray.example", "not an e-mail"),
        ("a" * 65 + "@ray.example", "not an e-mail"),
        ("ann@" + "б" * 70 + ".рф", "mail server"),
    ],
)
def test_wrong_addresses_are_named(address: str, part: str) -> None:
    assert part in address_problem(address)


def test_a_name_before_the_address_is_split_off() -> None:
    assert split_address("Ann Ray <ann@ray.example>") == ("Ann Ray", "ann@ray.example")
    assert split_address(" ann@ray.example ") == ("", "ann@ray.example")
    assert split_address('"Рэй, Анна" <ann@ray.example>') == ("Рэй, Анна", "ann@ray.example")


@pytest.mark.parametrize(
    "text",
    [
        "a@lipa.example; Бухгалтерия <b@lipa.example>",
        "a@lipa.example, Бухгалтерия <b@lipa.example>;",
        "a@lipa.example\nБухгалтерия <b@lipa.example>",
    ],
)
def test_several_addresses_in_one_field_are_taken_apart(text: str) -> None:
    assert addresses_in(text) == ("a@lipa.example", "Бухгалтерия <b@lipa.example>")


def test_what_is_no_address_is_handed_on_to_be_named() -> None:
    assert addresses_in("a@lipa.example b@lipa.example; call me") == (
        "a@lipa.example",
        "b@lipa.example",
        "call me",
    )
    assert addresses_in(" ") == ()


@pytest.mark.parametrize("address", ["a@b", "a b@c.example", "a@@b.example", "a@-b.example"])
def test_every_form_refuses_an_address_in_the_same_words(address: str) -> None:
    """Covers: N8."""
    problem = address_problem(address)
    assert problem
    assert ClientDraft(name="Ann", email=address).problems("GB") == {"email": problem}
    assert check_email(address).sentence == problem


def test_an_e_mail_may_be_left_out_and_may_have_spaces_round_it() -> None:
    for email in ("", " ", " a@b.example "):
        assert ClientDraft(name="Ann", email=email).problems("GB") == {}


def test_a_letter_takes_names_before_addresses_as_the_mail_program_does() -> None:
    """Covers: N8."""
    letter = LetterDraft("Ann Ray <ann@ray.example>; b@ray.example", "Hello", "Hello")
    assert letter.recipients == ("Ann Ray <ann@ray.example>", "b@ray.example")
    assert letter.problems() == {}
    wrong = LetterDraft("Ann Ray <ann@ray>", "Hello", "Hello").problems()
    assert wrong == {"recipient": address_problem("ann@ray")}
