# SPDX-License-Identifier: Apache-2.0
"""File names that every system takes, made of names people gave."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_FORBIDDEN: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
# Windows takes these for devices, whatever follows the first dot.
_DEVICES: Final = re.compile(r"(?:CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³])(?=\.|$)", re.IGNORECASE)
_JOINER: Final = "\u200d"  # holds the parts of one emoji together
_LONGEST: Final = 120
_MOST_BYTES: Final = 240  # macOS allows 255, and room is left for " (2)" and the like
_LONGEST_ENDING: Final = 10


def safe_name(name: str) -> str:
    """The name without what a system forbids or hides; its ending stays, for it says what opens the file."""
    stem, dot, ending = _plain(name, "_").rpartition(".")
    if not stem or not 0 < len(ending) < _LONGEST_ENDING or " " in ending:
        return safe_stem(name)
    return safe_stem(stem, room=len((dot + ending).encode())) + dot + ending


def safe_stem(text: str, *, instead: str = "_", empty: str = "file", room: int = 0) -> str:
    """A name without an ending, for which `room` is left; `instead` stands for what is forbidden."""
    bare = _plain(text, instead)[: _LONGEST - room].encode()[: _MOST_BYTES - room]
    stem = bare.decode(errors="ignore").strip(" .") or empty
    device = _DEVICES.match(stem)
    return f"{device[0]}_{stem[device.end() :]}" if device else stem


def _plain(text: str, instead: str) -> str:
    # A sign that turns the direction of writing makes "exe" look like "pdf".
    hidden = (c for c in text if unicodedata.category(c) == "Cf" and c != _JOINER)
    shown = text.translate(dict.fromkeys(map(ord, hidden)))
    whole = shown.encode(errors="replace").decode()
    return _FORBIDDEN.sub(instead, unicodedata.normalize("NFC", whole)).strip(" .")
