# SPDX-License-Identifier: Apache-2.0
"""Errors of two kinds: a UserError says what to do; all else is a bug, logged and shown once."""

import platform
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from types import TracebackType

from desktop import APP_NAME, __version__, log
from desktop.frozen import dataclass

_log = log.logger("bugs")


class UserError(Exception):
    """Something a person can put right, told in one translated text.

    The sentence follows the pattern "what happened, what is safe, what to do". `field` names the
    field of the form that wants the person's attention, if there is one.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


def refuse(problems: Mapping[str, str]) -> None:
    """Raise a UserError with the first of these sentences and its field; return where there are none."""
    for field, sentence in problems.items():
        raise UserError(sentence, field=field)


@dataclass(frozen=True, slots=True)
class Bug:
    """One unexpected exception, ready to be shown and copied."""

    error: BaseException
    where: str
    trace: str

    @property
    def key(self) -> str:
        """The same for two bugs from the same line, so that a repeated one is shown once."""
        frames = traceback.extract_tb(self.error.__traceback__)
        place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else self.where
        return f"{type(self.error).__name__}@{place}"

    def report(self) -> str:
        """The text behind "Copy report": version, system and trace, without secrets."""
        system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
        return f"{APP_NAME} {__version__}\n{system}\n{self.where}\n\n{log.redact(self.trace)}"


BugHandler = Callable[[Bug], None]
UserErrorHandler = Callable[[UserError], None]


def as_bug(error: BaseException, *, where: str) -> Bug:
    """Log an unexpected exception with its trace and return it in the form that is shown."""
    trace = "".join(traceback.format_exception(error))
    _log.error("Bug in %s\n%s", where, trace)
    return Bug(error=error, where=where, trace=trace)


class Strays:
    """Takes what nobody caught: a UserError goes to `told`, a bug once per place to `shown`.

    PySide hands an exception raised in a slot or in a QRunnable to `sys.excepthook`, plain threads
    hand theirs to `threading.excepthook`; both lead here, on the thread where it happened.
    """

    def __init__(self, *, told: UserErrorHandler, shown: BugHandler) -> None:
        self._told = told
        self._shown = shown
        self._seen: set[str] = set()

    def take(self, error: BaseException, *, where: str) -> None:
        """Sort one exception; a keyboard interrupt keeps its usual meaning."""
        if isinstance(error, KeyboardInterrupt):
            sys.__excepthook__(type(error), error, error.__traceback__)
            return
        if isinstance(error, UserError):
            _log.info("Told: %s", error.sentence)
            self._told(error)
            return
        bug = as_bug(error, where=where)
        if bug.key in self._seen:
            return
        self._seen.add(bug.key)
        self._shown(bug)

    def install(self) -> None:
        """Become the process's last resort for exceptions."""
        sys.excepthook = self._from_main
        threading.excepthook = self._from_thread

    def _from_main(
        self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        self.take(error, where="window")

    def _from_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.take(args.exc_value, where=args.thread.name if args.thread else "thread")
