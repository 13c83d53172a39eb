# SPDX-License-Identifier: Apache-2.0
"""Where things lie: data, settings, cache, log and resources on each platform; network shares."""

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PureWindowsPath
from typing import Final

from desktop.frozen import dataclass

HOME_VARIABLE: Final = "COUNTERFOIL_HOME"
"""A folder for everything the program keeps: a portable copy, a second shop, a test."""

_NETWORK_TYPES: Final = frozenset(
    "nfs nfs4 cifs smb2 smb3 smbfs afs ceph glusterfs ncpfs coda 9p davfs davfs2 "
    "fuse.sshfs fuse.smbnetfs fuse.rclone fuse.gvfsd-fuse fuse.davfs fuse.glusterfs "
    "fuse.ceph".split()
)
_WINDOWS_REMOTE_DRIVE: Final = 4
_MACOS_LOCAL_FLAG: Final = 0x1000


@dataclass(frozen=True, slots=True)
class Folders:
    """The four folders of this desk. They need not exist yet."""

    data: Path
    config: Path
    cache: Path
    log: Path


def folders(
    *,
    platform: str = sys.platform,
    env: Mapping[str, str] | None = None,
    home: Path | None = None,
) -> Folders:
    """The desk's folders by the platform's custom (Known Folders, Apple's Library, XDG)."""
    env = os.environ if env is None else env
    if own := env.get(HOME_VARIABLE):
        base = Path(own)
        return Folders(base / "data", base / "config", base / "cache", base / "log")
    home = home or Path.home()
    if platform == "win32":
        # Local, not roaming: a roaming profile would copy the shop's database at every sign-in.
        base = Path(env.get("LOCALAPPDATA") or home / "AppData" / "Local") / "Counterfoil"
        return Folders(base / "data", base / "config", base / "cache", base / "log")
    if platform == "darwin":
        library = home / "Library"
        support = library / "Application Support" / "Counterfoil"
        return Folders(
            support / "data",
            support / "config",
            library / "Caches" / "Counterfoil",
            library / "Logs" / "Counterfoil",
        )
    return Folders(
        _xdg(env, "XDG_DATA_HOME", home / ".local" / "share"),
        _xdg(env, "XDG_CONFIG_HOME", home / ".config"),
        _xdg(env, "XDG_CACHE_HOME", home / ".cache"),
        _xdg(env, "XDG_STATE_HOME", home / ".local" / "state"),
    )


def _xdg(env: Mapping[str, str], name: str, default: Path) -> Path:
    # The XDG specification tells programs to ignore relative paths.
    value = env.get(name, "")
    return (Path(value) if Path(value).is_absolute() else default) / "counterfoil"


def data_dir() -> Path:
    """The folder of the shop: database, attached files, drafts."""
    return folders().data


def config_dir() -> Path:
    """The folder of this desk's settings."""
    return folders().config


def cache_dir() -> Path:
    """The folder of what can be made again at any time."""
    return folders().cache


def log_dir() -> Path:
    """The folder of the log."""
    return folders().log


def resource(*parts: str) -> Path:
    """A shipped file or folder below `resources/`."""
    return _shipped("resources").joinpath(*parts)


def translations_dir() -> Path:
    """The folder with the catalogues, `<lang>/LC_MESSAGES/*.po` or `compiled/<lang>.mo`."""
    return _shipped("i18n")


def _shipped(name: str) -> Path:
    # Three homes: a frozen program unpacks to _MEIPASS, a wheel carries `_resources`, a checkout
    # has it beside the package.
    frozen = getattr(sys, "_MEIPASS", None)
    package = Path(__file__).resolve().parent
    places = [package / f"_{name}", package.parent / name]
    if frozen:
        places.insert(0, Path(frozen) / name)
    return next((place for place in places if place.is_dir()), places[-1])


Mounts = Iterable[tuple[str, str]]
"""Pairs of mount point and file system type."""


def on_network_share(
    path: Path,
    *,
    platform: str = sys.platform,
    mounts: Callable[[], Mounts] | None = None,
    drive_type: Callable[[str], int] | None = None,
    mount_flags: Callable[[Path], int] | None = None,
) -> bool:
    """Whether the folder lies on another machine, where SQLite's locks cannot be trusted.

    A folder that does not exist yet is judged by its nearest existing parent. What cannot be found
    out counts as local.
    """
    if platform == "win32":
        return _windows_share(path, drive_type or _windows_drive_type)
    existing = next((p for p in (path, *path.parents) if p.exists()), path)
    if platform == "darwin":
        flags = (mount_flags or _macos_mount_flags)(existing)
        return not flags & _MACOS_LOCAL_FLAG
    kind = _file_system_type(existing.absolute(), (mounts or _linux_mounts)())
    return kind in _NETWORK_TYPES


def _windows_share(path: Path, drive_type: Callable[[str], int]) -> bool:
    drive = PureWindowsPath(path).drive
    if drive.startswith("\\\\") and not drive.startswith(("\\\\?\\", "\\\\.\\")):
        return True
    return bool(drive) and drive_type(drive + "\\") == _WINDOWS_REMOTE_DRIVE


def _file_system_type(path: Path, mounts: Mounts) -> str:
    best, kind = -1, ""
    for point, its_kind in mounts:
        if path.is_relative_to(point) and len(point) >= best:
            best, kind = len(point), its_kind
    return kind


def _linux_mounts() -> Mounts:
    """Read /proc/self/mounts; a space in a mount point is an octal escape there (fstab(5))."""
    try:
        text = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    rows = [line.split(" ") for line in text.splitlines()]
    return [(row[1].replace("\\040", " "), row[2]) for row in rows if len(row) > 2]


def _windows_drive_type(root: str) -> int:
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 -- not in other platforms' stubs
    return int(kernel.GetDriveTypeW(root))


def _macos_mount_flags(path: Path) -> int:
    """The f_flags of statfs(2); its offset in the 64-bit struct is 64.

    Answers "local" where the call fails.
    """
    import ctypes
    import platform as machine

    library = ctypes.CDLL(None)
    name = "statfs" if machine.machine() == "arm64" else "statfs$INODE64"
    buffer = ctypes.create_string_buffer(4096)
    if getattr(library, name)(os.fsencode(path), buffer) != 0:
        return _MACOS_LOCAL_FLAG
    return int.from_bytes(buffer.raw[64:68], sys.byteorder)
