# SPDX-License-Identifier: Apache-2.0
"""The texts: marked so that they can be translated, and translated, each in one place."""

import ast
import re
from pathlib import Path

import pytest

from desktop.i18n import catalogues
from devtools import texts

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "desktop").rglob("*.py"))
SAYING = {"_", "N_", "ngettext", "pgettext", "npgettext"}
TEXT_ARGUMENTS = {"_": [0], "N_": [0], "ngettext": [0, 1], "pgettext": [1], "npgettext": [1, 2]}
KEYS = re.compile(r"\b(Ctrl|Alt|Shift)[ +](Shift|[A-Z0-9↑↓←→↵]+\b|[↑↓←→↵])")
LANGUAGES = [code for code in catalogues.shipped() if code != "en"]


@pytest.fixture(scope="module")
def extracted():
    return texts.extracted()


def name_of(path):
    return str(path.relative_to(ROOT))


def calls(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SAYING:
            yield node


def test_the_template_is_current(extracted):
    current = texts.TEMPLATE.read_bytes() == texts.template_text(extracted)
    assert current, "run `python3 dev.py i18n`"


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_text_is_translated_in_exactly_one_file(code, extracted):
    assert not list(texts.problems(code, extracted))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_text_is_a_whole_sentence_with_named_fields(path):
    """No f-string, no sum and no already filled text is looked up: the catalogue cannot know it."""
    wrong = []
    for call in calls(ast.parse(path.read_text(encoding="utf-8"))):
        said = [call.args[n] for n in TEXT_ARGUMENTS[call.func.id] if n < len(call.args)]
        for text in said:
            if isinstance(text, ast.JoinedStr | ast.BinOp) or is_filled(text):
                wrong.append(f"line {call.lineno}: put the fields in after _()")
            if isinstance(text, ast.Constant) and not named_fields(text.value):
                wrong.append(f"line {call.lineno}: name the fields of {text.value!r}")
            if isinstance(text, ast.Constant) and KEYS.search(text.value):
                wrong.append(f"line {call.lineno}: spell the keys with say_keys(), as a field")
            if call.func.id == "N_" and not isinstance(text, ast.Constant):
                wrong.append(f"line {call.lineno}: N_() marks a text, it cannot mark a variable")
    assert not wrong


def is_filled(text):
    return isinstance(text, ast.Call) and getattr(text.func, "attr", "") in {"format", "join"}


def named_fields(text):
    return all(name.isidentifier() for name in catalogues.field_names(text))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_is_translated_while_modules_load(path):
    """Said at import, a text would never follow the language."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    wrong = [call.lineno for call in said_at_import(tree) if call.func.id != "N_"]
    assert not wrong


def said_at_import(node):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            for default in [*child.args.defaults, *child.args.kw_defaults, *child.decorator_list]:
                yield from calls(default) if default else ()
        elif not isinstance(child, ast.Lambda):
            if isinstance(child, ast.Call) and getattr(child.func, "id", "") in SAYING:
                yield child
            yield from said_at_import(child)
