# SPDX-License-Identifier: Apache-2.0
"""Letters and addresses: what is written is what arrives, and always the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.letters import (
    Attachment,
    Letter,
    build_message,
    html_of,
    message_id_for,
)
from desktop.channels.mail_addresses import wire_address
from desktop.errors import UserError

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def a_letter(**changes: object) -> Letter:
    """A letter with all its parts, as the contract wizard would send it."""
    parts: dict[str, object] = {
        "message_id": message_id_for("0192f0aa-1111-7000-8000-000000000001", "shop@print.example"),
        "written_at": datetime(2026, 10, 15, 10, 0, tzinfo=UTC),
        "from_name": "Типография «Грачи»",
        "from_address": "shop@print.example",
        "to": ("Мария Лебедева <m.lebedeva@lipa.example>",),
        "subject": "Договор и счёт № 17 для пекарни «Липа»",
        "text": "Добрый день!\nСчёт во вложении.\n\nhttps://print.example/a?b=1&c=2\n. точка",
        "attachments": (
            Attachment("Договор № 17.docx", b"PK\x03\x04 docx"),
            Attachment("Счёт № 17 от 15 октября 2026 года для пекарни.pdf", b"%PDF-1.7\r\n.\r\n"),
        ),
    }
    return Letter(**{**parts, **changes})  # type: ignore[arg-type]


def received(letter: Letter) -> EmailMessage:
    """The letter as the receiver's mail program reads it from its bytes."""
    message = message_from_bytes(build_message(letter).as_bytes(policy=SMTP), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_subject_text_and_file_names_arrive_in_russian() -> None:
    """Covers: I1."""
    message = received(a_letter())
    plain = message.get_body(("plain",))
    assert message["Subject"] == "Договор и счёт № 17 для пекарни «Липа»"
    assert message["From"].addresses[0].display_name == "Типография «Грачи»"
    assert message["To"].addresses[0].addr_spec == "m.lebedeva@lipa.example"
    assert message["Date"].datetime == datetime(2026, 10, 15, 10, 0, tzinfo=UTC)
    assert plain is not None
    assert plain.get_content().splitlines()[:2] == ["Добрый день!", "Счёт во вложении."]
    files = list(message.iter_attachments())
    assert [file.get_filename() for file in files] == [
        "Договор № 17.docx",
        "Счёт № 17 от 15 октября 2026 года для пекарни.pdf",
    ]
    assert [file.get_content_type() for file in files] == [DOCX, "application/pdf"]
    assert files[1].get_content() == b"%PDF-1.7\r\n.\r\n"


def test_the_html_twin_says_the_same_with_links() -> None:
    message = received(a_letter())
    twin = message.get_body(("html",))
    assert twin is not None
    page = twin.get_content()
    assert "<p>Добрый день!<br>" in page
    assert '<a href="https://print.example/a?b=1&amp;c=2">' in page


def test_what_looks_like_markup_stays_text_in_the_html_twin() -> None:
    page = html_of("<script>alert(1)</script> & «кавычки»")
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; «кавычки»" in page


def test_the_same_letter_makes_the_same_bytes() -> None:
    first = build_message(a_letter()).as_bytes(policy=SMTP)
    assert first == build_message(a_letter()).as_bytes(policy=SMTP)
    assert b"Message-ID: <0192f0aa-1111-7000-8000-000000000001@print.example>" in first


def test_every_line_is_short_and_ascii_so_that_any_server_takes_it() -> None:
    message = build_message(a_letter(text="Слово " * 400))
    content = message.as_bytes(policy=SMTP.clone(cte_type="7bit"))
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    assert content.isascii()


def test_a_letter_with_copies_and_reply_address_names_them() -> None:
    message = received(
        a_letter(copies=("boss@print.example",), reply_to="Анна <anna@print.example>")
    )
    assert message["Cc"].addresses[0].addr_spec == "boss@print.example"
    assert message["Reply-To"].addresses[0].display_name == "Анна"


def test_a_letter_without_receiver_is_refused() -> None:
    with pytest.raises(UserError, match="no receiver"):
        build_message(a_letter(to=()))


def test_line_breaks_in_subject_and_names_cannot_add_headers() -> None:
    """Covers: N8."""
    message = received(
        a_letter(
            subject="Счёт\r\nBcc: thief@elsewhere.example",
            from_name="Shop\nX-Evil: 1",
            attachments=(Attachment("a\r\nContent-Type: text/html\r\n\r\n.pdf", b"x"),),
        )
    )
    assert message["Bcc"] is None
    assert message["X-Evil"] is None
    assert "thief" in message["Subject"]
    assert len(list(message.iter_attachments())) == 1


def test_text_files_travel_as_bytes() -> None:
    content = "строка\nещё\r\n".encode("cp1251")
    message = received(a_letter(attachments=(Attachment("список.csv", content),)))
    assert next(iter(message.iter_attachments())).get_content() == content


@given(
    st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=90)
)
def test_any_subject_survives_the_way(subject: str) -> None:
    expected = " ".join("".join(c if c.isprintable() else " " for c in subject).split())
    message = received(a_letter(subject=subject, attachments=()))
    assert " ".join(message["Subject"].split()) == expected


@given(
    st.text(
        alphabet=st.characters(
            codec="utf-8", exclude_categories=("C",), include_characters="\n\t."
        ),
        max_size=300,
    )
)
def test_any_text_survives_the_way(text: str) -> None:
    plain = received(a_letter(text=text, attachments=())).get_body(("plain",))
    assert plain is not None
    assert plain.get_content().replace("\r\n", "\n").removesuffix("\n") == text.removesuffix("\n")


def test_a_russian_domain_goes_out_in_its_ascii_form() -> None:
    assert wire_address("info@пример.рф") == "info@xn--e1afmkfd.xn--p1ai"
