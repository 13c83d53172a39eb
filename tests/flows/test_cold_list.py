# SPDX-License-Identifier: Apache-2.0
"""A cold list becomes leads: whose they are, when they are called first, and the way back."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.commands import joins, leads, moves, touches
from desktop.domain.holding import LeadRule
from desktop.domain.lead import Lead
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.touch import Comment, Task
from desktop.errors import UserError
from desktop.flows import long_steps
from desktop.flows.import_list import check_list, import_list
from desktop.flows.list_entries import CHUNK
from desktop.storage.unit_of_work import UnitOfWork
from desktop.values.drafts.client_list import Known, ListWish
from desktop.values.drafts.join import JoinDraft
from desktop.values.rows.client_list import SHOWN, Verdict
from tests.shop import OpenShop, open_shop

HEADER = "Company;Contact;Tel;Mail;Wants;Met at\n"
ROWS = (
    "Café Éclair;Ana Müller;(020) 7946-0277;ana@eclair.example;menus;stand B12\n"
    "Hotel Brüggen;Piet Ørsted;020 7946 0281, 020 7946 0282;;sleeves;\n"
    "Señal Tours;Inés Prado;07700 900 4;;maps;\n"
    "Only A Name;;;;;\n"
)
COLD = ListWish(channel="cold_list")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[OpenShop]:
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def a_list(tmp_path: Path, text: str = ROWS) -> Path:
    path = tmp_path / "expo.csv"
    path.write_text(HEADER + text, encoding="utf-8")
    return path


def many(count: int) -> str:
    return "".join(f"Firm {n};Person {n};020 7946 {n:04};;;\n" for n in range(count))


def open_leads(shop: OpenShop) -> list[Lead]:
    return shop.rows(Lead, Lead.archived_at.is_(None))


def test_good_rows_become_leads_of_the_cold_list_and_bad_ones_are_named(
    shop: OpenShop, tmp_path: Path
) -> None:
    """Covers: A6, A1, D2."""
    path = a_list(tmp_path)
    found = check_list(shop.direct(), path=path, wish=COLD)
    assert (found.rows, found.count(Verdict.NEW), len(found.bad)) == (4, 2, 2)
    assert [(bad.line, bad.name) for bad in found.bad] == [(4, "Señal Tours"), (5, "Only A Name")]
    assert "9 digits" in found.bad[0].about
    assert "no phone and no e-mail" in found.bad[1].about
    assert shop.count(Lead) == 0
    taken = import_list(shop.direct(), path=path, wish=COLD)
    assert (taken.leads, taken.left_out) == (2, 2)
    ana = next(one for one in open_leads(shop) if one.title == "menus")
    assert (ana.channel, ana.source, ana.holder_id) == ("cold_list", "expo", None)
    (touch,) = shop.rows(Task, Task.card_id == ana.id)
    assert touch.holder_id == shop.me, "the head is to see to what nobody holds"
    assert [one.text for one in shop.rows(Comment)] == ["stand B12"]
    piet = next(one for one in open_leads(shop) if one.title == "sleeves")
    phones = shop.rows(ContactPhone, ContactPhone.contact_id == piet.contact_id)
    assert [one.digits for one in phones] == ["442079460281", "442079460282"]


def test_leads_go_to_colleagues_in_turn_and_are_called_so_many_a_day(
    shop: OpenShop, tmp_path: Path
) -> None:
    """Today is a Thursday: the list begins on Friday and goes on after the week-end. Covers: A6, A7, D2."""
    tom, dina = shop.a_user("manager"), shop.a_user("manager", "Dina Okafor")
    path = a_list(tmp_path, many(9))
    wish = ListWish(channel="cold_list", holders=(tom, dina), a_day=2)
    lying = check_list(shop.direct(), path=path, wish=wish).spread
    assert lying is not None
    assert (lying.people, lying.leads, lying.days) == (2, 9, 3)
    import_list(shop.direct(), path=path, wish=wish)
    days: dict[object, list[date]] = {tom: [], dina: []}
    for task in shop.rows(Task):
        days[task.holder_id].append(task.due_at.astimezone(shop.clock.zone).date())
    friday = lying.first
    monday, tuesday = friday + timedelta(days=3), friday + timedelta(days=4)
    assert friday.weekday() == 4
    assert sorted(days[tom]) == [friday, friday, monday, monday, tuesday]
    assert sorted(days[dina]) == [friday, friday, monday, monday]
    assert lying.last == tuesday
    assert {one.holder_id for one in open_leads(shop)} == {tom, dina}
    assert all(one.taken_at for one in open_leads(shop))


def test_calls_that_are_planned_already_take_room_of_the_day(
    shop: OpenShop, tmp_path: Path
) -> None:
    """Covers: D2."""
    tom = shop.a_user("manager")
    wish = ListWish(channel="cold_list", holders=(tom,), a_day=10)
    import_list(shop.direct(), path=a_list(tmp_path, many(8)), wish=wish)
    more = "".join(f"Other {n};Client {n};0161 496 {n:04};;;\n" for n in range(6))
    lying = check_list(shop.direct(), path=a_list(tmp_path, more), wish=wish).spread
    assert lying is not None
    assert (lying.days, lying.is_booked) == (2, True)


def test_the_same_list_again_makes_no_second_lead(shop: OpenShop, tmp_path: Path) -> None:
    """Covers: A6."""
    path = a_list(tmp_path)
    import_list(shop.direct(), path=path, wish=COLD)
    again = check_list(shop.direct(), path=path, wish=COLD)
    assert again.count(Verdict.KNOWN) == 2
    taken = import_list(shop.direct(), path=path, wish=COLD)
    assert (taken.leads, taken.added, taken.step) == (0, 0, None)
    assert len(open_leads(shop)) == 2


def test_of_those_that_are_known_each_can_be_decided(shop: OpenShop, tmp_path: Path) -> None:
    """Covers: A5, A6."""
    shop.a_contact("Ana Müller", "", other_emails=["ana@eclair.example"])
    shop.a_contact("Piet Ørsted", "442079460281")
    path = a_list(tmp_path)
    found = check_list(shop.direct(), path=path, wish=COLD)
    assert [(line.line, line.about) for line in found.known] == [
        (2, "Ana Müller"),
        (3, "Piet Ørsted"),
    ]
    wish = ListWish(channel="cold_list", known=Known.SKIP, decided={3: Known.LEAD})
    taken = import_list(shop.direct(), path=path, wish=wish)
    assert (taken.leads, taken.added) == (1, 1)
    assert [one.title for one in open_leads(shop)] == ["sleeves"]
    assert shop.rows(Contact, Contact.name == "Ana Müller")[0].email == ""


def test_an_import_is_taken_back_but_what_was_worked_on_stays_and_is_told(
    shop: OpenShop, tmp_path: Path
) -> None:
    """A colleague has called one and commented on another; both stay, with client, phone and touch. Covers: A6, M3."""
    tom = shop.a_user("manager")
    wish = ListWish(channel="cold_list", holders=(tom,))
    known = shop.a_contact("Person 3", "442079460003")
    path = a_list(tmp_path, many(CHUNK + 10))
    checked = check_list(shop.direct(), path=path, wish=wish)
    assert (checked.rows, len(checked.lines)) == (CHUNK + 10, SHOWN)
    import_list(shop.direct(), path=path, wish=wish)
    called, said, moved = (
        next(one for one in open_leads(shop) if _person(shop, one) == name)
        for name in ("Person 7", "Person 60", f"Person {CHUNK + 5}")
    )
    shop.run(lambda uow: touches.comment(uow, card_id=said.id, text="They moved to Leeds."), by=tom)
    shop.run(lambda uow: leads.set_heat(uow, lead_id=called.id, heat="hot"), by=tom)
    stage = shop.stage("Decision-maker reached", "Leads")
    shop.run(lambda uow: moves.move_card(uow, card_id=moved.id, stage_id=stage), by=tom)
    left = long_steps.undo(shop.direct()).left
    kept = {called.id, said.id, moved.id}
    assert {one.id for one in open_leads(shop)} == kept
    assert {one for kind, one, _field in left if kind == "lead"} == kept
    assert shop.count(Task, Task.archived_at.is_(None)) == 3
    there = [one.name for one in shop.rows(Contact, Contact.archived_at.is_(None))]
    assert sorted(there) == sorted(["Person 3", "Person 7", "Person 60", f"Person {CHUNK + 5}"])
    before = shop.row(Contact, known)
    assert (before.company_id, before.comment) == (None, "")
    long_steps.redo(shop.direct())
    assert len(open_leads(shop)) == CHUNK + 9


@pytest.mark.parametrize("kept", [0, 1])
def test_leads_that_a_colleague_joined_stay_with_clients_touches_and_numbers(
    shop: OpenShop, tmp_path: Path, kept: int
) -> None:
    """Whichever of the two stays, and joined clients keep both numbers. Covers: A6, A5, D2."""
    tom = shop.a_user("manager")
    old = shop.a_contact("Person 2", "442079469999")
    wish = ListWish(channel="cold_list", holders=(tom,))
    import_list(shop.direct(), path=a_list(tmp_path, many(4)), wish=wish)
    first, second, third, _fourth = sorted(open_leads(shop), key=lambda one: one.number)
    stays, goes = (first, second) if kept == 0 else (second, first)
    drafts = (
        JoinDraft(kind="lead", kept_id=stays.id, other_id=goes.id),
        JoinDraft(kind="contact", kept_id=old, other_id=third.contact_id),
    )
    pairing, _clients = (
        shop.run(lambda uow, draft=draft: joins.join_cards(uow, draft=draft), by=tom)
        for draft in drafts
    )
    long_steps.undo(shop.direct())
    assert {one.id for one in open_leads(shop)} == {stays.id, third.id}
    numbers = shop.rows(ContactPhone, ContactPhone.contact_id == old)
    assert [one.archived_at for one in numbers] == [None, None]
    shop.run(lambda uow: joins.take_apart(uow, pairing_id=pairing), by=tom)
    assert shop.row(Contact, goes.contact_id).archived_at is None
    assert shop.count(Task, Task.card_id == goes.id, Task.archived_at.is_(None)) == 1


def test_columns_are_remembered_by_their_headings(shop: OpenShop, tmp_path: Path) -> None:
    """Covers: A6."""
    path = tmp_path / "odd.csv"
    path.write_text("Name;Number;X\nAna;020 7946 0277;menus\n", encoding="utf-8")
    chosen = {0: "name", 1: "phone", 2: "wants"}
    import_list(shop.direct(), path=path, fields=chosen, wish=COLD)
    path.write_text("X;Town;Number;Name\nflyers;Bath;020 7946 0290;Bob\n", encoding="utf-8")
    found = check_list(shop.direct(), path=path, wish=COLD)
    assert [(one.name, one.field, one.sure.value) for one in found.columns] == [
        ("X", "wants", "remembered"),
        ("Town", "address", "guessed"),
        ("Number", "phone", "remembered"),
        ("Name", "name", "remembered"),
    ]


def _person(shop: OpenShop, lead: Lead) -> str:
    return shop.row(Contact, lead.contact_id).name


def test_a_file_that_breaks_off_leaves_nothing_half_in(shop: OpenShop, tmp_path: Path) -> None:
    """Covers: A6, N8."""
    path = a_list(tmp_path, many(CHUNK + 20))
    with path.open("ab") as file:
        file.write("Кафе;;07700 900001;;;\n".encode("cp1251"))
    for make in (check_list, import_list):
        with pytest.raises(UserError, match=f"Line {CHUNK + 22} cannot be read as UTF-8"):
            make(shop.direct(), path=path, encoding="utf-8", wish=COLD)
    assert shop.count(Lead) == shop.count(Contact) == 0
    path.write_text(HEADER, encoding="utf-8")
    with pytest.raises(UserError, match="headings and no rows"):
        check_list(shop.direct(), path=path, wish=COLD)


def test_whom_a_new_row_may_mean_is_told_and_can_be_left_out(
    shop: OpenShop, tmp_path: Path
) -> None:
    """Covers: A5, A6."""
    shop.a_contact("Annabel Hartwell", "447700900342")
    path = a_list(tmp_path, ";Annabel Hartwel;07700 900555;;labels;\n;Bob Reed;07700 900556;;;\n")
    found = check_list(shop.direct(), path=path, wish=COLD)
    assert [(one.line, one.about, one.is_alike) for one in found.known] == [
        (2, "Annabel Hartwell", True)
    ]
    assert (found.count(Verdict.NEW), found.spread and found.spread.leads) == (2, 2)
    wish = ListWish(channel="cold_list", decided={2: Known.SKIP})
    assert check_list(shop.direct(), path=path, wish=wish).spread.leads == 1
    assert import_list(shop.direct(), path=path, wish=wish).leads == 1


def test_the_rules_of_the_shop_say_whose_the_leads_are(shop: OpenShop, tmp_path: Path) -> None:
    """Covers: A6, A7."""
    tom, dina = shop.a_user("manager"), shop.a_user("manager", "Dina Okafor")
    shop.run(
        lambda uow: (
            uow.add(LeadRule(way="turn", channel="cold_list", people=[str(tom), str(dina)])).id
        )
    )
    wish = ListWish(channel="cold_list", by_rule=True)
    import_list(shop.direct(), path=a_list(tmp_path, many(5)), wish=wish)
    held = [one.holder_id for one in open_leads(shop)]
    assert {held.count(tom), held.count(dina)} == {2, 3}


def test_what_a_colleague_noted_between_two_parts_is_not_written_over(
    shop: OpenShop, tmp_path: Path
) -> None:
    """The list was worked out before that. Covers: A6."""
    firm = shop.a_company("Hotel Brüggen")
    other = shop.a_company("Another Employer")
    ana = shop.a_contact("Ana Müller", "442079460281")
    path, rows = tmp_path / "inn.csv", many(CHUNK)
    rows += "Hotel Brüggen;Ana Müller;020 7946 0281;;7707083893;\n"
    path.write_text("Company;Contact;Tel;Mail;INN;Wants\n" + rows, encoding="utf-8")

    def meanwhile(uow: UnitOfWork) -> None:
        uow.get(Company, firm).tax_id = "7728168971"
        uow.get(Contact, ana).company_id = other

    import_list(
        shop.direct(), path=path, progress=lambda done, _of: done == CHUNK and shop.run(meanwhile)
    )
    assert shop.row(Company, firm).tax_id == "7728168971"
    assert shop.row(Contact, ana).company_id == other
