# SPDX-License-Identifier: Apache-2.0
"""How alike two names are, as their keys (desktop.values.search.name_key). The one door to rapidfuzz.

Which is loaded when two names are compared, not with the queries of every start.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

ALIKE = 0.8
"""From here on two names are similar."""

CONTRADICT = 0.45
"""Below this two names are plainly not one."""

_WORD_ALIKE = 0.87
_LONG_ENOUGH = 8
_FILLING = frozenset("and und the of и на der die das et y e de la le".split())


def bare(key: str) -> str:
    """A key without the words that people leave out or put in."""
    return " ".join(word for word in key.split() if word not in _FILLING) or key


def is_name(key: str) -> bool:
    """Whether a key is what somebody is called; a number that stands for them is none."""
    return any(map(str.isalpha, key))


def may_be_one(called: str, known: str) -> bool:
    """Whether two people's folded names may be one's: each word of the shorter is a word of the longer, or its initial.

    Nobody's own name contradicts a number that stands for one.
    """
    if not is_name(known):
        return True
    few, many = sorted((called.split(), known.split()), key=len)
    return all(any(word.startswith(one) or one.startswith(word) for word in many) for one in few)


def likeness(one: str, other: str) -> float:
    """From 0 to 1 for two bare keys, 1 for equal ones.

    Names are similar where each word of the shorter one is, give or take a slip, a word of the longer one, or where
    they are written alike apart from where words begin. A word that both have by chance makes none of them alike.
    """
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import JaroWinkler

    together = one.replace(" ", ""), other.replace(" ", "")
    whole = fuzz.ratio(*together) / 100
    few, many = sorted((one.split(), other.split()), key=len)
    many += _glued(many) if len(few) < len(many) else []
    if all(
        process.extractOne(word, many, scorer=JaroWinkler.similarity, score_cutoff=_WORD_ALIKE)
        for word in few
    ):
        return max(whole, _subset(few))
    if min(map(len, together)) >= _LONG_ENOUGH and fuzz.partial_ratio(*together) >= 92:
        return max(whole, 0.88)
    return min(whole, ALIKE - 0.01)


def _glued(words: Sequence[str]) -> list[str]:
    """Any two of the words as one: where a word ends is a matter of taste."""
    return [one + other for one, other in permutations(words[:5], 2)]


def _subset(few: Sequence[str]) -> float:
    """How much it says that all words of one name are in the other."""
    if len(few) >= 2:
        return 0.92
    return 0.82 if len(few[0]) >= 4 else 0.6


def nearest(key: str, keys: Sequence[str], *, limit: int = 6) -> list[int]:
    """The places of those of many bare keys that may be similar to one, most alike first."""
    from rapidfuzz import fuzz, process

    found = process.extract(key, keys, scorer=fuzz.token_set_ratio, score_cutoff=72, limit=limit)
    return [at for _key, _score, at in found]
