"""The agenda's points change places by dragging and by keyboard; what was moved stays, and the focus with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.logging import meeting_to_log

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

POINT = ".agenda > li[data-point]"


@pytest.fixture
def page(page_of: Callable[..., Page]) -> Page:
    """The council's next agenda, with points enough."""
    page = page_of("secretary")
    page.set_viewport_size({"width": 1280, "height": 2400})
    page.goto(meeting_to_log(page, 3))
    return page


def order(page: Page) -> list[str]:
    return [str(point.get_attribute("id")) for point in page.locator(POINT).all()]


def drag(page: Page, point: Locator, over: Locator, *, below: bool) -> None:
    """By the handle, to the upper or the lower half of another point."""
    over.scroll_into_view_if_needed()
    point.locator("[data-handle]").hover()
    page.mouse.down()
    box = over.bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + box["height"] * (0.8 if below else 0.2), steps=6)
    page.mouse.up()


def test_a_point_is_dragged_below_another_and_back(page: Page) -> None:
    first, second, *rest = order(page)

    drag(page, page.locator(f"#{first}"), page.locator(f"#{second}"), below=True)
    expect(page.locator(POINT).first).to_have_id(second)
    expect(page.locator("#messages")).to_contain_text("Nu nummer 2")
    expect(page.locator(f"#{first} .num")).to_have_text("2.")
    expect(page.locator(f"#{first} [data-handle]")).to_have_count(1)
    page.reload()
    assert order(page) == [second, first, *rest]

    drag(page, page.locator(f"#{first}"), page.locator(f"#{second}"), below=False)
    expect(page.locator(POINT).first).to_have_id(first)
    page.reload()
    assert order(page) == [first, second, *rest]


def test_a_point_that_is_dropped_where_it_was_stays(page: Page) -> None:
    before = order(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)

    drag(page, page.locator(f"#{before[0]}"), page.locator(f"#{before[1]}"), below=False)

    expect(page.locator(".held, .drop-before, .drop-after")).to_have_count(0)
    assert (sent, order(page)) == ([], before)


def test_a_point_goes_up_and_down_by_keyboard_and_keeps_the_focus(page: Page) -> None:
    first, second, third, *rest = order(page)
    point = first.removeprefix("item-")

    page.locator(f"#down-{point}").focus()
    for place in (2, 3):
        page.keyboard.press("Enter")
        expect(page.locator("#messages")).to_contain_text(f"Nu nummer {place}")
        expect(page.locator(f"#{first} button:focus")).to_have_count(1)
    assert order(page) == [second, third, first, *rest]

    page.locator(f"#up-{point}").focus()
    for place in (2, 1):
        page.keyboard.press("Space")
        expect(page.locator("#messages")).to_contain_text(f"Nu nummer {place}")
    expect(page.locator(f"#down-{point}")).to_be_focused()
    page.reload()
    assert order(page) == [first, second, third, *rest]
