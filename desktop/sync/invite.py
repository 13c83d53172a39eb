# SPDX-License-Identifier: Apache-2.0
"""The invite: one small file that lets one person sit down at one desk.

It names the hub and the certificate the hub must show, a login of its own for this seat and a secret that the hub takes
once. The password in it is replaced when the seat is taken, so that the file is worth nothing afterwards.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path

from desktop import saving
from desktop.errors import UserError
from desktop.i18n import _

SUFFIX = ".counterfoil-invite"
_FORMAT = 1
_LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class Invite:
    """What the file holds. `ca` is PEM text."""

    host: str
    port: int
    database: str
    login: str
    password: str
    secret: str
    ca: str
    person: str
    expires: str

    @property
    def until(self) -> datetime | None:
        """Till when it is good, None where the file does not say so."""
        try:
            return datetime.fromisoformat(self.expires)
        except ValueError:
            return None

    @property
    def text(self) -> str:
        """As it is handed over, in a file or a message."""
        return json.dumps(
            {"counterfoil_invite": _FORMAT, **asdict(self)}, ensure_ascii=False, indent=1
        )

    def write(self, path: Path) -> None:
        """Keep it in a file that only its owner may read; UserError where the disk says no."""
        saving.write_whole(path, self.text.encode())


def read(path: Path) -> Invite:
    """Read an invite; UserError where the file is none, or one of a newer version."""
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(_LARGEST))
        version = int(found.pop("counterfoil_invite"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(
            _(
                "{name} is no invite. Nothing was changed. Ask the admin for the file once more."
            ).format(name=path.name)
        ) from error
    if version > _FORMAT:
        raise UserError(
            _(
                "{name} was made by a newer version of Counterfoil. Nothing was changed. Update the program here."
            ).format(name=path.name)
        )
    wanted = {field.name: int if field.name == "port" else str for field in fields(Invite)}
    is_whole = found.keys() == wanted.keys() and all(
        type(found[name]) is kind for name, kind in wanted.items()
    )
    if not is_whole or not found["ca"].isascii():
        raise UserError(
            _(
                "{name} is not whole. Nothing was changed. Ask the admin for the file once more."
            ).format(name=path.name)
        )
    return Invite(**found)
