"""A page that nobody looks at is a page that breaks: each name of the URLconf is walked by a browser test, or said to be none."""

from __future__ import annotations

from tests.browser.crawl import named_pages
from tests.browser.page_names import DONE, LINKED, NO_PAGE, SIGN_IN_STEPS, listed_names


def test_every_page_is_walked_or_said_to_be_none() -> None:
    assert named_pages() == listed_names() | LINKED | DONE | NO_PAGE.keys() | SIGN_IN_STEPS


def test_no_page_is_said_to_be_none_and_walked() -> None:
    walked = listed_names() | LINKED | DONE

    assert walked & (NO_PAGE.keys() | SIGN_IN_STEPS) == set()
