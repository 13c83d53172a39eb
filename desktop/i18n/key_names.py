# SPDX-License-Identifier: Apache-2.0
"""Keys as people read them, on a cap or in a sentence: never broken across lines, in the words of the platform."""

import sys
from typing import Final

from desktop.i18n.symbols import NBSP

_SIGNS: Final = {"Return": "↵", "Enter": "↵", "Up": "↑", "Down": "↓", "Left": "←", "Right": "→"}
_MAC_SIGNS: Final = {"Ctrl": "⌘", "Alt": "⌥", "Shift": "⇧", "Meta": "⌃"}


def say_keys(keys: str, platform: str = sys.platform) -> str:
    """A shortcut as people read it: "Ctrl+Return" is "Ctrl ↵" with a no-break space, on a Mac "⌘↵"."""
    parts = keys.split("+")
    if keys.endswith("++"):
        parts = [*keys[:-2].split("+"), "+"]
    shown = [_SIGNS.get(part, part) for part in parts]
    if platform == "darwin":
        return "".join(_MAC_SIGNS.get(part, part) for part in shown)
    return NBSP.join(shown)
