"""How a page is looked at: no axe violation, no sideways scroll at 320 px, no word in the console, in light and dark, sv and en."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.crawl import name_of
from tests.browser.walks import note

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import ConsoleMessage, Page

    Faults = Callable[[Page, list[str]], list[str]]

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],  # what passes need not be told in full
}


class Mode(NamedTuple):
    scheme: Any
    width: int
    language: str
    taken: slice = slice(None)

    def __str__(self) -> str:
        return f"{self.scheme}-{self.width}-{self.language[:2]}" + ("-half" if self.taken.step else "")


SAMPLE = [
    Mode("light", 1280, "sv-SE", slice(0, None, 2)),
    Mode("dark", 320, "en-GB", slice(1, None, 2)),
]
ALL = [Mode(*mode) for mode in product(("light", "dark"), (1280, 320), ("sv-SE", "en-GB"))]


def whole(taken: Mode) -> pytest.MarkDecorator:
    """`make test` takes all pages of the test in this one mode, since the way to them is long; `make test-full` in each."""
    others = [pytest.param(mode, marks=pytest.mark.exhaustive) for mode in ALL if mode != taken]
    return pytest.mark.parametrize("mode", [taken, *others], indirect=True, ids=str)


DESK, PHONE = Mode("light", 1280, "sv-SE"), Mode("dark", 320, "en-GB")
at_a_desk, on_a_phone = whole(DESK), whole(PHONE)
SESSION = "sessionid"
_sessions: dict[str, Any] = {}


def sign_in(page: Page, role: str, *, afresh: bool = False) -> None:
    """One click the first time; after that the same session serves, from whatever page comes next.

    `afresh`: a session of its own, where one is to be ended or remembers what was answered; any earlier one is cleared by the caller.
    """
    if role in _sessions and not afresh:
        page.context.add_cookies([_sessions[role]])
        return
    if not afresh:
        page.context.clear_cookies(name=SESSION)
    page.goto("/")
    page.locator(f"[name=role][value={role}]").click()
    page.wait_for_load_state()
    if not afresh:
        _sessions[role] = next(cookie for cookie in page.context.cookies() if cookie["name"] == SESSION)


def sign_out(page: Page) -> None:
    """As when a session has expired: the server knows of nothing."""
    page.context.clear_cookies(name=SESSION)


def find_faults(page: Page, addresses: list[str]) -> list[str]:
    """What is wrong with these pages, in words; nothing when all is well."""
    found: list[str] = []

    def hear(said: ConsoleMessage) -> None:
        if said.type == "error" and not re.search("404|410", said.text):
            found.append(f"{page.url}: {said.text}")

    page.on("console", hear)
    for address in addresses:
        page.goto(address)
        found += look(page)
        if name_of(page.url) != name_of(address):
            found.append(f"{address}: leads on to {page.url}")
    page.remove_listener("console", hear)
    return found


def look(page: Page) -> list[str]:
    """What is wrong with the page as it stands."""
    note(name_of(page.url))
    broken = Axe().run(page, options=RULES).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    found = [f"{page.url}: {rule['id']} {rule['nodes'][0]['html']}" for rule in broken]
    return [*found, *([f"{page.url}: {wide} px too wide"] if wide else [])]
