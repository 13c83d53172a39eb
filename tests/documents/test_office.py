# SPDX-License-Identifier: Apache-2.0
"""A .docx is handed out for editing and comes back, and nobody's edits are lost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from docx import Document

from desktop.documents import office
from desktop.documents.office import CopyState, Editor
from desktop.documents.programs import Programs
from desktop.errors import UserError
from tests.documents.examples import template as made

LINUX = Programs("linux", soffice="/usr/bin/soffice")


def _content(tmp_path: Path, text: str = "Contract") -> bytes:
    return made(tmp_path, text, name="source.docx").read_bytes()


def _edit(path: Path) -> None:
    document = Document(str(path))
    document.add_paragraph("changed by hand")
    document.save(str(path))


def test_an_edited_copy_is_noticed_and_taken_back(tmp_path: Path) -> None:
    """Covers: G6, G1."""
    copy = office.hand_out(_content(tmp_path), tmp_path / "edits", "Contract 215-26.docx")
    assert office.state(copy) is CopyState.UNCHANGED
    _edit(copy.path)
    assert office.state(copy) is CopyState.EDITED
    content = office.take_back(copy)
    assert content == copy.path.read_bytes()
    assert office.content_hash(content) != copy.hash


def test_a_copy_with_edits_is_never_overwritten(tmp_path: Path) -> None:
    content = _content(tmp_path)  # once: each making of a .docx writes its own time into it
    first = office.hand_out(content, tmp_path, "paper.docx")
    _edit(first.path)
    edited = first.path.read_bytes()
    second = office.hand_out(content, tmp_path, "paper.docx")
    assert second.path.name == "paper (2).docx"
    assert office.hand_out(content, tmp_path, "paper.docx").path == second.path
    assert first.path.read_bytes() == edited


def test_an_unchanged_a_missing_and_a_torn_copy_are_told(tmp_path: Path) -> None:
    """Covers: N8."""
    copy = office.hand_out(_content(tmp_path), tmp_path, "paper.docx")
    with pytest.raises(UserError, match="has not been changed"):
        office.take_back(copy)
    copy.path.write_bytes(copy.path.read_bytes()[:-200])
    with pytest.raises(UserError, match="is not whole"):
        office.take_back(copy)
    copy.path.write_text("plain text")
    with pytest.raises(UserError, match="is not whole"):
        office.take_back(copy)
    copy.path.unlink()
    assert office.state(copy) is CopyState.GONE
    with pytest.raises(UserError, match="is not there"):
        office.take_back(copy)


def test_word_s_and_libreoffice_s_lock_files_say_that_it_is_open(tmp_path: Path) -> None:
    copy = office.hand_out(_content(tmp_path), tmp_path, "Contract.docx")
    assert not office.is_open(copy)
    for lock in ("~$ntract.docx", ".~lock.Contract.docx#"):
        (tmp_path / lock).write_text("someone")
        assert office.is_open(copy)
        (tmp_path / lock).unlink()


@pytest.mark.parametrize(
    ("programs", "editor", "command"),
    [
        (Programs("win32", word=True), Editor.WORD, ["explorer.exe"]),
        (Programs("win32", soffice="s"), Editor.LIBREOFFICE, ["explorer.exe"]),
        (Programs("darwin", word=True), Editor.WORD, ["/usr/bin/open", "-a", "Microsoft Word"]),
        (Programs("darwin", soffice="s"), Editor.LIBREOFFICE, ["/usr/bin/open"]),
        (LINUX, Editor.LIBREOFFICE, ["/usr/bin/soffice", "--writer"]),
    ],
)
def test_the_paper_is_opened_in_the_way_of_the_platform(
    tmp_path: Path, programs: Programs, editor: Editor, command: list[str]
) -> None:
    """Covers: G1."""
    started: list[Sequence[str]] = []
    path = tmp_path / "paper.docx"
    assert office.open_in_editor(path, programs=programs, start=started.append) is editor
    assert started == [[*command, str(path)]]


def test_without_an_editor_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    """Covers: G5, N8."""
    with pytest.raises(UserError, match="There is no program for Word documents"):
        office.open_in_editor(tmp_path / "paper.docx", programs=Programs("linux"))


def test_an_editor_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    programs = Programs("linux", soffice=str(tmp_path / "gone"))
    with pytest.raises(UserError, match="could not be opened"):
        office.open_in_editor(tmp_path / "paper.docx", programs=programs)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Contract 215/26", "Contract 215-26.docx"),
        ("Договор № 215/26 — «Липа»", "Договор № 215-26 — «Липа».docx"),
        ('a<b>:"c"|?*\\d', "a-b-c-d.docx"),
        (" ... ", "paper.docx"),
        ("/ / /", "paper.docx"),
        ("///", "paper.docx"),
        ("CON", "CON_.docx"),
        ("x" * 300, "x" * 115 + ".docx"),
    ],
)
def test_a_title_makes_a_name_every_platform_keeps(title: str, name: str) -> None:
    assert office.file_name(title) == name
