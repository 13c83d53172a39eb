# SPDX-License-Identifier: Apache-2.0
"""One rotating log file, one logger per area, and no secret in any line."""

import logging
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

ROOT: Final = "counterfoil"
FILE_NAME: Final = "counterfoil.log"
MAX_BYTES: Final = 2_000_000
KEPT_FILES: Final = 4
HIDDEN: Final = "•••"

# Texts, which `re` compiles and keeps when the first line is written: not before the first paint.
_PATTERNS: Final = (
    r"""(?ix) (\b(?:password|passwd|pwd|secret|token|api[_-]?key|pin|пароль|пин)
        ["']? \s* [:=] \s*)
        (?: "[^"]*" | '[^']*' | [^\s,;&)}\]]+ )""",
    r"(?i)(\b[a-z][a-z0-9+.-]*://[^\s:/@]+:)[^\s/]+(?=@)",
    r"(?i)(\b(?:bearer|basic|auth(?:\s+(?:plain|login|xoauth2))?)\s+)[a-z0-9+/=_.-]{8,}",
)
_secrets: set[str] = set()
_started: list[logging.Handler] = []


def logger(area: str) -> logging.Logger:
    """The logger of one area of the program, such as "storage" or "mail"."""
    return logging.getLogger(f"{ROOT}.{area}")


def hide(secret: str) -> None:
    """Keep this very text out of every later line, wherever it turns up.

    Texts under four characters are left alone.
    """
    if len(secret) >= 4:
        _secrets.add(secret)


def redact(text: str) -> str:
    """The text without passwords, tokens and every secret given to `hide`."""
    for secret in _secrets:
        text = text.replace(secret, HIDDEN)
    for pattern in _PATTERNS:
        text = re.sub(pattern, rf"\g<1>{HIDDEN}", text)
    return text


class _RedactingFormatter(logging.Formatter):
    """Redacts the finished line, because a trace can carry a secret as well as the message."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


class RotatingFile(logging.FileHandler):
    """Turns its file over when it is full.

    logging.handlers has such a one, but brings sockets, pickles and queues into the start. A full disk must not stop
    the program, which may have no stderr to complain to.
    """

    max_bytes = MAX_BYTES

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line, and begin a new file once this one is full."""
        super().emit(record)
        if self.stream is not None and self.stream.tell() >= self.max_bytes:
            self.close()
            with suppress(OSError):  # where another program holds the file, it grows on
                self._turn_over(Path(self.baseFilename))
            self.stream = self._open()

    @staticmethod
    def _turn_over(path: Path) -> None:
        for number in range(KEPT_FILES, 0, -1):
            older = path.with_name(f"{path.name}.{number - 1}") if number > 1 else path
            if older.exists():
                older.replace(path.with_name(f"{path.name}.{number}"))

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 -- logging's name
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)


def start(folder: Path, *, level: int = logging.INFO, to_stderr: bool = False) -> Path:
    """Write all areas to the rotating file in `folder`; a second call replaces the first.

    Where the folder cannot be written, the program goes on without a file and says so on stderr, if
    it has one.
    """
    stop()
    root = logging.getLogger(ROOT)
    root.setLevel(level)
    root.propagate = False
    path = folder / FILE_NAME
    formatter = _RedactingFormatter(
        "%(asctime)s %(levelname)-7s %(threadName)s %(name)s: %(message)s"
    )
    handlers: list[logging.Handler] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handlers.append(RotatingFile(path, encoding="utf-8"))
    except OSError:
        to_stderr = True
    if to_stderr and sys.stderr is not None:
        handlers.append(logging.StreamHandler())
    for handler in handlers or [logging.NullHandler()]:
        handler.setFormatter(formatter)
        root.addHandler(handler)
        _started.append(handler)
    return path


def stop() -> None:
    """Close the log file, so that its folder can be moved or removed."""
    root = logging.getLogger(ROOT)
    while _started:
        handler = _started.pop()
        root.removeHandler(handler)
        handler.close()
    root.propagate = True
