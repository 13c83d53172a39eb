# SPDX-License-Identifier: Apache-2.0
"""What a paper can say is described once, in the window's language, and the context holds all of it."""

from __future__ import annotations

import dataclasses

import pytest

from desktop import i18n
from desktop.documents.fields import (
    Party,
    PartyKind,
    Signatory,
    catalogue,
    context,
    format_catalogue,
)
from desktop.documents.template.formats import formats
from desktop.documents.template.wire import packed, unpacked
from tests.documents.child_side import findings_of
from tests.documents.examples import english, private_person, russian, sole_trader, template


def test_every_field_is_described_and_the_context_holds_it() -> None:
    """Covers: G2."""
    held = context(english())
    for info in catalogue():
        assert info.about
        assert not info.about.endswith(".")
        value = held
        for step in info.path.replace("[]", ".0").split("."):
            value = value[int(step)] if step.isdigit() else value[step]


def test_the_descriptions_speak_the_window_s_language() -> None:
    i18n.switch("ru")
    described = {info.path: info.about for info in catalogue()}
    assert described["client.signatory.name_genitive"] == (
        "клиент: подписант: фамилия, имя, отчество в родительном падеже"
    )
    assert all(not about.isascii() or about == "IBAN" for about in described.values())


def test_each_format_is_described_and_its_example_works(tmp_path) -> None:
    """Covers: G2."""
    described = format_catalogue()
    offered = {name for name in formats("en") if not name.startswith("_")}
    assert {info.name for info in described} == offered
    assert findings_of(template(tmp_path, *(info.tag for info in described)), russian(), "ru") == []


def test_the_context_survives_its_way_to_the_child_process() -> None:
    for fields in (english(), russian()):
        assert unpacked(packed(context(fields))) == context(fields)


def test_what_is_no_plain_value_does_not_go_on_paper() -> None:
    for value in (object(), 1.5, {1, 2}, open):
        with pytest.raises(TypeError, match="does not go on paper"):
            packed({"value": value})


def test_forms_nobody_typed_are_proposed() -> None:
    """Covers: G3."""
    client = context(russian())["client"]
    assert client["signatory"]["name_genitive"] == "Липиной Марии Олеговны"
    assert client["signatory"]["post_genitive"] == "директора"
    assert client["signatory"]["short_name"] == "Липина\u00a0М.\u00a0О."
    assert (client["called"], client["acting"]) == ("именуемое", "действующей")


@pytest.mark.parametrize(
    ("party", "called", "signs"),
    [
        (sole_trader(), "именуемая", "Королёва Анна Петровна"),
        (private_person(), "именуемый", "Сорокин Пётр Ильич"),
        (Party(kind=PartyKind.PERSON, name="Ким Женя"), "именуемый (именуемая)", "Ким Женя"),
        (Party(kind=PartyKind.COMPANY, name="ООО «Липа»"), "именуемое", ""),
        (
            Party(kind=PartyKind.SOLE_TRADER, name="ИП Ким", signatory=Signatory(name="Ким Анна")),
            "именуемая",
            "Ким Анна",
        ),
    ],
)
def test_a_person_and_a_sole_trader_sign_for_themselves(
    party: Party, called: str, signs: str
) -> None:
    client = context(dataclasses.replace(russian(), client=party))["client"]
    assert client["called"] == called
    assert client["signatory"]["name"] == signs
