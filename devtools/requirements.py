# SPDX-License-Identifier: Apache-2.0
"""Writes docs/requirements.md from the tests: python -m devtools.requirements [--check] [ID …].

With ids it prints the tests that cover them. A test says what it proves in its docstring, as
`Covers: A2, D3.`
"""

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from devtools.machine import ROOT
from devtools.requirement_lines import SECTIONS, lines

TESTS = ROOT / "tests"
PAGE = ROOT / "docs" / "requirements.md"
_COVERS = re.compile(r"Covers: ((?:[A-N]\d+(?:, )?)+)")

_HEAD = """# Requirements

What the program must do, each in one line, and the tests that prove it. Made from the tests by
`python3 dev.py requirements`; `python3 dev.py requirements A2` lists the tests of one by name.
"""


@dataclass(frozen=True, slots=True)
class Proof:
    """A test and the ids its docstring names."""

    file: str
    line: int
    name: str
    ids: tuple[str, ...]


def proofs(folder: Path = TESTS) -> Iterator[Proof]:
    """Every test that says what it proves."""
    for path in sorted(folder.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        file = path.relative_to(folder).as_posix()
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                named = _COVERS.match(ast.get_docstring(node) or "")
                if named:
                    yield Proof(file, node.lineno, node.name, tuple(named[1].split(", ")))


def page(found: list[Proof]) -> str:
    """The whole of docs/requirements.md."""
    files: dict[str, set[str]] = {id_: set() for id_ in lines()}
    for proof in found:
        for id_ in files.keys() & set(proof.ids):
            files[id_].add(proof.file)
    parts = [_HEAD]
    for letter, title in SECTIONS.items():
        parts.append(f"\n## {letter}. {title}\n")
        parts.append("| id | what | proved by | not yet |\n| --- | --- | --- | --- |")
        parts += [_row(id_, sorted(files[id_])) for id_ in files if id_[0] == letter]
    return "\n".join(parts) + "\n"


def _row(id_: str, files: list[str]) -> str:
    text, missing = lines()[id_]
    if not files:
        return f"| {id_} | {text} | | not yet |"
    links = ", ".join(f"[{name.removesuffix('.py')}](../tests/{name})" for name in files)
    return f"| {id_} | {text} | {links} | {missing} |"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="requirements")
    parser.add_argument("ids", nargs="*", metavar="ID", help="list the tests of these")
    parser.add_argument("--check", action="store_true", help="fail where the page is not current")
    asked = parser.parse_args(arguments)
    found = list(proofs())
    known = lines()
    for proof in found:
        if not set(proof.ids) <= known.keys():
            print(f"tests/{proof.file}:{proof.line} names an id that there is not: {proof.ids}")
        if set(proof.ids) & set(asked.ids):
            print(f"{'/'.join(proof.ids)} tests/{proof.file}:{proof.line} {proof.name}")
    made = page(found)
    if asked.check:
        return 0 if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == made else 1
    if not asked.ids:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(made, encoding="utf-8", newline="\n")
        print(PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
