# SPDX-License-Identifier: Apache-2.0
"""The architecture as a test: who may import whom, and how a module looks."""

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DESKTOP = ROOT / "desktop"
MODULES = sorted(DESKTOP.rglob("*.py"))
FOLDERS = ("desktop", "tests", "devtools", "bench")
EVERYTHING = [ROOT / "dev.py", *sorted(p for name in FOLDERS for p in (ROOT / name).rglob("*.py"))]
TOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
CONTRACTS = TOOLS["importlinter"]["contracts"]
LONGEST_MODULE = 400
LONGEST_TEST = 600
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
SHARED_BY_PAGES = {"questions", "widgets", "theme"}


def name_of(path):
    return str(path.relative_to(ROOT))


def contract(contract_id):
    return next(one for one in CONTRACTS if one["id"] == contract_id)


def words(layers):
    return {word for layer in layers for word in re.findall(r"\w+", layer)}


def test_the_import_contracts_hold():
    """Covers: ARCHITECTURE 1-6."""
    program = (
        "from importlinter import cli; "
        "raise SystemExit(cli.lint_imports(no_cache=True, config_filename='pyproject.toml'))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout


def test_every_folder_has_its_place_among_the_layers():
    folders = {path.stem for path in DESKTOP.iterdir() if path.suffix == ".py" or path.is_dir()}
    folders -= {"__init__", "__pycache__"}
    assert folders <= words(contract("layers")["layers"])


def test_every_page_is_kept_apart_from_the_others():
    pages = {path.parent.name for path in (DESKTOP / "views").glob("*/__init__.py")}
    assert pages - SHARED_BY_PAGES <= words(contract("pages-apart")["layers"])


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_its_licence_and_what_it_is(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# SPDX-License-Identifier: Apache-2.0\n")
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring, "no docstring"
    assert docstring.splitlines()[0].strip().endswith((".", "!", "?", ":")), docstring


@pytest.mark.parametrize("path", EVERYTHING, ids=name_of)
def test_a_module_stays_short(path):
    longest = LONGEST_TEST if path.is_relative_to(ROOT / "tests") else LONGEST_MODULE
    assert len(path.read_text(encoding="utf-8").splitlines()) <= longest


@pytest.mark.parametrize("folder", ["models", "background"])
def test_models_and_background_know_no_widgets(folder):
    """Covers: ARCHITECTURE 2."""
    paths = [path for path in MODULES if path.is_relative_to(DESKTOP / folder)]
    assert not [name_of(path) for path in paths if "QtWidgets" in path.read_text(encoding="utf-8")]


def test_no_module_is_a_drawer_for_odds_and_ends():
    named = {name_of(path) for path in MODULES if {path.stem, *path.parts} & FORBIDDEN_NAMES}
    assert not named


def test_nothing_is_left_for_later():
    marks = re.compile(r"\b(TODO|FIXME|HACK)\b|^\s*print\(", re.MULTILINE)
    found = [name_of(path) for path in MODULES if marks.search(path.read_text(encoding="utf-8"))]
    assert not found


def test_nobody_walks_along_the_focus_chain():
    """It makes PySide take the window for a child of what soon goes; views.widgets.tab_stops says more."""
    called = re.compile(r"\.(next|previous)InFocusChain\(")
    assert not [
        name_of(path) for path in MODULES if called.search(path.read_text(encoding="utf-8"))
    ]


def test_no_two_screens_ask_under_one_name():
    """A newer question of the same name ends the one before: two screens would drop each other's answers."""
    asked = Counter(
        str(call.args[0].value)
        for path in MODULES
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "fetch"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    )
    assert len(asked) > 20
    assert not [name for name, count in asked.items() if count > 1]


def test_the_lock_pins_every_package_by_hash_and_names_no_address():
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"https?:|file:|--(extra-)?index|--find-links", text), name
        pinned = re.findall(r"^[a-z0-9][^\s=]*==\S+", text, re.MULTILINE)
        assert len(pinned) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE)), name
        assert text.count("==") <= text.count("--hash=sha256:"), name


def top_names(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


OF_PYSIDE = {"shiboken6", "shibokensupport"}
"""Packages that come with PySide6 and are no distributions of their own."""


@pytest.mark.parametrize(
    ("folders", "lists"),
    [
        (("desktop",), ("requirements.in",)),
        (FOLDERS, ("requirements.in", "requirements-dev.in")),
    ],
)
def test_every_package_that_is_imported_is_asked_for_by_name(folders, lists):
    asked = " ".join((ROOT / name).read_text(encoding="utf-8") for name in lists)
    asked = set(re.findall(r"^[a-z0-9-]+", asked.lower(), re.MULTILINE)) | OF_PYSIDE
    known = packages_distributions()
    imported = {
        name for path in EVERYTHING for name in top_names(path)
        if path.relative_to(ROOT).parts[0] in folders
    }  # fmt: skip
    outside = imported - sys.stdlib_module_names - {*FOLDERS}
    missing = {
        name for name in outside
        if not {d.lower().replace("_", "-") for d in known.get(name, [name])} & asked
    }  # fmt: skip
    assert not missing


def test_qt_stays_on_the_version_that_does_not_crash():
    """6.12 over-releases None on Python 3.11; painting a board must leave its count alone."""
    from PySide6 import __version__

    assert __version__ == "6.11.3"
