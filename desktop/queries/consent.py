# SPDX-License-Identifier: Apache-2.0
"""Whether somebody may be written to from another program than this one."""

from __future__ import annotations

from desktop.storage import consent
from desktop.storage.database import Reader


def refusal(reader: Reader, *, channel: str, recipient: str) -> str:
    """The sentence (marked, not translated) why this address may not be written to; empty where it may."""
    return consent.refusal_of(reader.connection, channel, recipient)
