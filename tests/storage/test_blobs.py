# SPDX-License-Identifier: Apache-2.0
"""Files by the hash of their contents."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.storage import blobs


def leftovers(folder: Path) -> list[Path]:
    """Temporary files that should be gone."""
    return list(folder.rglob(".new-*"))


def test_the_same_contents_are_kept_once_and_come_back(tmp_path: Path) -> None:
    """Covers: G6."""
    first, second = blobs.put(tmp_path, b"proof"), blobs.put(tmp_path, b"proof")
    assert first == second == blobs.Blob(first.hash, 5)
    assert blobs.read(tmp_path, first.hash) == b"proof"
    assert list(blobs.every(tmp_path)) == [first]


@given(st.binary(max_size=3000))
def test_any_contents_come_back(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("shop")
    (folder / "source").write_bytes(data)
    blob = blobs.put_file(folder, folder / "source")
    assert blobs.read(folder, blob.hash) == data
    assert blobs.put(folder, data) == blob
    assert blobs.is_sound(folder, blob.hash)


def test_a_large_file_is_copied_in_pieces_to_the_same_place(tmp_path: Path) -> None:
    source = tmp_path / "logo.svg"
    source.write_bytes(os.urandom(3_000_000))
    blob = blobs.put_file(tmp_path, source)
    assert blobs.put(tmp_path, source.read_bytes()) == blob
    blobs.copy_out(tmp_path, blob.hash, tmp_path / "out" / "logo.svg")
    assert (tmp_path / "out" / "logo.svg").read_bytes() == source.read_bytes()
    assert leftovers(tmp_path) == []


def test_names_are_fit_for_every_file_system(tmp_path: Path) -> None:
    blob = blobs.put(tmp_path, b"proof")
    path = blobs.path_of(tmp_path, blob.hash)
    assert path.relative_to(tmp_path).parts == ("files", blob.hash[:2], blob.hash)


def test_a_damaged_or_missing_file_is_told(tmp_path: Path) -> None:
    """Covers: N6."""
    blob = blobs.put(tmp_path, b"proof")
    blobs.path_of(tmp_path, blob.hash).write_bytes(b"prool")
    assert not blobs.is_sound(tmp_path, blob.hash)
    with pytest.raises(UserError, match="damaged on disk"):
        blobs.read(tmp_path, blob.hash)
    with pytest.raises(UserError, match="damaged on disk"):
        blobs.copy_out(tmp_path, blob.hash, tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()
    blobs.path_of(tmp_path, blob.hash).unlink()
    assert not blobs.has(tmp_path, blob.hash)
    assert not blobs.is_sound(tmp_path, blob.hash)
    with pytest.raises(UserError, match="not on this computer"):
        blobs.read(tmp_path, blob.hash)
    with pytest.raises(UserError, match="not on this computer"):
        blobs.copy_out(tmp_path, blob.hash, tmp_path / "out.pdf")


@pytest.mark.parametrize("is_file", [True, False])
def test_a_damaged_file_is_mended_by_keeping_it_again(tmp_path: Path, is_file: bool) -> None:
    """Covers: N6."""
    blob = blobs.put(tmp_path, b"proof")
    blobs.path_of(tmp_path, blob.hash).write_bytes(b"prool")
    source = tmp_path / "proof.pdf"
    source.write_bytes(b"proof")
    again = blobs.put_file(tmp_path, source) if is_file else blobs.put(tmp_path, b"proof")
    assert again == blob
    assert blobs.read(tmp_path, blob.hash) == b"proof"


@pytest.mark.parametrize("name", ["", "../../shop.sqlite", "A" * 64, "f" * 63])
def test_only_a_hash_is_a_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not the hash"):
        blobs.path_of(tmp_path, name)


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    """Covers: N8."""
    (tmp_path / blobs.FOLDER).write_text("a file where the folder should be")
    with pytest.raises(UserError):
        blobs.put(tmp_path, b"proof")
    with pytest.raises(UserError, match="no longer there"):
        blobs.put_file(tmp_path / "other", tmp_path / "gone.pdf")


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    """Covers: N8."""
    source = tmp_path / "film.mov"
    source.write_bytes(b"x" * 2000)
    with pytest.raises(UserError, match=r"up to 1.KB can be kept"):
        blobs.put_file(tmp_path, source, limit=1000)
    with pytest.raises(UserError, match="can be kept"):
        blobs.put(tmp_path, b"x" * 2000, limit=1000)
    assert list(blobs.every(tmp_path)) == []


def test_a_full_disk_is_told_before_it_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Covers: N8."""
    usage = shutil.disk_usage(tmp_path)
    source = tmp_path / "proof.pdf"
    source.write_bytes(b"x" * 40_000)
    monkeypatch.setattr(blobs.shutil, "disk_usage", lambda _place: usage._replace(free=20_000_000))
    with pytest.raises(UserError, match=r"Not enough disk space to save: 40.KB needed"):
        blobs.put_file(tmp_path, source)
    with pytest.raises(UserError, match="Not enough disk space"):
        blobs.put(tmp_path / "not" / "yet", b"x" * 40_000)
    assert not (tmp_path / "not").exists()


@pytest.mark.parametrize(
    ("number", "part"),
    [
        (errno.ENOSPC, "Not enough disk space to save"),
        (errno.EROFS, "is read-only"),
        (errno.EACCES, "is read-only"),
        (errno.EIO, "disk does not answer"),
    ],
)
def test_a_fault_while_writing_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, part: str
) -> None:
    """Covers: N8."""

    def fails(_handle: int) -> None:
        raise OSError(number, os.strerror(number), str(tmp_path))

    source = tmp_path / "proof.pdf"
    source.write_bytes(b"proof")
    monkeypatch.setattr(blobs.os, "fsync", fails)
    with pytest.raises(UserError, match=part):
        blobs.put(tmp_path, b"proof")
    with pytest.raises(UserError, match=part):
        blobs.put_file(tmp_path, source)
    assert list(blobs.every(tmp_path)) == []
    assert leftovers(tmp_path) == []
