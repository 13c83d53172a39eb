# SPDX-License-Identifier: Apache-2.0
"""desktop.log: one file, and no secret in it."""

import logging

import pytest

from desktop import log


def the_file_handler():
    handlers = logging.getLogger(log.ROOT).handlers
    return next(one for one in handlers if isinstance(one, log.RotatingFile))


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setattr(log, "_secrets", set())
    path = log.start(tmp_path / "log")
    yield path
    log.stop()


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("login with password=hunter22, port 587", "port 587"),
        ('{"password": "open sesame", "port": 587}', '"port": 587'),
        ("пароль: секрет1 сервер", "сервер"),
        ("smtp://anna:hunter22@mail.example:587", "@mail.example:587"),
        ("Authorization: Bearer abcdef123456", "Authorization"),
        ("AUTH PLAIN AGFubmEAaHVudGVyMjI=", "AUTH PLAIN"),
    ],
)
def test_secrets_of_a_usual_shape_are_taken_out(line, left):
    clean = log.redact(line)
    assert left in clean
    assert log.HIDDEN in clean
    for secret in ("hunter22", "open sesame", "секрет1", "abcdef123456", "AGFubmEAaHVudGVyMjI="):
        assert secret not in clean


def test_a_hidden_secret_is_taken_out_wherever_it_turns_up(kept):
    log.hide("tr0ub4dor")
    logger = log.logger("mail")
    try:
        raise ValueError("server said tr0ub4dor")
    except ValueError:
        logger.info("refused %s", "tr0ub4dor", exc_info=True)
    text = kept.read_text(encoding="utf-8")
    assert "server said" in text
    assert "tr0ub4dor" not in text


def test_the_file_names_time_area_and_thread(kept):
    log.logger("mail").info("sent")
    line = kept.read_text(encoding="utf-8").splitlines()[-1]
    assert "INFO" in line
    assert "MainThread counterfoil.mail: sent" in line


def test_the_file_turns_over_when_it_is_full(kept, monkeypatch):
    handler = the_file_handler()
    monkeypatch.setattr(handler, "max_bytes", 2_000)
    for number in range(200):
        log.logger("mail").info("line %d", number)
    names = sorted(path.name for path in kept.parent.iterdir())
    assert names == ["counterfoil.log", *[f"counterfoil.log.{n}" for n in range(1, 5)]]


def test_a_folder_that_cannot_be_made_does_not_stop_the_program(tmp_path, capsys):
    in_the_way = tmp_path / "log"
    in_the_way.write_text("a file")
    log.start(in_the_way)
    log.logger("mail").info("still here")
    log.stop()
    assert "still here" in capsys.readouterr().err


def test_a_full_disk_does_not_stop_the_program(kept, monkeypatch, capsys):
    handler = the_file_handler()

    def full(_text):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(handler.stream, "write", full)
    log.logger("mail").info("lost")
    assert capsys.readouterr().err == ""
