# SPDX-License-Identifier: Apache-2.0
"""Which office programs this computer has: Word and LibreOffice, looked up in the way of each platform."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from os import environ
from pathlib import Path
from typing import Final

Registry = Callable[[str], str | None]
"""The default value of a key below HKEY_LOCAL_MACHINE or HKEY_CLASSES_ROOT; None where there is no such key."""

_MACOS_WORD: Final = "/Applications/Microsoft Word.app"
_MACOS_SOFFICE: Final = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
_LINUX_SOFFICE: Final = (
    "/usr/bin/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
)
_WINDOWS_KEYS: Final = (
    r"SOFTWARE\LibreOffice\UNO\InstallPath",
    r"SOFTWARE\WOW6432Node\LibreOffice\UNO\InstallPath",
)


@dataclass(frozen=True, slots=True)
class Programs:
    """The office programs of this computer. `soffice` is the command line of LibreOffice."""

    platform: str
    word: bool = False
    soffice: str | None = None


def find(
    *,
    platform: str = sys.platform,
    env: Mapping[str, str] | None = None,
    exists: Callable[[str], bool] = lambda path: Path(path).exists(),
    which: Callable[[str], str | None] = shutil.which,
    registry: Registry | None = None,
) -> Programs:
    """Look for Word and LibreOffice; takes a few milliseconds and starts nothing."""
    told = environ if env is None else env
    asked = registry or _registry
    return Programs(
        platform=platform,
        word=_has_word(platform, exists, asked, told),
        soffice=_soffice(platform, exists, which, asked, told),
    )


def _has_word(
    platform: str, exists: Callable[[str], bool], registry: Registry, env: Mapping[str, str]
) -> bool:
    if platform == "win32":
        return registry(r"Word.Application\CLSID") is not None
    if platform == "darwin":
        return exists(_MACOS_WORD) or exists(env.get("HOME", "") + _MACOS_WORD)
    return False


def _soffice(
    platform: str,
    exists: Callable[[str], bool],
    which: Callable[[str], str | None],
    registry: Registry,
    env: Mapping[str, str],
) -> str | None:
    if platform == "win32":
        places = _windows_places(registry, env)
    elif platform == "darwin":
        places = iter((_MACOS_SOFFICE, env.get("HOME", "") + _MACOS_SOFFICE))
    else:
        places = iter(_LINUX_SOFFICE)
    found = which("soffice") or which("libreoffice")
    return found or next((place for place in places if exists(place)), None)


def _windows_places(registry: Registry, env: Mapping[str, str]) -> Iterator[str]:
    """soffice.com first: soffice.exe comes back before it has done its work."""
    folders = [found for key in _WINDOWS_KEYS if (found := registry(key))]
    folders += [
        rf"{env[name]}\LibreOffice\program"
        for name in ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432")
        if env.get(name)
    ]
    for folder in folders:
        for program in ("soffice.com", "soffice.exe"):
            yield f"{folder.rstrip(chr(92))}\\{program}"


def _registry(key: str) -> str | None:
    if sys.platform != "win32":
        return None
    import winreg

    root = winreg.HKEY_LOCAL_MACHINE if key.startswith("SOFTWARE") else winreg.HKEY_CLASSES_ROOT
    try:
        return winreg.QueryValue(root, key)
    except OSError:
        return None
