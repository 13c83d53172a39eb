# SPDX-License-Identifier: Apache-2.0
"""Scenes: what `devtools.shots` pictures. One module per page; each declares its scenes by name."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

DEFAULT = (1440, 900)


@dataclass(frozen=True)
class Scene:
    """One screen in one state: how its widget is made, and at which size it is shown.

    The widget is made anew for each theme and language. `prepare` is called once it is shown, to
    open a dialog or put the focus somewhere.
    """

    name: str
    make: Callable[[], QWidget]
    size: tuple[int, int] = DEFAULT
    prepare: Callable[[QWidget], object] | None = None


SCENES: dict[str, Scene] = {}


def add(
    name: str,
    make: Callable[[], QWidget],
    *,
    size: tuple[int, int] = DEFAULT,
    prepare: Callable[[QWidget], object] | None = None,
) -> None:
    """Declare a scene; its name is also that of its files. ValueError for a name already taken."""
    if name in SCENES:
        raise ValueError(f"There is a scene {name} already.")
    SCENES[name] = Scene(name, make, size, prepare)
