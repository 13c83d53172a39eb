# SPDX-License-Identifier: Apache-2.0
"""What desktop.frozen makes beside what the standard dataclass makes of the same text."""

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, asdict, field, fields, replace
from typing import Any

import pytest

from desktop import frozen


def _pair(decorator: Any) -> tuple[type[Any], type[Any]]:
    @decorator(frozen=True, slots=True)
    class Sheet:
        """A sheet of paper."""

        width: int
        height: int = 297
        marks: list[str] = field(default_factory=list)

        def __post_init__(self) -> None:
            if self.width < 0:
                raise ValueError("no sheet is narrower than nothing")

        @property
        def area(self) -> int:
            return self.width * self.height

    @decorator(frozen=True, slots=True, kw_only=True)
    class Folded(Sheet):
        """A sheet that is folded."""

        folds: int = 1

    return Sheet, Folded


OURS, STANDARD = _pair(frozen.dataclass), _pair(dataclasses.dataclass)
BOTH = pytest.mark.parametrize(("sheet", "folded"), [OURS, STANDARD], ids=["ours", "standard"])


@frozen.dataclass(frozen=True, slots=True)
class Ink:
    """One that pickle can find by its name."""

    name: str


@frozen.dataclass(frozen=True, slots=True, eq=False)
class Pen:
    """One that is only itself."""

    ink: Ink


@frozen.dataclass(frozen=True, slots=True)
class Nothing:
    """One without a field."""


@BOTH
def test_equal_values_make_equal_objects_of_one_class(sheet: Any, folded: Any) -> None:
    assert sheet(210) == sheet(210, 297, [])
    assert sheet(210) != sheet(211)
    assert sheet(210) != folded(210)
    assert sheet(210) != (210, 297, [])
    with pytest.raises(TypeError, match="unhashable"):
        hash(sheet(210))


@BOTH
def test_nothing_of_it_can_be_set_or_deleted(sheet: Any, folded: Any) -> None:
    for one in (sheet(210), folded(210)):
        with pytest.raises(FrozenInstanceError, match="cannot assign to field 'width'"):
            one.width = 1
        with pytest.raises(FrozenInstanceError, match="cannot delete field 'width'"):
            del one.width
        with pytest.raises((FrozenInstanceError, TypeError)):
            one.colour = "red"
        assert not hasattr(one, "__dict__")


@BOTH
def test_arguments_are_taken_and_refused_by_name_and_place(sheet: Any, folded: Any) -> None:
    first, second = sheet(210), sheet(210)
    assert first.marks is not second.marks
    made = folded(10, marks=["cut"], height=20, folds=3)
    assert (made.width, made.height, made.marks, made.folds) == (10, 20, ["cut"], 3)
    assert made.area == 200
    for kind, values in ((sheet, ()), (sheet, (1, 2, [], 4)), (folded, (1, 2, [], 3))):
        with pytest.raises(TypeError, match="argument"):
            kind(*values)
    with pytest.raises(ValueError, match="narrower"):
        sheet(-1)


@BOTH
def test_it_is_a_dataclass_to_whoever_asks(sheet: Any, folded: Any) -> None:
    one = folded(10, folds=2)
    assert [field.name for field in fields(one)] == ["width", "height", "marks", "folds"]
    assert replace(one, width=11) == folded(11, folds=2)
    assert asdict(one) == {"width": 10, "height": 297, "marks": [], "folds": 2}
    assert repr(one).endswith(".Folded(width=10, height=297, marks=[], folds=2)")
    assert sheet.__match_args__ == ("width", "height", "marks")
    assert copy.deepcopy(one) == one


def test_hashes_go_by_the_values_where_all_can_be_hashed() -> None:
    assert len({Ink("black"), Ink("black"), Ink("blue")}) == 2
    assert Nothing() == Nothing()
    assert len({Nothing(), Nothing()}) == 1


def test_one_that_is_not_compared_is_only_itself() -> None:
    pen = Pen(Ink("black"))
    assert pen == pen  # noqa: PLR0124 - that is what is asked
    assert pen != Pen(Ink("black"))
    assert len({pen, Pen(Ink("black"))}) == 2


def test_pickle_brings_it_back() -> None:
    assert pickle.loads(pickle.dumps(Ink("black"))) == Ink("black")
