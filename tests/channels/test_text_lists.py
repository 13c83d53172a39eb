# SPDX-License-Identifier: Apache-2.0
"""Lists of clients as text, in any usual encoding and delimiter: read as they were meant, or refused in words."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from desktop.channels.spreadsheets import read_table, write_csv
from desktop.channels.tables import Table, cell_text
from desktop.errors import UserError

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
    table = read_table(path, limit=5)
    assert len(table.rows) == 5
    assert table.is_cut
    assert not read_table(text_file(tmp_path, "Name;Code\nA;1\n"), limit=5).is_cut


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
    assert "Line 2: Its quotation marks do not match" in sentences(table)


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


def test_an_encoding_that_there_is_not_is_told(tmp_path: Path) -> None:
    """Covers: N8, N10."""
    path = tmp_path / "a.csv"
    path.write_text("Name;Phone\nOlga;+79000000001\n", encoding="utf-8")
    with pytest.raises(UserError, match="There is no encoding “rot13”"):
        read_table(path, encoding="rot13")
