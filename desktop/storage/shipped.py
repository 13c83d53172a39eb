# SPDX-License-Identifier: Apache-2.0
"""What a new shop starts with: shipped pipelines, refusal reasons, prices and tax by country, from data files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from desktop import paths
from desktop.values.ids import derived_id
from desktop.values.pricing import PriceTable

LEADS: Final = "leads"
"""The lead funnel's place among the shipped pipelines."""

_SOURCE = "en"
_SHIPPED = UUID("0198a3c2-5f10-7c44-9f27-6a1d2f7be917")
_STAGE_FIELDS = frozenset(
    "name short_name kind purpose hint asks limit_hours limit_minutes when_passed demands".split()
)


def shipped_id(kind: str, *place: object) -> UUID:
    """The id of something shipped, by its place in the shipped file, in whatever language it was taken from there.

    It is the same in every shop, so that two shops that come together at one hub have one of each.
    """
    return derived_id(_SHIPPED, kind, *place)


def pipelines(language: str) -> list[dict[str, Any]]:
    """The pipelines in a language, each with its `stage` list, in order; English where it has none."""
    found: list[dict[str, Any]] = _read(language, "pipelines.toml")["pipeline"]
    return [_checked(pipeline) for pipeline in found]


def leads(language: str) -> dict[str, Any]:
    """The lead funnel in a language: its `name` and its `stage` list, in order."""
    return _checked(_read(language, "leads.toml"))


def _checked(pipeline: dict[str, Any]) -> dict[str, Any]:
    for stage in pipeline["stage"]:
        unknown = set(stage) - _STAGE_FIELDS
        assert not unknown, f"unknown fields of a stage: {unknown}"
    return pipeline


def reasons(language: str) -> dict[str, list[dict[str, Any]]]:
    """The refusal reasons in a language, under `deals` and `leads`, in the order of their keys."""
    found: dict[str, list[dict[str, Any]]] = _read(language, "reasons.toml")
    return found


def touch_plans(language: str) -> dict[str, dict[str, Any]]:
    """The touch plans in a language, by kind of client; "everybody" holds where a kind has none of its own."""
    found: dict[str, dict[str, Any]] = _read(language, "touch_plans.toml")
    return found


def norms() -> dict[str, dict[str, int]]:
    """What a role is to do on a full day, by role."""
    with paths.resource("shop", "norms.toml").open("rb") as file:
        return tomllib.load(file)


def script(language: str, channel: str) -> list[dict[str, Any]]:
    """The steps of a channel's script in a language, as a script's document; none for a channel that has none."""
    found: list[dict[str, Any]] = _read(language, "scripts.toml").get(channel, [])
    return [{**step, "fill": [_fill(one) for one in step.get("fill", ())]} for step in found]


def _fill(field: str) -> dict[str, Any]:
    return {"field": field.removesuffix("*"), "required": field.endswith("*")}


def products(language: str, currency: str) -> list[dict[str, Any]]:
    """The shipped price list as fields of products, named in a language, priced in a currency.

    Roubles have prices of their own; every other currency gets the same figures to begin with.
    """
    with paths.resource("shop", "prices.toml").open("rb") as file:
        entries = tomllib.load(file)["product"]
    tongue = language if language in entries[0] else _SOURCE
    rates = "rub" if currency == "RUB" else "gbp"
    return [_product(entry, tongue, rates) for entry in entries]


def _product(entry: Mapping[str, Any], tongue: str, rates: str) -> dict[str, Any]:
    table = {
        "breaks": entry["breaks"][rates],
        "options": [_option(option, tongue, rates) for option in entry["option"]],
        "minimum": entry["minimum"][rates],
        "express_fee": entry["fee"][rates],
        "sheet": entry.get("sheet", ""),
    }
    return {
        "name": entry[tongue],
        "icon": entry["icon"],
        "unit": entry["unit"][tongue],
        "on_tiles": entry.get("on_tiles", True),
        "working_hours": entry["hours"],
        "table": PriceTable.from_document(table).to_document(),
    }


def _option(option: Mapping[str, Any], tongue: str, rates: str) -> dict[str, Any]:
    choices = []
    for choice in option["choices"]:
        piece, order = choice.get(rates, ("0", "0"))
        named = {"key": choice["key"], "name": choice[tongue]}
        choices.append({**named, "per_piece": piece, "per_order": order})
    return {"key": option["key"], "name": option[tongue], "choices": choices}


def country(code: str) -> Mapping[str, Any]:
    """What a firm of this country (ISO 3166) usually has: currency, tax rate in percent, days to pay."""
    with paths.resource("shop", "countries.toml").open("rb") as file:
        known = tomllib.load(file)
    return {**known["default"], **known.get(code, {})}


def countries() -> tuple[str, ...]:
    """The countries that have an entry of their own."""
    with paths.resource("shop", "countries.toml").open("rb") as file:
        return tuple(code for code in tomllib.load(file) if code != "default")


def _read(language: str, name: str) -> dict[str, Any]:
    path = paths.resource("shop", language, name)
    if not path.is_file():
        path = paths.resource("shop", _SOURCE, name)
    with path.open("rb") as file:
        return tomllib.load(file)
