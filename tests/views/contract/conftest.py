# SPDX-License-Identifier: Apache-2.0
"""A desk with the wizard, closed again after the test, with or without LibreOffice."""

from collections.abc import Callable, Iterator

import pytest

from desktop import paths
from desktop.documents.programs import Programs
from desktop.flows.paper_making import Office
from desktop.views.contract import desk as contract_desk
from tests.contract_desk import WizardDesk
from tests.smtp_server import PostOffice


@pytest.fixture(scope="session")
def profiles(tmp_path_factory):
    """LibreOffice's own folder, made once: its first start takes the longest."""
    return tmp_path_factory.mktemp("libreoffice")


@pytest.fixture
def with_libreoffice(own_home, profiles):
    """Papers are made with this computer's LibreOffice, whose profile is there already."""
    paths.cache_dir().mkdir(parents=True)
    (paths.cache_dir() / "libreoffice").symlink_to(profiles)


@pytest.fixture
def without_office(monkeypatch):
    """A computer without Word and LibreOffice."""
    monkeypatch.setattr(contract_desk, "office_here", lambda _maker: Office(Programs("linux")))


@pytest.fixture
def make_desk(make_desks) -> Callable[..., WizardDesk]:
    """Makes desks as a test wants them."""
    return make_desks(WizardDesk)


@pytest.fixture
def post(tmp_path) -> Iterator[PostOffice]:
    """A mail server of this test alone."""
    with PostOffice(tmp_path / "post") as office:
        yield office
