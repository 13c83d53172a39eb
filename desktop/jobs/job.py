# SPDX-License-Identifier: Apache-2.0
"""What a sub-command is: its words, its arguments, what it does and what it answers."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Answer = dict[str, Any]
"""What a job tells: `said` for people, the rest for programs."""

Work = Callable[[argparse.Namespace, Path], Answer]


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument: a place (by default a path) or, with two dashes, an option with a value; `switch` takes none."""

    name: str
    metavar: str
    about: str
    kind: Callable[[str], object] = Path
    nargs: str | None = None
    required: bool = False
    default: object = None
    switch: bool = False

    def add_to(self, parser: argparse.ArgumentParser) -> None:
        """Let a parser take this argument."""
        if self.switch:
            parser.add_argument(self.name, action="store_true", help=self.about)
            return
        extra: dict[str, Any] = {"type": self.kind, "metavar": self.metavar, "help": self.about}
        if self.name.startswith("--"):
            extra |= {"required": self.required, "default": self.default}
        else:
            extra["nargs"] = self.nargs
        parser.add_argument(self.name, **extra)


@dataclass(frozen=True, slots=True)
class Job:
    """A sub-command by its one or two words."""

    words: tuple[str, ...]
    work: Work
    help: str
    arguments: tuple[Argument, ...] = ()

    @property
    def name(self) -> str:
        """Its words as they are typed."""
        return " ".join(self.words)
