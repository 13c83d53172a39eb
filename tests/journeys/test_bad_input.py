# SPDX-License-Identifier: Apache-2.0
"""Everything bad that can be put in, in one place: each is told in plain sentences, and nothing is lost by it.

What each module makes of it in detail is proved beside that module; here it meets the whole shop.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from desktop import __main__ as program
from desktop import paths, secrets
from desktop.channels.mail_out import Timeouts
from desktop.commands import deals, messages
from desktop.documents import pdf_pages
from desktop.documents.programs import Programs
from desktop.domain.deal import Deal
from desktop.domain.message import Message
from desktop.domain.people import Contact
from desktop.domain.product import Product
from desktop.flows import back_up, export_shop, files, import_list, import_prices, make_contract
from desktop.flows.make_contract import Wish
from desktop.flows.paper_making import Office
from desktop.flows.send_outbox import Outbox
from desktop.storage import blobs
from desktop.storage.check import check
from desktop.storage.database import Database
from desktop.storage.lock import ShopLock
from tests.documents.examples import template as docx_template
from tests.flows.contracts import a_template, mail_through, paper_shop, the_deal
from tests.journeys.whole import assert_plain, sentence_of, unchanged
from tests.smtp_server import Mood, PostOffice

ROOT = Path(__file__).resolve().parents[2]
NOTHING = Programs("linux")
QUICK = Timeouts(connect=2.0, talk=2.0, answer=0.6)
MAIL_TABLES = ("message", "message_event", "journal", "journal_step")
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def shop(tmp_path):
    opened = paper_shop(tmp_path)
    yield opened
    opened.close()


def run_program(capsys, *arguments):
    """A sub-command; its exit code and what it told."""
    code = program.main([str(one) for one in arguments])
    told = capsys.readouterr()
    return code, (told.err or told.out).strip()


# Templates

HOSTILE = {
    "unknown field": ("{{ client.nmae }}", "There is no field “client.nmae”"),
    "broken tag": ("{% for line in lines %}", "Our own"),
    "stray brace": ("{{ client.name }", "Our own"),
    "code": ("{{ client.__class__.__mro__[1].__subclasses__() }}", "asks for code"),
    "call": ("{{ lines.append(1) }}", "Our own"),
    "endless loop": ("{% for a in lines %}" * 6 + "x" + "{% endfor %}" * 6, "Our own"),
    "endless text": ("{{ 'x' * 9999999999 }}", "Our own"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_template_makes_no_paper_and_the_shipped_one_still_does(shop, tmp_path, case):
    """Covers: N8, G1, G2."""
    paragraph, said = HOSTILE[case]
    many = [
        deals.LineDraft(title=f"Part {n}", quantity=1, unit_price=1, amount=100) for n in range(30)
    ]
    deal = the_deal(shop)
    shop.run(lambda uow: deals.change_lines(uow, deal_id=deal, lines=many))
    bad = a_template(shop, docx_template(tmp_path, paragraph, name="Our own.docx"))
    quick = Office(NOTHING, template_seconds=6)

    def make(**wish):
        return make_contract.make(shop.direct(), deal_id=deal, wish=Wish(**wish), office_=quick)

    with unchanged(shop.folder):
        assert said in sentence_of(lambda: make(contract_template=bad))
    assert make().contract.title == "Contract 1/26"


def test_without_word_and_libreoffice_the_papers_are_made_and_it_is_said(shop):
    """Covers: N8, G5."""
    deal = the_deal(shop)
    made = make_contract.make(shop.direct(), deal_id=deal, wish=Wish(), office_=Office(NOTHING))
    assert len(made.told) == 2
    assert all("LibreOffice" in told for told in made.told)
    assert "£365.00" in pdf_pages.text(blobs.path_of(shop.folder, made.invoice.file.blob))


# Mail


def a_letter(shop, deal):
    key = shop.run(
        lambda uow: messages.queue_letter(
            uow, deal_id=deal, recipient="orders@oakandlime.example", subject="Contract and invoice",
            body="Both are attached.\n" * 20_000, sender_domain="rooklane.example",
            then={"move_to_purpose": "awaiting_payment"},
        )
    )  # fmt: skip
    shop.clock.advance(seconds=9)
    return key


def test_a_wrong_mail_password_keeps_the_letter_and_the_deal(shop, tmp_path, password_store):
    """Covers: N8, I1."""
    with PostOffice(tmp_path / "post", login="office@rooklane.example", password="right") as post:
        mail = mail_through(shop, post)
        secrets.put(mail.secret, "wrong")
        deal = the_deal(shop)
        make_contract.make(shop.direct(), deal_id=deal, wish=Wish(), office_=Office(NOTHING))
        key = a_letter(shop, deal)
        told = []
        with unchanged(shop.folder, without=MAIL_TABLES):
            Outbox(timeouts=QUICK, troubled=told.append).run(shop.direct())
        assert_plain(told[0])
        assert "password" in told[0]
        secrets.put(mail.secret, "right")
        shop.run(lambda uow: messages.retry_letter(uow, message_id=key))
        Outbox().run(shop.direct())
        assert len(post.letters) == 1
        assert shop.row(Deal, deal).stage_id == shop.stage("awaiting_payment")


@pytest.mark.parametrize("mood", [Mood.CUT_IN_DATA, Mood.LOSE_ANSWER, Mood.MUTE])
def test_a_server_gone_in_the_middle_loses_no_letter_and_sends_none_twice(shop, tmp_path, mood):
    """Whether the server may have it decides: then it is asked about, else it goes again. Covers: N8, I1."""
    with PostOffice(tmp_path / "post") as post:
        mail_through(shop, post)
        key = a_letter(shop, the_deal(shop))
        post.mood = mood
        with unchanged(shop.folder, without=MAIL_TABLES):
            Outbox(timeouts=QUICK).run(shop.direct())
        assert_plain(shop.row(Message, key).error)
        may_have_it = shop.row(Message, key).state == "unsure"
        assert may_have_it or mood is not Mood.LOSE_ANSWER
        before, post.mood = len(post.letters), Mood.ACCEPT
        shop.clock.advance(hours=2)
        Outbox().run(shop.direct())
        assert shop.row(Message, key).state == ("unsure" if may_have_it else "sent")
        assert len(post.letters) == (before if may_have_it else 1)


# Disk and folder


@contextmanager
def small_disk(at: Path, size: str = "48m") -> Iterator[Path]:
    """A real disk of a few megabytes; tests that need it are left out where none may be mounted."""
    at.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(at)]
    if not IS_ROOT or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk may be mounted here; tests/storage/test_faults.py stands in")
    try:
        yield at
    finally:
        subprocess.run(["umount", "--lazy", str(at)], check=True)


def fill(disk: Path) -> Path:
    """Leave no byte free."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for block in (b"x" * 65536, b"x"):
            while True:
                try:
                    file.write(block)
                except OSError:
                    break
    return filler


def test_on_a_full_disk_each_write_is_refused_and_works_again_once_there_is_room(tmp_path):
    """Covers: N8, G1, G6."""
    with small_disk(tmp_path / "disk") as disk:
        shop = paper_shop(disk)
        deal = the_deal(shop)
        picture = tmp_path / "layout.pdf"
        picture.write_bytes(os.urandom(300_000))
        writes = {
            "note": lambda: shop.run(
                lambda uow: setattr(uow.get(Deal, deal), "note", "a long note " * 60_000)
            ),
            "file": lambda: files.attach(shop.direct(), card_id=deal, files=[picture]),
            "papers": lambda: make_contract.make(
                shop.direct(), deal_id=deal, wish=Wish(), office_=Office(NOTHING)
            ),
            "backup": lambda: back_up.back_up(shop.folder, disk / "b", now=shop.clock.now()),
            "export": lambda: export_shop.export_shop(
                shop.folder, disk / "out", now=shop.clock.now()
            ),
        }
        filler = fill(disk)
        for write in writes.values():
            with unchanged(shop.folder):
                assert "disk space" in sentence_of(write)
        assert not (disk / "out").exists() or not any((disk / "out").iterdir())
        assert list((disk / "b").glob("shop-*")) == [] if (disk / "b").exists() else True
        filler.unlink()
        for name in ("file", "papers", "note"):
            writes[name]()
        assert shop.row(Deal, deal).note.startswith("a long note")
        assert shop.read(lambda reader: check(reader.connection, shop.folder)).is_sound
        shop.close()


def test_a_disk_that_takes_no_longer_file_loses_nothing(tmp_path):
    """Where no disk may be mounted either: a limit on the length of files. Covers: N8."""
    resource = pytest.importorskip("resource")
    shop = paper_shop(tmp_path)
    deal = shop.a_deal(note="saved")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with unchanged(shop.folder):
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, limits[1]))
        try:
            sentence_of(
                lambda: shop.run(lambda uow: setattr(uow.get(Deal, deal), "note", "x" * 3_000_000))
            )
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    shop.run(lambda uow: setattr(uow.get(Deal, deal), "note", "again"))
    assert shop.read(lambda reader: check(reader.connection, shop.folder)).is_sound
    shop.close()


def without_root_powers(*command: str) -> list[str]:
    """The command as a person runs it, for whom the modes of files count."""
    if not IS_ROOT:
        return list(command)
    if shutil.which("setpriv") is None:
        pytest.skip("root ignores the modes of files, and setpriv is not here")
    return [
        "setpriv",
        "--bounding-set",
        "-dac_override,-dac_read_search",
        "--inh-caps=-all",
        *command,
    ]


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing in the folder may be written by anybody."""
    inside = [folder, *(one for one in folder.rglob("*"))]
    for one in inside:
        one.chmod(0o555 if one.is_dir() else 0o444)
    try:
        yield
    finally:
        for one in inside:
            one.chmod(0o755 if one.is_dir() else 0o644)


@pytest.mark.parametrize("job", ["import", "backup", "restore"])
def test_a_read_only_folder_is_told_by_whatever_writes(shop, tmp_path, job):
    """Covers: N8, N10."""
    listed = tmp_path / "clients.csv"
    listed.write_text("Name,Phone\nNell Harcourt,07700 900118\n", encoding="utf-8")
    made = back_up.back_up(shop.folder, tmp_path / "usb", now=shop.clock.now())
    shop.close()
    arguments = {"import": [listed], "backup": [], "restore": [made.path]}[job]
    with unchanged(shop.folder), read_only(shop.folder):
        command = without_root_powers(
            sys.executable, "-m", "desktop", "--data", str(shop.folder), job, *map(str, arguments)
        )
        ended = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
        )
        assert ended.returncode == 1, ended.stderr
        assert_plain(ended.stderr.strip())
        assert "read-only" in ended.stderr or "may be written" in ended.stderr


def test_a_shop_on_a_network_share_is_not_opened(shop, monkeypatch, capsys):
    """Covers: N8."""
    shop.close()
    monkeypatch.setattr(paths, "_linux_mounts", lambda: [("/", "ext4"), (str(shop.folder), "cifs")])
    listed = shop.folder.parent / "clients.csv"
    listed.write_text("Name,Phone\nNell Harcourt,07700 900118\n", encoding="utf-8")
    with unchanged(shop.folder):
        code, told = run_program(capsys, "--data", shop.folder, "import", listed)
    assert code == 1
    assert_plain(told)
    assert "network drive" in told


def test_a_database_of_a_newer_version_is_left_alone(shop, capsys):
    """Covers: N8, M5."""
    shop.close()
    with closing(sqlite3.connect(shop.database.path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    for job in (["check"], ["export", shop.folder.parent / "out"]):
        with unchanged(shop.folder):
            code, told = run_program(capsys, "--data", shop.folder, *job)
            assert (code, "newer version" in told) == (1, True), job
            assert_plain(told)
    with unchanged(shop.folder):
        assert "newer version" in sentence_of(Database(shop.folder, shop.clock).open)


def test_the_second_of_two_programs_is_told_and_the_first_works_on(shop, tmp_path):
    """Covers: N8, N10."""
    listed = tmp_path / "clients.csv"
    listed.write_text("Name,Phone\nNell Harcourt,07700 900118\n", encoding="utf-8")
    deal = shop.a_deal(note="mine")
    with ShopLock(shop.folder, shop.clock):
        with unchanged(shop.folder):
            ended = subprocess.run(
                [sys.executable, "-m", "desktop", "--data", str(shop.folder), "import", str(listed)],
                cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
            )  # fmt: skip
        assert ended.returncode == 1
        assert_plain(ended.stderr.strip())
        shop.run(lambda uow: setattr(uow.get(Deal, deal), "note", "still mine"))
    assert shop.row(Deal, deal).note == "still mine"


# Lists


def test_the_broken_rows_of_a_price_list_are_named_and_the_good_ones_taken(shop, tmp_path):
    """Covers: N8, J1."""
    listed = tmp_path / "prices.csv"
    listed.write_text(
        "Product;Quantity from;Price\nFolders;100;0,80\nFolders;500;free\nFlags;1;12.50\n"
        "Mugs;none;4.00\nFlags;10;-3\n",
        encoding="utf-8",
    )
    before = {one.name for one in shop.rows(Product)}
    with unchanged(shop.folder):
        tried = import_prices.check_prices(shop.direct(), path=listed)
    assert sorted(one.line for one in tried.bad) == [3, 5, 6]
    assert all(one.reason.endswith(".") for one in tried.bad)
    import_prices.import_prices(shop.direct(), path=listed)
    assert {one.name for one in shop.rows(Product)} - before == {"Folders", "Flags"}


def test_nothing_of_a_price_list_without_one_good_row_is_taken(shop, tmp_path):
    """Covers: N8, J1."""
    listed = tmp_path / "prices.csv"
    listed.write_text("Product;Quantity from;Price\nFolders;100;free\n", encoding="utf-8")
    with unchanged(shop.folder):
        sentence_of(lambda: import_prices.import_prices(shop.direct(), path=listed))


BAD_LISTS = {
    "wrong encoding": ("Имя;Телефон\nАлёна Ёжикова;+7 900 000-03-10\n" * 30).encode("cp1251"),
    "half a workbook": b"PK\x03\x04" + b"\x00" * 200,
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
    "nothing": b"",
    "no heads": b"1;2;3\n4;5;6\n",
}


@pytest.mark.parametrize("case", BAD_LISTS)
def test_a_client_list_that_cannot_be_read_is_told_and_not_taken(shop, tmp_path, case):
    """Covers: N8, A6."""
    listed = tmp_path / ("list.xlsx" if case == "half a workbook" else "list.csv")
    listed.write_bytes(BAD_LISTS[case])
    options = (
        {"encoding": "koi8-r", "fields": {0: "name", 1: "phone"}}
        if case == "wrong encoding"
        else {}
    )
    with unchanged(shop.folder):
        sentence_of(lambda: import_list.import_list(shop.direct(), path=listed, **options))
    assert shop.count(Contact) == 0
