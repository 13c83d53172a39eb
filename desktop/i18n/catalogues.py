# SPDX-License-Identifier: Apache-2.0
"""Makes one catalogue and one set of symbols of each language, ready for the next start.

Importing Babel and reading a language's .po files costs more than opening the window, so both
results lie in the cache under a name made from the .po files' names, sizes and times; a packaged
program ships them in `i18n/compiled`.
"""

import gettext
import io
import os
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop import log, paths
from desktop.i18n.locales import KNOWN, SOURCE
from desktop.i18n.symbols import Symbols

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

DOMAIN: Final = "counterfoil"
_LAYOUT: Final = 1
"""Raised when what is kept changes its form, so that an older cache is not read."""

_log = log.logger("i18n")
_loaded: dict[tuple[str, str], tuple[gettext.NullTranslations, Symbols]] = {}


def shipped() -> tuple[str, ...]:
    """The codes of the languages that have a catalogue, the source language first."""
    root = paths.translations_dir()
    found = [
        code
        for code in KNOWN
        if code != SOURCE and (any(po_files(code)) or (root / "compiled" / f"{code}.mo").is_file())
    ]
    return (SOURCE, *found)


def po_files(code: str) -> Iterator[Path]:
    """The language's .po files, one per area, in a steady order."""
    folder = paths.translations_dir() / code / "LC_MESSAGES"
    # Not `glob`, which would make a pattern for what every start asks several times.
    files = sorted(folder.iterdir()) if folder.is_dir() else ()
    return (file for file in files if file.suffix == ".po")


def load(code: str) -> tuple[gettext.NullTranslations, Symbols]:
    """The catalogue and symbols of one language: kept in memory, shipped, cached, or made anew."""
    mark = _mark(code)
    if (code, mark) not in _loaded:
        _loaded[code, mark] = _read_ready(code, mark) or _make(code, mark)
    return _loaded[code, mark]


def compile_to(folder: Path, code: str) -> None:
    """Write `<code>.mo` and `<code>.json` for a packaged program."""
    catalogue, symbols = _make_bytes(code)
    _write(folder / f"{code}.mo", catalogue)
    _write(folder / f"{code}.json", symbols.to_json().encode())


def merged(code: str) -> "Catalog":
    """All .po files of a language as one Babel catalogue.

    A translation that lost or invented a replacement field is left out: English is better than a
    crash.
    """
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    whole = Catalog(locale=KNOWN[code].babel, domain=DOMAIN)
    for path in po_files(code):
        with path.open("rb") as file:
            part = read_po(file, locale=KNOWN[code].babel, domain=DOMAIN)
        for message in part:
            if not message.id or not message.string or message.fuzzy:
                continue
            if not fields_agree(message.id, message.string):
                _log.warning("%s: other fields in the translation of %r", path.name, message.id)
                continue
            whole.add(message.id, message.string, context=message.context)
    return whole


def fields_agree(source: str | tuple[str, ...] | list[str], target: object) -> bool:
    """Whether a translation uses no field its source lacks, and a single form uses all of them."""
    sources = [source] if isinstance(source, str) else list(source)
    targets = [target] if isinstance(target, str) else list(target)  # type: ignore[call-overload]
    known = {name for text in sources for name in field_names(text)}
    if len(sources) == 1:
        return all(field_names(text) == known for text in targets)
    # Forms of a plural may spell the number out: "a file", "одна сделка".
    return all(field_names(text) <= known for text in targets)


def field_names(text: str) -> set[str]:
    """The names of the fields in a text; broken braces give the text itself, equal to nothing."""
    from string import Formatter

    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return {text}


def _mark(code: str) -> str:
    stats = [(str(path), path.stat()) for path in po_files(code)]
    marks = [f"{path}:{stat.st_size}:{stat.st_mtime_ns}" for path, stat in stats]
    return f"{zlib.crc32(repr((_LAYOUT, marks)).encode()):08x}"


def _read_ready(code: str, mark: str) -> tuple[gettext.NullTranslations, Symbols] | None:
    cache = paths.cache_dir()
    places = [
        (cache / f"{code}-{mark}.mo", cache / f"{code}-{mark}.json"),
    ]
    compiled = paths.translations_dir() / "compiled"
    if not any(po_files(code)):
        places.insert(0, (compiled / f"{code}.mo", compiled / f"{code}.json"))
    for catalogue, symbols in places:
        with suppress(OSError, ValueError, EOFError):
            return (
                _translations(code, catalogue.read_bytes()),
                Symbols.from_json(symbols.read_text(encoding="utf-8")),
            )
    return None


def _make(code: str, mark: str) -> tuple[gettext.NullTranslations, Symbols]:
    catalogue, symbols = _make_bytes(code)
    cache = paths.cache_dir()
    with suppress(OSError):
        for old in [*cache.glob(f"{code}-*.mo"), *cache.glob(f"{code}-*.json")]:
            old.unlink(missing_ok=True)
        _write(cache / f"{code}-{mark}.mo", catalogue)
        _write(cache / f"{code}-{mark}.json", symbols.to_json().encode())
    return _translations(code, catalogue), symbols


def _make_bytes(code: str) -> tuple[bytes, Symbols]:
    from babel.messages.mofile import write_mo

    from desktop.i18n.cldr import symbols_of

    catalogue = io.BytesIO()
    write_mo(catalogue, merged(code))
    return catalogue.getvalue(), symbols_of(code)


def _translations(code: str, catalogue: bytes) -> gettext.NullTranslations:
    if code == SOURCE:
        return gettext.NullTranslations()
    return gettext.GNUTranslations(io.BytesIO(catalogue))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Two programs may start at once: each writes its own file, the last one is put in place whole.
    part = path.with_name(f"{path.name}.{os.getpid()}")
    part.write_bytes(content)
    part.replace(path)
