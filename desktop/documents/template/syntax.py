# SPDX-License-Identifier: Apache-2.0
"""A walk over a template's syntax tree: which fields it uses, where, and under which name inside a loop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Final

from jinja2 import nodes

_LOOP: Final = "loop"
_MADE_HERE: Final = ""
"""The path of a variable whose value is made in the template itself."""
_OF_A_LIST: Final = frozenset({"length", "first", "last"})

Names = Mapping[str, str]
"""What the variables of a loop or of `set` stand for: {"line": "lines[]"}."""


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a field: its path with "[]" for a list's entry, its line, and whether its value is written out."""

    path: str
    line: int
    written: bool


def uses(tree: nodes.Template) -> list[Use]:
    """Every use of a field, in the order of the text."""
    return list(_body(tree.body, {}, written=False))


def written(tree: nodes.Template) -> list[tuple[nodes.Output, int, str]]:
    """Every expression that is written out: its node, its place among the node's parts, its field's path or ""."""
    return list(_outputs(tree.body, {}))


def _body(body: Sequence[nodes.Node], names: Names, *, written: bool) -> Iterator[Use]:
    here = dict(names)
    for node in body:
        yield from _walk(node, here, written=written)
        _remember(node, here)


@singledispatch
def _walk(node: nodes.Node, names: Names, *, written: bool) -> Iterator[Use]:
    # The only call there can be is range(…), which is no field.
    inside = node.args if isinstance(node, nodes.Call) else list(node.iter_child_nodes())
    yield from _body(inside, names, written=written)


@_walk.register
def _(node: nodes.For, names: Names, **_how: bool) -> Iterator[Use]:
    inner = _in_loop(node, names)
    yield from _walk(node.iter, names, written=False)
    yield from _body([*([node.test] if node.test else []), *node.body], inner, written=False)
    yield from _body(node.else_, names, written=False)


@_walk.register
def _(node: nodes.If, names: Names, **_how: bool) -> Iterator[Use]:
    for part in ([node.test], node.body, node.elif_, node.else_):
        yield from _body(part, names, written=False)


@_walk.register
def _(node: nodes.Output, names: Names, **_how: bool) -> Iterator[Use]:
    yield from _body(node.nodes, names, written=True)


@_walk.register
def _(node: nodes.CondExpr, names: Names, *, written: bool) -> Iterator[Use]:
    yield from _walk(node.test, names, written=False)
    yield from _body([part for part in (node.expr1, node.expr2) if part], names, written=written)


@_walk.register
def _(node: nodes.Filter, names: Names, *, written: bool) -> Iterator[Use]:
    value = [node.node] if node.node else []
    yield from _body(value, names, written=written and node.name not in _OF_A_LIST)
    yield from _body(node.args, names, written=False)


@_walk.register
def _(node: nodes.Assign, names: Names, **_how: bool) -> Iterator[Use]:
    yield from _walk(node.node, names, written=False)


@_walk.register(nodes.Name)
@_walk.register(nodes.Getattr)
@_walk.register(nodes.Getitem)
def _(node: nodes.Expr, names: Names, *, written: bool) -> Iterator[Use]:
    if path := path_of(node, names):
        yield Use(path, node.lineno, written)


def _outputs(body: Sequence[nodes.Node], names: Names) -> Iterator[tuple[nodes.Output, int, str]]:
    here = dict(names)
    for node in body:
        if isinstance(node, nodes.Output):
            for at, part in enumerate(node.nodes):
                if not isinstance(part, nodes.TemplateData):
                    yield node, at, path_of(part, here)
        elif isinstance(node, nodes.For):
            yield from _outputs(node.body, _in_loop(node, here))
            yield from _outputs(node.else_, here)
        elif isinstance(node, nodes.If):
            for branch in (node.body, node.elif_, node.else_):
                yield from _outputs(branch, here)
        _remember(node, here)


def _in_loop(node: nodes.For, names: Names) -> dict[str, str]:
    path = path_of(node.iter, names)
    inner = {**names, _LOOP: _MADE_HERE}
    if isinstance(node.target, nodes.Name):
        inner[node.target.name] = f"{path}[]" if path else _MADE_HERE
    else:
        inner |= {target.name: _MADE_HERE for target in node.target.find_all(nodes.Name)}
    return inner


def _remember(node: nodes.Node, names: dict[str, str]) -> None:
    if isinstance(node, nodes.Assign):
        targets = [node.target, *node.target.find_all(nodes.Name)]
        for target in targets:
            if isinstance(target, nodes.Name):
                names[target.name] = (
                    path_of(node.node, names) if target is node.target else _MADE_HERE
                )


def path_of(node: nodes.Node, names: Names) -> str:
    """The path of the field that an expression shows: "client.name" for `client.name|upper`, "" for none or several."""
    if isinstance(node, nodes.Name):
        return names.get(node.name, node.name)
    if isinstance(node, nodes.Getattr):
        return _joined(path_of(node.node, names), node.attr)
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        head = path_of(node.node, names)
        key = node.arg.value
        return f"{head}[]" if head and isinstance(key, int) else _joined(head, str(key))
    if isinstance(node, nodes.Filter) and node.node is not None and node.name not in _OF_A_LIST:
        return path_of(node.node, names)
    return _MADE_HERE


def _joined(head: str, name: str) -> str:
    return f"{head}.{name}" if head else _MADE_HERE
