# SPDX-License-Identifier: Apache-2.0
"""Client lists: good rows are offered, bad ones named with their reason, a wrong encoding noticed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop import i18n
from desktop.channels.client_lists import WrongEncoding, guess_columns, head_of
from desktop.channels.client_rows import ClientField, ClientReader, ClientRow
from desktop.channels.columns import BadRow
from desktop.channels.spreadsheets import read_table, write_csv, write_xlsx
from desktop.channels.tables import Doubt, Table
from desktop.errors import UserError
from desktop.values.phone import Phone


@dataclass(frozen=True)
class Draft:
    """All rows of a list, and how it was read."""

    table: Table
    columns: Mapping[int, ClientField]
    rows: tuple[ClientRow, ...]
    bad: tuple[BadRow, ...]
    doubts: tuple[Doubt, ...]
    wrong_encoding: WrongEncoding | None


def read_clients(
    table: Table,
    *,
    country: str,
    columns: Mapping[int, ClientField] | None = None,
    wants_reach: bool = False,
) -> Draft:
    head = head_of(table, columns=columns)
    reader = ClientReader(head.table.columns, head.columns, country, wants_reach=wants_reach)
    read = [(row, reader.read(row)) for row in head.table.rows]
    good = [(row, client) for row, client in read if isinstance(client, ClientRow)]
    hints = [hint for row, client in good for hint in reader.hints(row, client)]
    return Draft(
        head.table,
        head.columns,
        tuple(client for _row, client in good),
        tuple(client for _row, client in read if isinstance(client, BadRow)),
        (*head.table.doubts, *hints),
        head.wrong_encoding,
    )


def clients(
    folder: Path, text: str, *, country: str = "RU", encoding: str = "utf-8", read_as: str = ""
) -> Draft:
    """The draft of a list written in one encoding and read in another."""
    path = folder / "clients.csv"
    path.write_bytes(text.encode(encoding))
    return read_clients(read_table(path, encoding=read_as or None), country=country)


def test_a_russian_list_is_read_by_its_column_names(tmp_path: Path) -> None:
    """Covers: A6."""
    draft = clients(
        tmp_path,
        "Организация;Контактное лицо;Телефон;E-mail;ИНН;Город;Примечание\n"
        "Пекарня «Липа»;Мария Рябова;8 (900) 000-00-01, доб. 12;m@lipa.example;0017483204;Тверь;меню\n",
        encoding="cp1251",
    )
    assert draft.rows == (
        ClientRow(
            line=2,
            name="Мария Рябова",
            company="Пекарня «Липа»",
            phones=(Phone("79000000001", "12"),),
            emails=("m@lipa.example",),
            inn="0017483204",
            note="меню",
            comment="Город: Тверь\nПримечание: меню",
        ),
    )
    assert draft.bad == ()
    assert draft.wrong_encoding is None


def test_an_english_list_is_read_by_its_column_names(tmp_path: Path) -> None:
    """Covers: A6."""
    draft = clients(
        tmp_path,
        "First name,Last name,Company name,Mobile phone,Office phone,Email address,Notes\n"
        "Ann,Ray,Oak & Lime,07700 900001,020 7946 0118,ann@oak.example,menus\n",
        country="GB",
    )
    [row] = draft.rows
    assert (row.name, row.company, row.comment) == ("Ann Ray", "Oak & Lime", "menus")
    assert [phone.digits for phone in row.phones] == ["447700900001", "442079460118"]
    assert row.emails == ("ann@oak.example",)


def test_two_phones_and_two_addresses_in_a_cell_are_taken_apart(tmp_path: Path) -> None:
    """Covers: A6."""
    draft = clients(
        tmp_path,
        "Имя;Телефоны;Почта\n"
        "Анна;+7 900 000-00-01, 8 900 000 00 02;a@lipa.example, Бухгалтерия <b@lipa.example>\n"
        'Борис;"89000000003\n+7 (900) 000-00-04";c@lipa.example d@lipa.example\n',
    )
    digits = [[phone.digits for phone in row.phones] for row in draft.rows]
    assert digits == [["79000000001", "79000000002"], ["79000000003", "79000000004"]]
    assert [row.emails for row in draft.rows] == [
        ("a@lipa.example", "b@lipa.example"),
        ("c@lipa.example", "d@lipa.example"),
    ]


def test_bad_rows_are_named_and_the_good_ones_offered(tmp_path: Path) -> None:
    """Covers: A6, N8."""
    draft = clients(
        tmp_path,
        "Company;Contact;Tel;Mail;INN\n"
        "Oak & Lime;Ann Ray;07700 900001;ann@oak.example;\n"
        "Señal Tours;Inés;07700 9004;;\n"
        "Blue Anchor;Bob;;bob@@anchor.example;\n"
        ";;;;7743\n"
        "Harbour Café;;020 7946 0277;;;extra\n"
        ";;07700 900003;;\n"
        "Red Door;;;;0017483201\n"
        "Green Door;;call the office;;\n",
        country="GB",
    )
    assert [row.line for row in draft.rows] == [2, 7]
    assert [(bad.line, bad.name) for bad in draft.bad] == [
        (3, "Señal Tours"),
        (4, "Blue Anchor"),
        (5, "7743"),
        (6, "Harbour Café"),
        (8, "Red Door"),
        (9, "Green Door"),
    ]
    reasons = [bad.sentence for bad in draft.bad]
    assert reasons[0] == "The phone 07700 9004 has 9 digits, it needs 10 or more."
    assert "one @" in reasons[1]
    assert reasons[2].startswith("INN 7743:")
    assert "columns are shifted" in reasons[3]
    assert reasons[4].startswith("INN 0017483201: The last digit does not fit")
    assert reasons[5] == "call the office is no phone."


def test_a_row_with_nothing_to_call_it_by_stays_out(tmp_path: Path) -> None:
    draft = clients(tmp_path, "Name;Phone;Notes\nAnn;;x\n;;only a note\n", country="GB")
    assert [row.name for row in draft.rows] == ["Ann"]
    assert [bad.sentence for bad in draft.bad] == ["There is nothing to call this client by."]


def test_phones_kept_as_numbers_in_a_workbook_are_read(tmp_path: Path) -> None:
    """Covers: A6."""
    path = tmp_path / "clients.xlsx"
    write_xlsx(path, ["Клиент", "Телефон"], [["Липа", 79000000001], ["Ёлка", 9000000002]])
    draft = read_clients(read_table(path), country="RU")
    assert [row.phones for row in draft.rows] == [(Phone("79000000001"),), (Phone("79000000002"),)]


def test_lost_leading_zeros_are_put_back_and_told(tmp_path: Path) -> None:
    """Covers: A6."""
    path = tmp_path / "clients.xlsx"
    write_xlsx(
        path, ["Название", "ИНН"], [["Липа", 123456788], ["Ёлка", 17483204], ["Дуб", 1748320]]
    )
    draft = read_clients(read_table(path), country="RU")
    assert [row.inn for row in draft.rows] == ["0123456788", "0017483204"]
    assert [bad.name for bad in draft.bad] == ["Дуб"]
    assert draft.doubts[-2].sentence == (
        "Line 2: INN 123456788 had lost its zeros, it is read as 0123456788."
    )


def test_what_is_left_of_a_phone_cell_is_doubted(tmp_path: Path) -> None:
    draft = clients(tmp_path, "Имя;Телефон\nАнна;+7 900 000-00-01 или 22-33-44\n")
    assert "not all of" in draft.doubts[0].sentence


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Клиент", "Телефон"], {0: "name", 1: "phone"}),
        (["Клиент", "Контакт", "Телефон"], {0: "company", 1: "name", 2: "phone"}),
        (["Фамилия", "Имя", "Отчество"], {0: "surname", 1: "name", 2: "patronymic"}),
        (
            ["Наименование контрагента", "Тел. раб.", "e-mail"],
            {0: "company", 1: "phone", 2: "email"},
        ),
        (["№", "Дата", "Имя"], {2: "name"}),
        (["Customer", "Company", "Telephone 2"], {0: "name", 1: "company", 2: "phone"}),
    ],
)
def test_columns_are_guessed_by_their_names(names: list[str], expected: dict[int, str]) -> None:
    """Covers: A6."""
    assert {index: field.value for index, field in guess_columns(names).items()} == expected


def test_surname_name_and_patronymic_make_one_name(tmp_path: Path) -> None:
    draft = clients(tmp_path, "Фамилия;Имя;Отчество;Тел\nРябова;Мария;Ивановна;89000000001\n")
    assert draft.rows[0].name == "Рябова Мария Ивановна"


@pytest.mark.parametrize("name", ["ООО «Ромашка»", "ИП Съёмкин", "Oak & Lime Ltd", "АО Заря"])
def test_a_company_in_the_column_of_names_is_a_company(tmp_path: Path, name: str) -> None:
    draft = clients(tmp_path, f"Имя;Телефон\n{name};89000000001\nАоки;89000000002\n")
    assert (draft.rows[0].name, draft.rows[0].company) == ("", name)
    assert (draft.rows[1].name, draft.rows[1].company) == ("Аоки", "")


def test_columns_can_be_chosen_by_hand(tmp_path: Path) -> None:
    """Covers: A6."""
    path = tmp_path / "clients.csv"
    write_csv(path, ["a", "b"], [["Анна", "89000000001"]])
    chosen = {0: ClientField.NAME, 1: ClientField.PHONE}
    draft = read_clients(read_table(path), country="RU", columns=chosen)
    assert draft.rows[0].phones == (Phone("79000000001"),)


def test_a_list_without_known_columns_is_refused_in_words(tmp_path: Path) -> None:
    """Covers: N8."""
    with pytest.raises(UserError, match="No column of this list"):
        clients(tmp_path, "a;b\n1;2\n")


def test_titles_above_the_header_do_no_harm(tmp_path: Path) -> None:
    draft = clients(
        tmp_path,
        "База клиентов, осень\nСоставлено,вчера\n\nИмя,Телефон,Город\nАнна,89000000001,Омск\n",
    )
    assert draft.table.header_line == 4
    assert draft.rows[0].line == 5


@pytest.mark.parametrize(
    ("really", "read_as", "label"),
    [
        ("cp1251", "cp1252", "Windows-1251"),
        ("cp1251", "koi8-r", "Windows-1251"),
        ("cp866", "cp1251", "DOS 866"),
        ("koi8-r", "cp1251", "KOI8-R"),
        ("utf-8", "latin-1", "UTF-8"),
    ],
)
def test_a_list_in_the_wrong_encoding_is_noticed_with_a_sample(
    tmp_path: Path, really: str, read_as: str, label: str
) -> None:
    """Covers: A6, N8."""
    text = "Компания;Телефон\nПекарня Липа;89000000001\nРомашка и друзья;89000000002\n"
    draft = clients(tmp_path, text, encoding=really, read_as=read_as)
    assert draft.wrong_encoding is not None
    assert f"As {label} they read “Компания Телефон Пекарня Липа”" in draft.wrong_encoding.sentence
    assert draft.wrong_encoding.encoding == really
    better = clients(tmp_path, text, encoding=really, read_as=draft.wrong_encoding.encoding)
    assert better.wrong_encoding is None
    assert len(better.rows) == 2


def test_garbled_letters_inside_a_workbook_are_noticed(tmp_path: Path) -> None:
    path = tmp_path / "clients.xlsx"
    garbled = "Пекарня Липа и друзья".encode("cp1251").decode("cp1252")
    write_xlsx(path, ["Name", "Phone"], [[garbled, "89000000001"]])
    draft = read_clients(read_table(path), country="RU")
    assert draft.wrong_encoding is not None
    assert "should read “Пекарня Липа и друзья”" in draft.wrong_encoding.sentence


def test_letters_already_lost_are_noticed(tmp_path: Path) -> None:
    draft = clients(tmp_path, "Имя;Телефон\nА\ufffd\ufffdа;89000000001\n")
    assert draft.wrong_encoding is not None
    assert draft.wrong_encoding.encoding == ""
    assert "Export the list again" in draft.wrong_encoding.sentence


def test_reasons_are_told_in_russian_too(tmp_path: Path) -> None:
    i18n.switch("ru")
    draft = clients(tmp_path, "Имя;Телефон\nАнна;12345\n")
    assert draft.bad[0].sentence == "В номере 12345 всего 5 цифр, нужно не меньше 10."


def test_fifty_thousand_clients_are_all_sorted(tmp_path: Path) -> None:
    """Covers: A6."""
    rows = [
        [
            f"Клиент {n}",
            f"+7 900 {n // 10000:03} {n % 10000 // 100:02} {n % 100:02}",
            f"c{n}@m.example",
        ]
        for n in range(50_000)
    ]
    write_csv(tmp_path / "big.csv", ["Имя", "Телефон", "Почта"], rows)
    draft = read_clients(read_table(tmp_path / "big.csv"), country="RU")
    assert len(draft.rows) == 50_000
    assert draft.bad == ()
