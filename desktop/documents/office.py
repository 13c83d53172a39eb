# SPDX-License-Identifier: Apache-2.0
"""The .docx in the hands of a person: handed out for editing, opened in Word or LibreOffice, and taken back."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.documents.programs import Programs
from desktop.errors import UserError
from desktop.i18n import _
from desktop.saving import read_whole, write_whole
from desktop.values.file_names import safe_stem


class Editor(StrEnum):
    """What opens a .docx here."""

    WORD = "word"
    LIBREOFFICE = "libreoffice"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A copy that lies where a person may edit it, and the hash it was handed out with (SHA-256, hex)."""

    path: Path
    hash: str


class CopyState(StrEnum):
    """How a handed-out copy stands."""

    UNCHANGED = "unchanged"
    EDITED = "edited"
    GONE = "gone"


def editor(programs: Programs) -> Editor:
    """Which program would open a .docx on this computer."""
    if programs.word:
        return Editor.WORD
    return Editor.LIBREOFFICE if programs.soffice else Editor.NONE


def file_name(title: str, suffix: str = ".docx") -> str:
    """A name every platform can keep, made of a paper's title: "Contract 215/26" is "Contract 215-26.docx"."""
    stem = safe_stem(title, instead="-", empty="paper", room=len(suffix))
    return (re.sub("-{2,}", "-", stem).strip(" -") or "paper") + suffix


def hand_out(content: bytes, folder: Path, name: str) -> HandedOut:
    """Put a copy where a person may edit it; one that lies there already and differs is never overwritten.

    UserError where the folder cannot be written.
    """
    stem, suffix = Path(name).stem, Path(name).suffix
    path = folder / name
    number = 2
    while path.exists() and path.read_bytes() != content:
        path = folder / f"{stem} ({number}){suffix}"
        number += 1
    if not path.exists():
        write_whole(path, content)
    return HandedOut(path, content_hash(content))


def open_in_editor(
    path: Path,
    *,
    programs: Programs,
    start: Callable[[Sequence[str]], None] | None = None,
) -> Editor:
    """Open a .docx in the program this person has for it and return at once.

    UserError where there is none, naming the file's place.
    """
    found = editor(programs)
    if found is Editor.NONE:
        raise UserError(
            _(
                "There is no program for Word documents on this computer. The paper is kept at {path}. "
                "Install LibreOffice, or edit it on another computer and put it back there."
            ).format(path=path)
        )
    try:
        (start or _start)(_opening(path, found, programs))
    except OSError as error:
        raise UserError(
            _("The paper could not be opened. It is kept at {path}: open it from there.").format(
                path=path
            )
        ) from error
    return found


def state(copy: HandedOut) -> CopyState:
    """Whether a copy has been edited since it was handed out. Cheap enough to be asked every few seconds."""
    try:
        content = copy.path.read_bytes()
    except OSError:
        return CopyState.GONE
    return CopyState.UNCHANGED if content_hash(content) == copy.hash else CopyState.EDITED


def is_open(copy: HandedOut) -> bool:
    """Whether Word or LibreOffice has the copy open now: both put a lock file of their own beside it."""
    name = copy.path.name
    # Word puts its "~$" in place of the first two letters, of one where the name is short, of none where very short.
    locks = (f"~${name[2:]}", f"~${name[1:]}", f"~${name}", f".~lock.{name}#")
    return any((copy.path.parent / lock).exists() for lock in locks)


def take_back(copy: HandedOut) -> bytes:
    """The edited copy's content. UserError where it is gone, unchanged, or no whole .docx (still being saved)."""
    content = read_whole(copy.path)
    if content_hash(content) == copy.hash:
        raise UserError(
            _(
                "{name} has not been changed since it was opened. Save it in Word and try again."
            ).format(name=copy.path.name)
        )
    if not _whole(copy.path):
        raise UserError(
            _(
                "{name} is not whole: it is still being saved, or is no .docx. Save it as .docx and try again."
            ).format(name=copy.path.name)
        )
    return content


def content_hash(content: bytes) -> str:
    """The SHA-256 of a version, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def _whole(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "word/document.xml" in archive.namelist() and archive.testzip() is None
    except (OSError, zipfile.BadZipFile, ValueError, RuntimeError):
        return False


def _opening(path: Path, found: Editor, programs: Programs) -> Sequence[str]:
    if programs.platform == "win32":
        # The system's own verb: it knows which of the two the person has chosen for .docx.
        return ["explorer.exe", str(path)]
    if programs.platform == "darwin":
        with_word = ["-a", "Microsoft Word"] if found is Editor.WORD else []
        return ["/usr/bin/open", *with_word, str(path)]
    return [programs.soffice or "soffice", "--writer", str(path)]


def _start(command: Sequence[str]) -> None:
    detached = (
        {"creationflags": 0x00000008} if sys.platform == "win32" else {"start_new_session": True}
    )
    subprocess.Popen(
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **detached,
    )
