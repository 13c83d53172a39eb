# SPDX-License-Identifier: Apache-2.0
"""Spreadsheets: what people send is read as they meant it, or refused in words; what we write comes back."""

from __future__ import annotations

import csv
import datetime as dt
import errno
import os
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop import saving
from desktop.channels.spreadsheets import preview, read_table, write_csv, write_xlsx
from desktop.channels.tables import Table, cell_text
from desktop.errors import UserError
from desktop.values.formula_text import neutral, original

CLIENTS = (
    "Имя;Телефон;Город;Сумма\n"
    "Анна Рябова;+7 900 000-00-01;Тверь;1 200,50\n"
    'ООО "Ромашка, и К";8 900 000 00 02;Санкт-Петербург;300\n'
    "Игорь Съёмкин;;Щёлково;0,5\n"
)


def text_file(folder: Path, text: str, encoding: str = "utf-8", name: str = "list.csv") -> Path:
    """A text file as another program left it."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def texts(table: Table) -> list[tuple[str, ...]]:
    """The cells of all rows as people read them."""
    return [tuple(cell_text(cell) for cell in row.cells) for row in table.rows]


def sentences(table: Table) -> str:
    """All doubts as one text."""
    return "\n".join(doubt.sentence for doubt in table.doubts)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1251", "cp866", "koi8-r", "utf-16", "utf-16-le"]
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_list_in_any_usual_encoding_reads_the_same(
    tmp_path: Path, encoding: str, line_end: str
) -> None:
    """Covers: A6."""
    table = read_table(text_file(tmp_path, CLIENTS.replace("\n", line_end), encoding))
    assert table.columns == ("Имя", "Телефон", "Город", "Сумма")
    assert texts(table)[0] == ("Анна Рябова", "+7 900 000-00-01", "Тверь", "1 200,50")
    assert texts(table)[2][0] == "Игорь Съёмкин"
    assert [row.line for row in table.rows] == [2, 3, 4]
    assert table.delimiter == ";"
    assert table.encoding == encoding
    assert table.is_encoding_sure


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_a_western_list_reads_well_but_is_asked_about(tmp_path: Path, encoding: str) -> None:
    text = "Company,Town\nCafé Éclair,Zürich\nSeñal Tours,Málaga\nHôtel Brüggen,Genève\n"
    table = read_table(text_file(tmp_path, text, encoding))
    assert texts(table)[0] == ("Café Éclair", "Zürich")
    assert texts(table)[2] == ("Hôtel Brüggen", "Genève")
    assert not table.is_encoding_sure


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    """Covers: A6."""
    rows = [
        ["Name", "Note"],
        ["Ann", "one, two; three"],
        ["Bob", 'says "hi"'],
        ["Cid", "a\nb"],
        ["Dan", "x"],
    ]
    path = tmp_path / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    table = read_table(path)
    assert table.delimiter == delimiter
    assert texts(table) == [tuple(row) for row in rows[1:]]
    assert [row.line for row in table.rows] == [2, 3, 4, 6]


def test_a_declared_delimiter_is_believed(tmp_path: Path) -> None:
    table = read_table(text_file(tmp_path, "sep=,\nName,Price\nA;B,1\nC;D,2\n"))
    assert table.columns == ("Name", "Price")
    assert texts(table) == [("A;B", "1"), ("C;D", "2")]
    assert [row.line for row in table.rows] == [3, 4]


def test_encoding_and_delimiter_can_be_chosen(tmp_path: Path) -> None:
    """Covers: A6."""
    path = text_file(tmp_path, "Имя,Город\nАнна,Омск\n", "cp1251")
    chosen = read_table(path, encoding="cp1252", delimiter=";")
    assert chosen.columns == ("Èìÿ,Ãîðîä",)
    assert texts(read_table(path, encoding="cp1251")) == [("Анна", "Омск")]


def test_a_choice_that_cannot_be_names_the_line(tmp_path: Path) -> None:
    """Covers: N8."""
    path = text_file(tmp_path, "name;town\nAnn;Bath\nАнна;Омск\n", "cp1251")
    with pytest.raises(UserError, match="Line 3 cannot be read as UTF-8"):
        read_table(path, encoding="utf-8")


def test_a_preview_shows_the_first_rows_only(tmp_path: Path) -> None:
    rows = "".join(f"Client {number};{number}\n" for number in range(1000))
    path = text_file(tmp_path, "Name;Code\n" + rows)
    table = preview(path, rows=5)
    assert len(table.rows) == 5
    assert table.is_cut
    assert not preview(text_file(tmp_path, "Name;Code\nA;1\n"), rows=5).is_cut


def test_titles_above_the_header_are_kept_apart(tmp_path: Path) -> None:
    text = "Прайс-лист типографии;;\n;;\nс 1 октября 2026;;\nТовар;Цена;Срок\nВизитки;12;8\n"
    table = read_table(text_file(tmp_path, text))
    assert table.columns == ("Товар", "Цена", "Срок")
    assert table.header_line == 4
    assert [row.line for row in table.above] == [1, 3]
    assert table.rows[0].line == 5


def test_a_list_without_header_has_numbered_columns(tmp_path: Path) -> None:
    table = read_table(text_file(tmp_path, "Ann;07700 900001\nBob;07700 900002\n"))
    assert table.columns == ("Column 1", "Column 2")
    assert table.header_line == 0
    assert len(table.rows) == 2


def test_the_header_can_be_moved(tmp_path: Path) -> None:
    table = read_table(text_file(tmp_path, "a;b\nName;Phone\nAnn;07700 900001\n"))
    moved = table.headed_at(2)
    assert moved.columns == ("Name", "Phone")
    assert texts(moved) == [("Ann", "07700 900001")]
    assert moved.headed_at(0).columns == ("Column 1", "Column 2")
    assert len(moved.headed_at(0).rows) == 3
    assert moved.headed_at(1) == table


def test_columns_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    table = read_table(text_file(tmp_path, "Phone;Phone;;Name\n1;2;3;Ann\n"))
    assert table.columns == ("Phone", "Phone (2)", "Column 3", "Name")


def test_a_shifted_row_is_named(tmp_path: Path) -> None:
    """Covers: N8."""
    table = read_table(text_file(tmp_path, "Name;Town\nAnn;Bath\nBob;Bristol;UK;;\nCid\n"))
    assert "Line 3 goes on to the right of the header" in sentences(table)
    assert table.rows[1].extra == ("UK",)
    assert table.rows[2].cells == ("Cid", "")


def test_a_quotation_mark_never_closed_swallows_nothing(tmp_path: Path) -> None:
    """Covers: N8."""
    text = 'Name;Town\n"Ann;Bath\nBob;Bristol\n"Cid & Co";Derby\n' + "Dan;Dover\n" * 200
    table = read_table(text_file(tmp_path, text))
    assert len(table.rows) == 203
    assert texts(table)[:3] == [('"Ann', "Bath"), ("Bob", "Bristol"), ("Cid & Co", "Derby")]
    assert "Line 2: its quotation marks do not match" in sentences(table)


def test_quotation_marks_inside_a_name_are_doubted_but_kept(tmp_path: Path) -> None:
    text = 'Name;Town\n"ООО "Ромашка"";Омск\n5" pipe;Derby\n"Two\nlines";Dover\n'
    table = read_table(text_file(tmp_path, text))
    assert [row[1] for row in texts(table)] == ["Омск", "Derby", "Dover"]
    assert "Ромашка" in texts(table)[0][0]
    assert texts(table)[1][0] == '5" pipe'
    assert texts(table)[2][0] == "Two\nlines"
    assert [doubt.line for doubt in table.doubts] == [2]


def test_numbers_spoiled_by_excel_are_doubted(tmp_path: Path) -> None:
    """Covers: A6."""
    text = "ИНН;Телефон\n0017483204;7,9E+10\n17483205;+7 900 000-00-01\n0017483206;1\n"
    table = read_table(text_file(tmp_path, text))
    assert "Line 2: 7,9E+10 in “Телефон” was shortened" in sentences(table)
    assert "Line 3: 17483205 in “ИНН” may have lost its leading zeros" in sentences(table)
    assert len(table.doubts) == 2


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "is empty"),
        (b" \r\n ", "is empty"),
        (b"%PDF-1.7 ...", "This is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a picture or an archive"),
        (b"<html><table><tr><td>1</td></tr></table>", "web page"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "web page"),
        (b"name;x\nAnn\x00\x01\x02;y\n", "not a table"),
        (b"PK\x03\x04 and nothing more", "Only a part"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and nothing more", "Only a part"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, content: bytes, part: str) -> None:
    """Covers: N8."""
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(UserError, match=part):
        read_table(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"list\.csv is not there any more"):
        read_table(tmp_path / "list.csv")


def test_a_folder_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be opened"):
        read_table(tmp_path)


def test_a_file_of_a_gigabyte_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """Covers: N8."""
    path = tmp_path / "list.csv"
    with path.open("wb") as file:
        file.truncate(1_100_000_000)
    with pytest.raises(UserError, match="too much for a list"):
        read_table(path)


def test_a_line_of_a_thousand_cells_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Line 2 has 1000 cells"):
        read_table(text_file(tmp_path, "a;b\n" + ";".join("x" * 1000) + "\n"))


def a_workbook(folder: Path) -> Path:
    """A workbook as people make them: a title, merged cells, dates, formulas, errors."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Прайс"
    page["A1"] = "Прайс-лист"
    page.merge_cells("A1:D1")
    page.append(["Товар", "Тираж", "Цена", "С"])
    page.append(["Визитки", 100, 3.2, dt.date(2026, 10, 1)])
    page.append([None, 500, 0.1 + 0.2, dt.datetime.fromisoformat("2026-10-01 09:30")])
    page.append(["007", 1000, "=C3*2", True])
    page.append(["Листовки", 12345678901234567890, "#REF!", None])
    page.merge_cells("A3:A4")
    book.create_sheet("Второй").append(["x", "y"])
    book.create_sheet("Спрятан").sheet_state = "hidden"
    path = folder / "price.xlsx"
    book.save(path)
    return path


def test_a_workbook_is_read_with_its_kinds_of_cells(tmp_path: Path) -> None:
    """Covers: A6, J1."""
    table = read_table(a_workbook(tmp_path))
    assert table.columns == ("Товар", "Тираж", "Цена", "С")
    assert table.header_line == 2
    assert table.sheet == "Прайс"
    assert table.sheets == ("Прайс", "Второй")
    assert table.rows[0].cells == (
        "Визитки",
        Decimal(100),
        Decimal("3.2"),
        dt.date(2026, 10, 1),
    )
    assert table.rows[1].cells == (
        "Визитки",
        Decimal(500),
        Decimal("0.3"),
        dt.datetime.fromisoformat("2026-10-01 09:30"),
    )
    assert table.rows[2].cells == ("007", Decimal(1000), "", "yes")
    assert [row.line for row in table.rows] == [3, 4, 5, 6]


def test_cells_without_a_value_are_doubted_by_name(tmp_path: Path) -> None:
    """Covers: A6, N8."""
    doubts = sentences(read_table(a_workbook(tmp_path)))
    assert "Line 5: the result of the formula in C5 is not in the file." in doubts
    assert "Line 6: the formula in C6 ends in the error #REF!" in doubts
    assert "Line 6: 12345678901234600000 in “Тираж” was shortened" in doubts


def test_another_sheet_can_be_chosen(tmp_path: Path) -> None:
    assert read_table(a_workbook(tmp_path), sheet="Второй").columns == ("x", "y")
    with pytest.raises(UserError, match="no sheet"):
        read_table(a_workbook(tmp_path), sheet="Третий")


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_half_a_workbook_is_refused_in_words(tmp_path: Path, share: float) -> None:
    """Covers: A6, N8."""
    path = a_workbook(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(UserError, match="Only a part of this workbook"):
        read_table(path)


def test_a_workbook_with_a_spoiled_byte_is_refused_or_read_whole(tmp_path: Path) -> None:
    path = a_workbook(tmp_path)
    content = bytearray(path.read_bytes())
    right = read_table(path)
    for position in range(0, len(content), 97):
        spoiled = bytearray(content)
        spoiled[position] ^= 0x5A
        path.write_bytes(spoiled)
        try:
            table = read_table(path)
        except UserError:
            continue
        assert [row.line for row in table.rows] == [row.line for row in right.rows]


def changed_part(path: Path, name: str, change: dict[bytes, bytes]) -> Path:
    """The workbook with one of its parts changed."""
    other = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            content = old.read(member)
            if member == name:
                for before, after in change.items():
                    content = content.replace(before, after)
            new.writestr(member, content)
    return other


def test_one_stray_cell_at_the_end_of_the_sheet_does_not_take_the_memory(tmp_path: Path) -> None:
    """Covers: N8."""
    path = changed_part(
        a_workbook(tmp_path),
        "xl/worksheets/sheet1.xml",
        {
            b"</sheetData>": b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
        },
    )
    with pytest.raises(UserError, match="reaches to row 1048576 and column 16384"):
        read_table(path)


def test_a_workbook_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    """Covers: N8."""
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        for number in range(5):
            container.writestr(f"xl/worksheets/sheet{number}.xml", b"\x20" * 100_000_000)
    with pytest.raises(UserError, match="too much for a list"):
        read_table(path)


def test_a_text_document_is_no_workbook(tmp_path: Path) -> None:
    import docx

    path = tmp_path / "letter.docx"
    docx.Document().save(str(path))
    with pytest.raises(UserError, match="a document, not a table"):
        read_table(path)


def test_a_workbook_comes_back_as_it_was_written(tmp_path: Path) -> None:
    """Covers: N9."""
    path = tmp_path / "out" / "clients.xlsx"
    rows: list[list[object]] = [
        ["=1+1", Decimal("1234.50"), 7, dt.date(2026, 10, 15), None],
        [
            "+7 900 000-00-01",
            Decimal("-0.05"),
            0,
            dt.datetime.fromisoformat("2026-10-15 09:30"),
            "x",
        ],
        ["0017483204", Decimal(1), -3, None, "a\nb\x07"],
    ]
    count = write_xlsx(path, ["Текст", "Сумма", "Число", "Дата", "="], rows, sheet="A/B:[1]")  # type: ignore[arg-type]
    table = read_table(path)
    assert count == 3
    assert table.columns == ("Текст", "Сумма", "Число", "Дата", "=")
    assert table.sheet == "A B  1"
    assert table.rows[0].cells == (
        "=1+1",
        Decimal("1234.5"),
        Decimal(7),
        dt.date(2026, 10, 15),
        "",
    )
    assert table.rows[1].cells[0] == "+7 900 000-00-01"
    assert table.rows[2].cells == ("0017483204", Decimal(1), Decimal(-3), "", "a\nb")
    assert b"<f>" not in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")


def test_text_longer_than_a_cell_ends_with_dots(tmp_path: Path) -> None:
    path = tmp_path / "long.xlsx"
    write_xlsx(path, ["a"], [["x" * 40_000]])
    [row] = read_table(path).rows
    assert len(cell_text(row.cells[0])) == 32_767
    assert cell_text(row.cells[0]).endswith("x…")


def test_csv_opens_in_excel_as_text_numbers_and_dates(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    day = dt.datetime.fromisoformat("2026-10-15 09:30")
    write_csv(path, ["Имя", "Сумма", "Когда"], [["Анна", Decimal("1234.50"), day], [None, 5, ""]])
    assert path.read_bytes() == (
        "\ufeffИмя;Сумма;Когда\r\nАнна;1234,50;2026-10-15 09:30:00\r\n;5;\r\n".encode()
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("\t=1", "'\t=1"),
        ("+1+cmd", "'+1+cmd"),
        ("'=1", "''=1"),
        ("'quoted'", "''quoted'"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1+1", "'＝1+1"),
        ("+7 (900) 000-00-01", "+7 (900) 000-00-01"),
        ("plain", "plain"),
        ("a=b", "a=b"),
    ],
)
def test_nothing_written_can_be_a_formula(text: str, written: str) -> None:
    """Covers: N8."""
    assert neutral(text) == written
    assert original(written) == text


CELL = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), include_characters="\n"),
    max_size=20,
).map(str.strip)


@given(
    rows=st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=12),
    columns=st.lists(
        CELL.filter(bool), min_size=3, max_size=3, unique_by=lambda x: tuple(re.split(r"[ \n]+", x))
    ),
)
def test_whatever_is_written_as_csv_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], columns: list[str]
) -> None:
    """Covers: N9."""
    path = tmp_path_factory.mktemp("csv") / "trip.csv"
    write_csv(path, columns, rows)
    table = read_table(path, header_line=1)
    filled = [tuple(row) for row in rows if any(row)]
    assert table.columns == tuple(" ".join(re.split(r"[ \n]+", column)) for column in columns)
    assert texts(table) == filled
    assert table.encoding == "utf-8-sig"


def test_fifty_thousand_rows_are_all_read(tmp_path: Path) -> None:
    """Covers: A6."""
    rows = [
        [f"Клиент {number}", f"+7 900 {number:07}", f"c{number}@mail.example", 'ООО "Рога; Копыта"']
        for number in range(50_000)
    ]
    columns = ["Имя", "Телефон", "Почта", "Компания"]
    write_csv(tmp_path / "big.csv", columns, rows)
    path = text_file(tmp_path, (tmp_path / "big.csv").read_text("utf-8-sig"), "cp1251", "1251.csv")
    table = read_table(path)
    assert table.encoding == "cp1251"
    assert len(table.rows) == 50_000
    assert table.rows[-1].line == 50_001
    assert table.doubts == ()


def test_fifty_thousand_rows_of_a_workbook_are_all_read(tmp_path: Path) -> None:
    path = tmp_path / "big.xlsx"
    write_xlsx(path, ["Name", "Code", "Sum"], ([f"Client {n}", n, n] for n in range(50_000)))
    table = read_table(path)
    assert len(table.rows) == 50_000


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Covers: N8."""

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    path = tmp_path / "out.csv"
    write_csv(path, ["a"], [["old"]])
    monkeypatch.setattr(saving.os, "fsync", full)
    with pytest.raises(UserError, match=r"The disk is full: out\.csv could not be saved"):
        write_csv(path, ["a"], [["new"]])
    assert "old" in path.read_text("utf-8-sig")
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["out.csv"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    with pytest.raises(UserError, match="Choose another folder"):
        write_csv(blocked / "out.csv", ["a"], [])


def test_a_sheet_of_libreoffice_is_read(tmp_path: Path) -> None:
    text = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    number = '<table:table-cell office:value-type="float" office:value="3.2"/>'
    rows = (text.format("Товар") + text.format("Цена"), text.format("Визитки") + number)
    cells = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet>"
        f'<table:table table:name="Прайс">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    path = tmp_path / "price.ods"
    with zipfile.ZipFile(path, "w") as container:
        container.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        container.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        container.writestr("content.xml", content)
    table = read_table(path)
    assert table.columns == ("Товар", "Цена")
    assert table.rows[0].cells == ("Визитки", Decimal("3.2"))


@pytest.mark.parametrize("words", ["nul \x00\x0b", "half \ud83d", "none \ufffe\uffff", "a\nb\tc"])
def test_no_sign_keeps_a_workbook_from_being_written(tmp_path: Path, words: str) -> None:
    """Covers: N8."""
    for write, name in ((write_xlsx, "a.xlsx"), (write_csv, "a.csv")):
        assert write(tmp_path / name, [words], [[words]]) == 1
    assert write_xlsx(tmp_path / "b.xlsx", ["Name"], [["x"]], sheet=words) == 1
    assert read_table(tmp_path / "b.xlsx").rows[0].cells == ("x",)


def test_an_encoding_that_there_is_not_is_told(tmp_path: Path) -> None:
    """Covers: N8, N10."""
    path = tmp_path / "a.csv"
    path.write_text("Name;Phone\nOlga;+79000000001\n", encoding="utf-8")
    with pytest.raises(UserError, match="There is no encoding “rot13”"):
        read_table(path, encoding="rot13")
