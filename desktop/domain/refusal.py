# SPDX-License-Identifier: Apache-2.0
"""Why "Other" is no refusal reason, in any shipped language and spelling."""

from __future__ import annotations

import re
import unicodedata

_EMPTY_WORDS = frozenset(
    """
    other others another misc miscellaneous etc whatever unknown none na various sundry
    другое другая другой другие иное иная иной прочее прочие прочая разное разные неизвестно нет
    其他 其它 別的 别的 未知
    """.split()
)
_PADDING = (
    frozenset("reason reasons cause the a an причина причины по原因 原因 по other".split())
    - _EMPTY_WORDS
)
_LOOKALIKES = str.maketrans(
    {"0": "o", "о": "o", "е": "e", "р": "p", "с": "c", "т": "t", "н": "h", "х": "x", "а": "a"}
)


def says_nothing(name: str) -> bool:
    """Whether a reason's name is a form of "Other": any case, spacing, punctuation or mixed alphabet."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("ё", "е")
    words = [word for word in re.split(r"[\W_]+", text) if word and word not in _PADDING]
    if not any(word for word in words):
        return True
    if all(_is_empty(word) for word in words):
        return True
    return _is_empty("".join(words))


def _is_empty(word: str) -> bool:
    plain = word.translate(_LOOKALIKES)
    return word in _EMPTY_WORDS or plain in _EMPTY_WORDS or plain in _EMPTY_PLAIN


_EMPTY_PLAIN = frozenset(word.translate(_LOOKALIKES) for word in _EMPTY_WORDS)
