# SPDX-License-Identifier: Apache-2.0
"""Keeps the texts in step: extracts i18n/counterfoil.pot and tells what each language lacks.

python -m devtools.texts            write the template and list what is missing or left over
python -m devtools.texts --check    the same, write nothing, fail on any difference
python -m devtools.texts --compile  write i18n/compiled for a packaged program
"""

import io
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

from desktop.i18n import catalogues
from desktop.i18n.locales import KNOWN, SOURCE

ROOT: Final = Path(__file__).resolve().parent.parent
TEMPLATE: Final = ROOT / "i18n" / "counterfoil.pot"
_KEYWORDS: Final = {
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
Key = tuple[str, str | None]
"""A message's English text, in the singular, and its context."""


def extracted() -> Catalog:
    """Every text marked in desktop/, with the modules that say it and the translators' notes."""
    catalog = Catalog(project="Counterfoil", charset="utf-8", fuzzy=False)
    found = extract_from_dir(
        ROOT / "desktop",
        method_map=[("**.py", "python")],
        keywords=_KEYWORDS,
        comment_tags=["TR:"],
        strip_comment_tags=True,
    )
    for name, _line, message, comments, context in found:
        place = [(f"desktop/{Path(name).as_posix()}", 0)]
        catalog.add(message, locations=place, auto_comments=comments, context=context)
    return catalog


def template_text(catalog: Catalog) -> bytes:
    """The .pot without dates and line numbers, so that it changes only when a text does."""
    body = Catalog(charset="utf-8", fuzzy=False, header_comment="# Texts of Counterfoil.")
    for message in catalog:
        if message.id:
            places = sorted({(place, 0) for place, _line in message.locations})
            body.add(
                message.id, locations=places, auto_comments=message.auto_comments,
                context=message.context,
            )  # fmt: skip
    buffer = io.BytesIO()
    write_po(buffer, body, sort_output=True, include_lineno=False, omit_header=True, width=100)
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return head.encode() + buffer.getvalue()


def problems(code: str, catalog: Catalog) -> Iterator[str]:
    """What is wrong with one language, a line for each."""
    wanted = {key(message): message for message in catalog if message.id}
    places: dict[Key, list[str]] = defaultdict(list)
    for path in catalogues.po_files(code):
        for message in _messages(path, code):
            places[key(message)].append(path.name)
            yield from _faults(path.name, code, message)
    for one in sorted(wanted.keys() - places.keys(), key=str):
        modules = ", ".join(sorted({place for place, _line in wanted[one].locations}))
        yield f"missing: {one[0]!r} ({modules})"
    for one in sorted(places.keys() - wanted.keys(), key=str):
        yield f"left over in {places[one][0]}: {one[0]!r}"
    for one, files in places.items():
        if len(files) > 1:
            yield f"twice, in {' and '.join(files)}: {one[0]!r}"


def key(message: Message) -> Key:
    """What tells one message from another."""
    text = message.id if isinstance(message.id, str) else message.id[0]
    return text, message.context


def _messages(path: Path, code: str) -> Iterable[Message]:
    with path.open("rb") as file:
        catalog = read_po(file, locale=KNOWN[code].babel)
    return [message for message in catalog if message.id]


def _faults(name: str, code: str, message: Message) -> Iterator[str]:
    forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
    plural = not isinstance(message.id, str)
    if message.fuzzy or not all(forms):
        yield f"untranslated in {name}: {key(message)[0]!r}"
    elif not catalogues.fields_agree(message.id, message.string):
        yield f"other fields in {name}: {key(message)[0]!r}"
    if plural and len(forms) != get_plural(KNOWN[code].babel).num_plurals:
        yield f"wrong number of forms in {name}: {key(message)[0]!r}"


def main(arguments: list[str]) -> int:
    catalog = extracted()
    if "--compile" in arguments:
        for code in catalogues.shipped():
            catalogues.compile_to(TEMPLATE.parent / "compiled", code)
        return 0
    text = template_text(catalog)
    stale = not TEMPLATE.is_file() or TEMPLATE.read_bytes() != text
    if stale and "--check" not in arguments:
        TEMPLATE.write_bytes(text)
        stale = False
    if stale:
        print("i18n/counterfoil.pot is not current: run `python3 dev.py i18n`")
    found = 0
    for code in catalogues.shipped():
        if code == SOURCE:
            continue
        for line in problems(code, catalog):
            print(f"{code}: {line}")
            found += 1
    total = sum(1 for message in catalog if message.id)
    print(f"{total} texts, {found} to put right")
    return 1 if "--check" in arguments and (stale or found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
