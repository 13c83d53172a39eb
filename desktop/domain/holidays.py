# SPDX-License-Identifier: Apache-2.0
"""Public holidays by country and year, moved days included; the only user of the holidays library."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.util import find_spec, module_from_spec
from types import ModuleType

_LANGUAGES = {"ru": "ru", "en": "en_GB"}


@lru_cache(maxsize=32)
def public_holidays(country: str, years: tuple[int, ...], language: str) -> Mapping[dt.date, str]:
    """The days off of a country (ISO 3166) in these years, named in the language; empty for an unknown one.

    Transfers of a coming year are known only once a government has published them: the shop's own days
    outrank this list.
    """
    library = _library()
    try:
        supported = library.country_holidays(country).supported_languages
    except NotImplementedError:
        return {}
    wished = _LANGUAGES.get(language)
    spoken = wished if wished in supported else None
    return dict(library.country_holidays(country, years=years, language=spoken))


@cache
def _library() -> ModuleType:
    """The library without the rules of all other countries, which its package loads with the first: 22 MB.

    A country's own module and what it refers to is found all the same: by the package's folder.
    """
    import holidays  # not before a date is asked for

    spec = find_spec("holidays.countries")
    if spec is not None and spec.name not in sys.modules:
        sys.modules[spec.name] = module_from_spec(spec)
    return holidays
