# SPDX-License-Identifier: Apache-2.0
"""The language of templates: fields, conditions and lists, and nothing that could run code or eat the machine.

Four fences, each enough for the attacks known to us: a closed list of syntax (no calls but `range`, no imports, no
macros), attributes that are dictionary keys only, capped operators and loops, and Jinja's own immutable sandbox. The
child process with its limits of time and memory stands round them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, TypeVar, cast

from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from desktop.documents.template import syntax
from desktop.documents.template.formats import TooMuch, capped, formats, written
from desktop.values.money import Money

MOST_ROUNDS: Final = 50_000
"""How many rounds all loops of one document may take together."""

LONGEST_RANGE: Final = 1_000

_ALLOWED: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Assign, nodes.CondExpr,
    nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const, nodes.List, nodes.Tuple, nodes.Filter, nodes.Test,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div,
    nodes.FloorDiv, nodes.Mod, nodes.Neg, nodes.Pos, nodes.Concat, nodes.Keyword,
)  # fmt: skip
_LOOP_FIELDS: Final = frozenset({"index", "index0", "revindex", "first", "last", "length"})
_TESTS: Final = frozenset(
    "defined undefined none true false number string odd even divisibleby sameas eq equalto ne lt le gt ge in "
    "== != < > <= >= lessthan greaterthan".split()
)


class CodeFound(TemplateSyntaxError):
    """A tag asks for something that is code, not a field."""


_Made = TypeVar("_Made", bound=nodes.Node)

Shown = Callable[[object, str, int], object]
"""Writes a value into the document; its field's path (or "") and the line where it stands are told."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja cut down to what a paper needs. One instance fills one document: its rounds are counted."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(self, language: str, shown: Shown | None = None) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True, optimized=False, cache_size=0)
        self.language = language
        self.rounds = 0
        self.globals = {"range": self._range}
        self.tests = {name: test for name, test in self.tests.items() if name in _TESTS}
        self.filters = {**formats(language), "_shown": shown or self._plainly, "_each": self._each}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        refuse_code(tree)
        return _guarded(tree)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Only what a dictionary holds, and the counters of a loop."""
        if isinstance(obj, LoopContext) and attribute in _LOOP_FIELDS:
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A key of a dictionary, a place in a list; whatever else is undefined."""
        if isinstance(obj, Undefined):
            str(obj)  # an undefined value names itself in the error it raises on any use
        try:
            if isinstance(obj, Mapping) or (isinstance(obj, list) and isinstance(argument, int)):
                return obj[argument]
        except (LookupError, TypeError):
            pass
        return self.undefined(obj=obj, name=str(argument))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic on numbers; texts may only be joined, and not without end."""
        numbers = isinstance(left, int | Decimal) and isinstance(right, int | Decimal)
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return capped(left + right)
        if operator == "+" and isinstance(left, Money) and isinstance(right, Money):
            return left + right
        if not numbers or operator == "**" or max(abs(left), abs(right)) > 10**15:
            raise SecurityError(f"operator {operator} is not for templates here")
        return super().call_binop(context, operator, left, right)

    def _plainly(self, value: object, _path: str, _line: int) -> object:
        return written(value, self.language)

    def _each(self, values: Any) -> Iterator[Any]:
        for value in values:
            self.rounds += 1
            if self.rounds > MOST_ROUNDS:
                raise TooMuch
            yield value

    @staticmethod
    def _range(*bounds: int) -> range:
        numbers = range(*bounds)
        if len(numbers) > LONGEST_RANGE:
            raise TooMuch
        return numbers


def refuse_code(tree: nodes.Node) -> None:
    """Raise CodeFound at the first piece of syntax that is not on the list."""
    for node in _all(tree):
        if not isinstance(node, _ALLOWED) and not _is_range(node):
            raise CodeFound(type(node).__name__, node.lineno)
        for name in _names_in(node):
            if name.startswith("_"):
                raise CodeFound(name, node.lineno)
        if isinstance(node, nodes.For) and node.recursive:
            raise CodeFound("recursive", node.lineno)


def _is_range(node: nodes.Node) -> bool:
    return (
        isinstance(node, nodes.Call)
        and isinstance(node.node, nodes.Name)
        and node.node.name == "range"
        and not (node.kwargs or node.dyn_args or node.dyn_kwargs)
    )


def _names_in(node: nodes.Node) -> Iterable[str]:
    if isinstance(node, nodes.Name | nodes.Filter):
        yield node.name
    elif isinstance(node, nodes.Getattr):
        yield node.attr
    elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        yield str(node.arg.value)


def _all(tree: nodes.Node) -> Iterator[nodes.Node]:
    yield tree
    for child in tree.iter_child_nodes():
        yield from _all(child)


def _guarded(tree: nodes.Template) -> nodes.Template:
    """Send every written value through `_shown` with its path, every loop through `_each`, every `~` through `+`."""
    for output, at, path in syntax.written(tree):
        part = output.nodes[at]
        output.nodes[at] = _filter(part, "_shown", path, part.lineno)
    for loop in tree.find_all(nodes.For):
        loop.iter = _filter(cast("nodes.Expr", loop.iter), "_each")
    made: nodes.Template = _Joining().visit(tree)
    return made


class _Joining(NodeTransformer):
    """Turns `a ~ b`, which no sandbox can watch, into `a|_text + b|_text`."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 -- the visitor's naming
        self.generic_visit(node)
        joined: nodes.Expr = _filter(node.nodes[0], "_text")
        for part in node.nodes[1:]:
            joined = _placed(nodes.Add(joined, _filter(part, "_text")), node)
        return joined


def _filter(node: nodes.Expr, name: str, *arguments: str | int) -> nodes.Filter:
    constants: list[nodes.Expr] = [_placed(nodes.Const(told), node) for told in arguments]
    return _placed(nodes.Filter(node, name, constants, [], None, None), node)


def _placed(made: _Made, node: nodes.Node) -> _Made:
    made.set_lineno(node.lineno)
    if node.environment is not None:
        made.set_environment(node.environment)
    return made
