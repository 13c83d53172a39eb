# SPDX-License-Identifier: Apache-2.0
"""Public holidays by country and year, moved days included; the only user of the holidays library."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

_LANGUAGES = {"ru": "ru", "en": "en_GB"}


@lru_cache(maxsize=32)
def public_holidays(country: str, years: tuple[int, ...], language: str) -> Mapping[dt.date, str]:
    """The days off of a country (ISO 3166) in these years, named in the language; empty for an unknown one.

    Transfers of a coming year are known only once a government has published them: the shop's own days
    outrank this list.
    """
    import holidays  # loads every country's rules: not before a date is asked for

    if country not in holidays.list_supported_countries():
        return {}
    wished = _LANGUAGES.get(language)
    supported = holidays.country_holidays(country).supported_languages
    spoken = wished if wished in supported else None
    return dict(holidays.country_holidays(country, years=years, language=spoken))
