# SPDX-License-Identifier: Apache-2.0
"""A .docx becomes a PDF: through Word, else LibreOffice, else in a built-in simplified form, and it is said which."""

from __future__ import annotations

import contextlib
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Final

from desktop import log, paths, scratch
from desktop.documents import child, word
from desktop.documents.programs import Programs
from desktop.errors import UserError
from desktop.i18n import _, joined
from desktop.saving import read_whole, refused, write_whole

SECONDS: Final = 90.0
"""How long one program may take; LibreOffice's very first start needs three seconds, a long contract eleven."""

_PROFILES: Final = 4
_log = log.logger("documents")
# One conversion at a time in this program; other programs of this desk take another profile.
_one_at_a_time = threading.Lock()


class Maker(StrEnum):
    """Who made a PDF."""

    WORD = "word"
    LIBREOFFICE = "libreoffice"
    BUILT_IN = "built_in"


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF that was made, by whom, and what the person should be told about it ("" is nothing)."""

    path: Path
    made_by: Maker
    told: str = ""


@dataclass(frozen=True, slots=True)
class _Failure:
    maker: Maker
    timed_out: bool


def make_pdf(
    docx: Path,
    output: Path,
    *,
    programs: Programs,
    built_in: Callable[[], bytes] | None = None,
    seconds: float = SECONDS,
    profiles: Path | None = None,
) -> Pdf:
    """Make a PDF of a .docx and write it, whole or not at all.

    Programs are tried in the order Word, LibreOffice; `built_in` gives the simplified form of papers that have one.
    Blocks for seconds: not for the GUI thread. UserError where nobody can make it, with the way out; the .docx is
    untouched.
    """
    content = read_whole(docx)
    failures: list[_Failure] = []
    with _work_folder(programs.platform) as folder:
        source, target = folder / "paper.docx", folder / "paper.pdf"
        try:
            source.write_bytes(content)
        except OSError as error:
            raise refused(output, error) from error
        for maker, convert in _makers(programs, source, target, seconds, profiles):
            failure = _tried(maker, convert)
            made = _made(target)
            if made is not None:
                write_whole(output, made)
                return Pdf(output, maker)
            failures.append(failure)
    if built_in is None:
        raise UserError(_nobody(failures, seconds))
    write_whole(output, built_in())
    return Pdf(output, Maker.BUILT_IN, _simplified(failures))


def _tried(maker: Maker, convert: Callable[[], None]) -> _Failure:
    """Let one program convert; the answer is its failure, which counts only if it has left no PDF."""
    try:
        convert()
    except child.TimedOut:
        _log.info("%s was stopped, it took too long", maker)
        return _Failure(maker, timed_out=True)
    except (child.NotStarted, OSError) as error:
        _log.info("%s could not be started: %s", maker, error)
    return _Failure(maker, timed_out=False)


def _makers(
    programs: Programs, source: Path, target: Path, seconds: float, profiles: Path | None
) -> Iterator[tuple[Maker, Callable[[], None]]]:
    if programs.word:
        yield Maker.WORD, lambda: _by_word(programs.platform, source, target, seconds)
    if programs.soffice:
        soffice = programs.soffice
        home = profiles or paths.cache_dir() / "libreoffice"
        yield Maker.LIBREOFFICE, lambda: _by_libreoffice(soffice, home, source, seconds)


def _by_word(platform: str, source: Path, target: Path, seconds: float) -> None:
    with _one_at_a_time:
        ended = child.run(
            word.command(platform), seconds=seconds, env=word.environment(source, target)
        )
    if ended.code:
        _log.info("Word ended with %s: %s", ended.code, ended.err.decode(errors="replace")[:2000])


def _by_libreoffice(soffice: str, profiles: Path, source: Path, seconds: float) -> None:
    with _one_at_a_time, _profile(profiles) as profile:
        ended = child.run(_libreoffice_command(soffice, profile, source), seconds=seconds)
    # It ends with 0 for missing and unreadable files too: only the PDF itself tells.
    _log.debug("LibreOffice: %s", ended.out.decode(errors="replace")[:2000])


def _libreoffice_command(soffice: str, profile: Path, source: Path) -> Sequence[str]:
    return [
        soffice,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--nolockcheck",
        # Without it, whatever is no document would be converted as a page of gibberish.
        "--infilter=MS Word 2007 XML",
        "--convert-to",
        "pdf",
        "--outdir",
        str(source.parent),
        str(source),
    ]


@contextlib.contextmanager
def _profile(home: Path) -> Iterator[Path]:
    """A profile of LibreOffice nobody else uses: two conversions in one profile fail without a word."""
    for number in range(_PROFILES):
        folder = home / f"profile-{number}"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "in-use").open("w") as mark:
            if not _locked(mark):
                continue
            yield folder
            return
    with tempfile.TemporaryDirectory(
        prefix="profile-", dir=home, ignore_cleanup_errors=True
    ) as own:
        yield Path(own)


def _locked(file: IO[str]) -> bool:
    """Lock an open file for this process, until it is closed; False where another process has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextlib.contextmanager
def _work_folder(platform: str) -> Iterator[Path]:
    """A folder of our own, where no other program has the file open and no share is slow."""
    near = word.work_folder(platform, Path.home())
    try:
        folder = scratch.make(near)
    except OSError as error:
        raise UserError(
            _(
                "The temporary folder cannot be written, so no PDF could be made. Free some space and try again."
            )
        ) from error
    try:
        yield folder
    finally:
        scratch.remove(folder)


def _made(target: Path) -> bytes | None:
    try:
        content = target.read_bytes()
    except OSError:
        return None
    return content if content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:] else None


def _simplified(failures: Sequence[_Failure]) -> str:
    if failures:
        return _(
            "{programs} could not make the PDF, so this is a simplified form without the template's layout. "
            "Look it over before sending."
        ).format(programs=_names(failures))
    return _(
        "Neither Word nor LibreOffice is on this computer, so this is a simplified form without the template's layout."
    )


def _nobody(failures: Sequence[_Failure], seconds: float) -> str:
    if not failures:
        return _(
            "Neither Word nor LibreOffice is on this computer, so no PDF can be made of this paper. The .docx is kept. "
            "Install LibreOffice, or make the PDF on another computer and add it to the card."
        )
    if all(failure.timed_out for failure in failures):
        return _(
            "{programs} did not finish in {seconds} seconds and was stopped. The .docx is kept. Close its windows and "
            "try again."
        ).format(programs=_names(failures), seconds=int(seconds))
    return _(
        "{programs} could not make a PDF of this paper. The .docx is kept. Open it, see if it is whole, and try again."
    ).format(programs=_names(failures))


def _names(failures: Sequence[_Failure]) -> str:
    names = {Maker.WORD: "Word", Maker.LIBREOFFICE: "LibreOffice"}
    return joined([names[failure.maker] for failure in failures])
