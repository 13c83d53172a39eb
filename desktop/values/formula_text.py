# SPDX-License-Identifier: Apache-2.0
"""Text that a spreadsheet program would take for a formula and run, and how it is kept from that."""

from __future__ import annotations

import re
from typing import Final

# What begins a formula in some program and country (the last four are the wide forms of East Asia), the blanks
# that are passed over before it, and the apostrophe that already stands before one.
_FORMULA: Final = re.compile(r"['=+\-@\t\r\n＝＋－＠]")
_PHONE: Final = re.compile(r"\+\d[\d ()\u00a0-]*")


def neutral(text: str) -> str:
    """The text as a spreadsheet program takes it for text: an apostrophe before what would be a formula.

    The rule: `=`, `+`, `-`, `@`, a tab or a line break at the start gets an apostrophe before it, and so does an
    apostrophe, so that the rule can be turned round; a phone (+ and digits) stays, because it can call nothing.
    """
    return f"'{text}" if _FORMULA.match(text) and not _PHONE.fullmatch(text) else text


def original(text: str) -> str:
    """What `neutral` was given; text that it would not have touched stays as it is."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
