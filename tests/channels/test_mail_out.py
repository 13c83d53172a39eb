# SPDX-License-Identifier: Apache-2.0
"""Mail out against a real server on loopback: every way to succeed and every way to fail."""

from __future__ import annotations

import dataclasses
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from desktop.channels.letters import Attachment, Letter, build_message, message_id_for
from desktop.channels.mail_errors import (
    CertificateWrong,
    CutOff,
    LetterRefused,
    MailError,
    MailStep,
    MessageTooBig,
    NoLogin,
    NoServer,
    RecipientRefused,
    SenderRefused,
    TlsRefused,
    TryLater,
    Unsure,
    WrongPassword,
)
from desktop.channels.mail_out import MailServer, Security, Timeouts, check_server, send
from desktop.errors import UserError
from tests.smtp_server import HOST, Mood, PostOffice

LOGIN, PASSWORD = "shop@print.example", "s3cret word"
QUICK = Timeouts(connect=2, talk=2, answer=0.3)

OfficeMaker = Callable[..., PostOffice]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[PostOffice]:
    """A server that wants STARTTLS and a login."""
    with PostOffice(tmp_path / "post", login=LOGIN, password=PASSWORD) as running:
        yield running


def server_of(office: PostOffice, **changes: object) -> MailServer:
    """The settings that fit the server."""
    server = MailServer(
        host=HOST,
        port=office.port,
        security=office.security,
        login=office.login,
        from_name="Print shop",
        from_address="shop@print.example",
        ca_file=str(office.ca_file) if office.security != "none" else "",
    )
    return dataclasses.replace(server, **changes)  # type: ignore[arg-type]


def a_message(
    *to: str, text: str = "Счёт во вложении.\n.\n..две точки\n", size: int = 10
) -> EmailMessage:
    """A letter with one file of `size` bytes."""
    return build_message(
        Letter(
            message_id=message_id_for("letter-1", "shop@print.example"),
            written_at=datetime(2026, 10, 15, 10, 0, tzinfo=UTC),
            from_name="Print shop",
            from_address="shop@print.example",
            to=to or ("ann@ray.example",),
            subject="Договор и счёт",
            text=text,
            attachments=(Attachment("Счёт.pdf", b"\x00" * size),),
        )
    )


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
def test_a_letter_goes_out_over_each_kind_of_connection(tmp_path: Path, security: Security) -> None:
    """Covers: I1."""
    with PostOffice(tmp_path / "post", security=security, login=LOGIN, password=PASSWORD) as office:
        sent = send(server_of(office), PASSWORD, a_message())
    [letter] = office.letters
    assert sent.queue_id == "letter-001"
    assert sent.answer == "2.0.0 Ok: queued as letter-001"
    assert sent.recipients == ("ann@ray.example",)
    assert letter.sender == "shop@print.example"
    assert letter.message["Message-ID"] == "<letter-1@print.example>"
    assert letter.message["Subject"] == "Договор и счёт"
    body = letter.message.get_body(("plain",))
    assert body is not None
    assert body.get_content().split() == ["Счёт", "во", "вложении.", ".", "..две", "точки"]
    assert letter.file.read_bytes() == letter.content


def test_the_bytes_that_arrive_are_the_bytes_that_were_made(office: PostOffice) -> None:
    message = a_message(text="plain\n.\n..\n.hidden\n", size=200_000)
    send(server_of(office), PASSWORD, message)
    assert office.letters[0].content == message.as_bytes()


def test_all_receivers_get_the_letter_once(office: PostOffice) -> None:
    message = a_message("Ann <ann@ray.example>", "bob@ray.example", "ANN <ann@ray.example>")
    send(server_of(office), PASSWORD, message)
    assert office.letters[0].recipients == ("ann@ray.example", "bob@ray.example")


def test_a_wrong_password_is_named_and_nothing_is_sent(office: PostOffice) -> None:
    """Covers: I1."""
    with pytest.raises(WrongPassword) as caught:
        send(server_of(office), "wrong", a_message())
    assert caught.value.sentence == (
        "E-mail did not go out: the server did not accept the password. The letter waits in Outbox."
    )
    assert not caught.value.again
    assert office.letters == []


def test_a_password_with_russian_letters_is_accepted(tmp_path: Path) -> None:
    with PostOffice(tmp_path / "post", login=LOGIN, password="пароль") as office:
        send(server_of(office), "пароль", a_message())
        with pytest.raises(WrongPassword):
            send(server_of(office), "парол", a_message())
    assert len(office.letters) == 1


def test_a_login_where_none_is_offered_is_named(tmp_path: Path) -> None:
    with PostOffice(tmp_path / "post", security="none") as office:
        server = server_of(office, login=LOGIN)
        with pytest.raises(NoLogin):
            send(server, PASSWORD, a_message())


def test_an_unknown_name_says_that_the_server_was_not_found() -> None:
    server = MailServer("mail.nowhere.invalid", 465, "tls", "", "", "shop@print.example")
    with pytest.raises(NoServer, match=r"mail\.nowhere\.invalid was not found") as caught:
        send(server, "", a_message(), timeouts=QUICK)
    assert caught.value.again
    assert caught.value.step is MailStep.NAME


def test_a_closed_port_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    server = MailServer(HOST, port, "starttls", "", "", "shop@print.example")
    with pytest.raises(NoServer, match=f"connections at port {port}"):
        send(server, "", a_message(), timeouts=QUICK)


def test_a_server_that_says_nothing_is_given_up(tmp_path: Path) -> None:
    with PostOffice(tmp_path / "post", security="none") as office:
        office.mood = Mood.MUTE
        with pytest.raises(NoServer, match="does not answer") as caught:
            send(server_of(office), "", a_message(), timeouts=Timeouts(connect=0.2))
        assert caught.value.again


def test_a_server_slower_than_the_patience_breaks_off_safely(tmp_path: Path) -> None:
    with PostOffice(tmp_path / "post", security="none") as office:
        office.mood, office.delay = Mood.SLOW, 0.4
        with pytest.raises(CutOff) as caught:
            send(server_of(office), "", a_message(), timeouts=Timeouts(connect=3, talk=0.1))
        assert caught.value.again
        assert office.letters == []


def test_a_slow_server_is_waited_for(tmp_path: Path) -> None:
    with PostOffice(tmp_path / "post", security="none") as office:
        office.mood, office.delay = Mood.SLOW, 0.05
        send(server_of(office), "", a_message(), timeouts=Timeouts(connect=3, talk=3, answer=3))
    assert len(office.letters) == 1


def test_a_certificate_nobody_vouches_for_is_refused(office: PostOffice) -> None:
    with pytest.raises(CertificateWrong, match="signed by nobody this computer knows"):
        send(server_of(office, ca_file=""), PASSWORD, a_message())
    assert office.letters == []


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_of_another_name_is_refused(tmp_path: Path, security: Security) -> None:
    with (
        PostOffice(
            tmp_path / "post", security=security, certificate_for="elsewhere.example"
        ) as office,
        pytest.raises(CertificateWrong, match="does not belong to localhost"),
    ):
        send(server_of(office), "", a_message())


@pytest.mark.parametrize(
    ("code", "part"), [(10, "expired"), (9, "this computer's date"), (64, "does not belong")]
)
def test_other_faults_of_a_certificate_have_their_sentence(code: int, part: str) -> None:
    error = CertificateWrong.by_code("mail.example", code)
    assert part in error.what
    assert "The letter waits in Outbox." in error.sentence


def test_a_missing_certificate_file_is_named(office: PostOffice) -> None:
    with pytest.raises(UserError, match=r"nothing\.pem cannot be read"):
        send(server_of(office, ca_file="nothing.pem"), PASSWORD, a_message())


def test_without_starttls_no_password_is_sent(tmp_path: Path) -> None:
    with PostOffice(tmp_path / "post", security="none", login=LOGIN, password=PASSWORD) as office:
        server = server_of(office, security="starttls")
        with pytest.raises(TlsRefused, match="does not offer STARTTLS"):
            send(server, PASSWORD, a_message())
    assert office.letters == []


def test_tls_at_a_port_that_has_none_is_named(office: PostOffice) -> None:
    with pytest.raises(TlsRefused, match="has no TLS"):
        send(server_of(office, security="tls"), PASSWORD, a_message(), timeouts=QUICK)


def test_a_refused_receiver_is_named_and_nobody_gets_the_letter(office: PostOffice) -> None:
    """Covers: I1."""
    office.mood, office.strangers = Mood.REFUSE_RECIPIENT, {"bob@ray.example"}
    with pytest.raises(RecipientRefused, match=r"bob@ray\.example.*No such user") as caught:
        send(server_of(office), PASSWORD, a_message("ann@ray.example", "bob@ray.example"))
    assert caught.value.refused == {"bob@ray.example": "5.1.1 No such user here"}
    assert office.letters == []


def test_a_refused_sender_is_named(office: PostOffice) -> None:
    office.mood = Mood.REFUSE_SENDER
    with pytest.raises(SenderRefused, match=r"shop@print\.example as the sender"):
        send(server_of(office), PASSWORD, a_message())


def test_a_server_that_asks_to_come_later_is_tried_again(office: PostOffice) -> None:
    office.mood = Mood.TRY_LATER
    with pytest.raises(TryLater, match="Greylisted") as caught:
        send(server_of(office), PASSWORD, a_message())
    assert caught.value.again


def test_a_letter_called_spam_is_not_tried_again(office: PostOffice) -> None:
    office.mood = Mood.REFUSE_LETTER
    with pytest.raises(LetterRefused, match="looks like spam") as caught:
        send(server_of(office), PASSWORD, a_message())
    assert not caught.value.again
    assert office.letters == []


def test_a_letter_over_the_announced_size_is_not_even_begun(tmp_path: Path) -> None:
    with PostOffice(tmp_path / "post", security="none", size_limit=1_000_000) as office:
        with pytest.raises(MessageTooBig, match=r"takes up to 1\.0") as caught:
            send(server_of(office), "", a_message(size=1_500_000))
        assert caught.value.size > caught.value.limit == 1_000_000
        assert office.letters == []


def test_a_letter_found_too_big_after_all_is_named(office: PostOffice) -> None:
    office.mood = Mood.FULL
    with pytest.raises(MessageTooBig, match="too big for the server"):
        send(server_of(office), PASSWORD, a_message())


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
def test_a_cut_in_the_middle_of_the_letter_is_safe_to_repeat(
    tmp_path: Path, security: Security
) -> None:
    """Covers: I1."""
    handed_over: list[bool] = []
    with PostOffice(tmp_path / "post", security=security) as office:
        office.mood = Mood.CUT_IN_DATA
        with pytest.raises(CutOff, match="Nothing was sent") as caught:
            send(
                server_of(office),
                "",
                a_message(size=20_000_000),
                on_handover=lambda: handed_over.append(True),
            )
    assert caught.value.again
    assert handed_over == []
    assert office.letters == []


@pytest.mark.parametrize("mood", [Mood.LOSE_ANSWER, Mood.NEVER_ANSWER])
def test_a_lost_answer_leaves_the_letter_unsure(office: PostOffice, mood: Mood) -> None:
    """Covers: I1."""
    office.mood = mood
    with pytest.raises(Unsure, match="not be sent again by itself") as caught:
        send(server_of(office), PASSWORD, a_message(), timeouts=QUICK)
    assert not caught.value.again
    assert len(office.letters) == 1


def test_the_handover_is_told_before_the_server_can_have_accepted(office: PostOffice) -> None:
    """Covers: I1."""
    accepted_by_then: list[int] = []
    send(
        server_of(office),
        PASSWORD,
        a_message(),
        on_handover=lambda: accepted_by_then.append(len(office.letters)),
    )
    assert accepted_by_then == [0]
    assert len(office.letters) == 1


def test_a_handover_that_cannot_be_noted_stops_the_letter(office: PostOffice) -> None:
    def disk_full() -> None:
        raise UserError("Not enough disk space.")

    with pytest.raises(UserError, match="disk space"):
        send(server_of(office), PASSWORD, a_message(), on_handover=disk_full)
    assert office.letters == []


def test_russian_addresses_go_out_where_the_server_can(office: PostOffice) -> None:
    send(server_of(office), PASSWORD, a_message("анна@пример.рф"))
    [letter] = office.letters
    assert letter.recipients == ("анна@xn--e1afmkfd.xn--p1ai",)


def test_russian_addresses_are_refused_where_the_server_cannot(tmp_path: Path) -> None:
    with PostOffice(tmp_path / "post", security="none", utf8=False) as office:
        with pytest.raises(RecipientRefused, match="only Latin letters"):
            send(server_of(office), "", a_message("анна@пример.рф"))
        send(server_of(office), "", a_message("anna@пример.рф"))
    assert office.letters[0].recipients == ("anna@xn--e1afmkfd.xn--p1ai",)


def test_the_check_of_a_good_server_passes_every_step(office: PostOffice) -> None:
    steps = check_server(server_of(office), PASSWORD)
    assert [step.step for step in steps] == [
        MailStep.NAME,
        MailStep.PORT,
        MailStep.TLS,
        MailStep.LOGIN,
        MailStep.SENDER,
    ]
    assert all(step.passed for step in steps)
    assert steps[-1].sentence == "Letters may be sent from shop@print.example."
    assert office.letters == []


def test_the_check_warns_of_an_unprotected_connection(tmp_path: Path) -> None:
    with PostOffice(tmp_path / "post", security="none") as office:
        steps = check_server(server_of(office), "")
    assert "can be read on the way" in steps[2].sentence


def broken(office: PostOffice, case: str) -> tuple[MailServer, str]:
    """Settings with one thing wrong."""
    server = server_of(office)
    if case == "name":
        return dataclasses.replace(server, host="mail.nowhere.invalid"), PASSWORD
    if case == "port":
        return dataclasses.replace(server, port=1), PASSWORD
    if case == "tls":
        return dataclasses.replace(server, ca_file=""), PASSWORD
    if case == "login":
        return server, "wrong"
    office.mood = Mood.REFUSE_SENDER
    return server, PASSWORD


@pytest.mark.parametrize("case", ["name", "port", "tls", "login", "sender"])
def test_the_check_stops_at_the_first_step_that_fails(office: PostOffice, case: str) -> None:
    steps = check_server(*broken(office, case), timeouts=QUICK)
    assert [step.passed for step in steps] == [True] * (len(steps) - 1) + [False]
    assert steps[-1].step is MailStep(case)
    assert "Outbox" not in steps[-1].sentence


def test_the_check_tells_a_wrong_own_address(office: PostOffice) -> None:
    steps = check_server(server_of(office, from_address="shop"), PASSWORD)
    assert not steps[-1].passed
    assert "one @" in steps[-1].sentence


def test_every_error_of_mail_is_one_for_people() -> None:
    assert issubclass(MailError, UserError)
