# SPDX-License-Identifier: Apache-2.0
"""Theme, text size and language follow the person's settings at once."""

from uuid import UUID

import pytest
from PySide6.QtCore import QTranslator

from desktop import i18n
from desktop import settings as declared
from desktop.settings import Settings
from desktop.views import theme
from desktop.views.look import Look

MAYA, TOM = UUID(int=6), UUID(int=7)


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture(autouse=True)
def light_again(qapp):
    yield
    theme.apply(qapp, "light", 100)


def test_each_person_has_their_own_look(qapp, settings):
    """Covers: M2, M3."""
    settings.set(declared.LANGUAGE, "en")
    settings.set(declared.THEME, "light", person=TOM)
    settings.set(declared.THEME, "dark", person=MAYA)
    settings.set(declared.TEXT_SIZE, 130, person=MAYA)
    settings.set(declared.TEXT_SIZE, 100, person=TOM)
    look = Look(qapp, settings)
    look.follow(MAYA)
    assert (theme.current().name, theme.text_size()) == ("dark", 130)
    look.follow(TOM)
    assert (theme.current().name, theme.text_size()) == ("light", 100)


def test_a_changed_setting_is_seen_at_once(qapp, settings):
    settings.set(declared.LANGUAGE, "en")
    look = Look(qapp, settings)
    look.follow(MAYA)
    settings.set(declared.THEME, "dark", person=MAYA)
    assert theme.current().is_dark
    settings.set(declared.LANGUAGE, "ru", person=MAYA)
    assert i18n.language() == "ru"
    settings.set(declared.LANGUAGE, "en", person=MAYA)
    assert i18n.language() == "en"


def test_a_start_in_russian_gives_qt_its_russian_too(qapp, settings):
    """Covers: M2."""
    settings.set(declared.LANGUAGE, "ru")
    i18n.switch("ru")  # as `python -m desktop` does before there is a window
    before = set(qapp.findChildren(QTranslator))
    Look(qapp, settings)
    try:
        (own,) = set(qapp.findChildren(QTranslator)) - before
        assert own.language().startswith("ru")
        assert qapp.translate("QPlatformTheme", "Cancel") == "Отмена"
    finally:
        settings.set(declared.LANGUAGE, "en")
