"""A test says which pages it walks, by name or address, and fails when it has not looked at each of them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.browser.crawl import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAME: Final = "walks"
walks: Final = getattr(pytest.mark, NAME)

_looked_at: set[str] = set()


def note(name: str) -> None:
    """The page of that name is looked at in the test that runs, or in its other mode."""
    _looked_at.add(name)


def begin() -> None:
    """Another test runs now."""
    _looked_at.clear()


def said_but_not_walked(item: pytest.Item) -> set[str]:
    """What the test says of itself beyond what it has done."""
    return _names(item.iter_markers(NAME)) - _looked_at


def said_to_be_walked() -> set[str]:
    """What all browser tests say."""
    return _names(_marks())


def _names(marks: Iterable[pytest.Mark]) -> set[str]:
    """An address stands for the name of its page; what is no page of ours has none."""
    said = (one for mark in marks for one in mark.args)
    return {name_of(one) if one.startswith("/") else one for one in said} - {""}


def _marks() -> Iterator[pytest.Mark]:
    for file in sorted(Path(__file__).parent.glob("test_*.py")):
        for test in vars(import_module(f"tests.browser.{file.stem}")).values():
            yield from (
                mark for mark in getattr(test, "pytestmark", []) if isinstance(mark, pytest.Mark) and mark.name == NAME
            )
