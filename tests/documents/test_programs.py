# SPDX-License-Identifier: Apache-2.0
"""Word and LibreOffice are found where each platform keeps them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desktop.documents.programs import Programs, find


def _none(_name: str) -> None:
    return None


def _there(*paths: str) -> Callable[[str], bool]:
    return lambda path: path in paths


def test_this_computer_has_libreoffice() -> None:
    found = find()
    assert found.soffice
    assert not found.word


@pytest.mark.parametrize(
    ("keys", "files", "word", "soffice"),
    [
        ({}, (), False, None),
        ({r"Word.Application\CLSID": "{1}"}, (), True, None),
        (
            {r"SOFTWARE\LibreOffice\UNO\InstallPath": r"D:\LO\program"},
            (r"D:\LO\program\soffice.com", r"D:\LO\program\soffice.exe"),
            False,
            r"D:\LO\program\soffice.com",
        ),
        (
            {},
            (r"C:\Program Files\LibreOffice\program\soffice.exe",),
            False,
            r"C:\Program Files\LibreOffice\program\soffice.exe",
        ),
    ],
)
def test_windows_is_asked_through_its_registry_and_program_folders(
    keys: dict[str, str], files: tuple[str, ...], word: bool, soffice: str | None
) -> None:
    """Covers: G5."""
    found = find(
        platform="win32",
        env={"ProgramFiles": r"C:\Program Files"},
        exists=_there(*files),
        which=_none,
        registry=keys.get,
    )
    assert found == Programs("win32", word, soffice)


def test_macos_keeps_programs_in_applications_also_the_person_s_own() -> None:
    """Covers: G5."""
    own = "/Users/a/Applications/LibreOffice.app/Contents/MacOS/soffice"
    found = find(
        platform="darwin",
        env={"HOME": "/Users/a"},
        exists=_there("/Applications/Microsoft Word.app", own),
        which=_none,
        registry=_none,
    )
    assert found == Programs("darwin", word=True, soffice=own)


def test_linux_looks_on_the_path_and_then_where_packages_put_it() -> None:
    assert find(platform="linux", env={}, exists=_there(), which=_none).soffice is None
    place = "/usr/lib/libreoffice/program/soffice"
    assert find(platform="linux", env={}, exists=_there(place), which=_none).soffice == place
    assert (
        find(platform="linux", env={}, which=lambda name: f"/bin/{name}").soffice == "/bin/soffice"
    )
