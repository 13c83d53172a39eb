# SPDX-License-Identifier: Apache-2.0
"""desktop.paths: each platform's folders, shipped files, network shares."""

import sys
from pathlib import Path

import pytest

from desktop import paths
from desktop.paths import Folders, folders, on_network_share

HOME = Path("/home/anna")


def test_linux_keeps_to_the_xdg_folders():
    found = folders(platform="linux", env={}, home=HOME)
    assert found == Folders(
        HOME / ".local/share/counterfoil",
        HOME / ".config/counterfoil",
        HOME / ".cache/counterfoil",
        HOME / ".local/state/counterfoil",
    )


def test_linux_takes_absolute_xdg_variables_and_ignores_relative_ones():
    env = {"XDG_DATA_HOME": "/srv/data", "XDG_CONFIG_HOME": "not/absolute"}
    found = folders(platform="linux", env=env, home=HOME)
    assert found.data == Path("/srv/data/counterfoil")
    assert found.config == HOME / ".config/counterfoil"


def test_windows_keeps_the_shop_out_of_the_roaming_profile():
    env = {
        "LOCALAPPDATA": "/c/Users/anna/AppData/Local",
        "APPDATA": "/c/Users/anna/AppData/Roaming",
    }
    found = folders(platform="win32", env=env, home=HOME)
    assert found.data == Path("/c/Users/anna/AppData/Local/Counterfoil/data")
    assert found.log == Path("/c/Users/anna/AppData/Local/Counterfoil/log")


def test_macos_keeps_to_the_library():
    found = folders(platform="darwin", env={}, home=HOME)
    assert found.data == HOME / "Library/Application Support/Counterfoil/data"
    assert found.log == HOME / "Library/Logs/Counterfoil"


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_one_variable_moves_everything(platform):
    found = folders(platform=platform, env={paths.HOME_VARIABLE: "/media/usb"}, home=HOME)
    assert found == Folders(
        *(Path("/media/usb") / name for name in ("data", "config", "cache", "log"))
    )


def test_a_checkout_finds_its_resources():
    assert paths.resource("fonts").is_dir()
    assert paths.translations_dir().is_dir()


def test_a_frozen_program_finds_what_it_unpacked(tmp_path, monkeypatch):
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resource("icons") == tmp_path / "resources" / "icons"


MOUNTS = [
    ("/", "ext4"),
    ("/srv/shop", "cifs"),
    ("/srv/shop/local", "ext4"),
    ("/mnt/with space", "nfs4"),
    ("/mnt/usb", "vfat"),
]


@pytest.mark.parametrize(
    ("path", "remote"),
    [
        ("/home/anna/shop", False),
        ("/srv/shop", True),
        ("/srv/shop/a/b", True),
        ("/srv/shopping", False),
        ("/srv/shop/local/db", False),
        ("/mnt/with space/x", True),
        ("/mnt/usb/x", False),
    ],
)
def test_linux_judges_by_the_nearest_mount(path, remote, monkeypatch):
    monkeypatch.setattr(Path, "exists", lambda _self: True)
    assert on_network_share(Path(path), platform="linux", mounts=lambda: MOUNTS) is remote


def test_this_very_folder_is_local(tmp_path):
    assert not on_network_share(tmp_path / "not there yet")


@pytest.mark.parametrize(
    ("path", "drive_type", "remote"),
    [
        (r"\\SERVER\shop\data", 0, True),
        (r"\\?\C:\shop", 3, False),
        (r"S:\shop", 4, True),
        (r"C:\shop", 3, False),
    ],
)
def test_windows_judges_by_the_drive(path, drive_type, remote):
    asked = []

    def drive(root):
        asked.append(root)
        return drive_type

    assert on_network_share(Path(path), platform="win32", drive_type=drive) is remote


@pytest.mark.parametrize(("flags", "remote"), [(0x1000, False), (0x0, True)])
def test_macos_judges_by_the_local_flag(flags, remote, tmp_path):
    found = on_network_share(tmp_path, platform="darwin", mount_flags=lambda _path: flags)
    assert found is remote
