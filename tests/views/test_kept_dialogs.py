# SPDX-License-Identifier: Apache-2.0
"""Every dialog in which something is typed keeps it, or says why it does not."""

import re
from pathlib import Path

VIEWS = Path(__file__).resolve().parents[2] / "desktop" / "views"
DIALOG = re.compile(r"^class (\w+)\((?:Form|_Cash)?Dialog\):", re.MULTILINE)
TYPED = re.compile(
    r"\b(?:LineEdit|TextArea|\w*MoneyEdit|WhenEdit|LineEditor|TouchForm|HandoverForm|AnswerField|PinEdits)"
    r"(?:\[\w+\])?\("
)
KEEPS = re.compile(r"\bKept(?:Fields|Dialog)\(|\.kept\(|\b_keep\(|\bDraftKeeper\(")
ASKED_TO_KEEP = {"NameDialog"}
NOT_KEPT = {
    "BugDialog": "its text is only read",
    "PinDialog": "nobody else is to find a PIN",
    "OrderDialog": "a number is looked up, and nothing is stored",
    "_CashDialog": "both of its kinds are",
}


def parts_of(source: str) -> dict[str, str]:
    """The dialogs of a module, each with its text."""
    found = list(DIALOG.finditer(source))
    ends = [*(one.start() for one in found[1:]), *([len(source)] if found else [])]
    return {one[1]: source[one.start() : end] for one, end in zip(found, ends, strict=True)}


def opened(name: str, source: str) -> list[int]:
    """Where a module makes such a dialog: behind the bracket that opens its call."""
    return [one.end() for one in re.finditer(rf"(?<!class )\b{name}\(", source)]


def all_keep(name: str, openers: list[str]) -> bool:
    """Whether each that opens it keeps it; with a `kept` of its own the call itself says so."""
    if name in ASKED_TO_KEEP:
        calls = [(source, at) for source in openers for at in opened(name, source)]
        return bool(calls) and all(behind(source, at).startswith(".kept(") for source, at in calls)
    return bool(openers) and all(KEEPS.search(source) for source in openers)


def behind(source: str, at: int) -> str:
    """What follows a call whose brackets begin there."""
    depth = 1
    while depth:
        depth += {"(": 1, ")": -1}.get(source[at], 0)
        at += 1
    return source[at:]


def test_no_dialog_loses_what_is_typed_in_it():
    """Covers: N2."""
    sources = [path.read_text(encoding="utf-8") for path in VIEWS.rglob("*.py")]
    typed_in = {
        name: part
        for source in sources
        for name, part in parts_of(source).items()
        if TYPED.search(part)
    }
    lost = {
        name
        for name, part in typed_in.items()
        if (name in ASKED_TO_KEEP or not KEEPS.search(part))
        and not all_keep(name, [source for source in sources if opened(name, source)])
    }
    assert len(typed_in) > 25
    assert lost == NOT_KEPT.keys()
