# SPDX-License-Identifier: Apache-2.0
"""A file is written whole or not at all, and a full or locked disk is told in a sentence."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.saving import read_whole, write_whole


def _fails_with(number: int, monkeypatch: pytest.MonkeyPatch, call: str = "fsync") -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, refuse)


def test_a_file_is_written_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "new" / "paper.docx"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert read_whole(path) == b"two"
    assert list(path.parent.iterdir()) == [path]


def test_a_full_disk_is_told_and_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Covers: N8."""
    path = tmp_path / "paper.docx"
    write_whole(path, b"old")
    _fails_with(errno.ENOSPC, monkeypatch)
    with pytest.raises(UserError, match=r"The disk is full: paper\.docx could not be saved"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.glob(".*")) == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Covers: N8."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError, match="this folder cannot be written"):
        write_whole(tmp_path / "file" / "paper.docx", b"x")
    with pytest.raises(UserError, match="this folder cannot be written"):
        write_whole(Path("/proc/paper.docx"), b"x")


def test_a_read_only_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fails_with(errno.EROFS, monkeypatch)
    with pytest.raises(UserError, match="this folder cannot be written"):
        write_whole(tmp_path / "paper.docx", b"x")


def test_a_file_open_in_another_program_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "paper.docx"
    write_whole(path, b"old")
    _fails_with(errno.EACCES, monkeypatch)
    with pytest.raises(UserError, match="open in another program"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"


def test_a_missing_and_an_unreadable_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"gone\.docx is not there"):
        read_whole(tmp_path / "gone.docx")
    with pytest.raises(UserError, match="cannot be read"):
        read_whole(tmp_path)
