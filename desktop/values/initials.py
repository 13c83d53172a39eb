# SPDX-License-Identifier: Apache-2.0
"""A person's or a client's letters, and the number of the colours they stand in."""

from uuid import UUID

_TINTS = 6


def initials(name: str) -> str:
    """A person's letters: of the first and the last word of the name."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def client_initials(name: str) -> str:
    """A client's letters: of the first two words, without quotes, other signs and little words between."""
    cleaned = ("".join(filter(str.isalnum, word)) for word in name.split())
    words = [word for word in cleaned if word]
    named = words[:1] + [word for word in words[1:] if not word[0].islower()]
    return "".join(word[0] for word in (named if len(named) > 1 else words)[:2]).upper()


def tint(id: UUID | None) -> int:
    """The number of somebody's colours: the same person always has the same."""
    return id.int % _TINTS if id is not None else 0
