# SPDX-License-Identifier: Apache-2.0
"""Starting with the session, as each system has it: the registry's Run key, a LaunchAgent, an XDG autostart entry.

The system keeps the answer, and its own settings may change it: it is read anew each time, never remembered here.
"""

from __future__ import annotations

import os
import plistlib
import subprocess
import sys
from collections.abc import Mapping, Sequence
from configparser import ConfigParser, Error
from pathlib import Path
from typing import Any, Protocol

from desktop import APP_NAME, saving
from desktop.errors import UserError
from desktop.i18n import _

IN_TRAY = "--in-tray"
_LABEL = "org.counterfoil.Counterfoil"
_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
_SWITCHED_OFF = 1
"""The bit in the first byte of an approval that Windows sets when a person switches a program off."""


class Autostart(Protocol):
    """What the session of this person starts."""

    def is_on(self) -> bool:
        """Whether the session starts the program."""

    def switch_on(self, command: Sequence[str]) -> None:
        """Let it start this command; UserError where that cannot be kept."""

    def switch_off(self) -> None:
        """Let it start nothing."""


class Registry(Protocol):
    """Values of this person's part of the Windows registry; None where there is none."""

    def read(self, key: str, name: str) -> Any: ...

    def write(self, key: str, name: str, value: str) -> None: ...

    def delete(self, key: str, name: str) -> None: ...


def autostart(
    *,
    platform: str = sys.platform,
    home: Path | None = None,
    env: Mapping[str, str] | None = None,
    registry: Registry | None = None,
) -> Autostart:
    """The way of this system."""
    home, env = home or Path.home(), os.environ if env is None else env
    if platform == "win32":
        return RunKey(registry or WindowsRegistry())
    if platform == "darwin":
        return LaunchAgent(home / "Library" / "LaunchAgents" / f"{_LABEL}.plist")
    wished = Path(env.get("XDG_CONFIG_HOME", ""))
    config = wished if wished.is_absolute() else home / ".config"
    return DesktopEntry(config / "autostart" / "counterfoil.desktop")


def own_command(
    folder: Path | None = None, *, executable: str = sys.executable, frozen: bool | None = None
) -> list[str]:
    """How this very program is started into the tray; with a shop's folder where it is not the usual one."""
    is_frozen = bool(getattr(sys, "frozen", False)) if frozen is None else frozen
    program = [executable] if is_frozen else [_without_console(executable), "-m", "desktop"]
    shop = [] if folder is None else ["--data", str(folder)]
    return [*program, *shop, IN_TRAY]


def _without_console(executable: str) -> str:
    """Windows opens a black window for python.exe, none for its twin."""
    twin = Path(executable).with_name("pythonw.exe")
    return str(twin) if executable.lower().endswith("python.exe") and twin.exists() else executable


class RunKey:
    """Windows: a value of the Run key, and the approval that Task Manager and Settings keep beside it."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def is_on(self) -> bool:
        """Whether there is a value, and nobody has switched it off in Task Manager."""
        approval = self._registry.read(_APPROVED, APP_NAME)
        is_off = isinstance(approval, bytes) and approval[:1] and approval[0] & _SWITCHED_OFF
        return bool(self._registry.read(_RUN, APP_NAME)) and not is_off

    def switch_on(self, command: Sequence[str]) -> None:
        """Write the command, and take back what switched it off."""
        try:
            self._registry.write(_RUN, APP_NAME, subprocess.list2cmdline(command))
            self._registry.delete(_APPROVED, APP_NAME)
        except OSError as error:
            raise _not_kept() from error

    def switch_off(self) -> None:
        """Take the value away."""
        try:
            self._registry.delete(_RUN, APP_NAME)
        except OSError as error:
            raise _not_kept() from error


class LaunchAgent:
    """macOS: a property list that launchd reads when the person signs in."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def is_on(self) -> bool:
        """Whether there is one that is not switched off."""
        try:
            kept = plistlib.loads(self._path.read_bytes())
        except (OSError, ValueError, plistlib.InvalidFileException):
            return False
        return bool(kept.get("RunAtLoad")) and not kept.get("Disabled")

    def switch_on(self, command: Sequence[str]) -> None:
        """Write it; it holds from the next sign-in."""
        agent = {
            "Label": _LABEL,
            "ProgramArguments": list(command),
            "RunAtLoad": True,
            "LimitLoadToSessionType": "Aqua",
            "ProcessType": "Interactive",
        }
        _write(self._path, plistlib.dumps(agent))

    def switch_off(self) -> None:
        """Take it away."""
        _remove(self._path)


class DesktopEntry:
    """Linux: an entry of the XDG autostart folder, which GNOME, KDE, Xfce and others read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def is_on(self) -> bool:
        """Whether there is one that neither this program nor the desktop's settings have switched off."""
        parser = ConfigParser(interpolation=None, strict=False)
        try:
            parser.read_string(self._path.read_text(encoding="utf-8"))
            entry = parser["Desktop Entry"]
        except (OSError, UnicodeDecodeError, Error, KeyError):
            return False
        is_hidden = entry.get("Hidden", "").lower() == "true"
        return not is_hidden and entry.get("X-GNOME-Autostart-enabled", "").lower() != "false"

    def switch_on(self, command: Sequence[str]) -> None:
        """Write it."""
        lines = (
            "[Desktop Entry]",
            "Type=Application",
            f"Name={APP_NAME}",
            f"Exec={' '.join(map(_quoted, command))}",
            "Terminal=false",
            "X-GNOME-Autostart-enabled=true",
        )
        _write(self._path, ("\n".join(lines) + "\n").encode())

    def switch_off(self) -> None:
        """Take it away."""
        _remove(self._path)


def _quoted(argument: str) -> str:
    """An argument of an Exec line: quoted, then escaped as every value of such a file is."""
    argument = argument.replace("%", "%%")
    if argument and not set(argument) & set(" \t\n\"'\\><~|&;$*?#()`"):
        return argument
    for special in '\\"`$':
        argument = argument.replace(special, f"\\{special}")
    return '"{}"'.format(argument.replace("\\", "\\\\"))


def _write(path: Path, body: bytes) -> None:
    try:
        saving.write_whole(path, body)
    except UserError as error:
        raise _not_kept() from error


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise _not_kept() from error


def _not_kept() -> UserError:
    return UserError(
        _(
            "The computer did not keep whether Counterfoil starts with it. Nothing else was changed. "
            "Set it in the computer’s own settings, among the programs that start at sign-in."
        )
    )


class WindowsRegistry:
    """The real one, below HKEY_CURRENT_USER."""

    def read(self, key: str, name: str) -> Any:
        """The value under a name."""
        winreg = _winreg()
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                return winreg.QueryValueEx(opened, name)[0]
        except OSError:
            return None

    def write(self, key: str, name: str, value: str) -> None:
        """Keep a text under a name."""
        winreg = _winreg()
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
            winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)

    def delete(self, key: str, name: str) -> None:
        """Keep nothing under a name."""
        winreg = _winreg()
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as opened:
                winreg.DeleteValue(opened, name)
        except FileNotFoundError:
            return


def _winreg() -> Any:
    import winreg  # there is none on other systems

    return winreg
