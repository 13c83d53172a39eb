# SPDX-License-Identifier: Apache-2.0
"""Cold lists as they really come: vCards, exports of other programs, and files with something wrong in them."""

from __future__ import annotations

import base64
import csv
import datetime as dt
import quopri
import zipfile
from pathlib import Path

import openpyxl
import pytest

from desktop.channels.client_lists import head_of
from desktop.channels.client_rows import ClientField, ClientReader, ClientRow
from desktop.channels.columns import BadRow
from desktop.channels.foreign_lists import recognised
from desktop.channels.spreadsheets import read_table, rows_below
from desktop.errors import UserError

BITRIX_LEADS = (
    "ID;Название лида;Обращение;Имя;Фамилия;Отчество;Дата рождения;Адрес;Населенный пункт;Рабочий телефон;"
    "Мобильный телефон;Номер факса;Корпоративный сайт;Рабочий e-mail;Частный e-mail;Название компании;Должность;"
    "Комментарий;Стадия;Ответственный;Источник;Дополнительно об источнике;Дата создания"
)
AMO_DEALS = (
    "ID,Название сделки,Бюджет,Ответственный,Дата создания сделки,Кем создана сделка,Теги сделки,Примечание 1,"
    "Этап сделки,Воронка,Полное имя контакта,Компания контакта,Ответственный за контакт,Рабочий телефон,"
    "Рабочий прямой телефон,Мобильный телефон,Рабочий email,Личный email,Должность"
)
KOMMO_CONTACTS = (
    "ID,First name,Last name,Company,Responsible user,Contact tags,Work phone,Work direct phone,Mobile phone,"
    "Work email,Personal email,Web,Address,Position,Note 1"
)


def read(path: Path, country: str = "RU") -> tuple[list[ClientRow], list[BadRow], str]:
    """Good rows, bad ones, and what wrote the list."""
    head = head_of(read_table(path, limit=400))
    reader = ClientReader(head.table.columns, head.columns, country, wants_reach=True)
    rows = [reader.read(row) for row in rows_below(path, head.table)]
    good = [one for one in rows if isinstance(one, ClientRow)]
    return good, [one for one in rows if isinstance(one, BadRow)], head.program


def a_file(folder: Path, text: str, name: str = "list.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def a_workbook(folder: Path, rows: list[list[object]], name: str = "list.xlsx") -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / name)
    return folder / name


# vCards

OLD = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{name}\r\n"
    "TEL;CELL;VOICE:8 (900) 000-03-42\r\nTEL;WORK:+7 495 000-00-11\r\nEMAIL;INTERNET:lada@lipa.example\r\n"
    "ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{org}\r\nPHOTO;ENCODING=BASE64;JPEG:{photo}\r\n\r\nEND:VCARD\r\n"
)
MIDDLE = (
    "BEGIN:VCARD\nVERSION:3.0\nFN:Ana Müller\nN:Müller;Ana;;;\nORG:Café Éclair\\, Ltd;Kitchen\nTITLE:Owner\n"
    "item1.TEL;TYPE=WORK,VOICE:+44 20 7946 0277\nEMAIL;TYPE=PREF:ana@eclair\n .example\nNOTE:stand B12\\nmenus\n"
    "END:VCARD\n"
)
NEW = (
    'begin:vcard\nVERSION:4.0\nFN:Piet Ørsted\nTEL;VALUE=uri;TYPE="voice,work":tel:+44-20-7946-0281;ext=12\n'
    "TEL:+44 20 7946 0282\nEMAIL:mailto:piet@bruggen.example\nADR:;;High Street 1;Eastham;;E1 1AA;UK\nend:vcard\n"
)


def soft(text: str) -> str:
    """As version 2.1 writes it, with a soft line break in the middle."""
    quoted = quopri.encodestring(text.encode()).decode().replace("=\n", "")
    middle = quoted.index("=", len(quoted) // 2)
    return f"{quoted[:middle]}=\r\n{quoted[middle:]}"


def test_cards_of_three_versions_in_one_file_are_all_read(tmp_path: Path) -> None:
    """Covers: A6."""
    photo = "\r\n ".join([base64.b64encode(bytes(range(256)) * 8).decode()] * 3)
    old = OLD.format(name=soft("Соколова;Лада;Игоревна"), org=soft("Пекарня «Липа»"), photo=photo)
    good, bad, program = read(a_file(tmp_path, old + MIDDLE + NEW, "people.vcf"))
    assert bad == []
    assert program == "vCard"
    assert [(one.name, one.company) for one in good] == [
        ("Лада Игоревна Соколова", "Пекарня «Липа»"),
        ("Ana Müller", "Café Éclair, Ltd, Kitchen"),
        ("Piet Ørsted", ""),
    ]
    assert [[phone.digits for phone in one.phones] for one in good] == [
        ["79000000342", "74950000011"],
        ["442079460277"],
        ["442079460281", "442079460282"],
    ]
    assert good[2].phones[0].extension == "12"
    assert [one.emails for one in good] == [
        ("lada@lipa.example",),
        ("ana@eclair.example",),
        ("piet@bruggen.example",),
    ]
    assert (good[1].post, good[1].note) == ("Owner", "stand B12\nmenus")
    assert "Eastham" in good[2].comment


def test_a_card_that_is_cut_off_or_empty_is_named_by_its_line(tmp_path: Path) -> None:
    """Covers: A6, N8."""
    text = (
        MIDDLE + "BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n" + "BEGIN:VCARD\nFN:Half A Card\nTEL:+44 20"
    )
    good, bad, _program = read(a_file(tmp_path, text, "people.vcf"))
    assert [one.name for one in good] == ["Ana Müller"]
    assert [(one.line, one.sentence) for one in bad] == [
        (12, "This card says nothing about anybody."),
        (15, "This card has no end: the file is cut off here."),
    ]


# Exports of other programs


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251", "utf-16"])
def test_an_export_of_leads_from_bitrix24_is_recognised(tmp_path: Path, encoding: str) -> None:
    """Covers: A6."""
    row = (
        '5;Заявка: визитки;;Лада;Соколова;Игоревна;;"ул. Мира, 1";Тверь;"8 (900) 000-03-42, +7 495 000-00-11";'
        "+7 900 000-03-43;;lipa.example;lada@lipa.example;;Пекарня «Липа»;Директор;Звонила дважды;Новый;"
        "Егор;Сайт;форма;01.10.2026"
    )
    good, bad, program = read(a_file(tmp_path, f"{BITRIX_LEADS}\n{row}\n", encoding=encoding))
    assert (bad, program) == ([], "Bitrix24")
    (lead,) = good
    assert (lead.name, lead.company, lead.post) == (
        "Лада Соколова Игоревна",
        "Пекарня «Липа»",
        "Директор",
    )
    assert [phone.digits for phone in lead.phones] == ["79000000342", "74950000011", "79000000343"]
    assert (lead.emails, lead.site, lead.wants) == (
        ("lada@lipa.example",),
        "lipa.example",
        "Заявка: визитки",
    )
    assert "Звонила дважды" in lead.note
    assert "Егор" not in lead.comment


def test_exports_of_amocrm_and_kommo_are_recognised(tmp_path: Path) -> None:
    """Covers: A6."""
    deal = (
        "77,Наклейки,5000,Егор,01.10.2026,Егор,опт,Просил образцы,Первичный контакт,Воронка,Лада Соколова,"
        "Пекарня «Липа»,Егор,'+79000000342,,,lada@lipa.example,,Директор"
    )
    good, bad, program = read(a_file(tmp_path, f"{AMO_DEALS}\n{deal}\n"))
    assert (bad, program) == ([], "amoCRM")
    assert (good[0].name, good[0].company, good[0].wants) == (
        "Лада Соколова",
        "Пекарня «Липа»",
        "Наклейки",
    )
    assert (good[0].phones[0].digits, good[0].note) == ("79000000342", "Просил образцы")
    contact = (
        "9,Ana,Müller,Café Éclair,Tom,fair,"
        '020 7946 0277,,07700 900342,ana@eclair.example,,eclair.example,"1 Mill Lane",Owner,met'
    )
    path = tmp_path / "kommo.xlsx"
    a_workbook(tmp_path, [KOMMO_CONTACTS.split(","), next(csv.reader([contact]))], path.name)
    good, bad, program = read(path, "GB")
    assert (bad, program) == ([], "amoCRM")
    assert (good[0].name, good[0].post, len(good[0].phones)) == ("Ana Müller", "Owner", 2)


def test_a_plain_list_is_not_taken_for_another_programs(tmp_path: Path) -> None:
    names = "Company;Contact;Tel;Mail;Town;Wants;Met at;Id".split(";")
    assert recognised(names) is None
    head = head_of(read_table(a_file(tmp_path, ";".join(names) + "\nA;B;020 7946 0277;;C;D;E;1\n")))
    assert [field.value for field in head.columns.values()] == [
        *("company", "name", "phone", "email", "address", "wants", "comment")
    ]
    assert set(head.columns) == set(range(7))


def test_bitrix_companies_and_english_headings_are_recognised() -> None:
    """Covers: A6."""
    companies = (
        "ID;Название компании;Тип компании;Сфера деятельности;Кол-во сотрудников;Рабочий телефон;"
        "Рабочий e-mail;Реквизит: ИНН"
    )
    program, columns = recognised(companies.split(";")) or ("", {})
    assert program == "Bitrix24"
    assert [columns[at].value for at in sorted(columns)] == ["company", "phone", "email", "inn"]
    english = (
        "ID,Lead Name,Salutation,First Name,Second Name,Last Name,"
        "Work Phone,Mobile,Work E-mail,Company Name,Position,Comment,Source Information,Pager"
    )
    program, columns = recognised(english.split(",")) or ("", {})
    assert program == "Bitrix24"
    assert {columns[3], columns[4], columns[5]} == {
        ClientField.NAME,
        ClientField.PATRONYMIC,
        ClientField.SURNAME,
    }


# Something is wrong


def test_rows_that_cannot_be_are_each_named_with_their_reason(tmp_path: Path) -> None:
    """Covers: A6, N8."""
    text = (
        "Company;Contact;Tel;Mail\n"
        "Oak;Ann Ray;07700 900001 / 020 7946 0118;ann@oak.example\n"
        "Shifted;;Bob Reed;07700 900002\n"
        "07700 900003;Cid;;cid@x.example\n"
        "Too many;Dan;07700 900004;;and one more\n"
        "A date;Eve;12.10.2026;\n"
        "Rounded;Fay;7,9E+10;\n"
        'Quotes;"Gil "x" Roe;07700 900006;\n'
        "Two signs;Hal;;hal@@x.example\n"
        "Short;Ida;900 000;\n"
        "Nothing;Jon;;\n"
    )
    good, bad, _program = read(a_file(tmp_path, text), "GB")
    assert [[phone.digits for phone in one.phones] for one in good] == [
        ["447700900001", "442079460118"]
    ]
    assert [(one.line, one.fault) for one in bad] == [
        *((3, "phone"), (4, "shifted"), (5, "shifted"), (6, "phone"), (7, "phone"), (8, "cell")),
        *((9, "email"), (10, "phone"), (11, "unreached")),
    ]
    said = {one.line: one.sentence for one in bad}
    assert said[3] == "Bob Reed is no phone."
    assert (
        said[4]
        == "“07700 900003” in the column “Company” is a phone: the cells of this row are shifted."
    )
    assert "more cells than the header" in said[5]
    assert said[6] == "12.10.2026 is a date, not a phone."
    assert "shortened by the spreadsheet program" in said[7]
    assert "quotation marks" in said[8]


def test_formulas_and_dates_of_a_workbook_are_named(tmp_path: Path) -> None:
    """What openpyxl writes has no results of formulas in it, as what many programs write. Covers: A6, N8."""
    path = a_workbook(
        tmp_path,
        [
            ["Autumn fair"],
            ["Company", "Contact", "Tel", "Total"],
            ["Oak", "Ann", 447700900001, "=1+1"],
            ["Ash", "Bob", '="0770"&"0900002"', 5],
            ["Elm", "Cid", dt.date(2026, 10, 12), 5],
        ],
    )
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A1:D1")
    book.save(path)
    good, bad, _program = read(path, "GB")
    assert [one.phones[0].digits for one in good] == ["447700900001"], "a total is nobody's"
    assert [one.line for one in bad] == [4, 5]
    assert bad[0].sentence.startswith("The result of the formula in C4 is not in the file.")
    assert bad[1].sentence == "2026-10-12 is a date, not a phone."


def test_a_heading_merged_over_two_columns_of_phones_keeps_both(tmp_path: Path) -> None:
    """Covers: A6."""
    path = a_workbook(
        tmp_path,
        [
            ["Company", "Phone", None],
            ["Oak", "07700 900001", "07700 900003"],
            ["Elm", "07700 900002", "020 7946 0118"],
        ],
    )
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("B1:C1")
    book.save(path)
    good, bad, _program = read(path, "GB")
    assert ([len(one.phones) for one in good], bad) == ([2, 2], [])


def test_a_list_without_headings_is_read_by_what_stands_in_it(tmp_path: Path) -> None:
    """Covers: A6."""
    text = "Oak;Ann Ray;07700 900001;ann@oak.example\nElm;Bob Reed;07700 900002;bob@elm.example\n"
    good, bad, _program = read(a_file(tmp_path, text), "GB")
    assert bad == []
    assert [(one.company, one.name, one.emails) for one in good] == [
        ("Oak", "Ann Ray", ("ann@oak.example",)),
        ("Elm", "Bob Reed", ("bob@elm.example",)),
    ]
    with pytest.raises(UserError, match="nothing in this file"):
        read(a_workbook(tmp_path, [], "nothing.xlsx"))


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def a_gigabyte(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"Company;Tel\n")
        file.truncate(1 << 30)


def with_nul(path: Path) -> None:
    path.write_bytes(b"Company;Tel\nOak;07700 900001\nA\x00sh;07700 900002\n")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def a_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/worksheets/sheet1.xml", b"0" * 500_000_000)


@pytest.mark.parametrize(
    ("name", "spoil", "part"),
    [
        ("half.xlsx", half, "Only a part of this workbook is here"),
        ("big.csv", a_gigabyte, "too much for a list"),
        ("nul.csv", with_nul, "Line 3 holds a byte that no text has"),
        ("empty.csv", empty, "is empty"),
        ("bomb.xlsx", a_bomb, "too much for a list"),
    ],
)
def test_a_file_that_is_no_whole_list_is_refused_in_words(
    tmp_path: Path, name: str, spoil: object, part: str
) -> None:
    """Covers: A6, N8."""
    path = a_workbook(tmp_path, [["Company", "Tel"], *[["Oak", "07700 900001"]] * 200], name)
    spoil(path)  # type: ignore[operator]
    with pytest.raises(UserError, match=part):
        read(path)


def test_a_file_that_stops_being_text_far_below_its_head_is_refused_with_the_line(
    tmp_path: Path,
) -> None:
    """Covers: A6, N8."""
    rows = "".join(f"Firm {n};07700 {n:06}\n" for n in range(60_000))
    path = a_file(tmp_path, f"Company;Tel\n{rows}")
    with path.open("ab") as file:
        file.write("Кафе;07700 900001\n".encode("cp1251"))
    head = head_of(read_table(path, encoding="utf-8", limit=400))
    with pytest.raises(UserError, match="Line 60002 cannot be read as UTF-8"):
        list(rows_below(path, head.table))


def test_a_workbook_of_the_old_kind_is_read_and_a_protected_one_named() -> None:
    """Covers: A6, N8."""
    kept = Path(__file__).parent / "kept"
    good, bad, _program = read(kept / "list.xls", "GB")
    assert ([one.name for one in good], bad) == (["Ann Ray", "Bob Reed"], [])
    with pytest.raises(UserError, match="protected by a password"):
        read(kept / "protected.xlsx")
