# SPDX-License-Identifier: Apache-2.0
"""Client lists as shops have them, taken in by a real shop, again, and back."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop import commands
from desktop.channels.spreadsheets import read_table, write_xlsx
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.errors import UserError
from desktop.flows.import_list import check_list, import_list, save_bad_rows
from desktop.flows.list_entries import CHUNK
from desktop.values.drafts.client import ClientDraft
from desktop.values.drafts.client_list import Known, ListWish
from desktop.values.rows.client_list import SHOWN, ListCheck, ListTaken, Verdict
from tests.shop import OpenShop, open_shop

HEADER = "Company;Contact;Tel;Mail;Wants\n"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[OpenShop]:
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def a_list(tmp_path: Path, text: str, encoding: str = "utf-8", name: str = "expo.csv") -> Path:
    path = tmp_path / name
    path.write_bytes((HEADER + text).encode(encoding))
    return path


def check(shop: OpenShop, path: Path, **choices: object) -> ListCheck:
    return check_list(shop.direct(), path=path, **choices)


def take(shop: OpenShop, path: Path, **choices: object) -> ListTaken:
    return import_list(shop.direct(), path=path, **choices)


def add(shop: OpenShop, **fields: str) -> None:
    shop.run(lambda uow: commands.clients.add_client(uow, draft=ClientDraft(**fields)) and None)


def live(shop: OpenShop, cls: type) -> list[object]:
    return shop.rows(cls, cls.archived_at.is_(None))


def verdicts(found: ListCheck) -> list[tuple[int, str, str]]:
    return [(line.line, line.verdict.value, line.about) for line in found.lines]


GOOD = (
    "Café Éclair;Ana Müller;(020) 7946-0277;ana@eclair.example;menus, stickers\n"
    "Hotel Brüggen;Piet Ørsted;020 7946 0281;;key-card sleeves\n"
)


def test_a_dry_run_counts_and_changes_nothing(shop: OpenShop, tmp_path: Path) -> None:
    """Covers: A6."""
    add(shop, company="Oak & Lime Bakery", name="Priya Hartwell", phone="07700 900342")
    path = a_list(
        tmp_path,
        GOOD
        + "Oak and Lime;P. Hartwell;07700 900 342;;labels\n"
        + "Señal Tours;Inés Prado;07700 900 4;;maps\n"
        + ";;;;nothing to call them by\n",
    )
    before = shop.count(Contact)
    found = check(shop, path)
    assert [line.verdict for line in found.lines] == ["new", "new", "adds", "bad", "bad"]
    assert found.lines[2].about == "Oak & Lime Bakery"
    assert "digits" in found.lines[3].about
    bad = found.lines[3]
    assert (bad.line, bad.company, bad.name) == (5, "Señal Tours", "Inés Prado")
    assert (bad.phone, bad.wants, found.bad[0].name) == ("07700 900 4", "maps", "Señal Tours")
    assert found.count(Verdict.NEW) == 2
    assert set(found.letters) <= set("éÉüØøéñí")
    assert shop.count(Contact) == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a file that is open")
def test_a_list_that_is_taken_away_while_it_is_looked_through_is_said_to_be_gone(
    shop: OpenShop, tmp_path: Path
) -> None:
    """Covers: A6, N8."""
    path = a_list(tmp_path, "Name;Phone\nAna;020 7946 0001\n")

    def is_stopped() -> bool:
        path.unlink()
        return False

    with pytest.raises(UserError, match="not there any more"):
        check_list(shop.direct(), path=path, is_stopped=is_stopped)


def test_good_rows_are_taken_in_and_bad_ones_stay_out(shop: OpenShop, tmp_path: Path) -> None:
    """Covers: A6."""
    taken = take(shop, a_list(tmp_path, GOOD + "Señal Tours;Inés;12;;\n"))
    assert (taken.new, taken.added, taken.left_out) == (2, 0, 1)
    ana = next(one for one in shop.rows(Contact) if one.name == "Ana Müller")
    assert shop.row(Company, ana.company_id).name == "Café Éclair"
    assert (ana.email, ana.comment, ana.source) == ("ana@eclair.example", "menus, stickers", "expo")
    (phone,) = shop.rows(ContactPhone, ContactPhone.contact_id == ana.id)
    assert phone.digits == "442079460277"


def test_what_was_taken_in_is_found_at_once(shop: OpenShop, tmp_path: Path) -> None:
    from desktop import queries

    take(shop, a_list(tmp_path, GOOD))
    (found,) = shop.read(lambda r: queries.search.clients_by(r, text="0277"))
    assert found.name == "Ana Müller"


def test_the_same_list_again_adds_nothing(shop: OpenShop, tmp_path: Path) -> None:
    """Covers: A6."""
    rows = GOOD + ";Only A Name;;;\nOnly A Company;;;;\n;;07700 900 118;;\n;;;a@b.example;x\n"
    path = a_list(tmp_path, rows)
    assert take(shop, path).new == 6
    counts = [shop.count(cls) for cls in (Contact, Company, ContactPhone)]
    again = check(shop, path)
    assert {line.verdict for line in again.lines} == {Verdict.KNOWN}
    taken = take(shop, path)
    assert (taken.new, taken.added, taken.step) == (0, 0, None)
    assert [shop.count(cls) for cls in (Contact, Company, ContactPhone)] == counts


def test_a_whole_import_is_one_step_back(shop: OpenShop, tmp_path: Path) -> None:
    """Covers: A6, A5."""
    add(shop, name="Priya Hartwell", phone="07700 900342")
    rows = [f"Firm {n};Person {n};020 7946 {n:04};;\n" for n in range(CHUNK + 20)]
    rows.append("Oak & Lime;Priya Hartwell;07700 900342;p@oak.example;labels\n")
    taken = take(shop, a_list(tmp_path, "".join(rows)))
    assert (taken.new, taken.added) == (CHUNK + 20, 1)
    priya = next(one for one in shop.rows(Contact) if one.email == "p@oak.example")
    assert priya.company_id is not None
    shop.run(commands.history.undo)
    assert [one.name for one in live(shop, Contact)] == ["Priya Hartwell"]
    assert live(shop, Company) == []
    assert [one.digits for one in live(shop, ContactPhone)] == ["447700900342"]
    back = shop.row(Contact, priya.id)
    assert (back.email, back.company_id, back.comment) == ("", None, "")


def test_after_undo_the_list_can_be_taken_in_anew(shop: OpenShop, tmp_path: Path) -> None:
    path = a_list(tmp_path, GOOD)
    take(shop, path)
    shop.run(commands.history.undo)
    assert take(shop, path).new == 2


def test_an_import_that_is_stopped_keeps_what_is_in_and_goes_on_later(
    shop: OpenShop, tmp_path: Path
) -> None:
    """Covers: A6."""
    rows = "".join(f"Firm {n};;;;\n" for n in range(2 * CHUNK + 5))
    path = a_list(tmp_path, rows)
    told: list[tuple[int, int]] = []
    taken = take(
        shop,
        path,
        progress=lambda done, of: told.append((done, of)),
        is_stopped=lambda: len(told) == 2,
    )
    assert told == [(CHUNK, 2 * CHUNK + 5), (2 * CHUNK, 2 * CHUNK + 5)]
    assert (taken.new, taken.is_whole) == (2 * CHUNK, False)
    assert take(shop, path).new == 5
    assert shop.count(Company) == 2 * CHUNK + 5


def test_known_clients_may_be_left_as_they_are(shop: OpenShop, tmp_path: Path) -> None:
    add(shop, name="Priya Hartwell", phone="07700 900342")
    rows = (
        ";Priya;07700 900342;p@oak.example;\n;Tom;07700 900118;;\n;Tom;07700 900118;t@x.example;\n"
    )
    taken = take(shop, a_list(tmp_path, rows), wish=ListWish(known=Known.SKIP))
    assert taken.new == 1
    assert sorted(one.email for one in shop.rows(Contact)) == ["", "t@x.example"]


def test_two_people_who_share_a_number_stay_two(shop: OpenShop, tmp_path: Path) -> None:
    rows = "Fern School;Joan;020 7946 0307;;\nFern School;Mark;020 7946 0307;;\n"
    assert take(shop, a_list(tmp_path, rows)).new == 2
    assert shop.count(Company) == 1
    assert shop.count(ContactPhone) == 2


def test_a_row_without_a_name_goes_to_the_owner_of_its_number(
    shop: OpenShop, tmp_path: Path
) -> None:
    add(shop, company="Fern School", phone="020 7946 0307")
    taken = take(shop, a_list(tmp_path, ";;020 7946 0307;a@fern.example;\n"))
    assert (taken.new, taken.added) == (0, 1)
    assert shop.rows(Company)[0].email == "a@fern.example"
    assert shop.count(Contact) == 0


def test_what_a_client_has_is_not_overwritten(shop: OpenShop, tmp_path: Path) -> None:
    add(shop, name="Priya", phone="07700 900342", email="old@oak.example", comment="VIP")
    row = ";Priya Hartwell;07700 900342, 07700 900343;new@oak.example;labels\n"
    take(shop, a_list(tmp_path, row))
    (priya,) = shop.rows(Contact)
    assert (priya.name, priya.email) == ("Priya", "old@oak.example")
    assert priya.comment == "VIP\nlabels\nnew@oak.example"
    assert shop.count(ContactPhone) == 2


def test_whoever_has_the_address_is_known_also_an_organisation_by_its_second_one(
    shop: OpenShop, tmp_path: Path
) -> None:
    """And what it has stands in no comment once more. Covers: A5, A6."""
    firm = shop.a_company("Fern School", other_emails=["Office@fern.example"])
    taken = take(shop, a_list(tmp_path, ";;;office@fern.example;\n"))
    assert (taken.new, taken.added) == (0, 0)
    kept = shop.row(Company, firm)
    assert (kept.email, kept.comment) == ("", "")
    assert shop.count(Contact) == 0


def test_companies_are_told_apart_by_inn(tmp_path: Path) -> None:
    shop = open_shop(tmp_path, language="ru")
    path = tmp_path / "list.csv"
    path.write_text(
        "Компания;ИНН;Телефон\n"
        "ООО «Склон»;0017483204;+7 900 000-03-42\n"
        "Склон;0017483204;+7 900 000-03-43\n"
        "Склон;1234567894;+7 900 000-03-44\n",
        encoding="cp1251",
    )
    assert [line.verdict for line in check(shop, path).lines] == ["new", "adds", "new"]
    take(shop, path)
    assert sorted(one.tax_id for one in shop.rows(Company)) == ["0017483204", "1234567894"]
    assert take(shop, path).new == 0
    shop.close()


def test_a_list_read_in_the_wrong_encoding_is_noticed_and_not_taken_in(tmp_path: Path) -> None:
    """Covers: N8, A6."""
    shop = open_shop(tmp_path, language="ru")
    path = tmp_path / "list.csv"
    path.write_text(
        "Имя;Телефон\n" + "".join(f"Алёна Ёжикова {n};+7 900 000-03-{n}\n" for n in range(10, 40)),
        encoding="cp1251",
    )
    found = check(shop, path, encoding="koi8-r", fields={0: "name", 1: "phone"})
    assert found.wrong_encoding
    assert found.better_encoding == "cp1251"
    with pytest.raises(UserError):
        take(shop, path, encoding="koi8-r", fields={0: "name", 1: "phone"})
    assert shop.count(Contact) == 0
    assert take(shop, path).new == 30
    shop.close()


def test_a_workbook_is_taken_in_as_well(shop: OpenShop, tmp_path: Path) -> None:
    """Covers: A6."""
    path = tmp_path / "list.xlsx"
    write_xlsx(path, ["Name", "Phone"], [["Ana Müller", "020 7946 0277"], ["Piet", ""]])
    assert take(shop, path).new == 2


def test_columns_can_be_named_by_hand(shop: OpenShop, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("A,B\nAna,?\n", encoding="utf-8")
    with pytest.raises(UserError):
        check(shop, path)
    path.write_text("A,B\nAna,020 7946 0277\n", encoding="utf-8")
    found = check(shop, path, fields={0: "name", 1: "phone"})
    assert [(column.name, column.sample, column.field) for column in found.columns] == [
        ("A", "Ana", "name"),
        ("B", "020 7946 0277", "phone"),
    ]
    assert take(shop, path, fields={0: "name", 1: "phone"}).new == 1


def test_bad_rows_are_saved_with_their_reason(shop: OpenShop, tmp_path: Path) -> None:
    """Covers: A6."""
    path = a_list(tmp_path, GOOD + "Señal Tours;Inés;12;;\nBlue Anchor;;;a@@b;\n")
    target = tmp_path / "bad.csv"
    assert save_bad_rows(shop.direct(), check(shop, path), target) == 2
    table = read_table(target)
    assert table.columns == ("Company", "Contact", "Tel", "Mail", "Wants", "Reason")
    assert [row.cells[0] for row in table.rows] == ["Señal Tours", "Blue Anchor"]
    assert "@" in table.rows[1].cells[5]


def test_of_many_bad_and_known_rows_the_first_are_kept_and_all_are_counted_and_saved(
    shop: OpenShop, tmp_path: Path
) -> None:
    """A list of 50,000 bad rows takes no more memory than one of 200. Covers: A6."""
    add(shop, name="Ana Müller", phone="020 7946 0277")
    bad = "".join(f"Person {n};12\n" for n in range(SHOWN + 50))
    known = "".join("Ana Müller;020 7946 0277\n" for _n in range(SHOWN + 30))
    path = tmp_path / "long.csv"
    path.write_text("Name;Phone\n" + bad + known, encoding="utf-8")
    found = check(shop, path)
    assert (len(found.bad), len(found.known)) == (SHOWN, SHOWN)
    assert found.count(Verdict.BAD) == sum(found.faults.values()) == SHOWN + 50
    assert found.count(Verdict.KNOWN) == SHOWN + 30
    target = tmp_path / "bad.csv"
    assert save_bad_rows(shop.direct(), found, target) == SHOWN + 50
    last = list(read_table(target).rows)[-1]
    assert (last.cells[0], last.cells[1]) == (f"Person {SHOWN + 49}", "12")


def test_only_those_who_may_import_do(shop: OpenShop, tmp_path: Path) -> None:
    """Covers: N4."""
    operator = shop.a_user("operator")
    with pytest.raises(UserError):
        import_list(shop.direct(operator), path=a_list(tmp_path, GOOD))
    assert shop.count(Contact) == 0
