# SPDX-License-Identifier: Apache-2.0
"""Starting with the session on each of the three systems; the registry is the only stand-in."""

import os
import plistlib
import subprocess
from pathlib import Path

import pytest

from desktop.channels.autostart import IN_TRAY, autostart, own_command
from desktop.errors import UserError

RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"


class MemoryRegistry:
    def __init__(self) -> None:
        self.values: dict[tuple[str, str], object] = {}
        self.is_closed = False

    def read(self, key, name):
        return self.values.get((key, name))

    def write(self, key, name, value):
        if self.is_closed:
            raise PermissionError(13, "denied by policy")
        self.values[key, name] = value

    def delete(self, key, name):
        self.values.pop((key, name), None)


@pytest.fixture
def registry():
    return MemoryRegistry()


@pytest.fixture(params=["win32", "darwin", "linux"])
def system(request, tmp_path, registry):
    return lambda: autostart(platform=request.param, home=tmp_path, env={}, registry=registry)


def test_each_system_starts_the_program_from_when_it_is_wanted_until_it_is_not(system):
    """Covers: E3."""
    assert not system().is_on()
    system().switch_on(["/opt/Counterfoil", IN_TRAY])
    assert system().is_on(), "another start of the program sees it"
    system().switch_on(["/opt/newer/Counterfoil", IN_TRAY])
    system().switch_off()
    assert not system().is_on()
    system().switch_off()


def test_what_a_person_switched_off_in_task_manager_is_off_and_can_be_wanted_again(registry):
    """Covers: E3."""
    windows = autostart(platform="win32", registry=registry)
    windows.switch_on([r"C:\Program Files\Counterfoil\Counterfoil.exe", IN_TRAY])
    kept = registry.values[RUN, "Counterfoil"]
    assert kept == r'"C:\Program Files\Counterfoil\Counterfoil.exe" --in-tray'
    registry.values[APPROVED, "Counterfoil"] = bytes([3] + [0] * 11)
    assert not windows.is_on()
    windows.switch_on(["Counterfoil.exe"])
    assert windows.is_on()


def test_macos_gets_an_agent_that_starts_at_sign_in(tmp_path):
    """Covers: E3."""
    mac = autostart(platform="darwin", home=tmp_path)
    mac.switch_on(["/Applications/Counterfoil.app/Contents/MacOS/Counterfoil", IN_TRAY])
    (agent,) = (tmp_path / "Library" / "LaunchAgents").glob("*.plist")
    kept = plistlib.loads(agent.read_bytes())
    assert kept["Label"] == agent.stem
    assert kept["ProgramArguments"][1:] == [IN_TRAY]
    assert kept["RunAtLoad"] is True
    agent.write_bytes(b"no property list")
    assert not mac.is_on()


@pytest.mark.skipif(os.name == "nt", reason="asks the shell that reads such a line")
def test_a_folder_with_odd_letters_reaches_the_program_whole(tmp_path):
    """Covers: E3, N8."""
    odd = r'/home/nora/It"s 100% $HOME \ café'
    linux = autostart(platform="linux", home=tmp_path, env={})
    linux.switch_on(["/usr/bin/counterfoil", "--data", odd, IN_TRAY])
    text = (tmp_path / ".config/autostart/counterfoil.desktop").read_text(encoding="utf-8")
    line = next(one for one in text.splitlines() if one.startswith("Exec="))
    # As the specification reads it: escapes of the file, then quotes as a shell's, then field codes.
    unescaped = line.removeprefix("Exec=").replace("\\\\", "\\")
    said = subprocess.run(
        ["/bin/sh", "-c", f"printf '%s\\n' {unescaped}"], check=True, capture_output=True, text=True
    ).stdout.replace("%%", "%")
    assert said.splitlines() == ["/usr/bin/counterfoil", "--data", odd, IN_TRAY]


def test_linux_listens_to_its_own_settings(tmp_path):
    """Covers: E3."""
    config = tmp_path / "elsewhere"
    linux = autostart(platform="linux", home=tmp_path, env={"XDG_CONFIG_HOME": str(config)})
    linux.switch_on(["counterfoil"])
    (entry,) = (config / "autostart").iterdir()
    entry.write_text(entry.read_text() + "Hidden=true\n")
    assert not linux.is_on()


def test_a_system_that_keeps_nothing_says_so_in_words(tmp_path, registry):
    """Covers: N8."""
    registry.is_closed = True
    with pytest.raises(UserError, match="did not keep"):
        autostart(platform="win32", registry=registry).switch_on(["Counterfoil.exe"])
    (tmp_path / ".config").write_text("a file where a folder should be")
    with pytest.raises(UserError, match="did not keep"):
        autostart(platform="linux", home=tmp_path, env={}).switch_on(["counterfoil"])


def test_the_program_names_itself_and_a_shop_that_is_not_the_usual_one(tmp_path):
    """Covers: E3."""
    frozen = own_command(executable="/opt/Counterfoil", frozen=True)
    assert frozen == ["/opt/Counterfoil", IN_TRAY]
    checkout = own_command(Path("/shops/second"), executable="/usr/bin/python3", frozen=False)
    assert checkout == [
        "/usr/bin/python3", "-m", "desktop", "--data", str(Path("/shops/second")), IN_TRAY,
    ]  # fmt: skip
    for name in ("python.exe", "pythonw.exe"):
        (tmp_path / name).touch()
    windows = own_command(executable=os.fspath(tmp_path / "python.exe"), frozen=False)
    assert windows[0].endswith("pythonw.exe")
