# SPDX-License-Identifier: Apache-2.0
"""Passwords and tokens in the system's own store; the only user of keyring.

A locked store may ask the person to unlock it and waits for the answer: call these functions on a
worker thread.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from desktop import APP_NAME, log
from desktop.errors import UserError
from desktop.i18n import _

WINDOWS_LIMIT: Final = 1280
"""What Windows takes: 2,560 bytes of UTF-16 (CRED_MAX_CREDENTIAL_BLOB_SIZE), two a character."""

_log = log.logger("secrets")


def get(name: str) -> str | None:
    """The secret kept under a name, None when there is none.

    UserError when the store is locked or absent.
    """
    with _told():
        import keyring

        secret = keyring.get_password(APP_NAME, name)
    if secret is not None:
        log.hide(secret)
    return secret


def put(name: str, secret: str) -> None:
    """Keep a secret under a name, in place of an earlier one. UserError when it cannot be kept."""
    log.hide(secret)
    if sys.platform == "win32" and len(secret.encode("utf-16-le")) > 2 * WINDOWS_LIMIT:
        raise UserError(
            _(
                "This password is too long for the password store of Windows, which takes {limit} "
                "characters. It was not saved. Use a shorter one, such as an app password."
            ).format(limit=WINDOWS_LIMIT)
        )
    with _told():
        import keyring

        keyring.set_password(APP_NAME, name, secret)


def delete(name: str) -> None:
    """Forget the secret kept under a name; nothing happens when there is none."""
    with _told():
        import keyring

        if keyring.get_password(APP_NAME, name) is not None:
            keyring.delete_password(APP_NAME, name)


@contextmanager
def _told() -> Iterator[None]:
    from keyring import errors

    try:
        yield
    except (errors.NoKeyringError, errors.InitError) as error:
        raise UserError(
            _(
                "This computer has no password store that the program can use. Nothing was saved. "
                "On Linux install GNOME Keyring or KWallet, then try again."
            )
        ) from error
    except errors.KeyringLocked as error:
        raise UserError(
            _("The password store of this computer is locked. Unlock it, then try again.")
        ) from error
    except errors.KeyringError as error:
        _log.warning("The password store refused: %s", error)
        raise UserError(
            _("The password store of this computer did not answer. Nothing was changed. Try again.")
        ) from error
