# SPDX-License-Identifier: Apache-2.0
"""States: closed lists with names in every language, and transitions that lead somewhere."""

import pytest

from desktop import i18n
from desktop.values import states
from desktop.values.states import (
    MESSAGE_TRANSITIONS,
    Channel,
    MessageState,
    Named,
    PaymentMethod,
    StageKind,
    TaskKind,
)

KINDS = [
    kind
    for kind in vars(states).values()
    if isinstance(kind, type) and issubclass(kind, Named) and kind is not Named
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_member_is_its_stored_text(kind):
    for member in kind:
        assert member == member.value == str(member)
        assert kind(member.value) is member


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_member_has_a_name_of_its_own(kind, language):
    i18n.switch(language)
    names = [member.label() for member in kind]
    assert len(set(names)) == len(names)
    assert all(names)


def test_a_name_follows_the_language():
    """Covers: M2."""
    assert TaskKind.CALL.label() == "Call"
    i18n.switch("ru")
    assert TaskKind.CALL.label() == "Звонок"


def test_every_state_of_a_letter_is_reachable():
    """Covers: I1."""
    reached = edge = {MessageState.WAITING}
    while edge:
        edge = {after for before, after in MESSAGE_TRANSITIONS if before in edge} - reached
        reached = reached | edge
    assert reached == set(MessageState)


def test_what_has_left_the_house_is_never_sent_again_by_itself():
    """Covers: I1. Only a person's answer leads from unsure back to waiting."""
    assert {before for before, after in MESSAGE_TRANSITIONS if after is MessageState.SENDING} == {
        MessageState.WAITING
    }
    for final in (MessageState.WITHDRAWN, MessageState.DELIVERED):
        assert not any(before is final for before, _after in MESSAGE_TRANSITIONS)
    assert (MessageState.SENT, MessageState.WAITING) not in MESSAGE_TRANSITIONS


def test_kinds_say_what_they_mean():
    assert [kind for kind in StageKind if kind.is_final] == [StageKind.WON, StageKind.LOST]
    assert [kind for kind in TaskKind if kind.is_touch] == [
        TaskKind.CALL,
        TaskKind.WRITE,
        TaskKind.MEET,
    ]
    assert [method for method in PaymentMethod if not method.is_till] == [PaymentMethod.TRANSFER]


def test_a_word_of_a_newer_version_is_shown_as_it_is_written():
    assert (Channel.known("phone"), Channel.words("phone")) == (Channel.PHONE, "Phone")
    assert (Channel.known("carrier_pigeon"), Channel.known(None)) == (None, None)
    assert Channel.words("carrier_pigeon") == "carrier_pigeon"
