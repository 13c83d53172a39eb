# SPDX-License-Identifier: Apache-2.0
"""Workbooks: what people send is read as they meant it, or refused in words; what we write comes back."""

from __future__ import annotations

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
from desktop.channels.spreadsheets import read_table, write_csv, write_xlsx
from desktop.channels.tables import Table, cell_text
from desktop.errors import UserError
from desktop.values.formula_text import neutral, original


def texts(table: Table) -> list[tuple[str, ...]]:
    """The cells of all rows as people read them."""
    return [tuple(cell_text(cell) for cell in row.cells) for row in table.rows]


def sentences(table: Table) -> str:
    """All doubts as one text."""
    return "\n".join(doubt.sentence for doubt in table.doubts)


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
    assert "Line 5: The result of the formula in C5 is not in the file." in doubts
    assert "Line 6: The formula in C6 ends in the error #REF!" in doubts
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
