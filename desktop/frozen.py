# SPDX-License-Identifier: Apache-2.0
"""`dataclass` for what does not change: the standard one's promises at a quarter of its cost.

The standard decorator writes six functions as text for each class and compiles them whenever the program starts; with
the hundreds of rows, values and drafts here that was a tenth of the way to the first paint, and it kept them all in
memory. Here all classes share five of the six, and the text of `__init__` is compiled when the first object is made:
most rows are not wanted before the window is there.

What is made is a dataclass to `fields`, `replace`, `asdict` and mypy. A frozen class must not inherit from a standard
frozen dataclass or the other way round; Python refuses that when the class is made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, fields
from dataclasses import dataclass as standard
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["dataclass"]

C = TypeVar("C")

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(
        *, frozen: bool, slots: bool, eq: bool = True, kw_only: bool = False
    ) -> Callable[[type[C]], type[C]]:
        """As the standard decorator, for classes that are frozen and have slots."""
        assert (frozen, slots) == (True, True), "what may change is a dataclass of the standard's"
        plain = standard(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)

        def made(written: type[C]) -> type[C]:
            own = {name for name in ("__repr__", "__eq__", "__hash__") if name in vars(written)}
            found = plain(written)
            given = _FROZEN | (_COMPARED if eq else {})
            for name, method in given.items():
                if name not in own:
                    setattr(found, name, method)
            compared = [one.name for one in fields(found) if one.compare]
            found.__state__ = tuple(one.name for one in fields(found))
            # Without a field there is nothing but the class that two objects could share.
            found.__compared__ = attrgetter(*compared or ("__class__",))
            found.__init__ = _init_when_wanted(found)
            return found

        return made


def _init_when_wanted(made: type[Any]) -> Callable[..., None]:
    def __init__(self: object, *values: object, **named: object) -> None:  # noqa: N807 - it is one
        made.__init__ = init = _init(made)
        init(self, *values, **named)

    return __init__


def _init(made: type[Any]) -> Callable[..., None]:
    """What sets the fields, the only text that is compiled: no other way is as fast for thousands of rows."""
    known: dict[str, object] = {"_set": object.__setattr__, "_missing": MISSING}
    in_order = sorted(fields(made), key=lambda one: bool(one.kw_only))
    heads, lines = ["self"], []
    for one in in_order:
        if one.kw_only and "*" not in heads:
            heads.append("*")
        head, value = _argument(one, known)
        heads.append(head)
        lines.append(f"    _set(self, {one.name!r}, {value})\n")
    if hasattr(made, "__post_init__"):
        lines.append("    self.__post_init__()\n")
    exec(f"def __init__({', '.join(heads)}):\n{''.join(lines) or '    pass'}", known)  # noqa: S102
    init: Any = known["__init__"]
    init.__qualname__ = f"{made.__qualname__}.__init__"
    init.__module__ = made.__module__
    return init  # type: ignore[no-any-return]


def _argument(one: Field[Any], known: dict[str, object]) -> tuple[str, str]:
    """How a field stands in the head of `__init__`, and what it is set to."""
    if one.default_factory is not MISSING:
        known[f"_make_{one.name}"] = one.default_factory
        return (
            f"{one.name}=_missing",
            f"_make_{one.name}() if {one.name} is _missing else {one.name}",
        )
    if one.default is not MISSING:
        known[f"_usual_{one.name}"] = one.default
        return f"{one.name}=_usual_{one.name}", one.name
    return one.name, one.name


def _refuse_to_set(_self: object, name: str, _value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _told(self: Any) -> str:
    values = ", ".join(
        f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr
    )
    return f"{type(self).__qualname__}({values})"


def _is_equal(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return self.__compared__(self) == self.__compared__(other)


def _hash(self: Any) -> int:
    return hash(self.__compared__(self))


def _state(self: Any) -> list[Any]:
    """For pickle and copy, which would set the fields one by one."""
    return [getattr(self, name) for name in self.__state__]


def _set_state(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__state__, state, strict=True):
        object.__setattr__(self, name, value)


_FROZEN = {
    "__setattr__": _refuse_to_set,
    "__delattr__": _refuse_to_delete,
    "__repr__": _told,
    "__getstate__": _state,
    "__setstate__": _set_state,
}
_COMPARED = {"__eq__": _is_equal, "__hash__": _hash}
