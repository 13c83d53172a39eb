# SPDX-License-Identifier: Apache-2.0
"""dev.py and what it runs: honest exit codes, a machine told in words what it lacks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from devtools import checks, machine, screen, texts

ROOT = Path(__file__).resolve().parent.parent


def dev(*arguments, **env):
    return subprocess.run(
        [sys.executable, "dev.py", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, **env},
    )  # fmt: skip


def test_alone_it_lists_its_commands():
    said = dev()
    assert said.returncode == 0
    for command in ("run", "test", "tour", "shots", "bench", "soak", "i18n"):
        assert f"\n  {command} " in said.stdout


def test_an_unknown_command_fails():
    assert dev("fly").returncode == 2


def test_missing_packages_are_told_in_words(monkeypatch):
    monkeypatch.setattr(machine, "missing_packages", lambda _packages: ["xvfb", "openbox"])
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(machine.NotReadyError, match="sudo apt-get install xvfb openbox"):
        machine.need_packages(("xvfb", "openbox"))


def test_a_python_that_is_too_old_is_told_in_words(monkeypatch):
    monkeypatch.setattr(machine, "OLDEST", (3, 99))
    with pytest.raises(machine.NotReadyError, match="Python"):
        machine.make_environment()


def steps_that_end_with(*codes):
    program = "import sys; print('3 passed, 1 failed in 0.01s'); sys.exit({})"
    return [checks.Step(f"step {n}", [sys.executable, "-c", program.format(code)])
            for n, code in enumerate(codes)]  # fmt: skip


@pytest.mark.parametrize(("codes", "result"), [((0, 0), 0), ((0, 1), 1), ((5, 0), 1), ((-9, 0), 1)])
def test_one_failure_fails_the_run_and_the_rest_is_still_done(codes, result, monkeypatch, capfd):
    monkeypatch.setattr(checks, "_steps", lambda _python, _seed: steps_that_end_with(*codes))
    assert checks.run_all([]) == result
    said = capfd.readouterr().out
    assert said.count("3 passed, 1 failed in") == 4
    assert said.splitlines()[-1] == "6 passed, 2 failed, 0 skipped"


def test_a_step_with_no_tests_may_be_empty_only_where_it_says_so():
    assert checks.Step("x11", [], may_be_empty=True, code=5).passed
    assert not checks.Step("tests", [], code=5).passed
    assert not checks.Step("x11", [], may_be_empty=True, code=1).passed


@pytest.fixture
def pytest_step(tmp_path, monkeypatch):
    """Makes the only step of the run: one test file, run as the real ones are."""
    monkeypatch.setattr(machine, "ROOT", tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\nfaulthandler_timeout = 0\n")

    def make(body):
        (tmp_path / "test_it.py").write_text(body)
        base = [sys.executable, "-m", "pytest", "-q", "-rf", "-p", "no:cacheprovider"]
        base += ["-p", "devtools.failed_tests"]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        step = checks.Step("tests", [*base, "-n", "2", "test_it.py"], env=env, again=base)
        monkeypatch.setattr(checks, "_steps", lambda _python, _seed: [step])
        return step

    return make


ONCE = """
from pathlib import Path

def test_it():
    seen = Path(__file__).with_name("seen")
    was = seen.exists()
    seen.touch()
    assert was

def test_other():
    pass
"""


def test_a_test_that_passes_alone_is_named_as_unsteady(pytest_step, capfd):
    pytest_step(ONCE)
    assert checks.run_all([]) == 0
    said = capfd.readouterr().out.splitlines()
    assert any("unsteady, passed alone: " in line and "::test_it" in line for line in said)
    assert said[-1] == "2 passed, 0 failed, 0 skipped"


def test_a_test_that_fails_again_fails_the_run(pytest_step):
    pytest_step("def test_it():\n    assert False\n")
    assert checks.run_all([]) == 1


def test_a_test_that_takes_its_worker_along_is_known_by_its_name(pytest_step, capfd):
    pytest_step("import os\n\ndef test_it():\n    os._exit(3)\n").again = []
    assert checks.run_all([]) == 1
    assert "crashed while running" in capfd.readouterr().out


def test_a_step_that_hangs_is_ended(pytest_step, monkeypatch, capfd):
    pytest_step("import time\n\ndef test_it():\n    time.sleep(3600)\n")
    monkeypatch.setattr(checks, "_LONGEST_S", 5)
    assert checks.run_all([]) == 1
    assert "did not end" in capfd.readouterr().out


@pytest.mark.x11
def test_a_virtual_screen_lives_as_long_as_its_block():
    with screen.virtual_screen() as env:
        seen = subprocess.run(
            ["xdotool", "getdisplaygeometry"], env=env, capture_output=True, text=True, check=True
        )
        assert seen.stdout.split() == ["1440", "900"]
    gone = subprocess.run(
        ["xdotool", "getdisplaygeometry"], env=env, capture_output=True, check=False
    )
    assert gone.returncode != 0


def test_qt_is_hidden_from_the_run_without_it():
    program = "import devtools.no_qt, PySide6"
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "ModuleNotFoundError: PySide6 is hidden" in run.stderr


def test_the_template_changes_only_with_a_text():
    first = texts.template_text(texts.extracted())
    assert first == texts.template_text(texts.extracted())
    assert b"POT-Creation-Date" not in first
