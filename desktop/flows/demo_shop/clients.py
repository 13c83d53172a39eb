# SPDX-License-Identifier: Apache-2.0
"""The demo shop's clients: those on the board, and some four hundred more."""

from __future__ import annotations

from typing import Any

from desktop.domain.people import Company, Contact, ContactPhone
from desktop.flows.demo_shop.diary import Client, World

FIRMS, PERSONS = 200, 220

_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i i k l m n o p r s t u f h c ch sh shch  y  e yu ya".split(" "),
        strict=True,
    )
)
_WEIGHTS = (2, 4, 10, 3, 5, 9, 4, 6, 8)


def add_clients(
    world: World, board: list[dict[str, str]], leads: list[dict[str, str]]
) -> dict[str, Client]:
    """Firms with a person each, and persons of their own; returns those of the board by name.

    Nobody has a name or a number twice, not even one that a lead has: each such pair would look like a duplicate.
    """
    known: dict[str, Client] = {}
    taken = {row["phone"] for row in (*board, *leads)}
    for row in board:
        if row["client"] not in known:
            known[row["client"]] = add_firm(world, row["client"], row["contact"], row["phone"])
    names = iter(_firm_names(world, FIRMS))
    numbers = (number for number in _numbers(world) if number not in taken)
    while len(world.clients) < FIRMS:
        add_firm(world, next(names), _person_name(world), next(numbers))
    for _n in range(PERSONS):
        _person(world, _person_name(world), next(numbers))
    return known


def add_firm(world: World, name: str, person: str, phone: str) -> Client:
    """A firm with a person."""
    email = f"{'zakaz' if world.language == 'ru' else 'orders'}@{_slug(name)}.example"
    company = world.diary.note(
        Company,
        name=name,
        email=email,
        source=world.pick("clients", "sources"),
        **_requisites(world, name, person, email),
    )
    contact = world.diary.note(
        Contact,
        name=person,
        company_id=company,
        post=world.pick("clients", "posts"),
        email=email,
        source=world.pick("clients", "sources"),
    )
    world.diary.note(ContactPhone, digits=phone, contact_id=contact)
    client = Client(contact, company, name, person, email)
    world.clients.append(client)
    return client


def _person(world: World, name: str, phone: str) -> None:
    has_email = world.dice.random() < 0.5
    email = f"{_slug(name)}@post.example" if has_email else ""
    contact = world.diary.note(
        Contact,
        name=name,
        email=email,
        source=world.pick("clients", "sources"),
        discount_percent=world.dice.choice((0, 0, 0, 0, 3, 5)),
    )
    world.diary.note(ContactPhone, digits=phone, contact_id=contact)
    world.clients.append(Client(contact, None, name, name, email))


def _requisites(world: World, name: str, person: str, email: str) -> dict[str, Any]:
    """Whole legal data for every third firm; their check digits are right."""
    if world.dice.random() > 0.35:
        return {}
    words = world.words["clients"]
    plain = name.rsplit("«", maxsplit=1)[-1].rstrip("»")
    held = {
        "legal_name": words["legal"].format(name=name, word=plain),
        "address": f"{world.dice.randrange(1, 90)} {world.pick('clients', 'streets')}, {words['town']}",
        "signatory_name": person,
        "signatory_post": words["post"],
        "email": email,
    }
    number = f"{world.dice.randrange(10**6):06d}"
    held |= _russian(number) if world.language == "ru" else {"company_number": f"00{number}"}
    tax_id = held.get("inn") or held["company_number"]
    return {"requisites": held, "tax_id": tax_id}


def _russian(number: str) -> dict[str, str]:
    """INN and OGRN of region 00, which nobody has, with right check digits; a bank of no real place."""
    body = f"001{number}"
    inn = body + str(sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11 % 10)
    base = f"126000{number}"
    return {
        "inn": inn,
        "kpp": f"{inn[:4]}01001",
        "ogrn": base + str(int(base) % 11 % 10),
        "bik": "040000742",
        "bank": "АО «Еловский банк»",
        "correspondent": "30101810100000000742",
        "account": "40702810000000000342",
    }


def _firm_names(world: World, count: int) -> list[str]:
    words = world.words["clients"]
    every = [
        words["pattern"].format(trade=trade, word=word)
        for trade in words["trades"]
        for word in words["words"]
    ]
    return world.dice.sample(every, count)


def _person_name(world: World) -> str:
    first, last = world.pick("clients", "first_names"), world.pick("clients", "surnames")
    surnames = world.words["clients"]["surnames"]
    begin = surnames.index(last)
    known = {client.person for client in world.clients}
    names = (f"{first} {surname}" for surname in (*surnames[begin:], *surnames[:begin]))
    return next(name for name in names if name not in known)


def _numbers(world: World) -> list[str]:
    """Numbers kept for stories, in some order."""
    if world.language == "ru":
        pool = [f"7900000{n:04d}" for n in range(1000, 3000)]
    else:
        pool = [f"447700900{n:03d}" for n in range(1000)] + [
            f"44207946{n:04d}" for n in range(1000)
        ]
    world.dice.shuffle(pool)
    return pool


def _slug(name: str) -> str:
    latin = "".join(_LATIN.get(letter, letter) for letter in name.lower().replace("&", "and"))
    return "".join(letter for letter in latin if letter.isascii() and letter.isalnum()) or "client"
