# SPDX-License-Identifier: Apache-2.0
"""gettext + Babel: _(), N_(), ngettext(), money, date and number formats, live switch.

The only door to Babel, and the law of this folder: no Qt, and no import of Babel when the language
was used before.
"""

from collections.abc import Iterable

from desktop.i18n import catalogues
from desktop.i18n.formats import (
    Sum,
    ago,
    amount,
    currency_sign,
    day_name,
    duration,
    file_size,
    full_day,
    joined,
    long_date,
    money,
    month,
    number,
    numeric_date,
    parse_number,
    percent,
    relative_day,
    relative_moment,
    short_date,
    short_moment,
    short_money,
    short_time,
    span,
)
from desktop.i18n.key_names import say_keys
from desktop.i18n.locales import KNOWN, Language, best_of, system_wishes
from desktop.i18n.speech import (
    N_,
    _,
    language,
    ngettext,
    npgettext,
    on_switch,
    pgettext,
    switch,
)

__all__ = [
    "N_",
    "Language",
    "Sum",
    "_",
    "ago",
    "amount",
    "best_language",
    "currency_sign",
    "day_name",
    "duration",
    "file_size",
    "full_day",
    "in_every_language",
    "joined",
    "language",
    "languages",
    "long_date",
    "money",
    "month",
    "ngettext",
    "npgettext",
    "number",
    "numeric_date",
    "on_switch",
    "parse_number",
    "percent",
    "pgettext",
    "relative_day",
    "relative_moment",
    "say_keys",
    "short_date",
    "short_moment",
    "short_money",
    "short_time",
    "span",
    "spoken",
    "switch",
]


def languages() -> tuple[Language, ...]:
    """The languages the program can be switched to, English first."""
    return tuple(KNOWN[code] for code in catalogues.shipped())


def in_every_language(message: str) -> tuple[str, ...]:
    """The sentence in each shipped language, for what was kept in another one than is spoken now."""
    return tuple(catalogues.load(code)[0].gettext(message) for code in catalogues.shipped())


def spoken() -> Language:
    """The language spoken now, with its names for Qt and other libraries."""
    return KNOWN[language()]


def best_language(wishes: Iterable[str] | None = None) -> str:
    """The shipped language that fits the wishes best, by default those of the system."""
    return best_of(system_wishes() if wishes is None else wishes, shipped=catalogues.shipped())
