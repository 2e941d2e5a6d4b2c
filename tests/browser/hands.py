"""Ways to use a page: by pointer, or by the keyboard alone with focus that must be seen wherever it lands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

MOST_TABS: Final = 250
SEEN: Final = """(wanted) => {
    const here = document.activeElement;
    if (!here || here === document.body) return "nothing";
    const marked = [here, here.closest("label")].filter(Boolean);
    const drawn = (one) => {
        const style = getComputedStyle(one);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    };
    if (!marked.some(drawn)) return "no outline: " + here.outerHTML.slice(0, 120);
    const box = marked.at(-1).getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 12)];
    if (y < 0 || y > innerHeight) return "out of sight: " + here.outerHTML.slice(0, 120);
    const above = document.elementFromPoint(x, y);
    const own = marked.some((one) => one.contains(above) || above?.contains(one));
    if (own && here === wanted) return "here";
    return own ? "" : "covered by " + above?.outerHTML.slice(0, 80) + ": " + here.outerHTML.slice(0, 120);
}"""


class Pointer:
    """Clicks and types; counts both."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.acts = 0

    def press(self, place: Locator) -> None:
        """A link, a button, a fold or a choice."""
        self.acts += 1
        place.click()
        self.page.wait_for_load_state()

    def write(self, place: Locator, text: str) -> None:
        self.acts += 1
        place.fill(text)


class Keyboard(Pointer):
    """Nothing but keys. Whatever the focus lands on must be seen."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.unseen: set[str] = set()

    def key(self, key: str) -> None:
        self.acts += 1
        self.page.keyboard.press(key)

    def reach(self, place: Locator) -> None:
        """Tabs on, round the page, until the focus is there."""
        expect(place).to_be_visible()
        wanted = place.element_handle()
        for _tab in range(MOST_TABS):
            fault = self.page.evaluate(SEEN, wanted)
            if fault == "here":
                return
            if fault not in {"", "nothing"}:
                self.unseen.add(fault)
            self.key("Tab")
        pytest.fail(f"Tab never comes to {place}")

    def press(self, place: Locator) -> None:
        self.reach(place)
        self.key("Enter")
        self.page.wait_for_load_state()

    def write(self, place: Locator, text: str) -> None:
        self.reach(place)
        self.key("Control+A")
        self.page.keyboard.type(text)
