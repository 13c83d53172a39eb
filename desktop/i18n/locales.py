# SPDX-License-Identifier: Apache-2.0
"""The shipped languages, what other libraries call them, and which one the system asks for."""

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from desktop.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """One language: our code (the folder below `i18n/`), its own name, and its names elsewhere."""

    code: str
    own_name: str
    babel: str
    qt: str
    holidays: str


SOURCE: Final = "en"
KNOWN: Final[Mapping[str, Language]] = {
    "en": Language("en", "English", "en_GB", "en_GB", "en_GB"),
    "ru": Language("ru", "Русский", "ru_RU", "ru_RU", "ru"),
    # gettext finds no zh_Hant for zh_TW, Babel wants the region, Qt ships qtbase_zh_TW: hence a map
    # of our own.
    "zh_Hant": Language("zh_Hant", "繁體中文", "zh_Hant_TW", "zh_TW", "zh_TW"),
}
_HANT_REGIONS: Final = frozenset({"tw", "hk", "mo"})


def code_of(locale_name: str) -> str | None:
    """Our language for a locale's name in any usual spelling, None when it is not ours.

    "ru_RU.UTF-8" is "ru"; "zh-TW", "zh_HK" and "zh-Hant-TW" are "zh_Hant"; "zh_CN" is not shipped.
    """
    name = locale_name.partition(".")[0].partition("@")[0]
    parts = name.replace("-", "_").lower().split("_")
    if parts[0] == "zh":
        return "zh_Hant" if "hant" in parts or _HANT_REGIONS & set(parts) else None
    return parts[0] if parts[0] in KNOWN else None


def best_of(locale_names: Iterable[str], *, shipped: Iterable[str]) -> str:
    """The first wish that is shipped, else English."""
    offered = set(shipped)
    for name in locale_names:
        code = code_of(name)
        if code in offered and code is not None:
            return code
    return SOURCE


def system_wishes(
    *,
    platform: str = sys.platform,
    env: Mapping[str, str] | None = None,
    home: Path | None = None,
) -> list[str]:
    """The names of the locales this person's system asks for, the dearest first.

    POSIX variables go first everywhere, because whoever sets them means it.
    """
    env = os.environ if env is None else env
    wishes = [name for name in env.get("LANGUAGE", "").split(":") if name]
    wishes += [env[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if env.get(name)]
    wishes = [name for name in wishes if name.split(".")[0] not in {"C", "POSIX"}]
    if platform == "win32":
        wishes += _windows_languages()
    elif platform == "darwin":
        wishes += _macos_languages(home or Path.home())
    return wishes


def _windows_languages() -> list[str]:
    import ctypes

    buffer = ctypes.create_unicode_buffer(85)  # LOCALE_NAME_MAX_LENGTH
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 -- not in other platforms' stubs
    return [buffer.value] if kernel.GetUserDefaultLocaleName(buffer, len(buffer)) else []


def _macos_languages(home: Path) -> list[str]:
    """AppleLanguages of the global preferences: a program started from the Finder gets no LANG."""
    import plistlib

    try:
        raw = (home / "Library" / "Preferences" / ".GlobalPreferences.plist").read_bytes()
        wishes = plistlib.loads(raw).get("AppleLanguages", [])
    except (OSError, plistlib.InvalidFileException, ValueError):
        return []
    return [str(wish) for wish in wishes]
