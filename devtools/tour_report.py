# SPDX-License-Identifier: Apache-2.0
"""What the tour did and found: steps with their times, keys and pictures, checks with their results, as JSON."""

import json
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class Report:
    """Grows as the tour goes on; `write` stores it, whatever came of the tour."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.steps: list[dict[str, Any]] = []
        self.checks: list[dict[str, Any]] = []
        self.failure = ""
        self._began = time.monotonic()

    @property
    def ok(self) -> bool:
        """Whether every step was played and every check held."""
        return not self.failure and bool(self.checks) and all(one["ok"] for one in self.checks)

    @contextmanager
    def step(self, name: str, keys: list[int]) -> Iterator[None]:
        """Time one step; `keys` holds how many keys it took by its end. A failure ends the tour and is kept."""
        began = time.monotonic()
        entry: dict[str, Any] = {"step": name}
        self.steps.append(entry)
        print(f"{name} …", flush=True)
        try:
            yield
        except Exception as error:
            entry["failed"] = str(error)
            self.failure = f"{name}: {error}\n{traceback.format_exc()}"
            raise
        finally:
            entry["seconds"] = round(time.monotonic() - began, 2)
            entry["keys"] = keys[0]

    def check(self, name: str, found: object, wanted: object = True) -> bool:
        """Note whether something is as it has to be."""
        ok = found == wanted
        entry = {"check": name, "ok": ok}
        if not ok:
            entry |= {"found": str(found)[:400], "wanted": str(wanted)[:400]}
        self.checks.append(entry)
        print(
            f"  {'ok    ' if ok else 'WRONG '} {name}" + ("" if ok else f": {found!r}"), flush=True
        )
        return ok

    def holds(self, name: str, text: str, *parts: str) -> bool:
        """Note whether a text holds all these parts, whatever its line breaks."""
        plain = " ".join(text.split())
        missing = [part for part in parts if part not in plain]
        return self.check(name, missing, [])

    def write(self) -> Path:
        """Store the report in its folder."""
        path = self.folder / "report.json"
        whole = {
            "ok": self.ok,
            "seconds": round(time.monotonic() - self._began, 1),
            "failure": self.failure,
            "steps": self.steps,
            "checks": self.checks,
            "files": sorted(
                one.name for one in self.folder.iterdir() if one.is_file() and one != path
            ),
        }
        path.write_text(json.dumps(whole, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        return path
