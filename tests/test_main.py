# SPDX-License-Identifier: Apache-2.0
"""The sub-commands, run as the office's IT person runs them: another process, its words and exit codes."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from desktop import __main__ as program
from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.people import Contact
from desktop.flows.back_up import back_up, backup_folder, due_at, state
from desktop.flows.restore import find_damage
from desktop.storage.lock import ShopLock
from tests.shop import open_shop

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def shop(tmp_path, clock):
    opened = open_shop(tmp_path, clock)
    opened.a_deal("Quote sent")
    opened.a_deal("Won")
    yield opened
    opened.close()


def run(capsys, *arguments):
    code = program.main([str(one) for one in arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def answer(capsys, *arguments):
    code, out, err = run(capsys, *arguments, "--json")
    assert err == ""
    return code, json.loads(out)


def test_a_sub_command_runs_without_qt_and_without_a_display(shop):
    """Covers: N10."""
    code = (
        "import sys\n"
        "class NoQt:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.startswith('PySide6'): raise ImportError(name)\n"
        "sys.meta_path.insert(0, NoQt())\n"
        "from desktop.__main__ import main\n"
        "raise SystemExit(main(['--data', sys.argv[1], 'check', '--json']))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(shop.folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["counts"]["deal"] == 2


def test_check_says_that_all_is_well_while_the_window_is_open(shop, capsys):
    """Covers: N10."""
    with ShopLock(shop.folder, shop.clock):
        code, out, _err = run(capsys, "check", "--data", shop.folder)
    assert code == 0
    assert "The shop is sound" in out


def test_check_names_the_faults_and_ends_with_three(shop, capsys):
    """Covers: N10."""
    shop.close()
    with closing(sqlite3.connect(shop.database.path)) as connection:
        connection.execute("UPDATE deal SET amount = 7")
        connection.commit()
    code, found = answer(capsys, "check", "--data", shop.folder)
    assert code == 3
    assert not found["ok"]
    assert {fault["check"] for fault in found["faults"]} == {"cache"}
    code, out, _err = run(capsys, "check", "--data", shop.folder)
    assert code == 3
    assert "cache deal" in out


def test_export_and_import_into_a_new_folder_give_the_same_counts(shop, capsys, tmp_path):
    """Covers: N9, N10."""
    code, written = answer(capsys, "--data", shop.folder, "export", tmp_path / "out")
    assert code == 0
    code, taken = answer(capsys, "import", tmp_path / "out", "--data", tmp_path / "new")
    assert code == 0
    assert taken["counts"] == written["counts"]
    code, refused = answer(capsys, "import", tmp_path / "out", "--data", tmp_path / "new")
    assert (code, refused["ok"]) == (1, False)
    assert "not empty" in refused["error"]


def test_a_client_list_is_taken_in_and_bad_lines_are_named(shop, capsys, tmp_path):
    """Covers: N10, A6, N8."""
    before = shop.count(Contact)
    listed = tmp_path / "clients.csv"
    listed.write_text(
        "Name,Phone,E-mail\nNell Harcourt,07700 900118,nell@harbour.example\nNobody,12,\n",
        encoding="utf-8",
    )
    code, taken = answer(capsys, "import", listed, "--data", shop.folder)
    assert code == 0
    assert taken["new"] == shop.count(Contact) - before
    assert [bad["line"] for bad in taken["bad"]] == [3]


def test_a_cold_list_becomes_leads_for_the_head_without_the_window(shop, capsys, tmp_path):
    """Covers: N10, A6."""
    listed = tmp_path / "fair.csv"
    listed.write_text("Name,Phone\nAna,020 7946 0277\nBob,12\n", encoding="utf-8")
    code, taken = answer(capsys, "import", listed, "--leads", "--data", shop.folder)
    assert (code, taken["new"], taken["leads"], taken["left_out"]) == (0, 1, 1, 1)
    assert shop.count(Lead, Lead.channel == "cold_list", Lead.holder_id.is_(None)) == 1


@pytest.mark.parametrize("job", ["import", "restore"])
def test_what_writes_refuses_while_the_window_is_open(shop, capsys, tmp_path, job):
    """Covers: N10."""
    made = back_up(shop.folder, tmp_path / "usb", now=shop.clock.now())
    path = made.path
    if job == "import":
        path = tmp_path / "clients.csv"
        path.write_text("Name,Phone\nNell Harcourt,07700 900118\n", encoding="utf-8")
    with ShopLock(shop.folder, shop.clock):
        code, out, err = run(capsys, job, path, "--data", shop.folder)
    assert code == 1
    assert out == ""
    assert "has had this shop open since" in err


def test_a_backup_is_made_while_the_window_is_open_and_restored_when_it_is_closed(
    shop, capsys, tmp_path
):
    """Covers: N6, N10."""
    with ShopLock(shop.folder, shop.clock):
        code, made = answer(capsys, "backup", tmp_path / "usb", "--data", shop.folder)
    assert code == 0
    shop.a_deal()
    shop.close()
    code, restored = answer(capsys, "restore", made["path"], "--data", shop.folder)
    assert code == 0
    assert Path(restored["kept"], "shop.sqlite").is_file()
    shop.database.open()
    assert shop.count(Deal) == 2


@pytest.mark.parametrize(
    "job", [("check",), ("backup",), ("export", "out"), ("import", "list.csv")]
)
def test_a_folder_without_a_shop_is_told(capsys, tmp_path, job):
    """Covers: N8, N10."""
    code, _out, err = run(capsys, *job, "--data", tmp_path / "nowhere")
    assert code == 1
    assert "There is no shop in" in err
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.logs("Bug in check")
def test_a_fault_in_the_program_has_a_code_of_its_own(shop, capsys, monkeypatch):
    """Covers: N10."""
    from desktop.flows import check_shop

    def broken(_folder):
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr(check_shop, "check_shop", broken)
    code, _out, err = run(capsys, "check", "--data", shop.folder)
    assert code == 70
    assert "by nought" in err
    assert "counterfoil.log" in err


def test_arguments_nobody_understands_end_with_two(capsys):
    """Covers: N10."""
    with pytest.raises(SystemExit) as ended:
        program.main(["check", "--what"])
    assert ended.value.code == 2


def test_the_answers_speak_the_language_asked_for(shop, capsys):
    """Covers: N10, M2."""
    _code, out, _err = run(capsys, "check", "--data", shop.folder, "--language", "ru")
    assert "в порядке" in out


def test_backups_of_the_window_are_counted_and_a_damage_comes_with_an_offer(shop, tmp_path):
    """Covers: N6."""
    target = backup_folder(shop.folder, "")
    assert target == shop.folder / "backups"
    assert backup_folder(shop.folder, str(tmp_path)) == tmp_path
    began = shop.clock.now()
    assert state(shop.folder, target, now=began, shop_began=began).days_since is None
    made = back_up(shop.folder, target, now=began)
    shop.clock.advance(days=9)
    found = state(shop.folder, target, now=shop.clock.now(), shop_began=began)
    assert (found.days_since, found.is_too_old, found.backups) == (9, True, (made,))
    due = due_at(target, now=began, runs_for=timedelta(0))
    assert due == made.made_at.replace(day=made.made_at.day + 1)
    assert find_damage(shop.folder, target) is None
    shop.close()
    with shop.database.path.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * 40_000)
    damage = find_damage(shop.folder, target)
    assert damage.faults
    assert damage.offered.path == made.path
