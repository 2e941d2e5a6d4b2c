"""A page that nobody looks at is a page that breaks: each name of the URLconf is walked by a browser test, or said to be none."""

from __future__ import annotations

from tests.browser.crawl import named_pages
from tests.browser.page_names import LINKED, NO_PAGE, SIGN_IN_STEPS
from tests.browser.walks import said_to_be_walked


def test_every_page_is_walked_or_said_to_be_none() -> None:
    """What a test says is held against what it does in `tests/browser/conftest.py`."""
    assert named_pages() == said_to_be_walked() | LINKED | NO_PAGE.keys() | SIGN_IN_STEPS


def test_each_page_is_in_one_list() -> None:
    lists = [said_to_be_walked(), LINKED, NO_PAGE.keys(), SIGN_IN_STEPS]

    assert sum(map(len, lists)) == len(set().union(*lists))
