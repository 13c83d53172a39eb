# SPDX-License-Identifier: Apache-2.0
"""One list taken in at two desks apart: where both meet, each row is left one card with one next touch."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from desktop.commands import clients, touches
from desktop.domain.lead import Lead
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.touch import Task
from desktop.flows import list_entries, long_steps
from desktop.flows.import_list import import_list
from desktop.flows.shop import DirectShop
from desktop.queries import duplicates
from desktop.queries.past_imports import cards_of, left_twice
from desktop.storage.unit_of_work import Actor
from desktop.values.drafts.client import ClientDraft
from desktop.values.drafts.client_list import ListWish
from tests.sync.hub_desks import Desk
from tests.sync.test_joins import equal, settle

ROWS = 6


def at(desk: Desk) -> DirectShop:
    return DirectShop(desk.database, Actor(desk.user_id, desk.roles))


def take(desk: Desk, path: Path) -> int:
    wish = ListWish(channel="cold_list", source="Fair", holders=(desk.user_id,))
    step = import_list(at(desk), path=path, wish=wish).step
    assert step is not None
    return step


def count(desk: Desk, cls: type) -> int:
    there = select(func.count()).select_from(cls).where(cls.archived_at.is_(None))
    return desk.read(lambda reader: reader.connection.scalar(there)) or 0


def twice(desk: Desk, step: int) -> int:
    return desk.read(lambda reader: cards_of(reader, step=step)).twice


def test_a_list_taken_in_at_two_desks_is_left_once_and_what_was_worked_on_stays(
    desks, tmp_path: Path
) -> None:
    """Whichever desk looks, the later one is too many, so that never both go. Covers: A6, A5, D2, N2, N3."""
    anna, ben = desks("anna", "ben")
    path = tmp_path / "fair.csv"
    rows = [f"Firm {n};Person {n};020 7946 {n:04};p{n}@x.example\n" for n in range(ROWS - 1)]
    only_mail = f"Firm {ROWS};Person {ROWS};;only@x.example\n"
    path.write_text("Company;Contact;Tel;Mail\n" + "".join(rows) + only_mail, encoding="utf-8")
    ben.clock.advance(minutes=1)
    first, later = take(anna, path), take(ben, path)
    person = select(Lead.id).join(Contact, Contact.id == Lead.contact_id)
    worked = ben.read(
        lambda reader: reader.connection.scalar(person.where(Contact.name == "Person 3"))
    )
    ben.do(lambda uow: touches.comment(uow, card_id=worked, text="They want a price for menus."))
    settle(anna, ben)
    assert count(anna, Lead) == count(ben, Lead) == 2 * ROWS
    assert (twice(anna, first), twice(ben, later)) == (0, ROWS - 1)
    assert [one.read(left_twice) for one in (anna, ben)] == [0, ROWS - 1]
    assert long_steps.take_twins_back(at(anna), step=first) == 0
    assert long_steps.take_twins_back(at(ben), step=later) == ROWS - 1
    settle(ben, anna)
    equal(anna, ben)
    for cls in (Lead, Contact, Company):
        assert count(anna, cls) == ROWS + 1, "each row once, and the one that was worked on"
    assert count(anna, ContactPhone) == ROWS - 1 + 1
    open_touches = select(Task.card_id).where(Task.is_open)
    cards = anna.read(lambda reader: reader.connection.scalars(open_touches).all())
    assert len(cards) == len(set(cards)) == ROWS + 1
    assert twice(ben, later) == 0
    found = anna.read(lambda reader: duplicates.known(reader))
    assert len(found.with_phone("442079460003")) == 2, "these two are for a person to join"
    long_steps.undo(at(ben))
    settle(ben, anna)
    equal(anna, ben)
    assert count(anna, Lead) == count(anna, Contact) == 2 * ROWS


def test_rows_that_arrive_while_a_list_comes_in_are_kept_and_what_goes_elsewhere_gets_no_lead(
    desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one desk adds somebody of the list and archives another meanwhile. Covers: A6, A5, N2, N3."""
    monkeypatch.setattr(list_entries, "CHUNK", 2)
    anna, ben = desks("anna", "ben")
    path = tmp_path / "fair.csv"
    people = (f"Person {n};020 7946 {n:04};p{n}@x.example\n" for n in range(ROWS))
    path.write_text("Contact;Tel;Mail\n" + "".join(people), encoding="utf-8")
    gone = add(anna, "Person 5", "020 7946 0005")
    settle(anna, ben)
    told: list[int] = []

    def meanwhile(done: int, _of: int) -> None:
        if not told:
            add(anna, "Person 4", "020 7946 0004")
            anna.do(lambda uow: clients.archive_client(uow, contact_id=gone))
            settle(anna, ben)
        told.append(done)

    wish = ListWish(channel="cold_list", source="Fair", holders=(ben.user_id,))
    taken = import_list(at(ben), path=path, wish=wish, progress=meanwhile)
    assert (taken.leads, taken.gone, taken.is_whole) == (ROWS - 1, 1, True)
    settle(ben, anna)
    equal(anna, ben)
    assert count(anna, Lead) == ROWS - 1
    known = anna.read(lambda reader: duplicates.known(reader))
    assert len(known.with_phone("442079460004")) == 2, "these two are for a person to join"
    assert known.with_phone("442079460005") == []


def add(desk: Desk, name: str, phone: str) -> UUID:
    draft = ClientDraft(name=name, phone=phone)
    made = desk.do(lambda uow: clients.add_client(uow, draft=draft)).contact_id
    assert made is not None
    return made
