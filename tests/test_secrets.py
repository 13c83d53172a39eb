# SPDX-License-Identifier: Apache-2.0
"""desktop.secrets: kept in the system's store, told in a sentence when that cannot be."""

import sys

import keyring
import pytest
from keyring.backends import fail

from desktop import log, secrets
from desktop.errors import UserError


def test_a_secret_is_kept_changed_and_forgotten(password_store):
    assert secrets.get("smtp:shop") is None
    secrets.put("smtp:shop", "first one")
    secrets.put("smtp:shop", "second one")
    assert secrets.get("smtp:shop") == "second one"
    secrets.delete("smtp:shop")
    secrets.delete("smtp:shop")
    assert secrets.get("smtp:shop") is None


def test_a_secret_never_reaches_the_log(password_store):
    secrets.put("smtp:shop", "pa55 word")
    assert "pa55" not in log.redact("the server answered pa55 word")


@pytest.mark.parametrize(
    "use",
    [
        lambda: secrets.get("smtp:shop"),
        lambda: secrets.put("smtp:shop", "word"),
        lambda: secrets.delete("smtp:shop"),
    ],
)
def test_a_locked_store_says_so(password_store, use):
    password_store.locked = True
    with pytest.raises(UserError, match="Unlock it"):
        use()


def test_a_computer_without_a_store_says_what_to_install(password_store):
    keyring.set_keyring(fail.Keyring())
    with pytest.raises(UserError, match="GNOME Keyring or KWallet"):
        secrets.put("smtp:shop", "word")


def test_windows_limit_is_told_before_windows_refuses(password_store, monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    secrets.put("smtp:shop", "x" * secrets.WINDOWS_LIMIT)
    with pytest.raises(UserError, match="1280"):
        secrets.put("smtp:shop", "x" * (secrets.WINDOWS_LIMIT + 1))
    assert secrets.get("smtp:shop") == "x" * secrets.WINDOWS_LIMIT


@pytest.mark.keyring
def test_the_systems_own_store_keeps_it_too():
    secrets.put("smtp:shop", "пароль 1")
    try:
        assert secrets.get("smtp:shop") == "пароль 1"
    finally:
        secrets.delete("smtp:shop")
    assert secrets.get("smtp:shop") is None
