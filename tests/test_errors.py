# SPDX-License-Identifier: Apache-2.0
"""desktop.errors: two kinds of errors, each on its own way."""

import sys
import threading

import pytest

from desktop import log
from desktop.errors import Bug, Strays, UserError


class Seen:
    def __init__(self):
        self.told: list[UserError] = []
        self.shown: list[Bug] = []
        self.strays = Strays(told=self.told.append, shown=self.shown.append)


def fail_with(error):
    try:
        raise error
    except type(error) as caught:
        return caught


def test_a_user_error_keeps_its_sentence_and_its_field():
    error = UserError("Write what was agreed.", field="comment")
    assert (error.sentence, error.field, str(error)) == (
        "Write what was agreed.",
        "comment",
        "Write what was agreed.",
    )


def test_a_user_error_is_told_and_is_no_bug():
    seen = Seen()
    seen.strays.take(fail_with(UserError("Set the day.")), where="window")
    assert [error.sentence for error in seen.told] == ["Set the day."]
    assert seen.shown == []


@pytest.mark.logs("Bug in window", "ZeroDivisionError")
def test_anything_else_is_a_bug_with_its_trace_in_log_and_report():
    seen = Seen()
    seen.strays.take(fail_with(ZeroDivisionError("zero")), where="window")
    assert "ZeroDivisionError: zero" in seen.shown[0].report()
    assert "Counterfoil" in seen.shown[0].report()


@pytest.mark.logs("Bug in window")
def test_a_bug_of_one_place_is_shown_once():
    seen = Seen()
    for _ in range(3):
        seen.strays.take(fail_with(ValueError("again")), where="window")
    assert len(seen.shown) == 1


@pytest.mark.logs("Bug in window")
def test_a_report_has_no_secret_in_it():
    seen = Seen()
    seen.strays.take(fail_with(ValueError("password=hunter22")), where="window")
    assert "hunter22" not in seen.shown[0].report()
    assert log.HIDDEN in seen.shown[0].report()


@pytest.mark.logs("Bug in letterbox")
def test_an_exception_of_a_thread_is_taken_too(monkeypatch):
    seen = Seen()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    seen.strays.install()
    thread = threading.Thread(target=lambda: 1 / 0, name="letterbox")
    thread.start()
    thread.join()
    assert [bug.where for bug in seen.shown] == ["letterbox"]
