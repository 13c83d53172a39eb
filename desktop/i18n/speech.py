# SPDX-License-Identifier: Apache-2.0
"""The language spoken now: its texts, its symbols, and who wants to know when it changes."""

from __future__ import annotations

import gettext
from collections.abc import Callable

from desktop import log
from desktop.i18n import catalogues
from desktop.i18n.locales import SOURCE
from desktop.i18n.symbols import Symbols

_log = log.logger("i18n")
Listener = Callable[[], None]


class _Speech:
    """One language for the whole process, as gettext has it."""

    def __init__(self) -> None:
        self.language = SOURCE
        self.texts: gettext.NullTranslations = gettext.NullTranslations()
        self.symbols: Symbols | None = None
        self.listeners: list[Listener] = []


_speech = _Speech()


def language() -> str:
    """The code of the language spoken now: "en", "ru"."""
    return _speech.language


def switch(code: str) -> None:
    """Speak another language from now on and tell every listener; an unshipped one is English.

    Runs on the GUI thread; other threads see the new language from their next sentence on.
    """
    if code not in catalogues.shipped():
        _log.info("No catalogue for %r, English is spoken", code)
        code = SOURCE
    texts, symbols = catalogues.load(code)
    _speech.language, _speech.texts, _speech.symbols = code, texts, symbols
    for listener in list(_speech.listeners):
        listener()


def on_switch(listener: Listener) -> Callable[[], None]:
    """Call `listener` after every switch; returns what ends it.

    Whoever is destroyed must end it first.
    """
    _speech.listeners.append(listener)

    def end() -> None:
        if listener in _speech.listeners:
            _speech.listeners.remove(listener)

    return end


def symbols() -> Symbols:
    """The signs, names and patterns of the language spoken now."""
    if _speech.symbols is None:
        _speech.symbols = catalogues.load(_speech.language)[1]
    return _speech.symbols


def _(message: str) -> str:
    """The sentence in the language spoken now.

    Fields are named and filled afterwards, with `format`.
    """
    return _speech.texts.gettext(message) if message else ""


def N_(message: str) -> str:  # noqa: N802 -- gettext's customary name
    """Mark a text of a declaration for translation, which happens later, where it is shown."""
    return message


def ngettext(one: str, many: str, n: int) -> str:
    """The sentence in the plural form that the language wants for `n`."""
    return _speech.texts.ngettext(one, many, n)


def pgettext(context: str, message: str) -> str:
    """The sentence of a context, where one English word has several translations."""
    return _speech.texts.pgettext(context, message)


def npgettext(context: str, one: str, many: str, n: int) -> str:
    """The sentence of a context in the plural form that the language wants for `n`."""
    return _speech.texts.npgettext(context, one, many, n)
