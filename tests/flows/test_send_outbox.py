# SPDX-License-Identifier: Apache-2.0
"""Letters leave once: whatever the server, the disk or the power does, none is sent twice and none is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from desktop import secrets
from desktop.channels.mail_out import Timeouts
from desktop.commands import history, messages
from desktop.documents.programs import Programs
from desktop.domain.deal import Deal
from desktop.domain.message import Message, MessageEvent
from desktop.domain.people import Company
from desktop.domain.touch import Task
from desktop.errors import UserError
from desktop.flows import letter, make_contract
from desktop.flows.make_contract import Wish
from desktop.flows.paper_making import Office
from desktop.flows.send_outbox import BUSY_AGAIN_S, Outbox, outbox_of
from desktop.queries import outbox as outbox_queries
from desktop.storage import blobs
from desktop.values.changes import Origin
from desktop.values.drafts.letter import LetterDraft
from tests.fakes import FakeClock
from tests.flows.contracts import mail_through, paper_shop, the_deal
from tests.shop import open_shop
from tests.smtp_server import Mood, PostOffice

PATIENT = Timeouts(connect=30.0, talk=30.0, answer=30.0)
QUICK = Timeouts(connect=1.0, talk=1.0, answer=0.6)
"""For a server that will never answer; for any other it is too short on a busy machine."""
NOTHING = Office(Programs("linux"))
PASSWORD = "correct horse"


@pytest.fixture
def shop(tmp_path):
    opened = paper_shop(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def post(tmp_path):
    with PostOffice(tmp_path / "post") as office:
        yield office


def queue(shop, deal_id=None, **extra):
    deal = deal_id or the_deal(shop)
    told = {
        "recipient": "orders@oakandlime.example",
        "subject": "Contract and invoice",
        "body": "Both are attached.",
        "sender_domain": "rooklane.example",
    }
    key = shop.run(lambda uow: messages.queue_letter(uow, deal_id=deal, **{**told, **extra}))
    shop.clock.advance(seconds=9)
    return key


def run(shop, outbox=None, **extra):
    return (outbox or Outbox(timeouts=PATIENT, **extra)).run(shop.direct())


def state(shop, key):
    return shop.row(Message, key).state


def test_contract_and_invoice_leave_and_the_deal_awaits_payment(shop, post):
    """Covers: G1, I1, G6, C7."""
    mail_through(shop, post)
    deal_id = the_deal(shop)
    task = shop.next_touch(deal_id)
    made = make_contract.make(shop.direct(), deal_id=deal_id, wish=Wish(), office_=NOTHING)
    words = letter.standard_letter(shop.direct(), deal_id=deal_id)
    assert words.problems() == {}
    files = [made.contract.file, made.invoice.file]
    key = queue(
        shop,
        deal_id,
        recipient=words.recipient,
        subject=words.subject,
        body=words.body,
        attachments=[{"name": f.name, "blob": f.blob, "size": f.size} for f in files],
        then={"move_to_purpose": "awaiting_payment", "finish_task": str(task)},
    )
    assert run(shop) is None
    [received] = post.letters
    assert received.recipients == ("orders@oakandlime.example",)
    message = received.message
    assert message["Subject"] == "Contract 1/26 and invoice I-0001"
    assert message["Message-ID"] == f"<{key}@rooklane.example>"
    assert message["From"] == "Rook Lane Print <office@rooklane.example>"
    text = message.get_body(("plain",)).get_content()
    assert "Hello Priya Hartwell," in text
    assert "£365.00" in text
    sent = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    assert sent == {file.name: blobs.read(shop.folder, file.blob) for file in files}
    assert shop.row(Deal, deal_id).stage_id == shop.stage("awaiting_payment")
    assert not shop.row(Task, task).is_open
    assert shop.row(Task, shop.next_touch(deal_id)).kind == "call"
    assert [event.state for event in shop.rows(MessageEvent)] == ["sending", "sent"]


def test_a_letter_waits_eight_seconds_and_says_when_it_will_leave(shop, post):
    """Covers: I1."""
    mail_through(shop, post)
    key = queue(shop)
    shop.clock.step(timedelta(seconds=-4))
    assert run(shop) == pytest.approx(3.0)
    assert post.letters == []
    shop.run(history.undo, origin=Origin.UNDO)
    shop.clock.advance(seconds=4)
    assert run(shop) is None
    assert (post.letters, state(shop, key)) == ([], "withdrawn")


@pytest.mark.parametrize("days", [-800, -3, 3, 800])
def test_a_letter_dated_by_a_clock_set_wrong_leaves_once_it_is_right(shop, post, days):
    """Covers: I1."""
    mail_through(shop, post)
    shop.clock.step(timedelta(days=-days))
    key = queue(shop)
    shop.clock.step(timedelta(days=days))
    run(shop)
    shop.clock.advance(seconds=9)
    run(shop)
    assert (len(post.letters), state(shop, key)) == (1, "sent")


def test_without_mail_settings_the_letter_waits_for_a_person(shop):
    """Covers: I1, N8."""
    told: list[str] = []
    key = queue(shop)
    assert run(shop, troubled=told.append) is None
    assert state(shop, key) == "failed"
    assert "Settings, Mail" in told[0]


def test_a_wrong_password_is_told_and_the_letter_kept(shop, tmp_path, password_store):
    """Covers: I1, N4."""
    told: list[str] = []
    with PostOffice(tmp_path / "post", login="office", password=PASSWORD) as post:
        mail = mail_through(shop, post)
        secrets.put(mail.secret, "wrong")
        key = queue(shop)
        run(shop, troubled=told.append)
        assert state(shop, key) == "failed"
        assert "did not accept the password" in told[0]
        secrets.put(mail.secret, PASSWORD)
        shop.run(lambda uow: messages.retry_letter(uow, message_id=key))
        run(shop)
        assert (state(shop, key), len(post.letters)) == ("sent", 1)


def test_a_locked_password_store_is_tried_again(shop, tmp_path, password_store):
    """Covers: I1."""
    with PostOffice(tmp_path / "post", login="office", password=PASSWORD) as post:
        mail = mail_through(shop, post)
        secrets.put(mail.secret, PASSWORD)
        password_store.locked = True
        key = queue(shop)
        assert run(shop) == pytest.approx(60)
        assert "locked" in shop.row(Message, key).error
        password_store.locked = False
        shop.clock.advance(minutes=1)
        run(shop)
        assert state(shop, key) == "sent"


@pytest.mark.parametrize("mood", [Mood.CUT_IN_DATA, Mood.TRY_LATER, Mood.MUTE])
def test_what_time_may_mend_is_tried_again_by_itself_after_1_5_15_60_minutes(shop, post, mood):
    """Covers: I1."""
    mail_through(shop, post)
    # Large enough to be cut in the middle: a small letter is at the server before it hangs up.
    size = 10_000_000 if mood is Mood.CUT_IN_DATA else 1_000
    kept = blobs.put(shop.folder, os.urandom(size))
    files = [{"name": "Layout.pdf", "blob": kept.hash, "size": kept.size}]
    key = queue(shop, attachments=files)
    post.mood = mood
    outbox = Outbox(timeouts=QUICK if mood is Mood.MUTE else PATIENT)
    for minutes in (1, 5, 15, 60, 60):
        assert run(shop, outbox) == pytest.approx(60 * minutes)
        assert state(shop, key) == "waiting"
        assert shop.row(Message, key).error
        shop.clock.advance(minutes=minutes)
    post.mood = Mood.ACCEPT
    assert run(shop) is None
    assert (state(shop, key), len(post.letters)) == ("sent", 1)


@pytest.mark.parametrize("mood", [Mood.REFUSE_RECIPIENT, Mood.REFUSE_SENDER, Mood.REFUSE_LETTER])
def test_a_refusal_waits_for_a_person(shop, post, mood):
    """Covers: I1."""
    mail_through(shop, post)
    post.mood, post.strangers = mood, {"orders@oakandlime.example"}
    key = queue(shop)
    assert run(shop) is None
    assert state(shop, key) == "failed"
    post.mood = Mood.ACCEPT
    shop.run(
        lambda uow: messages.retry_letter(uow, message_id=key, recipient="new@oakandlime.example")
    )
    run(shop)
    assert post.letters[0].recipients == ("new@oakandlime.example",)


@pytest.mark.parametrize("mood", [Mood.LOSE_ANSWER, Mood.NEVER_ANSWER])
def test_a_lost_answer_is_asked_about_and_never_sent_again(shop, post, mood):
    """Covers: I1."""
    mail_through(shop, post)
    deal_id = the_deal(shop)
    post.mood = mood
    told: list[str] = []
    key = queue(shop, deal_id, then={"move_to_purpose": "awaiting_payment"})
    outbox = Outbox(timeouts=QUICK if mood is Mood.NEVER_ANSWER else PATIENT, troubled=told.append)
    run(shop, outbox)
    assert state(shop, key) == "unsure"
    assert "not known" in told[0]
    post.mood = Mood.ACCEPT
    shop.clock.advance(days=2)
    run(shop, outbox)
    run(shop)
    assert len(post.letters) == 1
    assert shop.row(Deal, deal_id).stage_id == shop.stage("contract")
    shop.run(lambda uow: messages.settle_as_sent(uow, message_id=key))
    assert state(shop, key) == "sent"


def test_a_slow_server_gets_its_time(shop, post):
    """Covers: I1."""
    mail_through(shop, post)
    post.mood, post.delay = Mood.SLOW, 0.15
    key = queue(shop)
    run(shop)
    assert state(shop, key) == "sent"


def test_a_letter_whose_file_is_gone_is_not_sent_without_it(shop, post):
    """Covers: I1, N8."""
    mail_through(shop, post)
    attachments = [{"name": "Contract.pdf", "blob": "a" * 64, "size": 9}]
    key = queue(shop, attachments=attachments)
    run(shop)
    assert (state(shop, key), post.letters) == ("failed", [])
    assert "not on this computer" in shop.row(Message, key).error


def test_a_letter_withdrawn_while_it_fails_stays_withdrawn(shop):
    """Covers: I1."""
    key = queue(shop)
    shop.run(lambda uow: messages.withdraw_letter(uow, message_id=key))
    shop.run(
        lambda uow: messages.note_failed(
            uow, message_id=key, sentence="no server", next_try_at=None
        ),
        origin=Origin.ROBOT,
    )
    assert state(shop, key) == "withdrawn"


def test_one_bad_letter_does_not_hold_up_the_others(shop, post):
    """Covers: I1."""
    mail_through(shop, post)
    bad = queue(shop, recipient="nobody at home")
    good = queue(shop)
    run(shop)
    assert (state(shop, bad), state(shop, good)) == ("failed", "sent")


def test_answers_go_to_whoever_wrote_the_letter(shop, post):
    """Covers: I1."""
    mail_through(shop, post)
    writer = shop.a_user("manager", "Tom Ferris", email="tom@rooklane.example")
    deal_id = the_deal(shop)
    shop.run(
        lambda uow: messages.queue_letter(
            uow, deal_id=deal_id, recipient="orders@oakandlime.example", subject="Hello",
            body="Hello", sender_domain="rooklane.example",
        ),
        by=writer,
    )  # fmt: skip
    shop.clock.advance(seconds=9)
    run(shop)
    assert post.letters[0].message["Reply-To"] == "tom@rooklane.example"


def test_a_shop_has_one_outbox_however_many_windows_come_and_go(shop, post):
    """A second run while a letter leaves neither sends it again nor takes it for interrupted. Covers: I1, N5."""
    mail_through(shop, post)
    key = queue(shop)
    assert outbox_of(shop.folder) is outbox_of(shop.folder)
    outbox = Outbox(timeouts=PATIENT)
    seen = []

    class Slow(type(shop.direct())):
        """Another window's run begins just when all but the last dot is at the server."""

        def write(self, command, **told):
            if getattr(command, "func", None) is messages.note_handover:
                seen.append(outbox.run(shop.direct()))
            return super().write(command, **told)

    outbox.run(Slow(shop.database, shop.actor()))
    assert seen == [BUSY_AGAIN_S]
    assert (state(shop, key), len(post.letters)) == ("sent", 1)


@pytest.mark.logs("could not be written", "cannot be written")
def test_a_full_disk_after_the_server_accepted_does_not_send_it_again(shop, post, monkeypatch):
    """What became of the letter is owed and written as soon as the disk lets it. Covers: I1, N8."""
    mail_through(shop, post)
    key = queue(shop)
    note_sent = messages.note_sent
    full = {"is": True}

    def refused(uow, **told):
        if full["is"]:
            raise UserError("Not enough disk space to save.")
        return note_sent(uow, **told)

    monkeypatch.setattr(messages, "note_sent", refused)
    outbox = Outbox(timeouts=PATIENT)
    run(shop, outbox)
    assert state(shop, key) == "sending"
    assert run(shop, outbox) == 30
    full["is"] = False
    run(shop, outbox)
    assert (state(shop, key), len(post.letters)) == ("sent", 1)


@pytest.mark.parametrize(
    ("point", "after", "letters"),
    [("before", "waiting", 0), ("handed", "unsure", 0), ("after", "unsure", 1)],
)
def test_a_program_killed_while_a_letter_leaves_never_sends_it_twice(
    tmp_path, point, after, letters
):
    """Before the handover is noted nothing has left and it goes again; after it, it is asked about. Covers: I1."""
    shop = paper_shop(tmp_path, clock=FakeClock())
    with PostOffice(tmp_path / "post", security="none") as post:
        mail_through(shop, post)
        key = queue(shop)
        shop.close()
        root = Path(__file__).resolve().parents[2]
        ended = subprocess.run(
            [sys.executable, "-m", "tests.flows.outbox_child", str(shop.folder), point],
            cwd=root, capture_output=True, check=False, timeout=60,
        )  # fmt: skip
        assert ended.returncode == -9, ended.stderr.decode()
        again = open_shop(tmp_path, FakeClock(shop.clock.now()), is_empty=True)
        try:
            told = []
            outbox = Outbox(timeouts=PATIENT, troubled=told.append)
            again.clock.advance(minutes=5)
            outbox.run(again.direct())
            if after == "waiting":
                assert (state(again, key), len(post.letters), told) == ("sent", 1, [])
                return
            assert (state(again, key), len(post.letters)) == (after, letters)
            [asked] = told
            assert asked.startswith("1 letter was perhaps sent")
            again.clock.advance(days=2)
            outbox.run(again.direct())
            assert told == [asked]
            Outbox(timeouts=PATIENT, troubled=told.append).run(again.direct())
            assert len(post.letters) == letters
            assert told == [asked, asked], "each start asks, until somebody answers"
            again.run(lambda uow: messages.settle_as_sent(uow, message_id=key))
            Outbox(timeouts=PATIENT, troubled=told.append).run(again.direct())
            assert told == [asked, asked]
        finally:
            again.close()


# Lists, the standard letter, the settings


def test_the_list_tells_what_needs_a_person_what_waits_and_what_left_today(shop, post):
    """Covers: I1."""
    mail_through(shop, post)
    sent = queue(shop)
    run(shop)
    post.mood = Mood.REFUSE_LETTER
    failed = queue(shop)
    run(shop)
    deal_id = the_deal(shop)
    waiting = queue(shop, deal_id)
    shown = shop.read(
        lambda reader: outbox_queries.outbox(reader, since=reader.now - timedelta(days=1))
    )
    lists = (shown.troubled, shown.waiting, shown.sent)
    assert [[row.id for row in rows] for rows in lists] == [[failed], [waiting], [sent]]
    assert shown.troubled[0].client == "Oak & Lime"
    of_deal = shop.read(lambda reader: outbox_queries.letters_of(reader, deal_id=deal_id))
    assert [row.id for row in of_deal] == [waiting]


def test_the_standard_letter_names_what_the_deal_does_not_say(shop):
    """Covers: I1, F4."""
    deal_id = the_deal(shop)
    bare = shop.a_deal("contract", contact=shop.a_contact("Priya"))
    assert letter.standard_letter(shop.direct(), deal_id=deal_id).problems() == {}
    words = letter.standard_letter(shop.direct(), deal_id=bare)
    problems = words.problems()
    assert "{ready}" in problems["body"]
    assert problems["recipient"] == "Write the e-mail address."


def test_the_standard_letter_speaks_the_language_of_the_shop(tmp_path):
    """Covers: I1, G3."""
    shop = paper_shop(tmp_path, "ru")
    try:
        words = letter.standard_letter(shop.direct(), deal_id=the_deal(shop, "ru"))
        assert words.subject == "Договор № 1/26 и счёт № I-0001"
        assert "на 18\u00a0200,00\u00a0руб. за заказ «Наклейки Ø 60»." in words.body
        assert "понедельник, 19\u00a0октября 2026\u00a0г., 12:00" in words.body
    finally:
        shop.close()


def test_a_letter_to_several_is_checked_one_by_one():
    """Covers: N8."""
    draft = LetterDraft("a@x.example; b@y", "Hello", "Hello")
    assert draft.recipients == ("a@x.example", "b@y")
    assert "recipient" in draft.problems()


def test_a_test_letter_tries_the_settings(shop, post):
    """Covers: I1."""
    mail = mail_through(shop, post)
    steps = letter.try_server(mail, "", timeouts=PATIENT)
    assert all(step.passed for step in steps)
    answer = letter.send_test(
        mail, "", to="maya@rooklane.example", now=shop.clock.now(), timeouts=PATIENT
    )
    assert "queued" in answer
    assert post.letters[0].message["Subject"] == "Test letter of Counterfoil"


def test_a_letter_to_who_opts_out_while_it_waits_does_not_leave_and_says_why(shop, post):
    """Covers: F4, K5."""
    mail_through(shop, post)
    deal = the_deal(shop)
    key = queue(shop, deal)
    company = shop.row(Deal, deal).company_id
    shop.run(lambda uow: setattr(uow.get(Company, company), "opted_out", ["email"]))
    told = []
    run(shop, troubled=told.append)
    assert post.letters == []
    assert state(shop, key) == "failed"
    assert "does not want to be written to" in shop.row(Message, key).error
    assert told
    shop.run(lambda uow: setattr(uow.get(Company, company), "opted_out", []))
    shop.run(lambda uow: messages.retry_letter(uow, message_id=key))
    run(shop)
    assert len(post.letters) == 1
