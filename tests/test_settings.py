# SPDX-License-Identifier: Apache-2.0
"""desktop.settings: declared once, checked, kept whole."""

import json
from uuid import UUID

import pytest

from desktop import settings
from desktop.errors import UserError
from desktop.settings import DECLARED, Settings

ANNA = UUID(int=1)
BORIS = UUID(int=2)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "config" / "settings.json"


def test_every_default_is_valid_and_every_key_is_its_own():
    assert all(one.problem(one.default) is None for one in DECLARED.values())
    assert len(DECLARED) == len(
        [x for x in vars(settings).values() if isinstance(x, settings.Setting)]
    )


def test_what_was_chosen_is_there_after_a_restart(path):
    Settings(path).set(settings.THEME, "dark")
    assert Settings(path).get(settings.THEME) == "dark"


def test_a_person_has_their_own_and_the_desk_follows_the_last_choice(path):
    kept = Settings(path)
    kept.set(settings.LANGUAGE, "ru", person=ANNA)
    kept.set(settings.LANGUAGE, "en", person=BORIS)
    again = Settings(path)
    assert again.get(settings.LANGUAGE, person=ANNA) == "ru"
    assert again.get(settings.LANGUAGE, person=BORIS) == "en"
    assert again.get(settings.LANGUAGE) == "en"
    assert again.get(settings.LANGUAGE, person=UUID(int=3)) == "en"


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        (settings.THEME, "pink", "choose one of As the system, Light, Dark"),
        (settings.BACKUPS_KEPT, 1, "from 3 to 365"),
        (settings.TEXT_SIZE, True, "another kind"),
    ],
)
def test_a_wrong_value_is_refused_in_words_and_changes_nothing(path, setting, value, said):
    kept = Settings(path)
    with pytest.raises(UserError, match=said) as caught:
        kept.set(setting, value)
    assert caught.value.field == setting.key
    assert kept.get(setting) == setting.default


def test_a_value_edited_by_hand_into_nonsense_counts_as_not_chosen(path):
    kept = Settings(path)
    kept.set(settings.TEXT_SIZE, 130)
    data = json.loads(path.read_text())
    data["desk"]["text_size"] = "huge"
    path.write_text(json.dumps(data))
    assert Settings(path).get(settings.TEXT_SIZE) == 100


def test_keys_of_a_newer_version_are_kept(path):
    Settings(path).set(settings.THEME, "dark")
    data = json.loads(path.read_text())
    data["desk"]["from_the_future"] = [1]
    path.write_text(json.dumps(data))
    Settings(path).set(settings.THEME, "light")
    assert json.loads(path.read_text())["desk"]["from_the_future"] == [1]


@pytest.mark.logs("Settings are damaged")
@pytest.mark.parametrize("damage", ["", "{", "[]", '{"desk": 5}', "\0\0\0"])
def test_a_damaged_file_is_put_aside_and_defaults_hold(path, damage):
    path.parent.mkdir(parents=True)
    path.write_text(damage)
    kept = Settings(path)
    assert kept.get(settings.THEME) == "system"
    kept.set(settings.THEME, "dark")
    assert path.with_suffix(".damaged.json").read_text() == damage
    assert Settings(path).get(settings.THEME) == "dark"


@pytest.mark.logs("Settings could not be written")
def test_a_folder_that_cannot_be_written_is_told_and_the_choice_holds(tmp_path):
    kept = Settings(tmp_path / "config" / "settings.json")
    (tmp_path / "config").write_text("in the way")
    with pytest.raises(UserError, match="could not be saved"):
        kept.set(settings.THEME, "dark")
    assert kept.get(settings.THEME) == "dark"


def test_listeners_hear_of_a_change_until_they_end_it(path):
    kept, heard = Settings(path), []
    end = kept.on_change(lambda setting: heard.append(setting.key))
    kept.set(settings.THEME, "dark")
    end()
    kept.set(settings.THEME, "light")
    assert heard == ["theme"]


def test_a_screen_finds_what_it_left_for_each_person(path):
    kept = Settings(path)
    kept.remember("window.size", [1440, 900], person=ANNA)
    again = Settings(path)
    assert again.recall("window.size", person=ANNA) == [1440, 900]
    assert again.recall("window.size", person=BORIS) is None
